#!/usr/bin/env python3
"""Keeps those parts of the deployment's templates that follow from the code.

    scripts/template.py          write template.yaml and template-member.yaml
    scripts/template.py --check  exit 1 when what is committed is not what would be written

In both, between `# >>>` and `# <<<`:

    areas           area s3 as it stands, and the same once more under the name of every other crate `audit-*`
    families        family s3, a role that fixes, and the same under the name of every other family of services
    fixing F        what the role may do that fixes in family F: `bailiwick permissions --fixes F`
    permissions A   the IAM actions that area A's function needs: `bailiwick permissions --function A`
    events A        the event pattern of area A: `bailiwick events --area A`
    forwards        a rule for each service that any area's events are of
    global          the condition of such rules that make sense in the home Region alone

The command line must be built; CARGO_TARGET_DIR and BAILIWICK_PROFILE say where it is, as in the tests.
"""

import argparse
import functools
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
TEMPLATES = ("template.yaml", "template-member.yaml")
MODEL = "s3"
# These tell CloudTrail in the partition's home Region alone.
GLOBAL = {"account", "cloudfront", "iam", "organizations", "route53", "signin"}
# Characters; PutRule's limit.
LONGEST_PATTERN = 4096

FORWARD = """\
  Forward{name}:
    Type: AWS::Events::Rule
    Condition: {condition}
    Properties:
      Name: !Sub ${{Prefix}}-forward-{service}
      Description: Changes of {service} that Bailiwick looks into
      EventPattern:
{pattern}      Targets:
        - Id: security
          Arn: !Sub arn:${{AWS::Partition}}:events:${{SecurityRegion}}:${{SecurityAccountId}}:event-bus/${{Prefix}}
          RoleArn: !If
            - MakesRoles
            - !GetAtt ForwardRole.Arn
            - !Sub arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/${{Prefix}}-forward-events
"""
# The families of services; each has a role that fixes.
FAMILIES = ["s3", "iam", "kms"]
ONLY_IF = """\
- !If
  - {condition}
  - {{statement}}
  - !Ref AWS::NoValue"""
# Under which condition a role has a statement, and how far in it then stands.
WHERE = {
    "BailiwickReadsConfiguration": "- {statement}",
    "BailiwickPutsRight": ONLY_IF.format(condition="FixesAct"),
    "BailiwickRewritesWhatWasApproved": ONLY_IF.format(condition="FixesAsk"),
}
BY = {sid: 4 if "!If" in text else 2 for sid, text in WHERE.items()}
# What no rule uses, linters do not like.
CONDITION = "ForwardsGlobal: !And [!Condition Forwards, !Condition IsHome]"


def areas() -> list[str]:
    """The areas that a function audits, the model first."""
    found = {path.name.removeprefix("audit-") for path in (PROJECT / "crates").glob("audit-*")}
    return [MODEL, *sorted(found - {MODEL})]


