#!/usr/bin/env python3
"""Writes tests/samples/: for every operation of calls.toml a response as AWS's model describes it, and what botocore reads.

botocore's own parser reads each sample, so what `calls` has to read is not said by the code that is tested. `--check` writes
nothing, and fails where the committed files are not what would be written."""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from botocore.model import ServiceModel
from botocore.parsers import create_parser

import generate
from generate import Member, Service, parse

HERE = Path(__file__).parent
TIME = datetime.datetime(2026, 3, 1, 12, 0, 7, tzinfo=datetime.UTC)
DEPTH = 3  # of members that are not read


class Sample:
    """A response of one operation: two items in each list, and every member of the model near the root."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.count = 0

    def scalar(self, shape: dict[str, Any], name: str) -> Any:
        self.count += 1
        match shape["type"]:
            case "boolean":
                return self.count % 2 == 0
            case "integer" | "long":
                return self.count
            case "float" | "double":
                return self.count + 0.5
            case "blob":
                return b"\x00bytes"
            case _:
                return f'{name} <&> "ü" {self.count}'

    @staticmethod
    def occurs(shape: dict[str, Any], member: str) -> bool:
        """A union has one of its members."""
        return not shape.get("union") or member == next(iter(shape["members"]))

    @staticmethod
    def is_elsewhere(ref: dict[str, Any]) -> bool:
        """Whether a member is in a header or an attribute."""
        return bool(ref.get("location") or ref.get("xmlAttribute"))

    def xml(self, ref: dict[str, Any], name: str, wanted: dict[str, Member], depth: int) -> str:
        """An element."""
        shape = self.service.shape(ref)
        match shape["type"]:
            case "structure":
                if not wanted and depth > DEPTH:
                    return f"<{name}/>"
                members = [(member, each) for member, each in shape["members"].items() if not self.is_elsewhere(each)]
                parts = [self.member(member, each, wanted.get(member), depth) for member, each in members]
                return f"<{name}>{''.join(parts)}</{name}>"
            case "list":
                item = shape["member"].get("locationName", "member")
                flat = shape.get("flattened") or ref.get("flattened")
                items = "".join(self.xml(shape["member"], name if flat else item, wanted, depth + 1) for _ in range(2))
                return items if flat else f"<{name}>\n  {items}</{name}>"
            case "map":
                key, value = shape["key"].get("locationName", "key"), shape["value"].get("locationName", "value")
                entries = "".join(
                    f"<entry><{key}>k{at}</{key}>{self.xml(shape['value'], value, wanted, depth + 1)}</entry>" for at in range(2)
                )
                return f"<{name}>{entries}</{name}>"
            case "timestamp":
                return f"<{name}>{TIME.isoformat().replace('+00:00', 'Z')}</{name}>"
        value = self.scalar(shape, name)
        text = str(value).lower() if isinstance(value, bool) else escape(str(value))
        return f"<{name}>{text}</{name}>"

    def member(self, name: str, ref: dict[str, Any], wanted: Member | None, depth: int) -> str:
        if wanted is None and depth + 1 > DEPTH:
            return ""
        wire = ref.get("locationName", name)
        shape = self.service.shape(ref)
        if shape["type"] == "list" and (shape.get("flattened") or ref.get("flattened")):
            wire = ref.get("locationName") or shape["member"].get("locationName", wire)
        return self.xml(ref, wire, wanted.members if wanted else {}, depth + 1)

    def json(self, ref: dict[str, Any], name: str, wanted: dict[str, Member], depth: int) -> Any:
        """A value."""
        shape = self.service.shape(ref)
        match shape["type"]:
            case "structure":
                return {
                    each.get("locationName", member): self.json(
                        each, member, wanted[member].members if member in wanted else {}, depth + 1
                    )
                    for member, each in shape["members"].items()
                    if (member in wanted or depth < DEPTH or shape.get("union"))
                    and "location" not in each
                    and self.occurs(shape, member)
                }
            case "list":
                return [self.json(shape["member"], name, wanted, depth + 1) for _ in range(2)]
            case "map":
                return {f"k{at}": self.json(shape["value"], name, wanted, depth + 1) for at in range(2)}
            case "timestamp":
                form = ref.get("timestampFormat") or shape.get("timestampFormat") or "unixTimestamp"
                return TIME.isoformat().replace("+00:00", "Z") if form == "iso8601" else TIME.timestamp()
            case "blob":
                return "AGJ5dGVz"
        return self.scalar(shape, name)


def body(service: Service, name: str, wanted: dict[str, Member]) -> str:
    """The response's body."""
    output = service.model["operations"][name]["output"]
    sample = Sample(service)
    if not service.xml:
        return json.dumps(sample.json(output, name, wanted, 0), indent=1, ensure_ascii=False)
    root, inner = name + "Response", output.get("resultWrapper")
    ref, members = output, wanted
    shape = service.shape(output)
    if (service.name, name) in generate.UNWRAPPED:
        [root] = wanted
        ref, members = shape["members"][root], {}
    elif service.protocol == "rest-xml":
        payload = shape.get("payload")
        if payload in generate.DOCUMENTS:
            return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Sid": 'ü "'}]}, ensure_ascii=False)
        root = service.root(name, shape, service.model["operations"][name], payload)
        if payload:
            ref, members = shape["members"][payload], wanted[payload].members
    text = sample.xml(ref, inner or root, members, 0)
    if inner:
        text = f"<{root}>{text}<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{root}>"
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + text.replace(f"<{root}>", f'<{root} xmlns="https://example.com/doc/">', 1)


