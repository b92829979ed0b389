"""ListBuckets as AWS answers it: in pages, with each bucket's Region. moto does neither."""

import base64
from xml.sax.saxutils import escape

from moto.s3.models import FakeBucket, s3_backends
from moto.utilities.utils import get_partition

from ..call import Call
from ..errors import Word, refusal
from ..http import Request, Response
from ..settings import LARGEST_PAGE

PARAMETERS = ("max-buckets", "prefix", "bucket-region", "continuation-token")
XMLNS = "http://s3.amazonaws.com/doc/2006-03-01/"


def list_buckets(call: Call, request: Request, largest_page: int) -> Response:
    """Has pages and Regions when at least one parameter is given (API reference of ListBuckets)."""
    # Parameters that are there and empty are as if they were not.
    parameters = {name: request.query[name] for name in PARAMETERS if request.query.get(name)}
    if wrong := refused(call, parameters):
        return wrong
    backend = s3_backends[call.account][get_partition(call.region)]
    after = base64.urlsafe_b64decode(parameters.get("continuation-token", "")).decode()
    matching = [
        bucket
        for name, bucket in sorted(backend.buckets.items())
        if name > after
        and name.startswith(parameters.get("prefix", ""))
        and bucket.region_name == parameters.get("bucket-region", bucket.region_name)
    ]
    size = min(int(parameters.get("max-buckets", LARGEST_PAGE)), largest_page) if parameters else LARGEST_PAGE
    page = matching[:size]
    token = base64.urlsafe_b64encode(page[-1].name.encode()).decode() if len(matching) > size else ""
    return Response(200, listing(call, page, parameters, token), [("content-type", "application/xml")])


def refused(call: Call, parameters: dict[str, str]) -> Response | None:
    """What is wrong with the parameters."""
    largest = parameters.get("max-buckets", "1")
    if not largest.isdigit() or not 1 <= int(largest) <= LARGEST_PAGE:
        why = f"Argument max-buckets must be an integer between 1 and {LARGEST_PAGE}"
        return refusal(call, Word("InvalidArgument", 400), why)
    # "Requests made to a Regional endpoint that is different from the bucket-region parameter are not supported."
    if parameters.get("bucket-region", call.region) != call.region:
        return refusal(call, Word("InvalidArgument", 400), "Argument bucket-region is not the Region of this endpoint")
    return None


def listing(call: Call, page: list[FakeBucket], parameters: dict[str, str], token: str) -> bytes:
    """The answer's body."""

    def one(bucket: FakeBucket) -> str:
        region = f"<BucketRegion>{bucket.region_name}</BucketRegion>" if parameters else ""
        created = f"<CreationDate>{bucket.creation_date_ISO8601}</CreationDate>"
        return f"<Bucket><Name>{escape(bucket.name)}</Name>{created}{region}</Bucket>"

    prefix = f"<Prefix>{escape(parameters['prefix'])}</Prefix>" if "prefix" in parameters else ""
    more = f"<ContinuationToken>{token}</ContinuationToken>" if token else ""
    owner = f"<Owner><ID>{call.account:0>64}</ID></Owner>"
    buckets = "".join(map(one, page))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<ListAllMyBucketsResult xmlns="{XMLNS}">{owner}'
        f"<Buckets>{buckets}</Buckets>{prefix}{more}</ListAllMyBucketsResult>"
    ).encode()
