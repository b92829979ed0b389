#!/usr/bin/env python3
"""Writes src/generated/ from calls.toml and from AWS's service models, as the installed botocore ships them.

`--check` writes nothing, and fails where the committed files are not what would be written."""

from __future__ import annotations

import collections
import dataclasses
import itertools
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import botocore
from botocore import xform_name
from botocore.endpoint_provider import EndpointProvider, RuleSetEndpoint
from botocore.exceptions import DataNotFoundError, EndpointProviderError
from botocore.loaders import Loader

HERE = Path(__file__).parent
LOADER = Loader()
SCALARS = {
    "string": "String",
    "character": "String",
    "boolean": "bool",
    "integer": "i32",
    "long": "i64",
    "float": "f64",
    "double": "f64",
}
FORMATS = {"iso8601": "DateTimeWithOffset", "unixTimestamp": "EpochSeconds", "rfc822": "HttpDate"}
RUST_WORDS = set(
    "as async await box break const continue crate dyn else enum extern false fn for gen if impl in let loop match mod move mut pub "
    "ref return self static struct super trait true type unsafe use where while yield try final override".split()
)
# Names that a generated module has in scope.
TAKEN = set(
    "BTreeMap Box BoxError Call Client Parameter DateTime Default Format Malformed Member Of Operation Option Output Response Result Rule Service "
    "Protocol Signing String Turn Value Vec Writer".split()
)
TOKENS = {
    "NextToken",
    "nextToken",
    "NextMarker",
    "Marker",
    "marker",
    "NextPageToken",
    "nextPageToken",
    "PaginationToken",
    "position",
}
# Bodies that are one text: JSON documents, with the members of which each has one.
DOCUMENTS = {"Policy": ("Statement",)}
# Responses whose root is their only member (Smithy's `s3UnwrappedXmlOutput`, which botocore's models lack).
UNWRAPPED = {("s3", "GetBucketLocation")}
MOST_MEMBERS = 128  # `Seen` in src/malformed.rs has a bit for each.


class Refused(Exception):
    """The table names what the models lack, or what is not supported."""


@dataclasses.dataclass
class Member:
    """A member as the table names it."""

    name: str
    required: bool
    preset: str
    members: dict[str, Member]


def parse(text: str, where: str) -> dict[str, Member]:
    """`A! { B C } D=5` as members by name."""
    words = re.findall(r"[A-Za-z0-9_]+(?:=[A-Za-z0-9_]+)?!?|[{}]", text)
    if "".join(words) != re.sub(r"\s", "", text):
        raise Refused(f"{where}: cannot read `{text}`")

    def level(at: int) -> tuple[dict[str, Member], int]:
        members: dict[str, Member] = {}
        while at < len(words) and words[at] != "}":
            name, _, preset = words[at].rstrip("!").partition("=")
            required = words[at].endswith("!")
            nested: dict[str, Member] = {}
            at += 1
            if at < len(words) and words[at] == "{":
                nested, at = level(at + 1)
                at += 1
            if name in members:
                raise Refused(f"{where}: `{name}` occurs twice")
            members[name] = Member(name, required, preset, nested)
        return members, at

    members, at = level(0)
    if at != len(words):
        raise Refused(f"{where}: too many closing braces")
    return members


def snake(name: str) -> str:
    name = xform_name(name)
    return f"r#{name}" if name in RUST_WORDS else name


def constant(code: str) -> str:
    """`InvalidInstanceID.NotFound` as `INVALID_INSTANCE_ID_NOT_FOUND`."""
    return "_".join(xform_name(part) for part in code.split(".")).upper()


def camel(name: str) -> str:
    return name[0].upper() + name[1:]


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


@dataclasses.dataclass
class Field:
    """A member of a structure that is read."""

    name: str  # AWS's own
    wire: str
    kind: str  # its Rust type
    reads: str  # the expression that reads it
    required: bool
    flat: bool

    @property
    def rust(self) -> str:
        return snake(self.name)

    def declaration(self) -> str:
        return f"pub {self.rust}: {self.kind if self.required or self.flat else f'Option<{self.kind}>'},"

    def member(self) -> str:
        how = ("several" if self.required else "repeated") if self.flat else "required" if self.required else "optional"
        return f"Member::{how}({quoted(self.wire)}),"

    def arm(self, at: int) -> str:
        if self.flat:
            return f"{at} => value.{self.rust}.push({self.reads}),"
        return f"{at} => value.{self.rust} = {self.reads if self.required else f'Some({self.reads})'},"


