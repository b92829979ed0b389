"""From a change to the function: CloudTrail's event, EventBridge's rule, the queue, and Lambda's poller."""

import json
import threading
import uuid
from collections import Counter
from datetime import UTC, datetime
from typing import Any

from botocore.exceptions import ClientError

from emulator import Emulator
from emulator.account import ACCOUNT

from .binaries import PROJECT
from .cli import cli
from .runtime import Function, Invocation

# So many messages Lambda's poller hands over at once; SQS itself gives ten.
BATCH = 1000


def event(service: str, name: str, **detail: Any) -> dict[str, Any]:
    """An event as EventBridge delivers it, of now: the service's envelope with what differs for events of this name."""
    envelope = json.loads((PROJECT / f"events/{service}.json").read_text())
    rows = map(json.loads, (PROJECT / "events/differences.jsonl").read_text().splitlines())
    [own] = [row["detail"] for row in rows if (row["service"], row["event"], row.get("by")) == (service, name, None)]
    now = {"eventTime": f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}", "eventID": str(uuid.uuid4())}
    envelope["detail"] |= {"eventName": name} | own | now | detail
    return envelope


def sample(name: str, bucket: str | None = None, **detail: Any) -> dict[str, Any]:
    """An event of S3, about another bucket where one is named."""
    one = event("s3", name, **detail)
    if bucket:
        one["detail"]["requestParameters"]["bucketName"] = bucket
    return one


class Bus:
    """The event bus, its rules, one a service, and the queue that they feed."""

    def __init__(self, emulator: Emulator, area: str) -> None:
        self._events, self.sqs = emulator.client("events"), emulator.client("sqs")
        self.url: str = self.sqs.create_queue(QueueName=f"bailiwick-{area}")["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        for service, pattern in cli(emulator, "events", "--area", area).json().items():
            rule = f"bailiwick-{area}-{service}"
            self._events.put_rule(Name=rule, EventPattern=json.dumps(pattern))
            self._events.put_targets(Rule=rule, Targets=[{"Id": "queue", "Arn": arn}])

    def put(self, *events: dict[str, Any]) -> None:
        """Puts events on the bus."""
        for start in range(0, len(events), 10):
            entries = [
                {"Source": one["source"], "DetailType": one["detail-type"], "Detail": json.dumps(one["detail"])}
                for one in events[start : start + 10]
            ]
            response = self._events.put_events(Entries=entries)
            assert response["FailedEntryCount"] == 0, response

    def send(self, *bodies: str) -> None:
        """Puts messages into the queue, past the rule."""
        for body in bodies:
            self.sqs.send_message(QueueUrl=self.url, MessageBody=body)

    def depth(self) -> int:
        """How many messages there are, delayed and handed out ones included."""
        names = [f"ApproximateNumberOfMessages{which}" for which in ("", "NotVisible", "Delayed")]
        response = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=names)["Attributes"]
        return sum(int(response[name]) for name in names)


class Poller:
    """Hands a queue's messages to a function, as Lambda does."""

    def __init__(self, bus: Bus, function: Function, batch: int = BATCH, visibility: int = 30) -> None:
        self._bus, self._function, self._batch, self._visibility = bus, function, batch, visibility
        self.counts: Counter[str] = Counter()
        self._stop = threading.Event()

    def once(self) -> list[str]:
        """Hands over what lies in the queue now; the bodies of what failed, which stays there."""
        records: dict[str, dict[str, str]] = {}
        while len(records) < self._batch and (got := self._receive(min(10, self._batch - len(records)))):
            records |= {one["MessageId"]: one for one in got}
        if not records:
            return []
        done = self.hand_over({"Records": [record(one) for one in records.values()]})
        self.counts["batches"] += 1
        self.counts["messages"] += len(records)
        if done is None or done.failed:
            self.counts["failed batches"] += 1
            failed = set(records)
        else:
            failed = {one["itemIdentifier"] for one in done.result["batchItemFailures"]}
        self.counts["failed messages"] += len(failed)
        self._delete([one for id, one in records.items() if id not in failed])
        return [records[id]["Body"] for id in failed]

    def hand_over(self, payload: dict[str, Any]) -> Invocation | None:
        """The function's answer; None where there is none."""
        return self._function.invoke(payload)

    def forever(self) -> None:
        """Hands over until `stop` is called; a poll that fails is repeated."""
        while not self._stop.is_set():
            before = self.counts["batches"]
            try:
                self.once()
            except ClientError:
                self.counts["failed polls"] += 1
            if self.counts["batches"] == before:
                self._stop.wait(0.05)

    def stop(self) -> None:
        """Ends `forever`."""
        self._stop.set()

    def _receive(self, most: int) -> list[dict[str, str]]:
        request = {"MaxNumberOfMessages": most, "VisibilityTimeout": self._visibility, "WaitTimeSeconds": 0}
        return self._bus.sqs.receive_message(QueueUrl=self._bus.url, **request).get("Messages", [])

    def _delete(self, messages: list[dict[str, str]]) -> None:
        for start in range(0, len(messages), 10):
            some = enumerate(messages[start : start + 10])
            entries = [{"Id": str(n), "ReceiptHandle": one["ReceiptHandle"]} for n, one in some]
            self._bus.sqs.delete_message_batch(QueueUrl=self._bus.url, Entries=entries)


def with_account(body: str) -> str:
    """The event with its account, which the emulator's EventBridge leaves out."""
    try:
        event = json.loads(body)
    except ValueError:
        return body
    if "detail-type" not in event or "account" in event:
        return body
    return json.dumps(event | {"account": ACCOUNT})


def record(message: dict[str, str]) -> dict[str, Any]:
    """A message as a function gets it."""
    return {
        "messageId": message["MessageId"],
        "receiptHandle": message["ReceiptHandle"],
        "body": with_account(message["Body"]),
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "awsRegion": "us-east-1",
    }
