"""Batches that are answered 200 and yet failed in part, as SNS's PublishBatch."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

from .http import Request, Response

PREFIX = "PublishBatchRequestEntries.member."
MEMBER = re.compile(re.escape(PREFIX) + r"(\d+)\.(.+)")
XMLNS = "http://sns.amazonaws.com/doc/2010-03-31/"


def publish_batch(request: Request, forward: Callable[[], Response], fails: Callable[[], bool]) -> Response:
    """Publishes the other entries, and reports these as failed."""
    entries: dict[int, dict[str, str]] = {}
    rest = {}
    for name, value in request.form.items():
        if match := MEMBER.fullmatch(name):
            entries.setdefault(int(match[1]), {})[match[2]] = value
        else:
            rest[name] = value
    spared: list[Any] = []
    failed: list[Any] = []
    for _, entry in sorted(entries.items()):
        (failed if fails() else spared).append(entry)
    members = "".join(member(entry["Id"]) for entry in failed)
    if not spared:
        result = f"<PublishBatchResult><Successful/><Failed>{members}</Failed></PublishBatchResult>"
        body = f'<PublishBatchResponse xmlns="{XMLNS}">{result}</PublishBatchResponse>'
        return Response(200, body.encode(), [("content-type", "text/xml")])
    for number, entry in enumerate(spared, 1):
        rest |= {f"{PREFIX}{number}.{name}": value for name, value in entry.items()}
    request.body = urlencode(rest).encode()
    request.rewind()
    answer = forward()
    answer.body = add_failed(answer.body, members)
    return answer


def member(entry_id: str) -> str:
    """The result of SNS for an entry that failed on the side of the service."""
    return (
        f"<member><Id>{escape(entry_id)}</Id><Code>InternalError</Code>"
        "<Message>We encountered an internal error. Please try again.</Message><SenderFault>false</SenderFault></member>"
    )


def add_failed(body: bytes, members: str) -> bytes:
    """The answer, with more entries in its list of failed ones."""
    text = re.sub(r"<Failed\s*/>", "<Failed></Failed>", body.decode())
    if "</Failed>" in text:
        return text.replace("</Failed>", f"{members}</Failed>").encode()
    return text.replace("</PublishBatchResult>", f"<Failed>{members}</Failed></PublishBatchResult>").encode()
