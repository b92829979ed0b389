"""What the fixer goes back to: its own changes, another open door, what changed while it planned."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from emulator import Emulator
from emulator.account import ACCOUNT
from harness import Deployment, Function, cli
from remediation import ALL_ON, BLOCK, BUCKET, Fixer, finding, fixer, settings

FIXER = f"arn:aws:iam::{ACCOUNT}:role/bailiwick-fix-s3"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/bailiwick-fix-s3/bailiwick"
OTHER = f"arn:aws:iam::{ACCOUNT}:role/deployer"


@pytest.fixture
def by_role(account: Emulator, start: Callable[..., Function], deployment: Deployment) -> Fixer:
    """The same, with a role for each family of services, as the template has it."""
    deployment.settings(settings(f"{BLOCK} act"))
    return fixer(account, start, deployment, FIX_ROLE_ARN="arn:aws:iam::{account}:role/bailiwick-fix-{family}")


@pytest.mark.parametrize(
    ("cause", "fixed"),
    [
        ({"principal": SESSION}, False),
        ({"principal": SESSION, "session_issuer": FIXER}, False),
        ({"principal": "AROAEXAMPLE:bailiwick", "session_issuer": FIXER}, False),
        ({"principal": SESSION.replace("fix-s3", "fix-kms")}, False),  # whichever of its roles
        ({"principal": OTHER, "session_issuer": OTHER}, True),
        ({"principal": SESSION.replace(ACCOUNT, "210987654321")}, True),  # of that name, and another's
        ({"principal": f"arn:aws:iam::{ACCOUNT}:user/bailiwick-fix-s3"}, True),
        (None, True),
    ],
    ids=str,
)
def test_its_own_change_is_looked_at_and_not_fixed(by_role: Fixer, cause: dict | None, fixed: bool) -> None:
    by_role.open_up()
    by_role.emulator.calls.reset()
    by_role.send(finding(cause=cause) if cause else finding())
    by_role.work()
    assert by_role.emulator.calls.count("s3:GetBucketPublicAccessBlock") > 0, "it is looked at"
    assert by_role.changed() == (["s3:PutBucketPublicAccessBlock"] if fixed else [])
    assert by_role.block() == (ALL_ON if fixed else None)
    assert len(by_role.fixes()) == int(fixed)
    assert by_role.mapping.waiting() == 0, "and done with"


def test_what_it_did_is_its_roles(by_role: Fixer) -> None:
    by_role.break_and_fix()
    [fix] = by_role.fixes()
    assert (fix["state"], fix["by"]) == ("applied", SESSION)


def test_the_second_open_door_is_closed_too(fixing: Fixer) -> None:
    """A policy and a list let everybody in: the one is no reason to forget the other, and no event tells of it."""
    control, bucket = "s3.public-read", "acme-uploads"
    arn, s3 = f"arn:aws:s3:::{bucket}", fixing.emulator.client("s3")
    public = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{arn}/*"}
    s3.delete_public_access_block(Bucket=bucket)
    off = dict.fromkeys(ALL_ON, False)
    fixing.emulator.client("s3control").put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=off)
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [public]}))
    fixing.deployment.settings(settings(f"{control} ask"))
    fixing.send(finding(control=control, resource=arn))
    fixing.work()
    table = ("--table", fixing.deployment.table)
    for done in (1, 2):
        asked = fixing.fixes()[-1]
        assert [one["state"] for one in fixing.fixes()] == ["applied"] * (done - 1) + ["asked"]
        assert cli(fixing.emulator, "fixes", "--approve", asked["id"], *table).status == 0
        fixing.tick()  # what was approved is done
        fixing.tick()  # and what is still open is looked at
    assert sorted(fixing.changed()) == ["s3:DeleteBucketPolicy", "s3:PutBucketAcl"]
    assert [one["state"] for one in fixing.fixes()] == ["applied", "applied"]
    assert "remediated" in fixing.transitions(arn, control)
    assert fixing.tick().result == {"done": 0, "left": 0}, "nothing is gone back to any more"


def test_nothing_is_written_over_what_changed_between_plan_and_act(fixing: Fixer) -> None:
    other = dict.fromkeys(ALL_ON, False) | {"BlockPublicAcls": True}
    fixing.open_up()
    fixing.notice()
    fixing.emulator.calls.reset()
    # The image is kept after the plan and before the act.
    with fixing.emulator.delay(1.0, "dynamodb:PutItem", skip=1), ThreadPoolExecutor() as beside:
        working = beside.submit(fixing.mapping.deliver)
        while not fixing.emulator.calls.count("s3:GetBucketTagging") and not working.done():
            time.sleep(0.01)
        fixing.emulator.client("s3").put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration=other)
        working.result()
    assert (fixing.changed(), fixing.block()) == ([], other)
    [fix] = fixing.fixes()
    assert (fix["state"], "no longer looks" in fix["why"]) == ("failed", True)
    fixing.tick()
    assert fixing.block() == ALL_ON, "planned anew, from what is there now"


def test_what_it_did_and_what_held_it_up_is_counted(fixing: Fixer) -> None:
    def counted() -> dict[tuple[str, ...], int]:
        fixing.send(finding())
        [done] = fixing.work()
        found = {}
        for told in (one for one in done.records() if "_aws" in one):
            assert ACCOUNT not in json.dumps(told), "no account among the dimensions"
            [directive] = told["_aws"]["CloudWatchMetrics"]
            assert directive["Namespace"] == "Bailiwick"
            [dimensions] = directive["Dimensions"]
            for metric in directive["Metrics"]:
                found[(metric["Name"], *(told[name] for name in dimensions))] = told[metric["Name"]]
        return {name: count for name, count in found.items() if count}

    fixing.open_up()
    assert counted() == {("Fixed",): 1}
    assert counted() == {}, "it is not broken"
    fixing.open_up()
    with fixing.emulator.deny("s3:PutBucketPublicAccessBlock"):
        assert counted() == {("FixFailed",): 1}
    with fixing.emulator.deny("s3:GetBucketTagging"):
        assert counted() == {("FixRefused", "tags"): 1}
    with fixing.emulator.deny("s3:GetBucketPublicAccessBlock"):
        assert counted() == {("FixRefused", "unread"): 1}
    fixing.deployment.settings("remediation: {rules: nonsense}")
    assert counted() == {("FixRefused", "settings"): 1}
    fixing.deployment.settings(settings(f"{BLOCK} act", more="  stop: true\n"))
    assert counted() == {("FixRefused", "stop"): 1}
    fixing.deployment.settings(settings("s3.versioning act"))
    assert counted() == {("FixRefused", "off"): 1}
