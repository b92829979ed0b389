"""The identities of the misconfigured account: a user, certificate, pool, set and instance in every state that
Bailiwick's IAM controls know.

Each row of `USERS` says in what its user differs from `BARE`, who has nothing. moto dates what it makes with the present;
`age` sets such dates back.
"""

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from moto.iam.models import AccessKeyLastUsed, iam_backends

from .account import ACCOUNT, HOME
from .answers.identity import ANCHOR, ROLES_OF_POOLS
from .server import Emulator

ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
QUARANTINE = "arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV2"
SUPPORT = "arn:aws:iam::aws:policy/AWSSupportAccess"


@dataclass(frozen=True)
class Key:
    """An access key."""

    days: int = 10  # since it was made
    unused: int | None = 1  # days since it was used; None for never
    active: bool = True


@dataclass(frozen=True)
class User:
    """A user, made some time ago."""

    name: str
    password: bool = False
    unused: int | None = 1  # days since the password was used; None for never
    mfa: str | None = None  # virtual or hardware
    keys: tuple[Key, ...] = ()
    attached: str | None = None
    inline: bool = False
    group: bool = False

    days = 400  # since the user was made


BARE = User("")
USERS = (
    replace(BARE, name="nobody"),
    replace(BARE, name="well-kept", password=True, mfa="hardware", group=True),
    replace(BARE, name="telephone", password=True, mfa="virtual"),
    replace(BARE, name="password-alone", password=True),
    replace(BARE, name="gone-quiet", password=True, unused=60, mfa="hardware"),
    replace(BARE, name="never-came", password=True, unused=None, mfa="hardware"),
    replace(BARE, name="deploys", keys=(Key(),)),
    replace(BARE, name="old-key", mfa="hardware", keys=(Key(days=200),)),
    replace(BARE, name="idle-key", mfa="hardware", keys=(Key(days=80, unused=70),)),
    replace(BARE, name="two-keys", mfa="hardware", keys=(Key(), Key())),
    replace(BARE, name="key-turned-off", keys=(Key(days=300, active=False),)),
    replace(BARE, name="key-with-user", password=True, mfa="hardware", keys=(Key(days=400),)),
    replace(BARE, name="attached", attached="arn:aws:iam::aws:policy/ReadOnlyAccess"),
    replace(BARE, name="inline", inline=True),
    replace(BARE, name="leaked", attached=QUARANTINE),
    replace(BARE, name="pushes-code"),
    replace(BARE, name="asks-models"),
)
POOLS = {"strangers-write": "s3:PutObject", "strangers-count": "mobileanalytics:PutEvents", "members-only": None}
PERMISSION_SETS = {"Administrators": ADMINISTRATOR, "Readers": "arn:aws:iam::aws:policy/ReadOnlyAccess"}
INSTANCES = {"with-profile": True, "without-profile": False}


def identities(emulator: Emulator) -> None:
    """Makes them. What was in the account stays."""
    iam = emulator.client("iam")
    iam.create_group(GroupName="staff")
    iam.attach_group_policy(GroupName="staff", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    for user in USERS:
        make_user(iam, user)
    make_roles(iam)
    iam.update_account_password_policy(MinimumPasswordLength=14, RequireSymbols=True, MaxPasswordAge=365)
    make_pools(emulator)
    make_permission_sets(emulator)
    make_instances(emulator)


def make_user(iam: Any, user: User) -> None:
    """One user with its credentials and permissions."""
    iam.create_user(UserName=user.name)
    if user.password:
        iam.create_login_profile(UserName=user.name, Password="correct-horse-battery-1!")
    if user.mfa:
        assign_device(iam, user)
    for _ in user.keys:
        iam.create_access_key(UserName=user.name)
    if user.attached:
        iam.attach_user_policy(UserName=user.name, PolicyArn=user.attached)
    if user.inline:
        iam.put_user_policy(UserName=user.name, PolicyName="own", PolicyDocument=allowing("s3:ListBucket"))
    if user.group:
        iam.add_user_to_group(UserName=user.name, GroupName="staff")
    age(user)


def assign_device(iam: Any, user: User) -> None:
    """Hardware is what no list of virtual devices has."""
    serial = f"GAHT{user.name}"
    if user.mfa == "virtual":
        made = iam.create_virtual_mfa_device(VirtualMFADeviceName=user.name)
        serial = made["VirtualMFADevice"]["SerialNumber"]
    codes = {"AuthenticationCode1": "123456", "AuthenticationCode2": "234567"}
    iam.enable_mfa_device(UserName=user.name, SerialNumber=serial, **codes)


def age(user: User) -> None:
    """Sets the dates that moto keeps of a user."""
    kept = iam_backends[ACCOUNT]["aws"].users[user.name]
    kept.create_date = ago(user.days)
    kept.password_last_used = ago(user.unused) if user.password and user.unused is not None else None
    for key, own in zip(kept.access_keys, user.keys, strict=True):
        key.create_date = ago(own.days)
        key.last_used = None if own.unused is None else AccessKeyLastUsed(ago(own.unused), "s3", HOME)
        key.status = "Active" if own.active else "Inactive"


def ago(days: int) -> datetime:
    """So many days before now, as moto keeps dates."""
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0) - timedelta(days=days)


