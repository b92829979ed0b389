//! Where everything lies.
//!
//! | what | partition | place |
//! |---|---|---|
//! | a finding | `account#area#Region` | `finding#resource#id` |
//! | a resource that an event was about | `account#area#looked` | resource |
//! | work that was put off | `account#area#queued` | which |
//! | runs of an account and area | `runs` | `account#area#` |
//! | that a Region holds findings | `runs` | `account#area#Region` |
//! | what cannot be read | `account#coverage` | permission |
//! | a message to be sent | `outbox#shard` | time, message, destination |
use model::{Finding, Message};

use crate::Key;

/// Outbox partitions: enough that no one is hot, few enough to ask each every minute.
pub const SHARDS: u8 = 8;

/// The findings of one Region.
pub fn partition(account: &str, area: &str, region: &str) -> String {
    format!("{account}#{area}#{region}")
}

/// The places of a resource's findings, so that an event reads them alone.
pub fn of_resource(resource: &str) -> String {
    format!("finding#{}#", model::short_hash(resource))
}

/// Every finding's place begins so.
pub const FINDINGS: &str = "finding#";

pub fn finding(area: &str, finding: &Finding, id: &str) -> Key {
    Key {
        partition: partition(&finding.account.id, area, &finding.region),
        place: of_resource(&finding.resource) + id,
    }
}

/// A resource that is gone has no Region any more: this word is kept for all of them.
pub fn looked(account: &str, area: &str, resource: &str) -> Key {
    Key {
        partition: format!("{account}#{area}#looked"),
        place: model::short_hash(resource),
    }
}

/// Work that was put off.
pub fn queued(account: &str, area: &str, work: &str) -> Key {
    Key {
        partition: format!("{account}#{area}#queued"),
        place: model::short_hash(work),
    }
}

/// The partition of every account's runs.
pub const RUNS: &str = "runs";

/// The places of an account's runs begin so, in one area.
pub fn of_runs(account: &str, area: &str) -> String {
    format!("{account}#{area}#")
}

pub fn runs(account: &str, area: &str) -> Key {
    Key {
        partition: RUNS.into(),
        place: of_runs(account, area),
    }
}

pub fn region(account: &str, area: &str, region: &str) -> Key {
    Key {
        partition: RUNS.into(),
        place: of_runs(account, area) + region,
    }
}

pub fn coverage(account: &str) -> String {
    format!("{account}#coverage")
}

pub fn shard(number: u8) -> String {
    format!("outbox#{number}")
}

/// Messages are sent in the order of their places; `at` is in milliseconds.
pub fn outbox(message: &Message, at: i64) -> Key {
    let spread = message.id.bytes().fold(0_u8, u8::wrapping_add);
    Key {
        partition: shard(spread % SHARDS),
        place: format!("{at:015}#{}#{}", message.id, message.to),
    }
}
