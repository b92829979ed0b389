"""Templates and code against AWS's quotas: each row of deploy/quotas.tsv is measured where it could be breached most."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest

from harness import PROJECT
from intrinsics import Place
from loops import in_loops
from templates import MEMBER_ACCOUNT, Stack, Statement, listed, member, security, written

# The longest names and values that the parameters admit.
PREFIX = "a" * 20
PLACE = Place(region="us-gov-west-1", partition="aws-us-gov")
SUBSCRIBERS = ",".join(f"{number:012}" for number in range(200))
TOPIC = "arn:aws-us-gov:sns:us-gov-west-1:123456789012:t"
TOPICS = ",".join([TOPIC] * (4096 // (len(TOPIC) + 1)))
LARGE = {"Prefix": PREFIX, "SubscriberAccounts": SUBSCRIBERS, "TeamTopicArns": TOPICS, "SilentAfterHours": "168"}
LARGE |= {"SettingsWriterArns": ",".join(["arn:aws-us-gov:iam::123456789012:role/" + "r" * 64] * 20)}
SECURITY = Stack(security().template, PLACE, {"OrganizationId": "o-" + "a" * 32, "Remediation": "ask"} | LARGE)
MEMBER = member(
    Place(MEMBER_ACCOUNT, PLACE.region, PLACE.partition), "o-" + "a" * 32, PLACE.region, Prefix=PREFIX, Remediation="ask"
)
STACKS = {"template.yaml": SECURITY, "template-member.yaml": MEMBER}
# What CloudFormation puts in place of `<Ledger.Arn>`: its name begins with the stack's, of at most 128 characters.
MADE = re.compile(r"<([A-Za-z0-9]+)(?:\.[A-Za-z]+)?>")
LONGEST_ARN = 110
LONGEST_TABLE_ARN = 210

# What was measured, and of what.
Measured = Iterable[tuple[str, float]]


def size(value: Any) -> int:
    """The size of a policy or a pattern without white space, with ARNs as long as they can become."""
    text = json.dumps(value, separators=(",", ":"))
    return len(MADE.sub(lambda match: "x" * (LONGEST_TABLE_ARN if match[1] == "Ledger" else LONGEST_ARN), text))


def each(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The properties of every resource of a type, in both templates."""
    for template, stack in STACKS.items():
        for name, properties in stack.of_type(kind).items():
            yield f"{template} {name}", properties


def sizes(kind: str, policy: str) -> Measured:
    for name, properties in each(kind):
        yield name, size(properties[policy])


def lengths(kind: str, field: str) -> Measured:
    for name, properties in each(kind):
        yield name, len(properties[field])


def numbers(kind: str, *path: str) -> Measured:
    """A number in the properties of resources, where they have one."""
    for name, properties in each(kind):
        value: Any = properties
        for step in path:
            value = value.get(step) if isinstance(value, dict) else None
        if value is not None:
            yield name, float(value)


def rules() -> Iterator[tuple[str, dict[str, Any]]]:
    yield from each("AWS::Events::Rule")


def rules_of_a_bus() -> Measured:
    for template, stack in STACKS.items():
        buses = Counter(rule.get("EventBusName", "default") for rule in stack.of_type("AWS::Events::Rule").values())
        yield from ((f"{template} {bus}", count) for bus, count in buses.items())


def names_of_rules() -> Measured:
    for name, rule in rules():
        yield name, len(rule["Name"])
        yield from ((name, len(target["Id"])) for target in rule["Targets"])


def queue_of(mapping: dict[str, Any]) -> dict[str, Any]:
    return SECURITY.of_type("AWS::SQS::Queue")[mapping["EventSourceArn"].strip("<>").removesuffix(".Arn")]


def visibility() -> Measured:
    functions = SECURITY.of_type("AWS::Lambda::Function")
    for name, mapping in each("AWS::Lambda::EventSourceMapping"):
        timeout = functions[mapping["FunctionName"].strip("<>")]["Timeout"]
        free = queue_of(mapping)["VisibilityTimeout"] - mapping.get("MaximumBatchingWindowInSeconds", 0)
        yield name, free / timeout


def windows() -> Measured:
    for name, mapping in each("AWS::Lambda::EventSourceMapping"):
        if mapping["BatchSize"] > 10:
            yield name, mapping["MaximumBatchingWindowInSeconds"]


