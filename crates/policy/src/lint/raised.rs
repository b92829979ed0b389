//! Remarks that AWS's own check calls errors, though a document that has them can be read.
//!
//! AWS: IAM User Guide, "IAM policy validation check reference"; `data/validate_policy.tsv` has
//! every check of it.

use crate::diagnostic::{Diagnostic, Severity};

/// The ids of remarks whose check is an error there.
const ERRORS: [&str; 15] = [
    "arn-account",
    "arn-partition",
    "duplicate-element",
    "inert-variable",
    "no-resource",
    "no-set-operator",
    "operator",
    "principal-wildcard",
    "private-address",
    "unknown-action",
    "unknown-arn",
    "unknown-arn-service",
    "unknown-condition-key",
    "unknown-element",
    "unknown-service",
];

pub(super) fn raise(remarks: &mut [Diagnostic]) {
    for remark in remarks {
        if ERRORS.contains(&remark.id.as_str()) {
            remark.severity = Severity::Error;
        }
    }
}
