"""Identities where moto knows none, or knows them otherwise than AWS: the root user's line of the credential report,
service-specific credentials, access analyzers, Roles Anywhere.

What AWS tells of them is written down here, in AWS's own words; `emulator.account_iam` says what they are about.
"""

import base64
import json
import re
import threading
from collections.abc import Callable

from moto.iam.models import iam_backends

from ..call import Call
from ..http import Request, Response

XML = [("Content-Type", "text/xml")]
JSON = [("Content-Type", "application/json")]
ROOT_LAST_USED = "2024-05-01T10:00:00+00:00"
ROOT_LINE = (
    "<root_account>,arn:aws:iam::123456789012:root,2020-01-01T00:00:00+00:00,TRUE," + ROOT_LAST_USED + ","
    "2020-01-01T00:00:00+00:00,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A\n"
)
# One Region has an analyzer; the other one that looks for unused access alone.
ANALYZERS = {"us-east-1": ("external", "ACCOUNT", "ACTIVE"), "eu-west-1": ("unused", "ACCOUNT_UNUSED_ACCESS", "ACTIVE")}
# By the name of the user: service, status, date of creation, and whatever else.
SERVICE_CREDENTIALS = {
    "pushes-code": ("codecommit.amazonaws.com", "Active", "2020-01-01T00:00:00Z", ""),
    "asks-models": ("bedrock.amazonaws.com", "Active", "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"),
}
# When each server certificate ends: moto lets all of them end in 2012.
CERTIFICATES = {"web": "2099-01-01T00:00:00Z", "old-web": "2012-05-08T01:02:03Z"}
# What a user used of what it may use, by its name: of each service when it was tried last, and the actions of it that
# AWS tracks, with the same; None is never. moto lacks the two operations.
USED: dict[str, dict[str, tuple[str | None, dict[str, str | None]]]] = {}
# The role that each identity pool gives to visitors who do not sign in: moto keeps none.
ROLES_OF_POOLS: dict[str, str] = {}
ANCHOR = "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/9f1c"
ANCHORED = "arn:aws:iam::123456789012:role/build-machine"


# One at a time sees moto's policies as AWS returns them.
TELLING = threading.Lock()


def get_account_authorization_details(call: Call, _: Request, forward: Callable[[], Response]) -> Response:
    """AWS returns those of its managed policies that are attached; moto all 1,500."""
    kept = iam_backends[call.account]["aws"]
    whole = kept.managed_policies, kept.aws_managed_policies
    with TELLING:
        try:
            kept.aws_managed_policies = [policy for policy in whole[1] if policy.attachment_count > 0]
            unused = {policy.arn for policy in whole[1]} - {policy.arn for policy in kept.aws_managed_policies}
            kept.managed_policies = {arn: policy for arn, policy in whole[0].items() if arn not in unused}
            return forward()
        finally:
            kept.managed_policies, kept.aws_managed_policies = whole


def get_credential_report(_call: Call, _request: Request, forward: Callable[[], Response]) -> Response:
    """moto leaves the root user out."""
    response = forward()
    content = re.search(rb"<Content>([^<]*)</Content>", response.body)
    if content is None:
        return response
    head, _, lines = base64.b64decode(content[1]).decode().partition("\n")
    report = base64.b64encode(f"{head}\n{ROOT_LINE}{lines}".encode())
    return Response(response.status, response.body.replace(content[1], report), response.headers)


def list_service_specific_credentials(call: Call, request: Request, _: Callable[[], Response]) -> Response:
    """Those of all users with AllUsers, else of one."""
    names = SERVICE_CREDENTIALS if request.form.get("AllUsers") == "true" else [request.form.get("UserName", "")]
    members = "".join(credential(name) for name in names if name in SERVICE_CREDENTIALS)
    return query(call, f"<ServiceSpecificCredentials>{members}</ServiceSpecificCredentials>")


def credential(user: str) -> str:
    """One service-specific credential."""
    service, status, created, expires = SERVICE_CREDENTIALS[user]
    ends = f"<ExpirationDate>{expires}</ExpirationDate>" if expires else ""
    return (
        f"<member><UserName>{user}</UserName><Status>{status}</Status><ServiceUserName>{user}-at</ServiceUserName>"
        f"<CreateDate>{created}</CreateDate>{ends}<ServiceName>{service}</ServiceName>"
        f"<ServiceSpecificCredentialId>ACCA{user.upper()}</ServiceSpecificCredentialId></member>"
    )


def list_server_certificates(call: Call, *_: object) -> Response:
    """The certificates of the table."""
    members = "".join(
        f"<member><Path>/</Path><ServerCertificateName>{name}</ServerCertificateName><Expiration>{ends}</Expiration>"
        f"<Arn>arn:aws:iam::123456789012:server-certificate/{name}</Arn>"
        f"<ServerCertificateId>ASCA{name.upper()}</ServerCertificateId></member>"
        for name, ends in CERTIFICATES.items()
    )
    return query(call, f"<ServerCertificateMetadataList>{members}</ServerCertificateMetadataList>")


def generate_service_last_accessed_details(call: Call, request: Request, _: Callable[[], Response]) -> Response:
    """A job whose id contains the principal."""
    job = request.form["Arn"].rpartition("/")[2]
    return Response(200, query(call, f"<JobId>{job}</JobId>").body.replace(b"<IsTruncated>false</IsTruncated>", b""), XML)


