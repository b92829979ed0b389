"""The fixer as a whole: the built function behind its queue, on the misconfigured account."""

import json
from collections.abc import Callable

import pytest

from emulator.account import ACCOUNT
from expectations import SCHEMAS
from harness import cli
from remediation import ALL_ON, ARN, BLOCK, BUCKET, Fixer, finding, settings


def test_a_bucket_that_is_opened_up_is_closed_told_and_given_back(fixing: Fixer) -> None:
    fixing.open_up()
    fixing.notice()
    assert fixing.transitions() == ["opened"]
    fixing.deployment.people.drain()
    fixing.work()
    assert fixing.block() == ALL_ON
    [told] = [one for one in fixing.deployment.everything.drain() if one.body["control"] == BLOCK]
    SCHEMAS["bailiwick.finding/1"].validate(told.body)
    assert (told.body["transition"], told.body["state"]) == ("remediated", "resolved")
    [fix] = fixing.fixes()
    assert (fix["state"], fix["mode"], fix["id"]) == ("applied", "act", told.body["remediation"]["fix"])
    assert fix["change"]["from"] is None, "the before-image"
    [notice] = fixing.deployment.people.drain()
    assert f"bailiwick undo {fix['id']}" in notice.body

    undone = cli(fixing.emulator, "undo", fix["id"], "--yes", "--table", fixing.deployment.table)
    assert undone.status == 0, undone.err
    assert fixing.block() is None
    fixing.deployment.a_minute_later()
    start = fixing.deployment
    assert [one["state"] for one in fixing.fixes()] == ["undone"]
    assert any("undone" in item["data"]["S"] for item in start.outbox())

    fixing.notice()
    fixing.send(finding())
    fixing.work()
    assert fixing.block() is None, "what a person undid is left alone"


def test_a_fight_ends_after_two_rounds_and_names_the_other(fixing: Fixer) -> None:
    other = f"arn:aws:sts::{ACCOUNT}:assumed-role/deployer/ci"
    for _ in range(5):
        fixing.open_up()
        fixing.send(finding(cause={"principal": other}))
        fixing.work()
    fought = [one for one in fixing.deployment.people.drain() if other in str(one.body)]
    assert len(fought) == 1, "told once"
    assert fought[0].attributes["severity"] == "high"
    assert len(fixing.fixes()) == 2, "two rounds, whoever goes on"
    assert fixing.changed().count("s3:PutBucketPublicAccessBlock") == 2
    assert fixing.block() is None


@pytest.mark.parametrize(
    "forged",
    [
        finding(resource="arn:aws:s3:::acme-copies"),  # is well kept
        finding(resource="arn:aws:s3:::no-such-bucket"),
        finding(resource="arn:aws-cn:s3:::acme-ledger"),
        finding(resource="*"),
        finding(account="999999999999"),
        finding(control="s3.versioning"),  # nobody turned it on
        finding(control="s3.no-such-control"),
        finding(control="s3.*"),
        finding(transition="remediated"),
        finding(schema="bailiwick.finding/9"),
        finding(resource="arn:aws:s3:::" + "x" * 5000),
        finding(observed_at="9999-12-31T00:00:00Z", resource="arn:aws:s3:::acme-copies"),
        {"fix": "everything"},
        "fix everything",
        "",
    ],
    ids=str,
)
def test_a_forged_message_makes_it_look_and_no_more(fixing: Fixer, forged: str) -> None:
    fixing.open_up()
    if forged == "":
        forged = " "
    fixing.send(forged)
    fixing.work()
    assert fixing.changed() == []
    assert fixing.fixes() == []


def test_a_true_hint_works_whoever_wrote_it(fixing: Fixer) -> None:
    fixing.open_up()
    fixing.send(finding(account=ACCOUNT, because="trust me", evidence=[{"fact": "x"}]))
    fixing.work()
    assert fixing.block() == ALL_ON, "the live resource decides"


def test_observe_changes_nothing_and_adds_up(fixing: Fixer) -> None:
    fixing.deployment.settings(settings("s3.* observe"))
    fixing.break_and_fix()
    fixing.break_and_fix()
    assert (fixing.changed(), fixing.block()) == ([], None)
    observed = fixing.fixes("--observed", "--since", "14d")
    assert {one["state"] for one in observed} == {"observed"}
    table = cli(fixing.emulator, "fixes", "--table", fixing.deployment.table, "--observed").out
    assert f"{BLOCK}: 1 resources" in table
    assert "would have waited for approval" in table, "a pattern does not turn on what a person is to review"
    assert fixing.headlines() == [], "nobody is written to"


