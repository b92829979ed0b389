"""What a deployment owns: who may use it, how it is protected, and that an alarm reports its failures."""

from typing import Any

import pytest

from loops import in_loops
from templates import ACCOUNT, AREAS, MEMBER_ACCOUNT, ORGANIZATION, Statement, listed, security

STACK = security(SubscriberAccounts=f"{MEMBER_ACCOUNT},333333333333", AlarmsEmail="soc@example.com", Remediation="ask")
POLICIES = {
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
    "AWS::S3::BucketPolicy": "PolicyDocument",
}


def statements(*types: str) -> list[tuple[str, Statement]]:
    """The statements of policies on resources, each with whose it is."""
    return [
        (name, statement)
        for kind in types or POLICIES
        for name, own in STACK.of_type(kind).items()
        for statement in own[POLICIES[kind]]["Statement"]
    ]


def of(policy: str, sid: str) -> Statement:
    """One statement of a policy."""
    [match] = [one for name, one in statements() if (name, one["Sid"]) == (policy, sid)]
    return match


def functions() -> dict[str, dict[str, Any]]:
    return STACK.of_type("AWS::Lambda::Function")


def test_a_service_is_let_in_for_this_account_alone() -> None:
    let_in = [one for _, one in statements() if one["Effect"] == "Allow" and "Service" in one["Principal"]]
    assert let_in
    for one in let_in:
        condition = one["Condition"]
        if one["Principal"]["Service"].startswith("logs."):
            [context] = condition["ArnLike"].values()
            assert context == f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/lambda/bailiwick-*"
            continue
        assert condition["StringEquals"] == {"aws:SourceAccount": ACCOUNT}, one
        [arns] = (condition[test]["aws:SourceArn"] for test in ("ArnLike", "ArnEquals") if test in condition)
        assert all(arn.startswith(("arn:aws:", "<Own", "<Members", "<Findings>")) for arn in listed(arns)), one


def test_nobody_is_let_in_whoever_he_is() -> None:
    for name, one in statements():
        assert one["Effect"] == "Deny" or one["Principal"] != "*", name


def test_the_key_gives_no_direct_use_and_no_right_to_everything() -> None:
    for _, one in statements("AWS::KMS::Key"):
        used = {"kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:CreateGrant"} & set(listed(one["Action"]))
        if "AWS" in one["Principal"] and used:
            assert one["Condition"]["StringEquals"] == {"kms:CallerAccount": ACCOUNT}
            assert "kms:ViaService" in one["Condition"]["StringLike"]
        assert "kms:*" not in listed(one["Action"])
    assert of("Key", "TheTableIsMade")["Condition"]["Bool"] == {"kms:GrantIsForAWSResource": "true"}
    assert STACK.of_type("AWS::KMS::Key")["Key"]["EnableKeyRotation"] is True


def test_subscribing_is_reserved() -> None:
    named = [MEMBER_ACCOUNT, "333333333333"]
    assert of("TopicsPolicy", "NamedAccountsSubscribe")["Principal"] == {"AWS": named}
    refused = of("TopicsPolicy", "NobodyElseSubscribes")["Condition"]
    assert refused == {"StringNotEquals": {"aws:PrincipalAccount": [ACCOUNT, *named]}}
    alone = security().of_type("AWS::SNS::TopicPolicy")["TopicsPolicy"]["PolicyDocument"]["Statement"]
    assert [one["Condition"] for one in alone if one["Sid"] == "NobodyElseSubscribes"] == [
        {"StringNotEquals": {"aws:PrincipalAccount": [ACCOUNT]}}
    ]


def test_only_the_functions_publish_news() -> None:
    refused = of("TopicsPolicy", "OnlyItsFunctionsPublish")
    assert (refused["Effect"], refused["Principal"], refused["Action"]) == ("Deny", "*", "sns:Publish")
    functions_roles = f"arn:aws:iam::{ACCOUNT}:role/bailiwick-function-*"
    assert refused["Condition"] == {"ArnNotLike": {"aws:PrincipalArn": functions_roles}}


def test_the_bus_takes_what_the_organisations_rules_forward() -> None:
    [policy] = STACK.of_type("AWS::Events::EventBusPolicy").values()
    assert policy["Statement"]["Condition"] == {
        "StringEquals": {"aws:PrincipalOrgID": ORGANIZATION},
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/bailiwick-forward-events"},
        "Bool": {"events:eventBusInvocation": "true"},
    }
    assert security(organization="").of_type("AWS::Events::EventBusPolicy") == {}


