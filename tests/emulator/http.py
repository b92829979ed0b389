"""A request and a response as plain data."""

import io
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self
from urllib.parse import parse_qs, quote


@dataclass
class Request:
    """One HTTP request, its body read."""

    method: str
    path: str  # still percent-encoded: %2F is no slash
    query: dict[str, str]
    body: bytes
    environ: dict[str, Any]

    @classmethod
    def read(cls, environ: dict[str, Any]) -> Self:
        """Reads the body too, and leaves `environ` readable."""
        if environ.get("wsgi.input_terminated"):
            body = environ["wsgi.input"].read()
        else:
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        request = cls(
            method=environ["REQUEST_METHOD"],
            path=raw_path(environ),
            query=flat(environ.get("QUERY_STRING", "")),
            body=body,
            environ=environ,
        )
        request.rewind()
        return request

    def rewind(self) -> None:
        """Makes the body readable once more, also after it was changed."""
        self.environ["wsgi.input"] = io.BytesIO(self.body)
        self.environ["CONTENT_LENGTH"] = str(len(self.body))
        self.environ.pop("HTTP_TRANSFER_ENCODING", None)

    def header(self, name: str) -> str:
        """A header's value, or nothing."""
        key = name.upper().replace("-", "_")
        if key in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            return self.environ.get(key, "")
        return self.environ.get(f"HTTP_{key}", "")

    @cached_property
    def form(self) -> dict[str, str]:
        """The fields of a form in the body, as in the query protocol."""
        if not self.header("content-type").startswith("application/x-www-form-urlencoded"):
            return {}
        return flat(self.body.decode(errors="replace"))


@dataclass
class Response:
    """One HTTP answer, its body whole."""

    status: int
    body: bytes = b""
    headers: list[tuple[str, str]] = field(default_factory=list)


def raw_path(environ: dict[str, Any]) -> str:
    """The path as it was sent, still encoded; a client that uses this as a proxy puts the host before it."""
    sent = environ.get("RAW_URI") or environ.get("REQUEST_URI") or quote(environ.get("PATH_INFO", "/"))
    return re.sub(r"^http://[^/?]*", "", sent.partition("?")[0]) or "/"


def flat(query: str) -> dict[str, str]:
    """Query parameters, each with its last value; `?acl` is there, and empty."""
    return {name: values[-1] for name, values in parse_qs(query, keep_blank_values=True).items()}