def make_roles(iam: Any) -> None:
    """Roles that other things in the account are about."""
    pinned = {"StringEquals": {"aws:PrincipalTag/x509Subject/CN": "build-1"}, "ArnEquals": {"aws:SourceArn": ANCHOR}}
    trusts = {
        "support": trust({"AWS": ACCOUNT}, "sts:AssumeRole"),
        "build-machine": trust({"Service": "rolesanywhere.amazonaws.com"}, "sts:AssumeRole", pinned),
        "visitor": trust({"Federated": "cognito-identity.amazonaws.com"}, "sts:AssumeRoleWithWebIdentity"),
    }
    for name, document in trusts.items():
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=document)
    iam.attach_role_policy(RoleName="support", PolicyArn=SUPPORT)


def trust(principal: dict[str, str], action: str, condition: dict[str, Any] | None = None) -> str:
    """A trust policy."""
    statement = {"Effect": "Allow", "Principal": principal, "Action": action}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement | ({"Condition": condition} if condition else {})]})


def allowing(action: str) -> str:
    """A policy that allows one thing."""
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]})


def make_pools(emulator: Emulator) -> None:
    """Identity pools and the role that each gives to strangers."""
    iam, pools = emulator.client("iam"), emulator.client("cognito-identity")
    for name, action in POOLS.items():
        made = pools.create_identity_pool(IdentityPoolName=name, AllowUnauthenticatedIdentities=action is not None)
        if action:
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"AWS": ACCOUNT}, "sts:AssumeRole"))
            iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=allowing(action))
            ROLES_OF_POOLS[made["IdentityPoolId"]] = f"arn:aws:iam::{ACCOUNT}:role/{name}"


def make_permission_sets(emulator: Emulator) -> None:
    """Permission sets, the first of them assigned to a group that is not listed."""
    sso = emulator.client("sso-admin")
    instance = sso.list_instances()["Instances"][0]["InstanceArn"]
    for name, policy in PERMISSION_SETS.items():
        made = sso.create_permission_set(Name=name, InstanceArn=instance)
        at = {"InstanceArn": instance, "PermissionSetArn": made["PermissionSet"]["PermissionSetArn"]}
        sso.attach_managed_policy_to_permission_set(ManagedPolicyArn=policy, **at)
        sso.provision_permission_set(TargetType="AWS_ACCOUNT", TargetId=ACCOUNT, **at)
        target = {"TargetId": ACCOUNT, "TargetType": "AWS_ACCOUNT", "PrincipalType": "GROUP", "PrincipalId": "g-1"}
        sso.create_account_assignment(**at, **target)


def make_instances(emulator: Emulator) -> None:
    """Instances with a profile and without."""
    iam, ec2 = emulator.client("iam"), emulator.client("ec2", HOME)
    iam.create_instance_profile(InstanceProfileName="web")
    image = ec2.describe_images()["Images"][0]["ImageId"]
    for name, has_profile in INSTANCES.items():
        profile = {"IamInstanceProfile": {"Name": "web"}} if has_profile else {}
        tags = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": name}]}]
        ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, TagSpecifications=tags, **profile)
