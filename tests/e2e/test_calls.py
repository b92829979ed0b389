"""What `calls` reads of every operation of calls.toml, beside what boto3 reads of the same account.

Operations that moto lacks are answered with the samples of `crates/calls/tests/samples`, which botocore's models describe."""

import json
import subprocess
import sys
from typing import Any

import pytest

from emulator import Emulator
from harness import built, environment
from harness.binaries import PROJECT

sys.path.insert(0, str(PROJECT / "crates" / "calls"))
import generate
import samples

SERVICES = {module: generate.Service(module, rows) for module, rows in generate.table().items()}
NAMES = [f"{module}.{name}" for module, service in SERVICES.items() for name in service.operations]
SAMPLES = {
    row["operation"]: row
    for module in SERVICES
    for row in json.loads((samples.HERE / "tests" / "samples" / f"{module}.json").read_text())
}

# Services of which the emulated account has something; of all others the samples are read.
MADE = {"account", "ec2", "rds", "sso_admin"}
# moto has no such operation, or leaves out what AWS always sends.
LACKING = {
    "ec2.GetEbsDefaultKmsKeyId",
    "ec2.GetImageBlockPublicAccessState",
    "ec2.GetInstanceMetadataDefaults",
    "ec2.GetSerialConsoleAccessStatus",
    "ec2.GetSnapshotBlockPublicAccessState",
    "rds.DescribeCertificates",
    "sso_admin.GetPermissionsBoundaryForPermissionSet",
    "sso_admin.ListAccountsForProvisionedPermissionSet",
}
BY_SAMPLE = LACKING | {name for name in SAMPLES if name.split(".")[0] not in MADE}


