"""The misconfigured account: buckets in every state that Bailiwick's S3 controls know, in two Regions.

Each row of `BUCKETS` says in what its bucket differs from `BARE` (nobody ever configured it) or from `KEPT` (well kept).
No bucket can satisfy every control at once, because S3 refuses MFA delete beside a lifecycle configuration.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from .access import make_points, set_acl, set_encryption, set_logging, set_policy, snipe
from .server import HOME, Emulator

ACCOUNT = "123456789012"
AWAY = "eu-west-1"
REGIONS = (HOME, AWAY)

# The four switches of Block Public Access, in AWS's order.
SWITCHES = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")
ALL_ON = (True, True, True, True)
ALMOST_ON = (True, True, True, False)
ALL_OFF = (False, False, False, False)
# Refuses new public access, and leaves existing public access.
NEW_ONLY = (True, False, True, False)
ACCOUNT_PUBLIC_ACCESS_BLOCK = (True, True, False, False)


@dataclass(frozen=True)
class Bucket:
    """A bucket's settings. None, or empty, is not configured."""

    name: str
    region: str = HOME
    public_access_block: tuple[bool, bool, bool, bool] | None = None
    ownership: str | None = None
    versioning: str | None = None  # Enabled or Suspended
    mfa_delete: bool = False
    lifecycle: tuple[str, ...] = ()  # each rule's status
    object_lock: str | None = None  # on, or a default retention mode; decided when the bucket is made
    notifies: tuple[str, ...] = ()  # of topic, queue, function, event-bridge
    website: str | None = None  # an index document, or where to redirect, as `to:example.com`
    replicates_to: str | None = None
    replication: str = "Enabled"
    policy: tuple[str, ...] = ()  # of `access.STATEMENTS`
    acl: str | None = None  # a canned list, or `partner`
    blocks_own_keys: bool = False  # SSE-C
    logs_to: str | None = None  # the log bucket's name, but for its Region


BARE = Bucket("")
KEPT = Bucket(
    "",
    public_access_block=ALL_ON,
    ownership="BucketOwnerEnforced",
    versioning="Enabled",
    lifecycle=("Enabled",),
    object_lock="on",
    notifies=("event-bridge",),
    replicates_to="acme-copies",
    policy=("tls",),
    blocks_own_keys=True,
    logs_to="acme-logs",
)

