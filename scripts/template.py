#!/usr/bin/env python3
"""Makes template.yaml and template-member.yaml from the parts in deploy/ and from what the code says.

    scripts/template.py          write both templates
    scripts/template.py --check  exit 1 when a committed template is not what would be written

A part is a YAML document with sections of a template (`Parameters:`, `Resources:`, ...). `base.yaml` is used once; of
the others there is one copy for each function, service or family of services:

    deploy/security/  base, function, rule, service-use, fixer, family    template.yaml, of the security account
    deploy/member/    base, function, rule, family                        template-member.yaml, of all other accounts

Words between two underscores on each side stand for what the command line prints:

    __home__, __service__, __family__   the name; with a capital letter as it is part of logical ids
    __permissions__                     the actions that a function's audit role needs: `bailiwick permissions`
    __statements__                      what a role that fixes may do: `bailiwick permissions --fixes`
    __pattern__                         the events of a service that controls are judged again for: `bailiwick events`

The command line must be built; CARGO_TARGET_DIR and BAILIWICK_PROFILE say where it is, as in the tests.
"""

import argparse
import functools
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import parts
from parts import Values

PROJECT = Path(__file__).resolve().parent.parent
# Characters of an event pattern, and targets of a rule, that EventBridge accepts by default (deploy/quotas.tsv).
LONGEST_PATTERN = 2048
MOST_TARGETS = 5
# The parameter that a statement of a fixing role depends on.
CONDITION_OF = {
    "BailiwickReadsConfiguration": None,
    "BailiwickPutsRight": "FixesAct",
    "BailiwickRewritesWhatWasApproved": "FixesAsk",
}
TARGET = "Id: audit-{home}, Arn: !GetAtt Audit{Home}Queue.Arn, DeadLetterConfig: {{ Arn: !GetAtt Audit{Home}DeadQueue.Arn }}"


@functools.cache
def bailiwick(*arguments: str) -> Any:
    """What the command line prints, which is JSON."""
    folder = PROJECT / (os.environ.get("CARGO_TARGET_DIR") or "target")
    binary = folder / os.environ.get("BAILIWICK_PROFILE", "debug") / "bailiwick"
    if not binary.is_file():
        sys.exit(f"template: `{binary}` is not built; run `make build`")
    done = subprocess.run([binary, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"template: `bailiwick {' '.join(arguments)}` failed: {done.stderr.strip()}")
    return json.loads(done.stdout)


def homes() -> list[str]:
    """The names of the audit functions."""
    return [one["name"] for one in bailiwick("roster")["functions"]]


def goes_on(home: str) -> bool:
    """Whether a function has jobs that go on by a message to its own queue."""
    return any(one["name"] == home and one["jobs"] for one in bailiwick("roster")["functions"])


def is_global(service: str) -> bool:
    """Whether a service sends its events in the partition's home Region alone."""
    return any(one["events"] == service and one["global"] for one in bailiwick("roster")["services"])


def families() -> list[str]:
    """The families of services; each has a role that fixes."""
    return list(bailiwick("roster")["families"])


def patterns() -> dict[str, Any]:
    """The event pattern of each service."""
    patterns: dict[str, Any] = bailiwick("events")
    for service, pattern in patterns.items():
        if (length := len(json.dumps(pattern))) > LONGEST_PATTERN:
            sys.exit(f"template: the event pattern of `{service}` has {length} characters; EventBridge accepts {LONGEST_PATTERN}")
    return patterns


def receivers(service: str) -> list[list[str]]:
    """The functions that judge something by the events of a service, as many together as a rule may have targets."""
    own = [home for home in homes() if service in bailiwick("events", "--area", home)]
    return [own[start : start + MOST_TARGETS] for start in range(0, len(own), MOST_TARGETS)]


def rules() -> dict[str, tuple[str, list[str]]]:
    """The service and the receivers of each rule, by the rule's name: a service's, with a number from the second on."""
    return {
        service + (f"-{number}" if number > 1 else ""): (service, own)
        for service in patterns()
        for number, own in enumerate(receivers(service), 1)
    }


def function(home: str) -> Values:
    """What differs between the audit functions."""
    own = [parts.camel(rule) for rule, (_, receivers) in rules().items() if home in receivers]
    return parts.named("home", home) | {
        "__permissions__": bailiwick("permissions", "--function", home)["Statement"][0]["Action"],
        "__rules__": [f"!GetAtt {whose}{rule}Rule.Arn" for rule in own for whose in ("Own", "Members")],
        "__loop__": "Allow" if goes_on(home) else "Terminate",
    }


def rule(name: str, service: str, receivers: list[str]) -> Values:
    """What differs between the rules of the security account."""
    targets = [TARGET.format(home=home, Home=parts.camel(home)) for home in receivers]
    own = {"__pattern__": patterns()[service], "__targets__": [f"{{ {target} }}" for target in targets]}
    return parts.named("service", name) | own


def forward(service: str, pattern: dict[str, Any]) -> Values:
    """What differs between the rules of a member."""
    condition = "ForwardsGlobal" if is_global(service) else "Forwards"
    return parts.named("service", service) | {"__pattern__": pattern, "__condition__": condition}


def family(name: str) -> Values:
    """What differs between the roles that fix."""
    statements = bailiwick("permissions", "--fixes", name)["Statement"]
    return parts.named("family", name) | {"__statements__": list(map(statement, statements))}


def statement(one: dict[str, Any]) -> str:
    """A statement, under the condition that it depends on."""
    actions = parts.indented(parts.as_yaml(one["Action"]), 2)
    text = f'Sid: {one["Sid"]}\nEffect: Allow\nAction:\n{actions}\nResource: "*"'
    condition = CONDITION_OF[one["Sid"]]
    if condition is None:
        return text
    return f"!If\n- {condition}\n{parts.item(text)}\n- !Ref AWS::NoValue"


def security() -> str:
    """The template of the security account."""
    folder = PROJECT / "deploy/security"
    return parts.joined(
        [
            parts.read(folder / "base.yaml"),
            *(parts.filled(folder / "function.yaml", function(home)) for home in homes()),
            parts.read(folder / "service-use.yaml"),
            *(parts.filled(folder / "rule.yaml", rule(name, *own)) for name, own in rules().items()),
            parts.read(folder / "fixer.yaml"),
            *(parts.filled(folder / "family.yaml", family(name)) for name in families()),
        ]
    )


def member() -> str:
    """The template of every other account, and of the other Regions of the security account."""
    folder = PROJECT / "deploy/member"
    return parts.joined(
        [
            parts.read(folder / "base.yaml"),
            *(parts.filled(folder / "function.yaml", function(home)) for home in homes()),
            *(parts.filled(folder / "family.yaml", family(name)) for name in families()),
            *(parts.filled(folder / "rule.yaml", forward(*one)) for one in patterns().items()),
        ]
    )


TEMPLATES = {"template.yaml": security, "template-member.yaml": member}


def main() -> int:
    """Writes or checks the templates."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where a template is not up to date")
    check = parser.parse_args().check
    stale = []
    for name, made in TEMPLATES.items():
        path = PROJECT / name
        text = made()
        if not path.is_file() or path.read_text() != text:
            stale.append(name)
            if not check:
                path.write_text(text)
    if check and stale:
        print(f"template: {' and '.join(stale)} not up to date; run `scripts/template.py`", file=sys.stderr)
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
