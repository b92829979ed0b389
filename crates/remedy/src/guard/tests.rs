//! Each guard by itself: everything else allows the fix.
use std::time::Duration;

use controls::Judge;
use ledger::{File, Fix, FixState, Fixes, Stop, Written};
use model::s3::{AccountPublicAccess, Bucket, PublicAccess};
use model::{
    AccountRef, Applicability, Finding, Kind, Observed, Settings, Snapshot, Tags, Timestamp, Undo,
};

use super::{Case, Decision, GUARDS, decide};
use crate::{Created, Looked, Planned, Tagged, plan};

const ACCOUNT: &str = "111122223333";
const BLOCK: &str = "s3.bucket-public-access-block";
const BUCKET: &str = "arn:aws:s3:::logs";

fn at(minute: i64) -> Timestamp {
    let start: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    Timestamp::from_second(start.as_second() + minute * 60).unwrap()
}

fn settings(rule: &str, more: &str) -> Settings {
    let text = format!("remediation:\n  cooldown-minutes: 5\n{more}  rules:\n    - {{{rule}}}\n");
    Settings::parse(&text, at(0), &controls::ids()).unwrap()
}

fn acting() -> Settings {
    settings(&format!("control: {BLOCK}, mode: act"), "")
}

/// An open bucket, and what would close it.
fn open(tags: Tagged) -> (Looked, Planned) {
    let mut snapshot = Snapshot::new(AccountRef::new("aws", ACCOUNT), at(0));
    let root = snapshot.root();
    snapshot.put::<AccountPublicAccess>(root, at(0), Observed::Seen(None));
    let row = snapshot.enter::<Bucket>(root, BUCKET, Some("eu-west-1"));
    snapshot.put::<PublicAccess>(row, at(0), Observed::Seen(None));
    let control = controls::find(BLOCK).unwrap();
    let mut judge = Judge::new(vec![control], acting());
    let (control, finding): (_, Finding) = judge.piece(&snapshot, Bucket::INFO, &(0..1)).remove(0);
    let looked = Looked {
        tags,
        ..Looked::new(&snapshot, control, finding)
    };
    let planned = plan(&looked, &acting()).unwrap().unwrap();
    (looked, planned)
}

fn none() -> Tagged {
    Tagged::Seen(Tags::new())
}

fn tagged(key: &str, value: &str) -> Tagged {
    Tagged::Seen(Tags::from([(key.into(), value.into())]))
}

/// What is decided at a minute, with fixes begun at others.
struct Given {
    settings: Settings,
    stale: Option<&'static str>,
    tags: Tagged,
    fixes: Vec<i64>,
    own: bool,
    approved: bool,
    created: Created,
    now: i64,
    plan: fn(&mut Planned),
}

fn given() -> Given {
    Given {
        settings: acting(),
        stale: None,
        tags: none(),
        fixes: vec![],
        own: false,
        approved: false,
        created: Created::Never,
        now: 0,
        plan: |_| {},
    }
}

async fn begun(store: &File, planned: &Planned, minute: i64) {
    let fixes = Fixes::new(store);
    let fix = Fix {
        id: Fix::name(ACCOUNT, at(minute), &planned.change),
        control: BLOCK.into(),
        account: ACCOUNT.into(),
        partition: "aws".into(),
        region: "eu-west-1".into(),
        resource: BUCKET.into(),
        part: None,
        change: planned.change.clone(),
        command: String::new(),
        residue: None,
        mode: "act".into(),
        state: FixState::Begun,
        why: None,
        by: "me".into(),
        approved_by: None,
        undone_by: None,
        after: None,
        planned_at: at(minute),
        changed_at: at(minute),
    };
    let time = Duration::from_secs(30);
    let lease = fixes.lease(ACCOUNT, BUCKET, "run", at(minute), time).await;
    let lease = lease.unwrap().unwrap();
    let standing = fixes.standing(ACCOUNT, &planned.change).await.unwrap();
    let begun = fixes.begin(&fix, &standing, &lease, at(minute)).await;
    assert_eq!(begun.unwrap(), Written::Yes);
    fixes.release(lease, at(minute)).await.unwrap();
}

