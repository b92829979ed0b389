"""The harness itself: functions behind the local Lambda, messages, and that nothing survives."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from emulator import Emulator
from harness import Deployment, Function, Runtime, environment, wait_until

STAND_IN = Path(__file__).with_name("stand_in.py")
TESTS = Path(__file__).parents[1]


@pytest.fixture
def stand_in(emulator: Emulator, runtime: Runtime) -> Function:
    return runtime.start("stand-in", [sys.executable, STAND_IN], environment(emulator))


def test_a_function_is_invoked(emulator: Emulator, stand_in: Function) -> None:
    first, second = stand_in.invoke({"number": 1}), stand_in.invoke({"number": 2})
    assert not first.failed
    assert first.result == {"echo": {"number": 1}, "pid": stand_in.process.pid, "endpoint": emulator.url}
    assert second.records() == [{"level": "INFO", "got": {"number": 2}}], "each invocation has its own lines"


def test_a_function_that_fails_says_why(stand_in: Function) -> None:
    told = stand_in.invoke({"raise": "no such account"})
    assert told.failed
    assert told.result["errorMessage"] == "no such account"


def test_a_killed_function_starts_again(stand_in: Function) -> None:
    with pytest.raises(TimeoutError):
        stand_in.invoke({"die": True}, timeout=0.5)
    wait_until(lambda: stand_in.process.exit_status == -signal.SIGKILL, 2, "the function dies")
    stand_in.restart()
    assert stand_in.invoke({"number": 3}).result["echo"] == {"number": 3}
    stand_in.kill()
    assert stand_in.process.exit_status == -signal.SIGKILL


def test_messages_reach_those_who_want_them(emulator: Emulator, deployment: Deployment) -> None:
    sns = emulator.client("sns")
    for severity in ("low", "high", "critical"):
        attributes = {"severity": {"DataType": "String", "StringValue": severity}}
        sns.publish(TopicArn=deployment.topic, Message=f'{{"severity": "{severity}"}}', MessageAttributes=attributes)
    assert [one.body["severity"] for one in deployment.everything.arriving(0.2)] == ["low", "high", "critical"]
    assert [one.attributes for one in deployment.urgent.drain()] == [{"severity": "high"}, {"severity": "critical"}]


# Starts a runtime and a function, says so, and waits to be ended.
VICTIM = """
import signal, sys, time
from emulator import Emulator
from harness import Runtime, end_on_sigterm, environment
end_on_sigterm()
# What is started in the background ignores it.
signal.signal(signal.SIGINT, signal.default_int_handler)
with Emulator() as emulator, Runtime("stand-in") as runtime:
    function = runtime.start("stand-in", [sys.executable, sys.argv[1]], environment(emulator))
    function.invoke({})
    print(runtime.process.pid, function.process.pid, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_nothing_survives(how: signal.Signals) -> None:
    victim = subprocess.Popen(
        [sys.executable, "-c", VICTIM, STAND_IN], cwd=TESTS, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert victim.stdout
    children = [int(pid) for pid in victim.stdout.readline().split()]
    assert len(children) == 2
    victim.send_signal(how)
    victim.wait(10)
    wait_until(lambda: not any(map(alive, children)), 5, "every process of the run is gone")


def alive(pid: int) -> bool:
    """Whether the process runs; one that is dead and not yet buried does not."""
    try:
        os.kill(pid, 0)
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return False
