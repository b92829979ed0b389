"""Many changes of many buckets, told through bus and queue while whatever can fail does; and what came of it."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from emulator import Emulator
from emulator.account import SWITCHES
from expectations import valid
from harness import Bus, Deployment, Function, Invocation, Poller, sample
from watched import LIFECYCLE, data

# In seconds, as long as Lambda lets a sweep run; an event's function has less time, and a quicker AWS.
TIME = 900
OFF = dict.fromkeys(SWITCHES, False)
ON = dict.fromkeys(SWITCHES, True)
ANYONE = (
    '{"Version":"2012-10-17","Statement":{"Sid":"Anyone","Effect":"Allow","Principal":"*",'
    '"Action":"s3:GetObject","Resource":"arn:aws:s3:::BUCKET/*"}}'
)


def block(s3: Any, bucket: str, on: bool) -> str:
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=ON if on else OFF)
    return "PutBucketPublicAccessBlock"


def versions(s3: Any, bucket: str, on: bool) -> str:
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled" if on else "Suspended"})
    return "PutBucketVersioning"


def lifecycle(s3: Any, bucket: str, on: bool) -> str:
    if on:
        s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration=LIFECYCLE)
        return "PutBucketLifecycle"
    s3.delete_bucket_lifecycle(Bucket=bucket)
    return "DeleteBucketLifecycle"


def policy(s3: Any, bucket: str, on: bool) -> str:
    if on:
        s3.put_bucket_policy(Bucket=bucket, Policy=ANYONE.replace("BUCKET", bucket))
        return "PutBucketPolicy"
    s3.delete_bucket_policy(Bucket=bucket)
    return "DeleteBucketPolicy"


def website(s3: Any, bucket: str, on: bool) -> str:
    if on:
        s3.put_bucket_website(Bucket=bucket, WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}})
        return "PutBucketWebsite"
    s3.delete_bucket_website(Bucket=bucket)
    return "DeleteBucketWebsite"


def there(s3: Any, bucket: str, on: bool) -> str:
    if on:
        s3.create_bucket(Bucket=bucket)
        return "CreateBucket"
    s3.delete_bucket(Bucket=bucket)
    return "DeleteBucket"


Turn = Callable[[Any, str, bool], str]

# Each turns one thing on or off, and names the event by which CloudTrail tells of it.
TURNS: tuple[Turn, ...] = (block, versions, lifecycle, policy, website, there)


def buckets_of(count: int) -> Callable[[Emulator], None]:
    """Makes an account of so many buckets whose public access is blocked."""

    def make(emulator: Emulator) -> None:
        s3 = emulator.client("s3")
        for name in named(count):
            s3.create_bucket(Bucket=name)
            block(s3, name, on=True)

    return make


def named(count: int) -> list[str]:
    return [f"soak-{number:04}" for number in range(count)]


class Worker(Poller):
    """Lambda's poller before a function that is killed now and then."""

    def __init__(self, bus: Bus, function: Function, batch: int, visibility: int) -> None:
        super().__init__(bus, function, batch, visibility)
        self._killed = threading.Event()

    def kill(self) -> None:
        """`kill -9`; Lambda starts another, and the messages come again when their time is up."""
        self.counts["kill -9"] += 1
        self._function.kill()
        self._killed.set()

    def hand_over(self, payload: dict[str, Any]) -> Invocation | None:
        """The function's answer; None where it was killed, as Lambda does after its time, too."""
        going = self._function.invoke_later(payload, timeout=TIME)
        while not going.done():
            if self._killed.wait(0.005):
                self._killed.clear()
                self._function.restart()
                self.counts["killed at work"] += 1
                return None
        try:
            return going.result()
        except TimeoutError:
            self.counts["out of time"] += 1
            self._function.restart()
            return None


@dataclass
class Soak:
    """The changes, the workers, and the account that is kept of what they told."""

    emulator: Emulator
    deployment: Deployment
    bus: Bus
    workers: list[Worker]
    drain: Function
    buckets: int
    chance: random.Random = field(default_factory=lambda: random.Random(0))
    heard: Counter[tuple[str, int]] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self._s3 = self.emulator.client("s3")
        self._names = named(self.buckets)
        self._on: set[tuple[str, Turn]] = {(name, turn) for name in self._names for turn in (block, there)}

    def run(self, events: int, kills: int) -> None:
        """Has so many events told, and waits until the queue is empty."""
        self.break_things()
        threads = [threading.Thread(target=worker.forever) for worker in self.workers]
        for thread in threads:
            thread.start()
        try:
            for number in range(kills):
                self.change(events * (number + 1) // kills - events * number // kills)
                self.chance.choice(self.workers).kill()
                self.listen()
            self.settle()
        finally:
            for worker in self.workers:
                worker.stop()
            for thread in threads:
                thread.join()

    def break_things(self) -> None:
        """A share of all calls fails from now on."""
        self.emulator.fail("*", rate=0.01)
        self.emulator.fail("dynamodb:*", rate=0.02, lost=True)
        self.emulator.drop("*", rate=0.005, lost=True)
        self.emulator.fail_entries(rate=0.05)
        for service in ("s3", "sns", "dynamodb", "sqs"):
            self.emulator.throttle(f"{service}:*", rate=0.005)

    def change(self, events: int) -> None:
        """Turns so many things, and puts the events on the bus."""
        told = []
        for _ in range(events):
            name, turn = self.chance.choice(self._names), self.chance.choice(TURNS)
            told.append(sample(self.turn(name, turn if (name, there) in self._on else there), name))
        self.bus.put(*told)

    def turn(self, name: str, turn: Turn) -> str:
        """Turns something of a bucket; with the bucket, all of it is gone."""
        on = (name, turn) not in self._on
        event = turn(self._s3, name, on)
        self._on -= {(name, one) for one in TURNS} if turn is there else {(name, turn)}
        self._on |= {(name, turn)} if on else set()
        return event

    def settle(self, patience: float = 600) -> None:
        """Waits until there is nothing left to do, unless nothing gets less; the last of it without faults."""
        least, until = self.bus.depth(), time.monotonic() + patience
        while left := self.bus.depth():
            if left < least:
                least, until = left, time.monotonic() + patience
            assert time.monotonic() < until, f"{left} messages are left, and were for {patience:.0f} s"
            time.sleep(1)
            self.listen()
        self.emulator.rules.clear()
        self.deployment.a_minute_later()
        assert not self.drain.invoke({}, timeout=300).failed
        self.listen()
        assert self.deployment.outbox() == []

    def listen(self) -> list[str]:
        """Enters what was told until now, and says it in short."""
        told = [valid(one).body for one in self.deployment.everything.drain()]
        self.heard.update((one["id"], one["sequence"]) for one in told if "id" in one)
        return [f"{one['transition']} {one.get('control')} {one.get('resource')}" for one in told]

    def lost(self) -> list[tuple[str, int]]:
        """The transitions of the ledger that nobody told."""
        items = (item for item in self.deployment.items() if item["sk"]["S"].startswith("finding#"))
        written = {(one["id"], n) for one in map(data, items) for n in range(1, one["sequence"] + 1)}
        return sorted(written - self.heard.keys())

    def figures(self) -> str:
        """What was done and told, in one line."""
        counts = sum((worker.counts for worker in self.workers), Counter())
        doubled = sum(times - 1 for times in self.heard.values())
        done = ", ".join(f"{number} {what}" for what, number in sorted(counts.items()))
        return f"{len(self.heard)} transitions told, {len(self.lost())} lost, {doubled} doubled; {done}"
