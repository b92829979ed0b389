"""The emulator's own HTTP interface, for tests that are not written in Python. All bodies are JSON.

GET    /_emulator/calls      the log; ?action=s3:Get*&region=... narrows it
DELETE /_emulator/calls      forgets it
GET    /_emulator/rules      the rules in force, each with how often it struck
POST   /_emulator/rules      one more, as {"effect": "deny", "action": "s3:GetBucketAcl"}; answers {"id": ...}
DELETE /_emulator/rules      ends all, /_emulator/rules/ID one
PUT    /_emulator/settings   as {"list_buckets_page": 5, "seed": 7}
POST   /_emulator/answers    a fixed answer: {"service": ..., "operation": ..., "body": ...}
POST   /_emulator/reset      an empty account, no rules, no log
"""

import json
from collections.abc import Callable
from typing import Any

from .answers import Answers
from .calls import Calls
from .http import Request, Response
from .rules import Rule, Rules
from .settings import Settings


class Control:
    """Answers requests under `/_emulator/`."""

    def __init__(self, rules: Rules, calls: Calls, answers: Answers, settings: Settings, reset: Callable[[], None]) -> None:
        self._rules = rules
        self._calls = calls
        self._answers = answers
        self._settings = settings
        self._reset = reset

    def answer(self, request: Request) -> Response:
        """Carries out a request; the answer to an invalid one gives the reason."""
        try:
            status, body = self._do(request, json.loads(request.body) if request.body else {})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            status, body = 400, {"error": f"{type(error).__name__}: {error}"}
        return Response(status, json.dumps(body).encode(), [("content-type", "application/json")])

    def _do(self, request: Request, body: dict[str, Any]) -> tuple[int, Any]:
        _, _, what, *rest = request.path.split("/")
        match request.method, what, rest:
            case "GET", "calls", []:
                return 200, [one.as_json() for one in self._calls.made(**request.query)]
            case "DELETE", "calls", []:
                self._calls.reset()
            case "GET", "rules", []:
                return 200, [rule.as_json() for rule in self._rules.all()]
            case "POST", "rules", []:
                return 201, {"id": self._rules.add(Rule.from_json(body)).id}
            case "DELETE", "rules", []:
                self._rules.clear()
            case "DELETE", "rules", [rule_id]:
                self._rules.remove(int(rule_id))
            case "PUT", "settings", []:
                self._set(body)
            case "POST", "answers", []:
                self._answers.register_fixed(body)
            case "POST", "reset", []:
                self._reset()
            case _:
                return 404, {"error": f"nothing at {request.method} {request.path}"}
        return 200, {}

    def _set(self, body: dict[str, Any]) -> None:
        if unknown := body.keys() - {"list_buckets_page", "seed"}:
            raise ValueError(f"unknown settings {sorted(unknown)}")
        if "seed" in body:
            self._rules.seed(int(body["seed"]))
        if "list_buckets_page" in body:
            self._settings.list_buckets_page = int(body["list_buckets_page"])
