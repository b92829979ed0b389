"""Answers of our own, for operations that moto lacks or answers otherwise than AWS.

An answer is registered for a service and an operation by botocore's names. It gets the call, the request and a way to
ask moto, and returns the response. Add a module here, or register one in a test with `emulator.answers.register`.
"""

from collections.abc import Callable
from typing import Any

from ..call import Call
from ..http import Request, Response
from ..settings import Settings
from . import account, detectors, dynamodb, identity, s3, s3control
from .list_buckets import list_buckets

Forward = Callable[[], Response]
Answer = Callable[[Call, Request, Forward], Response]


class Answers:
    """Which operations are answered here; all others are moto's."""

    def __init__(self, settings: Settings) -> None:
        self._transactions = dynamodb.Transactions()
        self._own: dict[tuple[str, str], Answer] = (
            identity.ANSWERS
            | detectors.ANSWERS
            | {
                ("account", "ListRegions"): account.list_regions,
                ("dynamodb", "TransactWriteItems"): self._transactions.answer,
                ("s3", "ListBuckets"): lambda call, request, _: list_buckets(call, request, settings.list_buckets_page),
                ("s3", "GetBucketEncryption"): s3.get_bucket_encryption,
                ("s3", "GetBucketNotificationConfiguration"): s3.get_bucket_notification,
                ("s3", "GetBucketVersioning"): s3.get_bucket_versioning,
                ("s3", "PutBucketEncryption"): s3.put_bucket_encryption,
                ("s3", "PutBucketVersioning"): s3.put_bucket_versioning,
                ("s3control", "GetAccessPoint"): s3control.in_its_region,
                ("s3control", "GetAccessPointPolicy"): s3control.in_its_region,
                ("s3control", "GetMultiRegionAccessPointPolicy"): s3control.from_one_region,
                ("s3control", "ListAccessPoints"): s3control.list_access_points,
                ("s3control", "ListMultiRegionAccessPoints"): s3control.from_one_region,
            }
        )
        self._added: dict[tuple[str, str], Answer] = {}

    def register(self, service: str, operation: str, answer: Answer) -> None:
        """Answers an operation until the next reset."""
        self._added[service, operation] = answer

    def register_fixed(self, fields: dict[str, Any]) -> None:
        """The same, from JSON: `service`, `operation`, `body`, and optionally `status` and `headers`."""
        fixed = Response(fields.get("status", 200), fields["body"].encode(), list(fields.get("headers", {}).items()))
        self.register(fields["service"], fields["operation"], lambda *_: fixed)

    def reset(self) -> None:
        """Forgets what was registered since the start."""
        self._added.clear()
        self._transactions.reset()

    def answer(self, call: Call, request: Request, forward: Forward) -> Response:
        """The answer to a call."""

        def mended() -> Response:
            return s3.mended(call, forward()) if call.service == "s3" else forward()

        own = self._added.get((call.service, call.operation)) or self._own.get((call.service, call.operation))

        def fields() -> Response:
            return own(call, request, mended) if own else mended()

        return dynamodb.alone(fields) if call.service == "dynamodb" else fields()
