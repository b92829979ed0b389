"""Crashes, faults and runs at once: no transition is lost, and how many are told twice is printed.

`KILLS=200 pytest e2e/test_faults.py -k killed` is the long one.
"""

import os
import time
from collections.abc import Callable

import pytest

from emulator import Emulator
from expectations import EACH
from reckoning import CONTROL, Reckoning
from watched import TASK, Watched, told

KILLS = int(os.environ.get("KILLS", "15"))


@pytest.fixture
def tell(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Prints figures whatever pytest does with what is printed."""

    def tell(text: str) -> None:
        with capsys.disabled():
            print(f"\n  {text}", end="", flush=True)

    return tell


def test_killed_at_random(unseen: Watched, tell: Callable[[str], None]) -> None:
    unseen.deployment.settings(EACH)
    reckoning = Reckoning(unseen)
    for number in range(KILLS):
        reckoning.change()
        victim, task = unseen.audit, TASK | {"run": f"kill-{number}"}
        if reckoning.chance.random() < 0.2:
            unseen.deployment.a_minute_later()
            victim, task = unseen.drain, {}
        unseen.emulator.calls.reset()
        # So many calls of this sort are answered, and then it is over.
        action, most = reckoning.chance.choice([("*", 70), ("dynamodb:*", 20), ("dynamodb:DeleteItem", 1), ("sns:*", 1)])
        after = reckoning.chance.randrange(most)
        going = victim.invoke_later(task, timeout=5)
        while not going.done() and unseen.emulator.calls.count(action) <= after:
            time.sleep(0.001)
        reckoning.failed["killed on their way"] += not going.done()
        victim.kill()
        victim.restart()
        reckoning.listen()
    reckoning.end()
    tell(f"kill -9 in {KILLS} runs: {reckoning.figures()}")


def sns_fails(emulator: Emulator) -> None:
    emulator.fail("sns:*", rate=0.3)
    emulator.throttle("sns:*", rate=0.2)


def sns_refuses_entries(emulator: Emulator) -> None:
    emulator.fail_entries(rate=0.4)


def sns_answers_get_lost(emulator: Emulator) -> None:
    emulator.drop("sns:*", rate=0.3, lost=True)


def dynamodb_fails(emulator: Emulator) -> None:
    emulator.fail("dynamodb:*", rate=0.2)
    emulator.throttle("dynamodb:*", rate=0.2)


def dynamodb_answers_get_lost(emulator: Emulator) -> None:
    emulator.fail("dynamodb:*", rate=0.15, lost=True)
    emulator.drop("dynamodb:*", rate=0.15, lost=True)


def everything_fails(emulator: Emulator) -> None:
    emulator.fail("*", rate=0.1)
    emulator.drop("*", rate=0.05, lost=True)
    emulator.fail_entries(rate=0.1)
    # Few: whoever reads an account slows down when it is throttled.
    emulator.throttle("s3:*", rate=0.1, times=2)


FAULTS = [
    sns_fails,
    sns_refuses_entries,
    sns_answers_get_lost,
    dynamodb_fails,
    dynamodb_answers_get_lost,
    everything_fails,
]


@pytest.mark.parametrize("faults", FAULTS, ids=lambda faults: faults.__name__)
def test_faults(watched: Watched, faults: Callable[[Emulator], None], tell: Callable[[str], None]) -> None:
    reckoning = Reckoning(watched)
    for number in range(3):
        reckoning.change()
        faults(watched.emulator)
        done = watched.audit.invoke(TASK | {"run": f"fault-{number}"})
        reckoning.failed["runs failed"] += done.failed
        reckoning.failed["drains failed"] += watched.drain.invoke({}).failed
        watched.emulator.rules.clear()
        reckoning.listen()
    reckoning.end()
    tell(f"{faults.__name__}: {reckoning.figures()}")


def test_two_runs_at_once(watched: Watched, tell: Callable[[str], None]) -> None:
    reckoning = Reckoning(watched)
    for number in range(6):
        reckoning.change()
        both = [one.invoke_later(TASK | {"run": f"run-{number}"}) for one in (watched.audit, watched.beside)]
        for done in both:
            if done.result().failed:
                assert done.result().result["errorType"] == "Overtaken"
                reckoning.failed["overtaken"] += 1
        reckoning.listen()
    reckoning.end()
    assert max(reckoning.heard.values(), default=0) == 1, reckoning.figures()
    tell(f"two runs at once: {reckoning.figures()}")


def test_a_slow_sweep_does_not_overwrite_a_newer_look(watched: Watched) -> None:
    watched.break_lifecycle("acme-ledger")
    assert watched.sweep() == [("opened", CONTROL, "acme-ledger")]
    watched.emulator.delay(1, "s3:GetBucketVersioning", resource="*acme-payroll")
    sweeping = watched.audit.invoke_later(TASK | {"run": "slow"})
    time.sleep(0.5)
    watched.mend_lifecycle("acme-ledger")
    assert watched.look("acme-ledger") == [("resolved", CONTROL, "acme-ledger")]
    assert not sweeping.result().failed
    assert list(map(told, watched.heard())) == []
    assert watched.sweep() == []
