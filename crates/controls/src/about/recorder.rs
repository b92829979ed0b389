//! Whether a configuration recorder records all that it can.
use model::config::{ConfigRecorder, Recorder, Records};
use model::{Gap, Region, Resource};

use super::verdicts::joined;

/// The resource types of IAM: a recorder of all types includes them where it says so.
const OF_IAM: &str = "AWS::IAM::";

/// What is wrong with a recorder, apart from IAM's resource types.
pub(crate) fn fault(recorder: &Recorder) -> Option<String> {
    let left_out = |types: &[String]| {
        let others = types.iter().filter(|one| !one.starts_with(OF_IAM));
        joined(others).map(|types| format!("the recorder leaves out {types}"))
    };
    let status = recorder.last_status.as_deref().unwrap_or("none");
    match &recorder.records {
        _ if !recorder.recording => Some("the recorder is stopped".into()),
        Records::These(types) => Some(format!("the recorder records {} types alone", types.len())),
        Records::AllBut(types) if left_out(types).is_some() => left_out(types),
        _ if !recorder.role.contains(SERVICE_LINKED) => {
            Some(format!("the recorder uses the role `{}`", recorder.role))
        }
        _ if !recorder.delivered => Some("there is no delivery channel".into()),
        _ if !status.eq_ignore_ascii_case("success") => {
            Some(format!("the status of the last recording is {status}"))
        }
        _ => None,
    }
}

const SERVICE_LINKED: &str = ":role/aws-service-role/config.amazonaws.com/";

/// Whether a Region that records has IAM's resource types among them; a gap where one may that was
/// not seen.
pub(crate) fn records_iam(region: Resource<Region>) -> Result<bool, Gap> {
    let mut gap = None;
    for one in region.parent().children::<Region>()? {
        match one.see::<ConfigRecorder>() {
            Ok(Some(recorder)) if recorder.recording && has_iam(&recorder.records) => {
                return Ok(true);
            }
            Ok(_) => {}
            Err(missed) => gap = Some(missed),
        }
    }
    gap.map_or(Ok(false), Err)
}

fn has_iam(records: &Records) -> bool {
    match records {
        Records::All { global } => *global,
        Records::AllBut(types) => !types.iter().any(|one| one.starts_with(OF_IAM)),
        Records::These(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use model::config::{ConfigRecorder, Recorder};
    use model::{Observed, Reason, Region, Scope, Status};

    use crate::cases::recorder;
    use crate::testing::{named, now, settings};

    /// What is said of the home Region, by what another one records.
    fn judged(other: Observed<Option<Recorder>>) -> Status {
        let home = named::<Region>("us-east-1").with::<ConfigRecorder>(Some(recorder(false)));
        let mut snapshot = home.snapshot;
        let root = snapshot.root();
        let row = snapshot.enter::<Region>(root, "eu-west-1", None);
        snapshot.put::<ConfigRecorder>(row, now(), other);
        let control = crate::find("logging.config-recorder").unwrap();
        let findings = crate::assess(&[control], &Scope::Everything, &snapshot, &settings());
        findings[0].1.outcome.status()
    }

    #[test]
    fn iam_is_recorded_in_one_region() {
        assert_eq!(judged(Observed::Seen(Some(recorder(true)))), Status::Pass);
        assert_eq!(judged(Observed::Seen(Some(recorder(false)))), Status::Fail);
        assert_eq!(judged(Observed::Seen(None)), Status::Fail);
        let denied = Reason::Denied("config:DescribeConfigurationRecorders".into());
        assert_eq!(judged(Observed::Missed(denied)), Status::NotAssessed);
    }
}