class Service:
    """One service of the table, with its model."""

    def __init__(self, module: str, operations: dict[str, Any], model: dict[str, Any] | None = None) -> None:
        self.module = module
        self.operations = operations
        self.name = module.replace("_", "-")
        self.model = model or LOADER.load_service_model(self.name, "service-2")
        self.shapes = self.model["shapes"]
        self.meta = self.model["metadata"]
        try:
            self.pages = {} if model else LOADER.load_service_model(self.name, "paginators-1")["pagination"]
        except DataNotFoundError:
            self.pages = {}
        spoken = self.meta.get("protocols", [self.meta["protocol"]])
        known = [protocol for protocol in ("json", "rest-json", "ec2", "query", "rest-xml") if protocol in spoken]
        if not known:
            raise Refused(f"{module}: speaks {spoken} only")
        self.protocol = known[0]
        self.xml = self.protocol in ("ec2", "query", "rest-xml")
        self.signs_as_s3 = self.meta.get("signatureVersion") in ("s3", "s3v4")
        self.types: dict[str, Any] = {}  # of operations, once they were generated

    def shape(self, ref: dict[str, Any]) -> dict[str, Any]:
        shape: dict[str, Any] = self.shapes[ref["shape"]]
        return shape

    # Responses

    def read(self, shape_name: str, wanted: dict[str, Member], where: str, types: dict[str, Any], own: str = "") -> str:
        """Adds the struct that holds the wanted members of a shape; returns its name."""
        shape = self.shapes[shape_name]
        name = own or camel(shape_name) + ("Shape" if camel(shape_name) in TAKEN else "")
        key = repr((shape_name, wanted))
        if name in types and types[name][0] != key:
            name = "".join(map(camel, where.split(".")[-2:]))
            if name in types and types[name][0] != key:
                raise Refused(f"{where}: two types would be called {name}")
        types[name] = (key, [])
        for member in wanted.values():
            ref = shape["members"].get(member.name)
            here = f"{where}.{member.name}"
            if ref is None:
                raise Refused(f"{here}: {shape_name} has no such member, only {', '.join(shape['members'])}")
            if ref.get("location") in ("header", "headers", "statusCode"):
                raise Refused(f"{here}: is in the {ref['location']}, which is not supported")
            if ref.get("xmlAttribute"):
                raise Refused(f"{here}: is an attribute, which is not supported")
            types[name][1].append(self.field(ref, member, here, types))
        if len(wanted) > MOST_MEMBERS:
            raise Refused(f"{where}: more than {MOST_MEMBERS} members")
        return name

    def field(self, ref: dict[str, Any], member: Member, where: str, types: dict[str, Any]) -> Field:
        shape = self.shape(ref)
        wire = ref.get("locationName", member.name)
        flat = bool(self.xml and shape["type"] in ("list", "map") and (shape.get("flattened") or ref.get("flattened")))
        if flat and shape["type"] == "map":
            raise Refused(f"{where}: flattened maps are not supported")
        if flat:
            wire = ref.get("locationName") or shape["member"].get("locationName", wire)
            item, reads = self.kind(shape["member"], member, where, types)
            return Field(member.name, wire, f"Vec<{item}>", reads, member.required, True)
        kind, reads = self.kind(ref, member, where, types)
        return Field(member.name, wire, kind, reads, member.required, False)

    def kind(self, ref: dict[str, Any], member: Member, where: str, types: dict[str, Any]) -> tuple[str, str]:
        """The Rust type of a value, and the expression that reads it."""
        shape = self.shape(ref)
        kind = shape["type"]
        if member.members and kind not in ("structure", "list", "map"):
            raise Refused(f"{where}: is a {kind} and has no members")
        if kind == "structure":
            if shape.get("document"):
                raise Refused(f"{where}: documents are not supported")
            if not shape["members"] and self.xml:
                return "()", "from.skip()?"
            if not member.members:
                raise Refused(f"{where}: say which members of it are read: {', '.join(shape['members'])}")
            return self.read(ref["shape"], member.members, where, types), "from.value()?"
        if kind in ("list", "map"):
            return self.collection(shape, member, where, types)
        if kind == "timestamp":
            form = ref.get("timestampFormat") or shape.get("timestampFormat") or ("iso8601" if self.xml else "unixTimestamp")
            return "DateTime", f"from.time(Format::{FORMATS[form]})?"
        if kind == "blob":
            return "Vec<u8>", "from.blob()?"
        if kind not in SCALARS:
            raise Refused(f"{where}: values of type {kind} are not supported")
        return SCALARS[kind], "from.value()?"

    def collection(self, shape: dict[str, Any], member: Member, where: str, types: dict[str, Any]) -> tuple[str, str]:
        is_list = shape["type"] == "list"
        of = shape["member"] if is_list else shape["value"]
        item, reads = self.kind(of, member, where, types)
        if reads != "from.value()?" or (self.xml and self.shape(of)["type"] in ("list", "map")):
            raise Refused(f"{where}: a {shape['type']} of {self.shape(of)['type']} values is not supported")
        kind = f"Vec<{item}>" if is_list else f"BTreeMap<String, {item}>"
        if not self.xml:
            return kind, "from.value()?"
        if is_list:
            return kind, f"from.list({quoted(of.get('locationName', 'member'))})?"
        entry = ("entry", shape["key"].get("locationName", "key"), of.get("locationName", "value"))
        return kind, f"from.map([{', '.join(map(quoted, entry))}])?"

    def structure(self, name: str, fields: list[Field]) -> str:
        """A struct and what reads it."""
        out = [
            "#[derive(Clone, Debug, Default, PartialEq)]",
            f"pub struct {name} {{",
            *(field.declaration() for field in fields),
            "}",
        ]
        if not fields:
            return "\n".join(out)
        value, reader = ("xml::Value<'_>", "xml::Reader<'_>") if self.xml else ("json::Value<'_>", "json::Reader<'_, '_>")
        arms = [field.arm(at) for at, field in enumerate(fields[:-1])]
        arms.append(fields[-1].arm(len(fields) - 1).replace(f"{len(fields) - 1} =>", "_ =>", 1))
        body = arms[0].removeprefix("_ => ").rstrip(",") + ";" if len(fields) == 1 else f"match index {{ {' '.join(arms)} }}"
        return "\n".join(
            [
                *out,
                f"impl {value} for {name} {{",
                f"fn read(from: &mut {reader}) -> Result<Self, Malformed> {{",
                f"const MEMBERS: &[Member] = &[{' '.join(field.member() for field in fields)}];",
                "let mut value = Self::default();",
                f"from.structure(MEMBERS, |{'_' if len(fields) == 1 else 'index'}, from| {{ {body} Ok(()) }})?;",
                "Ok(value) } }",
            ]
        )

    # Requests

    def request_name(self, name: str, ref: dict[str, Any]) -> str:
        shape = self.shape(ref)
        wire: str = ref.get("locationName", name)
        if self.protocol == "ec2":
            return ref.get("queryName") or camel(wire)
        if self.protocol == "query" and shape["type"] in ("list", "map"):
            if shape["type"] == "map":
                raise Refused(f"{name}: maps in forms are not supported")
            if shape.get("flattened") or ref.get("flattened"):
                return ref.get("locationName") or shape["member"].get("locationName", wire)
            return f"{wire}.{shape['member'].get('locationName', 'member')}"
        return wire

    def request_kind(self, ref: dict[str, Any], member: Member, where: str, types: dict[str, Any]) -> str:
        shape = self.shape(ref)
        if shape["type"] == "structure":
            return self.ask(ref["shape"], member.members, where, types)
        if shape["type"] == "list":
            return f"Vec<{self.request_kind(shape['member'], member, where, types)}>"
        if shape["type"] == "map":
            return f"BTreeMap<String, {self.request_kind(shape['value'], member, where, types)}>"
        if shape["type"] not in SCALARS or SCALARS[shape["type"]] == "f64":
            raise Refused(f"{where}: values of type {shape['type']} are not supported in requests")
        return SCALARS[shape["type"]]

    def ask(self, shape_name: str, wanted: dict[str, Member], where: str, types: dict[str, Any], own: str = "") -> str:
        """Adds the struct of a request's members; returns its name."""
        shape = self.shapes[shape_name] if shape_name else {"members": {}}
        required, fields = shape.get("required", []), []
        for lacks in sorted(set(required) - set(wanted)):
            raise Refused(f"{where}: AWS requires {lacks}")
        for member in wanted.values():
            ref = shape["members"].get(member.name)
            here = f"{where}.{member.name}"
            if ref is None:
                raise Refused(f"{here}: {shape_name} has no such member, only {', '.join(shape['members'])}")
            if ref.get("idempotencyToken") or ref.get("hostLabel"):
                raise Refused(f"{here}: idempotency tokens and host labels are not supported")
            kind = self.request_kind(ref, member, here, types)
            most = self.shape(ref).get("max")
            if member.preset and most is not None and int(member.preset) > most:
                raise Refused(f"{here}: AWS accepts {most} at most")
            fields.append((member, ref, kind, member.name in required and not member.preset))
        name = own or camel(shape_name) + "Input"
        types[name] = fields
        return name

    def request(self, name: str, fields: list[Any], is_operation: bool) -> str:
        out = ["#[derive(Clone, Debug, PartialEq)]", f"pub struct {name} {{"]
        out += [f"pub {snake(member.name)}: {kind if required else f'Option<{kind}>'}," for member, _, kind, required in fields]
        takes = ", ".join(f"{snake(m.name)}: impl Into<{kind}>" for m, _, kind, required in fields if required)

        def initial(member: Member, kind: str, required: bool) -> str:
            if required:
                return f"{snake(member.name)}: {snake(member.name)}.into()"
            preset = f"Some({quoted(member.preset) + '.into()' if kind == 'String' else member.preset})"
            return f"{snake(member.name)}: {preset if member.preset else 'None'}"

        sets = ", ".join(initial(member, kind, required) for member, _, kind, required in fields)
        out.append("}")
        if not takes:
            out.append(f"impl Default for {name} {{ fn default() -> Self {{ Self::new() }} }}")
        out.append(f"impl {name} {{ #[must_use] pub fn new({takes}) -> Self {{ Self {{ {sets} }} }} }}")
        if not is_operation:
            writes = " ".join(
                f"to.member({quoted(self.request_name(m.name, ref))}, &self.{snake(m.name)});" for m, ref, _, _ in fields
            )
            out.append(
                f"impl Parameter for {name} {{ fn write(&self, to: &mut Writer) {{ to.structure(|to| {{ {writes} }}); }} }}"
            )
        return "\n".join(out)

    def writes(self, fields: list[Any]) -> str:
        """What writes the members of an operation's request."""
        lines = []
        if self.protocol == "rest-json" and any("location" not in ref for _, ref, _, _ in fields):
            lines.append("request.has_body();")
        for member, ref, _, _ in fields:
            wire, value = self.request_name(member.name, ref), f"&self.{snake(member.name)}"
            match ref.get("location"):
                case "uri":
                    lines.append(f"request.label({quoted(wire)}, {value})?;")
                case "querystring":
                    lines.append(f"request.query({quoted(wire)}, {value});")
                case "header":
                    lines.append(f"request.header({quoted(wire.lower())}, {value});")
                case None:
                    if self.protocol == "rest-xml":
                        raise Refused(f"{member.name}: XML in requests is not supported")
                    lines.append(f"request.member({quoted(wire)}, {value});")
                case other:
                    raise Refused(f"{member.name}: members in the {other} are not supported")
        return (
            f"fn write(&self, {'request' if lines else '_'}: &mut Writer) -> Result<(), BoxError> {{ {' '.join(lines)} Ok(()) }}"
        )

    # Operations

    def operation(self, name: str, row: dict[str, Any]) -> str:
        where = f"{self.module}.{name}"
        model = self.model["operations"].get(name)
        if model is None:
            raise Refused(f"{where}: AWS has no such operation")
        for refused in ("endpoint", "httpChecksum", "authtype", "unsignedPayload", "requestcompression"):
            if model.get(refused):
                raise Refused(f"{where}: `{refused}` is not supported: {model[refused]}")
        if "input" in model and self.shape(model["input"]).get("payload"):
            raise Refused(f"{where}: a body that is one member is not supported")
        asks, reads = parse(row.get("request", ""), where), parse(row.get("response", ""), where)
        output_name = model.get("output", {}).get("shape")
        turns = self.turns(where, name, row.get("pages"), asks, reads, output_name)
        read_types: dict[str, Any] = {}
        ask_types: dict[str, Any] = {}
        if reads:
            self.read(output_name, reads, where, read_types, own="Response")
        else:
            read_types["Response"] = ("", [])
        self.ask(model.get("input", {}).get("shape"), asks, where, ask_types, own=name)
        self.types[name] = (ask_types, {type_name: fields for type_name, (_, fields) in read_types.items()})
        http = model["http"]
        uri = http["requestUri"] if self.protocol.startswith("rest") else "/"
        out = [f"/// `{where}`.", f"pub mod {snake(name)} {{", "use super::*;", *self.errors(where, model, row)]
        out += [self.request(type_name, fields, type_name == name) for type_name, fields in ask_types.items()]
        out += [self.structure(type_name, fields) for type_name, (_, fields) in read_types.items()]
        out.append(
            f"impl Call for {name} {{ type Service = Service; type Response = Response;\n"
            f"fn operation() -> &'static Operation {{ static OPERATION: Operation = Operation::new({quoted(name)}, {quoted(http['method'])}, "
            f"{quoted(uri)}, |body| {self.decode(name, model, read_types)}); &OPERATION }}\n{self.writes(ask_types[name])} {turns} }}"
        )
        return "\n".join(out) + "\n}\n"

    def errors(self, where: str, model: dict[str, Any], row: dict[str, Any]) -> list[str]:
        known = {
            self.shape(error).get("error", {}).get("code", error["shape"]): error["shape"] for error in model.get("errors", [])
        }
        out = []
        for wanted in row.get("errors", []):
            code = next((code for code, shape in known.items() if wanted in (code, shape)), None)
            if code is None and self.protocol != "ec2":  # Its model names no errors.
                raise Refused(f"{where}: AWS has no such error here: {wanted}, only {sorted(known)}")
            out.append(f"/// Its error code.\npub const {constant(wanted)}: &str = {quoted(code or wanted)};")
        return out

    def decode(self, name: str, model: dict[str, Any], types: dict[str, Any]) -> str:
        """The expression that reads a body."""
        output = self.shape(model["output"]) if "output" in model else {"members": {}}
        payload = output.get("payload")
        fields = types["Response"][1]
        if (self.name, name) in UNWRAPPED:
            return f"xml::decode(body, &[{quoted(fields[0].wire)}]).map(|value| erased(Response {{ {fields[0].rust}: Some(value) }}))"
        kind = self.shape(output["members"][payload]) if payload else {}
        if payload and kind["type"] == "string" and payload in DOCUMENTS and [field.required for field in fields] == [True]:
            has = ", ".join(map(quoted, DOCUMENTS[payload]))
            return f"json::document(body, &[{has}]).map(|value| erased(Response {{ {fields[0].rust}: value }}))"
        if payload and (kind["type"] != "structure" or kind.get("document")):
            raise Refused(f"{name}: a body that is not a structure is not supported")
        if not self.xml:
            inner = self.shape(output["members"][payload]) if payload else output
            known = [ref.get("locationName", member) for member, ref in inner["members"].items() if "location" not in ref]
            argument = f"&[{', '.join(map(quoted, known))}]"
        else:
            within = [name + "Response"]
            if self.protocol == "rest-xml":
                within = [self.root(name, output, model, payload)]
            elif model.get("output", {}).get("resultWrapper"):
                within.append(model["output"]["resultWrapper"])
            argument = f"&[{', '.join(map(quoted, within))}]"
        language = "xml" if self.xml else "json"
        if not fields:
            if "output" not in model and self.protocol.startswith("rest"):
                return "{ let _ = body; Ok(erased(Response {})) }"
            return f"{language}::decode_nothing(body, {argument}).map(|()| erased(Response {{}}))"
        if payload:
            if [field.name for field in fields] != [payload]:
                raise Refused(f"{name}: {payload} is the body, nothing else can be read")
            return f"{language}::decode(body, {argument}).map(|value| erased(Response {{ {fields[0].rust}: {'value' if fields[0].required else 'Some(value)'} }}))"
        return f"{language}::decode::<Response>(body, {argument}).map(erased)"

    def root(self, name: str, output: dict[str, Any], model: dict[str, Any], payload: str | None) -> str:
        """The name of the root element of restXml: what the table says, or that of the body's shape, unless it is renamed."""
        if root := self.operations[name].get("root"):
            return str(root)
        if not payload and self.signs_as_s3:
            raise Refused(f"{name}: AWS's models do not name the root of S3's responses: say `root`")
        ref = output["members"][payload] if payload else model.get("output", {"shape": ""})
        shape: dict[str, Any] = self.shapes.get(ref["shape"], {})
        own = ref.get("locationName")
        return own if own and own != payload else shape.get("locationName", ref["shape"])

    # Pages

    def turns(
        self,
        where: str,
        name: str,
        pages: dict[str, str] | None,
        asks: dict[str, Member],
        reads: dict[str, Member],
        output: str | None,
    ) -> str:
        """The functions that turn pages; adds the members that they need."""
        if pages and name in self.pages:
            raise Refused(f"{where}: botocore says how its pages are turned")
        if pages:
            rules: dict[str, Any] = {
                "input_token": pages["request"],
                "output_token": pages["response"],
                "result_key": pages["of"],
            }
        else:
            rules = self.pages.get(name, {})
        if not rules:
            if output and TOKENS & set(self.shapes[output]["members"]):
                raise Refused(f"{where}: the response has pages, of which botocore says nothing: say `pages`")
            return ""
        aslist = lambda value: value if isinstance(value, list) else [value]  # noqa: E731
        pairs = []
        for sent, received in zip(aslist(rules["input_token"]), aslist(rules["output_token"]), strict=True):
            asks.setdefault(sent, Member(sent, False, "", {}))
            reached, required, kind = self.path(where, received, reads, output)
            if kind != "string" or required:
                raise Refused(f"{where}: the token {received} must be a string and cannot be required")
            pairs.append(f"(&mut self.{snake(sent)}, page.{reached}.take())")
        appends = []
        for result in aslist(rules["result_key"]):
            if result.split(".")[0] not in reads:
                continue
            reached, required, kind = self.path(where, result, reads, output)
            if kind in ("list", "map"):
                flat = self.xml and "." not in result and self.is_flat(output, result)
                appends.append(
                    f"all.{reached}.extend(page.{reached});"
                    if required or flat
                    else f"paging::extend(&mut all.{reached}, page.{reached});"
                )
        if not appends:
            raise Refused(f"{where}: reads none of {rules['result_key']}, which its pages are of")
        more = "None"
        if rules.get("more_results"):
            reached, required, _ = self.path(where, rules["more_results"], reads, output)
            more = f"Some(page.{reached})" if required else f"page.{reached}"
        return (
            f"fn turn(&mut self, page: &mut Response) -> Result<Turn, Malformed> {{ paging::turn({more}, [{', '.join(pairs)}]) }}\n"
            f"fn append(all: &mut Response, page: Response) {{ {' '.join(appends)} }}"
        )

    def is_flat(self, output: str | None, member: str) -> bool:
        ref = self.shapes[output]["members"][member]
        return bool(self.shape(ref).get("flattened") or ref.get("flattened"))

    def path(self, where: str, expression: str, reads: dict[str, Member], output: str | None) -> tuple[str, bool, str]:
        """Sees that a member is read and those around it are required: how Rust reaches it, whether it is required, its type."""
        if not re.fullmatch(r"[A-Za-z0-9_.]+", expression):
            raise Refused(f"{where}: cannot turn pages by `{expression}`")
        at, shape, reached = reads, self.shapes[output], []
        parts = expression.split(".")
        for depth, part in enumerate(parts):
            if part not in shape["members"]:
                raise Refused(f"{where}: its pages are turned by {expression}, which the response lacks")
            member = at.setdefault(part, Member(part, False, "", {}))
            if depth + 1 < len(parts):
                member.required = True
            reached.append(snake(part))
            shape, at = self.shape(shape["members"][part]), member.members
        return ".".join(reached), member.required, shape["type"]

    # Files

    def generated(self) -> str:
        body = "".join(self.operation(name, row) for name, row in self.operations.items())
        target = self.meta.get("targetPrefix", "")
        protocol = {
            "json": f"Json {{ version: {quoted(self.meta.get('jsonVersion', ''))}, target: {quoted(target)} }}",
            "rest-json": "RestJson",
            "ec2": "Query",
            "query": "Query",
            "rest-xml": "RestXml",
        }[self.protocol]
        signing = self.meta.get("signingName", self.meta["endpointPrefix"])
        imports = {
            "crate::client::{Call, Of};": True,
            "crate::endpoint::Rule;": True,
            "crate::xml;": self.xml,
            "crate::json;": "json::" in body,
            "crate::paging::{self, Turn};": "paging::" in body,
            "crate::request::Writer;": True,
            "crate::request::Parameter;": "impl Parameter" in body,
            "crate::runtime::{Operation, erased};": True,
            "crate::Malformed;": "Malformed" in body,
            "crate::Member;": "Member::" in body,
            "crate::Protocol;": True,
            "crate::Signing;": True,
            "aws_smithy_runtime_api::box_error::BoxError;": True,
            "aws_smithy_types::DateTime;": "DateTime," in body or "DateTime>" in body,
            "aws_smithy_types::date_time::Format;": "Format::" in body,
            "std::collections::BTreeMap;": "BTreeMap<" in body,
        }
        full = self.meta["serviceFullName"]
        return f"""//! {full}. Generated by generate.py from calls.toml.
{chr(10).join(f"use {path}" for path, wanted in sorted(imports.items()) if wanted)}

/// {full}.
#[derive(Clone, Copy, Debug)]
pub struct Service;
impl Of for Service {{
    const SERVICE: &'static crate::Service = &crate::Service {{ id: {quoted(self.meta["serviceId"])}, signing_name: {quoted(signing)},
        version: {quoted(self.meta["apiVersion"])}, protocol: Protocol::{protocol}, signing: Signing::{"S3" if self.signs_as_s3 else "Usual"}, endpoints: &[{" ".join(self.endpoints())}] }};
}}
/// Calls it.
pub type Client = crate::Client<Service>;

{body}"""

    def endpoints(self) -> list[str]:
        """As few rules as say the same as AWS's about every Region."""
        rules = LOADER.load_service_model(self.name, "endpoint-rule-set-1")
        provider, fixed, rows = EndpointProvider(rules, PARTITIONS), self.fixed(rules), []
        for fips, dual in itertools.product((False, True), repeat=2):
            said = {(region.partition, region.name): self.endpoint(provider, region, fips, dual, fixed) for region in REGIONS}
            if not (fips or dual or any(url for url, _ in said.values())):
                raise Refused(f"{self.module}: no Region has an endpoint")
            for partition, regions, (url, signing) in condensed(said, f"{self.module} fips={fips} dual={dual}"):
                rows.append(
                    f"Rule::new({quoted(partition)}, &[{', '.join(map(quoted, regions))}], ({str(fips).lower()}, {str(dual).lower()}), "
                    f"{quoted(url)}, {quoted(signing)}),"
                )
        return rows

    def fixed(self, rules: dict[str, Any]) -> dict[str, Any]:
        """What the endpoint's rules require beside the Region, as the operations of the table set it."""
        given = [self.model["operations"][name].get("staticContextParams", {}) for name in self.operations]
        required = {
            name for name, parameter in rules["parameters"].items() if parameter.get("required") and "builtIn" not in parameter
        }
        values = {}
        for name in sorted(required):
            said = {repr(of.get(name, {}).get("value")): of.get(name, {}).get("value") for of in given}
            if len(said) != 1:
                raise Refused(f"{self.module}: operations differ in the endpoint's {name}")
            [values[name]] = said.values()
        return values

    @staticmethod
    def endpoint(provider: EndpointProvider, region: Region, fips: bool, dual: bool, fixed: dict[str, Any]) -> tuple[str, str]:
        """The URL with its variable parts named, and the Region that requests are signed for where it is another."""
        try:
            found = provider.resolve_endpoint(Region=region.name, UseFIPS=fips, UseDualStack=dual, **fixed)
        except EndpointProviderError:
            return "", ""
        assert isinstance(found, RuleSetEndpoint) and not found.headers, found
        url = re.sub(rf"\b{re.escape(region.name)}\b", "{region}", found.url)
        schemes: list[dict[str, str]] = found.properties.get("authSchemes", [])
        signing = schemes[0].get("signingRegion", "") if schemes else ""
        marks = [("{suffix}", region.suffix), ("{dual}", region.dual_suffix)]
        for mark, text in reversed(marks) if dual else marks:
            if url.endswith("." + text):
                url = url.removesuffix(text) + mark
                break
        return url, "" if signing == region.name else signing