def test_ask_waits_for_approval_and_does_it_then(fixing: Fixer) -> None:
    fixing.deployment.settings(settings(f"{BLOCK} ask"))
    fixing.break_and_fix()
    assert fixing.changed() == []
    [asked] = fixing.fixes()
    assert asked["state"] == "asked"
    assert fixing.headlines()[-1] == "A fix waits for approval"
    fixing.tick()
    assert fixing.changed() == [], "nobody approved"
    table = ("--table", fixing.deployment.table)
    assert cli(fixing.emulator, "fixes", "--approve", asked["id"], *table).status == 0
    fixing.tick()
    assert fixing.block() == ALL_ON
    [done] = fixing.fixes()
    assert (done["state"], done["id"]) == ("applied", asked["id"])
    assert "remediated" in fixing.transitions()
    again = cli(fixing.emulator, "fixes", "--approve", asked["id"], *table)
    assert again.status == 2
    fixing.tick()
    assert len(fixing.changed()) == 1, "once"


def test_what_was_approved_is_not_done_to_what_changed_since(fixing: Fixer) -> None:
    fixing.deployment.settings(settings(f"{BLOCK} ask"))
    fixing.break_and_fix()
    [asked] = fixing.fixes()
    other = dict.fromkeys(ALL_ON, False) | {"BlockPublicAcls": True}
    fixing.emulator.client("s3").put_public_access_block(Bucket=BUCKET, PublicAccessBlockConfiguration=other)
    cli(fixing.emulator, "fixes", "--approve", asked["id"], "--table", fixing.deployment.table)
    fixing.tick()
    assert (fixing.changed(), fixing.block()) == ([], other)


def test_one_command_stops_everything(fixing: Fixer) -> None:
    table = ("--table", fixing.deployment.table)
    assert cli(fixing.emulator, "fixes", "--stop", "an incident", *table).status == 0
    fixing.break_and_fix()
    assert (fixing.changed(), fixing.block()) == ([], None)
    assert "an incident" in cli(fixing.emulator, "fixes", *table).err
    assert cli(fixing.emulator, "fixes", "--resume", *table).status == 0
    fixing.send(finding())
    fixing.work()
    assert fixing.block() == ALL_ON


def test_the_hourly_cap_puts_the_rest_off(fixing: Fixer) -> None:
    fixing.deployment.settings(settings(f"{BLOCK} act", more="  hourly-cap: 1\n"))
    other = "acme-contracts"
    for bucket in (BUCKET, other):
        fixing.open_up(bucket)
    fixing.notice(BUCKET, other)
    fixing.work()
    assert fixing.changed().count("s3:PutBucketPublicAccessBlock") == 1
    later = [item for item in fixing.deployment.items() if item["sk"]["S"].startswith("again#")]
    assert len(later) == 1, "it is not forgotten"


@pytest.mark.parametrize("tags", [{"bailiwick:keep": ""}, {"bailiwick:keep": "because"}])
def test_a_tag_keeps_it_away(fixing: Fixer, tags: dict[str, str]) -> None:
    tag(fixing, tags)
    fixing.break_and_fix()
    assert (fixing.changed(), fixing.block()) == ([], None)


@pytest.mark.parametrize("tags", [{"aws:cloudformation:stack-name": "shop"}, {"managed-by": "terraform"}])
def test_what_code_describes_is_told_as_a_patch(fixing: Fixer, tags: dict[str, str]) -> None:
    fixing.deployment.settings(settings(f"{BLOCK} act", more="  iac-tags: [managed-by=terra*]\n"))
    tag(fixing, tags)
    fixing.break_and_fix()
    assert (fixing.changed(), fixing.block()) == ([], None)
    assert fixing.headlines()[-1] == "A fix is planned and not made by itself"
    assert [one["state"] for one in fixing.fixes()] == ["told"]


def tag(fixing: Fixer, tags: dict[str, str]) -> None:
    """Sets the bucket's tags, also such as only AWS itself may set."""
    from moto.s3.models import s3_backends

    backend = s3_backends[ACCOUNT]["aws"]
    backend.put_bucket_tagging(BUCKET, tags)


def test_an_exception_holds(fixing: Fixer) -> None:
    excepted = f"exceptions:\n  - {{control: {BLOCK}, resource: '{ARN}', reason: r, owner: o, until: 2099-01-01}}\n"
    fixing.deployment.settings(settings(f"{BLOCK} act") + excepted)
    fixing.open_up()
    fixing.send(finding())
    fixing.work()
    assert (fixing.changed(), fixing.block()) == ([], None)


def test_a_write_whose_answer_is_lost_is_found_out(fixing: Fixer) -> None:
    fixing.open_up()
    fixing.notice()
    fixing.transitions()
    with fixing.emulator.drop("s3:PutBucketPublicAccessBlock", lost=True):
        fixing.work()
    assert fixing.block() == ALL_ON
    assert [one["state"] for one in fixing.fixes()] == ["applied"]
    assert fixing.transitions() == ["remediated"]


def test_whoever_dies_after_the_write_is_found_out_by_the_clock(fixing: Fixer) -> None:
    fixing.open_up()
    fixing.notice()
    fixing.transitions()
    # The lease and the image are written; all that comes after them fails.
    with fixing.emulator.fail("dynamodb:PutItem", skip=2):
        fixing.work()
    assert fixing.block() == ALL_ON
    assert [one["state"] for one in fixing.fixes()] == ["begun"], "the image was kept before the write"
    release(fixing)
    fixing.tick()
    assert [one["state"] for one in fixing.fixes()] == ["applied"]
    assert fixing.transitions() == ["remediated"]
    assert fixing.changed().count("s3:PutBucketPublicAccessBlock") == 1


