"""Transitions, by the built functions: each is told once, and nothing else is."""

import json

from watched import Watched, arn

LIFECYCLE = "s3.lifecycle"


def test_a_first_look_is_one_digest_and_then_there_is_silence(unseen: Watched) -> None:
    assert unseen.sweep() == []
    [digest] = unseen.deployment.people.drain()
    open_ones = [one for one in unseen.records().values() if one["state"] == "open"]
    assert f"{len(open_ones)} findings" in digest.body
    assert all(one["baseline"] and one["sequence"] == 0 for one in open_ones)
    assert unseen.sweep() == []
    assert unseen.deployment.people.drain() == []
    assert unseen.deployment.outbox() == []


def test_broken_mended_and_broken_again(watched: Watched) -> None:
    heard = []
    for change in (watched.break_lifecycle, watched.mend_lifecycle, watched.break_lifecycle):
        change("acme-ledger")
        heard += watched.hear()
        assert watched.sweep() == [], "no second message of what stays as it is"
    bodies = [one.body for one in heard]
    assert [one["transition"] for one in bodies] == ["opened", "resolved", "reopened"]
    assert [one["sequence"] for one in bodies] == [1, 2, 3]
    assert [one["state"] for one in bodies] == ["open", "resolved", "open"]
    assert {(one["control"], one["resource"]) for one in bodies} == {(LIFECYCLE, arn("acme-ledger"))}
    assert len({one["id"] for one in bodies}) == 1
    assert bodies[0]["opened_at"] == bodies[1]["opened_at"] < bodies[2]["opened_at"]
    assert ["fix" in one for one in bodies] == [True, False, True]


def test_what_was_there_at_first_is_told_when_it_is_mended(watched: Watched) -> None:
    standing = {(one["control"], one["resource"]) for one in watched.records().values()}
    settings = watched.deployment.bucket
    assert (LIFECYCLE, arn(settings)) in standing
    watched.mend_lifecycle(settings)
    assert watched.sweep() == [("resolved", LIFECYCLE, settings)]


def test_a_bucket_that_is_deleted_is_gone(watched: Watched) -> None:
    watched.break_lifecycle("acme-ledger")
    watched.break_lifecycle("acme-payroll")
    assert watched.sweep() == [("opened", LIFECYCLE, "acme-ledger"), ("opened", LIFECYCLE, "acme-payroll")]
    standing = {bucket: controls_open(watched, bucket) for bucket in ("acme-ledger", "acme-payroll")}
    watched.delete("acme-ledger")
    assert watched.sweep() == [("gone", control, "acme-ledger") for control in standing["acme-ledger"]]
    # A look at one that is deleted finds out too, in whatever Region it was.
    watched.delete("acme-payroll")
    assert watched.look("acme-payroll") == [("gone", control, "acme-payroll") for control in standing["acme-payroll"]]
    assert watched.sweep() == []


def controls_open(watched: Watched, bucket: str) -> list[str]:
    records = watched.records().values()
    return sorted(one["control"] for one in records if one["resource"] == arn(bucket) and one["state"] == "open")


def test_a_control_that_is_no_more_is_retired(watched: Watched) -> None:
    watched.break_lifecycle("acme-ledger")
    watched.sweep()
    dynamodb = watched.emulator.client("dynamodb")
    [item] = [one for one in watched.deployment.items() if f'"{LIFECYCLE}"' in one["data"]["S"] and "ledger" in one["data"]["S"]]
    record = json.loads(item["data"]["S"]) | {"control": "s3.never-was", "id": "0" * 32}
    item["data"] = {"S": json.dumps(record)}
    item["sk"] = {"S": item["sk"]["S"].rpartition("#")[0] + "#" + record["id"]}
    dynamodb.put_item(TableName=watched.deployment.table, Item=item)
    assert watched.sweep() == [("retired", "s3.never-was", "acme-ledger")]
    assert watched.sweep() == []


def test_a_look_at_one_bucket_says_nothing_of_others(watched: Watched) -> None:
    both = ("acme-ledger", "acme-payroll")
    for bucket in both:
        watched.break_lifecycle(bucket)
    assert watched.look("acme-ledger") == [("opened", LIFECYCLE, "acme-ledger")]
    assert watched.sweep() == [("opened", LIFECYCLE, "acme-payroll")]
    for bucket in both:
        watched.mend_lifecycle(bucket)
    assert watched.look("acme-payroll") == [("resolved", LIFECYCLE, "acme-payroll")]
    assert watched.look("acme-orders") == []
    assert watched.sweep(regions=["eu-west-1"]) == [], "acme-ledger lies elsewhere"
    assert watched.sweep(regions=["us-east-1"]) == [("resolved", LIFECYCLE, "acme-ledger")]