def condensed(said: dict[tuple[str, str], tuple[str, str]], where: str) -> list[tuple[str, tuple[str, ...], tuple[str, str]]]:
    """Rules, the first that matches applies, for what was said of each partition and Region."""

    def common(answers: Any) -> tuple[str, str]:
        answer: tuple[str, str] = collections.Counter(answers).most_common(1)[0][0]
        return answer

    general = common(said.values())
    exact: list[tuple[str, tuple[str, ...], tuple[str, str]]] = []
    broad: list[tuple[str, tuple[str, ...], tuple[str, str]]] = []
    for partition in dict.fromkeys(partition for partition, _ in said):
        here = {region: answer for (other, region), answer in said.items() if other == partition}
        usual = common(here.values())
        for answer in dict.fromkeys(here.values()):
            if answer != usual:
                exact.append((partition, tuple(region for region, own in here.items() if own == answer), answer))
        if usual != general:
            broad.append((partition, (), usual))
    rules = [*exact, *broad, ("", (), general)]
    for (partition, region), answer in said.items():
        first = next(own for other, regions, own in rules if other in ("", partition) and (not regions or region in regions))
        assert answer == first, (where, region)
    return rules


@dataclasses.dataclass(frozen=True)
class Region:
    """A Region of botocore's partitions."""

    partition: str
    name: str
    suffix: str
    dual_suffix: str


