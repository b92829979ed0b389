"""What must come out of the misconfigured account: told from its table, and not from the account."""

import json
from collections.abc import Callable, Iterator

import jsonschema
from moto.s3control.models import s3control_backends

from emulator.access import MULTI_REGION_POINTS, POINTS, Point
from emulator.account import ACCOUNT, ACCOUNT_PUBLIC_ACCESS_BLOCK, BUCKETS, Bucket
from harness import PROJECT, Message

REGIONS = {bucket.name: bucket.region for bucket in BUCKETS}
POINT_BLOCK = "s3.access-point-public-access-block"
MULTI_REGION_BLOCK = "s3.multi-region-access-point-public-access-block"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
SWEEP = json.loads((PROJECT / "events/sweep-s3.json").read_text())
# A message for each finding of a first run, too.
EACH = "baseline: each\n"
FILTERED = ("severity", "area", "account", "transition", "control")

Statuses = dict[tuple[str, str], str]


# Controls of other areas that `audit-s3` runs beside its own.
LENT = ("encryption.s3-default", "logging.s3-access-log")
OF_THE_ACCOUNT = ("s3.account-public-access-block", "s3.predictable-service-bucket")


def expected() -> Statuses:
    """The status of each control of the area at each resource, from the rows of the account's table."""
    account = {
        (OF_THE_ACCOUNT[0], ROOT): status(all(ACCOUNT_PUBLIC_ACCESS_BLOCK)),
        (OF_THE_ACCOUNT[1], ROOT): "fail",
    }
    points = {(POINT_BLOCK, arn(point)): status(shut(point)) for point in POINTS}
    return account | points | multi_region() | of_buckets(judged)


def of_buckets(by: Callable[[Bucket], Iterator[tuple[str, str]]]) -> Statuses:
    return {(control, f"arn:aws:s3:::{bucket.name}"): told for bucket in BUCKETS for control, told in by(bucket)}


def lent(bucket: Bucket) -> Iterator[tuple[str, str]]:
    """What the controls of other areas must say that the function runs."""
    yield "encryption.s3-default", "pass"
    yield "logging.s3-access-log", status(bucket.logs_to is not None)


def arn(point: Point) -> str:
    return f"arn:aws:s3:{REGIONS[point.bucket]}:{ACCOUNT}:accesspoint/{point.name}"


def multi_region() -> Statuses:
    """Of multi-Region access points; moto makes an alias of the name, which nobody else can tell."""
    points = s3control_backends[ACCOUNT]["aws"].multi_region_access_points[ACCOUNT]
    aliases = {name: point.alias for name, point in points.items()}
    root = f"arn:aws:s3::{ACCOUNT}:accesspoint"
    return {(MULTI_REGION_BLOCK, f"{root}/{aliases.get(point.name)}"): status(all(point.block)) for point in MULTI_REGION_POINTS}


def shut(point: Point) -> bool:
    """Whether access point, bucket and account together block public access."""
    [own] = [bucket.public_access_block or (False,) * 4 for bucket in BUCKETS if bucket.name == point.bucket]
    return all(map(any, zip(point.block, own, ACCOUNT_PUBLIC_ACCESS_BLOCK, strict=True)))


def let_in(bucket: Bucket) -> set[str]:
    """By which statements somebody gets in: those of the policy, and of access points that it leaves it to."""
    _, _, _, restricted = bucket.public_access_block or (False,) * 4
    found = set(bucket.policy)
    if "own-points" in bucket.policy:
        found |= {name for point in POINTS if point.bucket == bucket.name for name in point.policy}
    return {name for name in found if not (restricted and name.startswith("anyone"))}


def judged(bucket: Bucket) -> Iterator[tuple[str, str]]:
    """What each control of a bucket must say."""
    own = bucket.public_access_block or (False,) * 4
    blocked = all(here or above for here, above in zip(own, ACCOUNT_PUBLIC_ACCESS_BLOCK, strict=True))
    versioned = bucket.versioning is not None or bucket.mfa_delete
    elsewhere = REGIONS.get(bucket.replicates_to or "", bucket.region) != bucket.region
    yield "s3.bucket-public-access-block", status(blocked)
    by, strangers = let_in(bucket), {"anyone-reads", "anyone-writes", "office-reads", "partner-reads", "partner-rules"}
    listed = bucket.acl == "partner" and bucket.ownership != "BucketOwnerEnforced"
    gone = bucket.replicates_to is not None and bucket.replicates_to not in REGIONS and bucket.replication == "Enabled"
    yield "s3.public-read", status("anyone-reads" not in by)
    yield "s3.public-write", status("anyone-writes" not in by)
    yield "s3.cross-account-access", status(not (by & strangers or listed))
    yield "s3.confused-deputy", status("logs" not in by)
    yield "s3.cross-account-mutation", status("partner-rules" not in by)
    yield "s3.tls-only", status("tls" in bucket.policy)
    yield "s3.sse-c-blocked", status(bucket.blocks_own_keys or "no-own-keys" in bucket.policy)
    yield "s3.replication-destination", status(not gone)
    yield "s3.acls-disabled", status(bucket.ownership == "BucketOwnerEnforced")
    yield "s3.versioning", status(bucket.versioning == "Enabled")
    yield "s3.mfa-delete", status(bucket.mfa_delete) if versioned else "not-applicable"
    yield "s3.lifecycle", status("Enabled" in bucket.lifecycle)
    yield "s3.object-lock", status(bucket.object_lock is not None)
    yield "s3.event-notifications", status(bool(bucket.notifies))
    yield "s3.website-hosting", status(bucket.website is None)
    yield "s3.replication", status(elsewhere and bucket.replication == "Enabled")


def status(holds: bool) -> str:
    return "pass" if holds else "fail"


def failing() -> set[tuple[str, str]]:
    """What the function tells of: its own area's controls and those that it runs beside."""
    return {at for at, told in (expected() | of_buckets(lent)).items() if told == "fail"}


def schema(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((PROJECT / f"docs/{name}.schema.json").read_text()))


SCHEMAS = {f"bailiwick.{name}/1": schema(name) for name in ("finding", "coverage")}


def valid(message: Message) -> Message:
    """The message, its body checked against its schema and its attributes against its body."""
    SCHEMAS[message.body["schema"]].validate(message.body)
    told = {name: message.body[name] for name in FILTERED if name in message.body}
    assert message.attributes.items() >= told.items()
    assert set(message.attributes) == set(FILTERED)
    return message
