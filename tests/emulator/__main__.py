"""`python -m emulator [--port PORT]`: prints its URL in one line when it is ready, and ends on SIGTERM or SIGINT."""

import argparse
import os
import signal
import sys
import threading

from . import Emulator
from .account import misconfigure


def main() -> None:
    """Serves until a signal ends it."""
    options = argparse.ArgumentParser(prog="emulator", description="An emulated AWS on this machine.")
    options.add_argument("--port", type=int, default=0, help="0, the default, takes any that is free")
    options.add_argument("--account", action="store_true", help="make the misconfigured account too")
    options.add_argument("--attached", action="store_true", help="end when standard input does, too")
    chosen = options.parse_args()
    ends = {signal.SIGTERM, signal.SIGINT}
    # Blocked before any thread starts, so that this thread alone receives them.
    signal.pthread_sigmask(signal.SIG_BLOCK, ends)
    if chosen.attached:
        threading.Thread(target=end_with_input, daemon=True).start()
    with Emulator(chosen.port) as emulator:
        if chosen.account:
            misconfigure(emulator)
        print(emulator.url, flush=True)
        signal.sigwait(ends)


def end_with_input() -> None:
    """The parent holds the other end of a pipe, which closes however the parent ends."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()
