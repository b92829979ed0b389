"""Fixtures of the tests of built functions."""

from collections.abc import Callable

import pytest

from emulator import Emulator
from harness import Deployment, Function, Runtime, built, deploy, environment
from remediation import BLOCK, Fixer, fixer, settings
from watched import Watched, small


@pytest.fixture
def unseen(_emulator: Emulator, runtime: Runtime) -> Watched:
    """A small account that nobody looked at yet."""
    emulator = _emulator.hold("a small account", small)
    deployment = deploy(emulator)
    env = environment(emulator, **deployment.variables)
    audit, drain = (runtime.start(name, [built(name)], env) for name in ("audit-s3", "drain"))
    beside = runtime.start("look-s3", [built("audit-s3")], env)
    return Watched(emulator, deployment, audit, beside, drain)


@pytest.fixture
def watched(unseen: Watched) -> Watched:
    """A small account whose first look is over."""
    assert unseen.sweep(run="first") == [], "a first run is a baseline"
    unseen.deployment.people.drain()
    return unseen


@pytest.fixture
def fixing(account: Emulator, start: Callable[..., Function], deployment: Deployment) -> Fixer:
    """The deployed fixer, told to act."""
    deployment.settings(settings(f"{BLOCK} act"))
    made = fixer(account, start, deployment)
    made.notice()
    made.work()
    deployment.everything.drain()
    deployment.people.drain()
    return made
