"""The S3 audit by the built command line, on the misconfigured account.

What must come out is told by `expected`, which reads the account's table and not the account.
"""

import pytest

from emulator import Emulator
from emulator.account import AWAY
from expectations import OF_THE_ACCOUNT, REGIONS, ROOT, Statuses, expected, multi_region
from harness import Ran, cli


def audit_all(account: Emulator, *arguments: str) -> Ran:
    return cli(account, "audit", "--area", "s3", "--format", "json", "--include-passing", *arguments)


def statuses(ran: Ran) -> Statuses:
    return {(one["control"], one["resource"]): one["status"] for one in ran.json()["results"]}


def test_the_table_has_every_status_of_every_control(account: Emulator) -> None:
    seen: dict[str, set[str]] = {}
    for (control, _), told in expected().items():
        seen.setdefault(control, set()).add(told)
    assert [seen.pop(control) for control in OF_THE_ACCOUNT] == [{"fail"}, {"fail"}]
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
    there |= {at for at in expected() if f":{AWAY}:" in at[1]} | multi_region().keys()
    found = statuses(audit_all(account, "--region", AWAY))
    assert {at for at in found if at[1] != ROOT} == there
    assert {found[at] for at in there} <= {"pass", "fail", "not-applicable"}


def test_regions_that_are_off_are_left_out_and_named(account: Emulator) -> None:
    assert audit_all(account).json()["run"]["regions_off"] == ["af-south-1"]
    assert "not read: 1 Region disabled for the account" in cli(account, "audit", "--area", "s3").out
    assert not [one for one in account.calls.made() if one.region == "af-south-1"]


def test_each_bucket_is_asked_in_its_own_region_and_each_fact_once(account: Emulator) -> None:
    audit_all(account)
    signed = [one for one in account.calls.made() if one.action]
    assert [one for one in signed if one.status == 301] == []
    asked = [(one.operation, one.resource, one.region) for one in signed]
    assert len(asked) == len(set(asked))


def permissions() -> list[str]:
    """The IAM actions that the audit takes in an account of no organisation, without the one that nobody can be denied."""
    return [
        "account:ListRegions",
        "organizations:DescribeOrganization",
        "s3:GetAccessPoint",
        "s3:GetAccessPointPolicy",
        "s3:GetAccountPublicAccessBlock",
        "s3:GetBucketAcl",
        "s3:GetBucketNotification",
        "s3:GetBucketObjectLockConfiguration",
        "s3:GetBucketOwnershipControls",
        "s3:GetBucketPolicy",
        "s3:GetBucketPublicAccessBlock",
        "s3:GetBucketVersioning",
        "s3:GetBucketWebsite",
        "s3:GetEncryptionConfiguration",
        "s3:GetLifecycleConfiguration",
        "s3:GetMultiRegionAccessPointPolicy",
        "s3:GetReplicationConfiguration",
        "s3:ListAccessPoints",
        "s3:ListAllMyBuckets",
        "s3:ListMultiRegionAccessPoints",
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
