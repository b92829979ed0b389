"""Settings of a deployment: exceptions with their ends, teams, and a document that cannot be used."""

from datetime import UTC, datetime, timedelta

import pytest

from emulator import HOME
from emulator.account import ACCOUNT, AWAY
from expectations import valid
from harness import Message, Queue, topic
from watched import Told, Watched, arn, told

LIFECYCLE = "s3.lifecycle"
TODAY = datetime.now(UTC).date()
# A day more on either side: tests also run at midnight.
SOON, LONG_AGO = TODAY + timedelta(days=2), TODAY - timedelta(days=2)


def exception(until: object = SOON, resource: str = "acme-ledger", control: str = LIFECYCLE) -> str:
    return f"""
exceptions:
  - control: {control}
    resource: {arn(resource)}
    reason: rebuilt every night
    owner: data@example.com
    until: {until}
"""


def test_an_exception_begins_ends_and_is_removed(watched: Watched) -> None:
    watched.break_lifecycle("acme-ledger")
    assert watched.sweep() == [("opened", LIFECYCLE, "acme-ledger")]
    watched.deployment.settings(exception())
    [message] = watched.hear()
    assert told(message) == ("excepted", LIFECYCLE, "acme-ledger")
    assert message.body["exception"] == f"rebuilt every night (data@example.com, until {SOON})"
    assert (message.body["state"], "fix" in message.body) == ("excepted", False)
    assert watched.sweep() == []
    watched.deployment.settings(exception(LONG_AGO))
    expired, ended = sorted(watched.hear(), key=told)
    assert told(expired) == ("exception-expired", LIFECYCLE, "acme-ledger")
    assert f"the exception by data@example.com ended on {LONG_AGO}" in expired.body["because"]
    assert told(ended)[:2] == ("opened", "settings.exception-ended")
    assert ended.body["part"] == f"{LIFECYCLE} on {arn('acme-ledger')}"
    assert watched.sweep() == []
    watched.deployment.settings("exceptions: []\n")
    assert [one[:2] for one in watched.sweep()] == [("gone", "settings.exception-ended")]
    assert watched.sweep() == []


def test_what_is_excepted_from_the_first_is_never_told(watched: Watched) -> None:
    watched.deployment.settings(exception())
    assert watched.sweep() == []
    watched.break_lifecycle("acme-ledger")
    assert watched.sweep() == []
    watched.mend_lifecycle("acme-ledger")
    assert watched.sweep() == [("resolved", LIFECYCLE, "acme-ledger")]


def test_an_exception_that_covers_nothing(watched: Watched) -> None:
    watched.deployment.settings(exception(resource="acme-never-was"))
    assert [one[:2] for one in watched.sweep()] == [("opened", "settings.exception-unmatched")]
    assert watched.sweep() == []
    assert watched.sweep(regions=[AWAY, HOME]) == [], "a narrower run cannot tell"
    assert watched.look("acme-ledger") == []
    watched.s3.create_bucket(Bucket="acme-never-was")
    assert ("resolved", "settings.exception-unmatched") in [one[:2] for one in watched.sweep()]


def team(name: str, watched: Watched) -> tuple[str, Queue]:
    """A team's topic, and its queue."""
    made, queue = topic(watched.emulator, f"team-{name}"), Queue(watched.emulator, f"team-{name}")
    queue.subscribe(made)
    return made, queue


def heard(queue: Queue) -> list[Told]:
    return sorted(told(valid(message)) for message in queue.drain())


def test_each_team_gets_what_is_theirs_on_a_topic_of_its_own(watched: Watched) -> None:
    routes = {"account": f'account: "{ACCOUNT}"', "other": 'account: "210987654321"', "area": "area: s3"}
    routes |= {"tag": "tag: team=da*", "both": 'area: s3\n    tag: "team=web"'}
    teams = {name: team(name, watched) for name in routes}
    rows = (f"  - team: {name}\n    topic: {teams[name][0]}\n    {rule}\n" for name, rule in routes.items())
    watched.deployment.settings("routing:\n" + "".join(rows))
    for bucket, tag in (("acme-ledger", "data"), ("acme-orders", "web")):
        watched.s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "team", "Value": tag}]})
        watched.break_lifecycle(bucket)
    data, web = ("opened", LIFECYCLE, "acme-ledger"), ("opened", LIFECYCLE, "acme-orders")
    assert watched.sweep() == [data, web], "the topic of all findings gets all"
    got = {name: heard(queue) for name, (_, queue) in teams.items()}
    assert got == {"account": [data, web], "other": [], "area": [data, web], "tag": [data], "both": [web]}