impl Given {
    async fn decided(self, prepare: impl AsyncFn(&Fixes<'_, File>, &Planned)) -> Decision {
        let store = File::in_memory().unwrap();
        let (looked, mut planned) = open(self.tags);
        let looked = Looked {
            created: self.created,
            ..looked
        };
        (self.plan)(&mut planned);
        for minute in self.fixes {
            begun(&store, &planned, minute).await;
        }
        let fixes = Fixes::new(&store);
        prepare(&fixes, &planned).await;
        let standing = fixes.standing(ACCOUNT, &planned.change).await.unwrap();
        decide(&Case {
            settings: &self.settings,
            stale: self.stale,
            looked: &looked,
            planned: &planned,
            standing: &standing,
            own: self.own,
            reverter: Some("arn:aws:iam::111122223333:user/eve"),
            approved: self.approved,
            now: at(self.now),
        })
    }

    async fn alone(self) -> Decision {
        self.decided(async |_, _| {}).await
    }
}

fn why(decision: &Decision) -> &str {
    match decision {
        Decision::Act => "",
        Decision::RequestApproval(why)
        | Decision::Observe(why)
        | Decision::PublishPatch(why)
        | Decision::Leave(why)
        | Decision::Wait(why)
        | Decision::Later(_, why)
        | Decision::Fought(why) => why,
    }
}

#[tokio::test]
async fn nothing_speaks_against_it() {
    assert_eq!(given().alone().await, Decision::Act);
}

#[tokio::test]
async fn modes() {
    let by = |rule: &str| settings(rule, "");
    let decided = async |rule: &str| {
        let settings = by(rule);
        Given {
            settings,
            ..given()
        }
        .alone()
        .await
    };
    let off = decided("control: s3.versioning, mode: act").await;
    assert!(matches!(off, Decision::Wait(_)));
    let named = format!("control: {BLOCK}, mode: ask");
    assert!(matches!(
        decided(&named).await,
        Decision::RequestApproval(_)
    ));
    let pattern = decided("control: s3.*, mode: act").await;
    assert!(why(&pattern).contains("named") || why(&pattern).contains("names its control"));
    assert!(
        matches!(pattern, Decision::RequestApproval(_)),
        "to be reviewed"
    );
    let observed = decided("control: s3.*, mode: observe").await;
    assert!(matches!(observed, Decision::Observe(_)));
    let settings = by(&format!("control: {BLOCK}, mode: ask"));
    let approved = true;
    let confirmed = Given {
        settings,
        approved,
        ..given()
    };
    assert_eq!(confirmed.alone().await, Decision::Act);
    let settings = by("control: s3.*, mode: observe");
    let lapsed = Given {
        settings,
        approved,
        ..given()
    };
    assert!(matches!(lapsed.alone().await, Decision::Wait(_)));
}

#[tokio::test]
async fn everything_is_stopped() {
    let stale = Some("line 3: unknown field");
    assert!(matches!(
        Given { stale, ..given() }.alone().await,
        Decision::Wait(_)
    ));
    let observing = Given {
        settings: settings(&format!("control: {BLOCK}, mode: observe"), ""),
        stale,
        ..given()
    };
    assert!(
        matches!(observing.alone().await, Decision::Leave(_)),
        "where nothing is fixed, nothing waits"
    );
    let settings = settings(&format!("control: {BLOCK}, mode: act"), "  stop: true\n");
    for approved in [false, true] {
        let settings = settings.clone();
        let stopped = Given {
            settings,
            approved,
            ..given()
        };
        assert!(why(&stopped.alone().await).contains("stop every fix"));
    }
    let stop = async |fixes: &Fixes<'_, File>, _: &Planned| {
        let stop = Stop {
            since: at(0),
            by: "ann".into(),
            why: "an incident".into(),
        };
        fixes.stop(Some(&stop)).await.unwrap();
    };
    assert!(why(&given().decided(stop).await).contains("ann: an incident"));
}

#[tokio::test]
async fn tags_decide_and_unread_ones_too() {
    let decided = async |tags, more: &str| {
        let settings = settings(&format!("control: {BLOCK}, mode: act"), more);
        Given {
            settings,
            tags,
            ..given()
        }
        .alone()
        .await
    };
    let kept = decided(tagged("bailiwick:keep", "please"), "").await;
    assert!(matches!(kept, Decision::Later(then, _) if then == at(24 * 60)));
    let unread = decided(Tagged::Unread("denied".into()), "").await;
    assert!(matches!(unread, Decision::Wait(_)));
    let stack = decided(tagged("aws:cloudformation:stack-name", "shop"), "").await;
    assert!(matches!(stack, Decision::PublishPatch(_)));
    let marked = decided(
        tagged("managed-by", "terraform"),
        "  iac-tags: [managed-by]\n",
    )
    .await;
    assert!(matches!(marked, Decision::PublishPatch(_)));
    assert_eq!(
        decided(tagged("managed-by", "hand"), "").await,
        Decision::Act
    );
    assert_eq!(decided(Tagged::Never, "").await, Decision::Act);
}

