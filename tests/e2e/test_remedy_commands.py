"""The command that each finding tells heals it: run as a person would, with AWS's own command line."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from emulator import ADMIN, HOME, Emulator
from emulator.account import ACCOUNT
from harness import cli, environment
from watched import arn

# What is the reader's to choose, and what this reader chooses.
CHOSEN = {
    "arn:aws:iam::123456789012:role/ROLE": "arn:aws:iam::123456789012:role/replication",
    ",STATEMENTS-AS-THEY-ARE": "",
    "DESTINATION": "acme-copies",
    "MFA-DEVICE-ARN CODE": f"arn:aws:iam::{ACCOUNT}:mfa/root-account-mfa-device 123456",
}
# Where the first that fails will not do, since S3 asks for versions first.
RATHER = {
    "s3.mfa-delete": "acme-datalake",
    "s3.object-lock": "acme-backups",
    "s3.replication": "acme-hr-files",
}


# What cannot be changed after it was made: its command makes another one.
MADE_ANEW = {"s3.multi-region-access-point-public-access-block", "s3.access-point-public-access-block"}
# Commands that put a document of the reader's own: the reader writes it first, and `bailiwick fix` does both.
WRITTEN_FIRST = {
    "s3.public-read",
    "s3.public-write",
    "s3.cross-account-access",
    "s3.cross-account-mutation",
    "s3.tls-only",
    "s3.predictable-service-bucket",
}


def audit(account: Emulator) -> list[dict[str, Any]]:
    ran = cli(account, "audit", "--area", "s3", "--format", "json", "--include-passing")
    return ran.json()["results"]


def chosen(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A finding of each control."""
    picked: dict[str, dict[str, Any]] = {}
    for one in results:
        rather = RATHER.get(one["control"])
        if one["status"] == "fail" and (rather is None or one["resource"] == arn(rather)):
            picked.setdefault(one["control"], one)
    return list(picked.values())


def run(account: Emulator, command: str) -> str:
    """What the command says where it fails; nothing where it does not."""
    for word, choice in CHOSEN.items():
        command = command.replace(word, choice)
    # S3 Control puts the account's number before the host, and no such name resolves here: a proxy is asked for it.
    own = {"AWS_DEFAULT_REGION": HOME, "HTTP_PROXY": account.url, "NO_PROXY": ""}
    env = environment(account, access_key=ADMIN, **own)
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    done = subprocess.run(["bash", "-c", command], env=env, capture_output=True, text=True, timeout=120, check=False)
    return "" if done.returncode == 0 else f"{command}\n{done.stderr}"


def test_every_command_heals(account: Emulator) -> None:
    before = audit(account)
    fixed = chosen(before)
    assert {one["control"] for one in fixed} == {one["control"] for one in before}, "a command of every control"
    by_hand = [one for one in fixed if "file://" in one["fix"]]
    assert {one["control"] for one in by_hand} <= WRITTEN_FIRST
    fixed = [one for one in fixed if one not in by_hand and one["control"] not in MADE_ANEW]
    with ThreadPoolExecutor(2) as pool:
        errors = list(pool.map(lambda one: run(account, one["fix"]), fixed))
    assert [error for error in errors if error] == []
    after = {one["id"]: one["status"] for one in audit(account)}
    assert {(one["control"], one["resource"]): after[one["id"]] for one in fixed} == {
        (one["control"], one["resource"]): "pass" for one in fixed
    }
