"""The templates as data: parsed, translated as CloudFormation's transform does it, evaluated for a place."""

import copy
import os
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any

from samcli.yamlhelper import yaml_parse
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator

from harness import PROJECT
from intrinsics import Place, Values

ACCOUNT, MEMBER_ACCOUNT = "123456789012", "210987654321"
ORGANIZATION = "o-a1b2c3d4e5"
# Where the code of the functions is stored.
CODE_BUCKET, CODE_KEY = "code", "function.zip"
AREAS = sorted(path.name.removeprefix("audit-") for path in (PROJECT / "crates").glob("audit-*"))

Statement = dict[str, Any]


@cache
def written(name: str) -> dict[str, Any]:
    """A template as it stands in the repository, with `!Ref x` as `{"Ref": "x"}`."""
    return yaml_parse((PROJECT / name).read_text())


def translated() -> dict[str, Any]:
    """The security account's template as CloudFormation carries it out."""
    template = copy.deepcopy(written("template.yaml"))
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = f"s3://{CODE_BUCKET}/{CODE_KEY}"
    # The translator alone reads this.
    os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")
    return Translator({}, Parser()).translate(template, {})


_translated = cache(translated)


@dataclass(frozen=True)
class Stack:
    """What CloudFormation would make of a template in a place."""

    template: dict[str, Any]
    place: Place = field(default_factory=Place)
    parameters: dict[str, str] = field(default_factory=dict)

    @cached_property
    def resources(self) -> dict[str, dict[str, Any]]:
        """The resources that are made, evaluated, by their logical names."""
        values = Values(self.template, self.place, self.parameters)
        all_of_them = self.template["Resources"].items()
        return {name: values.of(one) for name, one in all_of_them if values.holds(one.get("Condition"))}

    def of_type(self, *types: str) -> dict[str, dict[str, Any]]:
        """The properties of the resources of some types."""
        return {name: one.get("Properties", {}) for name, one in self.resources.items() if one["Type"] in types}

    def roles(self) -> dict[str, dict[str, Any]]:
        """The properties of the roles, by the roles' own names."""
        return {role["RoleName"]: role for role in self.of_type("AWS::IAM::Role").values()}

    def granted(self, role: dict[str, Any]) -> list[Statement]:
        """The statements of a role's policies, attached or its own."""
        attached = self.of_type("AWS::IAM::ManagedPolicy")
        named = [attached[arn.strip("<>")] for arn in role.get("ManagedPolicyArns", [])]
        logical = {name for name, one in self.of_type("AWS::IAM::Role").items() if one is role}
        added = [
            policy
            for policy in self.of_type("AWS::IAM::Policy").values()
            if logical & {name.strip("<>") for name in policy["Roles"]}
        ]
        documents = [policy["PolicyDocument"] for policy in [*named, *role.get("Policies", []), *added]]
        return [statement for document in documents for statement in document["Statement"]]


@cache
def security(organization: str = ORGANIZATION, **parameters: str) -> Stack:
    """The security account's stack."""
    return Stack(_translated(), Place(), {"OrganizationId": organization, **parameters})


def member(place: Place, organization: str = ORGANIZATION, security_region: str = "us-east-1", **own: str) -> Stack:
    """A member's stack; the security account is `ACCOUNT`."""
    given = {"SecurityAccountId": ACCOUNT, "SecurityRegion": security_region, "OrganizationId": organization}
    return Stack(written("template-member.yaml"), place, given | own)


def listed(value: Any) -> list[Any]:
    """One as a list of one."""
    return value if isinstance(value, list) else [value]
