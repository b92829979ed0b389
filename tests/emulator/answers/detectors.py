"""Services that look for threats and data warehouses without servers: operations that moto lacks.

What AWS answers where nothing was set up; names and types of the members are held against AWS's service models by a test.
"""

import json

from ..call import Call
from ..http import Response

JSON = [("Content-Type", "application/json")]


def answer(body: dict[str, object]) -> Response:
    """An answer in JSON."""
    return Response(200, json.dumps(body).encode(), JSON)


def account_status(call: Call, *_: object) -> Response:
    """Without ids, the account's own; moto then has none."""
    off = {name: {"status": "DISABLED", "errorCode": "", "errorMessage": ""} for name in ("ec2", "ecr", "lambda")}
    own = {"accountId": call.account, "state": off["ec2"], "resourceState": off}
    return answer({"accounts": [own], "failedAccounts": []})


def discovery(*_: object) -> Response:
    """Automated discovery is off."""
    return answer({"status": "DISABLED"})


def namespaces(*_: object) -> Response:
    """There are none."""
    return answer({"namespaces": []})


ANSWERS = {
    ("inspector2", "BatchGetAccountStatus"): account_status,
    ("macie2", "GetAutomatedDiscoveryConfiguration"): discovery,
    ("redshift-serverless", "ListNamespaces"): namespaces,
}