def release(fixing: Fixer) -> None:
    """The time of every lease runs out."""
    dynamodb = fixing.emulator.client("dynamodb")
    for item in fixing.deployment.items():
        if item["pk"]["S"].startswith("fix#leases#"):
            dynamodb.delete_item(TableName=fixing.deployment.table, Key={"pk": item["pk"], "sk": item["sk"]})


def edit(fixing: Fixer, sort: str, data: dict) -> None:
    """Puts something into a partition of the ledger."""
    item: dict[str, str | int] = {"pk": f"fix#{sort}#{ACCOUNT}", "sk": "spent"}
    item |= {"observed_at": 1, "data": json.dumps(data)}
    table = fixing.emulator.client("dynamodb")
    typed = {key: {"N": str(one)} if isinstance(one, int) else {"S": one} for key, one in item.items()}
    table.put_item(TableName=fixing.deployment.table, Item=typed)


def unreadable_tags(fixing: Fixer) -> None:
    fixing.emulator.deny("s3:GetBucketTagging")


def unreadable_fact(fixing: Fixer) -> None:
    fixing.emulator.deny("s3:GetBucketPublicAccessBlock")


def unreadable_settings(fixing: Fixer) -> None:
    fixing.emulator.deny("s3:GetObject")


def unusable_settings(fixing: Fixer) -> None:
    fixing.deployment.settings("remediation: {rules: nonsense}")


def store_down(fixing: Fixer) -> None:
    fixing.emulator.fail("dynamodb:*")


def store_denied(fixing: Fixer) -> None:
    fixing.emulator.deny("dynamodb:*")


def store_read_only(fixing: Fixer) -> None:
    fixing.emulator.deny("dynamodb:PutItem")


def image_not_kept(fixing: Fixer) -> None:
    fixing.emulator.fail("dynamodb:PutItem", skip=1)


def clock_odd(fixing: Fixer) -> None:
    edit(fixing, "fields", {"fixes": [{"at": "2099-01-01T00:00:00Z", "control": BLOCK, "fix": "x"}]})


def garbled(fixing: Fixer) -> None:
    edit(fixing, "fields", {"fixes": "yesterday"})


def lease_held(fixing: Fixer) -> None:
    import hashlib

    place = hashlib.sha256(ARN.encode()).hexdigest()[:16]
    held = {"run": "another", "until": "2099-01-01T00:00:00Z"}
    item = {"pk": {"S": f"fix#leases#{ACCOUNT}"}, "sk": {"S": place}, "observed_at": {"N": "1"}}
    item["data"] = {"S": json.dumps(held)}
    fixing.emulator.client("dynamodb").put_item(TableName=fixing.deployment.table, Item=item)


def write_denied(fixing: Fixer) -> None:
    fixing.emulator.deny("s3:PutBucketPublicAccessBlock")


DOWN = [
    unreadable_tags,
    unreadable_fact,
    unreadable_settings,
    unusable_settings,
    store_down,
    store_denied,
    store_read_only,
    image_not_kept,
    clock_odd,
    garbled,
    lease_held,
]


@pytest.mark.parametrize("down", DOWN, ids=lambda one: one.__name__)
def test_every_guard_fails_closed(fixing: Fixer, down: Callable[[Fixer], None]) -> None:
    fixing.open_up()
    fixing.notice()
    down(fixing)
    fixing.mapping.deliver()
    assert fixing.changed() == []
    assert fixing.block() is None
    fixing.emulator.rules.clear()


@pytest.mark.parametrize("down", [unreadable_settings, store_down, lease_held], ids=lambda one: one.__name__)
def test_what_was_held_up_comes_again(fixing: Fixer, down: Callable[[Fixer], None]) -> None:
    fixing.open_up()
    fixing.notice()
    down(fixing)
    fixing.mapping.deliver()
    assert fixing.mapping.waiting() == 1
    fixing.emulator.rules.clear()
    release(fixing)
    fixing.work()
    assert fixing.block() == ALL_ON


def test_a_denied_write_is_told_with_its_permission(fixing: Fixer) -> None:
    write_denied(fixing)
    fixing.break_and_fix()
    [fix] = fixing.fixes()
    assert fix["state"] == "failed"
    assert "s3:PutBucketPublicAccessBlock" in fix["why"]
    assert fixing.headlines()[-1] == "A fix was not made"


def test_items_fail_one_by_one(fixing: Fixer) -> None:
    other = "acme-contracts"
    for bucket in (BUCKET, other):
        fixing.open_up(bucket)
    fixing.notice(BUCKET, other)
    lease_held(fixing)
    fixing.mapping.deliver()
    assert (fixing.block(), fixing.block(other)) == (None, ALL_ON)
    assert fixing.mapping.waiting() == 1, "the one that is held by somebody else"
