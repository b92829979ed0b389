#!/usr/bin/env python3
"""Writes what a successful response of each AWS operation that Bailiwick calls through an official crate looks like.

    scripts/responses.py          write crates/collect/src/response/table.rs
    scripts/responses.py --check  exit 1 when what is committed is not what would be written

`crates/collect/responses.tsv` names the operations and what AWS always sends; AWS's own service models, as the pinned botocore
has them, say how that looks on the wire: root element, wrapper, names of elements. A name that AWS's models do not have is an
error, and so is an operation that the workspace calls and that has no row.
"""

import argparse
import csv
import re
import sys
from pathlib import Path
from typing import Any

import botocore
import botocore.session
from botocore import xform_name

ROOT = Path(__file__).resolve().parent.parent
ROWS = ROOT / "crates" / "collect" / "responses.tsv"
TABLE = ROOT / "crates" / "collect" / "src" / "response" / "table.rs"

HEAD = """//! What a successful response of each operation looks like. Made by `scripts/responses.py` of `responses.tsv`
//! and of AWS's service models in botocore {version}; do not edit.
use super::shape::{{Body, Operation}};

/// In the order of services and operations.
#[rustfmt::skip]
pub(super) const OPERATIONS: &[Operation] = &[
"""


class Wrong(Exception):
    """The table does not fit AWS's models."""


def body(service, operation, root, always):
    """The `Body` of one row, as Rust."""
    protocol = service.metadata["protocol"]
    output = operation.output_shape
    if protocol == "query":
        within = f'Some("{output.serialization["resultWrapper"]}")' if output else "None"
        return xml(f"{operation.name}Response", within, wire_names(output, always))
    if output is None:
        return "Body::Nothing"
    if protocol == "json":
        return f"Body::Json {{ holds: {strings(wire_names(output, always))} }}"
    if protocol != "rest-xml":
        raise Wrong(f"protocol `{protocol}` is not supported")
    payload = output.serialization.get("payload")
    if payload:
        shape = output.members[payload]
        if shape.type_name == "blob":
            return "Body::Stream"
        if shape.type_name == "string":
            return f"Body::Json {{ holds: {strings(always)} }}"
        return xml(shape.serialization.get("name", payload), "None", wire_names(shape, always))
    if all(member.serialization.get("location") for member in output.members.values()):
        return "Body::Nothing"
    if service.service_name == "s3control":
        root = f"{operation.name}Result"
    if not root:
        raise Wrong("AWS's model does not name the root element: fill in `root`")
    return xml(root, "None", wire_names(output, always))


def wire_names(shape, members):
    """The names that members have on the wire."""
    if members and shape is None:
        raise Wrong("it has no response")
    for name in members:
        if name not in shape.members:
            raise Wrong(f"its response has no `{name}`, only {', '.join(shape.members)}")
    return [shape.members[name].serialization.get("name", name) for name in members]


def xml(root, within, holds):
    return f'Body::Xml {{ root: "{root}", within: {within}, holds: {strings(holds)} }}'


def strings(names):
    return "&[" + ", ".join(f'"{name}"' for name in names) + "]"


def table(rows):
    session = botocore.session.get_session()
    models: dict[str, Any] = {}
    lines = []
    for row in rows:
        name = row["service"]
        service = models.setdefault(name, None) or session.get_service_model(name)
        models[name] = service
        if row["operation"] not in service.operation_names:
            raise Wrong(f"{name} has no operation `{row['operation']}`")
        operation = service.operation_model(row["operation"])
        try:
            shape = body(service, operation, row["root"], row["always"].split())
        except Wrong as why:
            raise Wrong(f"{name} {operation.name}: {why}") from why
        lines.append(f'    Operation {{ service: "{service.service_id}", name: "{operation.name}", body: {shape} }},\n')
    missing = sorted(called(models) - {xform_name(row["operation"]) for row in rows})
    if missing:
        raise Wrong(f"called, and without a row in {ROWS.name}: {', '.join(missing)}")
    return HEAD.format(version=botocore.__version__) + "".join(lines) + "];\n"


def called(models):
    """Operations of these services that some crate calls, as the SDK names their methods."""
    operations = {xform_name(name) for model in models.values() for name in model.operation_names}
    calls = set()
    for path in sorted((ROOT / "crates").rglob("*.rs")):
        text = path.read_text(encoding="utf-8")
        if "aws_sdk_" in text or "client(" in text:
            calls |= set(re.findall(r"\.\s*([a-z0-9_]+)\(\)", text))
    return calls & operations


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="compare with what is committed, and write nothing")
    check = parser.parse_args().check
    with ROWS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    try:
        text = table(rows)
    except Wrong as why:
        sys.exit(f"responses: {why}")
    if check:
        if TABLE.read_text(encoding="utf-8") != text:
            sys.exit(f"responses: {TABLE.relative_to(ROOT)} is not what {ROWS.name} makes: run scripts/responses.py")
        return
    TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
