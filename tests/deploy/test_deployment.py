"""The security account's stack, made in the emulated account: events reach it, its functions run in it, and what they
find goes where the stack says."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from emulator import Emulator
from harness import AUDITOR, Invocation, Queue, Runtime, built, environment
from templates import ACCOUNT, CODE_BUCKET, CODE_KEY, listed, security, translated

# What the emulator's CloudFormation lacks. Other tests read these parts of the template.
LACKING = {
    "AWS::CloudWatch::Alarm",
    "AWS::Events::EventBusPolicy",
    "AWS::Lambda::EventInvokeConfig",
    "AWS::S3::BucketPolicy",
    "AWS::SNS::Subscription",
    "AWS::SNS::TopicPolicy",
    "AWS::SQS::QueuePolicy",
    "AWS::Scheduler::Schedule",
    "AWS::Scheduler::ScheduleGroup",
}
STACK = "bailiwick"
EXECUTION = "d32c5kddcf5bb8c3"
# As much of a CloudTrail event as rules look at.
CHANGE = {
    "eventVersion": "1.11",
    "eventSource": "s3.amazonaws.com",
    "eventName": "PutBucketVersioning",
    "requestParameters": {"bucketName": "acme-ledger"},
}


@dataclass(frozen=True)
class Deployed:
    """The stack in the emulated account."""

    emulator: Emulator
    request: dict[str, Any]

    def physical(self) -> dict[str, str]:
        """What was made, by logical names."""
        pages = self.emulator.client("cloudformation").get_paginator("list_stack_resources")
        made = [one for page in pages.paginate(StackName=STACK) for one in page["StackResourceSummaries"]]
        return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in made}

    def outputs(self) -> dict[str, str]:
        """What the stack tells."""
        [stack] = self.emulator.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
        return {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}

    def function(self, name: str) -> dict[str, Any]:
        """A function as it was made."""
        return self.emulator.client("lambda").get_function_configuration(FunctionName=name)

    def messages(self, queue: str) -> list[dict[str, Any]]:
        """What lies in a queue, taken out."""
        url = self.physical()[queue]
        taken = self.emulator.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return [json.loads(one["Body"]) for one in taken.get("Messages", [])]

    def put(self, detail: dict[str, Any], bus: str, **own: str) -> None:
        """An event on a bus."""
        event = {"Source": "aws.s3", "DetailType": "AWS API Call via CloudTrail", **own}
        entry = event | {"Detail": json.dumps(detail), "EventBusName": bus}
        self.emulator.client("events").put_events(Entries=[entry])


def deploy(emulator: Emulator) -> Deployed:
    """Creates the stack, with its code in a bucket."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("bootstrap", "")
    s3 = emulator.client("s3")
    s3.create_bucket(Bucket=CODE_BUCKET)
    s3.put_object(Bucket=CODE_BUCKET, Key=CODE_KEY, Body=code.getvalue())
    template = translated()
    for name in [name for name, one in template["Resources"].items() if one["Type"] in LACKING]:
        del template["Resources"][name]
    request = {
        "StackName": STACK,
        "TemplateBody": json.dumps(template),
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        "Parameters": [{"ParameterKey": "OrganizationId", "ParameterValue": "o-a1b2c3d4e5"}],
    }
    emulator.client("cloudformation").create_stack(**request)
    return Deployed(emulator, request)


@pytest.fixture
def deployed(emulator: Emulator) -> Deployed:
    return deploy(emulator)


def test_all_that_the_emulator_knows_is_made(deployed: Deployed) -> None:
    expected = {name for name, one in security().resources.items() if one["Type"] not in LACKING}
    assert deployed.physical().keys() == expected
    types = {one["Type"] for one in security(NoticesEmail="soc@example.com").resources.values()}
    assert types >= LACKING, "the list names no more than there is"
    assert deployed.outputs()["FindingsTopicArn"] == f"arn:aws:sns:us-east-1:{ACCOUNT}:bailiwick-findings"


def test_deploying_again_changes_nothing(deployed: Deployed) -> None:
    before = state(deployed)
    deployed.emulator.client("cloudformation").update_stack(**deployed.request)
    assert state(deployed) == before


