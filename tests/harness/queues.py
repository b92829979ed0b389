"""Who listens: topics, and queues that messages of a topic arrive in."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from emulator import HOME, Emulator


@dataclass(frozen=True)
class Message:
    """A message as a subscriber sees it."""

    id: str
    body: Any  # JSON where it is JSON
    attributes: dict[str, str]


class Queue:
    """A queue, subscribed to a topic."""

    def __init__(self, emulator: Emulator, name: str, region: str = HOME) -> None:
        self._sqs = emulator.client("sqs", region)
        self._sns = emulator.client("sns", region)
        self.name = name
        self.url: str = self._sqs.create_queue(QueueName=name)["QueueUrl"]
        response = self._sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["QueueArn"])
        self.arn: str = response["Attributes"]["QueueArn"]

    def subscribe(self, topic: str, **filters: list[str]) -> str:
        """Subscribes to a topic, to all of it or to the messages with these attributes; the subscription's ARN."""
        attributes = {"FilterPolicy": json.dumps(filters)} if filters else {}
        request = {"TopicArn": topic, "Protocol": "sqs", "Endpoint": self.arn, "Attributes": attributes}
        return self._sns.subscribe(**request, ReturnSubscriptionArn=True)["SubscriptionArn"]

    def receive(self) -> list[Message]:
        """What lies in the queue now, at most ten messages, which are then gone from it."""
        given = self._sqs.receive_message(QueueUrl=self.url, MaxNumberOfMessages=10, WaitTimeSeconds=0)
        messages = given.get("Messages", [])
        if messages:
            entries = [{"Id": str(n), "ReceiptHandle": one["ReceiptHandle"]} for n, one in enumerate(messages)]
            self._sqs.delete_message_batch(QueueUrl=self.url, Entries=entries)
        return [delivered(one["Body"]) for one in messages]

    def drain(self) -> list[Message]:
        """Everything that lies in the queue now."""
        return [message for batch in iter(self.receive, []) for message in batch]

    def arriving(self, quiet: float = 1.0) -> Iterator[Message]:
        """Messages as they arrive, until none came for so many seconds."""
        last = time.monotonic()
        while time.monotonic() - last < quiet:
            if batch := self.receive():
                last = time.monotonic()
                yield from batch
            else:
                time.sleep(0.05)


def topic(emulator: Emulator, name: str, region: str = HOME) -> str:
    """Makes a topic, or finds it; its ARN."""
    return emulator.client("sns", region).create_topic(Name=name)["TopicArn"]


def delivered(body: str) -> Message:
    """A message out of the envelope that SNS puts around it."""
    envelope = json.loads(body)
    text = envelope["Message"]
    try:
        response = json.loads(text)
    except ValueError:
        response = text
    attributes = {name: one["Value"] for name, one in envelope.get("MessageAttributes", {}).items()}
    return Message(envelope["MessageId"], response, attributes)
