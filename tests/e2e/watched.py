"""A small account under watch: swept, looked at and drained by the real functions."""

import json
from dataclasses import dataclass, replace
from typing import Any

from emulator import Emulator
from emulator.account import ACCOUNT, AWAY, KEPT, misconfigure
from expectations import valid
from harness import Deployment, Function, Invocation, Message

LIFECYCLE = {"Rules": [{"ID": "all", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 365}}]}
TASK = {"account": ACCOUNT, "area": "s3", "sole": True}

SMALL = (
    replace(KEPT, name="acme-copies", region=AWAY, replicates_to=None),
    replace(KEPT, name="acme-ledger"),
    replace(KEPT, name="acme-orders"),
    replace(KEPT, name="acme-payroll", region=AWAY, replicates_to=None),
)

# What was told: transition, control or permission, and the bucket's name where it is about one.
Told = tuple[str, str, str]


def small(emulator: Emulator) -> None:
    """An account of few buckets, each with its lifecycle and its versions."""
    misconfigure(emulator, tuple(replace(bucket, logs_to=None) for bucket in SMALL))


def arn(bucket: str) -> str:
    return f"arn:aws:s3:::{bucket}"


def told(message: Message) -> Told:
    """A message in short."""
    body = message.body
    about = body.get("permission") or body["control"]
    return body["transition"], about, body.get("resource", "").rpartition(":")[2]


@dataclass
class Watched:
    """The account, what Bailiwick owns there, and its functions."""

    emulator: Emulator
    deployment: Deployment
    audit: Function
    beside: Function  # of the same binary, as the one that events start
    drain: Function

    def __post_init__(self) -> None:
        self.s3 = self.emulator.client("s3")
        self._away = self.emulator.client("s3", AWAY)

    def client_of(self, bucket: str) -> Any:
        """S3 where the bucket lies."""
        there = {one.name for one in SMALL if one.region == AWAY}
        return self._away if bucket in there else self.s3

    def break_lifecycle(self, bucket: str) -> None:
        self.client_of(bucket).delete_bucket_lifecycle(Bucket=bucket)

    def mend_lifecycle(self, bucket: str) -> None:
        self.client_of(bucket).put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration=LIFECYCLE)

    def delete(self, bucket: str) -> None:
        self.client_of(bucket).delete_bucket(Bucket=bucket)

    def invoke(self, payload: dict[str, Any]) -> Invocation:
        """The auditor's answer, which must be no failure."""
        done = self.audit.invoke(payload)
        assert not done.failed, done.result
        return done

    def heard(self) -> list[Message]:
        """The messages since the last time, each checked."""
        return [valid(one) for one in self.deployment.everything.drain()]

    def hear(self, **task: Any) -> list[Message]:
        """The messages of a sweep."""
        self.invoke(TASK | {"run": "sweep"} | task)
        return self.heard()

    def sweep(self, **task: Any) -> list[Told]:
        """What a sweep told, in short."""
        return sorted(map(told, self.hear(**task)))

    def sweep_quietly(self) -> None:
        """A sweep whose messages are left in the queue."""
        self.invoke(TASK | {"run": "quiet"})

    def look(self, *buckets: str) -> list[Told]:
        """What a look at some buckets told."""
        done = self.beside.invoke({"resources": [arn(bucket) for bucket in buckets]})
        assert not done.failed, done.result
        return sorted(map(told, self.heard()))

    def sent_later(self) -> list[Message]:
        """What the drain sends a minute later."""
        self.deployment.a_minute_later()
        done = self.drain.invoke({})
        assert not done.failed, done.result
        return self.heard()

    def records(self) -> dict[str, dict[str, Any]]:
        """The findings of the ledger, by id."""
        found = [item for item in self.deployment.items() if item["sk"]["S"].startswith("finding#")]
        return {record["id"]: record for record in map(data, found)}


def data(item: dict[str, Any]) -> dict[str, Any]:
    """What an item of the ledger holds."""
    return json.loads(item["data"]["S"])
