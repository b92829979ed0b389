"""Every command with a reader that has read enough, and with an output that is full."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from emulator import Effect, Emulator, Rule
from harness import built, cli, environment
from watched import small

POLICY = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Nothing", "Resource": "*"}]}'
RESOURCE_POLICY = POLICY.replace('"Action"', '"Principal": "*", "Action"')
LEDGER, SNAPSHOT, DOCUMENT, OF_RESOURCE = "ledger", "snapshot.jsonl", "policy.json", "resource.json"

COMMANDS = [
    "--help",
    "--version",
    "audit --help",
    "audit --area s3",
    "audit --area s3 --format json",
    "audit --area s3 --format json --include-passing",
    f"audit --area s3 --ledger {LEDGER}",
    f"replay {SNAPSHOT}",
    f"replay {SNAPSHOT} --format json",
    "explain s3.versioning",
    "controls",
    "controls --format json",
    "controls --framework cis-7.0",
    "controls --framework cis-7.0 --format json",
    "permissions",
    "permissions --fixes s3",
    "events --area s3",
    f"findings --ledger {LEDGER}",
    f"findings --ledger {LEDGER} --format json",
    f"fixes --ledger {LEDGER}",
    f"fixes --ledger {LEDGER} --format json",
    f"fixes --ledger {LEDGER} --stop why",
    f"fixes --ledger {LEDGER} --resume",
    "fix --area s3",
    "fix --control s3.versioning",
    f"policy lint --policy {DOCUMENT}",
    f"policy simulate --policy {DOCUMENT} --principal arn:aws:iam::111122223333:user/a --action s3:GetObject",
    f"policy exposure --policy {OF_RESOURCE} --account 111122223333",
    f"policy compare {DOCUMENT} {DOCUMENT}",
]


@pytest.fixture
def few(_emulator: Emulator) -> Emulator:
    return _emulator.hold("a small account", small)


@pytest.fixture
def folder(few: Emulator, tmp_path: Path) -> Path:
    """A folder with a ledger, a snapshot and a policy."""
    files = ("--ledger", str(tmp_path / LEDGER), "--snapshot", str(tmp_path / SNAPSHOT))
    assert cli(few, "audit", "--area", "s3", *files).status in (0, 1, 3)
    (tmp_path / DOCUMENT).write_text(POLICY)
    (tmp_path / OF_RESOURCE).write_text(RESOURCE_POLICY)
    return tmp_path


def started(few: Emulator, folder: Path, command: str, **own: Any) -> subprocess.Popen[bytes]:
    streams: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stderr": subprocess.PIPE} | own
    return subprocess.Popen([built("bailiwick"), *command.split()], cwd=folder, env=environment(few), **streams)


def ran(few: Emulator, folder: Path, command: str, **streams: Any) -> tuple[int, str]:
    with started(few, folder, command, **streams) as process:
        _, err = process.communicate(timeout=60)
    return process.returncode, (err or b"").decode()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_reader_that_has_read_enough(few: Emulator, folder: Path, command: str) -> None:
    usual, _ = ran(few, folder, command, stdout=subprocess.DEVNULL)
    read, write = os.pipe()
    os.close(read)
    status, err = ran(few, folder, command, stdout=write)
    os.close(write)
    assert (status, err) == (usual, ""), "as if all had been read"


@pytest.mark.parametrize("command", COMMANDS)
def test_an_output_that_is_full(few: Emulator, folder: Path, command: str) -> None:
    with Path("/dev/full").open("wb") as full:
        status, err = ran(few, folder, command, stdout=full)
        assert (status, "standard output cannot be written" in err) == (2, True), err
        assert len(err.splitlines()) == 1, err
        status, _ = ran(few, folder, command, stdout=full, stderr=full)
    assert status == 2, "also where nobody can be told"


def test_answers_by_the_line_end_where_nobody_reads(few: Emulator, folder: Path) -> None:
    """Standard input does not end: only the closed pipe can end it."""
    read, write = os.pipe()
    with started(few, folder, "policy lint", stdin=subprocess.PIPE, stdout=write) as process:
        os.close(write)
        os.close(read)
        assert process.stdin
        process.stdin.write(b'{"id": 1, "policy": {}}\n')
        process.stdin.flush()
        assert process.wait(timeout=20) == 0


SIGNALS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]


def interrupted(few: Emulator, folder: Path, command: str, at: str, which: signal.Signals) -> tuple[int, str, str]:
    """The command, interrupted while it makes its first call `at` an action."""
    process = started(few, folder, command, stdout=subprocess.PIPE)
    wait(lambda: few.calls.count(at) > 0 or process.poll() is not None)
    process.send_signal(which)
    out, err = process.communicate(timeout=60)
    return process.returncode, out.decode(), err.decode()


def wait(until: Callable[[], bool]) -> None:
    for _ in range(3000):
        if until():
            return
        time.sleep(0.01)
    raise AssertionError("it never came")


@pytest.mark.parametrize("which", SIGNALS)
def test_a_signal_leaves_no_half_snapshot(few: Emulator, tmp_path: Path, which: signal.Signals) -> None:
    few.rules.add(Rule(Effect.DELAY, "s3:GetBucketVersioning", seconds=3))
    few.calls.reset()
    command = f"audit --area s3 --snapshot {SNAPSHOT}"
    status, out, _ = interrupted(few, tmp_path, command, "s3:GetBucketAcl", which)
    assert (status, out) == (128 + which, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("which", SIGNALS)
def test_a_change_under_way_is_ended_and_recorded(few: Emulator, tmp_path: Path, which: signal.Signals) -> None:
    """The write is slow: the signal comes while it is under way, and what comes after it is not begun."""
    for bucket in ("acme-ledger", "acme-orders"):
        few.client("s3").delete_public_access_block(Bucket=bucket)
    few.rules.add(Rule(Effect.DELAY, "s3:PutBucketPublicAccessBlock", seconds=1, lost=False))
    few.calls.reset()
    command = f"fix --control s3.bucket-public-access-block --apply --yes --ledger {LEDGER}"
    process = started(few, tmp_path, command, stdout=subprocess.PIPE)
    wait(lambda: (tmp_path / LEDGER).exists() and b"begun" in (tmp_path / LEDGER).read_bytes())
    process.send_signal(which)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + which, err
    fixes = cli(few, "fixes", "--ledger", str(tmp_path / LEDGER), "--format", "json").json()["fixes"]
    assert [one["state"] for one in fixes] == ["applied"]
    assert few.calls.count("s3:PutBucketPublicAccessBlock") == 1
