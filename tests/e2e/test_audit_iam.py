"""The IAM audit by the built command line: credentials, root, passwords, federation, the organisation."""

import json
from typing import Any

import pytest

from emulator import Emulator
from emulator.account import ACCOUNT
from emulator.account_iam import USERS, trust
from expectations import ROOT
from harness import Ran, cli
from identities import CONTROLS, OF_OTHERS, Where, expected

GENERAL = {"sts:GetCallerIdentity"}
DETAILS = "iam:GetAccountAuthorizationDetails"
REPORT = {"iam:GetCredentialReport", "iam:GenerateCredentialReport"}


def audit(people: Emulator, *controls: str, more: str = "", **own: Any) -> Ran:
    """An audit by these controls, with what passes."""
    named = [word for control in controls for word in ("--control", f"iam.{control}")]
    return cli(people, "audit", *named, "--format", "json", "--include-passing", *more.split(), **own)


def told(ran: Ran, people: Emulator | None = None) -> dict[Where, str]:
    """What was said of what; ARNs that AWS makes up are put as the names of the account's table."""
    names = names_of(people) if people else {}
    return {where(one, names): one["status"] for one in ran.json()["results"]}


def where(one: dict[str, Any], names: dict[str, str]) -> Where:
    control = one["control"].removeprefix("iam.")
    part = one["region"] if control == "access-analyzer" else one.get("part") or ""
    return control, names.get(one["resource"], one["resource"]), names.get(part, part)


def names_of(people: Emulator) -> dict[str, str]:
    """Names by ARN."""
    names = {"arn:aws:rolesanywhere:us-east-1:123456789012:trust-anchor/9f1c": "9f1c"}
    for name in ("web", "old-web"):
        names[f"arn:aws:iam::{ACCOUNT}:server-certificate/{name}"] = name
    iam = people.client("iam")
    for user in USERS:
        for number, key in enumerate(iam.list_access_keys(UserName=user.name)["AccessKeyMetadata"], 1):
            names[key["AccessKeyId"]] = f"access-key-{number}"
    for pool in people.client("cognito-identity").list_identity_pools(MaxResults=60)["IdentityPools"]:
        arn = f"arn:aws:cognito-identity:us-east-1:{ACCOUNT}:identitypool/{pool['IdentityPoolId']}"
        names[arn] = pool["IdentityPoolName"]
    sso = people.client("sso-admin")
    instance = sso.list_instances()["Instances"][0]["InstanceArn"]
    for arn in sso.list_permission_sets(InstanceArn=instance)["PermissionSets"]:
        at = {"InstanceArn": instance, "PermissionSetArn": arn}
        names[arn] = sso.describe_permission_set(**at)["PermissionSet"]["Name"]
    for reservation in people.client("ec2").describe_instances()["Reservations"]:
        for one in reservation["Instances"]:
            names[f"arn:aws:ec2:us-east-1:{ACCOUNT}:instance/{one['InstanceId']}"] = one["Tags"][0]["Value"]
    return names


def taken(people: Emulator) -> set[str]:
    """The permissions that the calls took."""
    return {one.action for one in people.calls.made() if one.action}


def test_the_table_has_every_control_of_others_than_the_account_pass_and_fail() -> None:
    seen: dict[str, set[str]] = {}
    for (control, arn, part), one in expected().items():
        if arn != ROOT or part:
            seen.setdefault(control, set()).add(one)
    # One trust anchor and one administrators' set: their other states are tests of their own.
    assert all({"pass", "fail"} <= seen[control] for control in seen.keys() - {"roles-anywhere", "identity-center-admin"})


def test_every_control_at_every_resource(people: Emulator) -> None:
    ran = audit(people, *CONTROLS)
    assert told(ran, people) == expected()
    assert (ran.status, ran.err) == (1, "")


def test_each_thing_is_asked_once(people: Emulator) -> None:
    audit(people, *CONTROLS)
    asked = people.calls.made()
    counts = {operation: people.calls.count(operation) for operation in {one.action for one in asked}}
    once = {DETAILS, "iam:GenerateCredentialReport", "iam:ListVirtualMFADevices", "iam:GetAccountSummary"}
    assert all(counts[one] == 1 for one in once & counts.keys()), counts


