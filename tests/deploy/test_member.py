"""What a member's stack makes where: roles once, forwarding in each Region that events can come from."""

import json
import subprocess
from collections.abc import Iterable
from typing import Any

import pytest

from harness import built
from intrinsics import Place
from templates import ACCOUNT, AREAS, MEMBER_ACCOUNT, ORGANIZATION, Stack, member, security, written

AUDIT, FORWARD = {f"bailiwick-audit-{area}" for area in AREAS}, {"bailiwick-forward-events"}
NONE: set[str] = set()
# Services that send their events in the home Region only.
GLOBAL = {"account", "cloudfront", "iam", "organizations", "route53", "signin"}


def forwarding(stack: Stack) -> set[str]:
    """The services whose events are forwarded."""
    return {rule["Name"].removeprefix("bailiwick-forward-") for rule in stack.of_type("AWS::Events::Rule").values()}


def services() -> set[str]:
    """The services that any rule is about."""
    rules = written("template-member.yaml")["Resources"].values()
    sources = [rule["Properties"]["EventPattern"]["source"] for rule in rules if rule["Type"] == "AWS::Events::Rule"]
    return {source.removeprefix("aws.") for [source] in sources}


HOMES = {"aws": "us-east-1", "aws-cn": "cn-north-1", "aws-us-gov": "us-gov-west-1"}
REGIONAL = services() - GLOBAL
PLACES = [
    # partition, account, Region, the security account's Region, the roles, the services
    ("aws", MEMBER_ACCOUNT, "us-east-1", "eu-west-1", AUDIT | FORWARD, services()),
    ("aws", MEMBER_ACCOUNT, "eu-west-1", "eu-west-1", NONE, REGIONAL),
    ("aws", MEMBER_ACCOUNT, "ap-south-1", "eu-west-1", NONE, REGIONAL),
    # The security account has its audit roles, and the rules of its own Region, from template.yaml.
    ("aws", ACCOUNT, "us-east-1", "us-east-1", FORWARD, NONE),
    ("aws", ACCOUNT, "us-east-1", "eu-west-1", FORWARD, services()),
    ("aws", ACCOUNT, "eu-west-1", "eu-west-1", NONE, NONE),
    ("aws", ACCOUNT, "ap-south-1", "eu-west-1", NONE, REGIONAL),
    # Events do not cross Regions in the other partitions.
    ("aws-cn", MEMBER_ACCOUNT, "cn-north-1", "cn-north-1", AUDIT | FORWARD, services()),
    ("aws-cn", MEMBER_ACCOUNT, "cn-northwest-1", "cn-north-1", NONE, NONE),
    ("aws-cn", MEMBER_ACCOUNT, "cn-northwest-1", "cn-northwest-1", NONE, REGIONAL),
    ("aws-us-gov", MEMBER_ACCOUNT, "us-gov-west-1", "us-gov-west-1", AUDIT | FORWARD, services()),
    ("aws-us-gov", MEMBER_ACCOUNT, "us-gov-east-1", "us-gov-west-1", NONE, NONE),
]


@pytest.mark.parametrize(("partition", "account", "region", "security_region", "roles", "forwarded"), PLACES)
def test_what_is_made(
    partition: str, account: str, region: str, security_region: str, roles: set[str], forwarded: set[str]
) -> None:
    stack = member(Place(account, region, partition), security_region=security_region)
    assert stack.roles().keys() == roles
    assert forwarding(stack) == forwarded
    assert stack.resources, "CloudFormation refuses a stack of nothing"


def test_roles_are_made_in_another_region_where_the_home_region_is_closed() -> None:
    home = member(Place(MEMBER_ACCOUNT, "us-east-1"), RolesRegion="eu-west-1")
    other = member(Place(MEMBER_ACCOUNT, "eu-west-1"), RolesRegion="eu-west-1")
    assert (home.roles().keys(), other.roles().keys()) == (NONE, AUDIT | FORWARD)
    assert (forwarding(home), forwarding(other)) == (services(), REGIONAL)


