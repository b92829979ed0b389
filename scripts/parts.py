"""Parts of a template: YAML documents whose sections are joined, and whose placeholders are filled.

Text is joined, not data, so that comments and the order of what was written stay.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

HEAD = """\
# Made by scripts/template.py from deploy/ and from the code: change those, and make it again.
"""
SECTION = re.compile(r"^([A-Za-z]+):", re.MULTILINE)
# A placeholder that stands for a list or a map, alone after its key.
BLOCK = re.compile(r"^( *)([^#\n]*: )(__[a-z]+__)\n", re.MULTILINE)
WORD = re.compile(r"__[A-Za-z]+__")

# What a part is filled with, by placeholder: a text, a list or a map.
Values = dict[str, Any]
# The text of each section, by its name, in order.
Sections = dict[str, str]


def read(path: Path) -> Sections:
    """The sections of a part."""
    return sections(path, path.read_text())


def filled(path: Path, values: Values) -> Sections:
    """The sections of a part with its placeholders filled."""

    def block(found: re.Match[str]) -> str:
        indent, key, word = found.groups()
        value = values[word]
        if isinstance(value, str):
            return f"{indent}{key}{value}\n"
        return f"{indent}{key.rstrip()}\n{indented(as_yaml(value), len(indent) + 2)}\n"

    text = BLOCK.sub(block, path.read_text())
    for word, value in values.items():
        if isinstance(value, str):
            text = text.replace(word, value)
    if left := WORD.findall(text):
        sys.exit(f"template: nothing fills `{left[0]}` of {path}")
    return sections(path, text)


def sections(path: Path, text: str) -> Sections:
    """A text by its sections."""
    found = list(SECTION.finditer(text))
    if not found:
        sys.exit(f"template: {path} has no section")
    ends = [one.start() for one in found[1:]] + [len(text)]
    return {one[1]: text[one.start() : end].strip("\n") for one, end in zip(found, ends, strict=True)}


def joined(several: list[Sections]) -> str:
    """One template of several parts: what they have in the same section stands there in their order."""
    whole: Sections = {}
    for one in several:
        for name, text in one.items():
            if name in whole:
                whole[name] += "\n\n" + text.partition("\n")[2]
            else:
                whole[name] = text
    return HEAD + "\n\n".join(whole.values()) + "\n"


def named(what: str, name: str) -> Values:
    """A name, as it is and as part of a logical id."""
    return {f"__{what}__": name, f"__{what.capitalize()}__": camel(name)}


def camel(words: str) -> str:
    """`cognito-identity` as `CognitoIdentity`."""
    return "".join(word.capitalize() for word in words.split("-"))


def as_yaml(value: Any) -> str:
    """A list with one item a line, a map with short values in one line; text is YAML already."""
    if isinstance(value, list):
        return "\n".join(item(json.dumps(one) if isinstance(one, dict) else one) for one in value)
    lines = []
    for key, inner in value.items():
        if isinstance(inner, dict) or len(inner) > 1:
            lines += [f"{key}:", indented(as_yaml(inner), 2)]
        else:
            lines.append(f"{key}: {json.dumps(inner)}")
    return "\n".join(lines)


def item(text: str) -> str:
    """A text as an item of a list."""
    return "- " + indented(text, 2).lstrip()


def indented(text: str, by: int) -> str:
    """Every line of a text so far in."""
    return "\n".join(" " * by + line if line else line for line in text.splitlines())