def concurrency() -> Measured:
    """Every sweep, event and fix at one time, with the default of EventConcurrency, and what the clock starts."""
    at_once = sum(one["ScalingConfig"]["MaximumConcurrency"] for _, one in each("AWS::Lambda::EventSourceMapping"))
    yield "all functions", at_once + len(SECURITY.of_type("AWS::Scheduler::Schedule"))


def mapped(bound: str) -> Callable[[], Measured]:
    """The concurrency of queues, where EventConcurrency has its least or its most value."""

    def measured() -> Measured:
        yield "EventConcurrency", written("template.yaml")["Parameters"]["EventConcurrency"][bound]
        yield from numbers("AWS::Lambda::EventSourceMapping", "ScalingConfig", "MaximumConcurrency")

    return measured


def environments() -> Measured:
    for name, function in each("AWS::Lambda::Function"):
        variables = function["Environment"]["Variables"]
        yield name, sum(len(key) + size(value) for key, value in variables.items())


def queue_statements() -> Iterator[tuple[str, list[Statement]]]:
    for name, policy in each("AWS::SQS::QueuePolicy"):
        yield name, policy["PolicyDocument"]["Statement"]


def principals(statements: list[Statement]) -> int:
    named = [one["Principal"] for one in statements]
    return sum(len(listed(who)) for one in named for who in (one.values() if isinstance(one, dict) else [one]))


def conditions(statements: list[Statement]) -> int:
    return sum(len(keys) for one in statements for keys in one.get("Condition", {}).values())


def topic_principals() -> Measured:
    for name, policy in each("AWS::SNS::TopicPolicy"):
        yield from ((name, principals([one])) for one in policy["PolicyDocument"]["Statement"])


def filter_keys() -> Measured:
    yield from ((name, len(one["FilterPolicy"])) for name, one in each("AWS::SNS::Subscription") if "FilterPolicy" in one)
    yield "attributes of a finding", attributes()


def attributes() -> int:
    """How many attributes a message about a finding has."""
    code = (PROJECT / "crates/notify/src/finding.rs").read_text()
    return len(re.findall(r"^ +\(\"[a-z]+\", ", code.partition("fn attributes(")[2].partition("\n}")[0], re.MULTILINE))


@cache
def constant(crate: str, name: str) -> int:
    """A constant of a crate, which stands there once as a product of numbers."""
    files = (PROJECT / f"crates/{crate}/src").rglob("*.rs")
    [match] = [one for file in files for one in re.findall(rf"const {name}: \w+ = ([0-9_ *]+);", file.read_text())]
    product = 1
    for factor in match.split("*"):
        product *= int(factor)
    return product


def constants(*named: tuple[str, str]) -> Callable[[], Measured]:
    return lambda: ((f"{crate} {name}", constant(crate, name)) for crate, name in named)


def inline_policies() -> Measured:
    for template, stack in STACKS.items():
        added: Counter[str] = Counter()
        for policy in stack.of_type("AWS::IAM::Policy").values():
            added.update({role.strip("<>"): size(policy["PolicyDocument"]) for role in policy["Roles"]})
        for name, role in stack.of_type("AWS::IAM::Role").items():
            own = sum(size(policy["PolicyDocument"]) for policy in role.get("Policies", []))
            yield f"{template} {name}", own + added[name]


def managed_policies() -> Measured:
    yield from ((name, len(role.get("ManagedPolicyArns", []))) for name, role in each("AWS::IAM::Role"))


def parts(section: str) -> Callable[[], Measured]:
    return lambda: ((name, len(stack.template.get(section, {}))) for name, stack in STACKS.items())


def sent_inline() -> Measured:
    """Templates that a documented command sends in the request itself and not by S3."""
    for page in sorted((PROJECT / "docs").glob("*.md")):
        text = page.read_text().replace("\\\n", " ")
        for command in re.findall(r"aws cloudformation (?:create|update|deploy)[^\n]*", text):
            for name in re.findall(r"(?:--template-body file://|--template-file )(\S+)", command):
                if "--s3-bucket" not in command:
                    yield f"{page.name} {name}", (PROJECT / name).stat().st_size
    yield "nothing at all", 0


def alarm_windows() -> Measured:
    for name, alarm in each("AWS::CloudWatch::Alarm"):
        metrics = [one["MetricStat"]["Period"] for one in alarm.get("Metrics", []) if "MetricStat" in one]
        yield name, float(alarm["EvaluationPeriods"]) * max(metrics or [alarm.get("Period", 0)])


