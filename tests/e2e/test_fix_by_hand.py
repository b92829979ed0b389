"""`bailiwick fix`, `undo` and `fixes`, on the misconfigured account: each remedy made and taken back."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from moto.iam.models import iam_backends

from emulator import Emulator
from emulator.account import ACCOUNT
from harness import cli
from remediation import ALL_ON, changes, differences, look

ROOT = f"arn:aws:iam::{ACCOUNT}:root"
USER = f"arn:aws:iam::{ACCOUNT}:user"
OFF = dict.fromkeys(ALL_ON, False)
KEY = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/00000000-0000-4000-8000-000000000001"
CUSTOMER_KEY = f"encryption:\n  customer-key:\n    - {{bucket: acme-payroll, key: '{KEY}'}}\n"


def nothing(_: Emulator) -> None:
    """The account as it is."""


def lists_count(account: Emulator) -> None:
    """Nothing ignores the public grants of a list any more."""
    account.client("s3").delete_public_access_block(Bucket="acme-uploads")
    account.client("s3control").put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=OFF)


def no_policy(account: Emulator) -> None:
    """Nobody said what a password must be like."""
    account.client("iam").delete_account_password_policy()


def a_key(account: Emulator) -> str:
    """A key of the customer's that nobody rotates, and others that cannot rotate; the ARN of the first."""
    kms = account.client("kms")
    made = kms.create_key(Description="payroll")["KeyMetadata"]
    kms.create_key(KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")
    kms.create_key(KeySpec="HMAC_256", KeyUsage="GENERATE_VERIFY_MAC")
    kms.create_key(Origin="EXTERNAL")
    return made["Arn"]


@dataclass(frozen=True)
class Remedy:
    """A remedy at a resource of an account."""

    control: str
    resource: str = ""  # or what `prepare` gives
    stays: tuple = ()  # what an undo leaves: before, after
    prepare: Callable[[Emulator], str | None] = nothing
    settings: str = ""
    account: str = "account"  # the fixture

    @property
    def area(self) -> str:
        return self.control.partition(".")[0]


REMEDIES = [
    Remedy("s3.bucket-public-access-block", "arn:aws:s3:::acme-payroll"),
    Remedy("s3.account-public-access-block", ROOT),
    Remedy("s3.versioning", "arn:aws:s3:::acme-payroll", stays=(("never", "suspended"),)),
    Remedy("s3.versioning", "arn:aws:s3:::acme-analytics"),
    Remedy("s3.public-read", "arn:aws:s3:::acme-press-photos"),
    Remedy("s3.public-write", "arn:aws:s3:::acme-website"),
    Remedy("s3.public-read", "arn:aws:s3:::acme-uploads", prepare=lists_count),
    Remedy("s3.tls-only", "arn:aws:s3:::acme-payroll"),
    Remedy("s3.tls-only", "arn:aws:s3:::acme-hr-files"),
    Remedy("encryption.s3-default", "arn:aws:s3:::acme-payroll", settings=CUSTOMER_KEY),
    Remedy("encryption.kms-rotation", prepare=a_key, account="emulator"),
    Remedy("iam.password-strength", ROOT, account="people"),
    Remedy("iam.password-length", ROOT, prepare=no_policy, account="people"),
    Remedy("iam.password-reuse", ROOT, account="people"),
    Remedy("iam.password-expiry", ROOT, account="people"),
    Remedy("iam.user-key-rotation", f"{USER}/old-key", account="people"),
    Remedy("iam.user-key-unused", f"{USER}/idle-key", account="people"),
]


def seen(account: Emulator, file: Path, *what: str) -> list[dict]:
    """All that an audit sees now: a credential report may be hours old, and is made anew here."""
    iam_backends[ACCOUNT]["aws"].credential_report = None
    return look(account, file, *what)


@pytest.mark.parametrize("remedy", REMEDIES, ids=lambda one: f"{one.control} {one.resource.rpartition(':')[2]}")
def test_fix_and_undo(request: pytest.FixtureRequest, tmp_path: Path, remedy: Remedy) -> None:
    account: Emulator = request.getfixturevalue(remedy.account)
    resource = remedy.prepare(account) or remedy.resource
    (tmp_path / "settings").write_text(remedy.settings)
    ledger = ("--ledger", str(tmp_path / "ledger"))
    settings = ("--config", str(tmp_path / "settings"))
    about = ("--control", remedy.control, "--resource", resource, *settings)
    before, broken = seen(account, tmp_path / "before", "--area", remedy.area), seen(account, tmp_path / "broken", *about)
    shown = cli(account, "fix", *about)
    assert (shown.status, "$ aws " in shown.out) == (1, True), shown.out + shown.err
    assert changes(account) == [], "shown, not done"

    done = cli(account, "fix", *about, "--apply", "--yes", *ledger)
    assert done.status == 0, done.out + done.err
    assert len(differences(broken, seen(account, tmp_path / "fixed", *about))) > 0
    assert cli(account, "audit", *about).status == 0, "it passes now"
    assert cli(account, "fix", *about, "--apply", "--yes", *ledger).out.strip() == "nothing to fix"

    fix = cli(account, "fixes", *ledger, "--format", "json").json()["fixes"][0]
    undone = cli(account, "undo", fix["id"], "--yes", *ledger)
    assert undone.status == 0, undone.err
    after = seen(account, tmp_path / "after", "--area", remedy.area)
    assert tuple((old, new) for _, old, new in differences(before, after)) == remedy.stays
    again = cli(account, "undo", fix["id"], "--yes", *ledger)
    assert (again.status, "undone" in again.err) == (2, True)


def test_a_policy_with_a_deleted_principal_is_not_put_back(account: Emulator, tmp_path: Path) -> None:
    s3, bucket = account.client("s3"), "acme-press-photos"
    policy = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])
    dead = {"AWS": "AROAJ3K5EXAMPLEROLEID"}
    arn = f"arn:aws:s3:::{bucket}/*"
    policy["Statement"].append({"Effect": "Allow", "Principal": dead, "Action": "s3:GetObject", "Resource": arn})
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps(policy))
    about = ("--control", "s3.public-read", "--resource", f"arn:aws:s3:::{bucket}")
    ran = cli(account, "fix", *about, "--apply", "--yes", "--ledger", str(tmp_path / "ledger"))
    assert ran.status == 1
    assert "AROAJ3K5EXAMPLEROLEID" in ran.out
    assert account.calls.count("s3:PutBucketPolicy") == 0


