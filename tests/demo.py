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

from demo_remediation import DRAIN, FIXER, NotShown, fix_and_undo
from emulator import Emulator
from emulator.account import ACCOUNT, BUCKETS, REGIONS, SWITCHES, misconfigure
from emulator.account_iam import identities
from harness import (
    PROJECT,
    Bus,
    Deployment,
    Function,
    Invocation,
    Message,
    NotBuilt,
    Poller,
    Queue,
    Runtime,
    built,
    cli,
    deploy,
    end_on_sigterm,
    environment,
    sample,
)
from harness.narration import headline, row, say

AREA = "s3"
FUNCTION = f"audit-{AREA}"
# The first has no lifecycle rules, the second has.
FIXED, BROKEN = "acme-datalake", "acme-invoices"
OPENED = "acme-contracts"
SWEEP = PROJECT / "events" / f"sweep-{AREA}.json"
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
    deployed: Deployment | None = None
    bus: Bus | None = None
    runtime: Runtime | None = None
    function: Function | None = None
    heard: dict[str, list[Message]] = field(default_factory=dict)

    @property
    def deployment(self) -> Deployment:
        """What Bailiwick owns in the account; made by a step."""
        assert self.deployed
        return self.deployed

    def sweep(self, run: str) -> dict[str, list[Message]]:
        """Has the function sweep the account, tells of messages as they arrive, and gives them by queue."""
        assert self.function
        task = json.loads(SWEEP.read_text()) | {"run": run}
        sweeping = self.function.invoke_later(task)
        heard = listen([self.deployment.everything, self.deployment.urgent, self.deployment.people], sweeping)
        if sweeping.result().failed:
            raise Failed(f"the function failed: {sweeping.result().result}")
        return heard


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
    except (Failed, NotBuilt, NotShown) as error:
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
    """What a deployment owns, and two teams who want to know"""
    demo.deployed = deploy(demo.emulator)
    demo.deployment.settings("baseline: each\n")
    say("A table to remember by, a bucket with settings, and two topics: findings for programs, notices for people.")
    say("`everything` gets each message of the findings, `people` each notice.")
    say("`on-call` subscribed with a filter: severity high or critical. SNS does the sorting.")
    say("A first run is usually one digest. Here the settings say `baseline: each`, to show what messages look like.")


def start_function(demo: Demo) -> None:
    """The function that audits S3, as Lambda runs it"""
    demo.runtime = demo.stack.enter_context(Runtime(FUNCTION, FIXER, DRAIN))
    demo.bus = Bus(demo.emulator, AREA)
    env = environment(demo.emulator, **demo.deployment.variables, QUEUE_URL=demo.bus.url)
    demo.function = demo.runtime.start(FUNCTION, [built(FUNCTION)], env)
    say(f"`{FUNCTION}`, the binary that would be deployed, waits at a Lambda Runtime API for work.")
    say("EventBridge puts into its queue what CloudTrail tells of S3's settings.")


def sweep(demo: Demo) -> None:
    """A sweep, and what the teams get to hear"""
    say(f"Invoked with {SWEEP.relative_to(PROJECT)}: {SWEEP.read_text().strip()}")
    say()
    before, began = demo.emulator.calls.count(), time.monotonic()
    demo.heard = demo.sweep("demo")
    took, calls = time.monotonic() - began, demo.emulator.calls.count() - before
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
    say()
    say("And the same news for people:")
    say()
    say(demo.heard["people"][0].body)


def only_news(demo: Demo) -> None:
    """One bucket is fixed, another broken: only that is told"""
    s3 = demo.emulator.client("s3")
    say(f"`{FIXED}` gets the lifecycle of `{BROKEN}`, and `{BROKEN}` loses it. Then the function sweeps again.")
    say()
    lifecycle = {"Rules": s3.get_bucket_lifecycle_configuration(Bucket=BROKEN)["Rules"]}
    s3.put_bucket_lifecycle_configuration(Bucket=FIXED, LifecycleConfiguration=lifecycle)
    s3.delete_bucket_lifecycle(Bucket=BROKEN)
    told = [(one.body["transition"], one.body["resource"]) for one in demo.sweep("after-changes")["everything"]]
    if sorted(told) != [("opened", f"arn:aws:s3:::{BROKEN}"), ("resolved", f"arn:aws:s3:::{FIXED}")]:
        raise Failed(f"two transitions were to be told, not {told}")


