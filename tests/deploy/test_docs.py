"""The documents about a deployment: their arithmetic is right, and what they name exists."""

import math
import re

import pytest

from harness import PROJECT
from templates import AREAS, security, written

COST = (PROJECT / "docs/cost.md").read_text()
ROW = re.compile(r"^\| [^|]+ \| ([^|]+) \| \$([0-9.,]+) \|$", re.MULTILINE)


def number(text: str) -> float:
    return float(text.replace("$", "").replace(",", ""))


def match_of(pattern: str, text: str) -> re.Match[str]:
    """Where a pattern is in a text."""
    match = re.search(pattern, text, re.MULTILINE)
    assert match, pattern
    return match


def products() -> list[tuple[str, str]]:
    return [row for row in ROW.findall(COST) if "×" in row[0]]


@pytest.mark.parametrize(("arithmetic", "total"), products())
def test_a_row_is_its_product(arithmetic: str, total: str) -> None:
    places = len(total.partition(".")[2])
    assert round(math.prod(map(number, arithmetic.split("×"))), places) == number(total)


def tables() -> list[str]:
    """The text of each table with a sum."""
    return re.findall(r"\| what \| arithmetic \| a month \|\n(.*?\| together \|[^\n]*)", COST, re.DOTALL)


@pytest.mark.parametrize("table", tables())
def test_a_table_adds_up(table: str) -> None:
    *parts, total = map(number, re.findall(r"\$([0-9.,]+) \|$", table, re.MULTILINE))
    assert sum(parts) == pytest.approx(total)


def test_the_accounts_add_up() -> None:
    fixed, each = (number(match_of(r"together \| \| \$([0-9.]+)", table)[1]) for table in tables())
    row = match_of(r"^\| Bailiwick \| \$(\S+) \| \$(\S+) \| \$(\S+) \|$", COST)
    for accounts, total in zip((1, 50, 5000), row.groups(), strict=True):
        assert number(total) == pytest.approx(fixed + accounts * each, abs=0.05)


def test_alarms_are_counted() -> None:
    """For one area: each metric in an alarm is paid for."""
    alarms = dict(security().of_type("AWS::CloudWatch::Alarm").items())
    others = tuple(f"Audit{area.capitalize()}" for area in AREAS if area != "s3")
    counted = sum(
        sum("MetricStat" in part for part in one.get("Metrics", [])) or 1
        for name, one in alarms.items()
        if not name.startswith(others)
    )
    assert f"| {counted} × $0.10 |" in COST


@pytest.mark.parametrize("name", ["install", "operations", "cost"])
def test_what_a_document_names_is_there(name: str) -> None:
    text = (PROJECT / f"docs/{name}.md").read_text()
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert link.startswith("https://") or (PROJECT / "docs" / link).exists(), link
    parameters = {
        parameter for template in ("template.yaml", "template-member.yaml") for parameter in written(template)["Parameters"]
    }
    for parameter in re.findall(r"(?:--parameter-overrides|ParameterKey=)[ \\]*([A-Z]\w+)", text):
        assert parameter in parameters, parameter
    outputs = written("template.yaml")["Outputs"]
    for output in re.findall(r"OutputKey==`(\w+)`", text):
        assert output in outputs, output


def test_each_alarm_has_its_chapter() -> None:
    chapters = {title.lower() for title in re.findall(r"^### (.*)$", (PROJECT / "docs/operations.md").read_text(), re.MULTILINE)}
    for name, alarm in security(Remediation="ask").of_type("AWS::CloudWatch::Alarm").items():
        chapter = match_of(r"docs/operations\.md, ([^)]+)\)", alarm["AlarmDescription"])[1]
        assert chapter in chapters, name
