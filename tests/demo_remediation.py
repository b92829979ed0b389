"""The part of the demo that puts something right and takes it back: `fix_and_undo(emulator, deployment, runtime)`.

The runtime must know the functions `audit-s3` and `remediate`; `audit` is the audit function, started.
"""

from emulator import Emulator
from harness import Deployment, Function, Mapping, Queue, Runtime, built, cli, environment
from harness.narration import say

CONTROL = "s3.bucket-public-access-block"
BUCKET = "acme-contracts"
SETTINGS = f"baseline: each\nremediation:\n  rules:\n    - {{control: {CONTROL}, mode: act}}\n"
WANTED = ["opened", "reopened", "exception-expired"]


class NotShown(Exception):
    """The fix or the undo did not happen."""


def fix_and_undo(emulator: Emulator, deployment: Deployment, runtime: Runtime, audit: Function) -> None:
    """A bucket is opened up, found, closed by the fixer, told, and given back"""
    deployment.settings(SETTINGS)
    queue = Queue(emulator, "fixer")
    queue.subscribe(deployment.topic, transition=WANTED)
    fixer = runtime.start("remediate", [built("remediate")], environment(emulator, **deployment.variables))
    mapping = Mapping(emulator, queue, fixer)
    say(f"The settings now say: {CONTROL}, mode act. All else stays off.")
    say(f"Somebody takes Block Public Access of `{BUCKET}` away. The auditor looks at it, as after the event.")
    emulator.client("s3").delete_public_access_block(Bucket=BUCKET)
    audit.invoke({"resources": [f"arn:aws:s3:::{BUCKET}"]})
    deployment.people.drain()
    mapping.deliver_all()
    if block(emulator) is None:
        raise NotShown(f"`{BUCKET}` was not closed")
    say()
    for notice in deployment.people.drain():
        say(str(notice.body))
    table = ("--table", deployment.table)
    [fix] = cli(emulator, "fixes", *table, "--format", "json").json()["fixes"]
    say()
    shown(emulator, "undo", fix["id"], *table)
    if block(emulator) is not None:
        raise NotShown(f"`{BUCKET}` is not as it was")
    say()
    shown(emulator, "fixes", *table)


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
