//! What AWS Config records in a Region.
use serde::{Deserialize, Serialize};

use crate::{Fact, Region, Service, roster};

/// The account's own configuration recorder in the Region; `None` where it has none. One that another
/// service set up for itself does not count.
#[derive(Debug)]
pub struct ConfigRecorder;
impl Fact for ConfigRecorder {
    type Of = Region;
    type Value = Option<Recorder>;
    const ID: &'static str = "region.config-recorder";
    const SERVICE: &'static Service = &roster::CONFIG;
    const READS: &'static [&'static str] = &[
        "config:DescribeConfigurationRecorders",
        "config:DescribeConfigurationRecorderStatus",
        "config:DescribeDeliveryChannels",
    ];
}

/// The value of [`ConfigRecorder`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Recorder {
    /// Its name.
    pub name: String,
    /// The ARN of its role.
    pub role: String,
    /// Which resource types it records.
    pub records: Records,
    /// Whether it records now.
    pub recording: bool,
    /// The status of the last recording (`PENDING`, `SUCCESS`, `FAILURE`, `NOT_APPLICABLE`); absent
    /// where it never recorded.
    pub last_status: Option<String>,
    /// Whether there is a delivery channel.
    pub delivered: bool,
}

/// Which resource types are recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Records {
    /// All supported types.
    All {
        /// Those of global resources, as IAM's, too.
        global: bool,
    },
    /// All but these.
    AllBut(Vec<String>),
    /// These alone.
    These(Vec<String>),
}
