"""What a deployment of Bailiwick owns: its topics, its table, its bucket; and who listens to the topics."""

from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from emulator import Emulator

from .queues import Queue, topic

URGENT = ["high", "critical"]
SETTINGS = "settings.yaml"


@dataclass(frozen=True)
class Deployment:
    """What a deployment owns, made in the emulated account."""

    emulator: Emulator
    topic: str
    notices: str
    everything: Queue
    urgent: Queue
    people: Queue
    table: str = "bailiwick-ledger"
    bucket: str = "bailiwick-settings"

    @property
    def variables(self) -> dict[str, str]:
        """The environment variables of a function of it."""
        return {
            "FINDINGS_TOPIC_ARN": self.topic,
            "NOTICES_TOPIC_ARN": self.notices,
            "LEDGER_TABLE": self.table,
            "BUCKET": self.bucket,
        }

    def settings(self, text: str) -> None:
        """Puts a new version of the settings in place."""
        self.emulator.client("s3").put_object(Bucket=self.bucket, Key=SETTINGS, Body=text.encode())

    def items(self) -> list[dict[str, Any]]:
        """Everything in the ledger's table."""
        pages = self.emulator.client("dynamodb").get_paginator("scan").paginate(TableName=self.table)
        return [item for page in pages for item in page["Items"]]

    def outbox(self) -> list[dict[str, Any]]:
        """What the ledger still has to send."""
        return [item for item in self.items() if item["pk"]["S"].startswith("outbox")]

    def a_minute_later(self) -> None:
        """Has what lies in the outbox lie there for a minute more."""
        dynamodb = self.emulator.client("dynamodb")
        for item in self.outbox():
            dynamodb.update_item(
                TableName=self.table,
                Key={"pk": item["pk"], "sk": item["sk"]},
                UpdateExpression="ADD observed_at :minute",
                ExpressionAttributeValues={":minute": {"N": "-60000"}},
            )


def deploy(emulator: Emulator) -> Deployment:
    """Makes what a deployment owns, beside whatever the account holds."""
    findings, notices = topic(emulator, "bailiwick-findings"), topic(emulator, "bailiwick-notices")
    everything, urgent = Queue(emulator, "everything"), Queue(emulator, "on-call")
    people = Queue(emulator, "people")
    everything.subscribe(findings)
    urgent.subscribe(findings, severity=URGENT)
    people.subscribe(notices)
    made = Deployment(emulator, findings, notices, everything, urgent, people)
    make_table(emulator, made.table)
    make_bucket(emulator, made.bucket)
    return made


def make_table(emulator: Emulator, name: str) -> None:
    """The ledger's table, as the template makes it."""
    keys = ("pk", "HASH"), ("sk", "RANGE")
    dynamodb = emulator.client("dynamodb")
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key, _ in keys],
        KeySchema=[{"AttributeName": key, "KeyType": kind} for key, kind in keys],
    )
    expiry = {"AttributeName": "expires", "Enabled": True}
    dynamodb.update_time_to_live(TableName=name, TimeToLiveSpecification=expiry)


def make_bucket(emulator: Emulator, name: str) -> None:
    """The bucket of settings and evidence, where the account has none."""
    s3 = emulator.client("s3")
    try:
        s3.head_bucket(Bucket=name)
    except ClientError:
        s3.create_bucket(Bucket=name)
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