BUCKETS = (
    # The target of logs comes first; it has no access log itself.
    replace(KEPT, name=f"acme-logs-{HOME}", policy=("logs", "tls"), logs_to=None),
    replace(KEPT, name=f"acme-logs-{AWAY}", region=AWAY, policy=("logs", "tls"), logs_to=None, replicates_to=None),
    # The two replication destinations come first: a destination must exist before its source.
    replace(KEPT, name="acme-copies", region=AWAY, replicates_to=None),
    replace(KEPT, name="acme-copies-nearby", replicates_to=None),
    # Well configured.
    replace(KEPT, name="acme-ledger", object_lock="COMPLIANCE"),
    replace(KEPT, name="acme-contracts", object_lock="GOVERNANCE"),
    replace(KEPT, name="acme-vault", mfa_delete=True, lifecycle=()),
    # Never configured.
    replace(BARE, name="acme-payroll"),
    replace(BARE, name="acme-scratch", region=AWAY),
    replace(BARE, name="acme-intern-project-2019"),
    # Block Public Access.
    replace(KEPT, name="acme-press-photos", public_access_block=ALL_OFF, policy=("tls", "anyone-reads")),
    replace(KEPT, name="acme-partner-exchange", public_access_block=NEW_ONLY, policy=("tls", "own-points")),
    replace(KEPT, name="acme-product-images", region=AWAY, public_access_block=ALMOST_ON, replicates_to=None),
    replace(KEPT, name="acme-mail-archive", public_access_block=None, policy=("tls", "office-reads")),
    # Who owns objects.
    replace(KEPT, name="acme-uploads", ownership="BucketOwnerPreferred", acl="public-read-write"),
    replace(KEPT, name="acme-vendor-drop", ownership="ObjectWriter", acl="partner"),
    replace(KEPT, name="acme-build-cache", region=AWAY, ownership=None, replicates_to=None),
    # Versions and lifecycle.
    replace(KEPT, name="acme-analytics", versioning="Suspended", object_lock=None, replicates_to=None),
    replace(KEPT, name="acme-crm-export", versioning=None, object_lock=None, replicates_to=None),
    replace(KEPT, name="acme-cctv", region=AWAY, lifecycle=("Disabled",), replicates_to=None),
    replace(KEPT, name="acme-invoices", lifecycle=("Disabled", "Enabled")),
    replace(KEPT, name="acme-datalake", lifecycle=()),
    replace(KEPT, name="acme-backups", object_lock=None),
    # Notifications.
    replace(KEPT, name="acme-orders", notifies=("topic",), policy=("tls", "partner-rules")),
    replace(KEPT, name="acme-thumbnails", notifies=("queue",), blocks_own_keys=False, policy=("tls", "no-own-keys")),
    replace(KEPT, name="acme-transcoding", region=AWAY, notifies=("function",), replicates_to=None),
    replace(KEPT, name="acme-sensors", notifies=(), policy=("tls", "anyone-reads")),
    # Web sites.
    replace(
        BARE,
        name="acme-website",
        public_access_block=ALL_OFF,
        ownership="ObjectWriter",
        website="index.html",
        policy=("anyone-reads", "anyone-writes"),
    ),
    replace(BARE, name="acme-old-website", public_access_block=ALL_OFF, website="to:www.acme.example"),
    replace(KEPT, name="acme-careers", region=AWAY, website="index.html", replicates_to=None),
    # Copies.
    replace(KEPT, name="acme-hr-files", replicates_to="acme-copies-nearby", policy=("tls-for-reads", "partner-reads")),
    replace(KEPT, name="acme-legal-hold", replication="Disabled"),
    replace(KEPT, name="acme-research", replicates_to="acme-deleted-long-ago"),
    # Where Bailiwick itself would keep its settings. moto denies whatever a Deny names, whatever its conditions say:
    # a bucket whose objects are used has no policy.
    replace(KEPT, name="bailiwick-settings", object_lock=None, policy=()),
)


def misconfigure(emulator: Emulator, buckets: tuple[Bucket, ...] = BUCKETS) -> None:
    """Makes the account. What was in it stays."""
    clients = {region: emulator.client("s3", region) for region in REGIONS}
    for region in REGIONS:
        make_targets(emulator, region)
    block = dict(zip(SWITCHES, ACCOUNT_PUBLIC_ACCESS_BLOCK, strict=True))
    emulator.client("s3control").put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=block)
    for bucket in buckets:
        make_bucket(clients[bucket.region], bucket)
    if buckets == BUCKETS:
        make_points(emulator, {bucket.name: bucket.region for bucket in buckets})
        snipe(emulator)


def make_targets(emulator: Emulator, region: str) -> None:
    """The topic and the queue of the notifications of buckets of a Region."""
    emulator.client("sns", region).create_topic(Name="object-events")
    emulator.client("sqs", region).create_queue(QueueName="object-events")


def make_bucket(s3: Any, bucket: Bucket) -> None:
    """One bucket with all its settings."""
    place = {} if bucket.region == HOME else {"CreateBucketConfiguration": {"LocationConstraint": bucket.region}}
    s3.create_bucket(Bucket=bucket.name, ObjectLockEnabledForBucket=bucket.object_lock is not None, **place)
    for configure in SETTINGS:
        configure(s3, bucket)


def set_public_access_block(s3: Any, bucket: Bucket) -> None:
    """Block Public Access."""
    if bucket.public_access_block is not None:
        block = dict(zip(SWITCHES, bucket.public_access_block, strict=True))
        s3.put_public_access_block(Bucket=bucket.name, PublicAccessBlockConfiguration=block)


def set_ownership(s3: Any, bucket: Bucket) -> None:
    """Object ownership. Without a setting there is none, as for buckets created before 2021."""
    if bucket.ownership:
        controls = {"Rules": [{"ObjectOwnership": bucket.ownership}]}
        s3.put_bucket_ownership_controls(Bucket=bucket.name, OwnershipControls=controls)


