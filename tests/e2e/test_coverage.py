"""Lost sight: what cannot be read is told once, and neither resolves nor hides anything."""

from emulator.account import ACCOUNT
from watched import Watched

LIFECYCLE = "s3.lifecycle"
READ = "s3:GetLifecycleConfiguration"
OTHER = "s3:GetBucketVersioning"


def lost(*permissions: str) -> list[tuple[str, str, str]]:
    return [("coverage-lost", one, "") for one in permissions]


def restored(*permissions: str) -> list[tuple[str, str, str]]:
    return [("coverage-restored", one, "") for one in permissions]


def test_one_message_for_each_permission_however_many_buckets(watched: Watched) -> None:
    here = watched.emulator.deny(READ, resource="*acme-ledger")
    assert watched.sweep() == lost(READ)
    here.lift()
    everywhere, other = watched.emulator.deny(READ), watched.emulator.deny(OTHER)
    # Buckets that went dark since are news too.
    assert sorted(watched.sweep()) == sorted(lost(READ, OTHER))
    assert watched.sweep() == []
    everywhere.lift()
    assert watched.sweep() == restored(READ)
    other.lift()
    messages = watched.hear()
    assert [(one.body["transition"], one.body["sequence"]) for one in messages] == [("coverage-restored", 2)]
    assert watched.sweep() == []
    with watched.emulator.deny(READ):
        [again] = watched.hear()
    assert (again.body["transition"], again.body["sequence"], again.body["reason"]) == ("coverage-lost", 4, "denied")
    assert LIFECYCLE in again.body["controls"]


def test_what_is_not_seen_is_neither_resolved_nor_opened(watched: Watched) -> None:
    watched.break_lifecycle("acme-ledger")
    assert watched.sweep() == [("opened", LIFECYCLE, "acme-ledger")]
    with watched.emulator.deny(READ):
        watched.mend_lifecycle("acme-ledger")
        watched.break_lifecycle("acme-orders")
        assert watched.sweep() == lost(READ)
        assert watched.look("acme-ledger", "acme-orders") == []
    assert watched.look("acme-ledger") == [("resolved", LIFECYCLE, "acme-ledger")], "one bucket proves no sight of all"
    assert watched.sweep() == [*restored(READ), ("opened", LIFECYCLE, "acme-orders")]


def test_a_list_that_is_denied_proves_nobody_gone(watched: Watched) -> None:
    watched.break_lifecycle("acme-ledger")
    watched.sweep()
    with watched.emulator.deny("s3:ListAllMyBuckets"):
        assert watched.sweep() == lost("s3:ListAllMyBuckets")
        assert watched.sweep() == []
    assert watched.sweep() == restored("s3:ListAllMyBuckets")
    assert watched.sweep() == []


def test_a_role_that_cannot_be_assumed_is_lost_sight(watched: Watched) -> None:
    watched.break_lifecycle("acme-ledger")
    assert watched.sweep() == [("opened", LIFECYCLE, "acme-ledger")]
    by_role = {"role": f"arn:aws:iam::{ACCOUNT}:role/bailiwick-audit-s3"}
    with watched.emulator.deny("sts:AssumeRole"):
        watched.delete("acme-orders")
        assert watched.sweep(**by_role) == lost("sts:AssumeRole")
        assert watched.sweep(**by_role) == []
    watched.emulator.calls.reset()
    assert set(watched.sweep(**by_role)) >= set(restored("sts:AssumeRole"))
    assert watched.emulator.calls.count("sts:AssumeRole") == 1


def test_what_fails_and_what_is_throttled_is_told_too(watched: Watched) -> None:
    with watched.emulator.fail(READ):
        [message] = watched.hear()
    assert (message.body["permission"], message.body["reason"]) == (READ, "failed")
    assert watched.sweep() == restored(READ)
    with watched.emulator.throttle(READ, resource="*acme-orders"):
        [message] = watched.hear()
    assert (message.body["permission"], message.body["reason"]) == (READ, "throttled")


def test_people_are_told_what_to_do(watched: Watched) -> None:
    with watched.emulator.deny(READ):
        watched.sweep()
    [notice] = watched.deployment.people.drain()
    assert f"allow {READ}" in notice.body
    assert "not seen is not resolved" in notice.body
    watched.sweep()
    [notice] = watched.deployment.people.drain()
    assert "can be read again" in notice.body
