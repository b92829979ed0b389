"""The built `audit-encryption` function: a sweep, an event of KMS and one of RDS in its queue, and a lost permission."""

import json
from typing import Any

from emulator import Emulator
from emulator.account import ACCOUNT, AWAY, HOME
from expectations import EACH, valid
from harness import Bus, Deployment, Poller, Runtime, built, environment, event

TASK = {"account": ACCOUNT, "area": "encryption", "run": "sweep", "sole": True}


def key(emulator: Emulator, region: str, rotates: bool, **own: Any) -> str:
    """A customer's key, by its ARN."""
    kms = emulator.client("kms", region)
    arn: str = kms.create_key(**own)["KeyMetadata"]["Arn"]
    if rotates:
        kms.enable_key_rotation(KeyId=arn)
    return arn


def disable_key_rotation(arn: str) -> dict[str, Any]:
    """What CloudTrail tells of a key whose rotation was just turned off."""
    text = json.dumps(event("kms", "DisableKeyRotation"))
    return json.loads(text.replace("1234abcd-12ab-34cd-56ef-1234567890ab", arn.rpartition("/")[2]))


def told(deployment: Deployment) -> list[tuple[str, ...]]:
    """What is published of the rotation of keys, and of sight."""
    messages = [valid(one).body for one in deployment.everything.drain()]
    messages = [one for one in messages if one.get("control") in (None, "encryption.kms-rotation")]
    return sorted((one["transition"], one.get("permission") or one["resource"]) for one in messages)


def test_a_sweep_an_event_and_lost_sight(emulator: Emulator, deployment: Deployment) -> None:
    deployment.settings(EACH)
    for region in (HOME, AWAY):
        emulator.client("ec2", region).enable_ebs_encryption_by_default()
    never = [key(emulator, region, rotates=False) for region in (HOME, AWAY)]
    whole = key(emulator, HOME, rotates=True)
    key(emulator, AWAY, rotates=False, KeySpec="RSA_2048", KeyUsage="SIGN_VERIFY")
    bus = Bus(emulator, "encryption")
    with Runtime("audit-encryption") as runtime:
        env = environment(emulator, **deployment.variables, QUEUE_URL=bus.url, CONFIRM_AFTER_SECONDS="0")
        function = runtime.start("audit-encryption", [built("audit-encryption")], env)
        assert not function.invoke(TASK).failed
        assert told(deployment) == sorted(("opened", arn) for arn in never), "signing keys rotate nowhere"

        emulator.client("kms").disable_key_rotation(KeyId=whole)
        bus.put(disable_key_rotation(whole))
        assert Poller(bus, function).once() == []
        assert told(deployment) == [("opened", whole)]

        emulator.client("kms", AWAY).enable_key_rotation(KeyId=never[1])
        with emulator.deny("kms:GetKeyRotationStatus"):
            assert not function.invoke(TASK | {"run": "half-blind"}).failed
        assert told(deployment) == [("coverage-lost", "kms:GetKeyRotationStatus")], "not seen is not resolved"
        assert not function.invoke(TASK | {"run": "seeing"}).failed
        assert told(deployment) == [("coverage-restored", "kms:GetKeyRotationStatus"), ("resolved", never[1])]


def database(emulator: Emulator, **own: Any) -> str:
    """A DB instance in its home Region that meets every control, but for what is given; its ARN."""
    safe: dict[str, Any] = {
        "AutoMinorVersionUpgrade": True,
        "BackupRetentionPeriod": 7,
        "DeletionProtection": True,
        "PubliclyAccessible": False,
        "StorageEncrypted": True,
    }
    made = emulator.client("rds").create_db_instance(
        DBInstanceIdentifier="ledger",
        Engine="postgres",
        DBInstanceClass="db.t4g.micro",
        AllocatedStorage=10,
        MasterUsername="ledger",
        MasterUserPassword="not-a-password",
        **(safe | own),
    )
    arn: str = made["DBInstance"]["DBInstanceArn"]
    return arn


def findings(deployment: Deployment, about: str) -> list[tuple[str, str]]:
    """What is published of one resource. The emulator has no default parameter groups: what they say is not assessed."""
    messages = [valid(one).body for one in deployment.everything.drain()]
    return sorted((one["transition"], one["control"]) for one in messages if one.get("resource") == about)


def test_a_database_is_judged_by_sweep_and_by_event(emulator: Emulator, deployment: Deployment) -> None:
    deployment.settings(EACH)
    for region in (HOME, AWAY):
        emulator.client("ec2", region).enable_ebs_encryption_by_default()
    arn = database(emulator, PubliclyAccessible=True)
    rds, bus = emulator.client("rds"), Bus(emulator, "encryption")
    with Runtime("audit-encryption") as runtime:
        env = environment(emulator, **deployment.variables, QUEUE_URL=bus.url, CONFIRM_AFTER_SECONDS="0")
        function = runtime.start("audit-encryption", [built("audit-encryption")], env)
        assert not function.invoke(TASK).failed
        assert ("opened", "network.rds-public") in findings(deployment, arn)

        rds.modify_db_instance(DBInstanceIdentifier="ledger", PubliclyAccessible=False)
        bus.put(event("rds", "ModifyDBInstance"))
        poller = Poller(bus, function)
        assert poller.once() == [], "what is repaired is read a second time"
        assert poller.once() == []
        assert findings(deployment, arn) == [("resolved", "network.rds-public")]

        rds.modify_db_instance(DBInstanceIdentifier="ledger", DeletionProtection=False)
        rds.delete_db_instance(DBInstanceIdentifier="ledger", SkipFinalSnapshot=True)
        bus.put(event("rds", "DeleteDBInstance"))
        assert poller.once() == []
        assert poller.once() == []
        assert {transition for transition, _ in findings(deployment, arn)} <= {"gone"}
