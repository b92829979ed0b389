"""The layer before moto: what AWS does with a call before and beside answering it."""

import os
import socket
import struct
import time
from collections.abc import Callable, Iterable
from http.client import responses
from typing import Any

from .answers import Answers, s3
from .batch import publish_batch
from .call import Call, identify
from .calls import Calls
from .control import Control
from .errors import broken, denied, throttled, unsupported
from .http import Request, Response
from .rules import Effect, Rule, Rules

# How the names of operations begin that leave everything as it was.
READS = ("Describe", "Get", "Head", "List")

# The tests' own hand: rules do not strike it, and its calls are not counted.
ADMIN = "EMULATORADMIN0000000"

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Gateway:
    """A WSGI application around moto's."""

    def __init__(self, moto: Wsgi, rules: Rules, calls: Calls, answers: Answers, control: Control) -> None:
        self._moto = moto
        self._rules = rules
        self._calls = calls
        self._answers = answers
        self._control = control
        self.admins = {ADMIN}
        # Whether anything may have been changed, by anybody, since this was last set to False.
        self.touched = False

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = Request.read(environ)
        if request.path.startswith("/_emulator/"):
            answer = self._control.answer(request)
        elif request.path.startswith("/moto-api/"):
            answer = forward(self._moto, environ)
        else:
            answer = self.serve(request)
        start_response(f"{answer.status} {responses.get(answer.status, '')}", headers(request, answer))
        return [b"" if request.method == "HEAD" else answer.body]

    def serve(self, request: Request) -> Response:
        """Answers a call of AWS, as rules will have it, and notes it down."""
        call = identify(request)
        self.touched |= not call.operation.startswith(READS)
        if call.access_key in self.admins:
            return self.answer(call, request)
        if delay := self._rules.delay(call):
            time.sleep(delay)
        fault = self._rules.strike(call, Effect.THROTTLE, Effect.ERROR, Effect.RESET)
        if fault is None or fault.lost:
            answer = s3.misplaced(call) or self.refused(call) or self.answer(call, request)
        if fault is not None:
            answer = self.failed(fault, call, request)
        self._calls.note(call, answer.status)
        return answer

    def answer(self, call: Call, request: Request) -> Response:
        """The answer where nothing goes wrong as a whole."""

        def ask_moto() -> Response:
            try:
                answer = forward(self._moto, request.environ)
            except NotImplementedError:
                return unsupported(call)
            # A page for people: no route of moto's led anywhere.
            return unsupported(call) if answer.body.startswith(b"<!doctype html>") else answer

        if call.operation == "PublishBatch" and call.access_key not in self.admins:
            return publish_batch(request, ask_moto, lambda: self._rules.entry_fails(call))
        return self._answers.answer(call, request, ask_moto)

    def refused(self, call: Call) -> Response | None:
        """The refusal, where a permission was taken away."""
        rule = self._rules.strike(call, Effect.DENY)
        return denied(call, rule.action_of(call) or "") if rule else None

    def failed(self, fault: Rule, call: Call, request: Request) -> Response:
        """What the caller gets to see of a call that goes wrong."""
        if fault.effect is Effect.RESET:
            self._calls.note(call, 0)
            reset(request.environ["werkzeug.socket"])
            raise ConnectionResetError("by a rule")
        return throttled(call) if fault.effect is Effect.THROTTLE else broken(call)


def forward(moto: Wsgi, environ: dict[str, Any]) -> Response:
    """moto's answer, read whole."""
    response: dict[str, Any] = {}

    def start_response(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
        response.update(status=int(status.split()[0]), headers=headers)

    chunks = moto(environ, start_response)
    body = b"".join(chunks)
    if callable(close := getattr(chunks, "close", None)):
        close()
    return Response(response["status"], body, response["headers"])


def headers(request: Request, answer: Response) -> list[tuple[str, str]]:
    """The answer's headers with the length that its body has now; the answer to HEAD has that of the body that is not sent."""
    if request.method == "HEAD":
        return answer.headers
    others = [(name, value) for name, value in answer.headers if name.lower() != "content-length"]
    return [*others, ("content-length", str(len(answer.body)))]


def reset(connection: socket.socket) -> None:
    """Breaks the connection so that the other side sees a reset, not an end: SO_LINGER with a time of 0."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    # The handler's files keep a closed socket open until they close; a detached one is gone at once.
    os.close(connection.detach())
