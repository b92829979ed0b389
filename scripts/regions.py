#!/usr/bin/env python3
"""Writes the codes of AWS's Regions into crate `model`, as the pinned botocore has them.

scripts/regions.py          write crates/model/src/regions/codes.rs
scripts/regions.py --check  exit 1 when what is committed is not what would be written
"""

import argparse
import sys
from pathlib import Path

import botocore
import botocore.session

ROOT = Path(__file__).resolve().parent.parent
CODES = ROOT / "crates" / "model" / "src" / "regions" / "codes.rs"


def table():
    loader = botocore.session.get_session().get_component("data_loader")
    partitions = loader.load_data("partitions")["partitions"]
    codes = sorted(code for partition in partitions for code in partition["regions"] if not code.endswith("-global"))
    lines = "".join(f'    "{code}",\n' for code in codes)
    return (
        f"//! AWS's Regions as botocore {botocore.__version__} has them. Made by `scripts/regions.py`; do not edit.\n\n"
        f"/// Every Region of every partition, sorted.\npub(super) const CODES: [&str; {len(codes)}] = [\n{lines}];\n"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with what is committed, and write nothing")
    check = parser.parse_args().check
    if not check:
        CODES.parent.mkdir(exist_ok=True)
        CODES.write_text(table(), encoding="utf-8")
    elif CODES.read_text(encoding="utf-8") != table():
        sys.exit(f"regions: {CODES.relative_to(ROOT)} is not what botocore {botocore.__version__} has: run scripts/regions.py")


if __name__ == "__main__":
    main()
