"""Kills the registered process groups when the process that registered them ends, however it ends.

Run as a process of its own by `process`: reads `+PGID` and `-PGID` lines until its standard input ends, which a pipe
does when the other side dies, also by SIGKILL, when nothing else can tidy up.
"""

import os
import signal
import sys


def main() -> None:
    """Remembers groups until the pipe breaks, then kills those that are left."""
    # Ctrl-C reaches every process of the terminal; this one ends by its pipe alone.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    groups = set()
    for line in sys.stdin:
        group = int(line[1:])
        if line.startswith("+"):
            groups.add(group)
        else:
            groups.discard(group)
    for group in groups:
        try:
            os.killpg(group, signal.SIGKILL)
        except ProcessLookupError:
            pass


if __name__ == "__main__":
    main()
