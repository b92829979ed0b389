"""The part of the demo that puts something right and takes it back."""

from emulator import Emulator
from harness import Bus, Deployment, Function, Mapping, Poller, Queue, Runtime, built, cli, environment, sample
from harness.narration import row, say

CONTROL = "s3.bucket-public-access-block"
BUCKET = "acme-ledger"
SETTINGS = f"baseline: each\nremediation:\n  grace-minutes: 0\n  rules:\n    - {{control: {CONTROL}, mode: act}}\n"
WANTED = ["opened", "reopened", "exception-expired"]
FIXER, DRAIN = "remediate", "drain"


class NotShown(Exception):
    """The fix or the undo did not happen."""


def fix_and_undo(
    emulator: Emulator, deployment: Deployment, runtime: Runtime, audit: Function, bus: Bus, told_as: str = "everything"
) -> None:
    """A bucket is opened, found, closed by the fixer, told, and given back by a person"""
    deployment.settings(SETTINGS)
    queue = Queue(emulator, "fixer")
    queue.subscribe(deployment.topic, transition=WANTED)
    fixer = runtime.start(FIXER, [built(FIXER)], environment(emulator, **deployment.variables))
    say(f"The settings now say `{CONTROL}: act`; every other fix stays off. `{FIXER}` listens to the findings.")
    say(f"Somebody takes Block Public Access of `{BUCKET}` away, and CloudTrail tells of it:")
    say()
    emulator.client("s3").delete_public_access_block(Bucket=BUCKET)
    bus.put(sample("DeleteBucketPublicAccessBlock", BUCKET))
    Poller(bus, audit).once()
    show(deployment, told_as)
    deployment.people.drain()
    Mapping(emulator, queue, fixer).deliver_all()
    if block(emulator) is None:
        raise NotShown(f"`{BUCKET}` was not closed")
    show(deployment, told_as)
    say()
    say("The fixer read the bucket again, kept what was there before, wrote, and read once more. What people are told:")
    say()
    for notice in deployment.people.drain():
        say(str(notice.body))
    table = ("--table", deployment.table)
    [fix] = cli(emulator, "fixes", *table, "--format", "json").json()["fixes"]
    say()
    say("Somebody wanted it open after all. Taking it back is a person's, under the person's own credentials:")
    say()
    shown(emulator, "undo", fix["id"], "--yes", *table)
    if block(emulator) is not None:
        raise NotShown(f"`{BUCKET}` is not as it was")
    send_rest(emulator, deployment, runtime)
    show(deployment, told_as)
    say()
    shown(emulator, "fixes", *table)


def send_rest(emulator: Emulator, deployment: Deployment, runtime: Runtime) -> None:
    """The drain sends what a person's command left in the outbox, a minute later."""
    drain = runtime.start(DRAIN, [built(DRAIN)], environment(emulator, **deployment.variables))
    deployment.a_minute_later()
    drain.invoke({})


def show(deployment: Deployment, told_as: str) -> None:
    """What programs hear."""
    told = deployment.everything.drain()
    for message in told:
        body = message.body
        row(f"{told_as}  {body['transition']:10}  {body['control']}  {body['resource'].rpartition(':')[2]}")
    if not told:
        raise NotShown("nothing was told")


def block(emulator: Emulator) -> dict[str, bool] | None:
    """Block Public Access of the bucket."""
    s3 = emulator.client("s3")
    try:
        return s3.get_public_access_block(Bucket=BUCKET)["PublicAccessBlockConfiguration"]
    except s3.exceptions.ClientError:
        return None


def shown(emulator: Emulator, *arguments: str) -> None:
    """Runs the command line as a person would."""
    say(f"$ bailiwick {' '.join(arguments)}")
    ran = cli(emulator, *arguments)
    say(ran.out.rstrip())
    if ran.status:
        raise NotShown(f"bailiwick ended with {ran.status}: {ran.err.strip()}")
