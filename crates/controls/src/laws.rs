//! The laws every control obeys, asserted on every row of its table.
use model::{
    Change, Demand, Evidence, Finding, Need, Outcome, Reason, Scope, Settings, Snapshot,
    SnapshotReader, SnapshotWriter, Status, Undo, narrow_to,
};

use crate::testing::Case;

/// A control, and the settings that it is judged by.
#[derive(Clone, Copy)]
struct By<'a> {
    control: &'static dyn Demand,
    by: &'a Settings,
}

impl std::ops::Deref for By<'_> {
    type Target = dyn Demand;
    fn deref(&self) -> &Self::Target {
        self.control
    }
}

impl By<'_> {
    /// What a run reads: what the control declares, and tags where the settings decide by one.
    fn reads(self) -> Vec<Need> {
        let tags = self.kind().tags().filter(|_| self.by.uses_tags());
        self.needs().iter().copied().chain(tags).collect()
    }
}

/// Every row says what is expected, and obeys the laws.
#[track_caller]
pub(crate) fn check(control: &'static dyn Demand, cases: &[Case]) {
    for Case {
        name,
        expected,
        snapshot,
        settings,
    } in cases
    {
        let control = By {
            control,
            by: settings,
        };
        let finding = only(control, snapshot);
        assert!(expected(&finding.outcome), "{name}: got {finding:?}");
        reads_nothing_undeclared(control, name, snapshot);
        blindness_opens_and_closes_nothing(control, name, snapshot);
        survives_a_file(control, name, snapshot);
        if let Outcome::Fail { evidence, .. } = &finding.outcome {
            assert_ne!(
                *evidence,
                Evidence::default(),
                "{name}: fails without evidence"
            );
            heals_and_undoes(control, name, snapshot, &finding.resource);
        }
    }
    every_outcome_is_shown(control, cases);
    some_row_heals(control, cases);
    declares_nothing_unread(control, cases);
    residue_is_real(control, cases);
}

fn only(control: By<'_>, snapshot: &Snapshot) -> Finding {
    let mut findings = crate::assess(&[control.control], &Scope::Everything, snapshot, control.by);
    assert_eq!(findings.len(), 1, "{findings:?}");
    findings.remove(0).1
}

/// A control on a row, by the settings of the row.
fn of(control: &'static dyn Demand, case: &Case) -> Finding {
    let by = &case.settings;
    only(By { control, by }, &case.snapshot)
}

#[track_caller]
fn every_outcome_is_shown(control: &'static dyn Demand, cases: &[Case]) {
    let shown = |status| {
        let mut outcomes = cases.iter().map(|case| of(control, case).outcome);
        outcomes.any(|outcome| outcome.status() == status)
    };
    for status in [Status::Pass, Status::Fail, Status::NotAssessed] {
        assert!(shown(status), "no row shows {}", status.word());
    }
}

/// Forgetting every fact and list it does not declare changes nothing.
#[track_caller]
fn reads_nothing_undeclared(control: By<'_>, name: &str, snapshot: &Snapshot) {
    let narrowed = narrow_to(snapshot, control.kind(), &control.reads());
    let (before, after) = (only(control, snapshot), only(control, &narrowed));
    assert_eq!(before, after, "{name}: reads a fact it does not declare");
}

/// Taking any one permission away leaves the verdict, or leaves none: it never makes a pass of
/// what was none, and never invents a failure.
#[track_caller]
fn blindness_opens_and_closes_nothing(control: By<'_>, name: &str, snapshot: &Snapshot) {
    let before = only(control, snapshot).outcome.status();
    let listing = control.kind().listing();
    for need in control.reads().into_iter().chain([listing]) {
        for reason in [
            Reason::Denied("some:Action".into()),
            Reason::Throttled,
            Reason::NotRequested,
        ] {
            let blind = snapshot.missing(&need, &reason);
            let findings =
                crate::assess(&[control.control], &Scope::Everything, &blind, control.by);
            let after = findings.iter().map(|(_, finding)| finding.outcome.status());
            let honest = |status| status == before || status == Status::NotAssessed;
            assert!(
                after.into_iter().all(honest),
                "{name}: without {} {before:?} became {findings:?}",
                need.id
            );
        }
    }
}

