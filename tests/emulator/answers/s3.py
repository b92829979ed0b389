"""Where moto's S3 is not AWS's: requests without credentials or in the wrong Region, names of answers, MFA delete,
EventBridge, the encryption that every bucket has."""

import re
from collections.abc import Callable

from moto.s3.models import FakeBucket, s3_backends

from ..call import Call
from ..errors import Word, refusal, unsupported
from ..http import Request, Response

# S3 answers these wherever they are sent.
ANYWHERE = {"CreateBucket", "GetBucketLocation", "ListBuckets"}

# The root element of an answer where moto makes one up: strict readers refuse it.
ROOT = {
    "GetBucketAccelerateConfiguration": b"AccelerateConfiguration",
    "GetBucketNotificationConfiguration": b"NotificationConfiguration",
    "GetBucketVersioning": b"VersioningConfiguration",
    "ListBucketInventoryConfigurations": b"ListInventoryConfigurationsResult",
}
MADE_UP = re.compile(rb"(</?)(?:Get|List)Bucket\w+Response\b")


def bucket_of(call: Call) -> FakeBucket | None:
    """The bucket of the call, in any account."""
    name = call.resource.rpartition(":")[2].partition("/")[0]
    owner = s3_backends.bucket_accounts.get(name)
    if call.service != "s3" or owner is None:
        return None
    partition, account = owner
    return s3_backends[account][partition].buckets.get(name)


def misplaced(call: Call) -> Response | None:
    """What S3 answers before it evaluates permissions: anonymous requests are denied, and a bucket answers in its own Region.

    Both refusals name that Region, which is why anybody can learn it.
    """
    bucket = bucket_of(call)
    if bucket is None or call.operation in ANYWHERE:
        return None
    if not call.access_key:
        answer = refusal(call, Word("AccessDenied", 403), "Access Denied")
    elif call.region != bucket.region_name:
        answer = refusal(
            call,
            Word("PermanentRedirect", 301),
            "The bucket you are attempting to access must be addressed using the specified endpoint. "
            "Please send all future requests to this endpoint.",
        )
    else:
        return None
    answer.headers.append(("x-amz-bucket-region", bucket.region_name))
    return answer


def mended(call: Call, answer: Response) -> Response:
    """moto's answer under AWS's name; where moto lists objects for an operation that it does not have, an error."""
    listed = answer.status == 200 and b"<ListBucketResult" in answer.body
    if listed and call.operation not in ("ListObjects", "ListObjectsV2"):
        return unsupported(call)
    if root := ROOT.get(call.operation):
        answer.body = MADE_UP.sub(rb"\1" + root, answer.body)
    return answer


def put_bucket_versioning(call: Call, request: Request, forward: Callable[[], Response]) -> Response:
    """moto forgets MFA delete: it is kept beside moto's own state, which a reset forgets too."""
    answer = forward()
    bucket = bucket_of(call)
    setting = re.search(rb"<MfaDelete>(\w+)</MfaDelete>", request.body)
    if answer.status == 200 and bucket is not None and setting:
        bucket.mfa_delete = setting[1]
    return answer


def get_bucket_versioning(call: Call, _: Request, forward: Callable[[], Response]) -> Response:
    """Includes MFA delete."""
    answer = forward()
    if setting := getattr(bucket_of(call), "mfa_delete", None):
        answer.body = answer.body.replace(b"<Status>", b"<MfaDelete>" + setting + b"</MfaDelete><Status>")
    return answer


def get_bucket_notification(call: Call, _: Request, forward: Callable[[], Response]) -> Response:
    """Includes EventBridge, which moto stores and does not return."""
    answer = forward()
    setting = getattr(bucket_of(call), "notification_configuration", None)
    if answer.status == 200 and setting is not None and setting.event_bridge is not None:
        open_root = re.sub(rb"(<NotificationConfiguration[^>]*?)/>$", rb"\1></NotificationConfiguration>", answer.body)
        answer.body = open_root.replace(
            b"</NotificationConfiguration>", b"<EventBridgeConfiguration/></NotificationConfiguration>"
        )
    return answer


def put_bucket_encryption(call: Call, request: Request, forward: Callable[[], Response]) -> Response:
    """moto forgets the sorts of encryption that are blocked: they are kept beside its own state."""
    answer = forward()
    bucket = bucket_of(call)
    if answer.status == 200 and bucket is not None:
        setting = re.search(rb"<BlockedEncryptionTypes>.*</BlockedEncryptionTypes>", request.body, re.DOTALL)
        bucket.blocked_encryption = setting[0] if setting else b""
    return answer


def get_bucket_encryption(call: Call, _: Request, forward: Callable[[], Response]) -> Response:
    """Since January 2023 the default encryption of a bucket is SSE-S3, and is returned."""
    answer = forward()
    if b"ServerSideEncryptionConfigurationNotFoundError" not in answer.body:
        if blocked := getattr(bucket_of(call), "blocked_encryption", b""):
            answer.body = answer.body.replace(b"</Rule>", blocked + b"</Rule>")
        return answer
    rule = "<ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault>"
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<ServerSideEncryptionConfiguration xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        f"<Rule>{rule}<BucketKeyEnabled>false</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>"
    )
    return Response(200, body.encode(), [("content-type", "application/xml")])
