"""CloudFormation's intrinsic functions, evaluated for a place and parameters.

What only a deployment knows stands in angle brackets: `<Ledger>` for `!Ref Ledger`, `<Ledger.Arn>` for its attribute.
"""

import re
from dataclasses import dataclass
from typing import Any

VARIABLE = re.compile(r"\$\{(!?)([^}]+)\}")
NOTHING = object()


@dataclass(frozen=True)
class Place:
    """Where a stack is made."""

    account: str = "123456789012"
    region: str = "us-east-1"
    partition: str = "aws"

    def pseudo(self) -> dict[str, Any]:
        """The pseudo parameters."""
        return {
            "AWS::AccountId": self.account,
            "AWS::Region": self.region,
            "AWS::Partition": self.partition,
            "AWS::URLSuffix": "amazonaws.com.cn" if self.partition == "aws-cn" else "amazonaws.com",
            "AWS::NoValue": NOTHING,
        }


class Values:
    """Evaluates the values of a template."""

    def __init__(self, template: dict[str, Any], place: Place, parameters: dict[str, str]) -> None:
        self._conditions = template.get("Conditions", {})
        self._mappings = template.get("Mappings", {})
        self._known = place.pseudo()
        for name, declared in template["Parameters"].items():
            given = parameters.get(name, declared.get("Default"))
            assert given is not None, f"parameter `{name}` has no default"
            is_list = declared["Type"] == "CommaDelimitedList"
            self._known[name] = str(given).split(",") if is_list else given

    def holds(self, condition: str | None) -> bool:
        """Whether a condition of the template holds; without one, it does."""
        return condition is None or self._test(self._conditions[condition])

    def of(self, value: Any) -> Any:
        """The value, with everything in it evaluated."""
        if isinstance(value, list):
            return [one for one in map(self.of, value) if one is not NOTHING]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            [(function, argument)] = value.items()
            if function == "Ref" or function.startswith("Fn::"):
                return self._call(function, argument)
        evaluated = {key: self.of(inner) for key, inner in value.items()}
        return {key: inner for key, inner in evaluated.items() if inner is not NOTHING}

    def _call(self, function: str, argument: Any) -> Any:
        match function, argument:
            case "Ref", name:
                return self._known.get(name, f"<{name}>")
            case "Fn::GetAtt", [name, attribute]:
                return f"<{name}.{attribute}>"
            case "Fn::If", [condition, then, other]:
                return self.of(then if self.holds(condition) else other)
            case "Fn::Join", [between, parts]:
                return between.join(map(str, self.of(parts)))
            case "Fn::Split", [at, text]:
                return self.of(text).split(at)
            case "Fn::FindInMap", [name, first, second]:
                return self._mappings[name][self.of(first)][self.of(second)]
            case "Fn::Sub", str(text):
                return self._substituted(text, {})
            case "Fn::Sub", [text, own]:
                return self._substituted(text, self.of(own))
        raise NotImplementedError(function)

    def _substituted(self, text: str, own: dict[str, str]) -> str:
        def value(match: re.Match[str]) -> str:
            literal, name = match.groups()
            return f"${{{name}}}" if literal else str((self._known | own).get(name, f"<{name}>"))

        return VARIABLE.sub(value, text)

    def _test(self, condition: Any) -> bool:
        [(function, argument)] = condition.items()
        match function:
            case "Condition":
                return self.holds(argument)
            case "Fn::Not":
                return not self._test(argument[0])
            case "Fn::And":
                return all(map(self._test, argument))
            case "Fn::Or":
                return any(map(self._test, argument))
            case "Fn::Equals":
                first, second = map(self.of, argument)
                return str(first) == str(second)
        raise NotImplementedError(function)
