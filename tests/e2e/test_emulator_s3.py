"""The emulated S3: where moto is not AWS, it is put right."""

import urllib.error
import urllib.request
from http.client import HTTPResponse
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator import Emulator
from emulator.account import ACCOUNT, AWAY, BUCKETS, KEPT, Bucket, make_bucket, misconfigure
from harness import AUDITOR

NAMES = sorted(bucket.name for bucket in BUCKETS)


def pages(emulator: Emulator, region: str = "us-east-1", **asked: Any) -> list[list[dict]]:
    """Every page of ListBuckets."""
    s3 = emulator.client("s3", region, access_key=AUDITOR)
    token: dict = {}
    found = []
    while True:
        answer = s3.list_buckets(**asked, **token)
        found.append(answer.get("Buckets", []))
        if "ContinuationToken" not in answer:
            return found
        token = {"ContinuationToken": answer["ContinuationToken"]}


def asked(url: str, method: str = "GET", headers: dict | None = None) -> HTTPResponse | urllib.error.HTTPError:
    """An answer to a request that no SDK made."""
    try:
        return urllib.request.urlopen(urllib.request.Request(url, method=method, headers=headers or {}))
    except urllib.error.HTTPError as error:
        return error


def code(error: pytest.ExceptionInfo[ClientError]) -> str:
    return error.value.response["Error"]["Code"]


def test_pages_of_buckets(account: Emulator) -> None:
    listed = pages(account, MaxBuckets=10)
    assert [len(page) for page in listed] == [10, 10, 10, len(NAMES) - 30]
    assert [bucket["Name"] for page in listed for bucket in page] == NAMES
    regions = {bucket.name: bucket.region for bucket in BUCKETS}
    assert {bucket["Name"]: bucket["BucketRegion"] for page in listed for bucket in page} == regions


def test_s3_may_give_smaller_pages_than_asked_for(account: Emulator) -> None:
    account.settings.list_buckets_page = 7
    assert [len(page) for page in pages(account, MaxBuckets=1000)] == [7, 7, 7, 7, len(NAMES) - 28]


def test_buckets_by_prefix_and_region(account: Emulator) -> None:
    [copies] = pages(account, Prefix="acme-copies")
    assert [bucket["Name"] for bucket in copies] == ["acme-copies", "acme-copies-nearby"]
    [away] = pages(account, AWAY, BucketRegion=AWAY)
    assert [bucket["Name"] for bucket in away] == [name for name in NAMES if regions()[name] == AWAY]


def regions() -> dict[str, str]:
    return {bucket.name: bucket.region for bucket in BUCKETS}


def test_without_parameters_there_is_one_page_and_no_region(account: Emulator) -> None:
    account.settings.list_buckets_page = 7
    [page] = pages(account)
    assert [bucket["Name"] for bucket in page] == NAMES
    assert not any("BucketRegion" in bucket for bucket in page)


@pytest.mark.parametrize("wrong", [f"bucket-region={AWAY}", "max-buckets=0", "max-buckets=10001", "max-buckets=many"])
def test_wrong_parameters_of_list_buckets(account: Emulator, wrong: str) -> None:
    answer = asked(f"{account.url}/?{wrong}", headers={"authorization": SIGNED.format("us-east-1")})
    assert answer.status == 400
    assert b"<Code>InvalidArgument</Code>" in answer.read()


def test_a_bucket_answers_in_its_own_region(account: Emulator) -> None:
    s3 = account.client("s3", access_key=AUDITOR)
    assert s3.get_bucket_versioning(Bucket="acme-copies")["Status"] == "Enabled", "boto3 follows"
    statuses = [(one.region, one.status) for one in account.calls.made("s3:GetBucketVersioning")]
    assert statuses == [("us-east-1", 301), (AWAY, 200)]


def test_anybody_learns_a_buckets_region_and_nothing_else(account: Emulator) -> None:
    head = asked(f"{account.url}/acme-copies", "HEAD")
    assert (head.status, head.headers["x-amz-bucket-region"]) == (403, AWAY)
    assert asked(f"{account.url}/acme-copies?versioning").status == 403
    assert asked(f"{account.url}/acme-never-was", "HEAD").status == 404
    assert {one.action for one in account.calls.made()} == {""}, "it takes no permission"