def alarm_actions() -> Measured:
    for name, alarm in each("AWS::CloudWatch::Alarm"):
        yield from ((name, len(alarm[state])) for state in ("AlarmActions", "OKActions"))


def default_values() -> Measured:
    """Each parameter as long as it may be, or as its default is."""
    for template, stack in STACKS.items():
        for name, declared in stack.template["Parameters"].items():
            yield f"{template} {name}", len(str(LARGE.get(name, declared.get("Default", ""))))


def lifecycle() -> Measured:
    for name, bucket in each("AWS::S3::Bucket"):
        for rule in bucket["LifecycleConfiguration"]["Rules"]:
            yield name, rule.get("NoncurrentVersionExpiration", {}).get("NewerNoncurrentVersions", 0)


MAPPING, SCHEDULE, INVOKE = "AWS::Lambda::EventSourceMapping", "AWS::Scheduler::Schedule", "AWS::Lambda::EventInvokeConfig"
CHECKS: dict[str, Callable[[], Measured]] = {
    "eventbridge-pattern": lambda: ((name, len(json.dumps(rule["EventPattern"]))) for name, rule in rules()),
    "eventbridge-rules": rules_of_a_bus,
    "eventbridge-targets": lambda: ((name, len(rule["Targets"])) for name, rule in rules()),
    "eventbridge-wildcard-rules": lambda: [("all", sum("wildcard" in str(rule) for _, rule in rules()))],
    "eventbridge-bus-policy": lambda: sizes("AWS::Events::EventBusPolicy", "Statement"),
    "eventbridge-rule-name": names_of_rules,
    "scheduler-name": lambda: lengths(SCHEDULE, "Name"),
    "scheduler-retries": lambda: numbers(SCHEDULE, "Target", "RetryPolicy", "MaximumRetryAttempts"),
    "scheduler-shortest-age": lambda: numbers(SCHEDULE, "Target", "RetryPolicy", "MaximumEventAgeInSeconds"),
    "scheduler-longest-age": lambda: numbers(SCHEDULE, "Target", "RetryPolicy", "MaximumEventAgeInSeconds"),
    "lambda-concurrency": concurrency,
    "lambda-reserved-concurrency": lambda: [("all", str(SECURITY.resources).count("ReservedConcurrentExecutions"))],
    "lambda-timeout": lambda: numbers("AWS::Lambda::Function", "Timeout"),
    "lambda-memory": lambda: numbers("AWS::Lambda::Function", "MemorySize"),
    "lambda-environment": environments,
    "lambda-function-name": lambda: lengths("AWS::Lambda::Function", "FunctionName"),
    "lambda-asynchronous-payload": lambda: ((name, size(one["Target"]["Input"])) for name, one in each(SCHEDULE)),
    "lambda-sqs-batch": lambda: numbers(MAPPING, "BatchSize"),
    "lambda-sqs-batch-window": windows,
    "lambda-sqs-least-concurrency": mapped("MinValue"),
    "lambda-sqs-most-concurrency": mapped("MaxValue"),
    "lambda-sqs-visibility": visibility,
    "lambda-asynchronous-retries": lambda: numbers(INVOKE, "MaximumRetryAttempts"),
    "lambda-asynchronous-longest-age": lambda: numbers(INVOKE, "MaximumEventAgeInSeconds"),
    "lambda-asynchronous-shortest-age": lambda: numbers(INVOKE, "MaximumEventAgeInSeconds"),
    "lambda-recursion": lambda: [("functions in a loop", len(in_loops(SECURITY, allowed=False)))],
    "sqs-retention": lambda: numbers("AWS::SQS::Queue", "MessageRetentionPeriod"),
    "sqs-visibility": lambda: numbers("AWS::SQS::Queue", "VisibilityTimeout"),
    "sqs-delay": constants(("function", "LONGEST_DELAY"), ("function", "SWEEP_AFTER")),
    "sqs-policy": lambda: sizes("AWS::SQS::QueuePolicy", "PolicyDocument"),
    "sqs-policy-statements": lambda: ((name, len(statements)) for name, statements in queue_statements()),
    "sqs-policy-principals": lambda: ((name, principals(statements)) for name, statements in queue_statements()),
    "sqs-policy-conditions": lambda: ((name, conditions(statements)) for name, statements in queue_statements()),
    "sqs-redrive-sources": lambda: (
        (name, len(queue["RedriveAllowPolicy"]["sourceQueueArns"]))
        for name, queue in each("AWS::SQS::Queue")
        if "RedriveAllowPolicy" in queue
    ),
    "sqs-queue-name": lambda: lengths("AWS::SQS::Queue", "QueueName"),
    "sqs-message-attributes": lambda: [("attributes of a finding", attributes())],
    "sns-message": constants(("notify", "LARGEST"), ("notify", "BATCH")),
    "sns-batch": constants(("notify", "ENTRIES")),
    "sns-policy": lambda: sizes("AWS::SNS::TopicPolicy", "PolicyDocument"),
    "sns-policy-principals": topic_principals,
    "sns-filter-keys": filter_keys,
    "dynamodb-transaction": constants(("ledger", "STEPS")),
    "dynamodb-transaction-size": constants(("ledger", "WEIGHT")),
    "s3-bucket-policy": lambda: sizes("AWS::S3::BucketPolicy", "PolicyDocument"),
    "s3-newer-noncurrent-versions": lifecycle,
    "kms-key-policy": lambda: sizes("AWS::KMS::Key", "KeyPolicy"),
    "iam-trust-policy": lambda: sizes("AWS::IAM::Role", "AssumeRolePolicyDocument"),
    "iam-inline-policies": inline_policies,
    "iam-managed-policy": lambda: sizes("AWS::IAM::ManagedPolicy", "PolicyDocument"),
    "iam-managed-policies": managed_policies,
    "iam-roles": lambda: ((name, len(stack.roles())) for name, stack in STACKS.items()),
    "iam-role-name": lambda: lengths("AWS::IAM::Role", "RoleName"),
    "cloudformation-inline-template": sent_inline,
    "cloudformation-template": lambda: ((name, (PROJECT / name).stat().st_size) for name in STACKS),
    "cloudformation-resources": parts("Resources"),
    "cloudformation-parameters": parts("Parameters"),
    "cloudformation-outputs": parts("Outputs"),
    "cloudformation-mappings": parts("Mappings"),
    "cloudformation-parameter": default_values,
    "cloudformation-description": lambda: ((name, len(stack.template["Description"])) for name, stack in STACKS.items()),
    "cloudformation-stack-set-transforms": lambda: [("member", int("Transform" in MEMBER.template))],
    "cloudwatch-alarm-window": alarm_windows,
    "cloudwatch-alarm-actions": alarm_actions,
    "cloudwatch-alarm-metrics": lambda: ((name, len(one.get("Metrics", []))) for name, one in each("AWS::CloudWatch::Alarm")),
}


