#!/usr/bin/env python3
"""What it costs to build from nothing: CPU, the largest compiler, and how large each function is.

Each build has a target folder of its own, which is removed afterwards; crates must be downloaded already. It takes many
minutes."""

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILDS = {
    "demo": "what `make demo` builds",
    "debug": "everything, tests too, in debug",
    "release": "all functions, as they are deployed",
}


def functions() -> list[str]:
    """The crates that are deployed: their names end up as those of packages."""
    told = subprocess.run(
        ["cargo", "metadata", "--no-deps", "--offline", "--format-version", "1"], cwd=ROOT, capture_output=True, check=True
    )
    packages = json.loads(told.stdout)["packages"]
    binaries = {target["name"] for package in packages for target in package["targets"] if "bin" in target["kind"]}
    return sorted(name for name in binaries if name.startswith("audit-") or name in ("drain", "remediate"))


def arguments(build: str, demo: list[str]) -> list[list[str]]:
    """The builds of one row, one after the other."""

    def of(names: list[str]) -> list[str]:
        return [word for name in names for word in ("-p", name)]

    if build == "demo":
        return [["build", *of(demo)]]
    if build == "debug":
        return [["build", "--workspace", "--bins"], ["test", "--workspace", "--no-run"]]
    return [["build", "--release", *of(functions())]]


def measured(build: str, demo: list[str]) -> None:
    """Builds in a folder of its own, and prints a row."""
    with tempfile.TemporaryDirectory(prefix="build-cost-") as folder:
        env = os.environ | {"CARGO_TARGET_DIR": folder}
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        for words in arguments(build, demo):
            if subprocess.run(["cargo", words[0], "--quiet", "--locked", *words[1:]], cwd=ROOT, env=env, check=False).returncode:
                sys.exit(f"build-cost: `cargo {' '.join(words)}` failed")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        wall, largest = time.monotonic() - began, after.ru_maxrss / 1024 / 1024
        print(f"| {BUILDS[build]} | {cpu / 60:.1f} min | {wall / 60:.1f} min | {largest:.1f} GiB |", flush=True)
        if build == "release":
            sizes = [(name, zipped(Path(folder) / "release" / name)) for name in functions()]
            print("\n| function | zipped |\n|---|---|")
            for name, size in sizes:
                print(f"| `{name}` | {size / 1024 / 1024:.1f} MiB |")


def zipped(path: Path) -> int:
    """About the size of its package: a zip file holds it deflated."""
    return len(gzip.compress(path.read_bytes(), 9))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--demo", nargs="+", default=[], help="the crates that `make demo` builds")
    parser.add_argument("builds", nargs="*", help=f"which rows: {', '.join(BUILDS)}; all where none is named")
    given = parser.parse_args()
    if unknown := set(given.builds) - set(BUILDS):
        parser.error(f"there is no row `{min(unknown)}`: name {', '.join(BUILDS)}")
    print("| build, from nothing | CPU | elapsed | largest compiler |\n|---|---|---|---|", flush=True)
    for build in given.builds or BUILDS:
        measured(build, given.demo)


if __name__ == "__main__":
    main()
