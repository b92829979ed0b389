"""The fixer in the templates: it exists only where a parameter asks for it, with exactly the permissions of its mode."""

import json
import re
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache

import pytest

from harness import PROJECT, built
from intrinsics import Place
from templates import ACCOUNT, MEMBER_ACCOUNT, ORGANIZATION, Stack, listed, member, security
from test_permissions import CUSTOMER_DATA, allowed, level

FAMILIES = ("iam", "kms", "s3")
READS, SWITCHES, REWRITES = "BailiwickReadsConfiguration", "BailiwickPutsRight", "BailiwickRewritesWhatWasApproved"
# What a role holds in a mode.
HELD = {"observe": {READS}, "act": {READS, SWITCHES}, "ask": {READS, SWITCHES, REWRITES}}
# Calls that take a protection away and nothing else: undoing is a person's.
WEAKENS = re.compile(r":(Delete(?!BucketPolicy)|Disable|Deactivate|Detach|Remove|Create|Attach|Schedule)")


def stacks(mode: str) -> Iterator[Stack]:
    """Each stack that has roles which fix."""
    yield security(Remediation=mode)
    yield security(organization="", Remediation=mode)
    yield member(Place(account=MEMBER_ACCOUNT), Remediation=mode)


@cache
def needed(family: str) -> dict[str, set[str]]:
    """The actions by statement, as the command line prints them from the writers."""
    printed = subprocess.run([built("bailiwick"), "permissions", "--fixes", family], capture_output=True, check=True)
    return {one["Sid"]: set(one["Action"]) for one in json.loads(printed.stdout)["Statement"]}


@pytest.mark.parametrize("stack", [security(), member(Place(account=MEMBER_ACCOUNT))], ids=["security", "member"])
def test_nothing_of_it_is_there_unasked(stack: Stack) -> None:
    assert [name for name in stack.resources if name.startswith(("Remediate", "Fix"))] == []
    assert "-remediate" not in json.dumps(stack.resources)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("mode", HELD)
def test_a_role_that_fixes_holds_what_its_mode_takes_and_no_more(mode: str, family: str) -> None:
    expected = {action for sid, actions in needed(family).items() if sid in HELD[mode] for action in actions}
    for stack in stacks(mode):
        role = stack.roles()[f"bailiwick-fix-{family}"]
        assert set(allowed(stack.granted(role))) == {(action, "*") for action in expected}
        assert len(json.dumps(role["Policies"])) < 10_240, "IAM takes no more"


def test_every_family_has_its_role() -> None:
    for stack in stacks("act"):
        names = {name for name in stack.roles() if "-fix-" in name}
        assert names == {f"bailiwick-fix-{family}" for family in FAMILIES}
    unknown = subprocess.run([built("bailiwick"), "permissions", "--fixes", "x"], capture_output=True, text=True, check=False)
    assert re.findall(r"`([a-z0-9]+)`", unknown.stderr)[1:] == list(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_it_reads_configuration_and_takes_nothing_back(family: str) -> None:
    for action in needed(family)[READS]:
        assert level(action) in ("Read", "List"), action
        assert not any(fnmatchcase(action, data) for data in CUSTOMER_DATA), action
    written = needed(family)[SWITCHES] | needed(family).get(REWRITES, set())
    assert {action.partition(":")[0] for action in written} == {family}
    for action in written:
        assert level(action) not in ("Read", "List"), action
        assert not WEAKENS.search(action), action
    for action in needed(family)[SWITCHES]:
        assert level(action) != "Permissions management" or "PublicAccessBlock" in action, action


@pytest.mark.parametrize("family", FAMILIES)
def test_the_fixer_alone_assumes_it(family: str) -> None:
    for number, stack in enumerate(stacks("ask")):
        [statement] = stack.roles()[f"bailiwick-fix-{family}"]["AssumeRolePolicyDocument"]["Statement"]
        within = {"aws:PrincipalAccount": ACCOUNT}
        if number != 1:
            within["aws:PrincipalOrgID"] = ORGANIZATION
        assert statement == {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
            "Action": "sts:AssumeRole",
            "Condition": {
                "ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{ACCOUNT}:role/bailiwick-function-remediate"},
                "StringEquals": within,
            },
        }


def test_a_member_has_the_roles_once_and_the_security_account_its_own() -> None:
    def fixing(account: str, region: str) -> list[str]:
        return [name for name in member(Place(account, region), Remediation="act").roles() if "-fix-" in name]

    assert len(fixing(MEMBER_ACCOUNT, "us-east-1")) == len(FAMILIES)
    assert fixing(MEMBER_ACCOUNT, "eu-west-1") == []
    assert fixing(ACCOUNT, "us-east-1") == []


def test_a_resource_is_leased_for_longer_than_the_function_may_run() -> None:
    code = (PROJECT / "crates/remedy/src/machine.rs").read_text()
    [minutes] = map(int, re.findall(r"LEASE: Duration = Duration::from_mins\((\d+)\)", code))
    function = security(Remediation="act").of_type("AWS::Lambda::Function")["Remediate"]
    assert function["Timeout"] < minutes * 60


def test_what_breaks_reaches_it_and_nothing_else() -> None:
    stack = security(Remediation="observe")
    subscription = stack.of_type("AWS::SNS::Subscription")["RemediateSubscription"]
    assert subscription["FilterPolicy"] == {"transition": ["opened", "reopened", "exception-expired"]}
    assert (subscription["TopicArn"], subscription["Endpoint"]) == ("<Findings>", "<RemediateQueue.Arn>")
    assert not subscription.get("RawMessageDelivery"), "the envelope says over which topic it came"
    sends = [
        one
        for one in stack.of_type("AWS::SQS::QueuePolicy")["RemediateQueuePolicy"]["PolicyDocument"]["Statement"]
        if one["Effect"] == "Allow"
    ]
    [one] = sends
    assert one["Condition"]["ArnEquals"] == {"aws:SourceArn": "<Findings>"}
    function = stack.of_type("AWS::Lambda::Function")["Remediate"]
    roles = function["Environment"]["Variables"]["FIX_ROLE_ARN"]
    assert roles == "arn:aws:iam::{account}:role/bailiwick-fix-{family}"
    invoked = stack.roles()["bailiwick-schedule"]
    assert "<Remediate.Arn>" in {resource for one in stack.granted(invoked) for resource in listed(one["Resource"])}
