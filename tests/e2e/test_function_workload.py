"""The built `audit-workload` function: a sweep of instances and of a Region's defaults, and an event in its queue."""

from typing import Any

from emulator import Emulator
from emulator.account import ACCOUNT, HOME
from expectations import EACH, valid
from harness import Bus, Deployment, Poller, Runtime, built, cli, environment, event

TASK = {"account": ACCOUNT, "area": "workload", "run": "sweep", "sole": True}
OF_INSTANCES = ("iam.instance-role", "network.instance-public-ip", "workload.imdsv2")


def instance(emulator: Emulator, **own: Any) -> str:
    """An instance with a version 2 only metadata service, but for what is given; its id."""
    metadata = {"HttpTokens": "required", "HttpEndpoint": "enabled"}
    made = emulator.client("ec2").run_instances(
        ImageId="ami-12c6146b", MinCount=1, MaxCount=1, **({"MetadataOptions": metadata} | own)
    )
    name: str = made["Instances"][0]["InstanceId"]
    return name


def findings(deployment: Deployment) -> set[tuple[str, str, str]]:
    messages = [valid(one).body for one in deployment.everything.drain()]
    return {(one["transition"], one.get("permission") or one["control"], one.get("resource", "")) for one in messages}


def test_instances_are_judged_by_sweep_and_by_event(emulator: Emulator, deployment: Deployment) -> None:
    deployment.settings(EACH)
    old = instance(emulator, MetadataOptions={"HttpTokens": "optional", "HttpEndpoint": "enabled"})
    arn = f"arn:aws:ec2:{HOME}:{ACCOUNT}:instance/{old}"
    bus = Bus(emulator, "workload")
    with Runtime("audit-workload") as runtime:
        env = environment(emulator, **deployment.variables, QUEUE_URL=bus.url, CONFIRM_AFTER_SECONDS="0")
        function = runtime.start("audit-workload", [built("audit-workload")], env)
        assert not function.invoke(TASK).failed
        opened = findings(deployment)
        assert ("opened", "workload.imdsv2", arn) in opened
        words = [word for control in OF_INSTANCES for word in ("--control", control)]
        by_hand = cli(emulator, "audit", *words, "--format", "json").json()["results"]
        failing = {("opened", one["control"], one["resource"]) for one in by_hand if one["status"] == "fail"}
        assert {one for one in opened if one[2] == arn} == failing

        # The emulator takes the options as a whole; EC2 keeps what is left out.
        emulator.client("ec2").modify_instance_metadata_options(InstanceId=old, HttpTokens="required", HttpEndpoint="enabled")
        changed = event("ec2", "ModifyInstanceMetadataOptions")
        bus.put(changed | {"detail": renamed(changed["detail"], old)})
        poller = Poller(bus, function)
        assert poller.once() == [], "what is repaired is read a second time"
        assert poller.once() == []
        assert findings(deployment) == {("resolved", "workload.imdsv2", arn)}


def renamed(detail: Any, name: str) -> Any:
    """The same event about the instance of this name."""
    if isinstance(detail, dict):
        return {key: name if key.lower() == "instanceid" else renamed(value, name) for key, value in detail.items()}
    return detail
