//! The keys of every item: a partition key (`pk`) and a sort key (`sk`, here the place).
//!
//! The first word of a partition key says who may write there, so that a policy can name it in
//! `dynamodb:LeadingKeys`:
//!
//! | partition keys | who writes |
//! |---|---|
//! | `audit#*` | whoever reads accounts: the audit functions, the drain, the fixer |
//! | `outbox#*` | the same: every transition is written together with its messages |
//! | `fix#*` | the fixer, and people (approve, stop, undo); never an audit function |
//!
//! An item below `fix#` makes somebody act on an account: a fix with its before-image, an approval,
//! a task, the switch that stops the fixer. A policy that allows `ForAllValues:StringLike` on
//! `audit#*` and `outbox#*` keeps an audit function away from all of them.
//!
//! | item | partition | place |
//! |---|---|---|
//! | a finding | `audit#area#account#Region` | `finding#resource#id` |
//! | when an event had a resource judged again | `audit#area#account#looked` | resource, control; resource alone where it is gone |
//! | work that is queued | `audit#area#account#queued` | which |
//! | the runs of an account and area | `audit#runs` | `account#area#` |
//! | that a Region holds findings | `audit#runs` | `account#area#Region` |
//! | what runs by some controls alone saw | `audit#runs` | `account#area#*` |
//! | that a permission was missing lately | `audit#runs` | `account#area#!` |
//! | a permission that is missing | `audit#coverage#account` | permission |
//! | a message to be sent | `outbox#shard` | time, message, destination |
//! | a message that could not be read and was set aside | `audit#unreadable` | where it lay |
//! | a fix | `fix#fixes#account` | time, short hash |
//! | that an account has fixes | `fix#accounts` | account |
//! | the fixes and holds of a field | `fix#fields#account` | resource, fact |
//! | the fixes of the last hour | `fix#fields#account` | `spent` |
//! | who works on a resource | `fix#leases#account` | resource |
//! | a task of the fixer | `fix#tasks` | sort, fix or finding |
//! | that all fixes are stopped | `fix#stop` | `stop` |
use model::{Finding, Message};

use crate::{Key, Task};

/// Messages that could not be read are kept here.
pub const UNREADABLE: &str = "audit#unreadable";

/// Outbox partitions: enough that no one is hot, few enough to ask each every minute.
pub const SHARDS: u8 = 8;

/// The findings of one Region.
pub fn partition(account: &str, area: &str, region: &str) -> String {
    format!("audit#{area}#{account}#{region}")
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

/// That an event had somebody look at a resource, for whatever; by what is known of it where it is
/// gone, too: it has no Region any more.
pub fn looked(account: &str, area: &str, resource: &str) -> Key {
    Key {
        partition: partition(account, area, "looked"),
        place: model::short_hash(resource),
    }
}

/// That a resource was found gone.
pub fn gone(account: &str, area: &str, resource: &str) -> Key {
    judged(account, area, resource, "gone")
}

/// That one control judged a resource.
pub fn judged(account: &str, area: &str, resource: &str, control: &str) -> Key {
    let Key { partition, place } = looked(account, area, resource);
    Key {
        partition,
        place: format!("{place}#{control}"),
    }
}

/// Work that was put off.
pub fn queued(account: &str, area: &str, work: &str) -> Key {
    Key {
        partition: partition(account, area, "queued"),
        place: model::short_hash(work),
    }
}

/// The partition of every account's runs.
pub const RUNS: &str = "audit#runs";

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

/// What stands in a Region's stead where no Region is meant.
pub const PARTIAL: &str = "*";

/// What runs by some controls alone saw.
pub fn partial(account: &str, area: &str) -> Key {
    region(account, area, PARTIAL)
}

/// What stands in a Region's stead where a permission was missing lately.
pub const DARK: &str = "!";

/// That a permission was missing lately: whoever looks at some resources asks whether they are back.
pub fn dark(account: &str, area: &str) -> Key {
    region(account, area, DARK)
}

/// Whether the end of a place among the runs names a Region.
pub fn is_region(end: &str) -> bool {
    !["", PARTIAL, DARK].contains(&end)
}

pub fn region(account: &str, area: &str, region: &str) -> Key {
    Key {
        partition: RUNS.into(),
        place: of_runs(account, area) + region,
    }
}

pub fn coverage(account: &str) -> String {
    format!("audit#coverage#{account}")
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

/// When a message was put where it lies: milliseconds since 1970.
pub fn since(outbox: &Key) -> Option<i64> {
    outbox.place.split('#').next()?.parse().ok()
}

/// The accounts that have fixes.
pub const FIXED: &str = "fix#accounts";
/// What the fixer goes back to.
pub const TASKS: &str = "fix#tasks";

/// The fixes of an account.
pub fn fixes(account: &str) -> String {
    format!("fix#fixes#{account}")
}

/// Where a fix lies: its id says it. `None` for what is no fix's id.
pub fn fix(id: &str) -> Option<Key> {
    let (account, place) = id.split_once('-')?;
    Some(Key {
        partition: fixes(account),
        place: place.into(),
    })
}

/// A place for what has no proper one, so that nothing is lost.
pub fn odd(id: &str) -> Key {
    Key {
        partition: fixes(""),
        place: id.into(),
    }
}

pub fn field(account: &str, resource: &str, fact: &str) -> Key {
    Key {
        partition: format!("fix#fields#{account}"),
        place: format!("{}#{fact}", model::short_hash(resource)),
    }
}

pub fn spent(account: &str) -> Key {
    Key {
        partition: format!("fix#fields#{account}"),
        place: "spent".into(),
    }
}

pub fn lease(account: &str, resource: &str) -> Key {
    Key {
        partition: format!("fix#leases#{account}"),
        place: model::short_hash(resource),
    }
}

pub fn stop() -> Key {
    Key {
        partition: "fix#stop".into(),
        place: "stop".into(),
    }
}

pub fn task(task: &Task) -> Key {
    let place = match task {
        Task::Approved(fix) => format!("approved#{fix}"),
        Task::Begun(fix) => format!("begun#{fix}"),
        Task::Again(hint) => format!("again#{}", hint.place()),
    };
    Key {
        partition: TASKS.into(),
        place,
    }
}