PARTITIONS = LOADER.load_data("partitions")
REGIONS = [
    Region(partition["id"], region, partition["outputs"]["dnsSuffix"], partition["outputs"]["dualStackDnsSuffix"])
    for partition in PARTITIONS["partitions"]
    for region in partition["regions"]
    if not region.endswith("-global")
]


def partitions() -> str:
    rows = []
    for partition in PARTITIONS["partitions"]:
        first, tail = partition["regionRegex"].removeprefix("^"), r"\-\w+\-\d+$"
        if not first.endswith(tail):
            raise Refused(f"partition {partition['id']}: cannot read {first}")
        groups = [part.split("|") for part in re.split(r"[()]", first.removesuffix(tail).replace("\\", "")) if part]
        prefixes = ["".join(parts) + "-" for parts in itertools.product(*groups)]
        rows.append((partition["id"], prefixes, partition["outputs"]["dnsSuffix"], partition["outputs"]["dualStackDnsSuffix"]))
    rows.sort(key=lambda row: -max(map(len, row[1])))  # `us-gov-` before `us-`
    default = next(row for row in rows if row[0] == "aws")
    rows.remove(default)
    return "".join(
        f"Partition {{ id: {quoted(name)}, prefixes: &[{', '.join(map(quoted, prefixes))}], suffix: {quoted(suffix)}, dual_stack_suffix: {quoted(dual)} }},\n"
        for name, prefixes, suffix, dual in [*rows, default]
    )


