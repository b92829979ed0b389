"""From CloudTrail's event to the finding: the built function behind EventBridge and a queue."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from emulator import Emulator
from emulator.account import ACCOUNT, SWITCHES
from expectations import ROOT, SWEEP, valid
from harness import Bus, Deployment, Function, Poller, Runtime, built, environment, invoke_once, record, sample

OPENED = "acme-orders"  # well kept but for its lifecycle's sake
OFF = dict.fromkeys(SWITCHES, False)
ON = dict.fromkeys(SWITCHES, True)


@dataclass
class Line:
    """All that an event runs through; a sweep has been there before."""

    emulator: Emulator
    deployment: Deployment
    bus: Bus
    function: Function
    poller: Poller

    def told(self) -> list[tuple[str, str, str]]:
        """What was told since it was last asked: transition, control, resource."""
        bodies = [valid(one).body for one in self.deployment.everything.drain()]
        return [(one["transition"], one["control"], one["resource"].rpartition(":")[2]) for one in bodies]

    def block(self, bucket: str, switches: dict[str, bool]) -> None:
        """Changes a bucket's Block Public Access, of which CloudTrail tells."""
        s3 = self.emulator.client("s3")
        s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=switches)
        self.bus.put(sample("PutBucketPublicAccessBlock", bucket))


@pytest.fixture
def line(account: Emulator, deployment: Deployment, start: Callable[..., Function]) -> Line:
    bus = Bus(account, "s3")
    function = start("audit-s3", QUEUE_URL=bus.url, CONFIRM_AFTER_SECONDS="0")
    assert not function.invoke(SWEEP).failed
    deployment.people.drain()
    account.calls.reset()
    return Line(account, deployment, bus, function, Poller(bus, function))


def test_a_bucket_is_opened_and_who_did_it_is_told(line: Line) -> None:
    line.block(OPENED, OFF)
    assert line.poller.once() == []
    [message] = [valid(one) for one in line.deployment.everything.drain()]
    assert (message.body["transition"], message.body["control"]) == ("opened", "s3.bucket-public-access-block")
    cause = message.body["cause"]
    assert cause["told_by"] == "cloudtrail"
    assert cause["event"] == "PutBucketPublicAccessBlock"
    assert cause["session_issuer"] == f"arn:aws:iam::{ACCOUNT}:role/Deployer"
    [notice] = line.deployment.people.drain()
    assert "assumed-role/Deployer/mallory called PutBucketPublicAccessBlock from 203.0.113.24" in notice.body


def test_only_what_was_touched_is_read(line: Line) -> None:
    line.block(OPENED, OFF)
    line.emulator.calls.reset()
    line.poller.once()
    own = {"s3:GetObject", "sns:Publish", "dynamodb", "sqs"}
    read = [one for one in line.emulator.calls.made() if one.action and not one.action.startswith(tuple(own))]
    named = {one.action for one in read}
    # The list is asked for this one name: it says where the bucket lies, or that there is none. What else decides
    # who is let in while public access is not blocked is read with it, and nothing more.
    assert named == {
        "organizations:DescribeOrganization",
        "s3:GetAccountPublicAccessBlock",
        "s3:GetBucketAcl",
        "s3:GetBucketOwnershipControls",
        "s3:GetBucketPolicy",
        "s3:GetBucketPublicAccessBlock",
        "s3:ListAccessPoints",
        "s3:ListAllMyBuckets",
        "s3:ListMultiRegionAccessPoints",
    }
    assert len(read) == len(named)


def test_what_was_repaired_is_read_a_second_time_before_it_is_told(line: Line) -> None:
    line.block(OPENED, OFF)
    line.poller.once()
    line.told()
    line.block(OPENED, ON)
    line.poller.once()
    assert line.told() == [], "not before a second read"
    line.poller.once()
    assert line.told() == [("resolved", "s3.bucket-public-access-block", OPENED)]
    line.poller.once()
    assert (line.told(), line.bus.depth()) == ([], 0)