ONE_BY_ONE = {
    "password-length": {"iam:GetAccountPasswordPolicy"},
    "root-mfa": {"iam:GetAccountSummary"},
    "root-hardware-mfa": {"iam:GetAccountSummary", "iam:ListVirtualMFADevices"},
    "root-usage": REPORT,
    "user-mfa": REPORT | {DETAILS},
    "user-key-rotation": REPORT | {DETAILS, "iam:ListAccessKeys", "iam:GetAccessKeyLastUsed"},
    "user-hardware-mfa": REPORT | {DETAILS, "iam:ListVirtualMFADevices"},
    "user-direct-policies": {DETAILS},
    "support-role": {DETAILS},
    "server-certificate-expired": {"iam:ListServerCertificates"},
    "service-credential": {DETAILS, "iam:ListServiceSpecificCredentials"},
    "security-contact": {"account:GetAlternateContact"},
    "organisation-member": {"organizations:DescribeOrganization"},
    "access-analyzer": {"access-analyzer:ListAnalyzers"},
    "instance-role": {"ec2:DescribeInstances"},
}


@pytest.mark.parametrize("control", ONE_BY_ONE)
def test_one_control_costs_its_own_calls_alone(people: Emulator, control: str) -> None:
    ran = audit(people, control, more="--region us-east-1")
    calls = taken(people)
    found = told(ran, people)
    there = {at: one for at, one in expected().items() if at[0] == control and at[2] != "eu-west-1"}
    assert found == there
    # A report that was made for an earlier test is still there.
    assert calls | {"iam:GenerateCredentialReport"} == ONE_BY_ONE[control] | GENERAL | {"iam:GenerateCredentialReport"}


# With every permission; the same for each test, since names stand for what AWS makes up.
WHOLE: dict[Where, str] = {}


def whole_area(people: Emulator) -> Ran:
    """An audit by every control of the area that a sweep judges by."""
    return cli(people, "audit", "--area", "iam", "--format", "json", "--include-passing")


def permissions() -> list[str]:
    """The IAM actions that the audit takes, without the one that nobody can be denied."""
    return [
        "access-analyzer:ListAnalyzers",
        "account:GetAlternateContact",
        "account:ListRegions",
        "cognito-identity:DescribeIdentityPool",
        "cognito-identity:GetIdentityPoolRoles",
        "cognito-identity:ListIdentityPools",
        "ec2:DescribeInstances",
        "iam:GetAccountAuthorizationDetails",
        "iam:GetAccountPasswordPolicy",
        "iam:GetAccountSummary",
        "iam:GetCredentialReport",
        "iam:ListOpenIDConnectProviders",
        "iam:ListSAMLProviders",
        "iam:ListServerCertificates",
        "iam:ListServiceSpecificCredentials",
        "iam:ListVirtualMFADevices",
        "organizations:DescribeOrganization",
        "rolesanywhere:ListProfiles",
        "rolesanywhere:ListTrustAnchors",
        "sso:GetInlinePolicyForPermissionSet",
        "sso:ListAccountAssignments",
        "sso:ListAccountsForProvisionedPermissionSet",
        "sso:ListInstances",
        "sso:ListManagedPoliciesInPermissionSet",
        "sso:ListPermissionSets",
    ]


@pytest.mark.parametrize("permission", permissions())
def test_without_a_permission_nothing_passes_that_needs_it(people: Emulator, permission: str) -> None:
    names = names_of(people)
    if not WHOLE:
        WHOLE.update({where(one, names): one["status"] for one in whole_area(people).json()["results"]})
    people.deny(permission)
    ran = whole_area(people)
    found = {where(one, names): one["status"] for one in ran.json()["results"]}
    unseen = {at for at, one in found.items() if one == "not-assessed"}
    proved = {("user-federation", ROOT, "")}  # either of its two reads proves that it fails
    assert unseen or {at for at in found if found[at] == "fail"} >= proved
    seen = {at: one for at, one in found.items() if at not in unseen}
    assert seen.items() <= WHOLE.items()
    assert WHOLE.items() >= expected().items()
    gaps = [one["gap"] for one in ran.json()["results"] if one["status"] == "not-assessed"]
    assert all(permission in gap["permissions"] for gap in gaps)


def register(people: Emulator, service: str, operation: str, body: str, status: int = 200) -> None:
    people.answers.register_fixed({"service": service, "operation": operation, "body": body, "status": status})


def summary(keys: int, mfa: int, password: int) -> str:
    """An account summary."""
    counts = {"AccountAccessKeysPresent": keys, "AccountMFAEnabled": mfa, "AccountPasswordPresent": password}
    entries = "".join(f"<entry><key>{name}</key><value>{count}</value></entry>" for name, count in counts.items())
    result = f"<GetAccountSummaryResult><SummaryMap>{entries}</SummaryMap></GetAccountSummaryResult>"
    return f"<GetAccountSummaryResponse>{result}</GetAccountSummaryResponse>"


