"""The command that each finding tells heals it: run as a person would, with AWS's own command line."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from emulator import ADMIN, HOME, Emulator
from emulator.account import ACCOUNT
from harness import cli, environment
from watched import arn

# What is the reader's to choose, and what this reader chooses.
CHOSEN = {
    "arn:aws:iam::123456789012:role/ROLE": "arn:aws:iam::123456789012:role/replication",
    "KEY-ARN": f"arn:aws:kms:{HOME}:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    "LOG-BUCKET": f"acme-logs-{HOME}",
    "DESTINATION": "acme-copies",
    "MFA-DEVICE-ARN CODE": f"arn:aws:iam::{ACCOUNT}:mfa/root-account-mfa-device 123456",
}
# Where the first that fails will not do, since S3 asks for versions first.
RATHER = {
    "s3.mfa-delete": "acme-datalake",
    "s3.object-lock": "acme-backups",
    "s3.replication": "acme-hr-files",
}


# What cannot be changed after it was made: its command makes another one.
MADE_ANEW = {"s3.multi-region-access-point-public-access-block", "s3.access-point-public-access-block"}
# Commands that put a document of the reader's own: the reader writes it first, and `bailiwick fix` does both.
WRITTEN_FIRST = {
    "s3.access-point-public-access-block",
    "s3.confused-deputy",
    "s3.cross-account-access",
    "s3.cross-account-mutation",
    "s3.predictable-service-bucket",
}


def audit(account: Emulator, *more: str) -> list[dict[str, Any]]:
    ran = cli(account, "audit", *(more or ("--area", "s3")), "--format", "json", "--include-passing")
    return ran.json()["results"]


def chosen(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A finding of each control."""
    picked: dict[str, dict[str, Any]] = {}
    for one in results:
        rather = RATHER.get(one["control"])
        if one["status"] == "fail" and (rather is None or one["resource"] == arn(rather)):
            picked.setdefault(one["control"], one)
    return list(picked.values())


