"""DynamoDB's transactions: one at a time, each carried out once however often it is sent, and at a cost of their own size.

moto carries them out beside each other, so that one that is refused takes back what others wrote meanwhile; it does
not know the token by which a client that asks again means the same transaction; and it copies the whole table first. A
query of moto's looks at the whole table as well.
"""

import copy
import hashlib
import json
import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import RESULT_SIZE_LIMIT, Table

from ..call import Call
from ..errors import Word, refusal
from ..http import Request, Response

_every = DynamoDBBackend.transact_write_items
# Held during each request to DynamoDB: moto has one state for the whole process.
_one_at_a_time = threading.RLock()
# The tables as they were before the transaction under way, by `id`; None where each is copied whole.
_before: dict[int, Table] | None = None


class Transactions:
    """Remembers the transactions that were done, by the client's token (API reference of TransactWriteItems)."""

    def __init__(self) -> None:
        self._done: dict[tuple[str, str], str] = {}

    def reset(self) -> None:
        """Forgets them."""
        self._done.clear()

    def answer(self, call: Call, request: Request, forward: Callable[[], Response]) -> Response:
        """The same token is the same transaction; other items under it are refused."""
        body = json.loads(request.body)
        token = body.get("ClientRequestToken")
        key = call.account, token or ""
        digest = hashlib.sha256(json.dumps(body["TransactItems"], sort_keys=True).encode()).hexdigest()
        if token and key in self._done:
            if self._done[key] != digest:
                what = "Request was attempted with the same token and other parameters"
                return refusal(call, Word("IdempotentParameterMismatchException", 400), what)
            return Response(200, b"{}", [("content-type", "application/x-amz-json-1.0")])
        answer = forward()
        if token and answer.status == 200:
            self._done[key] = digest
        return answer


def alone(forward: Callable[[], Response]) -> Response:
    """The answer to a request that runs alone."""
    with _one_at_a_time:
        return forward()


def _transact_write_items(backend: DynamoDBBackend, items: list[dict[str, Any]]) -> None:
    """moto copies the table for each item: once is enough, and without its items, which updates alone change in place."""
    global _before
    _before = None if any("Update" in item for item in items) else {}
    try:
        _every(backend, items)
    finally:
        _before = None


def _copied(table: Table, memo: dict[int, Any]) -> Table:
    """A table to go back to."""
    if _before is None:
        made = memo[id(table)] = copy.copy(table)
        vars(made).update(copy.deepcopy(vars(table), memo))
        return made
    if id(table) not in _before:
        made = _before[id(table)] = copy.copy(table)
        made.items = defaultdict(dict, {key: copy.copy(items) for key, items in table.items.items()})
    return _before[id(table)]


def _query(table: Table, hash_key: Any, comparison: str | None, compared: list[Any], *more: Any, **named: Any) -> Any:
    """A query of one partition, and of a prefix's places there, looks at these alone, and sorts them once."""
    there = table.items.get(hash_key, {})
    if not table.range_key_attr or named.get("index_name") or any(isinstance(one, str) for one in more):
        return _query_all(table, hash_key, comparison, compared, *more, **named)
    if (comparison or "").upper() == "BEGINS_WITH":
        prefix = compared[0].value
        there = {place: item for place, item in there.items() if place.value.startswith(prefix)}
    _, start, forward = more[:3]
    if forward and named.keys() <= {"hash_key_conditions", "range_key_conditions"}:
        there = _page(there, start[table.range_key_attr]["S"] if start else "")
    narrow = copy.copy(table)
    narrow.items = defaultdict(dict, {hash_key: there})
    return _query_all(narrow, hash_key, comparison, compared, *more, **named)


def _page(there: dict[Any, Any], start: str) -> dict[Any, Any]:
    """The items from a place on that fill a page, and the one after them."""
    page, size = {}, 0
    for place in sorted((one for one in there if one.value >= start), key=lambda one: one.value):
        page[place] = there[place]
        if size > RESULT_SIZE_LIMIT:
            break
        size += there[place].size()
    return page


_query_all = Table.query
Table.query = _query
DynamoDBBackend.transact_write_items = _transact_write_items
Table.__deepcopy__ = _copied
