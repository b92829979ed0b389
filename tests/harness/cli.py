"""The command line, run against the emulator."""

import json
import subprocess
from dataclasses import dataclass
from typing import Any

from emulator import Emulator

from .binaries import built
from .environment import environment


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """Its output, as with `--format json`."""
        return json.loads(self.out)


def cli(emulator: Emulator, *arguments: str, timeout: float = 120, **own: str) -> Ran:
    """Runs `bailiwick`; `own` is added to its environment."""
    done = subprocess.run(
        [built("bailiwick"), *arguments],
        env=environment(emulator, **own),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
