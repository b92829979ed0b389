"""What the tests of remediation share: a deployment whose findings reach the fixer, and someone who breaks things."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from emulator import Emulator
from emulator.account import ACCOUNT
from harness import Deployment, Function, Invocation, Mapping, Message, Queue, cli

BLOCK = "s3.bucket-public-access-block"
ALL_ON = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}
# As the template subscribes the queue of the fixer.
WANTED = ["opened", "reopened", "exception-expired"]
# What would change the audited account; the function writes its own table and topics beside.
WRITES = ("Put", "Delete", "Create", "Update", "Attach", "Detach", "Enable", "Disable", "Set")
# A bucket that is well kept, but for what a test breaks.
BUCKET = "acme-ledger"
ARN = f"arn:aws:s3:::{BUCKET}"


def settings(*rules: str, more: str = "") -> str:
    """Settings with these rules, each as `control, mode`."""
    told = "".join(f"    - {{control: {one.split()[0]}, mode: {one.split()[1]}}}\n" for one in rules)
    return f"baseline: each\nremediation:\n  cooldown-minutes: 0\n  grace-minutes: 0\n{more}  rules:\n{told}"


@dataclass
class Fixer:
    """The deployed fixer, and what reaches it."""

    emulator: Emulator
    deployment: Deployment
    audit: Function
    function: Function
    mapping: Mapping

    def open_up(self, bucket: str = BUCKET) -> None:
        """Somebody takes Block Public Access away."""
        self.emulator.client("s3").delete_public_access_block(Bucket=bucket)

    def block(self, bucket: str = BUCKET) -> dict[str, bool] | None:
        """Block Public Access of a bucket, as it is now."""
        s3 = self.emulator.client("s3")
        try:
            return s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
        except s3.exceptions.ClientError:
            return None

    def notice(self, *buckets: str) -> Invocation:
        """The auditor looks at these buckets, as after an event."""
        arns = [f"arn:aws:s3:::{one}" for one in buckets or (BUCKET,)]
        done = self.audit.invoke({"resources": arns})
        assert not done.failed, done.result
        return done

    def work(self) -> list[Invocation]:
        """The fixer gets what lies in its queue."""
        return self.mapping.deliver_all()

    def break_and_fix(self) -> None:
        """One round: opened up, noticed, handed to the fixer."""
        self.open_up()
        self.notice()
        self.work()

    def tick(self) -> Invocation:
        """The clock starts the fixer."""
        return self.function.invoke({"tick": True})

    def send(self, message: dict[str, Any] | str) -> None:
        """Publishes whatever one likes."""
        text = message if isinstance(message, str) else json.dumps(message)
        attributes = {"transition": {"DataType": "String", "StringValue": "opened"}}
        sns = self.emulator.client("sns")
        sns.publish(TopicArn=self.deployment.topic, Message=text, MessageAttributes=attributes)

    def transitions(self, resource: str = ARN, control: str = BLOCK) -> list[str]:
        """What programs heard of one finding."""
        told = [one.body for one in self.deployment.everything.drain() if isinstance(one.body, dict)]
        return [one["transition"] for one in told if (one.get("resource"), one.get("control")) == (resource, control)]

    def headlines(self) -> list[str]:
        """The first word that people were told of each fix."""
        return [headline(one) for one in self.deployment.people.drain() if ", fix " in str(one.body)]

    def fixes(self, *arguments: str) -> list[dict[str, Any]]:
        """The fixes that the ledger knows."""
        ran = cli(self.emulator, "fixes", "--table", self.deployment.table, "--format", "json", *arguments)
        assert ran.status == 0, ran.err
        return ran.json()["fixes"]

    def changed(self) -> list[str]:
        """The calls that changed, or tried to change, the audited account."""
        return changes(self.emulator)


def changes(emulator: Emulator) -> list[str]:
    """The calls that changed, or tried to change, what is audited."""
    made = (one.action for one in emulator.calls.made() if one.action)
    services = ("s3:", "iam:", "kms:")
    return [one for one in made if one.startswith(services) and one.partition(":")[2].startswith(WRITES)]


def finding(**other: object) -> dict[str, object]:
    """A message such as anybody might write who may publish."""
    return {
        "schema": "bailiwick.finding/1",
        "transition": "opened",
        "control": BLOCK,
        "account": ACCOUNT,
        "resource": ARN,
    } | other


def headline(message: Message) -> str:
    """What happened, in the words of the first line."""
    return message.body.partition(":")[0]


def fixer(account: Emulator, start: Callable[..., Function], deployment: Deployment, **own: str) -> Fixer:
    """Deploys the fixer, with its queue behind the topic; `own` is added to its environment."""
    queue = Queue(account, "fixer")
    queue.subscribe(deployment.topic, transition=WANTED)
    function = start("remediate", **own)
    return Fixer(account, deployment, start("audit-s3"), function, Mapping(account, queue, function))


def look(emulator: Emulator, file: Path, *arguments: str) -> list[dict[str, Any]]:
    """All that an audit sees, without when it was seen."""
    ran = cli(emulator, "audit", "--snapshot", str(file), *arguments)
    assert ran.status in (0, 1, 3), ran.err
    lines = [timeless(json.loads(line)) for line in file.read_text().splitlines()]
    # Regions answer when they like: what comes when is no difference.
    return sorted(lines, key=about)


def about(line: dict[str, Any]) -> list[str]:
    """What a line of a snapshot is about."""
    told = next((one for one in line.values() if isinstance(one, dict)), {})
    return [*line, *(str(told.get(key, "")) for key in ("kind", "id", "in"))]


def timeless(value: Any) -> Any:
    """The same without times."""
    if isinstance(value, dict):
        return {key: timeless(one) for key, one in value.items() if key not in ("at", "began", "sha256")}
    if isinstance(value, list):
        return [timeless(one) for one in value]
    return value


def differences(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[tuple[str, Any, Any]]:
    """Where two of them differ: path, before, after."""
    assert len(before) == len(after)
    return [one for old, new in zip(before, after, strict=True) for one in differing("", old, new)]


def differing(path: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    """The same below one value."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            yield from differing(f"{path}/{key}", old.get(key), new.get(key))
    elif old != new:
        yield path, old, new
