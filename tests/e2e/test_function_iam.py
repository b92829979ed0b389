"""The built `audit-iam` function: a sweep, an IAM event in its queue, and a permission that it loses."""

import json
from typing import Any

from emulator import Emulator
from emulator.account import ACCOUNT
from expectations import EACH, valid
from harness import Bus, Message, Poller, Runtime, built, cli, deploy, environment, event

TASK = {"account": ACCOUNT, "area": "iam", "run": "sweep", "sole": True}
USER = "password-alone"
ARN = f"arn:aws:iam::{ACCOUNT}:user/{USER}"
EVERYTHING = {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}

At = tuple[str, str, str | None]


def call(service: str, name: str, **parameters: str) -> dict[str, Any]:
    """The event of a call that was made just now."""
    one = event(service, name)
    one["detail"]["requestParameters"] = (one["detail"]["requestParameters"] or {}) | parameters
    return one


def at(message: Message) -> At:
    body = valid(message).body
    return body["control"], body["resource"], body.get("part")


# The one control of the area that is about a kind which another function reads.
ELSEWHERE = "iam.instance-role"


def by_hand(people: Emulator) -> dict[At, str]:
    """What the command line finds by the same controls."""
    found = cli(people, "audit", "--area", "iam", "--format", "json").json()["results"]
    found = [one for one in found if one["control"] != ELSEWHERE]
    return {(one["control"], one["resource"], one.get("part")): one["status"] for one in found}


def test_a_sweep_an_event_and_lost_sight(people: Emulator) -> None:
    deployment = deploy(people)
    deployment.settings(EACH)
    expected = by_hand(people)
    assert "not-assessed" not in expected.values()
    bus = Bus(people, "iam")
    with Runtime("audit-iam") as runtime:
        env = environment(people, **deployment.variables, QUEUE_URL=bus.url, CONFIRM_AFTER_SECONDS="0")
        function = runtime.start("audit-iam", [built("audit-iam")], env)
        done = function.invoke(TASK)
        assert not done.failed, done.result
        opened = [at(one) for one in deployment.everything.drain()]
        assert set(opened) == {one for one, status in expected.items() if status == "fail"}
        assert len(opened) == len(set(opened)), "each once"
        assert deployment.outbox() == []

        people.client("iam").put_user_policy(UserName=USER, PolicyName="all", PolicyDocument=json.dumps(EVERYTHING))
        bus.put(call("iam", "PutUserPolicy", userName=USER))
        poller = Poller(bus, function)
        assert poller.once() == []
        told = [valid(one) for one in deployment.everything.drain()]
        of_the_user = {(f"iam.{control}", ARN, None) for control in ("user-admin", "user-direct-policies")}
        assert set(map(at, told)) == of_the_user, "what the event names, at once"
        assert {one.body["cause"]["event"] for one in told} == {"PutUserPolicy"}
        assert bus.depth() == 1, "a sweep by the controls of policies waits"
        assert poller.once() == []
        broken = {at(one) for one in told + deployment.everything.drain()}
        now = by_hand(people)
        assert broken == {one for one, status in now.items() if status == "fail" and expected.get(one) != "fail"}
        assert ("iam.policy-full-admin", ARN, "all") in broken

        bus.put(call("signin", "ConsoleLogin"))
        people.calls.reset()
        assert poller.once() == []
        [told] = [valid(one).body for one in deployment.everything.drain()]
        assert (told["transition"], told["control"], told["severity"]) == ("opened", "iam.root-usage", "high")
        assert told["cause"]["source_address"] == "203.0.113.24"
        assert people.calls.count("iam:GetCredentialReport") == 1

        standing = {one for one, status in now.items() if status == "fail" and one[1] == ARN}
        people.client("iam").update_user(UserName=USER, NewUserName="renamed")
        bus.put(call("iam", "UpdateUser", userName=USER, newUserName="renamed"))
        assert (poller.once(), deployment.everything.drain()) == ([], []), "a sweep of the users waits"
        assert poller.once() == []
        changes = {(valid(one).body["transition"], *at(one)) for one in deployment.everything.drain()}
        renamed = ARN.replace(USER, "renamed")
        assert changes == {
            change
            for control, _, part in standing
            for change in (("gone", control, ARN, part), ("opened", control, renamed, part))
        }

        people.deny("iam:GetAccountAuthorizationDetails")
        assert not function.invoke(TASK | {"run": "half-blind"}).failed
        [lost] = [valid(one).body for one in deployment.everything.drain()]
        assert (lost["transition"], lost["permission"]) == ("coverage-lost", "iam:GetAccountAuthorizationDetails")
        assert len(lost["areas"]) > 1, "several services of the run miss it, and it is one message"
