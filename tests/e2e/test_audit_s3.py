"""The S3 audit as a whole: the built command line and the built function, on the misconfigured account.

What must come out is told by `expected`, which reads the account's table and not the account.
"""

import json
from collections.abc import Callable, Iterator

import jsonschema
import pytest

from emulator import Emulator
from emulator.account import ACCOUNT, ACCOUNT_PUBLIC_ACCESS_BLOCK, AWAY, BUCKETS, Bucket
from harness import PROJECT, Function, Ran, cli

REGIONS = {bucket.name: bucket.region for bucket in BUCKETS}
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
SWEEP = json.loads((PROJECT / "events/sweep-s3.json").read_text())
SCHEMA = jsonschema.Draft202012Validator(json.loads((PROJECT / "docs/finding.schema.json").read_text()))

Statuses = dict[tuple[str, str], str]


def expected() -> Statuses:
    """The status of each control at each resource, from the rows of the account's table."""
    account = {("s3.account-public-access-block", ROOT): status(all(ACCOUNT_PUBLIC_ACCESS_BLOCK))}
    return account | {
        (control, f"arn:aws:s3:::{bucket.name}"): told for bucket in BUCKETS for control, told in judged(bucket)
    }


def judged(bucket: Bucket) -> Iterator[tuple[str, str]]:
    """What each control of a bucket must say."""
    own = bucket.public_access_block or (False,) * 4
    blocked = all(here or above for here, above in zip(own, ACCOUNT_PUBLIC_ACCESS_BLOCK, strict=True))
    versioned = bucket.versioning is not None or bucket.mfa_delete
    elsewhere = REGIONS.get(bucket.replicates_to, bucket.region) != bucket.region
    yield "s3.bucket-public-access-block", status(blocked)
    yield "s3.acls-disabled", status(bucket.ownership == "BucketOwnerEnforced")
    yield "s3.versioning", status(bucket.versioning == "Enabled")
    yield "s3.mfa-delete", status(bucket.mfa_delete) if versioned else "not-applicable"
    yield "s3.lifecycle", status("Enabled" in bucket.lifecycle)
    yield "s3.object-lock", status(bucket.object_lock is not None)
    yield "s3.event-notifications", status(bool(bucket.notifies))
    yield "s3.website-hosting", status(bucket.website is None)
    yield "s3.replication", status(elsewhere and bucket.replication == "Enabled")


def status(holds: bool) -> str:
    return "pass" if holds else "fail"


def audit_all(account: Emulator, *arguments: str) -> Ran:
    return cli(account, "audit", "--area", "s3", "--format", "json", "--include-passing", *arguments)


def statuses(ran: Ran) -> Statuses:
    return {(one["control"], one["resource"]): one["status"] for one in ran.json()["results"]}


def failing() -> set[tuple[str, str]]:
    return {at for at, told in expected().items() if told == "fail"}


def test_the_table_has_every_status_of_every_control() -> None:
    seen: dict[str, set[str]] = {}
    for (control, _), told in expected().items():
        seen.setdefault(control, set()).add(told)
    account_control = seen.pop("s3.account-public-access-block")
    assert account_control == {"fail"}
    assert all({"pass", "fail"} <= told for told in seen.values()), seen


def test_the_command_line_judges_every_bucket(account: Emulator) -> None:
    ran = audit_all(account)
    assert statuses(ran) == expected()
    assert (ran.status, ran.err) == (1, "")


def test_more_than_one_page_of_buckets(account: Emulator) -> None:
    account.settings.list_buckets_page = 7
    assert statuses(audit_all(account)) == expected()
    assert account.calls.count("s3:ListAllMyBuckets") == 5


def test_one_region(account: Emulator) -> None:
    there = {(control, arn) for control, arn in expected() if REGIONS.get(arn.rpartition(":")[2]) == AWAY}
    found = statuses(audit_all(account, "--region", AWAY))
    assert {at for at in found if at[1] != ROOT} == there
    assert {found[at] for at in there} <= {"pass", "fail", "not-applicable"}


