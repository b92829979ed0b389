"""The fixer at what is no bucket: KMS keys, the password policy, access keys."""

from datetime import UTC, datetime, timedelta

import pytest

from emulator.account import ACCOUNT
from harness import cli
from remediation import Fixer, finding, settings


def test_a_key_is_rotated_by_itself_and_a_tag_keeps_it_away(fixing: Fixer) -> None:
    control, kms = "encryption.kms-rotation", fixing.emulator.client("kms")
    fixing.deployment.settings(settings(f"{control} act"))
    plain, kept = (kms.create_key()["KeyMetadata"]["Arn"] for _ in range(2))
    kms.tag_resource(KeyId=kept, Tags=[{"TagKey": "bailiwick:keep", "TagValue": ""}])
    for arn in (plain, kept):
        fixing.send(finding(control=control, resource=arn))
    fixing.work()
    assert kms.get_key_rotation_status(KeyId=plain)["KeyRotationEnabled"] is True
    assert kms.get_key_rotation_status(KeyId=kept)["KeyRotationEnabled"] is False
    assert fixing.changed() == ["kms:EnableKeyRotation"]


def test_a_password_policy_is_raised_and_given_back(fixing: Fixer) -> None:
    control, iam = "iam.password-length", fixing.emulator.client("iam")
    fixing.deployment.settings(settings(f"{control} act"))
    root = f"arn:aws:iam::{ACCOUNT}:root"
    fixing.send(finding(control=control, resource=root))
    fixing.work()
    policy = iam.get_account_password_policy()["PasswordPolicy"]
    assert policy["MinimumPasswordLength"] == 14
    sorts = ("RequireUppercaseCharacters", "RequireLowercaseCharacters", "RequireNumbers")
    assert all(policy[sort] for sort in sorts), "no less than AWS asks for by itself"
    [fix] = fixing.fixes()
    assert cli(fixing.emulator, "undo", fix["id"], "--yes", "--table", fixing.deployment.table).status == 0
    with pytest.raises(iam.exceptions.NoSuchEntityException):
        iam.get_account_password_policy()


def test_an_access_key_is_turned_off_where_a_rule_names_the_control(fixing: Fixer) -> None:
    control, iam = "iam.user-key-unused", fixing.emulator.client("iam")
    iam.create_user(UserName="amara", Path="/team/")
    key = iam.create_access_key(UserName="amara")["AccessKey"]["AccessKeyId"]
    set_back(key, days=100)
    user = f"arn:aws:iam::{ACCOUNT}:user/team/amara"
    hint = finding(control=control, resource=user, part=key)
    for rule, state in (("iam.* act", "asked"), (f"{control} act", "applied")):
        fixing.deployment.settings(settings(rule))
        fixing.send(hint)
        fixing.work()
        assert fixing.fixes()[-1]["state"] == state
    [status] = [one["Status"] for one in iam.list_access_keys(UserName="amara")["AccessKeyMetadata"]]
    assert status == "Inactive"
    fix = fixing.fixes()[-1]
    assert cli(fixing.emulator, "undo", fix["id"], "--yes", "--table", fixing.deployment.table).status == 0
    [status] = [one["Status"] for one in iam.list_access_keys(UserName="amara")["AccessKeyMetadata"]]
    assert status == "Active"


def set_back(key_id: str, days: int) -> None:
    """An access key was made so many days ago, and never used."""
    from moto.iam.models import iam_backends

    made = datetime.now(UTC).replace(tzinfo=None, microsecond=0) - timedelta(days=days)
    users = iam_backends[ACCOUNT]["aws"].users.values()
    [key] = [key for user in users for key in user.access_keys if key.access_key_id == key_id]
    key.create_date, key.last_used = made, None
