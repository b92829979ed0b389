"""Error responses: the same error in the code and the envelope of each service."""

import json
import struct
import uuid
from dataclasses import dataclass
from xml.sax.saxutils import escape

from moto.utilities.utils import get_partition

from .call import Call
from .http import Response


@dataclass(frozen=True)
class Word:
    """A service's error code, with the status that goes with it."""

    code: str
    status: int


DENIED = {
    "s3": Word("AccessDenied", 403),
    "s3control": Word("AccessDenied", 403),
    "sns": Word("AuthorizationError", 403),
    "ec2": Word("UnauthorizedOperation", 403),
    "query": Word("AccessDenied", 403),
    "rest-xml": Word("AccessDenied", 403),
    "rest-json": Word("AccessDeniedException", 403),
    "json": Word("AccessDeniedException", 400),
    "smithy-rpc-v2-cbor": Word("AccessDeniedException", 400),
}
THROTTLED = {
    "s3": Word("SlowDown", 503),
    "s3control": Word("SlowDown", 503),
    "ec2": Word("RequestLimitExceeded", 503),
    "lambda": Word("TooManyRequestsException", 429),
    "query": Word("Throttling", 400),
    "rest-xml": Word("Throttling", 400),
    "rest-json": Word("ThrottlingException", 429),
    "json": Word("ThrottlingException", 400),
    "smithy-rpc-v2-cbor": Word("ThrottlingException", 400),
}
BROKEN = {
    "s3": Word("InternalError", 500),
    "s3control": Word("InternalError", 500),
    "ec2": Word("InternalError", 500),
    "dynamodb": Word("InternalServerError", 500),
    "query": Word("InternalFailure", 500),
    "rest-xml": Word("InternalFailure", 500),
    "rest-json": Word("InternalServerException", 500),
    "json": Word("InternalFailure", 500),
    "smithy-rpc-v2-cbor": Word("InternalFailure", 500),
}

# Services that left the query protocol and still send its error code in a header.
ONCE_QUERY = {"cloudwatch", "sqs"}


def denied(call: Call, action: str) -> Response:
    """The caller may not."""
    caller = f"arn:{get_partition(call.region)}:iam::{call.account}:user/{call.access_key}"
    about = "" if call.resource == "*" else f' on resource: "{call.resource}"'
    why = f"because no identity-based policy allows the {action} action"
    return refusal(call, word(DENIED, call), f"User: {caller} is not authorized to perform: {action}{about} {why}")


def throttled(call: Call) -> Response:
    """Too many calls."""
    message = "Please reduce your request rate." if call.service == "s3" else "Rate exceeded"
    return refusal(call, word(THROTTLED, call), message)


def broken(call: Call) -> Response:
    """The service failed."""
    return refusal(call, word(BROKEN, call), "We encountered an internal error. Please try again.")


def unsupported(call: Call) -> Response:
    """Neither moto nor `answers` knows the operation: a failure of the emulator's, not of AWS."""
    what = f"the emulator cannot answer {call.service}:{call.operation or '?'}; register an answer in emulator/answers"
    return refusal(call, Word("NotImplemented", 501), what)


def word(words: dict[str, Word], call: Call) -> Word:
    """The service's own word, or its protocol's."""
    return words.get(call.service) or words[call.protocol]


def refusal(call: Call, said: Word, message: str) -> Response:
    """An error in the envelope of the service."""
    request_id = str(uuid.uuid4())
    body, headers = envelope(call, said, message, request_id)
    return Response(said.status, body, [*headers, ("x-amzn-requestid", request_id), ("x-amz-request-id", request_id)])


def envelope(call: Call, said: Word, message: str, request_id: str) -> tuple[bytes, list[tuple[str, str]]]:
    """The body, and the headers for its format."""
    if call.protocol == "smithy-rpc-v2-cbor":
        return cbor({"__type": said.code, "message": message}), [
            ("content-type", "application/cbor"),
            ("smithy-protocol", "rpc-v2-cbor"),
        ]
    if call.protocol == "json":
        body = {"__type": said.code, "message": message}
        headers = [("content-type", "application/x-amz-json-1.1")]
        if call.service in ONCE_QUERY:
            headers.append(("x-amzn-query-error", f"{said.code.removesuffix('Exception')};{fault(said)}"))
        return json.dumps(body).encode(), headers
    if call.protocol == "rest-json":
        return json.dumps({"message": message}).encode(), [
            ("content-type", "application/json"),
            ("x-amzn-errortype", said.code),
        ]
    return xml(call, said, message, request_id).encode(), [("content-type", "application/xml")]


def xml(call: Call, said: Word, message: str, request_id: str) -> str:
    """S3 sends a plain error, EC2 a list, all others a wrapped one with its type."""
    error = f"<Code>{said.code}</Code><Message>{escape(message)}</Message>"
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    if call.service == "s3":
        return f"{head}<Error>{error}<RequestId>{request_id}</RequestId><HostId>{request_id}</HostId></Error>"
    if call.protocol == "ec2":
        return f"{head}<Response><Errors><Error>{error}</Error></Errors><RequestID>{request_id}</RequestID></Response>"
    error = f"<Error><Type>{fault(said)}</Type>{error}</Error>"
    return f"{head}<ErrorResponse>{error}<RequestId>{request_id}</RequestId></ErrorResponse>"


def fault(said: Word) -> str:
    """Whose fault it is."""
    return "Sender" if said.status < 500 else "Receiver"


def cbor(texts: dict[str, str]) -> bytes:
    """A map of texts in CBOR (RFC 8949): major types 5 and 3."""

    def head(major: int, count: int) -> bytes:
        if count < 24:
            return bytes([major << 5 | count])
        return struct.pack(">BH", major << 5 | 25, count)

    texts_out = b"".join(head(3, len(one.encode())) + one.encode() for pair in texts.items() for one in pair)
    return head(5, len(texts)) + texts_out