def made(emulator: Emulator) -> dict[str, dict[str, Any]]:
    """An account with something of everything; the arguments of every operation."""
    tags = [{"Key": "a <&> ü", "Value": ""}]
    ec2, rds, sso = emulator.client("ec2"), emulator.client("rds"), emulator.client("sso-admin")
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    ec2.run_instances(
        ImageId=image,
        MinCount=7,
        MaxCount=7,
        TagSpecifications=[{"ResourceType": "instance", "Tags": tags}],
        MetadataOptions={"HttpTokens": "required"},
    )
    for at in range(7):
        volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=8 + at, Encrypted=bool(at % 2))["VolumeId"]
    snapshot = ec2.create_snapshot(VolumeId=volume, Description="d")["SnapshotId"]
    ec2.modify_snapshot_attribute(
        SnapshotId=snapshot, Attribute="createVolumePermission", OperationType="add", GroupNames=["all"]
    )
    rds.create_db_parameter_group(DBParameterGroupName="p", DBParameterGroupFamily="postgres16", Description="d")
    rds.create_db_cluster_parameter_group(
        DBClusterParameterGroupName="cp", DBParameterGroupFamily="aurora-postgresql16", Description="d"
    )
    for at in range(7):
        rds.create_db_instance(
            DBInstanceIdentifier=f"db{at}",
            DBInstanceClass="db.t3.micro",
            Engine="postgres",
            AllocatedStorage=20,
            MasterUsername="u",
            MasterUserPassword="password1",
            StorageEncrypted=bool(at % 2),
            PubliclyAccessible=not at % 2,
            Tags=tags,
        )
    rds.create_db_cluster(
        DBClusterIdentifier="c",
        Engine="aurora-postgresql",
        MasterUsername="u",
        MasterUserPassword="password1",
        StorageEncrypted=True,
    )
    rds.create_db_snapshot(DBSnapshotIdentifier="s", DBInstanceIdentifier="db0")
    rds.modify_db_snapshot_attribute(DBSnapshotIdentifier="s", AttributeName="restore", ValuesToAdd=["all"])
    rds.create_db_cluster_snapshot(DBClusterSnapshotIdentifier="cs", DBClusterIdentifier="c")
    emulator.client("account").put_alternate_contact(
        AlternateContactType="SECURITY", EmailAddress="sec@example.com", Name="n", PhoneNumber="1", Title="t"
    )
    instance = sso.list_instances()["Instances"][0]["InstanceArn"]
    permission_set = sso.create_permission_set(InstanceArn=instance, Name="p")["PermissionSet"]["PermissionSetArn"]
    here = {"InstanceArn": instance, "PermissionSetArn": permission_set}
    sso.attach_managed_policy_to_permission_set(**here, ManagedPolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    sso.put_inline_policy_to_permission_set(**here, InlinePolicy='{"Version": "2012-10-17", "Statement": []}')
    sso.attach_customer_managed_policy_reference_to_permission_set(
        **here, CustomerManagedPolicyReference={"Name": "n", "Path": "/p/"}
    )
    account = "123456789012"
    sso.create_account_assignment(**here, TargetId=account, TargetType="AWS_ACCOUNT", PrincipalType="USER", PrincipalId="u")
    own: dict[str, dict[str, Any]] = {
        "account.GetAlternateContact": {"AlternateContactType": "SECURITY"},
        "ec2.DescribeImages": {"Owners": ["amazon"]},
        "ec2.DescribeSnapshotAttribute": {"Attribute": "createVolumePermission", "SnapshotId": snapshot},
        "rds.DescribeDBClusterParameters": {"DBClusterParameterGroupName": "cp"},
        "rds.DescribeDBClusterSnapshotAttributes": {"DBClusterSnapshotIdentifier": "cs"},
        "rds.DescribeDBParameters": {"DBParameterGroupName": "p"},
        "rds.DescribeDBSnapshotAttributes": {"DBSnapshotIdentifier": "s"},
    }
    common = here | {"AccountId": account, "IdentityPoolId": "us-east-1:00000000-0000-0000-0000-000000000000", "MaxResults": 60}
    common |= {"Bucket": "logs"}
    return {name: own.get(name) or required(name, common) for name in NAMES}


def required(name: str, common: dict[str, Any]) -> dict[str, Any]:
    """What the operation requires of members that several operations have."""
    module, operation = name.split(".")
    service = SERVICES[module]
    model = service.model["operations"][operation]
    shape = service.shape(model["input"]) if "input" in model else {"members": {}}
    return {
        member: common[member] if member in common else placeholder(service, shape["members"][member])
        for member in shape.get("required", [])
    }


def placeholder(service: generate.Service, ref: dict[str, Any]) -> Any:
    """A value that AWS's model lets through."""
    shape = service.shape(ref)
    match shape["type"]:
        case "list":
            return [placeholder(service, shape["member"])]
        case "structure":
            return {name: placeholder(service, shape["members"][name]) for name in shape.get("required", [])}
        case "integer" | "long":
            return max(1, shape.get("min", 1))
        case "boolean":
            return True
    return shape["enum"][0] if "enum" in shape else "a" * max(3, shape.get("min", 0))


def read_by_boto3(emulator: Emulator, name: str, arguments: dict[str, Any]) -> Any:
    """All pages, and of them what the table names."""
    module, operation = name.split(".")
    service = SERVICES[module]
    client, method = emulator.client(service.name), generate.xform_name(operation)
    if name in BY_SAMPLE or not client.can_paginate(method):
        found = getattr(client, method)(**arguments)
    else:
        found = client.get_paginator(method).paginate(**arguments).build_full_result()
    wanted = generate.parse(service.operations[operation].get("response", ""), name)
    return plain(samples.chosen(service, service.model["operations"][operation]["output"], wanted, found))


def plain(value: Any) -> Any:
    """Numbers alike, whether they are whole or not; points in time to the millisecond; nothing of pages."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items() if name != "IsTruncated"}
    if isinstance(value, list):
        return [plain(each) for each in value]
    return round(float(value), 3) if isinstance(value, int | float) and not isinstance(value, bool) else value


def sampled(emulator: Emulator, name: str) -> None:
    """Has the emulator answer with a page of the sample that is the last."""
    module, operation = name.split(".")
    service = SERVICES[module]
    body = last_page(service, SAMPLES[name]["body"])
    content = "text/xml" if service.xml else "application/json"
    signed_for = {"sso_admin": "sso"}.get(module, service.name)
    for known_as in {signed_for, service.name}:
        emulator.answers.register_fixed(
            {"service": known_as, "operation": operation, "body": body, "headers": {"content-type": content}}
        )


def last_page(service: generate.Service, body: str) -> str:
    """The sample without the token of a further page."""
    if service.xml:
        for token in ("nextToken", "Marker", "NextMarker", "NextToken", "ContinuationToken"):
            before, found, rest = body.partition(f"<{token}>")
            body = before + rest.partition(f"</{token}>")[2] if found else body
        return body.replace("<IsTruncated>true<", "<IsTruncated>false<")
    tokens = generate.TOKENS | {"LastEvaluatedTableName"}
    return json.dumps({name: value for name, value in json.loads(body).items() if name not in tokens})


@pytest.mark.parametrize("page", [None, 20])
def test_every_operation_reads_what_boto3_reads(emulator: Emulator, page: int | None) -> None:
    arguments = made(emulator)
    for name in BY_SAMPLE:
        sampled(emulator, name)
    requests = []
    for name in NAMES:
        small = {}
        if page:  # Smaller pages, where AWS takes such.
            small = {
                size: page
                for size in ("MaxResults", "MaxRecords")
                if size in SERVICES[name.split(".")[0]].operations[name.split(".")[1]].get("request", "")
            }
            if name in BY_SAMPLE:
                small = {}
        requests.append((name, arguments.get(name, {}) | small))
    # The tests' own hand: nothing is refused.
    env = environment(emulator, access_key="EMULATORADMIN0000000")
    ran = subprocess.run([built("read-calls")], input=json.dumps(requests), env=env, capture_output=True, text=True, check=True)
    problems, values = [], 0
    for (name, _), result in zip(requests, json.loads(ran.stdout), strict=True):
        expected = read_by_boto3(emulator, name, arguments.get(name, {}))
        read = plain(result.get("read", result))
        read = {key: value for key, value in read.items() if key not in generate.TOKENS}
        values += leaves(expected)
        if read != expected:
            problems.append(f"{name}\n  calls: {json.dumps(read)[:600]}\n  boto3: {json.dumps(expected)[:600]}")
    assert not problems, "\n".join(problems)
    assert values > 500, "the account has something of everything"


def leaves(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(leaves, value.values()))
    return sum(map(leaves, value)) if isinstance(value, list) else 1
