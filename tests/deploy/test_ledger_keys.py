"""Who may write what in the ledger's table, judged by the policy engine for the partition keys that the functions really use.

An item that makes somebody change an account (a fix, an approval, a task, a stop) must be out of an audit function's reach.
"""

import json
from collections.abc import Callable

import pytest

from emulator import Emulator
from emulator.account import ACCOUNT
from engine import allows
from harness import Deployment, Function, cli
from templates import security

TABLE = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/bailiwick-ledger"
STACK = security(Remediation="ask")
AUDITS = ["function-audit-s3", "function-audit-s3-events", "function-audit-iam", "function-drain"]
FIXER = "function-remediate"
BUCKET = "acme-payroll"
RULE = "remediation:\n  cooldown-minutes: 0\n  rules:\n    - {control: s3.bucket-public-access-block, mode: ask}\n"


def allowed(role: str, action: str, *keys: str) -> bool:
    """Whether a role may take an action on items with these partition keys."""
    statements = STACK.granted(STACK.roles()[f"bailiwick-{role}"])
    own = [one | {"Resource": TABLE} for one in statements if one["Resource"] == "<Ledger.Arn>"]
    context = [("dynamodb:LeadingKeys", key) for key in keys]
    return allows(f"arn:aws:iam::{ACCOUNT}:role/bailiwick-{role}", action, TABLE, context, own)


def partitions(deployment: Deployment) -> set[str]:
    """The partition keys that the table holds."""
    return {item["pk"]["S"] for item in deployment.items()}


def test_an_auditor_writes_findings_and_messages_and_nothing_that_makes_anybody_act(
    account: Emulator, start: Callable[..., Function], deployment: Deployment
) -> None:
    deployment.settings(RULE)
    assert not start("audit-s3").invoke({"account": ACCOUNT, "area": "s3", "run": "first", "sole": True}).failed
    audited = partitions(deployment)
    hint = {"schema": "bailiwick.finding/1", "transition": "opened", "control": "s3.bucket-public-access-block"}
    body = json.dumps(hint | {"resource": f"arn:aws:s3:::{BUCKET}", "account": ACCOUNT})
    record = {"messageId": "1", "body": body, "eventSource": "aws:sqs", "attributes": {}}
    fixer = start("remediate").invoke({"Records": [record]})
    assert fixer.result == {"batchItemFailures": []}, fixer.logs
    assert cli(account, "fixes", "--table", deployment.table, "--stop", "a test").status == 0
    acting = {key for key in partitions(deployment) - audited if not key.startswith(("audit#", "outbox#"))}
    assert audited and acting, "both were written"
    for role in AUDITS:
        for action in ("dynamodb:PutItem", "dynamodb:DeleteItem"):
            assert all(allowed(role, action, key) for key in audited), role
            assert not any(allowed(role, action, key) for key in acting), role
            assert not allowed(role, action, min(audited), min(acting)), "nor together with one of its own"
            assert not allowed(role, action), "nor without any key"
    for key in audited | acting:
        assert allowed(FIXER, "dynamodb:PutItem", key), key
        assert allowed(AUDITS[0], "dynamodb:Query", key), "everything may be read"
    assert allowed(FIXER, "dynamodb:PutItem", min(audited), min(acting)), "in one transaction too"


@pytest.mark.parametrize("role", [*AUDITS, FIXER])
def test_no_other_write_is_allowed(role: str) -> None:
    for action in ("UpdateItem", "BatchWriteItem", "PartiQLInsert", "PartiQLUpdate", "PartiQLDelete", "DeleteTable"):
        assert not allowed(role, f"dynamodb:{action}", "audit#s3"), action