# Regions in the order of their launch (https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html and the
# announcements on https://aws.amazon.com/about-aws/whats-new/): what the data lack in a Region says something only if they have a newer one.
LAUNCHES = {
    "aws": "us-east-1 eu-west-1 us-west-1 ap-southeast-1 ap-northeast-1 us-west-2 sa-east-1 ap-southeast-2 eu-central-1 ap-northeast-2 "
    "ap-south-1 us-east-2 ca-central-1 eu-west-2 eu-west-3 eu-north-1 ap-east-1 me-south-1 eu-south-1 af-south-1 ap-northeast-3 "
    "ap-southeast-3 me-central-1 eu-central-2 eu-south-2 ap-south-2 ap-southeast-4 il-central-1 ca-west-1 ap-southeast-5 ap-southeast-7 "
    "mx-central-1 ap-east-2 ap-southeast-6",
    "aws-cn": "cn-north-1 cn-northwest-1",
    "aws-us-gov": "us-gov-west-1 us-gov-east-1",
    "aws-iso": "us-iso-east-1 us-iso-west-1",
    "aws-iso-b": "us-isob-east-1 us-isob-west-1",
    "aws-iso-e": "eu-isoe-west-1",
    "aws-iso-f": "us-isof-south-1 us-isof-east-1",
    "aws-eusc": "eusc-de-east-1",
}


