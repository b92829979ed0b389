"""What goes wrong at will: refusals in each service's own words, faults, batches that fail in part, and the log."""

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, HTTPClientError

from emulator import Emulator
from emulator.account import ACCOUNT
from harness import AUDITOR, Deployment

# Service, call, IAM action, code and status of the refusal.
READS = [
    ("s3", "list_buckets", {}, "s3:ListAllMyBuckets", "AccessDenied", 403),
    ("s3", "get_bucket_policy", {"Bucket": "acme-payroll"}, "s3:GetBucketPolicy", "AccessDenied", 403),
    ("s3control", "get_public_access_block", {"AccountId": ACCOUNT}, "s3:GetAccountPublicAccessBlock", "AccessDenied", 403),
    ("iam", "list_users", {}, "iam:ListUsers", "AccessDenied", 403),
    ("sts", "get_caller_identity", {}, "sts:GetCallerIdentity", "AccessDenied", 403),
    ("sns", "list_topics", {}, "sns:ListTopics", "AuthorizationError", 403),
    ("sqs", "list_queues", {}, "sqs:ListQueues", "AccessDenied", 400),
    ("ec2", "describe_vpcs", {}, "ec2:DescribeVpcs", "UnauthorizedOperation", 403),
    ("dynamodb", "list_tables", {}, "dynamodb:ListTables", "AccessDeniedException", 400),
    ("kms", "list_keys", {}, "kms:ListKeys", "AccessDeniedException", 400),
    ("cloudwatch", "list_metrics", {}, "cloudwatch:ListMetrics", "AccessDenied", 400),
    ("lambda", "list_functions", {}, "lambda:ListFunctions", "AccessDeniedException", 403),
    ("guardduty", "list_detectors", {}, "guardduty:ListDetectors", "AccessDeniedException", 403),
    ("accessanalyzer", "list_analyzers", {}, "access-analyzer:ListAnalyzers", "AccessDeniedException", 403),
    ("route53", "list_hosted_zones", {}, "route53:ListHostedZones", "AccessDenied", 403),
]
# The names of S3's actions that differ from those of its calls.
BUCKET_READS = {
    "get_bucket_encryption": "s3:GetEncryptionConfiguration",
    "get_bucket_lifecycle_configuration": "s3:GetLifecycleConfiguration",
    "get_bucket_notification_configuration": "s3:GetBucketNotification",
    "get_bucket_ownership_controls": "s3:GetBucketOwnershipControls",
    "get_bucket_replication": "s3:GetReplicationConfiguration",
    "get_bucket_versioning": "s3:GetBucketVersioning",
    "get_bucket_website": "s3:GetBucketWebsite",
    "get_object_lock_configuration": "s3:GetBucketObjectLockConfiguration",
    "get_public_access_block": "s3:GetBucketPublicAccessBlock",
}


def refused(call: Callable[..., Any], **asked: Any) -> tuple[str, int]:
    """Code and status of the refusal."""
    with pytest.raises(ClientError) as error:
        call(**asked)
    told = error.value.response
    return told["Error"]["Code"], told["ResponseMetadata"]["HTTPStatusCode"]


@pytest.mark.parametrize(("service", "operation", "asked", "action", "code", "status"), READS)
def test_denied_in_the_services_own_words(
    emulator: Emulator, service: str, operation: str, asked: dict, action: str, code: str, status: int
) -> None:
    call = getattr(emulator.client(service, access_key=AUDITOR), operation)
    with emulator.deny(action):
        assert refused(call, **asked) == (code, status)
    [made] = emulator.calls.made()
    assert (made.action, made.status, made.access_key) == (action, status, AUDITOR)


@pytest.mark.parametrize("operation", BUCKET_READS)
def test_denied_for_one_bucket(account: Emulator, operation: str) -> None:
    call = getattr(account.client("s3", access_key=AUDITOR), operation)
    account.deny(BUCKET_READS[operation], resource="arn:aws:s3:::acme-payroll")
    assert refused(call, Bucket="acme-payroll") == ("AccessDenied", 403)
    call(Bucket="acme-website" if operation == "get_bucket_website" else "acme-ledger")


