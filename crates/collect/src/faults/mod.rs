//! Every operation with every kind of bad response: what is read is what AWS says, or it is missed.
//!
//! For each fact and each list, the operations that reading it takes are learned from a good run; then each of them
//! responds badly in each way, all others well. Whatever was seen in the good run must be seen with the same value, or
//! be missed with a reason; no resource may vanish, and none may count as gone.
#![allow(
    clippy::unwrap_used,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]
mod account;
mod bad;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use aws_smithy_types::retry::RetryConfig;
use model::{Account, Finding, Kind, KindInfo, Need, Observed, Reason, Scope, Snapshot};

use crate::time::Virtual;
use crate::wire::{Reply, WireRequest, aws_at};
use crate::{KindNeeds, Readers, Request, Sweep};
use bad::Bad;

const ALL: Readers = &[
    crate::account::READERS,
    crate::iam::READERS,
    crate::kms::READERS,
    crate::organization::READERS,
    crate::s3::READERS,
];

/// Reads one fact or list, keeping all of it.
fn read(
    need: Need,
    answer: impl Fn(&WireRequest) -> Reply + Send + Sync + 'static,
) -> (Snapshot, Vec<WireRequest>) {
    let time = Virtual::default();
    let (aws, log) = aws_at(&time, RetryConfig::disabled(), answer);
    let needs: &'static [Need] = match need.is_listing() {
        true => &[],
        false => Vec::leak(vec![need]),
    };
    // A second ask, of the account, keeps what the first would let go.
    let wanted = [need.kind, Account::INFO].map(|kind| KindNeeds { kind, needs });
    let request = Request::new(wanted, Scope::Everything, None);
    let snapshot = time.run(async {
        let mut sweep = Sweep::new(&aws, ALL, request).unwrap();
        let mut last = None;
        while sweep.next().await.is_some() {
            last = Some(sweep.snapshot().clone());
        }
        last.unwrap_or_else(|| sweep.finish())
    });
    let requests = log.lock().unwrap().clone();
    (snapshot, requests)
}

/// What went wrong, if anything did.
fn compare(need: &Need, good: &Snapshot, bad: &Snapshot) -> Vec<String> {
    let mut wrong = Vec::new();
    for kind in need.kind.lineage() {
        for row in 0..good.count(kind) {
            let id = good.id_at(kind, row);
            let region = good.region_of(kind, row).unwrap_or(Finding::GLOBAL);
            if bad.missing_since(kind, region, id).is_some() {
                wrong.push(format!("{id} counts as gone"));
            }
            match bad.row_of(kind, id) {
                None if bad.unlisted(kind).is_empty() => wrong.push(format!("{id} vanished")),
                Some(there) if kind.id == need.kind.id && !need.is_listing() => {
                    wrong.extend(
                        differs(need, good, row, bad, there).map(|why| format!("{id}: {why}")),
                    );
                }
                _ => {}
            }
        }
        for row in 0..bad.count(kind) {
            let id = bad.id_at(kind, row);
            if good.row_of(kind, id).is_none() {
                wrong.push(format!("{id} does not exist"));
            }
        }
    }
    wrong.extend(bad.all_gone().map(|(_, id, _)| format!("{id} is gone")));
    wrong
}

fn differs(
    need: &Need,
    good: &Snapshot,
    row: usize,
    bad: &Snapshot,
    there: usize,
) -> Option<String> {
    match (good.value(need, row), bad.value(need, there)) {
        (_, Observed::Missed(Reason::NotRequested)) => Some("was not requested".into()),
        (_, Observed::Missed(_)) => None,
        (good, bad) if good == bad => None,
        // Some values say themselves of which part nothing is known.
        (_, Observed::Seen(value)) if value.to_string().contains("nknown") => None,
        (_, bad) => Some(format!("{bad:?}")),
    }
}

/// The facts and lists of these readers.
fn needs(lists: Readers) -> Vec<Need> {
    let all = lists.iter().copied().flatten();
    all.flat_map(crate::Reader::fills).collect()
}

