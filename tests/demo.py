"""The demo: an emulated AWS account on this machine, audited by the real function and by the command line.

Run it with `make demo`. Each step is a function with a headline; what it starts lives as long as the demo does.
"""

import json
import sys
import time
from collections import Counter
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, field

from emulator import Emulator
from emulator.account import BUCKETS, REGIONS, misconfigure
from harness import PROJECT, Function, Invocation, Message, NotBuilt, Queue, Runtime, built, cli, end_on_sigterm
from harness import environment, topic
from harness.narration import headline, row, say

AREA = "s3"
FUNCTION = f"audit-{AREA}"
SWEEP = PROJECT / "events" / f"sweep-{AREA}.json"
URGENT = ["high", "critical"]
SEVERITIES = ["critical", "high", "medium", "low", "info"]
# So many messages of a queue are shown; of the others only how many there were.
SHOWN = 10


class Failed(Exception):
    """The demo did not show what it is there to show."""


@dataclass
class Demo:
    """What the steps build up."""

    emulator: Emulator
    stack: ExitStack
    topic: str = ""
    everything: Queue | None = None
    on_call: Queue | None = None
    function: Function | None = None
    heard: dict[str, list[Message]] = field(default_factory=dict)


def main() -> int:
    """Runs the steps in order."""
    end_on_sigterm()
    began = time.monotonic()
    try:
        with ExitStack() as stack:
            demo = Demo(stack.enter_context(Emulator()), stack)
            for number, step in enumerate(STEPS, 1):
                headline(number, step.__doc__ or "")
                step(demo)
    except KeyboardInterrupt:
        print("\nStopped. Nothing is left running.")
        return 130
    except (Failed, NotBuilt) as error:
        print(f"\ndemo: {error}", file=sys.stderr)
        return 1
    print(f"\nThat was Bailiwick, in {time.monotonic() - began:.0f} s. Nothing is left running.")
    return 0


def make_account(demo: Demo) -> None:
    """An AWS account, on this machine"""
    misconfigure(demo.emulator)
    say(f"{len(BUCKETS)} buckets in {' and '.join(REGIONS)}. Some are well kept; at others nobody ever looked.")
    say(f"It answers at {demo.emulator.url} as AWS would, and it forgets everything when this ends.")


def make_listeners(demo: Demo) -> None:
    """Two teams who want to know"""
    demo.topic = topic(demo.emulator, "bailiwick-findings")
    demo.everything = Queue(demo.emulator, "everything")
    demo.everything.subscribe(demo.topic)
    demo.on_call = Queue(demo.emulator, "on-call")
    demo.on_call.subscribe(demo.topic, severity=URGENT)
    say("`everything` gets each message of the SNS topic `bailiwick-findings`.")
    say(f"`on-call` subscribed with a filter: severity {' or '.join(URGENT)}. SNS does the sorting.")


def start_function(demo: Demo) -> None:
    """The function that audits S3, as Lambda runs it"""
    runtime = demo.stack.enter_context(Runtime(FUNCTION))
    env = environment(demo.emulator, FINDINGS_TOPIC_ARN=demo.topic)
    demo.function = runtime.start(FUNCTION, [built(FUNCTION)], env)
    say(f"`{FUNCTION}`, the binary that would be deployed, waits at a Lambda Runtime API for work.")


def sweep(demo: Demo) -> None:
    """A sweep, and what the teams get to hear"""
    assert demo.function and demo.everything and demo.on_call
    say(f"Invoked with {SWEEP.relative_to(PROJECT)}: {SWEEP.read_text().strip()}")
    say()
    began = time.monotonic()
    sweeping = demo.function.invoke_later(json.loads(SWEEP.read_text()))
    demo.heard = listen([demo.everything, demo.on_call], sweeping)
    if sweeping.result().failed:
        raise Failed(f"the function failed: {sweeping.result().result}")
    took, calls = time.monotonic() - began, demo.emulator.calls.count()
    say()
    for name, messages in demo.heard.items():
        say(f"`{name}` got {tally(messages)}.")
    say(f"It took {took:.1f} s and {calls} calls of AWS.")
    urgent, all_of_them = len(demo.heard["on-call"]), len(demo.heard["everything"])
    if not 0 < urgent < all_of_them:
        raise Failed(f"of {all_of_them} messages the filter let {urgent} through")


def show_message(demo: Demo) -> None:
    """One message in full"""
    say("Attributes are for filters, the body is for programs and for people.")
    message = demo.heard["on-call"][0]
    say(json.dumps(message.attributes))
    say(json.dumps(message.body, indent=2))


def audit_by_hand(demo: Demo) -> None:
    """The same from the command line, with nothing deployed"""
    arguments = ("audit", "--area", AREA)
    say(f"$ bailiwick {' '.join(arguments)}")
    say()
    ran = cli(demo.emulator, *arguments)
    say(ran.out.rstrip())
    if ran.status != 1:
        raise Failed(f"bailiwick ended with {ran.status}, not with 1 for findings: {ran.err.strip()}")


STEPS = (make_account, make_listeners, start_function, sweep, show_message, audit_by_hand)


def listen(queues: list[Queue], sweeping: Future[Invocation]) -> dict[str, list[Message]]:
    """Tells of messages as they arrive, until the sweep is over and the queues are empty."""
    heard: dict[str, list[Message]] = {queue.name: [] for queue in queues}
    while True:
        over = sweeping.done()
        arrived = [(queue.name, message) for queue in queues for message in queue.receive()]
        for name, message in arrived:
            heard[name].append(message)
            if len(heard[name]) <= SHOWN:
                row(f"{name:10}  {in_short(message)}")
            elif len(heard[name]) == SHOWN + 1:
                row(f"{name:10}  ...")
        if over and not arrived:
            return heard
        if not arrived:
            time.sleep(0.05)


def in_short(message: Message) -> str:
    """A message in one line."""
    told = message.body
    name = told["resource"].rpartition(":")[2]
    return f"{told['severity']:8}  {told['control']:30}  {name}: {told['because']}"


def tally(messages: list[Message]) -> str:
    """How many messages of each severity."""
    by_severity = Counter(message.attributes["severity"] for message in messages)
    parts = [f"{by_severity[severity]} {severity}" for severity in SEVERITIES if by_severity[severity]]
    return f"{len(messages)} messages: {', '.join(parts)}" if parts else "nothing"


if __name__ == "__main__":
    sys.exit(main())
