"""`bailiwick audit --ledger FILE` and `bailiwick findings`: a ledger on one machine, and that of a deployment."""

import fcntl
import json
from pathlib import Path

import pytest

from emulator import Emulator
from harness import Ran, cli
from watched import LIFECYCLE as KEPT_FOR
from watched import Watched, arn, small

LIFECYCLE, VERSIONING = "s3.lifecycle", "s3.versioning"
ROUTING = """
routing:
  - {team: web, topic: "arn:aws:sns:us-east-1:123456789012:web", tag: team=web}
  - {team: storage, topic: "arn:aws:sns:us-east-1:123456789012:storage", area: s3}
  - {team: others, topic: "arn:aws:sns:us-east-1:123456789012:others", account: "210987654321"}
"""


@pytest.fixture
def few(_emulator: Emulator) -> Emulator:
    return _emulator.hold("a small account", small)


def audit(few: Emulator, file: Path, *arguments: str) -> Ran:
    ran = cli(few, "audit", "--area", "s3", "--format", "json", "--ledger", str(file), *arguments)
    assert ran.err == ""
    return ran


def news(few: Emulator, file: Path, *arguments: str) -> list[str]:
    return [" ".join(line.split()) for line in audit(few, file, *arguments).json()["news"]]


def findings(few: Emulator, *arguments: str) -> list[tuple[str, str, str]]:
    listed = cli(few, "findings", "--format", "json", *arguments).json()["findings"]
    return sorted((one["state"], one["control"], one["resource"].rpartition(":")[2]) for one in listed)


def test_news_since_the_last_time(few: Emulator, tmp_path: Path) -> None:
    file, s3 = tmp_path / "ledger", few.client("s3")
    [first] = news(few, file)
    assert first.startswith("first audit of s3:")
    assert news(few, file) == []
    s3.delete_bucket_lifecycle(Bucket="acme-ledger")
    [opened] = news(few, file)
    assert (opened.split()[0], opened.split()[2:4]) == ("opened", [LIFECYCLE, f"{arn('acme-ledger')}:"])
    assert news(few, file, "--control", VERSIONING) == [], "not asked is not resolved"
    with few.deny("s3:GetLifecycleConfiguration"):
        [lost] = news(few, file)
    assert (lost.split()[0], lost.split()[2]) == ("coverage-lost", "s3:GetLifecycleConfiguration")
    s3.put_bucket_lifecycle_configuration(Bucket="acme-ledger", LifecycleConfiguration=KEPT_FOR)
    assert {one.split()[0] for one in news(few, file)} == {"resolved", "coverage-restored"}
    table = cli(few, "audit", "--area", "s3", "--ledger", str(file))
    assert "No changes since the last run" in table.out


def test_exceptions_are_remembered_too(few: Emulator, tmp_path: Path) -> None:
    file, config = tmp_path / "ledger", tmp_path / "settings.yaml"
    few.client("s3").delete_bucket_lifecycle(Bucket="acme-ledger")
    news(few, file)
    rule = {"control": LIFECYCLE, "resource": arn("acme-*"), "reason": "why", "owner": "who", "until": "2020-01-01"}
    config.write_text(json.dumps({"exceptions": [rule]}))
    with_settings = ("--config", str(config))
    assert [one.split()[:3] for one in news(few, file, *with_settings)] == [["opened", "low", "settings.exception-ended"]]
    assert news(few, file, *with_settings, "--control", VERSIONING) == [], "it is there, and was not judged"
    config.write_text("{}")
    assert [one.split()[:3] for one in news(few, file, *with_settings)] == [["gone", "low", "settings.exception-ended"]]


def test_findings_of_a_file(few: Emulator, tmp_path: Path) -> None:
    file, s3, config = tmp_path / "ledger", few.client("s3"), tmp_path / "settings.yaml"
    config.write_text(ROUTING)
    s3.put_bucket_tagging(Bucket="acme-ledger", Tagging={"TagSet": [{"Key": "team", "Value": "web"}]})
    for bucket in ("acme-ledger", "acme-orders"):
        s3.delete_bucket_lifecycle(Bucket=bucket)
    news(few, file, "--config", str(config))
    of_file = ("--ledger", str(file), "--control", LIFECYCLE)
    web, other = ("open", LIFECYCLE, "acme-ledger"), ("open", LIFECYCLE, "acme-orders")
    assert findings(few, *of_file) == [web, other]
    by_team = {team: findings(few, *of_file, "--config", str(config), "--team", team) for team in ("web", "storage", "others")}
    assert by_team == {"web": [web], "storage": [web, other], "others": []}
    assert findings(few, *of_file, "--account", "210987654321") == []
    assert findings(few, *of_file, "--area", "iam") == []
    assert findings(few, *of_file, "--closed-since", "1d") == []
    s3.put_bucket_lifecycle_configuration(Bucket="acme-ledger", LifecycleConfiguration=KEPT_FOR)
    news(few, file, "--config", str(config))
    assert findings(few, *of_file) == [other]
    assert findings(few, *of_file, "--closed-since", "1d") == [("resolved", LIFECYCLE, "acme-ledger")]
    assert findings(few, *of_file, "--closed-since", "2999-01-01") == []
    table = cli(few, "findings", *of_file)
    assert (table.status, table.err) == (1, "")
    assert arn("acme-orders") in table.out
    assert table.out.splitlines()[-1] == "1 findings"
    closed = cli(few, "findings", *of_file, "--closed-since", "1d")
    assert (closed.status, "resolved" in closed.out) == (0, True)


def test_findings_of_a_deployment(watched: Watched) -> None:
    watched.break_lifecycle("acme-ledger")
    watched.sweep()
    of_table = ("--table", watched.deployment.table, "--control", LIFECYCLE)
    assert ("open", LIFECYCLE, "acme-ledger") in findings(watched.emulator, *of_table)
    assert len(findings(watched.emulator, "--table", watched.deployment.table)) == len(
        [one for one in watched.records().values() if one["state"] == "open"]
    )
    with watched.emulator.deny("dynamodb:Query"):
        refused = cli(watched.emulator, "findings", *of_table)
    assert (refused.status, "AccessDenied" in refused.err) == (2, True)


def test_exit_statuses_of_what_cannot_run(few: Emulator, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("not a ledger")
    busy = tmp_path / "busy"
    news(few, busy)
    for arguments in (
        ("findings",),
        ("findings", "--ledger", str(tmp_path / "other")),
        ("findings", "--ledger", str(busy), "--table", "both"),
        ("findings", "--ledger", str(busy), "--team", "web"),
        ("findings", "--ledger", str(busy), "--closed-since", "soon"),
        ("findings", "--ledger", str(tmp_path / "no" / "folder")),
        ("audit", "--ledger", str(tmp_path / "other")),
    ):
        ran = cli(few, *arguments)
        assert (ran.status, ran.out) == (2, ""), arguments
        assert ran.err, arguments
    with busy.open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        ran = cli(few, "findings", "--ledger", str(busy))
    assert ran.status == 2
    assert str(busy) in ran.err


def test_a_file_that_is_not_there_holds_nothing_and_is_not_made(few: Emulator, tmp_path: Path) -> None:
    file = tmp_path / "none"
    ran = cli(few, "findings", "--ledger", str(file))
    assert (ran.status, ran.out) == (2, "")
    assert str(file) in ran.err
    assert not file.exists(), "reading makes nothing"
