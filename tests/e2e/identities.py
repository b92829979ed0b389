"""What must come out of the misconfigured account's identities: told from their table, and not from the account."""

from collections.abc import Iterator

from emulator.account import ACCOUNT
from emulator.account_iam import QUARANTINE, USERS, Key, User
from expectations import ROOT, status

# (control, ARN or what stands for it, part or Region)
Where = tuple[str, str, str]

CONTROLS = (
    "access-analyzer",
    "cognito-unauthenticated",
    "data-perimeter",
    "identity-center-admin",
    "instance-role",
    "organisation-delegated-admin",
    "organisation-delegated-admin-listed",
    "organisation-member",
    "password-expiry",
    "password-length",
    "password-reuse",
    "password-strength",
    "quarantined-credential",
    "roles-anywhere",
    "root-access-key",
    "root-centralised",
    "root-hardware-mfa",
    "root-mfa",
    "root-usage",
    "security-contact",
    "server-certificate-expired",
    "service-credential",
    "support-role",
    "user-console-mfa",
    "user-direct-policies",
    "user-federation",
    "user-hardware-mfa",
    "user-key-at-setup",
    "user-key-rotation",
    "user-key-unused",
    "user-mfa",
    "user-password-unused",
    "user-single-key",
)

# Of the account as a whole: moto's root user has no MFA, and the account belongs to no organisation.
OF_ACCOUNT = {
    "data-perimeter": "not-applicable",
    "organisation-delegated-admin": "not-applicable",
    "organisation-delegated-admin-listed": "not-applicable",
    "organisation-member": "fail",
    "password-expiry": "fail",
    "password-length": "pass",
    "password-reuse": "fail",
    "password-strength": "fail",
    "root-access-key": "pass",
    "root-centralised": "not-applicable",
    "root-hardware-mfa": "fail",
    "root-mfa": "fail",
    "root-usage": "pass",
    "security-contact": "fail",
    "support-role": "pass",
    "user-federation": "fail",
}
# By the name that the account's table gives to each.
OF_OTHERS = {
    ("cognito-unauthenticated", "strangers-write"): "fail",
    ("cognito-unauthenticated", "strangers-count"): "pass",
    ("cognito-unauthenticated", "members-only"): "pass",
    ("identity-center-admin", "Administrators"): "fail",
    ("identity-center-admin", "Readers"): "not-applicable",
    ("instance-role", "with-profile"): "pass",
    ("instance-role", "without-profile"): "fail",
    ("roles-anywhere", "9f1c"): "pass",
    ("server-certificate-expired", "web"): "pass",
    ("server-certificate-expired", "old-web"): "fail",
}


def expected() -> dict[Where, str]:
    """The status of each control at each resource, from the rows of the account's table."""
    told = {(control, ROOT, ""): one for control, one in OF_ACCOUNT.items()}
    told |= {(control, name, ""): one for (control, name), one in OF_OTHERS.items()}
    told |= {("access-analyzer", ROOT, "us-east-1"): "pass", ("access-analyzer", ROOT, "eu-west-1"): "fail"}
    for user in USERS:
        arn = f"arn:aws:iam::{ACCOUNT}:user/{user.name}"
        told |= {(control, arn, ""): one for control, one in of_user(user)}
        # Keys go by their ids, which the emulator makes up: a number stands for each.
        for number, key in enumerate(user.keys, 1):
            told |= {(control, arn, f"access-key-{number}"): one for control, one in of_key(key)}
    return told


def of_user(user: User) -> Iterator[tuple[str, str]]:
    """What each control of a user must say."""
    active = [key for key in user.keys if key.active]
    idle = not user.password and not active
    at_setup = any(key.unused is None or key.days == user.days for key in active)
    used_lately = (user.unused if user.unused is not None else user.days) <= 45
    direct = user.inline or user.attached not in (None, QUARANTINE)
    yield "user-console-mfa", status(bool(user.mfa)) if user.password else "not-applicable"
    yield "user-mfa", "not-applicable" if idle else status(bool(user.mfa))
    yield "user-hardware-mfa", "not-applicable" if idle and not user.mfa else status(user.mfa == "hardware")
    yield "user-password-unused", status(used_lately) if user.password else "not-applicable"
    yield "user-key-at-setup", status(not at_setup) if user.password else "not-applicable"
    yield "user-single-key", status(len(active) <= 1)
    yield "user-direct-policies", status(not direct)
    yield "quarantined-credential", status(user.attached != QUARANTINE)
    yield "service-credential", status(user.name != "pushes-code")


def of_key(key: Key) -> Iterator[tuple[str, str]]:
    """What each control of an access key must say."""
    unused = key.days if key.unused is None else min(key.days, key.unused)
    yield "user-key-unused", status(unused <= 45) if key.active else "not-applicable"
    yield "user-key-rotation", status(key.days <= 90) if key.active else "not-applicable"