def run(account: Emulator, command: str) -> str:
    """What the command says where it fails; nothing where it does not."""
    for word, choice in CHOSEN.items():
        command = command.replace(word, choice)
    # S3 Control puts the account's number before the host, and no such name resolves here: a proxy is asked for it.
    own = {"AWS_DEFAULT_REGION": HOME, "HTTP_PROXY": account.url, "NO_PROXY": ""}
    env = environment(account, access_key=ADMIN, **own)
    env["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{env['PATH']}"
    done = subprocess.run(["bash", "-c", command], env=env, capture_output=True, text=True, timeout=120, check=False)
    return "" if done.returncode == 0 else f"{command}\n{done.stderr}"


def test_every_command_heals(account: Emulator) -> None:
    before = audit(account)
    fixed = chosen(before)
    assert {one["control"] for one in fixed} == {one["control"] for one in before}, "a command of every control"
    by_hand = [one for one in fixed if "file://" in one["fix"]]
    assert {one["control"] for one in by_hand} <= WRITTEN_FIRST
    fixed = [one for one in fixed if one not in by_hand and one["control"] not in MADE_ANEW]
    with ThreadPoolExecutor(2) as pool:
        errors = list(pool.map(lambda one: run(account, one["fix"]), fixed))
    assert [error for error in errors if error] == []
    after = {one["id"]: one["status"] for one in audit(account)}
    assert {(one["control"], one["resource"]): after[one["id"]] for one in fixed} == {
        (one["control"], one["resource"]): "pass" for one in fixed
    }


# A bucket with something of everything, of which each control finds one thing wrong.
RICH = "acme-rich"
KEY = f"arn:aws:kms:{HOME}:{ACCOUNT}:key/0987dcba-09fe-87dc-65ba-ab0987654321"
ENCRYPTION = {
    "Rules": [
        {
            "ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": KEY},
            "BucketKeyEnabled": True,
        }
    ]
}
RULES = [
    {"ID": "old", "Status": "Disabled", "Filter": {"Prefix": "old/"}, "Expiration": {"Days": 30}},
    {"ID": "cold", "Status": "Disabled", "Filter": {"Prefix": ""}, "Transitions": [{"Days": 60, "StorageClass": "GLACIER"}]},
]
REPLICATION = {
    "Role": f"arn:aws:iam::{ACCOUNT}:role/replication",
    "Rules": [
        {
            "ID": "nearby",
            "Status": "Enabled",
            "Priority": 1,
            "Filter": {"Prefix": "a/"},
            "DeleteMarkerReplication": {"Status": "Disabled"},
            "Destination": {"Bucket": "arn:aws:s3:::acme-copies-nearby"},
        }
    ],
}
READERS = {
    "Sid": "it's",
    "Effect": "Allow",
    "Principal": {"AWS": ACCOUNT},
    "Action": "s3:GetObject",
    "Resource": f"{arn(RICH)}/*",
}
CORS = {"CORSRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["https://acme.example"]}]}
GETTERS = (
    "get_bucket_acl",
    "get_bucket_cors",
    "get_bucket_encryption",
    "get_bucket_lifecycle_configuration",
    "get_bucket_logging",
    "get_bucket_notification_configuration",
    "get_bucket_ownership_controls",
    "get_bucket_policy",
    "get_bucket_replication",
    "get_bucket_tagging",
    "get_bucket_versioning",
    "get_bucket_website",
    "get_object_lock_configuration",
    "get_public_access_block",
)
# What each command is to change; whatever else it changes, or drops of this, is harm.
INTENDED = {
    "encryption.s3-default": {"SSEAlgorithm", "KMSMasterKeyID", "BucketKeyEnabled"},
    "logging.s3-access-log": {"LoggingEnabled"},
    "s3.acls-disabled": {"ObjectOwnership", "OwnershipControls"},
    "s3.bucket-public-access-block": {"PublicAccessBlockConfiguration"},
    "s3.event-notifications": {"EventBridgeConfiguration"},
    "s3.mfa-delete": {"MFADelete"},
    "s3.object-lock": {"ObjectLockConfiguration"},
    "s3.public-read": {"PublicAccessBlockConfiguration"},
    "s3.public-write": {"PublicAccessBlockConfiguration"},
    "s3.sse-c-blocked": {"BlockedEncryptionTypes"},
    "s3.versioning": {"Status"},
    "s3.website-hosting": {"get_bucket_website"},
}


def rich(account: Emulator) -> Any:
    s3 = account.client("s3")
    s3.create_bucket(Bucket=RICH, ObjectOwnership="ObjectWriter")
    s3.delete_public_access_block(Bucket=RICH)
    s3.put_bucket_versioning(Bucket=RICH, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_encryption(Bucket=RICH, ServerSideEncryptionConfiguration=ENCRYPTION)
    s3.put_bucket_lifecycle_configuration(Bucket=RICH, LifecycleConfiguration={"Rules": RULES})
    s3.put_bucket_replication(Bucket=RICH, ReplicationConfiguration=REPLICATION)
    s3.put_bucket_policy(Bucket=RICH, Policy=json.dumps({"Version": "2012-10-17", "Statement": [READERS]}))
    s3.put_bucket_tagging(Bucket=RICH, Tagging={"TagSet": [{"Key": "team", "Value": "data"}]})
    s3.put_bucket_cors(Bucket=RICH, CORSConfiguration=CORS)
    s3.put_bucket_website(Bucket=RICH, WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}})
    return s3


def settings_of(s3: Any) -> dict[str, Any]:
    """All that S3 tells of the rich bucket."""
    found: dict[str, Any] = {}
    for getter in GETTERS:
        try:
            found[getter] = getattr(s3, getter)(Bucket=RICH)
        except ClientError as error:
            found[getter] = {"Error": error.response["Error"]["Code"]}
        found[getter].pop("ResponseMetadata", None)
    policy = found["get_bucket_policy"]
    policy["Policy"] = json.loads(policy.get("Policy", "{}"))
    return found


