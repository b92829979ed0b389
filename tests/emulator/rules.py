"""Rules of what goes wrong: which calls are refused, fail, stall or lose their answer."""

import random
import threading
from dataclasses import dataclass, field, fields
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Any, Self

from .call import Call


class Effect(StrEnum):
    """What happens to a call."""

    DENY = "deny"  # the caller may not
    THROTTLE = "throttle"  # too many calls
    ERROR = "error"  # the service fails
    RESET = "reset"  # the connection breaks
    DELAY = "delay"  # the answer takes longer
    PARTIAL = "partial"  # answered 200, with entries of the batch failed: rate, times and skip count entries


@dataclass
class Rule:
    """One rule: an effect, and the calls that it strikes. Patterns take `*` and `?`; actions ignore case."""

    effect: Effect
    action: str = "*"  # as `s3:Get*`
    resource: str = "*"  # an ARN
    region: str = "*"
    account: str = "*"
    access_key: str = "*"
    rate: float = 1.0  # of the calls that match, this share
    times: int | None = None  # at most so many calls; None: all
    skip: int = 0  # the first so many calls that match go through
    lost: bool = False  # the call is carried out, and only its answer is lost
    seconds: float = 0.0  # of delay
    id: int = 0
    hits: int = 0
    _book: "Rules | None" = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        self.effect = Effect(self.effect)

    def action_of(self, call: Call) -> str | None:
        """Which of the call's actions the rule is about, where it is about the call."""
        about = (
            fnmatchcase(call.resource, self.resource)
            and fnmatchcase(call.region, self.region)
            and fnmatchcase(call.account, self.account)
            and fnmatchcase(call.access_key, self.access_key)
        )
        pattern = self.action.lower()
        matching = (action for action in call.actions if fnmatchcase(action.lower(), pattern))
        return next(matching, None) if about else None

    def lift(self) -> None:
        """Ends the rule."""
        if self._book:
            self._book.remove(self.id)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.lift()

    def as_json(self) -> dict[str, Any]:
        """The rule as the HTTP interface shows it."""
        return {name: getattr(self, name) for name in FIELDS}

    @classmethod
    def from_json(cls, rule: dict[str, Any]) -> Self:
        """A rule from the JSON of the HTTP interface; an unknown key is a ValueError."""
        if unknown := rule.keys() - FIELDS - {"id", "hits"}:
            raise ValueError(f"unknown keys {sorted(unknown)}; known are {sorted(FIELDS)}")
        if "effect" not in rule:
            raise ValueError(f"`effect` is missing: one of {[str(effect) for effect in Effect]}")
        return cls(**{name: value for name, value in rule.items() if name not in ("id", "hits")})


FIELDS = {one.name for one in fields(Rule) if not one.name.startswith("_")}


class Rules:
    """The rules in force. Chance comes from a seed, so that a run can be had again."""

    def __init__(self, seed: int = 0) -> None:
        self._lock = threading.Lock()
        self._rules: dict[int, Rule] = {}
        self._next = 1
        self._chance = random.Random(seed)

    def seed(self, seed: int) -> None:
        """Starts chance anew."""
        with self._lock:
            self._chance = random.Random(seed)

    def add(self, rule: Rule) -> Rule:
        """Puts a rule in force."""
        with self._lock:
            rule.id, self._next = self._next, self._next + 1
            rule._book = self
            self._rules[rule.id] = rule
        return rule

    def remove(self, rule_id: int) -> None:
        """Ends a rule; one that has ended already stays so."""
        with self._lock:
            self._rules.pop(rule_id, None)

    def clear(self) -> None:
        """Ends all rules."""
        with self._lock:
            self._rules.clear()

    def all(self) -> list[Rule]:
        """The rules in force."""
        with self._lock:
            return list(self._rules.values())

    def delay(self, call: Call) -> float:
        """For how many seconds the call is held up."""
        with self._lock:
            return sum(rule.seconds for rule in self._of(call, Effect.DELAY) if self._falls(rule))

    def strike(self, call: Call, *effects: Effect) -> Rule | None:
        """The first rule of these effects that strikes the call as a whole."""
        with self._lock:
            return next((rule for rule in self._of(call, *effects) if self._falls(rule)), None)

    def entry_fails(self, call: Call) -> bool:
        """Whether the next entry of a batch fails while the call succeeds."""
        with self._lock:
            return any(self._falls(rule) for rule in self._of(call, Effect.PARTIAL))

    def _of(self, call: Call, *effects: Effect) -> list[Rule]:
        return [rule for rule in self._rules.values() if rule.effect in effects and rule.action_of(call) is not None]

    def _falls(self, rule: Rule) -> bool:
        """Whether a rule that matches strikes this time."""
        if rule.skip > 0:
            rule.skip -= 1
            return False
        if rule.times is not None and rule.hits >= rule.times:
            return False
        if self._chance.random() >= rule.rate:
            return False
        rule.hits += 1
        return True
