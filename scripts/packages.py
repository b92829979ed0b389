#!/usr/bin/env python3
"""Starts every package that `sam build` made, as Lambda does, and invokes it once on the emulated AWS.

    scripts/packages.py [FOLDER]   a table of sizes and start times; exit 1 where a package does not answer

FOLDER is .aws-sam/build. Each package is zipped, unzipped somewhere else, and its `bootstrap` started behind a Runtime
API. A package for another processor than this machine's is measured and not started.
"""

import argparse
import platform
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT / "tests"))

from samcli.yamlhelper import yaml_parse  # noqa: E402

from emulator import Emulator  # noqa: E402 (the tests' own modules are found by the line above)
from harness import Deployment, deploy, environment, start_once  # noqa: E402

# Bytes that a package may have zipped, and milliseconds and bytes of memory until it is ready.
LARGEST, SLOWEST, HEAVIEST = 6 * 1024 * 1024, 50, 30 * 1024 * 1024
# Seconds that an invocation may take.
SECONDS = 20
# The machine of an ELF file, by the number in its header.
MACHINES = {62: "x86_64", 183: "aarch64"}
# Without records, an audit function and the fixer have nothing to do; the drain looks into the outbox.
PAYLOADS: dict[str, Any] = {"drain": {}}
NOTHING: dict[str, list[Any]] = {"Records": []}


def packages(folder: Path) -> dict[str, Path]:
    """The folder of each package, by the binary that it holds: functions may share one."""
    template = yaml_parse((folder / "template.yaml").read_text())
    functions = [one for one in template["Resources"].values() if one["Type"] == "AWS::Serverless::Function"]
    return {one["Metadata"]["BuildProperties"]["Binary"]: folder / one["Properties"]["CodeUri"] for one in functions}


def zipped(folder: Path, into: Path) -> Path:
    """The package as it is uploaded."""
    path = into / "package.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder))
    return path


def machine(bootstrap: Path) -> str:
    """The processor that a program is for."""
    header = bootstrap.read_bytes()[:20]
    if header[:4] != b"\x7fELF":
        sys.exit(f"packages: `{bootstrap}` is no program for Linux")
    return MACHINES.get(int.from_bytes(header[18:20], "little"), "unknown")


def started(binary: str, package: Path, into: Path, emulator: Emulator, deployment: Deployment) -> tuple[str, bool]:
    """What a package does when it is unzipped and started, and whether that is as it must be."""
    subprocess.run([sys.executable, "-m", "zipfile", "-e", package, into / "task"], check=True)
    bootstrap = into / "task/bootstrap"
    if (built_for := machine(bootstrap)) != platform.machine():
        return f"for {built_for}: not started here", True
    bootstrap.chmod(0o755)
    variables = environment(emulator, **deployment.variables)
    try:
        start = start_once(bootstrap, variables, PAYLOADS.get(binary, NOTHING), SECONDS)
    except TimeoutError as error:
        return str(error), False
    ready, answer = start.ready_after * 1000, start.result
    failed = isinstance(answer, dict) and "errorType" in answer
    line = f"ready after {ready:.1f} ms with {start.rss / 2**20:.1f} MiB, answers {answer}"
    return line, not failed and ready <= SLOWEST and start.rss <= HEAVIEST


def main() -> int:
    """Measures and starts every package."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=PROJECT / ".aws-sam/build")
    folder: Path = parser.parse_args().folder
    if not (folder / "template.yaml").is_file():
        sys.exit(f"packages: there is no `{folder / 'template.yaml'}`; run `make package`")
    good = True
    with Emulator() as emulator:
        deployment = deploy(emulator)
        for binary, package in sorted(packages(folder).items()):
            with tempfile.TemporaryDirectory(prefix="bailiwick-package-") as into:
                archive = zipped(package, Path(into))
                size = archive.stat().st_size
                line, works = started(binary, archive, Path(into), emulator, deployment)
            print(f"{binary:18} {size / 2**20:5.2f} MiB zipped, {line}", flush=True)
            good = good and works and size <= LARGEST
    return int(not good)


if __name__ == "__main__":
    sys.exit(main())