def test_a_resource_that_is_gone_is_still_its_teams(watched: Watched) -> None:
    made, queue = team("data", watched)
    watched.deployment.settings(f"routing:\n  - {{team: data, topic: '{made}', tag: team=data}}\n")
    watched.s3.put_bucket_tagging(Bucket="acme-ledger", Tagging={"TagSet": [{"Key": "team", "Value": "data"}]})
    watched.break_lifecycle("acme-ledger")
    watched.sweep()
    watched.delete("acme-ledger")
    assert ("gone", LIFECYCLE, "acme-ledger") in watched.sweep()
    assert {("opened", LIFECYCLE, "acme-ledger"), ("gone", LIFECYCLE, "acme-ledger")} <= set(heard(queue))


def test_a_team_whose_topic_is_no_more_keeps_nobody_else_waiting(watched: Watched) -> None:
    made, _ = team("gone", watched)
    watched.deployment.settings(f"routing:\n  - {{team: gone, topic: '{made}', area: s3}}\n")
    watched.emulator.client("sns").delete_topic(TopicArn=made)
    watched.break_lifecycle("acme-ledger")
    assert watched.sweep() == [("opened", LIFECYCLE, "acme-ledger")]
    [waiting] = watched.deployment.outbox()
    assert made in waiting["sk"]["S"]
    assert watched.sent_later() == []


GOOD = exception(resource="acme-ledger")


@pytest.mark.parametrize("wrong", ["exceptions: [\n", "exception: []\n", GOOD.replace(str(SOON), "soon"), "\x00\xff"])
def test_settings_that_cannot_be_used_change_nothing_and_are_told_once(watched: Watched, wrong: str) -> None:
    watched.break_lifecycle("acme-ledger")
    watched.deployment.settings(GOOD)
    assert watched.sweep() == []
    drain(watched)
    watched.deployment.settings(wrong)
    [message] = drain(watched)
    assert told(message)[:2] == ("opened", "settings.usable")
    assert message.body["severity"] == "high"
    [notice] = watched.deployment.people.drain()
    assert "The current settings document is valid" in notice.body
    assert watched.sweep() == [], "the exception of the last good version holds"
    watched.drain.restart()
    assert drain(watched) == []
    watched.deployment.settings(GOOD)
    assert [told(one)[:2] for one in drain(watched)] == [("resolved", "settings.usable")]
    assert drain(watched) == []


def drain(watched: Watched) -> list[Message]:
    """What the drain tells of the settings."""
    done = watched.drain.invoke({})
    assert not done.failed, done.result
    return watched.heard()


def test_settings_that_cannot_be_read_stop_the_run_and_resolve_nothing(watched: Watched) -> None:
    watched.break_lifecycle("acme-ledger")
    watched.deployment.settings(GOOD)
    watched.sweep()
    with watched.emulator.deny("s3:GetObject"):
        done = watched.audit.invoke({"account": ACCOUNT, "area": "s3", "run": "blind"})
    assert done.failed
    assert done.result["errorType"] == "Settings"
    assert watched.heard() == []
    assert watched.sweep() == []


def test_what_waits_is_sent_even_if_the_settings_cannot_be_read(watched: Watched) -> None:
    with watched.emulator.fail_entries():
        watched.break_lifecycle("acme-ledger")
        assert watched.sweep() == []
    with watched.emulator.deny("s3:GetObject"):
        watched.deployment.a_minute_later()
        assert watched.drain.invoke({}).failed, "somebody must hear of the settings"
    assert list(map(told, watched.heard())) == [("opened", LIFECYCLE, "acme-ledger")]
