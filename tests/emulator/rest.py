"""The operation of a REST service by method and path, from the service models of botocore."""

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader

from .http import Request

LOADER = Loader()


@dataclass(frozen=True)
class Route:
    """One operation's place: what a request must look like to mean it."""

    operation: str
    method: str
    path: re.Pattern[str]
    literals: dict[str, str]
    needs_query: frozenset[str]
    needs_headers: frozenset[str]
    rank: tuple[int, ...]

    def labels(self, request: Request) -> dict[str, str] | None:
        """The labels in the request's path, where the request means this operation."""
        match = self.path.fullmatch(request.path)
        if request.method != self.method or match is None:
            return None
        if any(name not in request.query or value not in ("", request.query[name]) for name, value in self.literals.items()):
            return None
        if not self.needs_query <= request.query.keys() or not all(map(request.header, self.needs_headers)):
            return None
        return {name: unquote(value) for name, value in match.groupdict().items()}


def operation(service: str, request: Request) -> tuple[str, dict[str, str]]:
    """The operation and the labels in the path; an empty name where the service knows none such."""
    for route in routes(service):
        labels = route.labels(request)
        if labels is not None:
            return route.operation, labels
    return "", {}


def protocol(service: str) -> str:
    """`rest-json` or `rest-xml`; the former where the service is not known."""
    return model(service).get("metadata", {}).get("protocol", "rest-json")


@cache
def routes(service: str) -> list[Route]:
    """The routes of a service, the most particular first."""
    match = model(service)
    made = [route(match, name, operation) for name, operation in match.get("operations", {}).items()]
    return sorted(made, key=lambda route: route.rank, reverse=True)


@cache
def model(service: str) -> dict:
    """botocore's model of the service; nothing where it has none."""
    try:
        return LOADER.load_service_model(service, "service-2")
    except UnknownServiceError:
        return {}


def route(service: dict, name: str, operation: dict) -> Route:
    """The route of one operation of a botocore model."""
    path, _, query = operation["http"]["requestUri"].partition("?")
    literals = dict(([*part.split("=", 1), ""])[:2] for part in query.split("&") if part)
    shape = service["shapes"].get(operation.get("input", {}).get("shape"), {})
    needs: dict[str, set[str]] = {"querystring": set(), "header": set()}
    for member in shape.get("required", []):
        where = shape["members"][member]
        if where.get("location") in needs:
            needs[where["location"]].add(where["locationName"])
    # A label with `+` reaches over slashes. The name of a label may hold characters that a group's name may not.
    pieces = re.split(r"(\{[^}]+\})", path.rstrip("/") or "/")
    pattern = "".join(label(piece) if piece.startswith("{") else re.escape(piece) for piece in pieces)
    literal = sum(len(piece) for piece in pieces if not piece.startswith("{"))
    rank = (len(literals) + len(needs["querystring"]) + len(needs["header"]), not operation.get("deprecated"), literal)
    return Route(
        operation=name,
        method=operation["http"]["method"],
        path=re.compile(pattern + "/?"),
        literals=literals,
        needs_query=frozenset(needs["querystring"]),
        needs_headers=frozenset(needs["header"]),
        rank=rank,
    )


def label(piece: str) -> str:
    """The group for a label of a path, as `{Key+}`."""
    name = piece.strip("{}")
    group = re.sub(r"\W", "_", name.rstrip("+"))
    return f"(?P<{group}>{'.+' if name.endswith('+') else '[^/]+'})"
