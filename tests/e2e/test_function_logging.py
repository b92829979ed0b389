"""The built `audit-logging` function: a trail that records everything, is stopped by somebody, and is started again."""

import json
from typing import Any

from emulator import Emulator
from emulator.account import ACCOUNT, HOME
from expectations import EACH, valid
from harness import Bus, Deployment, Poller, Runtime, built, environment, event

TASK = {"account": ACCOUNT, "area": "logging", "run": "sweep", "sole": True}
TRAIL = "everything"
CONTROL = "logging.cloudtrail-multi-region"


def recorded(emulator: Emulator) -> str:
    """A trail that records the management events of every Region; its ARN."""
    emulator.client("s3").create_bucket(Bucket="acme-trail")
    trails = emulator.client("cloudtrail")
    made = trails.create_trail(Name=TRAIL, S3BucketName="acme-trail", IsMultiRegionTrail=True)
    trails.put_event_selectors(
        TrailName=TRAIL, EventSelectors=[{"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": []}]
    )
    trails.start_logging(Name=TRAIL)
    arn: str = made["TrailARN"]
    return arn


def news(deployment: Deployment) -> list[dict[str, Any]]:
    """What is published of the control."""
    messages = [valid(one).body for one in deployment.everything.drain()]
    return [one for one in messages if one.get("control") == CONTROL]


def about(name: str, arn: str) -> dict[str, Any]:
    """An event of CloudTrail about this trail."""
    text = json.dumps(event("cloudtrail", name))
    return json.loads(text.replace("arn:aws:cloudtrail:us-east-1:123456789012:trail/audit", arn))


def test_whoever_stops_a_trail_is_named_at_once(emulator: Emulator, deployment: Deployment) -> None:
    deployment.settings(EACH)
    arn = recorded(emulator)
    trails, bus = emulator.client("cloudtrail"), Bus(emulator, "logging")
    with Runtime("audit-logging") as runtime:
        env = environment(emulator, **deployment.variables, QUEUE_URL=bus.url, CONFIRM_AFTER_SECONDS="0")
        function = runtime.start("audit-logging", [built("audit-logging")], env)
        assert not function.invoke(TASK).failed
        assert news(deployment) == []

        trails.stop_logging(Name=TRAIL)
        bus.put(about("StopLogging", arn))
        poller = Poller(bus, function)
        for _ in range(3):
            assert poller.once() == []
        [stopped] = news(deployment)
        assert (stopped["transition"], stopped["region"]) in {("opened", "global"), ("opened", HOME)}

        trails.start_logging(Name=TRAIL)
        assert not function.invoke(TASK | {"run": "again"}).failed
        assert [one["transition"] for one in news(deployment)] == ["resolved"]
