"""A sweep of some Regions: what is about all of them is neither judged nor closed by it, and a list that is none is refused."""

from collections.abc import Callable, Iterator

import pytest

from emulator import Emulator
from emulator.account import ACCOUNT
from harness import Deployment, Function
from watched import TASK, Told, told

CONTROL = "s3.predictable-service-bucket"
TAKEN = f"aws-glue-assets-{ACCOUNT}-us-east-1"


@pytest.fixture
def swept(account: Emulator, start: Callable[..., Function], deployment: Deployment) -> Iterator[Callable[..., list[Told]]]:
    """Sweeps, and returns what was published about the control."""
    function = start("audit-s3")
    deployment.settings("baseline: each\n")
    runs = iter(range(100))

    def sweep(**task: object) -> list[Told]:
        done = function.invoke(TASK | {"run": f"sweep-{next(runs)}"} | task)
        assert not done.failed, done.result
        messages = [told(message) for message in deployment.everything.drain()]
        return [one for one in messages if one[1] == CONTROL]

    yield sweep


def test_some_regions_close_nothing_that_is_about_all(swept: Callable[..., list[Told]], deployment: Deployment) -> None:
    [opened] = swept()
    assert opened[0] == "opened"
    assert swept(regions=["eu-west-1"]) == []
    deployment.settings("baseline: each\nregions: [eu-west-1]\n")
    assert swept() == []
    deployment.settings("baseline: each\n")
    assert swept() == [], "it was never closed"


@pytest.mark.parametrize("regions", [[], ["eu-nowhere-9"]])
def test_a_list_of_no_regions_is_refused(start: Callable[..., Function], regions: list[str]) -> None:
    done = start("audit-s3").invoke(TASK | {"run": "sweep", "regions": regions})
    assert done.failed
    assert "Region" in done.result["errorMessage"]
    assert not regions or "did you mean `eu-" in done.result["errorMessage"]
