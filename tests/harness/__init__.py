"""The whole system on one machine: the emulated AWS, a local Lambda, the built binaries, and subscribers."""

from .binaries import PROJECT, NotBuilt, built
from .cli import Ran, cli
from .deployment import Deployment, deploy
from .environment import AUDITOR, environment
from .events import Bus, Poller, event, record, sample
from .mapping import Mapping
from .once import invoke_once, start_once
from .process import Process, end_on_sigterm, wait_until
from .queues import Message, Queue, topic
from .runtime import Function, Invocation, Runtime

__all__ = [
    "AUDITOR",
    "PROJECT",
    "Bus",
    "Deployment",
    "Function",
    "Invocation",
    "Mapping",
    "Message",
    "NotBuilt",
    "Poller",
    "Process",
    "Queue",
    "Ran",
    "Runtime",
    "built",
    "cli",
    "deploy",
    "end_on_sigterm",
    "environment",
    "event",
    "invoke_once",
    "record",
    "sample",
    "start_once",
    "topic",
    "wait_until",
]
