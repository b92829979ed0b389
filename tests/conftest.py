"""Fixtures of the whole-system tests.

    emulator   the emulated AWS, empty, no rules, nothing logged
    account    the same with the misconfigured account in it, made anew where a test changed anything
    findings   a topic with two queues: all messages, and those of severity high and critical
    runtime    a local Lambda for the functions of `FUNCTIONS`
    audit      a way to start the built audit function, its findings going to `findings`
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from emulator import Emulator
from emulator.account import misconfigure
from harness import Function, NotBuilt, Queue, Runtime, built, environment, topic

FUNCTIONS = ("audit-s3", "stand-in")


@dataclass(frozen=True)
class Findings:
    """The topic of findings, and who listens."""

    topic: str
    everything: Queue
    urgent: Queue


@pytest.fixture(scope="session")
def _emulator() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def emulator(_emulator: Emulator) -> Emulator:
    """The emulated AWS, as if just started."""
    return _emulator.hold("nothing")


@pytest.fixture
def account(_emulator: Emulator) -> Emulator:
    """The emulated AWS with the misconfigured account."""
    return _emulator.hold("the misconfigured account", misconfigure)


@pytest.fixture
def findings(request: pytest.FixtureRequest, _emulator: Emulator) -> Findings:
    """The topic of findings and two subscribers, beside whatever the test's account holds."""
    if "account" not in request.fixturenames:
        request.getfixturevalue("emulator")
    everything, urgent = Queue(_emulator, "everything"), Queue(_emulator, "urgent")
    arn = topic(_emulator, "findings")
    everything.subscribe(arn)
    urgent.subscribe(arn, severity=["high", "critical"])
    return Findings(arn, everything, urgent)


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    """A local Lambda."""
    with Runtime(*FUNCTIONS) as runtime:
        yield runtime


@pytest.fixture
def audit(account: Emulator, runtime: Runtime, findings: Findings) -> Callable[..., Function]:
    """Starts an audit function by its name; further arguments are added to its environment."""

    def start(name: str = "audit-s3", **own: str) -> Function:
        own = {"FINDINGS_TOPIC_ARN": findings.topic} | own
        return runtime.start(name, [built(name)], environment(account, **own))

    return start


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """A binary that is not built is one line, not a stack."""
    report = yield
    if call.excinfo is not None and isinstance(call.excinfo.value, NotBuilt):
        report.longrepr = str(call.excinfo.value)
    return report
