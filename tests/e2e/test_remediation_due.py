"""What is due stays due: whatever is in the way when the fixer comes, and whenever it comes, nothing is dropped in silence."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from emulator import Emulator
from emulator.account import ACCOUNT
from harness import Deployment, Function, cli
from remediation import ALL_ON, ARN, BLOCK, BUCKET, Fixer, finding, fixer, settings


class Fault:
    """Something that is in the way for a while."""

    def __init__(self, begin: Callable[[Fixer], object], end: Callable[[Fixer, str], object]) -> None:
        self.begin, self.end = begin, end


def cleared(fixing: Fixer, _: str) -> None:
    fixing.emulator.rules.clear()


def as_before(fixing: Fixer, mode: str) -> None:
    fixing.deployment.settings(settings(f"{BLOCK} {mode}"))


def switch(*arguments: str) -> Callable[..., None]:
    """The command that stops everything, or lets it go on."""

    def run(fixing: Fixer, *_: str) -> None:
        assert cli(fixing.emulator, "fixes", *arguments, "--table", fixing.deployment.table).status == 0

    return run


FAULTS = {
    "read-throttled": Fault(lambda fixing: fixing.emulator.throttle("s3:GetBucketPublicAccessBlock"), cleared),
    "read-denied": Fault(lambda fixing: fixing.emulator.deny("s3:GetBucketPublicAccessBlock"), cleared),
    "tags-denied": Fault(lambda fixing: fixing.emulator.deny("s3:GetBucketTagging"), cleared),
    "list-failed": Fault(lambda fixing: fixing.emulator.fail("s3:ListAllMyBuckets"), cleared),
    "stopped": Fault(switch("--stop", "an incident"), switch("--resume")),
    "settings-broken": Fault(lambda fixing: fixing.deployment.settings("remediation: {rules: nonsense}"), as_before),
    "settings-stop": Fault(lambda fixing: fixing.deployment.settings(settings(f"{BLOCK} act", more="  stop: true\n")), as_before),
    "rule-off": Fault(lambda fixing: fixing.deployment.settings(settings("s3.versioning act")), as_before),
}


def asked(fixing: Fixer) -> str:
    """A fix that waits for approval; its id."""
    fixing.deployment.settings(settings(f"{BLOCK} ask"))
    fixing.break_and_fix()
    [fix] = fixing.fixes()
    assert fix["state"] == "asked"
    return fix["id"]


def approve(fixing: Fixer, fix: str) -> None:
    assert cli(fixing.emulator, "fixes", "--approve", fix, "--table", fixing.deployment.table).status == 0


def come(fixing: Fixer) -> None:
    """The fixer comes by; it may fail."""
    fixing.tick()


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("order", ["fault-first", "approval-first"])
def test_what_a_person_approved_is_done_when_the_fault_is_over(fixing: Fixer, fault: str, order: str) -> None:
    fix = asked(fixing)
    if order == "approval-first":
        approve(fixing, fix)
        FAULTS[fault].begin(fixing)
    else:
        FAULTS[fault].begin(fixing)
        approve(fixing, fix)
    for _ in range(2):
        come(fixing)
        assert (fixing.changed(), fixing.block()) == ([], None)
    waiting = fixing.fixes()[-1]
    assert waiting["state"] == "approved", "it is neither dropped nor refused"
    FAULTS[fault].end(fixing, "ask")
    come(fixing)
    assert fixing.block() == ALL_ON
    done = fixing.fixes()[-1]
    assert (done["id"], done["state"], done.get("why")) == (fix, "applied", None)
    assert fixing.tick().result == {"done": 0, "left": 0}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("order", ["fault-first", "finding-first"])
def test_what_was_handed_to_the_fixer_is_done_when_the_fault_is_over(fixing: Fixer, fault: str, order: str) -> None:
    fixing.open_up()
    if order == "finding-first":
        fixing.send(finding())
        FAULTS[fault].begin(fixing)
    else:
        FAULTS[fault].begin(fixing)
        fixing.send(finding())
    fixing.work()
    assert (fixing.changed(), fixing.block()) == ([], None)
    assert fixing.mapping.waiting() == 0, "it waits in the ledger, where it does not end among dead letters"
    come(fixing)
    FAULTS[fault].end(fixing, "act")
    come(fixing)
    assert fixing.block() == ALL_ON
    assert fixing.tick().result == {"done": 0, "left": 0}


def older(fixing: Fixer, sort: str, days: int) -> None:
    """A task of this sort waits for so many days already."""
    dynamodb = fixing.emulator.client("dynamodb")
    [item] = [one for one in fixing.deployment.items() if one["sk"]["S"].startswith(f"{sort}#")]
    data = json.loads(item["data"]["S"])
    data["since"] = (datetime.now(UTC) - timedelta(days=days)).isoformat().replace("+00:00", "Z")
    item["data"] = {"S": json.dumps(data)}
    dynamodb.put_item(TableName=fixing.deployment.table, Item=item)


def tasks(fixing: Fixer) -> list[str]:
    return [one["sk"]["S"].partition("#")[0] for one in fixing.deployment.items() if one["pk"]["S"] == "fix#tasks"]


def test_an_approval_that_waited_for_a_week_lapses_and_that_is_told(fixing: Fixer) -> None:
    fix = asked(fixing)
    fixing.deployment.people.drain()
    approve(fixing, fix)
    fixing.emulator.deny("s3:GetBucketTagging")
    come(fixing)
    assert tasks(fixing) == ["approved"]
    older(fixing, "approved", days=8)
    come(fixing)
    assert tasks(fixing) == []
    lapsed = fixing.fixes()[-1]
    assert (lapsed["state"], "tags" in lapsed["why"]) == ("failed", True)
    assert fixing.headlines() == ["A fix was not made"]
    fixing.emulator.rules.clear()
    come(fixing)
    assert fixing.changed() == []


def test_findings_that_waited_for_a_week_are_told_together(fixing: Fixer) -> None:
    others = ("acme-contracts", "acme-copies")
    fixing.emulator.deny("s3:GetBucketTagging")
    for bucket in (BUCKET, *others):
        fixing.open_up(bucket)
        fixing.send(finding(resource=f"arn:aws:s3:::{bucket}"))
    fixing.work()
    fixing.deployment.people.drain()
    assert tasks(fixing) == ["again"] * 3
    dynamodb = fixing.emulator.client("dynamodb")
    for item in fixing.deployment.items():
        if item["sk"]["S"].startswith("again#"):
            data = json.loads(item["data"]["S"]) | {"since": "2026-01-01T00:00:00Z"}
            dynamodb.put_item(TableName=fixing.deployment.table, Item=item | {"data": {"S": json.dumps(data)}})
    come(fixing)
    assert tasks(fixing) == []
    [told] = [one for one in fixing.deployment.people.drain() if "waited" in str(one.body)]
    assert all(bucket in told.body for bucket in (BUCKET, *others))


@pytest.mark.parametrize(
    "why",
    ["the resource changed", "there is nothing left to fix", "it is excepted", "changed by others"],
)
def test_an_approval_that_is_refused_says_why(fixing: Fixer, why: str) -> None:
    fix = asked(fixing)
    fixing.deployment.people.drain()
    s3 = fixing.emulator.client("s3")
    approve(fixing, fix)
    if why == "the resource changed":
        half = dict.fromkeys(ALL_ON, False) | {"BlockPublicAcls": True}
        s3.put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration=half)
    elif why == "there is nothing left to fix":
        s3.put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration=ALL_ON)
    elif why == "it is excepted":
        excepted = f"exceptions:\n  - {{control: {BLOCK}, resource: '{ARN}', reason: r, owner: o, until: 2099-01-01}}\n"
        fixing.deployment.settings(settings(f"{BLOCK} ask") + excepted)
    else:
        fixing.deployment.settings(settings(f"{BLOCK} ask", more="  iac-tags: [managed-by=terra*]\n"))
        s3.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": [{"Key": "managed-by", "Value": "terraform"}]})
    come(fixing)
    assert fixing.changed() == []
    [refused] = [one for one in fixing.fixes() if one["id"] == fix]
    assert (refused["state"], why in refused["why"]) == ("failed", True), refused
    assert "A fix was not made" in fixing.headlines()
    assert tasks(fixing) == []


def test_a_bucket_that_is_gone_is_begun_no_more(fixing: Fixer) -> None:
    begun(fixing)
    empty(fixing)
    come(fixing)
    [fix] = fixing.fixes()
    assert (fix["state"], "does not exist" in fix["why"]) == ("failed", True)
    assert fixing.headlines()[-1] == "A fix was not made"
    assert tasks(fixing) == []


def begun(fixing: Fixer) -> None:
    """A fix whose write was made, and whose fixer died then."""
    fixing.open_up()
    fixing.notice()
    with fixing.emulator.fail("dynamodb:PutItem", skip=2):
        fixing.work()
    assert [one["state"] for one in fixing.fixes()] == ["begun"]
    fixing.deployment.people.drain()
    dynamodb = fixing.emulator.client("dynamodb")
    for item in fixing.deployment.items():
        if item["pk"]["S"].startswith("fix#leases#"):
            dynamodb.delete_item(TableName=fixing.deployment.table, Key={"pk": item["pk"], "sk": item["sk"]})


def empty(fixing: Fixer) -> None:
    """The bucket is deleted."""
    from moto.s3.models import s3_backends

    s3_backends[ACCOUNT]["aws"].buckets.pop(BUCKET)


def set_back(fixing: Fixer, hours: int) -> None:
    """The fix was begun so many hours ago."""
    dynamodb = fixing.emulator.client("dynamodb")
    [item] = [one for one in fixing.deployment.items() if one["pk"]["S"] == f"fix#fixes#{ACCOUNT}"]
    data = json.loads(item["data"]["S"])
    data["changed_at"] = (datetime.now(UTC) - timedelta(hours=hours)).isoformat().replace("+00:00", "Z")
    dynamodb.put_item(TableName=fixing.deployment.table, Item=item | {"data": {"S": json.dumps(data)}})


def test_what_cannot_be_read_for_a_day_is_unknown_and_can_be_undone(fixing: Fixer) -> None:
    begun(fixing)
    fixing.emulator.deny("s3:GetBucketPublicAccessBlock")
    come(fixing)
    assert [one["state"] for one in fixing.fixes()] == ["begun"], "it may still be read"
    set_back(fixing, hours=25)
    come(fixing)
    [fix] = fixing.fixes()
    assert (fix["state"], tasks(fixing)) == ("unknown", [])
    assert fixing.headlines()[-1] == "Whether a fix was made is not known"
    fixing.emulator.rules.clear()
    table = ("--table", fixing.deployment.table)
    assert cli(fixing.emulator, "undo", fix["id"], "--yes", *table).status == 0
    assert fixing.block() is None


def test_a_write_that_was_made_and_answered_500_is_told_as_made(fixing: Fixer) -> None:
    fixing.open_up()
    fixing.notice()
    fixing.transitions()
    with fixing.emulator.fail("s3:PutBucketPublicAccessBlock", lost=True):
        fixing.work()
    assert fixing.block() == ALL_ON
    [fix] = fixing.fixes()
    assert fix["state"] == "applied"
    assert fixing.transitions() == ["remediated"]
    table = ("--table", fixing.deployment.table)
    assert cli(fixing.emulator, "undo", fix["id"], "--yes", *table).status == 0
    assert fixing.block() is None


def test_a_write_that_answered_500_and_cannot_be_read_is_settled_later(fixing: Fixer) -> None:
    fixing.open_up()
    fixing.notice()
    fixing.transitions()
    # The first two reads are those before the write.
    with (
        fixing.emulator.fail("s3:PutBucketPublicAccessBlock", lost=True),
        fixing.emulator.deny("s3:GetBucketPublicAccessBlock", skip=2),
    ):
        fixing.work()
    assert [one["state"] for one in fixing.fixes()] == ["begun"], "nobody is told what nobody knows"
    assert fixing.headlines() == []
    come(fixing)
    assert [one["state"] for one in fixing.fixes()] == ["applied"]
    assert fixing.transitions() == ["remediated"]


def test_a_write_that_answered_500_and_was_not_made_is_told_in_the_end(fixing: Fixer) -> None:
    fixing.open_up()
    fixing.notice()
    with fixing.emulator.fail("s3:PutBucketPublicAccessBlock"):
        fixing.work()
    assert [one["state"] for one in fixing.fixes()] == ["begun"]
    set_back(fixing, hours=1)
    come(fixing)
    [fix] = fixing.fixes()
    assert (fix["state"], fixing.block()) == ("failed", None)
    fixing.send(finding())
    fixing.work()
    assert fixing.block() == ALL_ON, "and what was not made does not count as a fight"


def test_a_new_bucket_waits_for_its_owners_tags(fixing: Fixer) -> None:
    fixing.deployment.settings(settings(f"{BLOCK} act").replace("grace-minutes: 0", "grace-minutes: 10"))
    fixing.open_up()
    fixing.send(finding())
    fixing.work()
    assert (fixing.changed(), tasks(fixing)) == ([], ["again"])
    older_bucket(hours=1)
    fixing.send(finding())
    fixing.work()
    assert fixing.block() == ALL_ON


def older_bucket(hours: int) -> None:
    from moto.s3.models import s3_backends

    bucket = s3_backends[ACCOUNT]["aws"].buckets[BUCKET]
    bucket.creation_date = datetime.now(UTC).replace(tzinfo=None) - timedelta(hours=hours)


def test_a_tag_that_keeps_it_away_is_a_finding_until_it_is_gone(fixing: Fixer) -> None:
    s3 = fixing.emulator.client("s3")
    s3.put_bucket_tagging(Bucket=BUCKET, Tagging={"TagSet": [{"Key": "bailiwick:keep", "Value": ""}]})
    fixing.break_and_fix()
    assert (fixing.changed(), fixing.block()) == ([], None)
    assert about_tags(fixing) == ["opened"]
    fixing.send(finding())
    fixing.work()
    assert about_tags(fixing) == [], "once"
    s3.delete_bucket_tagging(Bucket=BUCKET)
    fixing.send(finding())
    fixing.work()
    assert fixing.block() == ALL_ON
    assert about_tags(fixing) == ["resolved"]


def about_tags(fixing: Fixer) -> list[str]:
    """What programs heard of the bucket's tag."""
    told = [one.body for one in fixing.deployment.everything.drain() if isinstance(one.body, dict)]
    return [one["transition"] for one in told if (one.get("control"), one.get("part")) == ("settings.kept-away", ARN)]


