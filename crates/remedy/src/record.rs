//! Whether the record of a fix is of one piece, before a person acts on what it says.
use ledger::{Fix, FixState};
use model::{Arn, Change};

use crate::CannotUndo;

/// Whether a fix can be undone at all, and whether its record is of one piece: control, resource and
/// fact belong together, and the id is that of this change. Whoever can write to the ledger could
/// otherwise have a person write anything anywhere.
pub fn check(fix: &Fix) -> Result<(), CannotUndo> {
    if !matches!(
        fix.state,
        FixState::Applied | FixState::Begun | FixState::Unknown
    ) {
        let state = fix.state.word();
        let fix = fix.id.clone();
        return Err(CannotUndo::State { fix, state });
    }
    match contradiction(fix) {
        None => Ok(()),
        Some(why) => Err(CannotUndo::Record(fix.id.clone(), why)),
    }
}

/// What does not fit together in a record.
pub(crate) fn contradiction(fix: &Fix) -> Option<String> {
    let Fix {
        account, change, ..
    } = fix;
    if fix.id != Fix::name(account, fix.planned_at, change) {
        return Some("its id is not that of its change".into());
    }
    let Some(control) = controls::find(&fix.control) else {
        return Some(format!("there is no control `{}`", fix.control));
    };
    let need = control.needs().iter().find(|need| *need.id == *change.fact);
    let need = need.filter(|_| control.remedy().is_some());
    let Some(need) = need else {
        let Change { fact, .. } = change;
        return Some(format!(
            "a fix of `{}` does not change `{fact}`",
            fix.control
        ));
    };
    if *need.kind.id != *change.kind {
        let Change { fact, kind, .. } = change;
        return Some(format!("`{fact}` is no fact of a `{kind}`"));
    }
    let whole = change.resource.split('#').next().unwrap_or_default();
    if whole != fix.resource {
        let Change { resource, .. } = change;
        return Some(format!(
            "it changes `{resource}` for a finding on `{}`",
            fix.resource
        ));
    }
    [whole, &*fix.resource].into_iter().find_map(|arn| {
        let arn: Option<Arn> = arn.parse().ok();
        let own = arn.is_some_and(|arn| {
            arn.partition() == fix.partition && ["", &**account].contains(&arn.account())
        });
        (!own).then(|| format!("its resource is not one of account `{account}`"))
    })
}

#[cfg(test)]
mod tests {
    use ledger::{Fix, FixState};
    use model::{Change, Timestamp};
    use serde_json::json;

    use super::{check, contradiction};

    const ACCOUNT: &str = "111122223333";
    const BUCKET: &str = "arn:aws:s3:::logs";

    fn change() -> Change {
        Change {
            kind: "s3.bucket".into(),
            resource: BUCKET.into(),
            fact: "s3.bucket.public-access-block".into(),
            from: json!(null),
            to: json!({"block-public-acls": true}),
        }
    }

    /// A fix that was applied, with an id that fits.
    fn fix(with: impl Fn(&mut Fix)) -> Fix {
        let at = Timestamp::UNIX_EPOCH;
        let mut fix = Fix {
            id: String::new(),
            control: "s3.bucket-public-access-block".into(),
            account: ACCOUNT.into(),
            partition: "aws".into(),
            region: "eu-west-1".into(),
            resource: BUCKET.into(),
            part: None,
            change: change(),
            command: String::new(),
            residue: None,
            mode: "act".into(),
            state: FixState::Applied,
            why: None,
            by: "me".into(),
            approved_by: None,
            undone_by: None,
            after: None,
            planned_at: at,
            changed_at: at,
        };
        with(&mut fix);
        fix.id = Fix::name(&fix.account, at, &fix.change);
        fix
    }

    #[test]
    fn a_record_that_was_rewritten_is_refused() {
        type Change<'a> = &'a dyn Fn(&mut Fix);

        assert_eq!(contradiction(&fix(|_| {})), None);
        let other: &dyn Fn(&mut Fix) = &|fix| fix.change.resource = "arn:aws:s3:::other".into();
        let cases: [(Change<'_>, &str); 8] = [
            (other, "for a finding on"),
            (
                &|fix| fix.change.fact = "s3.bucket.policy".into(),
                "does not change",
            ),
            (&|fix| fix.change.kind = "iam.user".into(), "no fact of a"),
            (
                &|fix| fix.control = "s3.versioning".into(),
                "does not change",
            ),
            (&|fix| fix.control = "s3.nothing".into(), "no control"),
            (&|fix| fix.account = "999999999999".into(), ""),
            (&|fix| fix.partition = "aws-cn".into(), "one of account"),
            (
                &|fix| {
                    fix.resource = "arn:aws:kms:eu-west-1:444455556666:key/1".into();
                    fix.change.resource = fix.resource.clone().into();
                },
                "one of account",
            ),
        ];
        for (with, says) in cases {
            let why = contradiction(&fix(with));
            // A bucket's ARN has no account: there the credentials decide.
            if says.is_empty() {
                assert_eq!(why, None);
                continue;
            }
            let why = why.unwrap();
            assert!(why.contains(says), "{why}");
        }
    }

    #[test]
    fn the_id_names_the_whole_change() {
        for rewritten in [
            Change {
                from: json!({"block-public-acls": false}),
                ..change()
            },
            Change {
                to: json!(null),
                ..change()
            },
        ] {
            let kept = Fix {
                change: rewritten,
                ..fix(|_| {})
            };
            assert_eq!(
                contradiction(&kept).unwrap(),
                "its id is not that of its change"
            );
        }
    }

    #[test]
    fn only_what_may_have_been_made_can_be_undone() {
        use FixState::{
            Applied, ApprovalRequested, Approved, Begun, Failed, Observed, PatchPublished, Undone,
            Unknown,
        };
        for state in [Applied, Begun, Unknown] {
            assert!(check(&fix(|fix| fix.state = state)).is_ok());
        }
        for state in [
            Approved,
            ApprovalRequested,
            Failed,
            Observed,
            PatchPublished,
            Undone,
        ] {
            assert!(check(&fix(|fix| fix.state = state)).is_err());
        }
    }
}