# The root element of each answer, from the API reference of S3.
ROOTS = {
    "acl": "AccessControlPolicy",
    "accelerate": "AccelerateConfiguration",
    "encryption": "ServerSideEncryptionConfiguration",
    "inventory": "ListInventoryConfigurationsResult",
    "lifecycle": "LifecycleConfiguration",
    "location": "LocationConstraint",
    "logging": "BucketLoggingStatus",
    "notification": "NotificationConfiguration",
    "object-lock": "ObjectLockConfiguration",
    "ownershipControls": "OwnershipControls",
    "publicAccessBlock": "PublicAccessBlockConfiguration",
    "replication": "ReplicationConfiguration",
    "versioning": "VersioningConfiguration",
    "website": "WebsiteConfiguration",
}
SIGNED = f"AWS4-HMAC-SHA256 Credential={AUDITOR}/20260101/{{}}/s3/aws4_request, SignedHeaders=host, Signature=0"


@pytest.mark.parametrize("subresource", ROOTS)
def test_answers_have_their_names(emulator: Emulator, subresource: str) -> None:
    misconfigure(emulator, (Bucket("acme-target"), with_everything()))
    headers = {"authorization": SIGNED.format("us-east-1")}
    answer = asked(f"{emulator.url}/acme-everything?{subresource}", headers=headers)
    assert answer.status == 200
    assert f"<{ROOTS[subresource]}" in answer.read().decode()


def with_everything() -> Bucket:
    return Bucket(
        "acme-everything",
        public_access_block=KEPT.public_access_block,
        ownership=KEPT.ownership,
        versioning="Enabled",
        lifecycle=("Enabled",),
        object_lock="on",
        notifies=("event-bridge",),
        website="index.html",
        replicates_to="acme-target",
    )


def test_what_nobody_configured(emulator: Emulator) -> None:
    misconfigure(emulator, (Bucket("acme-bare"),))
    s3 = emulator.client("s3", access_key=AUDITOR)
    assert "Status" not in s3.get_bucket_versioning(Bucket="acme-bare")
    assert "EventBridgeConfiguration" not in s3.get_bucket_notification_configuration(Bucket="acme-bare")
    [rule] = s3.get_bucket_encryption(Bucket="acme-bare")["ServerSideEncryptionConfiguration"]["Rules"]
    assert rule["ApplyServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"


def test_mfa_delete_and_event_bridge_are_told(account: Emulator) -> None:
    s3 = account.client("s3", access_key=AUDITOR)
    vault = s3.get_bucket_versioning(Bucket="acme-vault")
    assert (vault["Status"], vault["MFADelete"]) == ("Enabled", "Enabled")
    assert s3.get_bucket_notification_configuration(Bucket="acme-vault")["EventBridgeConfiguration"] == {}


def test_every_row_of_the_account_can_be_made_anew(emulator: Emulator) -> None:
    misconfigure(emulator)
    emulator.reset()
    assert pages(emulator) == [[]]
    make_bucket(emulator.client("s3"), Bucket("acme-again"))
    assert [bucket["Name"] for bucket in pages(emulator)[0]] == ["acme-again"]


def test_account_public_access_block_at_a_plain_endpoint(account: Emulator) -> None:
    url = f"{account.url}/v20180820/configuration/publicAccessBlock"
    headers = {"authorization": SIGNED.format("us-east-1"), "x-amz-account-id": ACCOUNT}
    body = asked(url, headers=headers).read().decode()
    assert "<IgnorePublicAcls>true</IgnorePublicAcls>" in body
    assert "<BlockPublicPolicy>false</BlockPublicPolicy>" in body
    account.client("s3control").delete_public_access_block(AccountId=ACCOUNT)
    assert b"<Code>NoSuchPublicAccessBlockConfiguration</Code>" in asked(url, headers=headers).read()
    assert account.calls.by_action() == {"s3:GetAccountPublicAccessBlock": 2}


def test_two_accounts_see_their_own(account: Emulator) -> None:
    other = account.client("s3", account="210987654321")
    other.create_bucket(Bucket="umbrella-payroll")
    assert [bucket["Name"] for bucket in other.list_buckets()["Buckets"]] == ["umbrella-payroll"]
    assert "umbrella-payroll" not in [bucket["Name"] for page in pages(account) for bucket in page]
    with pytest.raises(ClientError) as error:
        other.get_bucket_versioning(Bucket="acme-payroll")
    assert code(error) == "AccessDenied"
