"""Every printed command is one that the AWS CLI has: its service, operation, options, and those that are required."""

import re
import shlex
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from awscli.clidriver import create_clidriver

from harness.binaries import PROJECT

COMMAND = re.compile(r"\baws (?=[a-z0-9-]+ [a-z0-9-]+)")
# Options of every command.
GENERAL = {"region", "output", "query", "profile", "cli-input-json", "no-paginate"}


def printed() -> Iterator[tuple[str, str]]:
    """Each control with each command of its fix, as the catalogue prints them."""
    control = ""
    for line in (PROJECT / "docs/controls.md").read_text().splitlines():
        if line.startswith("## "):
            control = line.removeprefix("## ").strip()
        if line.startswith("aws ") or "(then aws " in line or "$(aws " in line:
            starts = [found.start() for found in COMMAND.finditer(line)]
            for start, end in zip(starts, [*starts[1:], len(line)], strict=True):
                yield control, line[start:end]


PRINTED = list(printed())


@cache
def operations(service: str) -> Any:
    table = create_clidriver()._get_command_table()
    if service not in table:
        return None
    own = table[service]
    return own._get_command_table() if hasattr(own, "_get_command_table") else own.subcommand_table


def words_of(command: str) -> list[str]:
    """Its words up to where the next command or an explanation begins."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="|&;()")
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        for word in lexer:
            if word and set(word) <= set("|&;()"):
                break
            words.append(word)
    except ValueError:  # a quotation that the next command within it ends
        pass
    return words


def problem(command: str) -> str | None:
    """What the AWS CLI would say of it, before it calls AWS."""
    _, service, operation, *rest = words_of(command)
    # In an explanation, an operation is named without what it takes.
    named_alone = operation.endswith(",") or not rest or not rest[0].startswith("--")
    operation = operation.rstrip(",")
    known = operations(service)
    if known is None:
        return f"there is no service `{service}`"
    if operation not in known:
        return f"`{service}` has no `{operation}`"
    if named_alone:
        return None
    arguments = known[operation].arg_table
    given = {word.removeprefix("--").partition("=")[0] for word in rest if re.match(r"--[a-z]", word)}
    if unknown := given - set(arguments) - GENERAL:
        return f"`{service} {operation}` has no option {sorted(unknown)}"
    required = {name for name, argument in arguments.items() if getattr(argument, "required", False)}
    if "cli-input-json" not in given and not command.endswith(")") and (lacking := required - given):
        return f"`{service} {operation}` requires {sorted(lacking)}"
    return None


def test_commands_are_read() -> None:
    assert len(PRINTED) > 60
    assert problem("aws s3api get-bucket-acl --bucket logs") is None
    assert problem("aws s3api get-bucket-acl --region eu-west-1") == "`s3api get-bucket-acl` requires ['bucket']"
    assert problem("aws s3api get-bucket-acl --bucket logs --all") == "`s3api get-bucket-acl` has no option ['all']"
    assert problem("aws s3api get-the-acl --bucket logs") == "`s3api` has no `get-the-acl`"
    assert problem("aws s4 get-bucket-acl") == "there is no service `s4`"


@pytest.mark.parametrize(("control", "command"), PRINTED, ids=[control for control, _ in PRINTED])
def test_the_cli_has_the_command(control: str, command: str) -> None:
    assert problem(command) is None, f"{control}: {command}"