def test_each_bucket_is_asked_in_its_own_region_and_each_fact_once(account: Emulator) -> None:
    audit_all(account)
    signed = [one for one in account.calls.made() if one.action]
    assert [one for one in signed if one.status == 301] == []
    asked = [(one.operation, one.resource) for one in signed]
    assert len(asked) == len(set(asked))


def permissions() -> list[str]:
    """The IAM actions that the audit takes, without the one that nobody can be denied."""
    return [
        "s3:GetAccountPublicAccessBlock",
        "s3:GetBucketNotification",
        "s3:GetBucketObjectLockConfiguration",
        "s3:GetBucketOwnershipControls",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketVersioning",
        "s3:GetBucketWebsite",
        "s3:GetLifecycleConfiguration",
        "s3:GetReplicationConfiguration",
        "s3:ListAllMyBuckets",
    ]


def test_the_permissions_are_all_that_it_takes(account: Emulator) -> None:
    audit_all(account)
    taken = {one.action for one in account.calls.made() if one.action}
    assert taken == {*permissions(), "sts:GetCallerIdentity"}


@pytest.mark.parametrize("permission", permissions())
def test_without_a_permission_nothing_passes_that_needs_it(account: Emulator, permission: str) -> None:
    account.deny(permission)
    ran = audit_all(account)
    told, whole = statuses(ran), expected()
    unseen = {at for at, one in told.items() if one == "not-assessed"}
    assert unseen, "something could not be seen"
    assert {at: one for at, one in told.items() if at not in unseen}.items() <= whole.items()
    gaps = [one["gap"] for one in ran.json()["results"] if one["status"] == "not-assessed"]
    assert all(permission in gap["permissions"] for gap in gaps)


@pytest.mark.parametrize("how", ["fail", "drop"])
def test_what_fails_now_and_then_is_asked_again(account: Emulator, how: str) -> None:
    getattr(account, how)("s3:*", rate=0.1)
    assert statuses(audit_all(account)) == expected()


def test_what_always_fails_is_not_assessed(account: Emulator) -> None:
    account.fail("s3:GetBucketVersioning", resource="arn:aws:s3:::acme-ledger")
    told = statuses(audit_all(account))
    unseen = {at: "not-assessed" for at in told if at[1].endswith(":acme-ledger") and "versioning" in at[0]}
    unseen |= {at: "not-assessed" for at in told if at[1].endswith(":acme-ledger") and at[0] == "s3.mfa-delete"}
    assert told == expected() | unseen


def test_the_function_tells_of_what_fails(audit: Callable[..., Function], findings) -> None:
    function = audit("audit-s3")
    done = function.invoke(SWEEP)
    assert not done.failed, done.result
    messages = findings.everything.drain()
    assert {(one.body["control"], one.body["resource"]) for one in messages} == failing()
    assert len(messages) == len(failing()), "each once"
    for one in messages:
        SCHEMA.validate(one.body)
        told = {name: one.body[name] for name in ("severity", "area", "account", "transition", "control")}
        assert one.attributes == told
    urgent = {one.body["id"] for one in messages if one.body["severity"] in ("high", "critical")}
    assert {one.body["id"] for one in findings.urgent.drain()} == urgent
    assert done.records(), "logs are JSON"


def test_the_function_refuses_what_it_does_not_know(audit: Callable[..., Function], findings) -> None:
    function = audit("audit-s3")
    done = function.invoke({"colour": "green"})
    assert done.failed
    assert "colour" in done.result["errorMessage"]
    assert not function.invoke(SWEEP | {"run": "after"}).failed, "it is none the worse for it"


def test_entries_that_sns_refuses_are_sent_again(account: Emulator, audit: Callable[..., Function], findings) -> None:
    account.fail_entries(rate=0.2)
    assert not audit("audit-s3").invoke(SWEEP).failed
    told = {(one.body["control"], one.body["resource"]) for one in findings.everything.drain()}
    assert told == failing()
