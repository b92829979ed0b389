"""A local Lambda: cargo-lambda's Runtime API, and functions that are started, invoked and killed."""

import json
import os
import socket
import tempfile
import threading
import urllib.error
import urllib.request
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from .binaries import tool
from .process import Process, wait_until

# cargo-lambda knows only functions that are binaries of the project that it is started in. One of its own, made of
# names alone, is read quicker than ours and needs nothing from the network.
MANIFEST = '[package]\nname = "functions"\nversion = "0.0.0"\nedition = "2024"\n\n[workspace]\n'
BINARY = '\n[[bin]]\nname = "{}"\npath = "main.rs"\n'


@dataclass(frozen=True)
class Invocation:
    """What came of an invocation."""

    result: Any  # what the function returned, or its error as `{"errorType": ..., "errorMessage": ...}`
    failed: bool
    logs: list[str]  # what it wrote meanwhile, by lines

    def records(self) -> list[dict[str, Any]]:
        """The lines of the log that are JSON objects."""
        return [json.loads(line) for line in self.logs if line.startswith("{")]


class Function:
    """A function's process, the same binary that Lambda would run."""

    def __init__(self, runtime: "Runtime", name: str, argv: list[str | Path], env: dict[str, str]) -> None:
        self.name = name
        self._runtime = runtime
        self._argv = argv
        self._env = env | {
            "AWS_LAMBDA_RUNTIME_API": f"{runtime.url}/.rt/{name}",
            "AWS_LAMBDA_FUNCTION_NAME": name,
            "AWS_LAMBDA_FUNCTION_VERSION": "1",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "256",
            "AWS_LAMBDA_LOG_FORMAT": "JSON",
        }
        self.process = self._started()

    def _started(self) -> Process:
        return Process(self._argv, self._env, self._runtime.folder / f"{self.name}.log")

    def invoke(self, payload: Any, timeout: float = 60) -> Invocation:
        """Invokes it and waits; a TimeoutError where it does not answer, as after a kill."""
        before = self.process.log.stat().st_size
        result, failed = self._runtime.invoke(self.name, payload, timeout)
        with self.process.log.open("rb") as log:
            log.seek(before)
            written = log.read().decode(errors="replace")
        return Invocation(result, failed, written.splitlines())

    def invoke_later(self, payload: Any, timeout: float = 60) -> Future[Invocation]:
        """Invokes it without waiting for the result."""
        future: Future[Invocation] = Future()

        def invoke() -> None:
            try:
                future.set_result(self.invoke(payload, timeout))
            except Exception as error:  # any error is raised where the result is used
                future.set_exception(error)

        threading.Thread(target=invoke, daemon=True).start()
        return future

    def kill(self) -> None:
        """`kill -9`, as where Lambda takes a sandbox away."""
        self.process.kill()

    def restart(self) -> None:
        """A new process where there is none any more; the first one is ended."""
        self.process.stop(patience=0)
        self.process = self._started()

    def stop(self) -> None:
        """Ends it."""
        self.process.stop()


class Runtime:
    """The Runtime API on a port of this machine, for functions of these names."""

    def __init__(self, *names: str) -> None:
        self._temporary = tempfile.TemporaryDirectory(prefix="bailiwick-runtime-")
        self.folder = Path(self._temporary.name)
        self.functions: list[Function] = []
        self.port = free_port()
        self.process = self._started(names)

    @property
    def url(self) -> str:
        """Where functions poll and invocations are sent."""
        return f"http://127.0.0.1:{self.port}"

    def _started(self, names: tuple[str, ...]) -> Process:
        project = self.folder / "project"
        project.mkdir()
        (project / "Cargo.toml").write_text(MANIFEST + "".join(map(BINARY.format, names)))
        (project / "main.rs").write_text("fn main() {}\n")
        serve = ["lambda", "watch", "--only-lambda-apis", "-A", "127.0.0.1", "-P", str(self.port)]
        log = self.folder / "runtime-api.log"
        process = Process([tool("cargo-lambda"), *serve], dict(os.environ), log, cwd=project)

        def answers() -> bool:
            if process.exit_status is not None:
                raise RuntimeError(f"the Runtime API did not start: {log.read_text().strip()}")
            return connects(self.port)

        wait_until(answers, 20, "the Runtime API answers")
        return process

    def start(self, name: str, argv: list[str | Path], env: dict[str, str]) -> Function:
        """Starts a function of one of the names. Invocations wait until it polls."""
        function = Function(self, name, argv, env)
        self.functions.append(function)
        return function

    def invoke(self, name: str, payload: Any, timeout: float = 60) -> tuple[Any, bool]:
        """The function's result, and whether it is an error."""
        request = urllib.request.Request(
            f"{self.url}/2015-03-31/functions/{name}/invocations",
            data=json.dumps(payload).encode(),
            headers={"content-type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=timeout) as answer:
                return decoded(answer.read()), False
        except urllib.error.HTTPError as error:
            return decoded(error.read()), True

    def stop(self) -> None:
        """Ends the functions and the Runtime API."""
        for function in self.functions:
            function.stop()
        self.process.stop()
        self._temporary.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def decoded(body: bytes) -> Any:
    """JSON where it is JSON, else the text."""
    try:
        return json.loads(body) if body else None
    except ValueError:
        return body.decode(errors="replace")


def free_port() -> int:
    """A free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def connects(port: int) -> bool:
    """Whether the port is open. A request would be an invocation, and hang."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