/// Forgetting any one fact it declares changes some row: no permission is asked in vain.
#[track_caller]
fn declares_nothing_unread(control: &'static dyn Demand, cases: &[Case]) {
    for need in control.needs() {
        let read = cases.iter().any(|case| {
            let by = &case.settings;
            let without = case.snapshot.forget(need);
            only(By { control, by }, &without).outcome != of(control, case).outcome
        });
        assert!(read, "declares `{}` and no row reads it", need.id);
    }
}

#[track_caller]
fn survives_a_file(control: By<'_>, name: &str, snapshot: &Snapshot) {
    let text = file(control, snapshot);
    let mut needs = control.reads();
    needs.push(control.kind().listing());
    let mut lines = text.lines();
    let mut reader = SnapshotReader::new(lines.next().unwrap(), needs).unwrap();
    lines.for_each(|line| reader.line(line).unwrap());
    let (replayed, edited) = reader.end().unwrap();
    assert!(edited.is_none(), "{name}: {edited:?}");
    assert_eq!(only(control, snapshot), only(control, &replayed), "{name}");
    assert_eq!(text, file(control, &replayed), "{name}");
}

fn file(control: By<'_>, snapshot: &Snapshot) -> String {
    let mut writer = SnapshotWriter::default();
    let mut text = writer.head(snapshot);
    let needs = control.needs().iter().map(|need| need.kind);
    let mut kinds: Vec<_> = needs
        .chain([control.kind()])
        .flat_map(model::KindInfo::lineage)
        .collect();
    kinds.sort_by_key(|kind| (kind.lineage().count(), kind.id));
    kinds.dedup_by_key(|kind| kind.id);
    for kind in kinds {
        text += &writer.rows(snapshot, kind, 0..snapshot.count(kind));
    }
    text + &writer.end(snapshot)
}

/// The change that heals and what comes of it; `None` where the plan says why there is none.
fn healed(control: By<'_>, before: &Snapshot, resource: &str) -> Option<(Change, Snapshot)> {
    let change = control.plan(before, resource, control.by).unwrap().ok()?;
    let after = rehearse(control, &change, before);
    Some((change, after))
}

/// A remedy heals in some row at least.
#[track_caller]
fn some_row_heals(control: &'static dyn Demand, cases: &[Case]) {
    let heals = |case: &Case| {
        let by = &case.settings;
        let finding = of(control, case);
        let fails = finding.outcome.status() == Status::Fail;
        fails && healed(By { control, by }, &case.snapshot, &finding.resource).is_some()
    };
    assert!(
        control.remedy().is_none() || cases.iter().any(heals),
        "has a remedy that no row plans"
    );
}

fn rehearse(control: By<'_>, change: &Change, before: &Snapshot) -> Snapshot {
    let need = control.needs().iter().find(|need| need.id == &*change.fact);
    change.rehearse(need.unwrap(), before).unwrap()
}

fn undone(control: By<'_>, before: &Snapshot, resource: &str) -> Option<Snapshot> {
    let (change, after) = healed(control, before, resource)?;
    Some(rehearse(control, &change.inverse(), &after))
}

/// A remedy makes the control hold, or takes away what it is about; an exact undo restores the
/// snapshot to the byte.
#[track_caller]
fn heals_and_undoes(control: By<'_>, name: &str, before: &Snapshot, at: &str) {
    let Some((_, undo)) = control.remedy() else {
        return;
    };
    let Some((_, after)) = healed(control, before, at) else {
        return;
    };
    let status = only(control, &after).outcome.status();
    let heals = matches!(status, Status::Pass | Status::NotApplicable);
    assert!(heals, "{name}: the remedy does not heal: {status:?}");
    if undo == Undo::Exact {
        let undone = undone(control, before, at).unwrap();
        assert_eq!(
            file(control, &undone),
            file(control, before),
            "{name}: undo does not restore"
        );
    }
}

/// A declared residue shows in some row.
#[track_caller]
fn residue_is_real(control: &'static dyn Demand, cases: &[Case]) {
    let Some((_, Undo::Residue(_))) = control.remedy() else {
        return;
    };
    let stays = cases.iter().any(|case| {
        let (snapshot, finding) = (&case.snapshot, of(control, case));
        let by = &case.settings;
        let control = By { control, by };
        let fails = finding.outcome.status() == Status::Fail;
        let undone = undone(control, snapshot, &finding.resource).filter(|_| fails);
        undone.is_some_and(|undone| file(control, &undone) != file(control, snapshot))
    });
    assert!(stays, "declares a residue, yet every undo is exact");
}
