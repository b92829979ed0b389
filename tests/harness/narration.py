"""How the demo talks: headlines, sentences, and lines that fit the terminal."""

import shutil
import sys

# Piped into a file there is no terminal to fit, and lines are left whole.
WIDTH = shutil.get_terminal_size().columns if sys.stdout.isatty() else 1000
INDENT = "   "


def headline(number: int, text: str) -> None:
    """A step begins."""
    bold, plain = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("", "")
    print(f"\n{bold}{number}. {text}{plain}", flush=True)


def say(text: str = "") -> None:
    """A sentence, or text of several lines, that belongs to the step."""
    for line in text.splitlines() or [""]:
        print(f"{INDENT}{line}".rstrip(), flush=True)


def row(text: str) -> None:
    """One line of a list, cut where the terminal ends."""
    room = WIDTH - len(INDENT)
    say(text if len(text) <= room else text[: room - 1] + "…")