def quotas() -> list[dict[str, str]]:
    with (PROJECT / "deploy/quotas.tsv").open(newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("quota", quotas(), ids=lambda quota: quota["id"])
def test_templates_and_code_stay_within(quota: dict[str, str]) -> None:
    limit = float(quota["limit"])
    measured = list(CHECKS[quota["id"]]())
    assert measured, "nothing is measured"
    breaches = [one for one in measured if (one[1] > limit if quota["bound"] == "at most" else one[1] < limit)]
    assert breaches == [], f"{quota['what']}: {quota['bound']} {quota['limit']} {quota['unit']} ({quota['source']})"


def test_each_quota_says_where_it_is_from_and_how_sure_that_is() -> None:
    rows = quotas()
    assert [row["id"] for row in rows] == list(CHECKS), "each row is measured, in the order of the rows"
    for row in rows:
        assert row["bound"] in ("at most", "at least"), row
        assert row["source"].startswith("https://docs.aws.amazon.com/"), row
        assert row["evidence"] in ("AWS page", "API model", "third-party page", "from memory"), row
        assert date.fromisoformat(row["checked"]) >= date(2026, 11, 1), row


def test_parameters_admit_no_more_than_is_measured() -> None:
    declared = written("template.yaml")["Parameters"]
    pattern = re.compile(declared["SubscriberAccounts"]["AllowedPattern"])
    assert pattern.search(SUBSCRIBERS) and not pattern.search(SUBSCRIBERS + ",999999999999")
    assert re.search(declared["Prefix"]["AllowedPattern"], PREFIX)
    assert not re.search(declared["Prefix"]["AllowedPattern"], PREFIX + "a")
    assert declared["SilentAfterHours"]["MaxValue"] == int(LARGE["SilentAfterHours"])
    writers = re.compile(declared["SettingsWriterArns"]["AllowedPattern"])
    assert writers.search(LARGE["SettingsWriterArns"]) and not writers.search(LARGE["SettingsWriterArns"] + ",x")
