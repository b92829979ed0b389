//! Resources that the tables of several controls begin with.
pub(crate) mod alarms;
pub(crate) mod buckets;
pub(crate) mod credentials;
pub(crate) mod escalation;
pub(crate) mod keys;
pub(crate) mod organization;
pub(crate) mod permission_sets;
pub(crate) mod policy;
pub(crate) mod replication;
pub(crate) mod trails;
pub(crate) mod trust;

use model::config::{Recorder, Records};

/// A recorder of all resource types, and whether of those of IAM.
pub(crate) fn recorder(global: bool) -> Recorder {
    let role = "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";
    Recorder {
        name: "default".into(),
        role: format!("arn:aws:iam::111122223333:{role}"),
        records: Records::All { global },
        recording: true,
        last_status: Some("SUCCESS".into()),
        delivered: true,
    }
}
