//! Where everything lies.
//!
//! | what | partition | place |
//! |---|---|---|
//! | a finding | `account#area#Region` | `finding#resource#id` |
//! | what an event had judged anew | `account#area#looked` | resource, control; resource alone where it is gone |
//! | work that was put off | `account#area#queued` | which |
//! | runs of an account and area | `runs` | `account#area#` |
//! | that a Region holds findings | `runs` | `account#area#Region` |
//! | what runs by some controls alone saw | `runs` | `account#area#*` |
//! | what cannot be read | `account#coverage` | permission |
//! | a message to be sent | `outbox#shard` | time, message, destination |
//! | a fix | `account#fixes` | time, short hash |
//! | that an account has fixes | `fixed` | account |
//! | what was done to a field | `account#fields` | resource, fact |
//! | the fixes of the last hour | `account#fields` | `spent` |
//! | who works at a resource | `account#leases` | resource |
//! | what the fixer goes back to | `tasks` | sort, fix or finding |
//! | that nothing is to be fixed | `stop` | `stop` |
use model::{Finding, Message};

use crate::{Key, Task};

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

/// That an event had somebody look at a resource, for whatever; by what is known of it where it is
/// gone, too: it has no Region any more.
pub fn looked(account: &str, area: &str, resource: &str) -> Key {
    Key {
        partition: format!("{account}#{area}#looked"),
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

/// What stands in a Region's stead where no Region is meant.
pub const PARTIAL: &str = "*";

/// What runs by some controls alone saw.
pub fn partial(account: &str, area: &str) -> Key {
    region(account, area, PARTIAL)
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

/// The accounts that have fixes.
pub const FIXED: &str = "fixed";
/// What the fixer goes back to.
pub const TASKS: &str = "tasks";

/// The fixes of an account.
pub fn fixes(account: &str) -> String {
    format!("{account}#fixes")
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
        partition: "#fixes".into(),
        place: id.into(),
    }
}

pub fn field(account: &str, resource: &str, fact: &str) -> Key {
    Key {
        partition: format!("{account}#fields"),
        place: format!("{}#{fact}", model::short_hash(resource)),
    }
}

pub fn spent(account: &str) -> Key {
    Key {
        partition: format!("{account}#fields"),
        place: "spent".into(),
    }
}

pub fn lease(account: &str, resource: &str) -> Key {
    Key {
        partition: format!("{account}#leases"),
        place: model::short_hash(resource),
    }
}

pub fn stop() -> Key {
    Key {
        partition: "stop".into(),
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
