"""Where moto's S3 Control is not AWS's: access points lie in their bucket's Region, and multi-Region ones are managed
from one."""

from collections.abc import Callable
from xml.sax.saxutils import escape

from moto.s3.models import s3_backends
from moto.s3control.models import AccessPoint, s3control_backends

from ..call import Call
from ..errors import Word, refusal
from ..http import Request, Response

XMLNS = "http://awss3control.amazonaws.com/doc/2018-08-20/"
# Multi-Region access points are made, changed and listed in one Region alone.
MULTI_REGION = "us-west-2"
PARTITION = "aws"


def region_of(point: AccessPoint) -> str:
    """The Region of the bucket that an access point leads to."""
    _, owner = s3_backends.bucket_accounts[point.bucket]
    return s3_backends[owner][PARTITION].buckets[point.bucket].region_name


def arn_of(call: Call, point: AccessPoint) -> str:
    """An access point's ARN, in its own Region; moto gives us-east-1 for all."""
    return f"arn:{PARTITION}:s3:{region_of(point)}:{call.account}:accesspoint/{point.name}"


def list_access_points(call: Call, _: Request, __: Callable[[], Response]) -> Response:
    """The access points of the Region of the request."""
    points = s3control_backends[call.account][PARTITION].access_points[call.account].values()
    here = [point for point in points if region_of(point) == call.region]
    members = "".join(
        f"<AccessPoint><Name>{escape(point.name)}</Name><NetworkOrigin>{point.network_origin}</NetworkOrigin>"
        f"<Bucket>{escape(point.bucket)}</Bucket><AccessPointArn>{arn_of(call, point)}</AccessPointArn>"
        f"<BucketAccountId>{call.account}</BucketAccountId></AccessPoint>"
        for point in here
    )
    body = f'<ListAccessPointsResult xmlns="{XMLNS}"><AccessPointList>{members}</AccessPointList></ListAccessPointsResult>'
    return Response(200, body.encode(), [("content-type", "application/xml")])


def in_its_region(call: Call, request: Request, forward: Callable[[], Response]) -> Response:
    """An access point is known in its own Region alone."""
    name = request.path.removeprefix("/v20180820/accesspoint/").partition("/")[0]
    point = s3control_backends[call.account][PARTITION].access_points[call.account].get(name)
    if point is not None and region_of(point) != call.region:
        return refusal(call, Word("NoSuchAccessPoint", 404), "The specified accesspoint does not exist")
    answer = forward()
    if point is not None:
        answer.body = answer.body.replace(point.arn.encode(), arn_of(call, point).encode())
    return answer


def from_one_region(call: Call, _: Request, forward: Callable[[], Response]) -> Response:
    """Requests about multi-Region access points are answered in one Region."""
    if call.region != MULTI_REGION:
        return refusal(call, Word("InvalidRequest", 400), f"Multi-Region access points are managed in {MULTI_REGION}")
    return forward()