def set_versioning(s3: Any, bucket: Bucket) -> None:
    """Versioning, and MFA delete with the root user's device."""
    if bucket.mfa_delete:
        status = {"Status": "Enabled", "MFADelete": "Enabled"}
        device = f"arn:aws:iam::{ACCOUNT}:mfa/root-account-mfa-device 123456"
        s3.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration=status, MFA=device)
    elif bucket.versioning:
        s3.put_bucket_versioning(Bucket=bucket.name, VersioningConfiguration={"Status": bucket.versioning})


def set_lifecycle(s3: Any, bucket: Bucket) -> None:
    """Lifecycle rules, each on a prefix of its own."""
    rules = [
        {"ID": f"rule-{number}", "Status": status, "Filter": {"Prefix": f"{number}/"}, "Expiration": {"Days": 365}}
        for number, status in enumerate(bucket.lifecycle, 1)
    ]
    if rules:
        s3.put_bucket_lifecycle_configuration(Bucket=bucket.name, LifecycleConfiguration={"Rules": rules})


def set_object_lock(s3: Any, bucket: Bucket) -> None:
    """A default retention; Object Lock itself is enabled when the bucket is created."""
    if bucket.object_lock not in (None, "on"):
        retention = {"DefaultRetention": {"Mode": bucket.object_lock, "Days": 30}}
        lock = {"ObjectLockEnabled": "Enabled", "Rule": retention}
        s3.put_object_lock_configuration(Bucket=bucket.name, ObjectLockConfiguration=lock)


def set_notifications(s3: Any, bucket: Bucket) -> None:
    """Where S3 sends an event for each new object."""
    where = f"{bucket.region}:{ACCOUNT}"
    by_target: dict[str, tuple[str, Any]] = {
        "topic": ("TopicConfigurations", [{"TopicArn": f"arn:aws:sns:{where}:object-events"}]),
        "queue": ("QueueConfigurations", [{"QueueArn": f"arn:aws:sqs:{where}:object-events"}]),
        "function": (
            "LambdaFunctionConfigurations",
            [{"LambdaFunctionArn": f"arn:aws:lambda:{where}:function:transcode"}],
        ),
        "event-bridge": ("EventBridgeConfiguration", {}),
    }
    configuration = dict(by_target[target] for target in bucket.notifies)
    for targets in configuration.values():
        for target in targets:
            target["Events"] = ["s3:ObjectCreated:*"]
    if configuration:
        s3.put_bucket_notification_configuration(Bucket=bucket.name, NotificationConfiguration=configuration)


def set_website(s3: Any, bucket: Bucket) -> None:
    """A web site that serves, or one that redirects."""
    if bucket.website is None:
        return
    if bucket.website.startswith("to:"):
        site: dict[str, Any] = {"RedirectAllRequestsTo": {"HostName": bucket.website.removeprefix("to:")}}
    else:
        site = {"IndexDocument": {"Suffix": bucket.website}, "ErrorDocument": {"Key": "error.html"}}
    s3.put_bucket_website(Bucket=bucket.name, WebsiteConfiguration=site)


def set_replication(s3: Any, bucket: Bucket) -> None:
    """One rule for all objects."""
    if bucket.replicates_to is None:
        return
    rule = {
        "ID": "all",
        "Status": bucket.replication,
        "Priority": 1,
        "Filter": {},
        "DeleteMarkerReplication": {"Status": "Disabled"},
        "Destination": {"Bucket": f"arn:aws:s3:::{bucket.replicates_to}"},
    }
    configuration = {"Role": f"arn:aws:iam::{ACCOUNT}:role/replication", "Rules": [rule]}
    s3.put_bucket_replication(Bucket=bucket.name, ReplicationConfiguration=configuration)


SETTINGS: tuple[Callable[[Any, Bucket], None], ...] = (
    set_policy,
    set_acl,
    set_encryption,
    set_logging,
    set_public_access_block,
    set_ownership,
    set_versioning,
    set_lifecycle,
    set_object_lock,
    set_notifications,
    set_website,
    set_replication,
)
