"""What Lambda does between a queue and a function: batches in, what failed comes again."""

from typing import Any

from emulator import Emulator

from .queues import Queue
from .runtime import Function, Invocation


class Mapping:
    """An event source mapping with `ReportBatchItemFailures`, driven by hand."""

    def __init__(self, emulator: Emulator, queue: Queue, function: Function, batch: int = 10) -> None:
        self._sqs = emulator.client("sqs")
        self._queue = queue
        self._function = function
        self._batch = batch
        # Failed messages are visible again at once.
        self._sqs.set_queue_attributes(QueueUrl=queue.url, Attributes={"VisibilityTimeout": "0"})

    def deliver(self) -> Invocation | None:
        """Hands one batch over; None where the queue is empty."""
        given = self._sqs.receive_message(QueueUrl=self._queue.url, MaxNumberOfMessages=self._batch)
        messages = given.get("Messages", [])
        if not messages:
            return None
        done = self._function.invoke({"Records": [record(one) for one in messages]})
        failed = {one["itemIdentifier"] for one in done.result["batchItemFailures"]} if not done.failed else None
        for one in messages:
            if failed is not None and one["MessageId"] not in failed:
                self._sqs.delete_message(QueueUrl=self._queue.url, ReceiptHandle=one["ReceiptHandle"])
        return done

    def deliver_all(self, most: int = 20) -> list[Invocation]:
        """Hands batches over until none is left."""
        done: list[Invocation] = []
        while len(done) < most and (one := self.deliver()):
            done.append(one)
        return done

    def waiting(self) -> int:
        """How many messages lie in the queue."""
        named = ["ApproximateNumberOfMessages"]
        response = self._sqs.get_queue_attributes(QueueUrl=self._queue.url, AttributeNames=named)
        return int(response["Attributes"][named[0]])


def record(message: dict[str, Any]) -> dict[str, Any]:
    """A message as a function is given it."""
    return {"messageId": message["MessageId"], "body": message["Body"], "eventSource": "aws:sqs"}