def event(demo: Demo) -> None:
    """Somebody opens a bucket: from the change to the finding in seconds"""
    assert demo.function and demo.bus
    s3 = demo.emulator.client("s3")
    say(f"The role Deployer turns Block Public Access off at `{OPENED}`. CloudTrail tells EventBridge,")
    say("the rule puts it into the queue, and the function reads that bucket, and nothing else.")
    say()
    s3.put_public_access_block(Bucket=OPENED, PublicAccessBlockConfiguration=dict.fromkeys(SWITCHES, False))
    before, began = demo.emulator.calls.count(), time.monotonic()
    demo.bus.put(sample("PutBucketPublicAccessBlock", OPENED))
    if failed := Poller(demo.bus, demo.function).once():
        raise Failed(f"the function could not do with {failed}")
    told = demo.deployment.everything.drain()
    took, calls = time.monotonic() - began, demo.emulator.calls.count() - before
    for message in told:
        row(f"everything  {in_short(message)}")
        say()
        say(f"Who is said to have done it: {json.dumps(message.body.get('cause'), indent=2)}")
    say(f"It took {took:.2f} s from the event to the message, and {calls} calls, those of the queues among them.")
    if [one.body["transition"] for one in told] != ["opened"]:
        raise Failed(f"one opened finding was to be told, not {[one.body for one in told]}")
    demo.deployment.urgent.drain(), demo.deployment.people.drain()


def lost_sight(demo: Demo) -> None:
    """A permission is taken away: nothing is resolved, and that sight was lost is told once"""
    action = "s3:GetBucketVersioning"
    say(f"The auditor may no longer call {action}.")
    say()
    with demo.emulator.deny(action):
        told = [(one.body["transition"], one.body.get("permission")) for one in demo.sweep("half-blind")["everything"]]
    if told != [("coverage-lost", action)]:
        raise Failed(f"only lost sight was to be told, not {told}")
    demo.sweep("sighted")


def put_right(demo: Demo) -> None:
    """A bucket is opened, closed by the fixer, and given back by a person"""
    assert demo.runtime and demo.function and demo.bus
    fix_and_undo(demo.emulator, demo.deployment, demo.runtime, demo.function, demo.bus)


def show_ledger(demo: Demo) -> None:
    """What the ledger knows"""
    by_hand(demo, 1, "findings", "--table", demo.deployment.table, "--control", "s3.lifecycle")
    say()
    by_hand(demo, 0, "findings", "--table", demo.deployment.table, "--closed-since", "1d")


def audit_by_hand(demo: Demo) -> None:
    """The same audit from the command line, with nothing deployed"""
    by_hand(demo, 1, "audit", "--area", AREA)


def identities_too(demo: Demo) -> None:
    """Another function: who may act, as whom and how far"""
    identities(demo.emulator)
    runtime = demo.stack.enter_context(Runtime("audit-iam"))
    env = environment(demo.emulator, **demo.deployment.variables)
    function = runtime.start("audit-iam", [built("audit-iam")], env)
    before, began = demo.emulator.calls.count(), time.monotonic()
    done = function.invoke({"account": ACCOUNT, "area": "iam", "run": "demo", "sole": True})
    took, calls = time.monotonic() - began, demo.emulator.calls.count() - before
    if done.failed:
        raise Failed(f"the function failed: {done.result}")
    told = demo.deployment.everything.drain()
    worst = [one for one in told if one.attributes["severity"] == "critical"]
    say(f"`audit-iam` swept users, groups, roles and policies in {took:.1f} s and {calls} calls: {tally(told)}. Critical:")
    for message in worst[:SHOWN]:
        row(f"everything  {in_short(message)}")
    demo.deployment.urgent.drain(), demo.deployment.people.drain()
    if not worst:
        raise Failed("an administrator was to be told of")


def by_hand(demo: Demo, status: int, *arguments: str) -> None:
    """Runs the command line as a person would."""
    say(f"$ bailiwick {' '.join(arguments)}")
    say()
    ran = cli(demo.emulator, *arguments)
    say(ran.out.rstrip())
    if ran.status != status:
        raise Failed(f"bailiwick ended with {ran.status}, not with {status}: {ran.err.strip()}")


STEPS = (
    make_account,
    make_listeners,
    start_function,
    sweep,
    show_message,
    only_news,
    event,
    lost_sight,
    put_right,
    show_ledger,
    audit_by_hand,
    identities_too,
)


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
    if isinstance(told, str):
        return told.partition("\n")[0]
    if "permission" in told:
        return f"{told['severity']:8}  {told['transition']:10}  {told['permission']}: {told['reason']}"
    name = told["resource"].rpartition(":")[2]
    return f"{told['severity']:8}  {told['transition']:10}  {told['control']:30}  {name}: {told['because']}"


def tally(messages: list[Message]) -> str:
    """How many messages of each severity."""
    by_severity = Counter(message.attributes["severity"] for message in messages)
    parts = [f"{by_severity[severity]} {severity}" for severity in SEVERITIES if by_severity[severity]]
    return f"{len(messages)} messages: {', '.join(parts)}" if parts else "nothing"


if __name__ == "__main__":
    sys.exit(main())
