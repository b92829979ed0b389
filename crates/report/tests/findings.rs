//! A run's findings as a table and as JSON.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]
use model::s3::{
    AccountPublicAccess, Bucket, ObjectLock, PublicAccess, PublicAccessBlock, Versioning,
    VersioningStatus, Versions,
};
use model::{
    AccountRef, Demand, Listing, Observed, Reason, Scope, Settings, Severity, Snapshot, Timestamp,
};
use report::{Keep, Report, Run, Style};

fn now() -> Timestamp {
    "2026-03-01T12:00:00Z".parse().unwrap()
}

/// One bucket closed, one open, one that could not be read.
fn snapshot() -> Snapshot {
    let mut snapshot = Snapshot::new(AccountRef::new("aws", "111122223333"), now());
    let root = snapshot.root();
    snapshot.put::<AccountPublicAccess>(root, now(), Observed::Seen(None));
    snapshot.listed::<Bucket>(root, now(), Listing::Complete);
    let versions = |status| {
        Observed::Seen(Versions {
            status,
            mfa_delete: false,
        })
    };
    let denied = || Reason::Denied("s3:GetBucketVersioning".into());
    for (name, block, versions) in [
        (
            "closed",
            Some(PublicAccessBlock::ALL),
            versions(VersioningStatus::Enabled),
        ),
        ("open", None, versions(VersioningStatus::Never)),
        (
            "unread",
            Some(PublicAccessBlock::ALL),
            Observed::Missed(denied()),
        ),
    ] {
        let row =
            snapshot.enter::<Bucket>(root, &format!("arn:aws:s3:::{name}"), Some("eu-west-1"));
        snapshot.put::<PublicAccess>(row, now(), Observed::Seen(block));
        snapshot.put::<Versioning>(row, now(), versions);
        snapshot.put::<ObjectLock>(
            row,
            now(),
            Observed::Missed(Reason::failed("InternalError: try again")),
        );
    }
    snapshot
}

const CONTROLS: [&str; 4] = [
    "s3.account-public-access-block",
    "s3.bucket-public-access-block",
    "s3.object-lock",
    "s3.versioning",
];

const EXCEPTION: &str = "exceptions: [{control: s3.versioning, resource: 'arn:aws:s3:::open', reason: scratch, owner: ops@example.com, until: 2026-12-31}]";

fn report(settings: &Settings, keep: Keep) -> Report {
    let controls: Vec<&'static dyn Demand> = CONTROLS
        .iter()
        .map(|id| controls::find(id).unwrap())
        .collect();
    let run = Run {
        id: "test".into(),
        version: "1.2.3",
        account: AccountRef::new("aws", "111122223333"),
        at: now(),
        resources: vec![],
        regions: None,
        controls: CONTROLS.to_vec(),
        regions_off: Vec::new(),
        left_out: Vec::new(),
        settings: settings.hash().into(),
    };
    let mut report = Report::new(run, keep);
    for (control, finding) in controls::assess(&controls, &Scope::Everything, &snapshot(), settings)
    {
        report.add(control, finding);
    }
    report.finish()
}

const KEEP: Keep = Keep {
    passing: false,
    evidence: true,
};
const PLAIN: Style = Style {
    colour: false,
    width: 160,
};

#[test]
fn table() {
    let settings = Settings::at(now());
    insta::assert_snapshot!(report::table(&report(&settings, KEEP), PLAIN));
}

#[test]
fn table_with_exception_and_passes() {
    let settings = Settings::parse(EXCEPTION, now(), &CONTROLS).unwrap();
    let keep = Keep {
        passing: true,
        evidence: true,
    };
    insta::assert_snapshot!(report::table(&report(&settings, keep), PLAIN));
}

#[test]
fn json() {
    let settings = Settings::parse(EXCEPTION, now(), &CONTROLS).unwrap();
    let keep = Keep {
        passing: true,
        evidence: true,
    };
    insta::assert_snapshot!(report::json(&report(&settings, keep)));
}

#[test]
fn exit_status() {
    let settings = Settings::at(now());
    let report = report(&settings, KEEP);
    assert_eq!(report.exit_status(Severity::Low), 1);
    assert_eq!(report.exit_status(Severity::High), 1);
    assert_eq!(
        report.exit_status(Severity::Critical),
        3,
        "nothing critical, but not all was seen"
    );
}
