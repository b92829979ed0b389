"""What a principal used of what it may use: by the built command line, and by the function's own job."""

import json

import pytest

from emulator import Emulator
from emulator.account import ACCOUNT
from emulator.answers.identity import USED
from harness import Bus, Poller, Runtime, built, cli, deploy, environment

CONTROL = "iam.unused-service-access"
NOTHING: dict[str, tuple[None, dict[str, str]]] = {"s3": (None, {})}
DONE = 100
WORK = {
    "Version": "2012-10-17",
    "Statement": {"Effect": "Allow", "Action": ["s3:CreateBucket", "s3:GetObject", "ec2:*"], "Resource": "*"},
}
JOB = {"iam:GenerateServiceLastAccessedDetails", "iam:GetServiceLastAccessedDetails"}
# moto makes users now; by this time they are old.
NOW, LATELY = "2099-03-01T12:00:00Z", "2099-02-20T00:00:00Z"
LATER = ("--now", NOW)


def workers(emulator: Emulator) -> None:
    """Two users with the same policy: one used all of it, one a part."""
    iam = emulator.client("iam")
    USED["idle"] = {"ec2": (None, {}), "s3": (LATELY, {"CreateBucket": "2025-01-01T00:00:00Z"})}
    USED["busy"] = {"ec2": (LATELY, {}), "s3": (LATELY, {})}
    for name in ("idle", "busy"):
        iam.create_user(UserName=name)
        iam.put_user_policy(UserName=name, PolicyName="work", PolicyDocument=json.dumps(WORK))


@pytest.fixture
def working(_emulator: Emulator) -> Emulator:
    return _emulator.hold("workers", workers)


def arn(name: str) -> str:
    return f"arn:aws:iam::{ACCOUNT}:user/{name}"


def test_by_name_alone(working: Emulator) -> None:
    named = [word for name in ("idle", "busy") for word in ("--resource", arn(name))]
    ran = cli(working, "audit", "--control", CONTROL, *named, *LATER, "--format", "json", "--include-passing")
    found = {one["resource"]: one for one in ran.json()["results"]}
    assert {at: one["status"] for at, one in found.items()} == {arn("idle"): "fail", arn("busy"): "pass"}
    assert "1 of 2 services that it may use were not used for 90 days: `ec2`" in found[arn("idle")]["because"]
    [shown] = [one["value"] for one in found[arn("idle")]["evidence"] if one["fact"] == "right-sized"]
    [policy] = shown["policies"]
    assert policy["document"]["Statement"][0]["Action"] == "s3:GetObject"
    assert {one.action for one in working.calls.made() if one.action} == JOB | {
        "iam:GetAccountAuthorizationDetails",
        "sts:GetCallerIdentity",
    }


def test_who_is_new_had_no_time_yet(working: Emulator) -> None:
    ran = cli(working, "audit", "--control", CONTROL, "--resource", arn("idle"), "--format", "json", "--include-passing")
    assert [one["status"] for one in ran.json()["results"]] == ["pass"]


def test_a_general_audit_says_that_it_did_not_look(working: Emulator) -> None:
    ran = cli(working, "audit", "--area", "iam", "--format", "json")
    assert ran.json()["run"]["left_out"] == [CONTROL]
    assert CONTROL not in ran.json()["run"]["controls"]
    assert not JOB & {one.action for one in working.calls.made()}
    ran = cli(working, "audit", "--control", CONTROL)
    assert ran.status == 2
    assert "--resource" in ran.err
    assert not JOB & {one.action for one in working.calls.made()}


@pytest.mark.parametrize("permission", sorted(JOB))
def test_without_the_permission_nothing_is_said_of_use(working: Emulator, permission: str) -> None:
    working.deny(permission)
    ran = cli(working, "audit", "--control", CONTROL, "--resource", arn("busy"), *LATER, "--format", "json")
    [one] = ran.json()["results"]
    assert (one["status"], one["gap"]["reason"]) == ("not-assessed", "denied")
    assert permission in one["gap"]["message"]


def test_what_remains_of_a_principals_policies(working: Emulator) -> None:
    ran = cli(working, "policy", "tighten", "--principal", arn("idle"), *LATER)
    [policy] = json.loads(ran.out)["policies"]
    assert policy["document"]["Statement"][0]["Action"] == "s3:GetObject"
    assert ran.err.splitlines()[:4] == ["`work`", "statement 0", "- s3:CreateBucket", "statement 0"]
    assert "kept, since AWS does not track it: s3:GetObject" in ran.err
    assert ran.status == 1
    assert cli(working, "policy", "tighten", "--principal", arn("busy"), *LATER).status == 0


def test_a_job_of_its_own_judges_all_principals_share_by_share(working: Emulator) -> None:
    iam = working.client("iam")
    for number in range(DONE):
        iam.create_user(UserName=f"many-{number:03}")
    deployment, bus = deploy(working), Bus(working, "iam")
    with Runtime("audit-iam") as runtime:
        env = environment(working, **deployment.variables, QUEUE_URL=bus.url)
        function = runtime.start("audit-iam", [built("audit-iam")], env)
        task = {"account": ACCOUNT, "area": "iam", "run": "weekly", "sole": True, "controls": [CONTROL]}
        first = function.invoke(task)
        assert not first.failed, first.result
        assert (first.result["resources"], first.result["more"]) == (DONE, True)
        assert working.calls.count("iam:GenerateServiceLastAccessedDetails") == DONE
        assert Poller(bus, function).once() == []
    assert working.calls.count("iam:GenerateServiceLastAccessedDetails") == DONE + 2
    assert bus.depth() == 0, "nobody is left"
