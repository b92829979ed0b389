//! What somebody decided to live with.
use model::{Finding, Outcome, Settings};

/// The finding, excepted if a valid exception covers it; a failing one whose exception has ended
/// says so.
#[must_use]
pub fn except(finding: Finding, settings: &Settings) -> Finding {
    let Outcome::Fail { because, evidence } = finding.outcome else {
        return finding;
    };
    let all = settings.document.exceptions.iter();
    let mut covering =
        all.filter(|one| one.covers(finding.control, &finding.account.id, &finding.resource));
    let mut ended = None;
    let valid = covering.find(|one| {
        let over = one.ended(settings.now);
        ended = ended.or(over.then_some(*one));
        !over
    });
    let outcome = match (valid, ended) {
        (Some(one), _) => Outcome::Excepted {
            because,
            evidence,
            by: format!("{} ({}, until {})", one.reason, one.owner, one.until),
        },
        (None, Some(one)) => Outcome::Fail {
            because: format!(
                "{because}; the exception by {} ended on {}",
                one.owner, one.until
            ),
            evidence,
        },
        (None, None) => Outcome::Fail { because, evidence },
    };
    Finding { outcome, ..finding }
}

#[cfg(test)]
mod tests {
    use model::s3::{Bucket, ObjectLock};
    use model::{Outcome, Scope, Settings, Status};

    use crate::testing::given;

    const EXCEPTION: &str = "
exceptions:
  - control: s3.object-lock
    resource: arn:aws:s3:::ex*
    reason: rebuilt every night
    owner: data@example.com
    until: 2026-03-01
";

    fn outcome(now: &str, text: &str) -> Outcome {
        let settings = Settings::parse(text, now.parse().unwrap(), &crate::ids()).unwrap();
        let snapshot = given::<Bucket>().with::<ObjectLock>(None).snapshot;
        let controls = [crate::find("s3.object-lock").unwrap()];
        let mut findings = crate::assess(&controls, &Scope::Everything, &snapshot, &settings);
        findings.remove(0).1.outcome
    }

    #[test]
    fn holds_until_its_last_day_and_says_that_it_ended() {
        let Outcome::Excepted { by, .. } = outcome("2026-03-01T12:00:00Z", EXCEPTION) else {
            panic!()
        };
        assert_eq!(
            by,
            "rebuilt every night (data@example.com, until 2026-03-01)"
        );
        let Outcome::Fail { because, .. } = outcome("2026-03-02T00:00:00Z", EXCEPTION) else {
            panic!()
        };
        assert!(because.ends_with("the exception by data@example.com ended on 2026-03-01"));
    }

    #[test]
    fn covers_nothing_else() {
        let other = EXCEPTION.replace("ex*", "other*");
        assert_eq!(
            outcome("2026-02-01T00:00:00Z", &other).status(),
            Status::Fail
        );
    }
}
