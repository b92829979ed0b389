"""Identities where moto knows none, or knows them otherwise than AWS: the root user's line of the credential report,
service-specific credentials, Regions, access analyzers, Roles Anywhere.

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
REGIONS = ("us-east-1", "eu-west-1")
# One Region has an analyzer; the other one that looks for unused access alone.
ANALYZERS = {"us-east-1": ("external", "ACCOUNT", "ACTIVE"), "eu-west-1": ("unused", "ACCOUNT_UNUSED_ACCESS", "ACTIVE")}
# By the name of the user: service, status, date of creation, and whatever else.
SERVICE_CREDENTIALS = {
    "pushes-code": ("codecommit.amazonaws.com", "Active", "2020-01-01T00:00:00Z", ""),
    "asks-models": ("bedrock.amazonaws.com", "Active", "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"),
}
# When each server certificate ends: moto lets all of them end in 2012.
CERTIFICATES = {"web": "2099-01-01T00:00:00Z", "old-web": "2012-05-08T01:02:03Z"}
# The role that each identity pool gives to visitors who do not sign in: moto keeps none.
ROLES_OF_POOLS: dict[str, str] = {}
ANCHOR = "arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/9f1c"
ANCHORED = "arn:aws:iam::123456789012:role/build-machine"


# One at a time sees moto's policies as AWS tells them.
TELLING = threading.Lock()


def get_account_authorization_details(call: Call, _: Request, forward: Callable[[], Response]) -> Response:
    """Of its own policies AWS tells those that somebody has; moto all 1,500."""
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


def get_credential_report(call: Call, _: Request, forward: Callable[[], Response]) -> Response:
    """moto leaves the root user out."""
    told = forward()
    found = re.search(rb"<Content>([^<]*)</Content>", told.body)
    if found is None:
        return told
    head, _, lines = base64.b64decode(found[1]).decode().partition("\n")
    report = base64.b64encode(f"{head}\n{ROOT_LINE}{lines}".encode())
    return Response(told.status, told.body.replace(found[1], report), told.headers)


def list_service_specific_credentials(call: Call, request: Request, _: Callable[[], Response]) -> Response:
    """Of all users where that is asked, else of one."""
    asked = SERVICE_CREDENTIALS if request.form.get("AllUsers") == "true" else [request.form.get("UserName", "")]
    members = "".join(credential(name) for name in asked if name in SERVICE_CREDENTIALS)
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


def get_identity_pool_roles(_: Call, request: Request, __: Callable[[], Response]) -> Response:
    """The role that was noted down for the pool."""
    pool = json.loads(request.body)["IdentityPoolId"]
    roles = {"unauthenticated": ROLES_OF_POOLS[pool]} if pool in ROLES_OF_POOLS else {}
    return told({"IdentityPoolId": pool, "Roles": roles})


def list_organizations_features(call: Call, *_: object) -> Response:
    """Root credentials are managed centrally."""
    return query(call, "<EnabledFeatures><member>RootCredentialsManagement</member></EnabledFeatures>")


def list_regions(*_: object) -> Response:
    """The Regions that are on."""
    return told({"Regions": [{"RegionName": name, "RegionOptStatus": "ENABLED_BY_DEFAULT"} for name in REGIONS]})


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
    return told({"analyzers": [analyzer]})


def list_trust_anchors(call: Call, *_: object) -> Response:
    """One, in one Region."""
    anchor = {"trustAnchorArn": ANCHOR, "trustAnchorId": "9f1c", "name": "machines", "enabled": True}
    return told({"trustAnchors": [anchor] if call.region == "us-east-1" else []})


def list_profiles(call: Call, *_: object) -> Response:
    """The profile that opens a role to the anchor's certificates."""
    profile = {"name": "build", "enabled": True, "roleArns": [ANCHORED]}
    return told({"profiles": [profile] if call.region == "us-east-1" else []})


def query(call: Call, body: str) -> Response:
    """An answer in IAM's language."""
    name = call.operation
    text = f"<{name}Response><{name}Result>{body}<IsTruncated>false</IsTruncated></{name}Result></{name}Response>"
    return Response(200, text.encode(), XML)


def told(body: dict[str, object]) -> Response:
    """An answer in JSON."""
    return Response(200, json.dumps(body).encode(), JSON)


ANSWERS = {
    ("accessanalyzer", "ListAnalyzers"): list_analyzers,
    ("account", "ListRegions"): list_regions,
    ("iam", "GetAccountAuthorizationDetails"): get_account_authorization_details,
    ("iam", "GetCredentialReport"): get_credential_report,
    ("iam", "ListOrganizationsFeatures"): list_organizations_features,
    ("cognito-identity", "GetIdentityPoolRoles"): get_identity_pool_roles,
    ("iam", "ListServerCertificates"): list_server_certificates,
    ("iam", "ListServiceSpecificCredentials"): list_service_specific_credentials,
    ("rolesanywhere", "ListProfiles"): list_profiles,
    ("rolesanywhere", "ListTrustAnchors"): list_trust_anchors,
}
