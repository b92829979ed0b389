"""Controls of other areas on buckets, and the settings that they and exposure are judged by."""

from pathlib import Path

from emulator import Emulator
from emulator.access import PARTNER
from expectations import Statuses, lent, of_buckets, status
from harness import cli

# Buckets that the settings ask a key for, or whose strangers they trust.
SETTINGS = f"""
trusted:
  accounts: ["{PARTNER}"]
  ip-ranges: [203.0.113.0/24]
encryption:
  customer-key:
    - bucket: acme-hr-*
    - tag: data=secret
"""


def judged(account: Emulator, *arguments: str) -> Statuses:
    ran = cli(account, "audit", "--format", "json", "--include-passing", *arguments)
    return {(one["control"], one["resource"]): one["status"] for one in ran.json()["results"]}


def test_no_more_is_read_than_they_need(account: Emulator) -> None:
    both = judged(account, "--control", "encryption.s3-default", "--control", "logging.s3-access-log")
    assert both == of_buckets(lent)
    assert {one.action for one in account.calls.made() if one.action} == {
        "s3:GetBucketLogging",
        "s3:GetEncryptionConfiguration",
        "s3:ListAllMyBuckets",
        "sts:GetCallerIdentity",
    }


def test_a_key_is_asked_for_by_name_and_by_tag(account: Emulator, tmp_path: Path) -> None:
    tags = {"TagSet": [{"Key": "data", "Value": "secret"}]}
    account.client("s3").put_bucket_tagging(Bucket="acme-payroll", Tagging=tags)
    settings = tmp_path / "settings.yaml"
    settings.write_text(SETTINGS)
    told = judged(account, "--control", "encryption.s3-default", "--config", str(settings))
    failing = {resource for (_, resource), one in told.items() if one == "fail"}
    assert failing == {"arn:aws:s3:::acme-hr-files", "arn:aws:s3:::acme-payroll"}
    account.deny("s3:GetBucketTagging")
    told = judged(account, "--control", "encryption.s3-default", "--config", str(settings))
    assert told["encryption.s3-default", "arn:aws:s3:::acme-payroll"] == "not-assessed"
    assert told["encryption.s3-default", "arn:aws:s3:::acme-hr-files"] == "fail"


def test_whom_the_settings_trust(account: Emulator, tmp_path: Path) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text(SETTINGS)
    control = ("--control", "s3.cross-account-access", "--control", "s3.cross-account-mutation")
    told = judged(account, *control, "--config", str(settings))
    for bucket in ("acme-hr-files", "acme-mail-archive", "acme-orders"):
        assert told["s3.cross-account-access", f"arn:aws:s3:::{bucket}"] == "pass", bucket
    assert told["s3.cross-account-access", "arn:aws:s3:::acme-vendor-drop"] == status(False)
    assert told["s3.cross-account-mutation", "arn:aws:s3:::acme-orders"] == "fail", "trusted or not"


def test_one_named_bucket_is_judged_with_its_access_points(account: Emulator) -> None:
    arn = "arn:aws:s3:::acme-partner-exchange"
    ran = cli(account, "audit", "--control", "s3.public-read", "--format", "json", "--resource", arn)
    [found] = ran.json()["results"]
    assert "exchange-door" in found["because"]
    witness = [one["value"] for one in found["evidence"] if one["fact"] == "witness"]
    assert witness[0]["action"] == "s3:GetObject"
    assert witness[0]["principal"] == "*"


def test_one_named_access_point(account: Emulator) -> None:
    arn = "arn:aws:s3:us-east-1:123456789012:accesspoint/photos-door"
    told = judged(account, "--area", "s3", "--resource", arn)
    assert told == {("s3.access-point-public-access-block", arn): "fail"}
