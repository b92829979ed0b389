//! `tighten`: a policy without what was not used.

use super::respond;
use policy::Document;
use policy::{Usage, tighten as without_unused};
use serde::Deserialize;

#[derive(Deserialize)]
struct TightenRequest {
    policy: Document,
    usage: Usage,
}

/// Tightens the policy of one line.
///
/// In: `{"id", "policy", "usage": {service: {"used", "actions": {name: used}}}}`; a service that is
/// left out is not tracked. Out: `{"id", "document", "removed": [{"statement", "sid", "action",
/// "replaced_by"}], "unknown": [action]}`.
#[must_use]
pub fn tighten(line: &str) -> String {
    respond(line, &["policy", "usage"], |request: TightenRequest| {
        Ok(without_unused(&request.policy, &request.usage))
    })
}