def availability() -> str:
    """Where each service exists, is absent or may be, by botocore's endpoint data."""
    data = LOADER.load_data("endpoints")
    rows: dict[str, tuple[list[str], list[str], list[str]]] = collections.defaultdict(lambda: ([], [], []))
    for partition in data["partitions"]:
        launches = LAUNCHES[partition["partition"]].split()
        if set(launches) != set(partition["regions"]):
            raise Refused(f"LAUNCHES lacks {set(partition['regions']) ^ set(launches)}")
        for service, row in partition["services"].items():
            listed = [at for at, region in enumerate(launches) if region in row["endpoints"]]
            is_global = row.get("isRegionalized") is False
            if not listed and not is_global:
                continue
            partitions_of, absent, unknown = rows[service]
            partitions_of.append(partition["partition"])
            if not is_global:
                absent += [region for region in launches[: listed[-1]] if region not in row["endpoints"]]
                unknown += launches[listed[-1] + 1 :]
    texts = [
        f"Availability::of({quoted(service)}, {', '.join(quoted(' '.join(names)) for names in rows[service])}),"
        for service in sorted(rows)
    ]
    regions = sorted(region for partition in data["partitions"] for region in partition["regions"])
    return f"""//! Where services exist, by the endpoint data of botocore {botocore.__version__}. Generated by generate.py.
use crate::availability::Availability;

/// All Regions of which the data know.
pub(crate) const REGIONS: &str = {quoted(" ".join(regions))};

/// The services by their endpoint prefixes, in the order of these.
pub(crate) const SERVICES: &[Availability] = &[{" ".join(texts)}];
"""


