"""Secrets that somebody put into configuration: in no file and no output, and never lost by a fix."""

import json
import re
import stat
from pathlib import Path
from typing import Any

import pytest

from emulator import Emulator
from harness import cli
from watched import small

BUCKET = "acme-ledger"
ARN = f"arn:aws:s3:::{BUCKET}"
REFERER, TAGGED, TOKEN = "hunter2-referer", "hunter2-tag", "ghp_" + "0123456789abcdefABCD" * 2
EXTERNAL = "hunter2-external-id"
SECRETS = (REFERER, TAGGED, TOKEN, EXTERNAL)
POLICY: dict[str, Any] = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "Site",
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::123456789012:root"},
            "Action": "s3:GetObject",
            "Resource": f"{ARN}/*",
            "Condition": {"StringEquals": {"aws:Referer": REFERER}},
        }
    ],
}
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"AWS": "arn:aws:iam::444455556666:root"},
            "Action": "sts:AssumeRole",
            "Condition": {"StringEquals": {"sts:ExternalId": EXTERNAL}},
        }
    ],
}


@pytest.fixture
def few(_emulator: Emulator) -> Emulator:
    emulator = _emulator.hold("a small account", small)
    s3 = emulator.client("s3")
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(POLICY))
    tags = {"db-password": TAGGED, "note": f"deploys with {TOKEN}"}
    s3.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": [{"Key": k, "Value": v} for k, v in tags.items()]})
    emulator.client("iam").create_role(RoleName="vendor", AssumeRolePolicyDocument=json.dumps(TRUST))
    return emulator


def test_no_secret_is_kept_or_shown(few: Emulator, tmp_path: Path) -> None:
    config, snapshot, ledger = tmp_path / "settings.yaml", tmp_path / "snapshot", tmp_path / "ledger"
    # Tags are read where the settings decide by one.
    rule = {"control": "s3.lifecycle", "tag": "team=web", "reason": "why", "owner": "who", "until": "2999-01-01"}
    config.write_text(json.dumps({"exceptions": [rule]}))
    files = ("--config", str(config), "--snapshot", str(snapshot), "--ledger", str(ledger))
    ran = cli(few, "audit", "--area", "s3", "--area", "iam", "--format", "json", "--include-passing", *files)
    assert ran.status in (1, 3), ran.err
    texts = {
        "json": ran.out,
        "table": cli(few, "audit", "--area", "s3", "--area", "iam", "--include-passing").out,
        "snapshot": snapshot.read_text(),
        "ledger": ledger.read_text(),
        "replay": cli(few, "replay", str(snapshot), "--format", "json", "--include-passing").out,
        "fix": cli(few, "fix", "--resource", ARN).out,
    }
    assert [(name, secret) for name, text in texts.items() for secret in SECRETS if secret in text] == []
    masks = set(re.findall("masked:sha256:[0-9a-f]{12}", texts["snapshot"]))
    assert len(masks) == len(SECRETS), "each is recognised, and the same wherever it stands"
    for file in (snapshot, ledger):
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_fix_and_its_undo_leave_the_secret_in_the_policy(few: Emulator, tmp_path: Path) -> None:
    def policy() -> dict:
        return json.loads(few.client("s3").get_bucket_policy(Bucket=BUCKET)["Policy"])

    about = ("--control", "s3.tls-only", "--resource", ARN)
    shown = cli(few, "fix", *about)
    assert "was masked" in shown.out, "whoever copies the command is warned"
    ledger = ("--ledger", str(tmp_path / "ledger"))
    done = cli(few, "fix", *about, "--apply", "--yes", *ledger)
    assert done.status == 0, done.out + done.err
    fixed = policy()
    assert fixed["Statement"][0] == POLICY["Statement"][0]
    assert len(fixed["Statement"]) == 2
    fix = cli(few, "fixes", *ledger, "--format", "json").json()["fixes"][0]
    undone = cli(few, "undo", fix["id"], "--yes", *ledger)
    assert undone.status == 0, undone.err
    assert policy() == POLICY
    assert REFERER not in (tmp_path / "ledger").read_text()


def test_an_undo_that_would_write_a_mask_is_refused(few: Emulator, tmp_path: Path) -> None:
    """The statement with the secret is gone since: nobody knows the secret any more."""
    s3, ledger = few.client("s3"), ("--ledger", str(tmp_path / "ledger"))
    about = ("--control", "s3.public-read", "--resource", ARN)
    public = POLICY | {"Statement": [POLICY["Statement"][0] | {"Principal": "*"}]}
    s3.delete_public_access_block(Bucket=BUCKET)
    s3.put_bucket_policy(Bucket=BUCKET, Policy=json.dumps(public))
    done = cli(few, "fix", *about, "--apply", "--yes", *ledger)
    fixes = cli(few, "fixes", *ledger, "--format", "json").json()["fixes"]
    assert (done.status, len(fixes)) == (0, 1), done.out + done.err
    before = few.calls.count("s3:PutBucketPolicy")
    undone = cli(few, "undo", fixes[0]["id"], "--yes", *ledger)
    assert (undone.status, "secret" in undone.err) == (2, True), undone.err
    assert few.calls.count("s3:PutBucketPolicy") == before
