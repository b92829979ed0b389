"""Fixtures of the whole-system tests.

emulator   the emulated AWS, empty, no rules, nothing logged
account    the same with the misconfigured account in it, made anew where a test changed anything
deployment what Bailiwick owns there: topics with queues that listen, the ledger's table, the bucket
runtime    a local Lambda for the functions of `FUNCTIONS`
start      a way to start a built function of the deployment
watched    a small account, swept by the built functions once already (see `e2e/watched.py`)
figure     prints a line at the end of the run, whichever process the test runs in
"""

from collections.abc import Callable, Generator, Iterator
from typing import Any

import pytest

from emulator import Emulator
from emulator.account import misconfigure
from emulator.account_iam import identities
from harness import Deployment, Function, NotBuilt, Runtime, built, deploy, environment

# `look-s3` is a second function of the same binary as `audit-s3`.
FUNCTIONS = ("audit-s3", "look-s3", "drain", "remediate", "stand-in")


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
def people(_emulator: Emulator) -> Emulator:
    """The emulated AWS with the identities of the misconfigured account."""
    return _emulator.hold("the misconfigured account's identities", identities)


@pytest.fixture
def deployment(request: pytest.FixtureRequest, _emulator: Emulator) -> Deployment:
    """What Bailiwick owns, beside whatever the test's account holds."""
    if "account" not in request.fixturenames:
        request.getfixturevalue("emulator")
    return deploy(_emulator)


@pytest.fixture
def runtime() -> Iterator[Runtime]:
    """A local Lambda."""
    with Runtime(*FUNCTIONS) as runtime:
        yield runtime


@pytest.fixture
def start(account: Emulator, runtime: Runtime, deployment: Deployment) -> Callable[..., Function]:
    """Starts a function by its name; further arguments are added to its environment."""

    def start(name: str, **own: str) -> Function:
        return runtime.start(name, [built(name)], environment(account, **deployment.variables | own))

    return start


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Keeps a line of figures with the test's report."""
    return lambda text: record_property("figure", text)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Figures that tests kept, in their order."""
    reports = terminalreporter.getreports("passed")
    kept = [text for report in reports for name, text in report.user_properties if name == "figure"]
    if kept:
        terminalreporter.section("figures")
        for text in kept:
            terminalreporter.line(text)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """A binary that is not built is one line, not a stack."""
    report = yield
    if call.excinfo is not None and isinstance(call.excinfo.value, NotBuilt):
        report.longrepr = str(call.excinfo.value)
    return report
