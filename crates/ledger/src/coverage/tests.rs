use std::collections::BTreeMap;

use model::{Severity, Timestamp, Transition};

use super::{DARK, Lost, Missed, Report, Spot, Swept, View, revise, revise_all};

fn spots(all: &[(&str, Severity)]) -> BTreeMap<Spot, Severity> {
    let spot = |(name, severity): &(&str, Severity)| {
        (("eu-west-1".to_owned(), (*name).to_owned()), *severity)
    };
    all.iter().map(spot).collect()
}

fn missed(all: &[(&str, Severity)]) -> Missed {
    let area = |_| ("s3".to_owned(), ["eu-west-1".to_owned()].into());
    Missed {
        lost: Lost {
            permission: "s3:GetBucketPolicy".into(),
            reason: "denied".into(),
            severity: Low,
            areas: all.first().map(area).into_iter().collect(),
            controls: ["s3.tls-only".to_owned()].into(),
            places: [].into(),
            dark: BTreeMap::new(),
            whole: [].into(),
            since: Timestamp::UNIX_EPOCH,
            sequence: 0,
            restored: false,
        },
        names: all
            .iter()
            .map(|(name, _)| {
                let spot = ("eu-west-1".to_owned(), (*name).to_owned());
                (spot, format!("arn:aws:s3:::{name}"))
            })
            .collect(),
        spots: spots(all),
    }
}

/// What a sweep that missed these says after what is known; whether it could read others.
fn sweep(
    before: Option<&Lost>,
    all: &[(&str, Severity)],
    seen: bool,
) -> (Option<Lost>, Option<Report>) {
    let missed = missed(all);
    let view = View {
        area: "s3",
        swept: Swept::Everything,
        missed: (!all.is_empty()).then_some(&missed),
        seen,
        seen_at: None,
    };
    let revised = revise(before, &view);
    let (kept, report) = revised.map_or((None, None), |(kept, report)| (Some(kept), report));
    (kept.or_else(|| before.cloned()), report)
}

fn lost(resources: usize, severity: Severity) -> Report {
    Report {
        transition: Transition::CoverageLost,
        resources,
        severity,
    }
}

use Severity::{Critical, High, Low};

#[test]
fn each_resource_that_goes_dark_is_news_once() {
    let (recorded, report) = sweep(None, &[("a", Low)], true);
    assert_eq!(report, Some(lost(1, Low)));
    let (recorded, report) = sweep(recorded.as_ref(), &[("a", Low)], true);
    assert_eq!(report, None);
    let (recorded, report) = sweep(
        recorded.as_ref(),
        &[("a", Low), ("b", High), ("c", Critical)],
        true,
    );
    assert_eq!(
        report,
        Some(lost(2, Critical)),
        "folded, by the worst that went dark"
    );
    let places = &recorded.as_ref().unwrap().places;
    assert!(
        !places.contains("arn:aws:s3:::a") && places.len() == 2,
        "{places:?}"
    );
    let (recorded, report) = sweep(recorded.as_ref(), &[("b", High)], true);
    assert_eq!(report, None, "some can be read again");
    let (recorded, report) = sweep(recorded.as_ref(), &[("a", Low), ("b", High)], true);
    assert_eq!(report, Some(lost(1, Low)), "and are lost again");
    let (recorded, report) = sweep(recorded.as_ref(), &[], true);
    assert_eq!(report.unwrap().transition, Transition::CoverageRestored);
    let recorded = recorded.unwrap();
    assert!(recorded.restored && recorded.dark.is_empty() && recorded.sequence == 4);
    assert_eq!(
        sweep(Some(&recorded), &[("b", High)], true).1,
        Some(lost(1, High))
    );
}

#[test]
fn where_nothing_can_be_read_a_new_resource_is_no_news() {
    let (recorded, report) = sweep(None, &[("a", Low)], false);
    assert_eq!(report, Some(lost(1, Low)));
    let (recorded, report) = sweep(recorded.as_ref(), &[("a", Low), ("new", High)], false);
    assert_eq!(report, None);
    let (recorded, report) = sweep(recorded.as_ref(), &[("new", High)], true);
    assert_eq!(report, None);
    assert_eq!(
        sweep(recorded.as_ref(), &[("a", Low), ("new", High)], true).1,
        Some(lost(1, Low))
    );
}

#[test]
fn a_run_about_one_resource_says_nothing_of_others() {
    let recorded = sweep(None, &[("a", Low), ("b", High)], true).0.unwrap();
    let spot = ("eu-west-1".to_owned(), "b".to_owned());
    let seen_at = [spot].into();
    let view = View {
        area: "s3",
        swept: Swept::Nothing,
        missed: None,
        seen: true,
        seen_at: Some(&seen_at),
    };
    let (recorded, report) = revise(Some(&recorded), &view).unwrap();
    assert_eq!(report, None);
    let missed = missed(&[("b", High)]);
    let view = View {
        missed: Some(&missed),
        seen: false,
        seen_at: None,
        ..view
    };
    assert_eq!(
        revise(Some(&recorded), &view).unwrap().1,
        Some(lost(1, High))
    );
}

#[test]
fn more_than_can_be_distinguished_are_published_once() {
    let names: Vec<_> = (0..=DARK).map(|number| format!("{number:08}")).collect();
    let all: Vec<_> = names.iter().map(|name| (name.as_str(), Low)).collect();
    let (recorded, report) = sweep(None, &all, true);
    assert_eq!(report, Some(lost(DARK + 1, Low)));
    let recorded = recorded.unwrap();
    assert!(serde_json::to_string(&recorded).unwrap().len() < 400_000);
    assert_eq!(sweep(Some(&recorded), &all, true).1, None);
}

/// Two services of one run miss a permission that a third one could use.
#[test]
fn what_several_parts_of_a_run_miss_is_reported_once() {
    let (one, other) = (missed(&[("a", Low)]), missed(&[("b", High), ("c", Low)]));
    let view = |area, missed| View {
        area,
        swept: Swept::Everything,
        missed,
        seen: missed.is_none(),
        seen_at: None,
    };
    let views = vec![
        view("iam", None),
        view("s3", Some(&one)),
        view("kms", Some(&other)),
    ];
    let (kept, report) = revise_all(None, views).unwrap();
    assert_eq!(report, Some(lost(3, High)));
    assert_eq!((kept.sequence, kept.restored), (1, false));
    assert_eq!(kept.places.len(), 3);

    let views = vec![view("s3", None), view("kms", Some(&other))];
    let (kept, report) = revise_all(Some(&kept), views).unwrap();
    assert_eq!(
        (report, kept.restored),
        (None, false),
        "not all can be read again"
    );
    let views = vec![view("s3", None), view("kms", None)];
    let (kept, report) = revise_all(Some(&kept), views).unwrap();
    let restored = report.map(|report| report.transition);
    assert_eq!(restored, Some(Transition::CoverageRestored));
    assert_eq!((kept.sequence, kept.restored), (2, true));
}