def converters(services: list[Service]) -> tuple[list[str], list[str]]:
    """A row for every operation with JSON in and out, and what converts its structures."""
    rows, bodies = [], []
    for service in services:
        for name, (asks, reads) in service.types.items():
            path = f"{service.module}::{snake(name)}"
            for type_name, fields in reads.items():
                members = ", ".join(f"({quoted(field.name)}, self.{field.rust}.to_json())" for field in fields)
                bodies.append(f"impl ToJson for {path}::{type_name} {{ fn to_json(&self) -> Value {{ object([{members}]) }} }}")
            for type_name, fields in asks.items():
                required = ", ".join(
                    f"<{kind}>::from_json(from.get({quoted(m.name)})?)?" for m, _, kind, needed in fields if needed
                )
                sets = " ".join(
                    f"set(&mut call.{snake(m.name)}, from, {quoted(m.name)})?;" for m, _, _, needed in fields if not needed
                )
                mutable, of = "mut " if sets else "", f"{path}::{type_name}"
                takes = "from" if fields else "_"
                make = f"let {mutable}call = {of}::new({required}); {sets} Some(call)"
                if type_name == name:
                    rows.append(f"Every::of({quoted(service.module + '.' + name)}, |{takes}| {{ {make} }}),")
                else:
                    bodies.append(f"impl FromJson for {of} {{ fn from_json({takes}: &Value) -> Option<Self> {{ {make} }} }}")
    return rows, bodies


