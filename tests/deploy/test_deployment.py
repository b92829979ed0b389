"""The stack of the security account, created in the emulated account: it receives events, its functions run in it, and
findings are published to its topics."""

import copy
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from emulator import Emulator
from emulator.account import SWITCHES
from harness import AUDITOR, Function, Queue, Runtime, built, environment, sample
from harness.events import record
from templates import ACCOUNT, CODE_BUCKET, CODE_KEY, listed, security

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
BY_HAND = [{"resources": ["arn:aws:s3:::acme-orders"]}, {"account": ACCOUNT, "area": "s3", "run": "by-hand"}]


@dataclass(frozen=True)
class Deployed:
    """The stack in the emulated account."""

    emulator: Emulator
    request: dict[str, Any]

    def physical(self) -> dict[str, str]:
        """What was made, by logical names."""
        pages = self.emulator.client("cloudformation").get_paginator("list_stack_resources")
        made = [one for page in pages.paginate(StackName=STACK) for one in page["StackResourceSummaries"]]
        # The emulator lists what a condition leaves out as well, without a name.
        return {one["LogicalResourceId"]: one["PhysicalResourceId"] for one in made if one["LogicalResourceId"]}

    def outputs(self) -> dict[str, str]:
        """The outputs of the stack."""
        [stack] = self.emulator.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"]
        return {one["OutputKey"]: one["OutputValue"] for one in stack["Outputs"]}

    def function(self, name: str) -> dict[str, Any]:
        """A function as it was made."""
        return self.emulator.client("lambda").get_function_configuration(FunctionName=name)

    def records(self, queue: str) -> list[dict[str, Any]]:
        """What lies in a queue, as Lambda hands it to a function."""
        url = self.physical()[queue]
        taken = self.emulator.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)
        return [record(one) for one in taken.get("Messages", [])]

    def put(self, detail: dict[str, Any], bus: str, **own: str) -> None:
        """An event on a bus."""
        event = {"Source": "aws.s3", "DetailType": "AWS API Call via CloudTrail", **own}
        entry = event | {"Detail": json.dumps(detail), "EventBusName": bus}
        self.emulator.client("events").put_events(Entries=[entry])