def test_an_undo_refuses_what_changed_since(account: Emulator, tmp_path: Path) -> None:
    ledger = ("--ledger", str(tmp_path / "ledger"))
    about = ("--control", "s3.bucket-public-access-block", "--resource", "arn:aws:s3:::acme-payroll")
    assert cli(account, "fix", *about, "--apply", "--yes", *ledger).status == 0
    other = ALL_ON | {"BlockPublicAcls": False}
    account.client("s3").put_public_access_block(Bucket="acme-payroll", PublicAccessBlockConfiguration=other)
    fix = cli(account, "fixes", *ledger, "--format", "json").json()["fixes"][0]
    before = account.calls.count("s3:PutBucketPublicAccessBlock")
    undone = cli(account, "undo", fix["id"], "--yes", *ledger)
    assert undone.status == 2
    assert "no longer looks" in undone.err
    assert account.calls.count("s3:PutBucketPublicAccessBlock") == before


def test_an_undo_needs_the_callers_own_permission(account: Emulator, tmp_path: Path) -> None:
    ledger = ("--ledger", str(tmp_path / "ledger"))
    about = ("--control", "s3.bucket-public-access-block", "--resource", "arn:aws:s3:::acme-payroll")
    assert cli(account, "fix", *about, "--apply", "--yes", *ledger).status == 0
    fix = cli(account, "fixes", *ledger, "--format", "json").json()["fixes"][0]
    account.deny("s3:PutBucketPublicAccessBlock")
    undone = cli(account, "undo", fix["id"], "--yes", *ledger)
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
    assert "does not exist" in cli(account, "undo", "nonsense", "--yes", *ledger).err
    cli(account, "audit", "--control", "s3.versioning", *ledger)
    assert "no fix" in cli(account, "undo", "nonsense", "--yes", *ledger).err
    assert "remedy" in cli(account, "fix", "--control", "s3.lifecycle").err
    assert cli(account, "fixes", *ledger).out.strip() == "0 fixes"


def test_both_open_doors_are_closed(account: Emulator, tmp_path: Path) -> None:
    lists_count(account)
    arn, s3 = "arn:aws:s3:::acme-uploads", account.client("s3")
    public = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{arn}/*"}
    s3.put_bucket_policy(Bucket="acme-uploads", Policy=json.dumps({"Version": "2012-10-17", "Statement": [public]}))
    about = ("--control", "s3.public-read", "--resource", arn)
    ran = cli(account, "fix", *about, "--apply", "--yes", "--ledger", str(tmp_path / "ledger"))
    assert (ran.status, "2 of 2 fixed" in ran.out) == (0, True), ran.out + ran.err
    assert cli(account, "audit", *about).status == 0


def test_a_key_is_fixed_by_its_id(people: Emulator) -> None:
    """The credential report has no ids of keys; deactivating one takes its id."""
    iam_backends[ACCOUNT]["aws"].credential_report = None
    shown = cli(people, "fix", "--control", "iam.user-key-unused")
    [key] = people.client("iam").list_access_keys(UserName="idle-key")["AccessKeyMetadata"]
    assert f"aws iam update-access-key --user-name idle-key --access-key-id {key['AccessKeyId']}" in shown.out
    assert "cannot plan" not in shown.out


@pytest.fixture
def kept(account: Emulator, tmp_path: Path) -> tuple[dict, tuple[str, str]]:
    """A fix that was made, and where it is kept."""
    ledger = ("--ledger", str(tmp_path / "ledger"))
    about = ("--control", "s3.bucket-public-access-block", "--resource", "arn:aws:s3:::acme-payroll")
    assert cli(account, "fix", *about, "--apply", "--yes", *ledger).status == 0
    return cli(account, "fixes", *ledger, "--format", "json").json()["fixes"][0], ledger


def test_an_undo_that_nobody_confirms_changes_nothing(account: Emulator, kept: tuple[dict, tuple[str, str]]) -> None:
    fix, ledger = kept
    account.calls.reset()
    undone = cli(account, "undo", fix["id"], *ledger)
    assert (undone.status, "--yes" in undone.err) == (2, True)
    assert "acme-payroll" in undone.out, "what would change is shown"
    assert changes(account) == []
