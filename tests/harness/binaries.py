"""Where cargo put what was built."""

import os
import shutil
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]


class NotBuilt(Exception):
    """A binary of the project is not there."""


def built(name: str) -> Path:
    """The binary of that name, as `make build` leaves it."""
    folder = Path(os.environ.get("CARGO_TARGET_DIR") or "target")
    path = PROJECT / folder / os.environ.get("BAILIWICK_PROFILE", "debug") / name
    if not path.is_file():
        raise NotBuilt(f"`{name}` is not built: {path} is not there; run `make build`")
    return path


def tool(name: str) -> Path:
    """A tool that requirements.txt brings, from the environment that runs this."""
    beside = Path(sys.executable).with_name(name)
    path = str(beside) if beside.is_file() else shutil.which(name)
    if not path:
        raise NotBuilt(f"`{name}` is not there; run `make venv`")
    return Path(path)