def deploy(emulator: Emulator, **parameters: str) -> Deployed:
    """Creates the stack, with its code in a bucket."""
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("bootstrap", "")
    s3 = emulator.client("s3")
    s3.create_bucket(Bucket=CODE_BUCKET)
    s3.put_object(Bucket=CODE_BUCKET, Key=CODE_KEY, Body=code.getvalue())
    template = copy.deepcopy(security().template)
    for name in [name for name, one in template["Resources"].items() if one["Type"] in LACKING]:
        del template["Resources"][name]
    request = {
        "StackName": STACK,
        "TemplateBody": json.dumps(template),
        "Capabilities": ["CAPABILITY_NAMED_IAM"],
        "Parameters": [
            {"ParameterKey": name, "ParameterValue": value}
            for name, value in ({"OrganizationId": "o-a1b2c3d4e5"} | parameters).items()
        ],
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
    held = {
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
    return json.loads(json.dumps(held, default=str))


@pytest.mark.parametrize("bus", ["default", "bailiwick"])
def test_a_change_reaches_the_queue(deployed: Deployed, bus: str) -> None:
    change = sample("PutBucketVersioning")["detail"]
    deployed.put(change, bus)
    [one] = deployed.records("AuditS3Queue")
    assert json.loads(one["body"])["detail"] == change
    deployed.put(change | {"errorCode": "AccessDenied"}, bus)
    deployed.put(change | {"eventName": "GetBucketVersioning"}, bus)
    deployed.put(change, bus, Source="com.example.aws.s3")
    assert deployed.records("AuditS3Queue") == []


Start = Callable[[Deployed, str], Function]


@pytest.fixture
def start_in(account: Emulator, runtime: Runtime) -> Start:
    """Starts a function of the stack, with its configuration there; an earlier one ends."""
    started: list[Function] = []

    def start(stack: Deployed, name: str) -> Function:
        for earlier in started:
            earlier.stop()
        variables = stack.function(f"bailiwick-{name}")["Environment"]["Variables"]
        binary = name.removesuffix("-events")
        started.append(runtime.start(binary, [built(binary)], environment(account, **variables)))
        return started[-1]

    return start


def scheduled(schedule: str) -> Any:
    """What a schedule sends."""
    text: str = security(Remediation="act").of_type("AWS::Scheduler::Schedule")[schedule]["Target"]["Input"]
    role = f"arn:aws:iam::{ACCOUNT}:role/bailiwick-audit-s3"
    return json.loads(text.replace("<AuditS3Role.Arn>", role).replace("<aws.scheduler.execution-id>", EXECUTION))


def listener(stack: Deployed, output: str) -> Queue:
    """A queue that listens to a topic of the stack."""
    queue = Queue(stack.emulator, f"listener-{output.lower()}")
    queue.subscribe(stack.outputs()[output])
    return queue


def own_calls(emulator: Emulator) -> set[str]:
    """The actions that a function took with its own credentials. A transaction is checked by its parts."""
    made = {one.action for one in emulator.calls.made() if one.action and one.access_key == AUDITOR}
    # No policy can deny this one.
    return made - {"sts:GetCallerIdentity"}


def granted(role: str) -> set[str]:
    """The actions that a role of the stack may take."""
    return {action for one in security().granted(security().roles()[role]) for action in listed(one["Action"])}


def test_the_scheduled_sweep_runs_in_the_stack(account: Emulator, start_in: Start) -> None:
    stack = deploy(account)
    people = listener(stack, "NoticesTopicArn")
    done = start_in(stack, "audit-s3").invoke(scheduled("AuditS3Schedule"))
    assert not done.failed, done.result
    assert (done.result["run"], done.result["account"]) == (EXECUTION, ACCOUNT)
    assert len(people.drain()) == 1, "the first run is told in one notice"
    table = stack.outputs()["LedgerTable"]
    assert account.client("dynamodb").scan(TableName=table, Select="COUNT")["Count"] > 0
    assert "sts:AssumeRole" in own_calls(account), "also in its own account"
    assert own_calls(account) <= granted("bailiwick-function-audit-s3")


@pytest.mark.parametrize("payload", BY_HAND)
def test_by_hand_too_the_audit_role_reads(account: Emulator, start_in: Start, payload: dict[str, Any]) -> None:
    done = start_in(deploy(account), "audit-s3").invoke(payload)
    assert not done.failed, done.result
    assert done.result["counts"]["reads"] > 0
    assert own_calls(account) <= granted("bailiwick-function-audit-s3")


def test_an_event_is_looked_into_in_the_stack(account: Emulator, start_in: Start) -> None:
    stack = deploy(account)
    assert not start_in(stack, "audit-s3").invoke(scheduled("AuditS3Schedule")).failed
    programs = listener(stack, "FindingsTopicArn")
    off = dict.fromkeys(SWITCHES, False)
    account.client("s3").put_public_access_block(Bucket="acme-orders", PublicAccessBlockConfiguration=off)
    change = sample("PutBucketPublicAccessBlock", "acme-orders")
    stack.put(change["detail"], "bailiwick")
    whole_account = sample("PutAccountPublicAccessBlock")
    stack.put(whole_account["detail"], "default")
    account.calls.reset()
    done = start_in(stack, "audit-s3-events").invoke({"Records": stack.records("AuditS3Queue")})
    assert done.result == {"batchItemFailures": []}, done.logs
    [message] = programs.drain()
    assert message.attributes["control"] == "s3.bucket-public-access-block"
    sqs, sweeps = account.client("sqs"), stack.physical()["AuditS3SweepsQueue"]
    waiting = sqs.get_queue_attributes(QueueUrl=sweeps, AttributeNames=["ApproximateNumberOfMessagesDelayed"])
    assert waiting["Attributes"] == {"ApproximateNumberOfMessagesDelayed": "1"}
    assert {"sqs:SendMessage", "sts:AssumeRole"} <= own_calls(account) <= granted("bailiwick-function-audit-s3-events")


def test_an_event_that_a_prefix_matches_without_need_is_dropped(account: Emulator, start_in: Start) -> None:
    stack = deploy(account)
    stack.put(sample("PutBucketVersioning")["detail"] | {"eventName": "PutBucketCORS"}, "default")
    dated = sample("PutBucketVersioning")["detail"] | {"eventName": "PutBucketVersioning20060301"}
    records = stack.records("AuditS3Queue")
    assert len(records) == 1, "the pattern has a prefix"
    function = start_in(stack, "audit-s3-events")
    account.calls.reset()
    assert function.invoke({"Records": records}).result == {"batchItemFailures": []}
    assert "sts:AssumeRole" not in own_calls(account), "nothing is read"
    stack.put(dated, "default")
    assert function.invoke({"Records": stack.records("AuditS3Queue")}).result == {"batchItemFailures": []}
    assert "sts:AssumeRole" in own_calls(account), "a name with a date is the name"


# A finding for the fixer: the family whose role fixes it, and what it takes.
FIXES = [
    ("s3", "s3.bucket-public-access-block", "arn:aws:s3:::acme-payroll", "s3:PutBucketPublicAccessBlock"),
    ("iam", "iam.password-length", f"arn:aws:iam::{ACCOUNT}:root", "iam:UpdateAccountPasswordPolicy"),
    ("kms", "encryption.kms-rotation", "<key>", "kms:EnableKeyRotation"),
]


@pytest.mark.parametrize(("family", "control", "resource", "write"), FIXES, ids=lambda one: str(one).partition(":")[0])
def test_a_finding_is_put_right_in_the_stack(
    account: Emulator, start_in: Start, family: str, control: str, resource: str, write: str
) -> None:
    """The function uses its own role for its own resources, and the role of the family for all calls in the account."""
    stack = deploy(account, Remediation="act")
    settings = f"remediation:\n  grace-minutes: 0\n  rules:\n    - {{control: {control}, mode: act}}\n"
    account.client("s3").put_object(Bucket=stack.outputs()["BucketName"], Key="settings.yaml", Body=settings.encode())
    if resource == "<key>":
        resource = account.client("kms").create_key()["KeyMetadata"]["Arn"]
    hint = {"schema": "bailiwick.finding/1", "transition": "opened", "control": control, "resource": resource}
    queue = stack.physical()["RemediateQueue"]
    account.client("sqs").send_message(QueueUrl=queue, MessageBody=json.dumps(hint | {"account": ACCOUNT}))
    fixer = start_in(stack, "remediate")
    account.calls.reset()
    done = fixer.invoke({"Records": stack.records("RemediateQueue")})
    assert done.result == {"batchItemFailures": []}, done.logs
    assert not fixer.invoke(scheduled("RemediateSchedule")).failed
    fixing = security(Remediation="act")
    may = {
        role: {action for one in fixing.granted(fixing.roles()[role]) for action in listed(one["Action"])}
        for role in ("bailiwick-function-remediate", f"bailiwick-fix-{family}")
    }
    assert own_calls(account) <= may["bailiwick-function-remediate"]
    by_role = {one.action for one in account.calls.made() if one.action and one.access_key != AUDITOR}
    assert write in by_role, done.logs
    assert by_role - {"sts:GetCallerIdentity"} <= may[f"bailiwick-fix-{family}"]


def test_the_drain_emits_what_the_alarm_watches(account: Emulator, start_in: Start) -> None:
    done = start_in(deploy(account), "drain").invoke(scheduled("DrainSchedule"))
    assert not done.failed, done.result
    alarm = security().of_type("AWS::CloudWatch::Alarm")["OutboxAgeAlarm"]
    [[directive]] = [one["_aws"]["CloudWatchMetrics"] for one in done.records() if "_aws" in one]
    assert directive["Namespace"] == alarm["Namespace"]
    assert directive["Dimensions"] == [[]] and "Dimensions" not in alarm
    assert {"Name": alarm["MetricName"], "Unit": "Milliseconds"} in directive["Metrics"]
    assert own_calls(account) <= granted("bailiwick-function-drain")
