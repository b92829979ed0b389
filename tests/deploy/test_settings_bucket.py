"""Who may write the settings, judged by the policy engine: the settings decide what Bailiwick trusts and changes."""

import json

import pytest

from engine import allows
from templates import ACCOUNT, Stack, Statement, security

BUCKET, KEY = "arn:aws:s3:::bailiwick-bucket", f"arn:aws:kms:us-east-1:{ACCOUNT}:key/11111111-2222-4333-8444-555555555555"
SETTINGS, EVIDENCE = f"{BUCKET}/settings.yaml", f"{BUCKET}/evidence/one.json"
WRITER, ADMIN = (f"arn:aws:iam::{ACCOUNT}:role/{name}" for name in ("security/policy-pipeline", "Admin"))
NAMED = security(SettingsWriterArns=f"{WRITER},arn:aws:iam::{ACCOUNT}:role/sso/AWSReservedSSO_Security_*")
EVERYTHING: list[Statement] = [{"Effect": "Allow", "Action": "*", "Resource": "*"}]
TLS = [("aws:SecureTransport", "true"), ("s3:TlsVersion", "1.3")]
KMS_KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id"
CUSTOMER_KEY = "s3:x-amz-server-side-encryption-customer-algorithm"
FOREIGN = "arn:aws:kms:us-east-1:999999999999:key/11111111-2222-4333-8444-555555555555"


def may(principal: str, action: str, resource: str, *context: tuple[str, str], stack: Stack = NAMED) -> bool:
    """Whether a principal of the account who is allowed everything gets past the bucket's policy."""
    document = json.dumps(stack.of_type("AWS::S3::BucketPolicy")["BucketPolicy"]["PolicyDocument"]["Statement"])
    own = json.loads(document.replace("<Bucket.Arn>", BUCKET).replace("<Key.Arn>", KEY))
    given = [*TLS, ("aws:PrincipalArn", principal), *context]
    return allows(principal, action, resource, given, EVERYTHING, own)


@pytest.mark.parametrize("action", ["s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObjectTagging"])
def test_only_named_roles_write_the_settings(action: str) -> None:
    assert may(WRITER, action, SETTINGS)
    assert may(f"arn:aws:iam::{ACCOUNT}:role/sso/AWSReservedSSO_Security_1234", action, SETTINGS)
    assert not may(ADMIN, action, SETTINGS)
    assert not may(f"arn:aws:iam::{ACCOUNT}:root", action, SETTINGS)
    assert not may(f"arn:aws:iam::{ACCOUNT}:role/bailiwick-function-audit-s3", action, SETTINGS)


def test_without_a_named_role_no_principal_writes_them() -> None:
    for principal in (WRITER, ADMIN, f"arn:aws:iam::{ACCOUNT}:root"):
        assert not may(principal, "s3:PutObject", SETTINGS, stack=security())


def test_other_principals_read_them_and_store_evidence() -> None:
    assert may(ADMIN, "s3:GetObject", SETTINGS)
    assert may(f"arn:aws:iam::{ACCOUNT}:role/bailiwick-function-audit-s3", "s3:PutObject", EVIDENCE)


@pytest.mark.parametrize("resource", [SETTINGS, EVIDENCE])
def test_nothing_is_stored_under_a_key_that_is_not_the_deployments(resource: str) -> None:
    assert may(WRITER, "s3:PutObject", resource, (KMS_KEY, KEY))
    assert not may(WRITER, "s3:PutObject", resource, (KMS_KEY, FOREIGN))
    assert not may(WRITER, "s3:PutObject", resource, (CUSTOMER_KEY, "AES256"))
