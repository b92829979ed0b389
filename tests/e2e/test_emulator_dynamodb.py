"""Transactions of the emulated DynamoDB: whole or not at all, done once, and none in the way of another."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from botocore.exceptions import ClientError

from emulator import Emulator
from harness.deployment import make_table

TABLE = "ledger"
NEW = {"ConditionExpression": "attribute_not_exists(pk)"}


@pytest.fixture
def table(emulator: Emulator) -> Any:
    make_table(emulator, TABLE)
    return emulator.client("dynamodb")


def place(name: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": "all"}, "sk": {"S": name}}


def put(name: str, value: Any = 1, **condition: Any) -> dict[str, Any]:
    return {"Put": {"TableName": TABLE, "Item": place(name) | {"value": {"N": str(value)}}, **condition}}


def values(table: Any) -> dict[str, int]:
    return {one["sk"]["S"]: int(one["value"]["N"]) for one in table.scan(TableName=TABLE)["Items"]}


def test_a_refused_transaction_does_nothing_and_says_which_step(table: Any) -> None:
    table.transact_write_items(TransactItems=[put("a", 1)])
    update = {"TableName": TABLE, "Key": place("a"), "UpdateExpression": "SET #v = :v"}
    update |= {"ExpressionAttributeNames": {"#v": "value"}, "ExpressionAttributeValues": {":v": {"N": "9"}}}
    table.transact_write_items(TransactItems=[put("z", 1)])
    for first in (put("b"), {"Update": update}):
        with pytest.raises(ClientError) as refused:
            table.transact_write_items(TransactItems=[first, put("z", 2, **NEW)])
        codes = [reason.get("Code") for reason in refused.value.response["CancellationReasons"]]
        assert codes == ["None", "ConditionalCheckFailed"]
        assert values(table) == {"a": 1, "z": 1}


def test_the_same_token_is_the_same_transaction(table: Any) -> None:
    steps = {"TransactItems": [put("a", **NEW)], "ClientRequestToken": "once"}
    table.transact_write_items(**steps)
    table.transact_write_items(**steps)
    with pytest.raises(ClientError) as refused:
        table.transact_write_items(TransactItems=[put("b")], ClientRequestToken="once")
    assert refused.value.response["Error"]["Code"] == "IdempotentParameterMismatchException"
    assert values(table) == {"a": 1}


def test_who_is_refused_takes_nothing_back_from_others(table: Any, emulator: Emulator) -> None:
    table.transact_write_items(TransactItems=[put("there")])

    def writer(number: int) -> None:
        for n in range(20):
            table.transact_write_items(TransactItems=[put(f"{number}-{n}")])

    def refused(_: int) -> None:
        for _ in range(20):
            with pytest.raises(ClientError):
                table.transact_write_items(TransactItems=[put("there", 2, **NEW), put("never")])

    with ThreadPoolExecutor() as pool:
        jobs = [pool.submit(job, number) for number in range(3) for job in (writer, refused)]
        for job in jobs:
            job.result()
    assert len(values(table)) == 61