@pytest.mark.parametrize(("partition", "region"), HOMES.items())
def test_a_rule_forwards_to_the_security_accounts_bus(partition: str, region: str) -> None:
    stack = member(Place(MEMBER_ACCOUNT, region, partition), security_region=region)
    bus = f"arn:{partition}:events:{region}:{ACCOUNT}:event-bus/bailiwick"
    for rule in stack.of_type("AWS::Events::Rule").values():
        assert [(target["Arn"], target["RoleArn"]) for target in rule["Targets"]] == [(bus, "<ForwardRole.Arn>")]
    role = stack.roles()["bailiwick-forward-events"]
    assert stack.granted(role) == [{"Effect": "Allow", "Action": "events:PutEvents", "Resource": bus}]
    [trust] = role["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": "events.amazonaws.com"}
    assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": MEMBER_ACCOUNT}
    for audit in AUDIT:
        [trust] = stack.roles()[audit]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {"AWS": f"arn:{partition}:iam::{ACCOUNT}:root"}


def test_elsewhere_the_rule_names_the_role_of_the_roles_region() -> None:
    stack = member(Place(MEMBER_ACCOUNT, "eu-west-1"))
    for rule in stack.of_type("AWS::Events::Rule").values():
        [target] = rule["Targets"]
        assert target["RoleArn"] == f"arn:aws:iam::{MEMBER_ACCOUNT}:role/bailiwick-forward-events"


def test_own_accounts_events_and_members_events_match_the_same_patterns() -> None:
    """One rule a service forwards; behind the bus, and in the security account itself, the same pattern lets in."""

    def patterns(rules: Iterable[dict[str, Any]]) -> dict[str, Any]:
        return {rule["EventPattern"]["source"][0]: rule["EventPattern"] for rule in rules}

    forwarding = list(member(Place(MEMBER_ACCOUNT)).of_type("AWS::Events::Rule").values())
    receiving = security().of_type("AWS::Events::Rule")
    assert len(patterns(forwarding)) == len(forwarding), "one rule a service"
    for whose, bus in (("Own", None), ("Members", "<EventBus.Name>")):
        rules = [rule for name, rule in receiving.items() if name.startswith(whose)]
        assert patterns(rules) == patterns(forwarding)
        assert {rule.get("EventBusName") for rule in rules} == {bus}


@pytest.mark.parametrize("area", AREAS)
def test_a_function_gets_the_events_that_its_controls_need(area: str) -> None:
    printed = subprocess.run([built("bailiwick"), "events", "--area", area], capture_output=True, check=True)
    needed = {f"aws.{service}" for service in json.loads(printed.stdout)}
    name = f"Audit{area.capitalize()}"
    rules = {
        logical: rule
        for logical, rule in security().of_type("AWS::Events::Rule").items()
        if f"<{name}Queue.Arn>" in {target["Arn"] for target in rule["Targets"]}
    }
    assert {rule["EventPattern"]["source"][0] for rule in rules.values()} == needed
    assert len(rules) == 2 * len(needed)
    for rule in rules.values():
        [dead] = [one["DeadLetterConfig"] for one in rule["Targets"] if one["Arn"] == f"<{name}Queue.Arn>"]
        assert dead == {"Arn": f"<{name}DeadQueue.Arn>"}
    [allow, _] = security().of_type("AWS::SQS::QueuePolicy")[f"{name}QueuePolicy"]["PolicyDocument"]["Statement"]
    assert set(allow["Condition"]["ArnEquals"]["aws:SourceArn"]) == {f"<{rule}.Arn>" for rule in rules}


def test_no_rule_believes_what_anybody_may_put_on_a_bus() -> None:
    rules = [*member(Place(MEMBER_ACCOUNT)).of_type("AWS::Events::Rule").values()]
    rules += security().of_type("AWS::Events::Rule").values()
    for rule in rules:
        pattern = rule["EventPattern"]
        assert all(source.startswith("aws.") for source in pattern["source"])
        types = {"AWS API Call via CloudTrail", "AWS Console Sign In via CloudTrail"}
        assert set(pattern["detail-type"]) <= types
        assert pattern["detail"]["errorCode"] == [{"exists": False}]


def test_without_an_organisation_its_condition_is_left_out() -> None:
    stack = member(Place(MEMBER_ACCOUNT), organization="")
    for audit in AUDIT:
        [trust] = stack.roles()[audit]["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Condition"]["StringEquals"] == {"aws:PrincipalAccount": ACCOUNT}
    assert ORGANIZATION not in str(stack.resources)
