"""The log of calls that were made."""

import threading
from collections import Counter
from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import Any

from .call import Call


@dataclass(frozen=True)
class Made:
    """One call, and how it ended."""

    service: str
    operation: str
    action: str  # IAM's; the first where the call takes several, empty for an unsigned request
    region: str
    account: str
    access_key: str
    resource: str
    status: int  # 0 where the connection was broken

    def as_json(self) -> dict[str, Any]:
        """The call as the HTTP interface shows it."""
        return asdict(self)


class Calls:
    """Every call since the last reset, oldest first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._made: list[Made] = []

    def note(self, call: Call, status: int) -> None:
        """Writes a call down."""
        made = Made(
            service=call.service,
            operation=call.operation,
            action=call.actions[0],
            region=call.region,
            account=call.account,
            access_key=call.access_key,
            resource=call.resource,
            status=status,
        )
        with self._lock:
            self._made.append(made)

    def reset(self) -> None:
        """Forgets all calls."""
        with self._lock:
            self._made.clear()

    def made(self, action: str = "*", **where: str) -> list[Made]:
        """The calls of an action, and of a `region`, `resource`, `account` ... where given; patterns take `*`."""
        with self._lock:
            made = list(self._made)
        patterns = {"action": action, **where}
        return [
            one
            for one in made
            if all(fnmatchcase(str(getattr(one, name)).lower(), str(pattern).lower()) for name, pattern in patterns.items())
        ]

    def count(self, action: str = "*", **where: str) -> int:
        """How many such calls were made."""
        return len(self.made(action, **where))

    def by_action(self) -> Counter[str]:
        """How many calls each action saw."""
        return Counter(one.action for one in self.made())
