"""`bailiwick fix`, `undo` and `fixes`, on the misconfigured account: each remedy made and taken back."""

from pathlib import Path

import pytest

from emulator import Emulator
from emulator.account import ACCOUNT
from harness import cli

from remediation import ALL_ON, differences, look

ROOT = f"arn:aws:iam::{ACCOUNT}:root"
# Control, resource, and what stays after the undo: path in the snapshot, before, after.
REMEDIES = [
    ("s3.bucket-public-access-block", "arn:aws:s3:::acme-payroll", []),
    ("s3.account-public-access-block", ROOT, []),
    ("s3.versioning", "arn:aws:s3:::acme-payroll", [("never", "suspended")]),
]


@pytest.mark.parametrize(("control", "resource", "stays"), REMEDIES, ids=[one[0] for one in REMEDIES])
def test_fix_and_undo(account: Emulator, tmp_path: Path, control: str, resource: str, stays: list) -> None:
    ledger = ("--ledger", str(tmp_path / "ledger"))
    about = ("--control", control, "--resource", resource)
    before = look(account, tmp_path / "before", "--area", "s3")
    shown = cli(account, "fix", *about)
    assert (shown.status, "$ aws s3" in shown.out) == (1, True), shown.err
    assert look(account, tmp_path / "shown", "--area", "s3") == before, "shown, not done"

    done = cli(account, "fix", *about, "--apply", "--yes", *ledger)
    assert done.status == 0, done.out + done.err
    fixed = look(account, tmp_path / "fixed", "--area", "s3")
    assert len(differences(before, fixed)) > 0
    assert cli(account, "audit", *about).status == 0, "it passes now"
    assert cli(account, "fix", *about, "--apply", "--yes", *ledger).out.strip() == "nothing to fix"

    fix = cli(account, "fixes", *ledger, "--format", "json").json()["fixes"][0]
    assert cli(account, "undo", fix["id"], *ledger).status == 0
    after = look(account, tmp_path / "after", "--area", "s3")
    assert [(old, new) for _, old, new in differences(before, after)] == stays
    again = cli(account, "undo", fix["id"], *ledger)
    assert (again.status, "undone" in again.err) == (2, True)


def test_an_undo_refuses_what_changed_since(account: Emulator, tmp_path: Path) -> None:
    ledger = ("--ledger", str(tmp_path / "ledger"))
    about = ("--control", "s3.bucket-public-access-block", "--resource", "arn:aws:s3:::acme-payroll")
    assert cli(account, "fix", *about, "--apply", "--yes", *ledger).status == 0
    other = ALL_ON | {"BlockPublicAcls": False}
    account.client("s3").put_public_access_block(Bucket="acme-payroll", PublicAccessBlockConfiguration=other)
    fix = cli(account, "fixes", *ledger, "--format", "json").json()["fixes"][0]
    before = account.calls.count("s3:PutBucketPublicAccessBlock")
    undone = cli(account, "undo", fix["id"], *ledger)
    assert undone.status == 2
    assert "no longer looks" in undone.err
    assert account.calls.count("s3:PutBucketPublicAccessBlock") == before


def test_an_undo_needs_the_callers_own_permission(account: Emulator, tmp_path: Path) -> None:
    ledger = ("--ledger", str(tmp_path / "ledger"))
    about = ("--control", "s3.bucket-public-access-block", "--resource", "arn:aws:s3:::acme-payroll")
    assert cli(account, "fix", *about, "--apply", "--yes", *ledger).status == 0
    fix = cli(account, "fixes", *ledger, "--format", "json").json()["fixes"][0]
    account.deny("s3:PutBucketPublicAccessBlock")
    undone = cli(account, "undo", fix["id"], *ledger)
    assert (undone.status, "s3:PutBucketPublicAccessBlock" in undone.err) == (2, True)
    assert cli(account, "fixes", *ledger, "--format", "json").json()["fixes"][0]["state"] == "applied"


def test_nothing_is_done_without_a_place_for_the_image(account: Emulator) -> None:
    ran = cli(account, "fix", "--control", "s3.versioning", "--apply", "--yes")
    assert (ran.status, "--ledger" in ran.err) == (2, True)
    asked = cli(account, "fix", "--control", "s3.versioning", "--apply", "--ledger", "/dev/null/x")
    assert asked.status == 2
    assert account.calls.count("s3:PutBucketVersioning") == 0


def test_a_script_leaves_out_what_something_speaks_against(account: Emulator, tmp_path: Path) -> None:
    tags = {"TagSet": [{"Key": "bailiwick:keep", "Value": ""}]}
    account.client("s3").put_bucket_tagging(Bucket="acme-payroll", Tagging=tags)
    about = ("--control", "s3.versioning", "--resource", "arn:aws:s3:::acme-payroll")
    ran = cli(account, "fix", *about, "--apply", "--yes", "--ledger", str(tmp_path / "ledger"))
    assert (ran.status, "left out" in ran.out) == (1, True)
    assert account.calls.count("s3:PutBucketVersioning") == 0


def test_unknown_fixes_and_controls_without_remedy(account: Emulator, tmp_path: Path) -> None:
    ledger = ("--ledger", str(tmp_path / "ledger"))
    assert "no fix" in cli(account, "undo", "nonsense", *ledger).err
    assert "remedy" in cli(account, "fix", "--control", "s3.lifecycle").err
    assert cli(account, "fixes", *ledger).out.strip() == "0 fixes"
