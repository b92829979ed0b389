"""What must come out of the misconfigured account: told from its table, and not from the account."""

import json
from collections.abc import Iterator

import jsonschema

from emulator.account import ACCOUNT, ACCOUNT_PUBLIC_ACCESS_BLOCK, BUCKETS, Bucket
from harness import PROJECT, Message

REGIONS = {bucket.name: bucket.region for bucket in BUCKETS}
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
SWEEP = json.loads((PROJECT / "events/sweep-s3.json").read_text())
# A message for each finding of a first run, too.
EACH = "baseline: each\n"
FILTERED = ("severity", "area", "account", "transition", "control")

Statuses = dict[tuple[str, str], str]


def expected() -> Statuses:
    """The status of each control at each resource, from the rows of the account's table."""
    account = {("s3.account-public-access-block", ROOT): status(all(ACCOUNT_PUBLIC_ACCESS_BLOCK))}
    return account | {
        (control, f"arn:aws:s3:::{bucket.name}"): told for bucket in BUCKETS for control, told in judged(bucket)
    }


def judged(bucket: Bucket) -> Iterator[tuple[str, str]]:
    """What each control of a bucket must say."""
    own = bucket.public_access_block or (False,) * 4
    blocked = all(here or above for here, above in zip(own, ACCOUNT_PUBLIC_ACCESS_BLOCK, strict=True))
    versioned = bucket.versioning is not None or bucket.mfa_delete
    elsewhere = REGIONS.get(bucket.replicates_to, bucket.region) != bucket.region
    yield "s3.bucket-public-access-block", status(blocked)
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
    return {at for at, told in expected().items() if told == "fail"}


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