def lost(before: Any, after: Any, intended: set[str]) -> list[str]:
    """What of `before` is not in `after`, but for what was to change."""
    if isinstance(before, dict) and isinstance(after, dict):
        return [
            f"{key}.{one}"
            for key, value in before.items()
            if key not in intended and key != "Error"
            for one in lost(value, after.get(key), intended)
        ]
    if isinstance(before, list) and isinstance(after, list):
        kept = [not any(not lost(one, other, intended) for other in after) for one in before]
        return [str(one) for one, gone in zip(before, kept, strict=True) if gone]
    return [] if before == after else [f"{before!r} became {after!r}"]


def test_a_command_changes_what_it_is_for_and_nothing_else(account: Emulator, tmp_path: Path) -> None:
    s3 = rich(account)
    key = f"encryption:\n  customer-key:\n    - bucket: {RICH}\n"
    settings = tmp_path / "settings.yaml"
    settings.write_text(key)
    about = ("--resource", arn(RICH), "--config", str(settings))
    ran: set[str] = set()
    for one in audit(account, *about):
        if one["status"] != "fail" or "file://" in one["fix"]:
            continue
        before = settings_of(s3)
        assert run(account, one["fix"]) == ""
        after = settings_of(s3)
        assert lost(before, after, INTENDED.get(one["control"], set())) == [], one["fix"]
        assert after != before, one["fix"]
        ran.add(one["control"])
    assert {"s3.lifecycle", "s3.replication", "s3.sse-c-blocked", "s3.tls-only", "s3.mfa-delete"} <= ran


def test_a_password_policy_keeps_what_its_command_is_not_about(people: Emulator) -> None:
    iam = people.client("iam")
    for control, own in (
        ("iam.password-length", "MinimumPasswordLength"),
        ("iam.password-reuse", "PasswordReusePrevention"),
        ("iam.password-expiry", "MaxPasswordAge"),
        ("iam.password-strength", "RequireSymbols"),
    ):
        iam.update_account_password_policy(
            MinimumPasswordLength=10,
            RequireNumbers=True,
            RequireUppercaseCharacters=True,
            RequireLowercaseCharacters=True,
            AllowUsersToChangePassword=True,
            MaxPasswordAge=300,
            PasswordReusePrevention=5,
            HardExpiry=True,
        )
        before = iam.get_account_password_policy()["PasswordPolicy"]
        [one] = audit(people, "--control", control)
        assert run(people, one["fix"]) == ""
        after = iam.get_account_password_policy()["PasswordPolicy"]
        assert {name for name in after if after[name] != before.get(name)} == {own}


def test_an_identity_pool_keeps_its_providers(people: Emulator) -> None:
    pools = people.client("cognito-identity")
    providers = {"graph.facebook.com": "7346241598935552"}
    named = {
        pool["IdentityPoolName"]: pool["IdentityPoolId"] for pool in pools.list_identity_pools(MaxResults=60)["IdentityPools"]
    }
    pool = {"IdentityPoolId": named["strangers-write"]}
    told = pools.describe_identity_pool(**pool)
    told.pop("ResponseMetadata")
    pools.update_identity_pool(**told | {"SupportedLoginProviders": providers, "AllowUnauthenticatedIdentities": True})
    before = pools.describe_identity_pool(**pool)
    failing = [one for one in audit(people, "--control", "iam.cognito-unauthenticated") if one["status"] == "fail"]
    assert [run(people, one["fix"]) for one in failing] == [""]
    after = pools.describe_identity_pool(**pool)
    assert after["AllowUnauthenticatedIdentities"] is False
    ignored = {"AllowUnauthenticatedIdentities", "ResponseMetadata"}
    assert {name for name in before if name not in ignored and before[name] != after.get(name)} == set()