def test_plain_http_is_refused() -> None:
    covered = {
        policy
        for policy, one in statements("AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy")
        if one["Effect"] == "Deny" and one.get("Condition") == {"Bool": {"aws:SecureTransport": "false"}}
    }
    queues = {queue for one in STACK.of_type("AWS::SQS::QueuePolicy").values() for queue in one["Queues"]}
    assert queues == {f"<{queue}>" for queue in STACK.of_type("AWS::SQS::Queue")}, "each queue has a policy"
    assert covered == {"BucketPolicy", "TopicsPolicy", *STACK.of_type("AWS::SQS::QueuePolicy")}


def test_everything_is_encrypted_with_the_key() -> None:
    keys = {"AWS::SQS::Queue": "KmsMasterKeyId", "AWS::SNS::Topic": "KmsMasterKeyId", "AWS::Logs::LogGroup": "KmsKeyId"}
    for kind, key in keys.items():
        for name, own in STACK.of_type(kind).items():
            assert own[key] == "<Key.Arn>", name
    [table] = STACK.of_type("AWS::DynamoDB::Table").values()
    assert table["SSESpecification"] == {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": "<Key.Arn>"}
    [bucket] = STACK.of_type("AWS::S3::Bucket").values()
    [rule] = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "<Key.Arn>"}


def test_the_ledger_cannot_be_lost_by_accident() -> None:
    [table] = STACK.of_type("AWS::DynamoDB::Table").values()
    assert table["DeletionProtectionEnabled"] is True
    assert table["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_a_queue_gives_its_function_time_to_try_again() -> None:
    """Visibility timeouts are measured in test_quotas.py."""
    queues = STACK.of_type("AWS::SQS::Queue")
    for mapping in STACK.of_type("AWS::Lambda::EventSourceMapping").values():
        queue = queues[mapping["EventSourceArn"].strip("<>").removesuffix(".Arn")]
        assert queue["RedrivePolicy"]["maxReceiveCount"] >= 5
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_lambda_is_told_of_loops_that_are_meant_and_of_no_others() -> None:
    meant = {name for name, function in functions().items() if function.get("RecursiveLoop") == "Allow"}
    assert meant == in_loops(STACK, allowed=True)
    assert meant >= {"AuditIam", "AuditIamEvents", "AuditS3Events", "Remediate"}
    assert in_loops(STACK, allowed=False) == set()


def test_every_failure_ends_where_somebody_looks() -> None:
    for rule in STACK.of_type("AWS::Events::Rule").values():
        assert all("DeadLetterConfig" in target for target in rule["Targets"])
    for name, schedule in STACK.of_type("AWS::Scheduler::Schedule").items():
        each_minute = schedule["ScheduleExpression"] == "rate(1 minute)"
        assert each_minute or "DeadLetterConfig" in schedule["Target"], name
    findings = STACK.of_type("AWS::SNS::Subscription")["RemediateSubscription"]
    assert findings["RedrivePolicy"] == {"deadLetterTargetArn": "<RemediateDeadQueue.Arn>"}
    invoked = {one["FunctionName"].strip("<>"): one for one in STACK.of_type("AWS::Lambda::EventInvokeConfig").values()}
    for area in AREAS:
        assert "OnFailure" in invoked[f"Audit{area.capitalize()}"]["DestinationConfig"]


def watched(namespace: str, metric: str, dimension: str) -> set[str]:
    """What alarms watch, by the value of a dimension."""
    match = set()
    for alarm in STACK.of_type("AWS::CloudWatch::Alarm").values():
        parts = [part["MetricStat"]["Metric"] for part in alarm.get("Metrics", []) if "MetricStat" in part]
        for one in parts or [alarm]:
            if (one["Namespace"], one["MetricName"]) == (namespace, metric):
                match |= {own["Value"] for own in one.get("Dimensions", []) if own["Name"] == dimension}
    return match


@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_each_function_is_watched(metric: str) -> None:
    assert watched("AWS/Lambda", metric, "FunctionName") == {f"<{name}>" for name in functions()}


def test_each_queue_is_watched() -> None:
    dead = {f"<{name}.QueueName>" for name in STACK.of_type("AWS::SQS::Queue") if "Dead" in name}
    assert watched("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName") == dead
    events = {f"<Audit{area.capitalize()}Queue.QueueName>" for area in AREAS}
    waiting = events | {"<RemediateQueue.QueueName>"}
    assert watched("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName") == waiting


def test_each_alarm_is_heard() -> None:
    for name, alarm in STACK.of_type("AWS::CloudWatch::Alarm").items():
        assert alarm["AlarmActions"] == alarm["OKActions"] == ["<Alarms>"], name
        assert "docs/operations.md" in alarm["AlarmDescription"], name
    subscription = STACK.of_type("AWS::SNS::Subscription")["AlarmsByEmail"]
    assert subscription == {"TopicArn": "<Alarms>", "Protocol": "email", "Endpoint": "soc@example.com"}
