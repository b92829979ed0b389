"""Processes that do not outlive the test run: each has a group of its own, which ends with its parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

REAPER = Path(__file__).with_name("reaper.py")
_reaper: subprocess.Popen[str] | None = None


class Process:
    """A child and its children, writing to a log file."""

    def __init__(self, argv: list[str | Path], env: dict[str, str], log: Path, cwd: Path | None = None) -> None:
        self.log = log
        with log.open("ab") as sink:
            self._child = subprocess.Popen(
                argv,
                env=env,
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                process_group=0,
            )
        tell_reaper(f"+{self.pid}")

    @property
    def pid(self) -> int:
        """The child's process id, which is its group's too."""
        return self._child.pid

    @property
    def exit_status(self) -> int | None:
        """None while it runs; a negative number is the signal that ended it."""
        return self._child.poll()

    def rss(self) -> int:
        """Resident memory of the child in bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        return next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:"))

    def kill(self) -> None:
        """`kill -9`: no handler runs, nothing is written."""
        self._end(signal.SIGKILL)

    def stop(self, patience: float = 3.0) -> None:
        """Asks it to end, and ends it where it does not."""
        if self.exit_status is None:
            os.killpg(self.pid, signal.SIGTERM)
            try:
                self._child.wait(patience)
            except subprocess.TimeoutExpired:
                pass
        # Also what the child left behind in its group.
        self._end(signal.SIGKILL)

    def _end(self, how: signal.Signals) -> None:
        try:
            os.killpg(self.pid, how)
        except ProcessLookupError:
            pass
        self._child.wait()
        tell_reaper(f"-{self.pid}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def tell_reaper(line: str) -> None:
    """Sends a line to the reaper, and starts it when it does not run yet."""
    global _reaper
    if _reaper is None:
        _reaper = subprocess.Popen([sys.executable, "-S", "-E", REAPER], stdin=subprocess.PIPE, text=True, start_new_session=True)
    assert _reaper.stdin is not None
    print(line, file=_reaper.stdin, flush=True)


def wait_until(holds: Callable[[], object], seconds: float, what: str) -> None:
    """Waits until a condition is true; a TimeoutError names it otherwise."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} within {seconds:g} s")
        time.sleep(0.01)


def end_on_sigterm() -> None:
    """Lets SIGTERM unwind the stack as Ctrl-C does, so that everything is tidied up."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