def test_the_hourly_cap_counts_what_was_done(fixing: Fixer) -> None:
    fixing.deployment.settings(settings(f"{BLOCK} act", more="  hourly-cap: 1\n"))
    fixing.open_up()
    with fixing.emulator.deny("s3:PutBucketPublicAccessBlock"):
        fixing.send(finding())
        fixing.work()
    assert [one["state"] for one in fixing.fixes()] == ["failed"]
    fixing.send(finding())
    fixing.work()
    assert fixing.block() == ALL_ON, "the one that was denied does not count"
    fixing.open_up()
    fixing.send(finding())
    fixing.work()
    assert fixing.block() is None, "the one that was made does"


def test_one_unreadable_message_holds_up_no_other(fixing: Fixer, start: Callable[..., Function]) -> None:
    drain = start("drain")
    dynamodb, table = fixing.emulator.client("dynamodb"), fixing.deployment.table
    for shard, place, attributes in (
        ("outbox#0", "000000000000001#a#findings", {"observed_at": {"N": "1"}, "data": {"S": "{"}}),
        ("outbox#0", "000000000000002#b#findings", {}),
        ("outbox#1", "000000000000003#c#findings", {"observed_at": {"N": "3"}, "data": {"N": "3"}}),
    ):
        dynamodb.put_item(TableName=table, Item={"pk": {"S": shard}, "sk": {"S": place}} | attributes)
    message: dict[str, object] = {"id": "m", "to": "findings", "subject": None, "body": json.dumps(finding()), "attributes": []}
    for shard in ("outbox#0", "outbox#1"):
        item = {"pk": {"S": shard}, "sk": {"S": "000000000000009#m#findings"}, "observed_at": {"N": "9"}}
        dynamodb.put_item(TableName=table, Item=item | {"data": {"S": json.dumps(message)}})
    fixing.deployment.everything.drain()
    fixing.deployment.people.drain()
    done = drain.invoke({})
    assert not done.failed, done.result
    assert len(fixing.deployment.everything.drain()) == 2
    [counted] = [one for one in done.records() if "OutboxAge" in one]
    assert counted["Unreadable"] == 3
    fixing.deployment.a_minute_later()
    assert not drain.invoke({}).failed
    told = [one for one in fixing.deployment.people.drain() if "could not be read" in str(one.body)]
    assert len(told) == 3
    assert fixing.deployment.outbox() == []
    aside = [one for one in fixing.deployment.items() if one["pk"]["S"] == "audit#unreadable"]
    assert len(aside) == 3, "nothing is thrown away"


def test_each_fix_is_made_in_a_session_that_may_change_one_resource(
    account: Emulator, start: Callable[..., Function], deployment: Deployment
) -> None:
    from moto.sts.models import sts_backends

    deployment.settings(settings(f"{BLOCK} act"))
    role = "arn:aws:iam::{account}:role/bailiwick-fix-{family}"
    fixing = fixer(account, start, deployment, FIX_ROLE_ARN=role)
    fixing.open_up()
    fixing.send(finding())
    fixing.work()
    assert fixing.block() == ALL_ON
    assumed = sts_backends[ACCOUNT]["aws"].assumed_roles
    policies = [json.loads(one.policy) for one in assumed if one.policy]
    [policy] = policies
    [reads, writes] = policy["Statement"]
    assert (writes["Action"], writes["Resource"]) == (["s3:PutBucketPublicAccessBlock"], ARN)
    assert all(":Get" in action or ":List" in action for action in reads["Action"])
    used = {one.access_key for one in account.calls.made("s3:PutBucketPublicAccessBlock")}
    assert used.isdisjoint({one.access_key for one in account.calls.made("s3:GetBucketTagging")})
