"""What a request asks of AWS: which service, operation and IAM action, in whose name, of which resource, where."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.models import get_account_id_from
from moto.utilities.utils import get_partition

from . import rest
from .http import Request
from .iam_action import actions

CREDENTIAL = re.compile(r"Credential=([^/]+)/[^/]+/([^/]+)/([^/]+)/aws4_request")

# Where botocore's name of a service is not the one that its requests are signed with.
SERVICE: dict[str, Callable[[Request], str]] = {
    "access-analyzer": lambda _: "accessanalyzer",
    "apigateway": lambda request: "apigatewayv2" if request.path.startswith("/v2/") else "apigateway",
    "elasticfilesystem": lambda _: "efs",
    "elasticloadbalancing": lambda request: "elbv2" if request.form.get("Version") == "2015-12-01" else "elb",
    "es": lambda request: "opensearch" if request.path.startswith("/2021-01-01/") else "es",
    "monitoring": lambda _: "cloudwatch",
    "s3": lambda request: "s3control" if request.path.startswith("/v20180820/") else "s3",
    "ses": lambda request: "sesv2" if request.path.startswith("/v2/") else "ses",
    "states": lambda _: "stepfunctions",
}

# How requests name what they are about, and the ARN of it. Names of services that are not here are `*`.
RESOURCE = {
    "TopicArn": "{value}",
    "ResourceArn": "{value}",
    "RoleArn": "{value}",
    "PolicyArn": "{value}",
    "SecretId": "{value}",
    "QueueUrl": "arn:{partition}:sqs:{region}:{account}:{value}",
    "TableName": "arn:{partition}:dynamodb:{region}:{account}:table/{value}",
    "RoleName": "arn:{partition}:iam::{account}:role/{value}",
    "UserName": "arn:{partition}:iam::{account}:user/{value}",
    "GroupName": "arn:{partition}:iam::{account}:group/{value}",
    "FunctionName": "arn:{partition}:lambda:{region}:{account}:function:{value}",
    "KeyId": "arn:{partition}:kms:{region}:{account}:key/{value}",
}


@dataclass(frozen=True)
class Call:
    """One call of AWS, before it is answered."""

    service: str  # by botocore's name
    protocol: str  # by botocore's name
    operation: str  # by the API's name; empty where it is not known
    actions: tuple[str, ...]  # IAM's; one empty name for an unsigned request, which takes no permission
    region: str
    account: str
    access_key: str  # empty where the request is not signed
    resource: str  # an ARN, or `*`


def identify(request: Request) -> Call:
    """What the request asks for."""
    access_key, region, signing_name = signature(request)
    service = SERVICE.get(signing_name, lambda _: signing_name)(request)
    protocol, operation, names = spoken(service, request)
    account = get_account_id_from(access_key) if access_key else DEFAULT_ACCOUNT_ID
    return Call(
        service=service,
        protocol=protocol,
        operation=operation,
        actions=actions(service, signing_name, operation, request) if access_key else ("",),
        region=region,
        account=account,
        access_key=access_key,
        resource=resource(service, names, region, account),
    )


def signature(request: Request) -> tuple[str, str, str]:
    """Access key, Region and service that the request is signed for, in a header or in its query."""
    signed = CREDENTIAL.search(request.header("authorization"))
    if signed is None:
        signed = CREDENTIAL.match("Credential=" + request.query.get("X-Amz-Credential", ""))
    if signed is not None:
        return signed[1], signed[2], signed[3].lower()
    # Only S3 and AssumeRoleWithWebIdentity and AssumeRoleWithSAML take unsigned requests here.
    return "", "us-east-1", "sts" if "Action" in request.form else "s3"


def spoken(service: str, request: Request) -> tuple[str, str, dict]:
    """Protocol, operation, and what the request names."""
    if target := request.header("x-amz-target"):
        return "json", target.rpartition(".")[2], named(request)
    if action := request.form.get("Action") or request.query.get("Action"):
        return "ec2" if service == "ec2" else "query", action, request.form | request.query
    if request.header("smithy-protocol"):
        return "smithy-rpc-v2-cbor", request.path.rpartition("/")[2], {}
    operation, labels = rest.operation(service, request)
    return rest.protocol(service), operation, labels | request.query


def named(request: Request) -> dict:
    """The members of a JSON body, where it is an object."""
    try:
        body = json.loads(request.body or b"{}")
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def resource(service: str, names: dict, region: str, account: str) -> str:
    """The ARN of the resource of the request."""
    partition = get_partition(region)
    if service == "s3":
        path = "/".join(part for part in (names.get("Bucket"), names.get("Key")) if part)
        return f"arn:{partition}:s3:::{path}" if path else "*"
    if service == "s3control" and names.get("name"):
        return f"arn:{partition}:s3:{region}:{account}:accesspoint/{names['name']}"
    for name, shape in RESOURCE.items():
        value = names.get(name)
        if isinstance(value, str) and value:
            if value.startswith("arn:"):
                return value
            value = urlsplit(value).path.rpartition("/")[2] if name == "QueueUrl" else value
            return shape.format(partition=partition, region=region, account=account, value=value)
    return "*"
