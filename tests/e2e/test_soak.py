"""Events under fire: none is lost, and the ledger ends as the account is.

`make soak` is the long one: SOAK_EVENTS over SOAK_BUCKETS, with SOAK_KILLS.
"""

import os
import time
from collections.abc import Callable

from emulator import Emulator
from harness import Bus, Function, Runtime, built, deploy, environment
from soaking import Soak, Worker, buckets_of
from watched import TASK

EVENTS = int(os.environ.get("SOAK_EVENTS", "200"))
BUCKETS = int(os.environ.get("SOAK_BUCKETS", "20"))
KILLS = int(os.environ.get("SOAK_KILLS", "4"))
BATCH = int(os.environ.get("SOAK_BATCH", "40"))
# Lambda waits for six of the function's timeouts; nobody waits so long here.
VISIBILITY = int(os.environ.get("SOAK_VISIBILITY", "5"))
# So long, in seconds, waits what is read a second time, and the sweeps that events ask for: `make soak` waits as a
# deployment does, since a burst's sweeps are one only while that one waits.
CONFIRM = os.environ.get("SOAK_CONFIRM", "1")


def test_events_under_fire(_emulator: Emulator, runtime: Runtime, figure: Callable[[str], None]) -> None:
    emulator = _emulator.hold(f"{BUCKETS} buckets", buckets_of(BUCKETS))
    deployment = deploy(emulator)
    deployment.settings("baseline: each\n")
    bus = Bus(emulator, "s3")
    own = deployment.variables | {"QUEUE_URL": bus.url, "CONFIRM_AFTER_SECONDS": CONFIRM}

    def start(name: str, binary: str) -> Function:
        return runtime.start(name, [built(binary)], environment(emulator, **own))

    workers = [Worker(bus, start(name, "audit-s3"), BATCH, VISIBILITY) for name in ("audit-s3", "look-s3")]
    soak = Soak(emulator, deployment, bus, workers, start("drain", "drain"), BUCKETS)
    sweep = TASK | {"run": "sweep"}
    swept = workers[0].hand_over(sweep)
    assert swept and not swept.failed
    soak.listen()
    before = len(soak.heard)
    emulator.calls.reset()
    began = time.monotonic()
    soak.run(EVENTS, KILLS)
    took = time.monotonic() - began
    calls = len(emulator.calls.made())
    assert soak.lost() == [], soak.figures()
    # Whatever the events were about is known: a look at everything finds nothing new.
    swept = workers[0].hand_over(sweep)
    assert swept and not swept.failed
    assert soak.listen() == [], soak.figures()
    assert len(soak.heard) > before
    figure(f"{EVENTS} events over {BUCKETS} buckets in {took:.0f} s, {calls / EVENTS:.1f} calls an event: {soak.figures()}")