def test_what_two_events_repaired_is_read_again_together(line: Line, runtime: Runtime) -> None:
    s3 = line.emulator.client("s3")
    line.block(OPENED, OFF)
    s3.put_bucket_versioning(Bucket=OPENED, VersioningConfiguration={"Status": "Suspended"})
    line.bus.put(sample("PutBucketVersioning", OPENED))
    line.poller.once()
    line.told()
    own = line.deployment.variables | {"QUEUE_URL": line.bus.url, "CONFIRM_AFTER_SECONDS": "2"}
    patient = runtime.start("look-s3", [built("audit-s3")], environment(line.emulator, **own))
    later = Poller(line.bus, patient)
    line.block(OPENED, ON)
    later.once()
    s3.put_bucket_versioning(Bucket=OPENED, VersioningConfiguration={"Status": "Enabled"})
    line.bus.put(sample("PutBucketVersioning", OPENED))
    later.once()
    assert line.told() == []
    time.sleep(2.1)
    later.once()
    resolved = {control for what, control, _ in line.told() if what == "resolved"}
    assert resolved >= {"s3.bucket-public-access-block", "s3.versioning"}


def test_what_did_not_last_is_not_told(line: Line) -> None:
    line.block(OPENED, OFF)
    line.poller.once()
    line.told()
    line.block(OPENED, ON)
    line.poller.once()
    s3 = line.emulator.client("s3")
    s3.put_public_access_block(Bucket=OPENED, PublicAccessBlockConfiguration=OFF)
    line.poller.once()
    assert line.told() == []


def test_a_deleted_bucket_is_gone(line: Line) -> None:
    line.emulator.client("s3").delete_bucket(Bucket="acme-payroll")
    line.bus.put(sample("DeleteBucket", "acme-payroll"))
    line.poller.once()
    assert line.told() == []
    line.poller.once()
    told = line.told()
    assert told and {(what, name) for what, _, name in told} == {("gone", "acme-payroll")}


def test_a_deleted_bucket_is_gone_though_an_event_about_something_else_showed_it(line: Line) -> None:
    # What it is found to lack is versions, and the event is about its lifecycle.
    gone = "acme-crm-export"
    line.emulator.client("s3").delete_bucket(Bucket=gone)
    line.bus.put(sample("PutBucketLifecycle", gone))
    assert line.poller.once() == []
    assert line.poller.once() == []
    told = line.told()
    assert ("gone", "s3.versioning", gone) in told
    assert {(what, name) for what, _, name in told} == {("gone", gone)}
    assert line.bus.depth() == 0


@pytest.fixture
def later(line: Line, runtime: Runtime) -> Callable[[str], Poller]:
    """A poller before another instance of the function, which has these settings."""

    def start(settings: str) -> Poller:
        line.deployment.settings(settings)
        own = line.deployment.variables | {"QUEUE_URL": line.bus.url, "CONFIRM_AFTER_SECONDS": "0"}
        return Poller(line.bus, runtime.start("look-s3", [built("audit-s3")], environment(line.emulator, **own)))

    return start


def test_what_the_settings_leave_out_is_left_alone(line: Line, later: Callable[[str], Poller]) -> None:
    poller = later("areas: [iam, s3]\n")
    line.block(OPENED, OFF)
    line.bus.put(sample("PutBucketLogging", "acme-payroll"))
    assert poller.once() == []
    assert line.told() == [("opened", "s3.bucket-public-access-block", OPENED)]


def test_a_bucket_outside_the_chosen_regions_is_left_alone(line: Line, later: Callable[[str], Poller]) -> None:
    poller = later("regions: [eu-west-1]\n")
    line.block(OPENED, OFF)
    assert (poller.once(), poller.once()) == ([], [])
    assert (line.told(), line.bus.depth()) == ([], 0)


