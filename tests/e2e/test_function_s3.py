"""The built `audit-s3` function, on the misconfigured account: what it tells, and what it refuses."""

from collections.abc import Callable

from emulator import Emulator
from expectations import EACH, SWEEP, failing, valid
from harness import Deployment, Function

Start = Callable[..., Function]


def test_it_tells_of_what_fails(start: Start, deployment: Deployment) -> None:
    deployment.settings(EACH)
    done = start("audit-s3").invoke(SWEEP)
    assert not done.failed, done.result
    messages = [valid(one) for one in deployment.everything.drain()]
    assert {(one.body["control"], one.body["resource"]) for one in messages} == failing()
    assert len(messages) == len(failing()), "each once"
    assert {one.body["transition"] for one in messages} == {"opened"}
    urgent = {one.body["id"] for one in messages if one.body["severity"] in ("high", "critical")}
    assert {one.body["id"] for one in deployment.urgent.drain()} == urgent
    assert deployment.outbox() == []
    assert done.records(), "logs are JSON"


def test_the_next_sweep_tells_nothing(start: Start, deployment: Deployment) -> None:
    function = start("audit-s3")
    assert not function.invoke(SWEEP).failed
    assert deployment.everything.drain() == [], "a first run is a baseline"
    [digest] = deployment.people.drain()
    assert f"{len(failing())} findings" in digest.body
    assert not function.invoke(SWEEP | {"run": "again"}).failed
    assert deployment.everything.drain() + deployment.people.drain() == []


def test_it_refuses_what_it_does_not_know(start: Start) -> None:
    function = start("audit-s3")
    done = function.invoke({"colour": "green"})
    assert done.failed
    assert "colour" in done.result["errorMessage"]
    assert not function.invoke(SWEEP | {"run": "after"}).failed, "it is none the worse for it"


def test_what_sns_refuses_waits_in_the_outbox(account: Emulator, start: Start, deployment: Deployment) -> None:
    deployment.settings(EACH)
    refused = account.fail_entries(rate=0.5)
    done = start("audit-s3").invoke(SWEEP)
    assert not done.failed
    first, waiting = deployment.everything.drain(), deployment.outbox()
    assert waiting, "half of all entries fail"
    refused.lift()
    drain = start("drain")
    assert drain.invoke({}).result["sent"] == 0, "the run that made them may be about to send them"
    deployment.a_minute_later()
    assert drain.invoke({}).result["sent"] == len(waiting)
    told = [(one.body["control"], one.body["resource"]) for one in first + deployment.everything.drain()]
    assert set(told) == failing()
    assert len(told) == len(failing()), "each once"
    assert deployment.outbox() == []