def chosen(service: Service, ref: dict[str, Any], wanted: dict[str, Member], value: Any) -> Any:
    """What the table reads of what botocore read."""
    shape = service.shape(ref)
    if shape["type"] == "list":
        return [chosen(service, shape["member"], wanted, each) for each in value]
    if shape["type"] == "map":
        return {key: chosen(service, shape["value"], wanted, each) for key, each in value.items()}
    if shape["type"] == "structure":
        return {
            name: chosen(service, shape["members"][name], member.members, value[name])
            for name, member in wanted.items()
            if name in value
        }
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    return list(value) if isinstance(value, bytes) else value


def flattened(service: Service, ref: dict[str, Any], wanted: dict[str, Member]) -> Iterator[str]:
    """The names on the wire of the lists that are absent where they are empty."""
    shape = service.shape(ref)
    if shape["type"] == "list":
        yield from flattened(service, shape["member"], wanted)
    if shape["type"] != "structure":
        return
    for name, member in wanted.items():
        inner = shape["members"][name]
        own = service.shape(inner)
        if service.xml and own["type"] == "list" and own.get("flattened") and not member.required:
            yield inner.get("locationName") or own["member"].get("locationName", name)
        yield from flattened(service, inner, member.members)


def samples(service: Service) -> list[dict[str, Any]]:
    """Body and expected values of each operation of a service."""
    model = ServiceModel(service.model, service.name)
    parser = create_parser(service.protocol)
    rows = []
    for name, row in service.operations.items():
        wanted = parse(row.get("response", ""), name)
        if not wanted:
            continue
        output = service.model["operations"][name]["output"]
        # With the tokens of pages, which the generator adds.
        service.turns(name, name, row.get("pages"), {}, wanted, output["shape"])
        text = body(service, name, wanted)
        shape = model.operation_model(name).output_shape
        assert shape is not None, name
        read = parser.parse({"body": text.encode(), "headers": {}, "status_code": 200}, shape)
        if (service.name, name) in generate.UNWRAPPED:
            [member] = wanted
            read = {member: ElementTree.fromstring(text).text}  # botocore reads it outside its parser
        row = {"operation": f"{service.module}.{name}", "body": text, "expected": chosen(service, output, wanted, read)}
        if flat := sorted(set(flattened(service, output, wanted))):
            row["flattened"] = flat
        rows.append(row)
    return rows


def main() -> None:
    stale = []
    for module, rows in generate.table().items():
        path = HERE / "tests" / "samples" / f"{module}.json"
        text = json.dumps(samples(Service(module, rows)), indent=1, ensure_ascii=False) + "\n"
        if path.exists() and path.read_text() == text:
            continue
        stale.append(str(path.relative_to(HERE)))
        if "--check" not in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)
    if stale and "--check" in sys.argv:
        sys.exit("not what calls.toml says, run crates/calls/samples.py: " + ", ".join(stale))


if __name__ == "__main__":
    main()
