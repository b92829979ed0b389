use super::{
    Bucket, CONTROL, DestinationOwner, DestinationRegion, Organization, Replication,
    ReplicationRule,
};
use crate::cases::trust::organised;
use crate::testing::{Given, check_by, denied, fails, gap, given, passes, settings};
use model::{Account, Settings};

fn rule(owner: DestinationOwner, account: Option<&str>) -> ReplicationRule {
    ReplicationRule {
        id: "all".into(),
        enabled: true,
        destination: "arn:aws:s3:::replicas".into(),
        account: account.map(Into::into),
        region: DestinationRegion::In("us-west-2".into()),
        owner,
    }
}
fn bucket(rules: &[ReplicationRule]) -> Given<Bucket> {
    let account = given::<Account>().with::<Organization>(None);
    let bucket = account.on::<Bucket>();
    bucket.with::<Replication>(Some(rules.to_vec()))
}

#[test]
fn cases() {
    use DestinationOwner::{Ours, SomebodyElse, Unknown};
    let denied = || denied("s3:ListAllMyBuckets");
    let theirs = || rule(SomebodyElse, Some("444455556666"));
    let off = ReplicationRule {
        enabled: false,
        ..theirs()
    };
    let nowhere = ReplicationRule {
        region: DestinationRegion::NoSuchBucket,
        ..rule(SomebodyElse, None)
    };
    let reserved = ReplicationRule {
        destination: "arn:aws:s3:::replicas-111122223333-us-west-2-an".into(),
        ..nowhere.clone()
    };
    let foreign = ReplicationRule {
        destination: "arn:aws:s3:::replicas-444455556666-us-west-2-an".into(),
        ..nowhere.clone()
    };
    let member = |accounts| organised(bucket(&[theirs()]), accounts);
    let text = "trusted: {accounts: ['777788889999']}";
    check_by(
        &Settings::parse(text, settings().now, &[]).unwrap(),
        &CONTROL,
        &[
            passes(
                "trusted",
                bucket(&[rule(SomebodyElse, Some("777788889999"))]),
            ),
            passes("none", given::<Bucket>().with::<Replication>(None)),
            passes("own", bucket(&[rule(Ours, None)])),
            passes("disabled", bucket(&[off])),
            passes("of the organization", member(Some(&["444455556666"]))),
            fails("not of the organization", member(Some(&["999988887777"]))),
            fails("another account", bucket(&[rule(Ours, None), theirs()])),
            fails("unknown owner", bucket(&[rule(SomebodyElse, None)])),
            passes(
                "no such bucket, in the account's namespace",
                bucket(&[reserved]),
            ),
            fails("no such bucket, in another's namespace", bucket(&[foreign])),
            fails("no such bucket", bucket(&[nowhere])),
            fails(
                "one unknown",
                bucket(&[rule(Unknown(denied()), None), theirs()]),
            ),
            gap("accounts of the organization unread", member(None)),
            gap("unknown", bucket(&[rule(Unknown(denied()), None)])),
            gap("denied", given::<Bucket>().without::<Replication>(denied())),
        ],
    );
}