def test_denials_by_pattern_and_caller(account: Emulator) -> None:
    account.deny("s3:getbucket*", access_key="EMULATORINTERN000000")
    get = account.client("s3", access_key="EMULATORINTERN000000").get_bucket_acl
    assert refused(get, Bucket="acme-payroll") == ("AccessDenied", 403)
    account.client("s3", access_key=AUDITOR).get_bucket_acl(Bucket="acme-payroll")


def test_rules_do_not_strike_the_tests_own_hand(account: Emulator) -> None:
    account.deny("*")
    account.client("s3").get_bucket_acl(Bucket="acme-payroll")
    account.client("iam", account="210987654321").list_users()
    assert account.calls.made("s3:*") == []


THROTTLES = [
    ("s3", "list_buckets", "SlowDown", 503),
    ("ec2", "describe_vpcs", "RequestLimitExceeded", 503),
    ("iam", "list_users", "Throttling", 400),
    ("kms", "list_keys", "ThrottlingException", 400),
    ("lambda", "list_functions", "TooManyRequestsException", 429),
]


@pytest.mark.parametrize(("service", "operation", "code", "status"), THROTTLES)
def test_throttled_the_next_two_times(emulator: Emulator, service: str, operation: str, code: str, status: int) -> None:
    call = getattr(emulator.client(service, access_key=AUDITOR), operation)
    emulator.throttle(times=2)
    assert [refused(call), refused(call)] == [(code, status)] * 2
    call()


def test_the_service_fails_at_a_rate_that_can_be_had_again(emulator: Emulator) -> None:
    s3 = emulator.client("s3", access_key=AUDITOR)

    def run() -> list[bool]:
        emulator.lift_rules()
        emulator.rules.seed(7)
        emulator.fail("s3:*", rate=0.3)
        for _ in range(60):
            try:
                s3.list_buckets()
            except ClientError:
                pass
        return [made.status == 500 for made in emulator.calls.made()]

    first = run()
    assert 8 < sum(first) < 30
    assert run() == first


def test_connections_break(emulator: Emulator) -> None:
    s3 = emulator.client("s3", access_key=AUDITOR)
    emulator.drop("s3:ListAllMyBuckets", skip=1, times=1)
    s3.list_buckets()
    with pytest.raises(HTTPClientError):
        s3.list_buckets()
    s3.list_buckets()
    assert [made.status for made in emulator.calls.made()] == [200, 0, 200]


@pytest.mark.parametrize("how", ["fail", "drop"])
def test_an_answer_is_lost_after_the_call_was_carried_out(emulator: Emulator, how: str) -> None:
    getattr(emulator, how)("s3:CreateBucket", lost=True)
    with pytest.raises((ClientError, HTTPClientError)):
        emulator.client("s3", access_key=AUDITOR).create_bucket(Bucket="acme-there-all-the-same")
    assert len(emulator.client("s3").list_buckets()["Buckets"]) == 1


def test_latency(emulator: Emulator) -> None:
    emulator.delay(0.2)
    began = time.monotonic()
    emulator.client("s3", access_key=AUDITOR).list_buckets()
    assert time.monotonic() - began >= 0.2


def test_entries_of_a_batch_fail_inside_a_200(emulator: Emulator, deployment: Deployment) -> None:
    sns = emulator.client("sns", access_key=AUDITOR)
    entries = [{"Id": f"e{n}", "Message": f"message {n}"} for n in range(5)]
    emulator.fail_entries(skip=1, times=2)
    told = sns.publish_batch(TopicArn=deployment.topic, PublishBatchRequestEntries=entries)
    assert [one["Id"] for one in told["Successful"]] == ["e0", "e3", "e4"]
    assert [(one["Id"], one["Code"], one["SenderFault"]) for one in told["Failed"]] == [
        ("e1", "InternalError", False),
        ("e2", "InternalError", False),
    ]
    assert [message.body for message in deployment.everything.drain()] == ["message 0", "message 3", "message 4"]
    emulator.fail_entries()
    told = sns.publish_batch(TopicArn=deployment.topic, PublishBatchRequestEntries=entries)
    assert (told.get("Successful", []), len(told["Failed"])) == ([], 5)
    assert deployment.everything.drain() == []