/// Tries everything on what these readers read.
fn sweep(lists: Readers) {
    let mut failures = Vec::new();
    let (mut operations, mut runs) = (BTreeSet::new(), 0);
    for need in needs(lists) {
        let (good, requests) = read(need, |request| Reply::Response(account::good(request)));
        assert_seen(&need, &good);
        let of_need: BTreeSet<String> = requests.iter().map(account::operation).collect();
        for operation in of_need {
            for bad in Bad::ALL {
                if bad == Bad::EndlessFreshTokens && !is_official(&operation) {
                    continue;
                }
                let (target, count) = (operation.clone(), Arc::new(AtomicUsize::new(0)));
                let answer =
                    move |request: &WireRequest| match account::operation(request) == target {
                        true => bad.reply(request, account::good(request), &count),
                        false => Reply::Response(account::good(request)),
                    };
                let (seen, _) = read(need, answer);
                runs += 1;
                for why in compare(&need, &good, &seen) {
                    failures.push(format!("{} with {operation} {bad:?}: {why}", need.id));
                }
            }
            operations.insert(operation);
        }
    }
    assert!(
        runs > 100 && operations.len() > 3,
        "{runs} runs of {operations:?}"
    );
    assert!(
        failures.is_empty(),
        "{} of {runs} runs:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// Whether an operation goes through an official crate. Lists of crate `calls` end after so many
/// pages that its own tests alone try that.
fn is_official(operation: &str) -> bool {
    let services = ["s3-control ", "iam ", "kms ", "organizations "];
    let mut services = services.iter();
    services.any(|service| operation.starts_with(service))
}

/// The good account has one of everything, and all of it can be read.
fn assert_seen(need: &Need, good: &Snapshot) {
    assert!(
        good.unlisted(need.kind).is_empty(),
        "{}: {:?}",
        need.id,
        good.unlisted(need.kind)
    );
    assert!(good.count(need.kind) > 0, "{}: there is none", need.id);
    for row in 0..good.count(need.kind) {
        let seen = good.observed(need, row);
        assert!(
            need.is_listing() || seen == Observed::Seen(()),
            "{}: {seen:?}",
            need.id
        );
    }
}

fn kinds(lists: Readers) -> Vec<&'static KindInfo> {
    needs(lists).iter().map(|need| need.kind).collect()
}

#[test]
fn s3() {
    sweep(&[crate::s3::READERS]);
}

#[test]
fn iam() {
    sweep(&[crate::iam::READERS]);
}

#[test]
fn keys_regions_and_the_organisation() {
    sweep(&[
        crate::account::READERS,
        crate::kms::READERS,
        crate::organization::READERS,
    ]);
}

/// Services of which nothing stands in the good account yet: what is read of them goes through crate `calls`, which tries
/// bad responses of every operation by itself.
const UNTRIED: &[&str] = &[
    "acm",
    "apigateway",
    "backup",
    "cloudfront",
    "cloudtrail",
    "config",
    "dax",
    "dynamodb",
    "ebs",
    "ec2",
    "efs",
    "eks",
    "elasticache",
    "elb",
    "fsx",
    "guardduty",
    "inspector2",
    "kafka",
    "kinesis",
    "lambda",
    "logs",
    "macie2",
    "opensearch",
    "rds",
    "redshift",
    "redshift-serverless",
    "route53",
    "secretsmanager",
    "securityhub",
    "sns",
    "sqs",
    "vpc",
    "wafv2",
];

/// Whatever is read is tried, or named as untried.
#[test]
fn every_service_is_tried_or_named() {
    let tried: BTreeSet<_> = needs(ALL).iter().map(|need| need.service.id).collect();
    let homes = crate::homes::all();
    let read = homes
        .iter()
        .copied()
        .flatten()
        .flat_map(crate::Reader::fills);
    let untried: BTreeSet<_> = read.map(|need| need.service.id).collect();
    let untried: Vec<_> = untried.difference(&tried).copied().collect();
    assert_eq!(untried, UNTRIED);
}

/// What is read by nobody is tried by nobody.
#[test]
fn every_reader_is_tried() {
    let listed = |kind: &KindInfo| kinds(ALL).iter().any(|one| one.id == kind.id);
    for kind in kinds(ALL) {
        assert!(
            kind.lineage()
                .all(|kind| kind.within.is_none() || listed(kind)),
            "{}",
            kind.id
        );
    }
}
