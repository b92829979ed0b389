"""Evidence that is too large for a message lies in the deployment's bucket, or is cut with a note."""

import json

from watched import Watched, arn, told

LIFECYCLE = "s3.lifecycle"
# As many rules as S3 takes, with names as long as it takes, all off.
RULES = [
    {"ID": f"{number:0255}", "Status": "Disabled", "Filter": {"Prefix": f"{number}/"}, "Expiration": {"Days": 1}}
    for number in range(1000)
]


def grow(watched: Watched) -> None:
    watched.s3.put_bucket_lifecycle_configuration(Bucket="acme-ledger", LifecycleConfiguration={"Rules": RULES})


def test_it_lies_in_the_bucket(watched: Watched) -> None:
    grow(watched)
    [message] = watched.hear()
    assert told(message) == ("opened", LIFECYCLE, "acme-ledger")
    stored = message.body["evidence_stored"]
    assert message.body["evidence"] == []
    assert stored["bucket"] == watched.deployment.bucket
    body = watched.s3.get_object(Bucket=stored["bucket"], Key=stored["key"])["Body"].read()
    assert len(body) == stored["bytes"] > 200 * 1024
    [sight] = json.loads(body)
    assert (sight["fact"], sight["of"]) == ("s3.bucket.lifecycle", arn("acme-ledger"))
    assert [rule["id"] for rule in sight["value"]] == [rule["ID"] for rule in RULES]


def test_it_is_cut_where_it_cannot_be_stored(watched: Watched) -> None:
    grow(watched)
    with watched.emulator.deny("s3:PutObject"):
        [message] = watched.hear()
    assert message.body["evidence"] == []
    assert message.body["evidence_cut"]["bytes"] > 200 * 1024
    assert "evidence_stored" not in message.body
