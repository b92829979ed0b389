use model::{Severity, Timestamp};

use crate::{Record, State};

pub(crate) fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap()
}

pub(crate) fn record(state: State, observed: i64) -> Record {
    Record {
        id: "1".into(),
        control: "s3.versioning".into(),
        severity: Severity::Low,
        kind: "s3.bucket".into(),
        account: "111122223333".into(),
        partition: "aws".into(),
        region: "eu-west-1".into(),
        resource: "arn:aws:s3:::b".into(),
        part: None,
        tags: model::Tags::new(),
        state,
        because: "it is".into(),
        exception: None,
        opened_at: at(1),
        changed_at: at(1),
        observed_at: at(observed),
        sequence: 1,
        baseline: false,
    }
}