@functools.cache
def ask(*arguments: str) -> Any:
    """What the command line says."""
    folder = PROJECT / (os.environ.get("CARGO_TARGET_DIR") or "target")
    binary = folder / os.environ.get("BAILIWICK_PROFILE", "debug") / "bailiwick"
    if not binary.is_file():
        sys.exit(f"template: `{binary}` is not built; run `make build`")
    done = subprocess.run([binary, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"template: `bailiwick {' '.join(arguments)}` failed: {done.stderr.strip()}")
    return json.loads(done.stdout)


def permissions(area: str) -> str:
    """The actions of an area as a list of YAML."""
    return as_yaml(ask("permissions", "--function", area)["Statement"][0]["Action"])


def events(area: str) -> str:
    """The event pattern of an area as YAML."""
    return within(ask("events", "--area", area))


def within(pattern: dict[str, Any]) -> str:
    """A pattern as YAML, unless EventBridge would refuse it."""
    if not pattern["source"]:
        sys.exit("template: an area has no events: give it rows in `crates/events`")
    if len(json.dumps(pattern)) > LONGEST_PATTERN:
        sys.exit(f"template: the pattern of {pattern['source']} is too long for EventBridge; make two rules of it")
    return as_yaml(pattern)


def wanted() -> dict[str, dict[str, Any]]:
    """The events of each service that some area wants, as a pattern."""
    patterns: dict[str, dict[str, Any]] = {}
    for area in areas():
        for source in ask("events", "--area", area)["source"]:
            service = source.removeprefix("aws.")
            pattern = ask("events", "--area", area, "--service", service)
            detail = patterns.setdefault(service, pattern)["detail"]
            detail["eventName"] = sorted({*detail["eventName"], *pattern["detail"]["eventName"]})
    return dict(sorted(patterns.items()))


def forwards() -> str:
    """The rules of a member: each service's events once, whichever areas want them."""
    return "\n".join(forward(service, pattern) for service, pattern in wanted().items())


def forward(service: str, pattern: dict[str, Any]) -> str:
    """The rule of a service."""
    return FORWARD.format(
        name=in_camels(service),
        service=service,
        condition="ForwardsGlobal" if service in GLOBAL else "Forwards",
        pattern=indented(within(pattern), 8),
    )


def as_yaml(value: Any) -> str:
    """Lists of several words one below the other; what is short in one line."""
    if isinstance(value, list):
        return "\n".join(f"- {one}" for one in value)
    lines = []
    for key, inner in value.items():
        if isinstance(inner, dict) or len(inner) > 1:
            lines += [f"{key}:", indented(as_yaml(inner), 2).rstrip()]
        else:
            lines.append(f"{key}: {json.dumps(inner)}")
    return "\n".join(lines)


def in_camels(words: str) -> str:
    return "".join(word.capitalize() for word in words.split("-"))


def indented(text: str, by: int) -> str:
    return "".join(" " * by + line + "\n" if line else "\n" for line in text.splitlines())


def between(part: str) -> re.Pattern[str]:
    """What stands between the marks of a part: its indent, its whole name, its argument, and the text."""
    return re.compile(rf"^( *)# >>> ({part}(?: ([a-z0-9-]+))?)\n(.*?)^\1# <<< \2\n", re.DOTALL | re.MULTILINE)


def filled(text: str, part: str, write: Callable[[str], str]) -> str:
    """Writes anew what stands between the marks of a part; `write` gets their argument."""

    def anew(found: re.Match[str]) -> str:
        indent, name, argument = found[1], found[2], found[3] or ""
        new = write(argument)
        return f"{indent}# >>> {name}\n{new}{indent}# <<< {name}\n"

    return between(part).sub(anew, text)


def every(text: str, one: str, many: str, names: list[str]) -> str:
    """The model's part, and the same under each other name."""
    model = between(one).search(text)
    if not model:
        sys.exit(f"template: the part `{one} {MODEL}` is missing")
    parts = [model[0].replace(MODEL, name).replace(in_camels(MODEL), in_camels(name)) for name in names]
    return filled(text, many, lambda _: "\n".join(parts))


def fixing(family: str) -> str:
    """The statements of the role that fixes in a family: what it reads, and what it may write under which condition."""
    told = ask("permissions", "--fixes", family)["Statement"]
    parts = (WHERE[one["Sid"]].format(statement=statement(one, BY[one["Sid"]])) for one in told)
    return "\n".join(parts)


def statement(one: dict[str, Any], by: int) -> str:
    """A statement as YAML, so far in."""
    actions = indented(as_yaml(one["Action"]), 2)
    return indented(f"Sid: {one['Sid']}\nEffect: Allow\nAction:\n{actions}Resource: \"*\"", by).strip()


def fresh(text: str) -> str:
    """A template as it must be."""
    text = every(text, "area", "areas", areas())
    text = every(text, "family", "families", FAMILIES)
    for part, write, indent in FILLERS:
        text = filled(text, part, lambda area, write=write, indent=indent: indented(write(area), indent))
    return text


# What is written between which marks, and how far in.
FILLERS = [
    ("fixing", fixing, 14),
    ("permissions", permissions, 18),
    ("events", events, 8),
    ("forwards", lambda _: forwards(), 0),
    ("global", lambda _: CONDITION if GLOBAL & wanted().keys() else "", 2),
]


def main() -> int:
    """Writes or checks the templates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where something is not fresh")
    check = parser.parse_args().check
    stale = []
    for name in TEMPLATES:
        path = PROJECT / name
        old = path.read_text()
        if (new := fresh(old)) != old:
            stale.append(name)
            if not check:
                path.write_text(new)
    if check and stale:
        print(f"template: {' and '.join(stale)} not fresh; run `scripts/template.py`", file=sys.stderr)
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