def every(services: list[Service]) -> str:
    """Every operation with JSON in and out."""
    rows, bodies = converters(services)
    modules = ", ".join(service.module for service in services)
    return f"""//! Every operation with JSON in and out. Generated by generate.py from calls.toml.
use serde_json::Value;

use super::{{{modules}}};
use crate::every::{{Every, FromJson, ToJson, object, set}};

/// Every operation of calls.toml.
#[must_use]
pub fn every() -> Vec<Every> {{ vec![{" ".join(rows)}] }}

{chr(10).join(bodies)}
"""


def table() -> dict[str, dict[str, Any]]:
    """The rows of calls.toml by operation, by service."""
    return tomllib.loads((HERE / "calls.toml").read_text())


def files() -> dict[str, str]:
    """The generated files by their names, before they are formatted."""
    made, refused, services = {}, [], []
    for module, rows in table().items():
        try:
            services.append(Service(module, rows))
            made[module] = services[-1].generated()
        except Refused as why:
            refused.append(str(why))
    if refused:
        sys.exit("\n".join(refused))
    made["mod"] = f"""//! Generated by generate.py from calls.toml.
#![allow(missing_docs, reason = "the names are AWS's own, as in its API reference")]
#![allow(clippy::struct_excessive_bools, clippy::doc_markdown, clippy::too_many_lines, reason = "AWS's models are so")]
#![allow(clippy::semicolon_if_nothing_returned, reason = "arms that push beside arms that assign")]
#![allow(clippy::wildcard_imports, reason = "a module per operation, in one file per service")]
{"".join(f"pub mod {module};{chr(10)}" for module in sorted(table()))}pub(crate) mod availability;
#[cfg(feature = "every")]
mod every;
pub(crate) mod regions;
#[cfg(feature = "every")]
pub use every::every;
"""
    made["regions"] = f"""//! Partitions. Generated by generate.py from botocore's data.
use crate::endpoint::Partition;

/// The partitions; a Region of no other one is the last one's.
pub(crate) const PARTITIONS: &[Partition] = &[{partitions()}];
"""
    made["availability"] = availability()
    made["every"] = every(services)
    return made


def write(made: dict[str, str], folder: Path, script: str) -> None:
    """Formats and writes files; with `--check` fails where they are not there already."""
    stale = []
    for name, text in made.items():
        path = folder / f"{name}.rs"
        formatted = subprocess.run(
            ["rustfmt", "--edition", "2024"], input=text, capture_output=True, text=True, check=False, cwd=HERE
        )
        if formatted.returncode:
            sys.exit(f"{path}: {formatted.stderr[:2000]}")
        if path.exists() and path.read_text() == formatted.stdout:
            continue
        stale.append(str(path.relative_to(HERE)))
        if "--check" not in sys.argv:
            path.parent.mkdir(exist_ok=True)
            path.write_text(formatted.stdout)
    stale += [str(path.relative_to(HERE)) for path in folder.glob("*.rs") if path.stem not in made]
    if stale and "--check" in sys.argv:
        sys.exit(f"not what would be generated, run {script}: " + ", ".join(stale))


def main() -> None:
    write(files(), HERE / "src" / "generated", "crates/calls/generate.py")


if __name__ == "__main__":
    main()
