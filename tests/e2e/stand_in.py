"""A function to test the harness with, on Lambda's Runtime API: does what its payload says."""

import json
import os
import signal
import urllib.request

API = f"{os.environ['AWS_LAMBDA_RUNTIME_API']}/2018-06-01/runtime"


def handle(event: dict) -> dict:
    """Echoes, raises or dies."""
    match event:
        case {"raise": message}:
            raise ValueError(message)
        case {"die": True}:
            os.kill(os.getpid(), signal.SIGKILL)
    print(json.dumps({"level": "INFO", "got": event}), flush=True)
    return {"echo": event, "pid": os.getpid(), "endpoint": os.environ["AWS_ENDPOINT_URL"]}


def send(path: str, body: dict) -> None:
    """Answers an invocation."""
    urllib.request.urlopen(urllib.request.Request(f"{API}/invocation/{path}", data=json.dumps(body).encode())).close()


def main() -> None:
    """Polls for ever."""
    while True:
        with urllib.request.urlopen(f"{API}/invocation/next") as next_one:
            request_id = next_one.headers["Lambda-Runtime-Aws-Request-Id"]
            event = json.load(next_one)
        try:
            send(f"{request_id}/response", handle(event))
        except ValueError as error:
            send(f"{request_id}/error", {"errorType": "ValueError", "errorMessage": str(error)})


if __name__ == "__main__":
    main()