def test_the_accounts_settings_ask_for_one_sweep(line: Line) -> None:
    control = line.emulator.client("s3control")
    control.put_public_access_block(AccountId=ACCOUNT, PublicAccessBlockConfiguration=ON)
    line.bus.put(*(sample("PutAccountPublicAccessBlock") for _ in range(25)))
    assert line.poller.once() == []
    assert line.told() == []
    assert line.emulator.calls.count("sqs:SendMessage", resource=f"arn:aws:sqs:us-east-1:{ACCOUNT}:bailiwick-s3") >= 2
    line.emulator.calls.reset()
    assert line.poller.once() == []
    told = line.told()
    assert ("resolved", "s3.account-public-access-block", ROOT.rpartition(":")[2]) in told
    assert {what for what, _, _ in told} == {"resolved"}
    assert line.emulator.calls.count("s3:ListAllMyBuckets") == 1
    assert line.bus.depth() == 0
    # That sweep is over: what changes now asks for another one.
    control.delete_public_access_block(AccountId=ACCOUNT)
    line.bus.put(sample("DeleteAccountPublicAccessBlock"))
    assert (line.poller.once(), line.poller.once()) == ([], [])
    assert {what for what, _, _ in line.told()} == {"reopened"}


def test_a_burst_folds(line: Line) -> None:
    line.emulator.client("s3").put_bucket_versioning(Bucket=OPENED, VersioningConfiguration={"Status": "Suspended"})
    line.bus.put(*(sample("PutBucketVersioning", OPENED) for _ in range(200)))
    line.emulator.calls.reset()
    assert line.poller.once() == []
    assert line.emulator.calls.count("s3:GetBucketVersioning") == 1
    assert ("opened", "s3.versioning", OPENED) in line.told()


def test_what_cannot_be_read_is_reported_by_item_and_the_rest_goes_through(line: Line) -> None:
    line.block(OPENED, OFF)
    forged = sample("PutBucketPublicAccessBlock", OPENED) | {"source": "com.acme.pretender"}
    foreign = sample("PutBucketPublicAccessBlock", OPENED, recipientAccountId="999999999999") | {"account": "999999999999"}
    line.bus.send("this was never JSON", json.dumps(forged), json.dumps(foreign))
    assert len(line.poller.once()) == 3
    assert line.told() == [("opened", "s3.bucket-public-access-block", OPENED)]


def test_what_there_is_no_time_for_comes_again(line: Line) -> None:
    slow = "acme-crm-export"
    line.emulator.client("s3").put_public_access_block(Bucket=OPENED, PublicAccessBlockConfiguration=OFF)
    told = [sample("PutBucketPublicAccessBlock", OPENED), sample("PutBucketVersioning", slow)]
    records = [record({"MessageId": one["detail"]["eventName"], "ReceiptHandle": "", "Body": json.dumps(one)}) for one in told]
    own = line.deployment.variables | {"QUEUE_URL": line.bus.url}
    with line.emulator.delay(20, "s3:GetBucketVersioning", resource=f"arn:aws:s3:::{slow}"):
        answer = invoke_once(built("audit-s3"), environment(line.emulator, **own), {"Records": records}, seconds=8)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "PutBucketVersioning"}]}
    assert line.told() == [("opened", "s3.bucket-public-access-block", OPENED)]


def test_a_denied_read_resolves_nothing(line: Line) -> None:
    with line.emulator.deny("s3:GetBucketVersioning"):
        line.bus.put(sample("PutBucketVersioning", "acme-crm-export"))
        line.poller.once()
        line.poller.once()
    assert [one.body["transition"] for one in line.deployment.everything.drain()] == ["coverage-lost"]


def test_a_failing_ledger_leaves_the_message_in_the_queue(line: Line) -> None:
    line.block(OPENED, OFF)
    with line.emulator.fail("dynamodb:*"):
        assert len(line.poller.once()) == 1
    assert line.told() == []
