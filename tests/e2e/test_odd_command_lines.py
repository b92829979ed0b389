"""Command lines that nobody means: each ends with the exit status that it deserves and says what is wrong.

A table: the command line, the exit status, and what standard error (or the output) must say. Whatever happens, there
is no panic, no Rust in a message, and an error is one line that names what is wrong.
"""

import fcntl
import os
import re
import resource
import subprocess
from pathlib import Path

import pytest

from emulator import Effect, Emulator, Rule
from harness import Ran, built, cli, environment
from watched import small

ARN = "arn:aws:s3:::acme-ledger"
GONE = "arn:aws:s3:::acme-gone"

# What no person should read.
RUST = re.compile(r"panicked|RUST_BACKTRACE|unwrap|Some\(|None\b|Err\(|Os \{|os error|src/|\.rs:|dispatch failure|\\u\{")


@pytest.fixture
def few(_emulator: Emulator) -> Emulator:
    return _emulator.hold("a small account", small)


@pytest.fixture(autouse=True)
def folder(few: Emulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one of everything, and damaged ones of each."""
    monkeypatch.chdir(tmp_path)
    ran = cli(few, "audit", "--area", "s3", "--ledger", "ledger", "--snapshot", "snapshot")
    assert ran.status in (0, 1, 3), ran.err
    files = {
        "empty": b"",
        "text": b"not what you expect\n",
        "bytes": bytes(range(256)) * 32,
        "cut-ledger": Path("ledger").read_bytes()[:-200],
        "cut-snapshot": Path("snapshot").read_bytes()[:-200],
        "edited-snapshot": Path("snapshot").read_bytes().replace(b"acme-ledger", b"acme-lodger"),
        "policy": b'{"Version": "2012-10-17", "Statement": []}',
        "settings.yaml": b"areas: [s3]\n",
        "bad-key.yaml": b"areas: [s3]\nregionz: [eu-west-1]\n",
        "bad-region.yaml": b"regions: [eu-nowhere-9]\n",
        "no-regions.yaml": b"regions: []\n",
        "bad-date.yaml": b"exceptions:\n  - {control: s3.versioning, resource: '*', reason: r, owner: o, until: soon}\n",
        "bad-control.yaml": b"exceptions:\n  - {control: s3.nothing, resource: '*', reason: r, owner: o, until: 2999-01-01}\n",
    }
    for name, content in files.items():
        Path(name).write_bytes(content)
    Path("folder").mkdir()
    os.mkfifo("fifo")
    return tmp_path


# Command line, exit status, what it says.
ARGUMENTS = [
    ("", 2, "Usage"),
    ("nonsense", 2, "nonsense"),
    ("audits", 2, "audit"),
    ("--nonsense", 2, "--nonsense"),
    ("audit --nonsense", 2, "--nonsense"),
    ("audit surplus", 2, "surplus"),
    ("audit --format xml", 2, "xml"),
    ("audit --fail-on none", 2, "none"),
    ("audit --now yesterday", 2, "yesterday"),
    ("audit --now 2026-13-01T00:00:00Z", 2, "2026-13-01"),
    ("audit --area nothing", 2, "`nothing`"),
    ("audit --area ''", 2, "area"),
    ("audit --area S3", 2, "`s3`"),
    ("audit --control s3.nothing", 2, "`s3.nothing`"),
    ("audit --control versioning", 2, "`s3.versioning`"),
    ("audit --control ''", 2, "control"),
    ("audit --control s3.versioning --area iam", 2, "--area"),
    ("audit --resource acme-ledger", 2, "acme-ledger"),
    ("audit --resource arn:aws:s3:::", 2, "arn:aws:s3:::"),
    ("audit --resource arn:aws-cn:s3:::acme-ledger", 2, "aws-cn"),
    ("audit --resource arn:aws:s3::999999999999:acme-ledger", 2, "999999999999"),
    ("audit --resource arn:aws:lambda:us-east-1:123456789012:function:f", 2, "function:f"),
    ("audit --area s3 --resource arn:aws:iam::123456789012:role/r", 2, "role/r"),
    ("audit --role nonsense", 2, "nonsense"),
    ("audit --external-id x", 2, "--role"),
    ("audit --region eu-west-1 --all-regions", 2, "--all-regions"),
    ("replay", 2, "SNAPSHOT"),
    ("explain", 2, "CONTROL"),
    ("explain s3.nothing", 2, "`s3.nothing`"),
    ("explain versioning", 2, "`s3.versioning`"),
    ("explain ''", 2, "control"),
    ("controls --framework nothing", 2, "`nothing`"),
    ("controls --framework ''", 2, "framework"),
    ("permissions --area nothing", 2, "`nothing`"),
    ("permissions --function nothing", 2, "`nothing`"),
    ("permissions --fixes nothing", 2, "`nothing`"),
    ("permissions --fixes s3 --area s3", 2, "--area"),
    ("events --area nothing", 2, "`nothing`"),
    ("events --area s3 --service nothing", 2, "`nothing`"),
    ("findings", 2, "--ledger"),
    ("findings --ledger ledger --table t", 2, "--table"),
    ("findings --ledger ledger --team web", 2, "--config"),
    ("findings --ledger ledger --closed-since soon", 2, "`soon`"),
    ("findings --ledger ledger --closed-since -1d", 2, "-1d"),
    ("findings --ledger ledger --area nothing", 2, "`nothing`"),
    ("findings --ledger ledger --control s3.nothing", 2, "`s3.nothing`"),
    ("findings --ledger ledger --account 12", 2, "`12`"),
    ("findings --ledger ledger --config settings.yaml --team nobody", 2, "`nobody`"),
    ("fix --control s3.lifecycle", 2, "s3.lifecycle"),
    ("fix --control s3.nothing", 2, "`s3.nothing`"),
    ("fix --yes", 2, "--apply"),
    ("fix --apply", 2, "--ledger"),
    ("fix --apply --ledger ledger", 2, "--yes"),
    ("undo", 2, "FIX"),
    ("undo x", 2, "--ledger"),
    ("undo x --ledger ledger", 2, "`x`"),
    ("undo '' --ledger ledger", 2, "fix"),
    ("fixes", 2, "--ledger"),
    ("fixes --ledger ledger --since soon", 2, "`soon`"),
    ("fixes --ledger ledger --approve x", 2, "`x`"),
    ("fixes --ledger ledger --stop a --resume", 2, "--resume"),
    ("fixes --ledger ledger --stop ''", 2, "--stop"),
    ("policy", 2, "Usage"),
    ("policy nonsense", 2, "nonsense"),
    ("policy lint --policy none", 2, "`none`"),
    ("policy lint --policy folder", 2, "`folder`"),
    ("policy lint --policy policy --kind nothing", 2, "nothing"),
    ("policy exposure --policy policy", 2, "--account"),
    ("policy exposure --policy policy --account 12", 2, "`12`"),
    ("policy exposure --policy text --account 123456789012", 2, "`text`"),
    ("policy simulate --policy policy", 2, "--principal"),
    ("policy simulate --policy policy --principal x --action s3:GetObject --context nonsense", 2, "`nonsense`"),
    ("policy compare policy", 2, "B"),
    ("policy compare policy none", 2, "`none`"),
    ("policy tighten --policy policy", 2, "--used"),
    ("policy tighten --policy policy --used text", 2, "`text`"),
    ("policy tighten --policy policy --used policy --days 0", 2, "0"),
]

FILES = [
    *(
        (f"findings --ledger {name}", 2, f"`{name}`")
        for name in ("none", "empty", "text", "bytes", "cut-ledger", "folder", "fifo", "snapshot")
    ),
    *((f"fixes --ledger {name}", 2, f"`{name}`") for name in ("none", "empty", "text", "bytes", "cut-ledger", "folder", "fifo")),
    *((f"undo x --ledger {name}", 2, f"`{name}`") for name in ("none", "text", "cut-ledger", "folder")),
    *(
        (f"audit --area s3 --ledger {name}", 2, f"`{name}`")
        for name in ("empty", "text", "bytes", "cut-ledger", "folder", "fifo", "none/x")
    ),
    *(
        (f"fix --control s3.versioning --apply --yes --ledger {name}", 2, f"`{name}`")
        for name in ("text", "cut-ledger", "folder")
    ),
    ("fixes --ledger none --stop why", 2, "`none`"),
    *((f"replay {name}", 2, f"`{name}`") for name in ("none", "empty", "text", "bytes", "cut-snapshot", "folder", "ledger")),
    ("replay edited-snapshot", 2, "edited after it was saved"),
    ("replay snapshot --control iam.root-usage", 2, "`snapshot`"),
    *((f"audit --area s3 --snapshot {name}", 2, f"`{name}`") for name in ("folder", "fifo", "none/x")),
    *((f"audit --config {name}", 2, f"`{name}`") for name in ("none", "folder", "bytes")),
    ("audit --config bad-key.yaml", 2, "line 2"),
    ("audit --config bad-region.yaml --area s3", 2, "eu-nowhere-9"),
    ("audit --config no-regions.yaml --area s3", 2, "regions"),
    ("audit --config bad-date.yaml", 2, "soon"),
    ("audit --config bad-control.yaml", 2, "s3.nothing"),
    ("fix --config bad-key.yaml", 2, "line 2"),
    ("undo x --ledger ledger --config bad-key.yaml", 2, "line 2"),
    ("findings --ledger ledger --config bad-key.yaml", 2, "line 2"),
]

ACCOUNT = [
    (f"audit --resource {GONE}", 2, f"`{GONE}`"),
    (f"audit --resource {GONE} --resource {ARN}", 2, f"`{GONE}`"),
    ("audit --resource arn:aws:iam::123456789012:role/absent", 2, "role/absent"),
    ("audit --resource arn:aws:iam::123456789012:user/absent", 2, "user/absent"),
    (f"fix --resource {GONE}", 2, f"`{GONE}`"),
    (f"audit --area s3 --resource {ARN} --region eu-nowhere-9", 2, "eu-nowhere-9"),
    (f"audit --area s3 --resource {ARN} --region eu-west-1", 2, f"`{ARN}`"),
    ("audit --control s3.versioning --region eu-nowhere-9", 2, "eu-nowhere-9"),
    ("audit --control s3.versioning --region ''", 2, "region"),
    ("audit --control s3.versioning --region EU-WEST-1", 2, "EU-WEST-1"),
    ("fix --control s3.versioning --region eu-nowhere-9", 2, "eu-nowhere-9"),
    ("findings --table t --region eu-nowhere-9", 2, "eu-nowhere-9"),
    ("undo x --table t --table-region eu-nowhere-9", 2, "eu-nowhere-9"),
    ("audit --profile nobody", 2, "nobody"),
    ("audit --role arn:aws:iam::123456789012:user/u", 2, "user/u"),
    ("findings --table nothing", 2, "nothing"),
    ("fixes --table nothing", 2, "nothing"),
    ("policy tighten --principal arn:aws:iam::123456789012:role/absent", 2, "role/absent"),
    ("policy tighten --principal arn:aws:s3:::x", 2, "arn:aws:s3:::x"),
]

CASES = [*ARGUMENTS, *FILES, *ACCOUNT]


def split(command: str) -> list[str]:
    """Words; `''` is an empty one."""
    return ["" if word == "''" else word for word in command.split()]


def check(ran: Ran, status: int, says: str) -> None:
    assert ran.status == status, ran.out[-400:] + ran.err
    assert says in ran.err, ran.err
    assert not RUST.search(ran.err), ran.err
    assert not RUST.search(ran.out), ran.out[-400:]


@pytest.mark.parametrize(("command", "status", "says"), CASES, ids=[case[0] or "nothing" for case in CASES])
def test_command_line(few: Emulator, command: str, status: int, says: str) -> None:
    before = {
        path.name: path.read_bytes() for path in Path().iterdir() if path.is_file() and not path.name.startswith("snapshot")
    }
    ran = cli(few, *split(command), timeout=60)
    check(ran, status, says)
    if not re.match("error: |.*\n\nUsage: ", ran.err):  # the parser's own take some lines
        assert len(ran.err.splitlines()) == 1, ran.err
        assert ran.err.startswith("bailiwick: ")
    made = {path.name for path in Path().iterdir() if path.is_file()} - before.keys() - {"snapshot"}
    assert made == set(), "what cannot run leaves nothing"
    assert {name: Path(name).read_bytes() for name in before if name != "ledger"} == {
        name: content for name, content in before.items() if name != "ledger"
    }


def test_there_are_a_hundred() -> None:
    assert len(CASES) >= 100
    assert len({command for command, *_ in CASES}) == len(CASES)


def test_nothing_assessed_is_never_called_clean(few: Emulator) -> None:
    few.rules.add(Rule(Effect.DENY, "s3:*"))
    for command in ("audit --control s3.versioning", f"audit --control s3.versioning --resource {ARN}"):
        ran = cli(few, *split(command))
        assert ran.status == 3, ran.out + ran.err
        assert "nothing could be assessed" in ran.out
        assert "no findings" not in ran.out and "nothing is broken" not in ran.out


def test_a_fix_that_sees_nothing_says_so(few: Emulator) -> None:
    few.rules.add(Rule(Effect.DENY, "s3:GetBucketVersioning"))
    ran = cli(few, "fix", "--control", "s3.versioning")
    assert ran.status == 3, ran.out + ran.err
    assert "s3:GetBucketVersioning" in ran.out
    assert "nothing to fix\n" not in ran.out


def test_an_endpoint_that_is_dead_is_named(few: Emulator) -> None:
    for command in ("audit --area s3", "fix --area s3", "findings --table t", "fixes --table t"):
        ran = cli(few, *split(command), AWS_ENDPOINT_URL="http://127.0.0.1:9")
        check(ran, 2, "127.0.0.1:9")
        assert len(ran.err.splitlines()) == 1, ran.err


def test_two_runs_on_one_ledger(few: Emulator) -> None:
    """The second says so before it reads anything."""
    with Path("ledger").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        few.calls.reset()
        ran = cli(few, "audit", "--area", "s3", "--ledger", "ledger")
    check(ran, 2, "`ledger`")
    assert few.calls.by_action() == {}


def test_a_report_is_shown_whatever_becomes_of_the_ledger(few: Emulator) -> None:
    """No file may grow beyond what the ledger has now."""
    size = Path("ledger").stat().st_size
    few.client("s3").delete_bucket_lifecycle(Bucket="acme-ledger")
    done = subprocess.run(
        [built("bailiwick"), "audit", "--area", "s3", "--ledger", "ledger"],
        env=environment(few),
        capture_output=True,
        text=True,
        check=False,
        # SIGXFSZ stays ignored, as it is here: the write fails.
        restore_signals=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    check(Ran(done.returncode, done.stdout, done.stderr), 2, "`ledger`")
    assert "acme-ledger" in done.stdout
    assert cli(few, "findings", "--ledger", "ledger").status in (0, 1), "the ledger is as it was"


def test_an_edited_snapshot_says_so(few: Emulator) -> None:
    ran = cli(few, "replay", "edited-snapshot", "--edited")
    assert ran.status in (0, 1, 3)
    assert "edited after it was saved" in ran.err
    assert "acme-lodger" in ran.out
