"""What became of every transition that the ledger wrote: told, told twice, or lost."""

import random
from collections import Counter
from dataclasses import dataclass, field

from harness import Message
from watched import SMALL, Watched

CONTROL = "s3.lifecycle"


@dataclass
class Reckoning:
    """Changes buckets at random and keeps account of what is told of them."""

    watched: Watched
    chance: random.Random = field(default_factory=lambda: random.Random(0))
    broken: set[str] = field(default_factory=set)
    heard: Counter[tuple[str, int]] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    def change(self) -> None:
        """Breaks some of the buckets, and mends some that are broken."""
        for bucket in SMALL:
            if self.chance.random() < 0.5:
                continue
            if bucket.name in self.broken:
                self.watched.mend_lifecycle(bucket.name)
            else:
                self.watched.break_lifecycle(bucket.name)
            self.broken ^= {bucket.name}

    def listen(self) -> None:
        """Takes what was told until now."""
        self.take(self.watched.heard())

    def take(self, messages: list[Message]) -> None:
        """Enters messages of findings by finding and sequence."""
        findings = [one.body for one in messages if "id" in one.body]
        self.heard.update((one["id"], one["sequence"]) for one in findings)

    def end(self) -> None:
        """One run and one drain that nothing disturbs; then nobody may be missing, and all stand as they are."""
        self.watched.emulator.lift_rules()
        self.watched.sweep_quietly()
        self.listen()
        self.take(self.watched.sent_later())
        assert self.watched.deployment.outbox() == []
        records = self.watched.records().values()
        standing = {one["resource"].rpartition(":")[2] for one in records if stands(one)}
        assert standing & {bucket.name for bucket in SMALL} == self.broken
        assert self.lost() == [], self.figures()

    def written(self) -> set[tuple[str, int]]:
        """Every transition that the ledger knows of."""
        records = self.watched.records().values()
        return {(one["id"], number) for one in records for number in range(1, one["sequence"] + 1)}

    def lost(self) -> list[tuple[str, int]]:
        return sorted(self.written() - self.heard.keys())

    def figures(self) -> str:
        """How many transitions were written, lost and told more than once."""
        doubled = sum(times - 1 for times in self.heard.values())
        failed = "".join(f", {times} {what}" for what, times in sorted(self.failed.items()))
        return f"{len(self.written())} transitions, {len(self.lost())} lost, {doubled} doubled{failed}"


def stands(record: dict) -> bool:
    return record["control"] == CONTROL and record["state"] == "open"
