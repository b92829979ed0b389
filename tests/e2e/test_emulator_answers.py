"""What the emulator answers in moto's place has the names and types of AWS's service models."""

import json
from typing import Any

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel, Shape

from emulator.answers import detectors
from emulator.call import Call

PYTHON = {"string": str, "boolean": bool, "integer": int, "long": int, "double": float}


def wrong(shape: Shape, value: Any, where: str) -> list[str]:
    """Where a value is not what the model says."""
    if shape.type_name == "structure":
        members: dict[str, Shape] = shape.members  # type: ignore[attr-defined]
        unknown = [f"{where}.{name} is no member" for name in value if name not in members]
        return unknown + [
            w for name, one in value.items() if name in members for w in wrong(members[name], one, f"{where}.{name}")
        ]
    if shape.type_name == "list":
        return [w for one in value for w in wrong(shape.member, one, f"{where}[]")]  # type: ignore[attr-defined]
    return [] if isinstance(value, PYTHON[shape.type_name]) else [f"{where} is {value!r}, no {shape.type_name}"]


@pytest.mark.parametrize(("service", "operation"), detectors.ANSWERS)
def test_answers_are_what_the_model_says(service: str, operation: str) -> None:
    model = ServiceModel(Loader().load_service_model(service, "service-2"), service)
    output = model.operation_model(operation).output_shape
    assert output is not None
    call = Call(service, "json", operation, (), "us-east-1", "123456789012", "", "*")
    answer: Any = detectors.ANSWERS[service, operation]
    answered = answer(call)
    assert wrong(output, json.loads(answered.body), operation) == []