def test_a_transaction_takes_the_permissions_of_its_entries(emulator: Emulator) -> None:
    key = {"TableName": "ledger", "Key": {"pk": {"S": "1"}}}
    items = [{"Delete": key}, {"Put": {"TableName": "ledger", "Item": key["Key"]}}]
    write = emulator.client("dynamodb", access_key=AUDITOR).transact_write_items
    emulator.deny("dynamodb:PutItem")
    assert refused(write, TransactItems=items) == ("AccessDeniedException", 400)


def test_resources_are_named_by_arn(emulator: Emulator, deployment: Deployment) -> None:
    emulator.client("sns", access_key=AUDITOR).publish(TopicArn=deployment.topic, Message="hello")
    emulator.client("sqs", access_key=AUDITOR).receive_message(QueueUrl=deployment.urgent.url)
    assert [(made.action, made.resource) for made in emulator.calls.made()] == [
        ("sns:Publish", f"arn:aws:sns:us-east-1:{ACCOUNT}:bailiwick-findings"),
        ("sqs:ReceiveMessage", f"arn:aws:sqs:us-east-1:{ACCOUNT}:on-call"),
    ]


def test_what_nobody_can_answer_is_unsupported_and_can_be_registered(emulator: Emulator) -> None:
    graphs = emulator.client("detective", access_key=AUDITOR).list_graphs
    assert refused(graphs) == ("NotImplemented", 501)
    assert refused(emulator.client("iam").get_organizations_access_report, JobId="0" * 36)[1] == 501
    told = {"service": "detective", "operation": "ListGraphs", "body": '{"GraphList": []}'}
    assert over_http(emulator, "POST", "answers", told) == {}
    assert graphs()["GraphList"] == []
    emulator.reset()
    assert refused(graphs) == ("NotImplemented", 501)


def over_http(emulator: Emulator, method: str, path: str, body: dict | None = None) -> Any:
    """What the emulator's own interface answers."""
    data = json.dumps(body).encode() if body is not None else None
    request = urllib.request.Request(f"{emulator.url}/_emulator/{path}", data=data, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def test_the_same_over_http(account: Emulator) -> None:
    s3 = account.client("s3", access_key=AUDITOR)
    over_http(account, "PUT", "settings", {"list_buckets_page": 9, "seed": 3})
    rule = over_http(account, "POST", "rules", {"effect": "deny", "action": "s3:GetBucketAcl"})
    assert len(s3.list_buckets(MaxBuckets=100)["Buckets"]) == 9
    assert refused(s3.get_bucket_acl, Bucket="acme-payroll") == ("AccessDenied", 403)
    assert [(one["effect"], one["hits"]) for one in over_http(account, "GET", "rules")] == [("deny", 1)]
    assert [one["status"] for one in over_http(account, "GET", "calls?action=s3:GetBucket*")] == [403]
    over_http(account, "DELETE", f"rules/{rule['id']}")
    s3.get_bucket_acl(Bucket="acme-payroll")
    over_http(account, "DELETE", "calls")
    assert over_http(account, "GET", "calls") == []
    over_http(account, "POST", "reset")
    assert s3.list_buckets().get("Buckets", []) == []


@pytest.mark.parametrize("wrong", [{"effect": "explode"}, {"action": "s3:*"}, {"effect": "deny", "acton": "s3:*"}])
def test_a_rule_that_makes_no_sense_is_refused(emulator: Emulator, wrong: dict) -> None:
    with pytest.raises(urllib.error.HTTPError) as error:
        over_http(emulator, "POST", "rules", wrong)
    assert error.value.code == 400
    assert emulator.rules.all() == []
