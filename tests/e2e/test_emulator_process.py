"""The emulator as a process of its own, for tests that are not written in Python; and what its accounts start with."""

import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from emulator import Emulator
from harness import AUDITOR

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_ends_when_told(how: signal.Signals) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "emulator", "--port", "0", "--account"], cwd=TESTS, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    with urllib.request.urlopen(f"{url}/_emulator/calls") as answer:
        assert json.load(answer) == [], "making the account is the tests' own doing"
    process.send_signal(how)
    rest, _ = process.communicate(timeout=10)
    assert (process.returncode, rest) == (0, "")


def test_it_ends_with_whoever_it_is_attached_to() -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "emulator", "--attached"], cwd=TESTS, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout and process.stdout.readline().startswith(b"http://")
    process.communicate(timeout=10)
    assert process.returncode == 0


def test_managed_policies_and_a_short_list_of_images(emulator: Emulator) -> None:
    policy = emulator.client("iam").get_policy(PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess")["Policy"]
    assert policy["PolicyName"] == "AdministratorAccess"
    ec2 = emulator.client("ec2")
    assert len(ec2.describe_images()["Images"]) == 2
    assert len(ec2.describe_snapshots()["Snapshots"]) <= 2


def test_a_role_of_another_account_is_assumed_and_can_be_denied(emulator: Emulator) -> None:
    role = "arn:aws:iam::210987654321:role/auditor"
    sts = emulator.client("sts", access_key=AUDITOR)
    given = sts.assume_role(RoleArn=role, RoleSessionName="audit")["Credentials"]
    there = emulator.client("sts", access_key=given["AccessKeyId"])
    assert there.get_caller_identity()["Account"] == "210987654321"
    emulator.deny("sts:AssumeRole", resource=role)
    with pytest.raises(sts.exceptions.ClientError, match="AccessDenied"):
        sts.assume_role(RoleArn=role, RoleSessionName="audit")
    assert [(made.account, made.action, made.status) for made in emulator.calls.made()] == [
        ("123456789012", "sts:AssumeRole", 200),
        ("210987654321", "sts:GetCallerIdentity", 200),
        ("123456789012", "sts:AssumeRole", 403),
    ]