def state(deployed: Deployed) -> dict[str, Any]:
    """All that the account holds of the stack, but for when it was made."""
    client, made = deployed.emulator.client, deployed.physical()
    topics = [arn for arn in made.values() if arn.startswith("arn:aws:sns")]
    sqs = client("sqs")
    queues = [url for url in made.values() if url.startswith("https://sqs")]
    found = {
        "made": made,
        "outputs": deployed.outputs(),
        "functions": client("lambda").list_functions()["Functions"],
        "mappings": client("lambda").list_event_source_mappings()["EventSourceMappings"],
        "table": client("dynamodb").describe_table(TableName=made["Ledger"])["Table"],
        "key": client("kms").get_key_policy(KeyId=made["Key"], PolicyName="default")["Policy"],
        "bucket": client("s3").get_bucket_encryption(Bucket=made["Bucket"])["ServerSideEncryptionConfiguration"],
        "queues": [sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"] for url in queues],
        "topics": [client("sns").get_topic_attributes(TopicArn=arn)["Attributes"] for arn in topics],
        "roles": client("iam").list_roles()["Roles"],
        "policies": client("iam").list_policies(Scope="Local")["Policies"],
        "rules": [client("events").list_rules(EventBusName=bus)["Rules"] for bus in ("default", STACK)],
        "logs": client("logs").describe_log_groups()["logGroups"],
    }
    return json.loads(json.dumps(found, default=str))


@pytest.mark.parametrize("bus", ["default", "bailiwick"])
def test_a_change_reaches_the_queue(deployed: Deployed, bus: str) -> None:
    deployed.put(CHANGE, bus)
    [event] = deployed.messages("AuditS3Queue")
    assert event["detail"] == CHANGE
    deployed.put(CHANGE | {"errorCode": "AccessDenied"}, bus)
    deployed.put(CHANGE | {"eventName": "GetBucketVersioning"}, bus)
    deployed.put(CHANGE, bus, Source="com.example.aws.s3")
    assert deployed.messages("AuditS3Queue") == []


Run = Callable[[str, Deployed, Any], Invocation]


@pytest.fixture
def run(account: Emulator, runtime: Runtime) -> Run:
    """Invokes a function of the stack, as its configuration there says."""

    def invoke(binary: str, stack: Deployed, payload: Any) -> Invocation:
        variables = stack.function(f"bailiwick-{binary}")["Environment"]["Variables"]
        function = runtime.start(binary, [built(binary)], environment(account, **variables))
        return function.invoke(payload)

    return invoke


def scheduled(schedule: str) -> Any:
    """What a schedule sends."""
    text: str = security().of_type("AWS::Scheduler::Schedule")[schedule]["Target"]["Input"]
    role = f"arn:aws:iam::{ACCOUNT}:role/bailiwick-audit-s3"
    return json.loads(text.replace("<AuditS3Role.Arn>", role).replace("<aws.scheduler.execution-id>", EXECUTION))


def test_the_scheduled_sweep_runs_in_the_stack(account: Emulator, run: Run) -> None:
    stack = deploy(account)
    listener = Queue(account, "listener")
    listener.subscribe(stack.outputs()["NoticesTopicArn"])
    done = run("audit-s3", stack, scheduled("AuditS3Schedule"))
    assert not done.failed, done.result
    assert (done.result["run"], done.result["account"]) == (EXECUTION, ACCOUNT)
    assert len(listener.drain()) == 1, "the first run is told in one notice"
    table = stack.outputs()["LedgerTable"]
    assert account.client("dynamodb").scan(TableName=table, Select="COUNT")["Count"] > 0
    assert account.calls.count("sts:AssumeRole") > 0, "also in its own account"


def test_the_drain_emits_what_the_alarm_watches(account: Emulator, run: Run) -> None:
    done = run("drain", deploy(account), scheduled("DrainSchedule"))
    assert not done.failed, done.result
    alarm = security().of_type("AWS::CloudWatch::Alarm")["OutboxAgeAlarm"]
    [emitted] = [one["_aws"]["CloudWatchMetrics"] for one in done.records() if "_aws" in one]
    [directive] = emitted
    assert directive["Namespace"] == alarm["Namespace"]
    assert directive["Dimensions"] == [[]] and "Dimensions" not in alarm
    assert {"Name": alarm["MetricName"], "Unit": "Milliseconds"} in directive["Metrics"]


def test_the_functions_policies_are_enough(account: Emulator, run: Run) -> None:
    """Whatever a function calls with its own credentials is in its role's policies."""
    stack = deploy(account)
    done = run("audit-s3", stack, scheduled("AuditS3Schedule"))
    assert not done.failed, done.result
    role = security().roles()["bailiwick-function-audit-s3"]
    granted = {action for one in security().granted(role) for action in listed(one["Action"])}
    own = {one.action for one in account.calls.made() if one.action and one.access_key == AUDITOR}
    # Nobody can be denied the first; the second is checked by its parts.
    assert own - {"sts:GetCallerIdentity", "dynamodb:TransactWriteItems"} <= granted