#[tokio::test]
async fn what_has_no_undo_or_no_writer_is_published_as_a_patch() {
    let manual: fn(&mut Planned) = |planned| planned.applicability = Applicability::Manual;
    let lost: fn(&mut Planned) = |planned| planned.undo = Undo::None;
    let unwritten: fn(&mut Planned) = |planned| planned.writer = None;
    for plan in [manual, lost, unwritten] {
        for approved in [false, true] {
            let manual_plan = Given {
                approved,
                plan,
                ..given()
            };
            assert!(matches!(
                manual_plan.alone().await,
                Decision::PublishPatch(_)
            ));
        }
    }
    let rewrites: fn(&mut Planned) =
        |planned| planned.writer = apply::writer_of("s3.bucket.policy");
    let rewriting = Given {
        plan: rewrites,
        ..given()
    };
    assert!(
        matches!(rewriting.alone().await, Decision::RequestApproval(_)),
        "never without approval"
    );
}

#[tokio::test]
async fn a_new_resource_waits_for_its_owners_tags() {
    let decided = async |created, minute, more: &str| {
        let new = Given {
            settings: settings(&format!("control: {BLOCK}, mode: act"), more),
            created,
            now: minute,
            ..given()
        };
        new.alone().await
    };
    let born = || Created::At(at(0));
    let waits = decided(born(), 9, "").await;
    assert!(matches!(waits, Decision::Later(then, _) if then == at(10)));
    assert_eq!(decided(born(), 10, "").await, Decision::Act);
    assert_eq!(
        decided(born(), 0, "  grace-minutes: 0\n").await,
        Decision::Act
    );
    let unread = decided(Created::Unread("denied".into()), 60, "").await;
    assert!(matches!(unread, Decision::Wait(_)));
}

/// Whoever can write the settings must not have everybody's data encrypted with a key of their own.
#[tokio::test]
async fn a_key_of_another_account_is_a_persons_to_decide() {
    let with = |account: &'static str| -> fn(&mut Planned) {
        match account {
            ACCOUNT => |planned| planned.change.to = serde_json::json!({"key": MY_KEY}),
            _ => |planned| planned.change.to = serde_json::json!({"a": [{"key": OTHER_KEY}]}),
        }
    };
    for (account, published) in [(ACCOUNT, false), ("444455556666", true)] {
        for approved in [false, true] {
            let plan = with(account);
            let decision = Given {
                approved,
                plan,
                ..given()
            };
            let decision = decision.alone().await;
            assert_eq!(
                matches!(decision, Decision::PublishPatch(_)),
                published,
                "{account}"
            );
        }
    }
}

const MY_KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1";
const OTHER_KEY: &str = "arn:aws:kms:eu-west-1:444455556666:key/1";

#[tokio::test]
async fn its_own_change_is_left() {
    let own = Given {
        own: true,
        ..given()
    };
    assert!(matches!(own.alone().await, Decision::Leave(_)));
}

#[tokio::test]
async fn a_cooldown_and_then_a_fight() {
    let decided = async |fixes: &[i64], now| {
        let fixes = fixes.to_vec();
        Given {
            fixes,
            now,
            ..given()
        }
        .alone()
        .await
    };
    assert!(matches!(decided(&[0], 4).await, Decision::Later(then, _) if then == at(5)));
    assert_eq!(decided(&[0], 5).await, Decision::Act);
    let fought = decided(&[0, 10], 20).await;
    assert!(matches!(&fought, Decision::Fought(why) if why.contains("user/eve")));
    assert_eq!(
        decided(&[0, 10], 61).await,
        Decision::Act,
        "the hour is over for one"
    );
    assert!(matches!(decided(&[10], 5).await, Decision::Wait(why) if why.contains("clock")));
}

#[tokio::test]
async fn so_many_an_hour() {
    let settings = settings(&format!("control: {BLOCK}, mode: act"), "  hourly-cap: 1\n");
    let capped = Given {
        settings,
        fixes: vec![0],
        now: 30,
        ..given()
    };
    assert!(matches!(capped.alone().await, Decision::Later(then, _) if then == at(60)));
}

#[tokio::test]
async fn what_was_undone_is_left_for_a_while() {
    let hold = async |fixes: &Fixes<'_, File>, planned: &Planned| {
        let over = (at(0), vec![]);
        let held = fixes.hold(ACCOUNT, &planned.change, at(60), "ann took it back", over);
        held.await.unwrap();
    };
    let within = Given { now: 59, ..given() }.decided(hold).await;
    assert!(matches!(&within, Decision::Leave(why) if why.contains("ann")));
    assert_eq!(
        Given { now: 61, ..given() }.decided(hold).await,
        Decision::Act
    );
}

/// docs/remediation.md says what each guard is called in metrics.
#[test]
fn every_guard_has_its_name_in_the_docs() {
    let docs = include_str!("../../../../docs/remediation.md");
    let counts = docs.split("## When a fix is not made").nth(1).unwrap();
    for (name, _) in GUARDS {
        assert!(counts.contains(&format!("`{name}`")), "{name}");
    }
}
