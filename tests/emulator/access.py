"""Who is let into the buckets of the misconfigured account: policies, lists and access points; and what else the rows
of `BUCKETS` say of keys and logs."""

import json
from dataclasses import dataclass
from typing import Any

ACCOUNT = "123456789012"
PARTNER = "444455556666"
PARTNERS_CANONICAL_ID = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"
OWN_KEY = "s3:x-amz-server-side-encryption-customer-algorithm"

ANYONE = "*"
PARTNERS = {"AWS": f"arn:aws:iam::{PARTNER}:root"}


def statement(effect: str, who: Any, action: str, **condition: dict[str, str]) -> dict[str, Any]:
    """A statement on a bucket and its objects, but for the bucket's name."""
    return {"Effect": effect, "Principal": who, "Action": action, "Condition": condition}


# What a row's `policy` is made of.
STATEMENTS = {
    "tls": statement("Deny", ANYONE, "s3:*", Bool={"aws:SecureTransport": "false"}),
    "tls-for-reads": statement("Deny", ANYONE, "s3:GetObject", Bool={"aws:SecureTransport": "false"}),
    "no-own-keys": statement("Deny", ANYONE, "s3:PutObject", Null={OWN_KEY: "false"}),
    "logs": statement("Allow", {"Service": "logging.s3.amazonaws.com"}, "s3:PutObject"),
    "anyone-reads": statement("Allow", ANYONE, "s3:GetObject"),
    "anyone-writes": statement("Allow", ANYONE, "s3:PutObject"),
    "office-reads": statement("Allow", ANYONE, "s3:GetObject", IpAddress={"aws:SourceIp": "203.0.113.0/24"}),
    "partner-reads": statement("Allow", PARTNERS, "s3:GetObject"),
    "partner-rules": statement("Allow", PARTNERS, "s3:PutBucketPolicy"),
    "own-points": statement("Allow", ANYONE, "*", StringEquals={"s3:DataAccessPointAccount": ACCOUNT}),
}


def policy(names: tuple[str, ...], resource: str, objects: str) -> str:
    """A policy of these statements."""
    statements = [{"Sid": name.replace("-", ""), "Resource": [resource, objects], **STATEMENTS[name]} for name in names]
    for one in statements:
        if not one["Condition"]:
            del one["Condition"]
        if "Service" in one["Principal"]:
            one["Resource"] = objects
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


@dataclass(frozen=True)
class Point:
    """An access point, or a multi-Region one."""

    name: str
    bucket: str
    block: tuple[bool, bool, bool, bool]
    policy: tuple[str, ...] = ()


ALL_ON = (True, True, True, True)
ALL_OFF = (False, False, False, False)

POINTS = (
    Point("ledger-door", "acme-ledger", ALL_ON),
    Point("images-door", "acme-product-images", ALL_ON),
    Point("photos-door", "acme-press-photos", ALL_OFF),
    Point("exchange-door", "acme-partner-exchange", ALL_OFF, ("anyone-reads",)),
)
MULTI_REGION_POINTS = (
    Point("abroad", "acme-partner-exchange", ALL_ON, ("anyone-writes",)),
    Point("abroad-open", "acme-vault", ALL_OFF),
)
# A bucket of another account, under the name that SageMaker would use for this account.
SNIPED = f"sagemaker-us-east-1-{ACCOUNT}"
SNIPER = "999988887777"


def set_policy(s3: Any, bucket: Any) -> None:
    """The bucket policy."""
    if bucket.policy:
        arn = f"arn:aws:s3:::{bucket.name}"
        s3.put_bucket_policy(Bucket=bucket.name, Policy=policy(bucket.policy, arn, f"{arn}/*"))


def set_acl(s3: Any, bucket: Any) -> None:
    """The access control list, where it grants more than the owner has."""
    if bucket.acl == "partner":
        s3.put_bucket_acl(Bucket=bucket.name, GrantRead=f"id={PARTNERS_CANONICAL_ID}")
    elif bucket.acl:
        s3.put_bucket_acl(Bucket=bucket.name, ACL=bucket.acl)


def set_encryption(s3: Any, bucket: Any) -> None:
    """S3's own keys, and no keys of the writers' own."""
    if bucket.blocks_own_keys:
        rule = {
            "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
            "BlockedEncryptionTypes": {"EncryptionType": ["SSE-C"]},
        }
        s3.put_bucket_encryption(Bucket=bucket.name, ServerSideEncryptionConfiguration={"Rules": [rule]})


def set_logging(s3: Any, bucket: Any) -> None:
    """Server access logs, in a bucket of the same Region."""
    if bucket.logs_to:
        target = {"TargetBucket": f"{bucket.logs_to}-{bucket.region}", "TargetPrefix": f"{bucket.name}/"}
        s3.put_bucket_logging(Bucket=bucket.name, BucketLoggingStatus={"LoggingEnabled": target})


SWITCHES = ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")


def make_points(emulator: Any, regions: dict[str, str]) -> None:
    """The access points, each in its bucket's Region, and the multi-Region ones."""
    for point in POINTS:
        region = regions[point.bucket]
        control = emulator.client("s3control", region)
        block = dict(zip(SWITCHES, point.block, strict=True))
        control.create_access_point(AccountId=ACCOUNT, Name=point.name, Bucket=point.bucket, PublicAccessBlockConfiguration=block)
        if point.policy:
            arn = f"arn:aws:s3:{region}:{ACCOUNT}:accesspoint/{point.name}"
            statements = policy(point.policy, arn, f"{arn}/object/*")
            control.put_access_point_policy(AccountId=ACCOUNT, Name=point.name, Policy=statements)
    control = emulator.client("s3control", "us-west-2")
    for point in MULTI_REGION_POINTS:
        block = dict(zip(SWITCHES, point.block, strict=True))
        details = {"Name": point.name, "PublicAccessBlock": block, "Regions": [{"Bucket": point.bucket}]}
        control.create_multi_region_access_point(AccountId=ACCOUNT, ClientToken=point.name, Details=details)
        if point.policy:
            arn = multi_region_arn(control, point)
            put = {"Name": point.name, "Policy": policy(point.policy, arn, f"{arn}/object/*")}
            control.put_multi_region_access_point_policy(AccountId=ACCOUNT, ClientToken=point.name, Details=put)


def multi_region_arn(control: Any, point: Point) -> str:
    """The ARN of a multi-Region access point, which contains its alias."""
    [alias] = [
        one["Alias"]
        for one in control.list_multi_region_access_points(AccountId=ACCOUNT)["AccessPoints"]
        if one["Name"] == point.name
    ]
    return f"arn:aws:s3::{ACCOUNT}:accesspoint/{alias}"


def snipe(emulator: Any) -> None:
    """Another account creates the bucket that a service of this account would use."""
    emulator.client("s3", account=SNIPER).create_bucket(Bucket=SNIPED)
