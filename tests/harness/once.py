"""A Runtime API for one invocation with a deadline, as in Lambda; cargo-lambda's is in 1970."""

import json
import tempfile
import threading
import time
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from .process import Process


@dataclass(frozen=True)
class Start:
    """The one invocation of a process that was started for it."""

    result: Any
    ready_after: float  # seconds from its start to its first request for an invocation
    rss: int  # bytes of memory that it held then


def invoke_once(binary: Path, env: dict[str, str], payload: Any, seconds: float) -> Any:
    """What a function answers that Lambda would end after so many seconds; a TimeoutError where it does not."""
    return start_once(binary, env, payload, seconds).result


def start_once(binary: Path, env: dict[str, str], payload: Any, seconds: float) -> Start:
    """The same, with what it took until it was ready."""
    answers: list[Any] = []
    ready: list[tuple[float, int]] = []
    answered, over = threading.Event(), threading.Event()

    class Api(BaseHTTPRequestHandler):
        given = threading.Lock()

        def do_GET(self) -> None:
            if not self.given.acquire(blocking=False):
                over.wait()
                return
            ready.append((time.monotonic(), process.rss()))
            self.send_response(200)
            self.send_header("Lambda-Runtime-Aws-Request-Id", "once")
            self.send_header("Lambda-Runtime-Deadline-Ms", str(round((time.time() + seconds) * 1000)))
            self.send_header("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:123456789012:function:once")
            self._say(json.dumps(payload).encode())

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])) if "content-length" in self.headers else b""
            self.send_response(202)
            self._say(b"{}")
            answers.append(json.loads(body))
            answered.set()

        def _say(self, body: bytes) -> None:
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Requests are not logged."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Api)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(prefix="bailiwick-once-") as folder:
        own = {
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{server.server_port}",
            "AWS_LAMBDA_FUNCTION_NAME": "once",
            "AWS_LAMBDA_FUNCTION_VERSION": "1",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
        }
        began = time.monotonic()
        process = Process([binary], env | own, Path(folder) / "log")
        try:
            if not answered.wait(seconds):
                raise TimeoutError(f"no answer within {seconds} s: {(Path(folder) / 'log').read_text()[-1000:]}")
        finally:
            process.stop()
            over.set()
            server.shutdown()
            server.server_close()
    [(at, rss)] = ready
    return Start(answers[0], at - began, rss)