@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ((1, 1, 1), {"root-access-key": "fail", "root-mfa": "pass", "root-hardware-mfa": "pass"}),
        ((0, 0, 0), dict.fromkeys(["root-access-key", "root-mfa", "root-hardware-mfa"], "not-applicable")),
    ],
)
def test_the_root_user(people: Emulator, counts: tuple[int, int, int], found: dict[str, str]) -> None:
    register(people, "iam", "GetAccountSummary", summary(*counts))
    assert told(audit(people, *found)) == {(control, ROOT, ""): one for control, one in found.items()}


def test_root_was_used(people: Emulator) -> None:
    # The report's root user signed in at ten.
    ran = audit(people, "root-usage", more="--now 2024-05-02T09:00:00Z")
    assert told(ran) == {("root-usage", ROOT, ""): "fail"}


PERIMETER = {
    "Version": "2012-10-17",
    "Statement": {
        "Effect": "Deny",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"StringNotEquals": {"aws:ResourceOrgID": "o-acme"}},
    },
}
OF_ORGANISATION = ("organisation-member", "organisation-delegated-admin", "root-centralised", "data-perimeter")


def test_the_management_account(people: Emulator) -> None:
    nothing = '{"__type": "ResourcePolicyNotFoundException", "message": "none"}'
    register(people, "organizations", "DescribeResourcePolicy", nothing, 400)
    organizations = people.client("organizations")
    organization = organizations.create_organization(FeatureSet="ALL")["Organization"]["Id"]
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="SERVICE_CONTROL_POLICY")
    found = told(audit(people, *OF_ORGANISATION))
    assert {control: one for (control, *_), one in found.items()} == dict(
        zip(OF_ORGANISATION, ("pass", "fail", "pass", "fail"), strict=True)
    )
    made = organizations.create_policy(
        Content=json.dumps(PERIMETER).replace("o-acme", organization),
        Description="",
        Name="perimeter",
        Type="SERVICE_CONTROL_POLICY",
    )
    organizations.attach_policy(PolicyId=made["Policy"]["PolicySummary"]["Id"], TargetId=root)
    assert told(audit(people, "data-perimeter")) == {("data-perimeter", ROOT, ""): "pass"}


def test_a_listed_administrators_set(people: Emulator, tmp_path: Any) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text("iam: {administrators: ['*/ps-*']}\n")
    found = told(audit(people, "identity-center-admin", more=f"--config {settings}"), people)
    assert found["identity-center-admin", "Administrators", ""] == "pass"


def test_a_role_that_any_certificate_opens(people: Emulator) -> None:
    anyone = trust({"Service": "rolesanywhere.amazonaws.com"}, "sts:AssumeRole")
    people.client("iam").update_assume_role_policy(RoleName="build-machine", PolicyDocument=anyone)
    assert set(told(audit(people, "roles-anywhere")).values()) == {"fail"}


def test_a_contact_a_policy_and_a_federation_in_order(people: Emulator) -> None:
    contact = {"AlternateContactType": "SECURITY", "Name": "n", "Title": "t", "PhoneNumber": "1"}
    people.client("account").put_alternate_contact(EmailAddress="security@example.com", **contact)
    iam = people.client("iam")
    rules = {"MinimumPasswordLength": 8, "PasswordReusePrevention": 24, "MaxPasswordAge": 90}
    strong = dict.fromkeys(["RequireSymbols", "RequireNumbers", "RequireUppercaseCharacters", "RequireLowercaseCharacters"], True)
    iam.update_account_password_policy(**rules, **strong)
    names = ["security-contact", "password-length", "password-reuse", "password-strength", "password-expiry"]
    found = {control: one for (control, *_), one in told(audit(people, *names)).items()}
    assert found == dict.fromkeys(names, "pass") | {"password-length": "fail"}
    iam.delete_account_password_policy()
    found = {control: one for (control, *_), one in told(audit(people, *names[1:])).items()}
    assert found == dict.fromkeys(names[1:], "fail")


def test_an_account_in_which_people_are_federated(emulator: Emulator) -> None:
    emulator.client("iam").create_saml_provider(Name="okta", SAMLMetadataDocument="m" * 1024)
    found = told(audit(emulator, "user-federation", "support-role"))
    assert found == {("user-federation", ROOT, ""): "pass", ("support-role", ROOT, ""): "fail"}


def test_a_named_user_is_seen_as_it_is_now(people: Emulator) -> None:
    arn = f"arn:aws:iam::{ACCOUNT}:user/password-alone"
    ran = audit(people, "user-console-mfa", "user-key-rotation", more=f"--resource {arn}")
    assert told(ran) == {("user-console-mfa", arn, ""): "fail"}
    assert not taken(people) & REPORT


def test_what_is_named_is_named_by_the_table(people: Emulator) -> None:
    names = {name for name in names_of(people).values() if not name.startswith("access-key-")}
    assert names == {name for _, name in OF_OTHERS}
