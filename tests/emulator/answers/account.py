"""The Regions of an account, which moto does not list."""

import json
from collections.abc import Callable

from ..call import Call
from ..http import Request, Response

# One of each sort; whatever is not here is as if AWS did not have it.
REGIONS = {
    "us-east-1": "ENABLED_BY_DEFAULT",
    "eu-west-1": "ENABLED_BY_DEFAULT",
    "af-south-1": "DISABLED",
}


def list_regions(_: Call, request: Request, __: Callable[[], Response]) -> Response:
    """The Regions with the statuses of the request."""
    statuses = json.loads(request.body or b"{}").get("RegionOptStatusContains") or set(REGIONS.values())
    regions = [{"RegionName": region, "RegionOptStatus": status} for region, status in REGIONS.items() if status in statuses]
    return Response(200, json.dumps({"Regions": regions}).encode(), [("content-type", "application/json")])