def get_service_last_accessed_details(call: Call, request: Request, _: Callable[[], Response]) -> Response:
    """The services of the user in the table, one a page."""
    services = sorted(USED.get(request.form["JobId"], {}).items())
    at = int(request.form.get("Marker", "0"))
    members = "".join(service_used(name, *used) for name, used in services[at : at + 1])
    now = "2026-03-01T12:00:00Z"
    body = (
        f"<JobStatus>COMPLETED</JobStatus><JobType>ACTION_LEVEL</JobType><JobCreationDate>{now}</JobCreationDate>"
        f"<JobCompletionDate>{now}</JobCompletionDate><ServicesLastAccessed>{members}</ServicesLastAccessed>"
    )
    answer = query(call, body)
    if at + 1 < len(services):
        more = f"<IsTruncated>true</IsTruncated><Marker>{at + 1}</Marker>".encode()
        return Response(200, answer.body.replace(b"<IsTruncated>false</IsTruncated>", more), XML)
    return answer


def service_used(name: str, last: str | None, actions: dict[str, str | None]) -> str:
    """One service."""
    tracked = "".join(
        f"<member><ActionName>{action}</ActionName>{moment('LastAccessedTime', at)}</member>" for action, at in actions.items()
    )
    tracked = tracked and f"<TrackedActionsLastAccessed>{tracked}</TrackedActionsLastAccessed>"
    return (
        f"<member><ServiceName>{name}</ServiceName><ServiceNamespace>{name}</ServiceNamespace>"
        f"{moment('LastAuthenticated', last)}{tracked}</member>"
    )


def moment(element: str, at: str | None) -> str:
    return f"<{element}>{at}</{element}>" if at else ""


def get_identity_pool_roles(_: Call, request: Request, __: Callable[[], Response]) -> Response:
    """The role that was noted down for the pool."""
    pool = json.loads(request.body)["IdentityPoolId"]
    roles = {"unauthenticated": ROLES_OF_POOLS[pool]} if pool in ROLES_OF_POOLS else {}
    return response({"IdentityPoolId": pool, "Roles": roles})


def list_organizations_features(call: Call, *_: object) -> Response:
    """Root credentials are managed centrally."""
    features = "<EnabledFeatures><member>RootCredentialsManagement</member></EnabledFeatures>"
    return query(call, f"<OrganizationId>o-acme</OrganizationId>{features}")


def list_analyzers(call: Call, *_: object) -> Response:
    """The analyzer of the Region."""
    name, kind, status = ANALYZERS[call.region]
    analyzer = {
        "arn": f"arn:aws:access-analyzer:{call.region}:123456789012:analyzer/{name}",
        "name": name,
        "type": kind,
        "status": status,
        "createdAt": "2024-01-01T00:00:00Z",
    }
    return response({"analyzers": [analyzer]})


def get_permissions_boundary(*_: object) -> Response:
    """No permission set has one: moto knows none, and AWS answers so."""
    word = "ResourceNotFoundException"
    return Response(400, json.dumps({"__type": word, "Message": word}).encode(), JSON)


def list_trust_anchors(call: Call, *_: object) -> Response:
    """One, in one Region."""
    anchor = {"trustAnchorArn": ANCHOR, "trustAnchorId": "9f1c", "name": "machines", "enabled": True}
    return response({"trustAnchors": [anchor] if call.region == "us-east-1" else []})


def list_profiles(call: Call, *_: object) -> Response:
    """The profile that opens a role to the anchor's certificates."""
    profile = {
        "profileArn": f"arn:aws:rolesanywhere:{call.region}:123456789012:profile/7b2d",
        "profileId": "7b2d",
        "name": "build",
        "enabled": True,
        "roleArns": [ANCHORED],
    }
    return response({"profiles": [profile] if call.region == "us-east-1" else []})


def query(call: Call, body: str) -> Response:
    """An answer in IAM's language."""
    name = call.operation
    text = f"<{name}Response><{name}Result>{body}<IsTruncated>false</IsTruncated></{name}Result></{name}Response>"
    return Response(200, text.encode(), XML)


def response(body: dict[str, object]) -> Response:
    """An answer in JSON."""
    return Response(200, json.dumps(body).encode(), JSON)


ANSWERS = {
    ("accessanalyzer", "ListAnalyzers"): list_analyzers,
    ("iam", "GetAccountAuthorizationDetails"): get_account_authorization_details,
    ("iam", "GetCredentialReport"): get_credential_report,
    ("iam", "GenerateServiceLastAccessedDetails"): generate_service_last_accessed_details,
    ("iam", "GetServiceLastAccessedDetails"): get_service_last_accessed_details,
    ("iam", "ListOrganizationsFeatures"): list_organizations_features,
    ("cognito-identity", "GetIdentityPoolRoles"): get_identity_pool_roles,
    ("iam", "ListServerCertificates"): list_server_certificates,
    ("iam", "ListServiceSpecificCredentials"): list_service_specific_credentials,
    ("rolesanywhere", "ListProfiles"): list_profiles,
    ("rolesanywhere", "ListTrustAnchors"): list_trust_anchors,
    ("sso", "GetPermissionsBoundaryForPermissionSet"): get_permissions_boundary,
}
