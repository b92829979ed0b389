//! What all else lies in: the account, and its Regions.
use serde::{Deserialize, Serialize};

use crate::{ArnShape, Kind, KindInfo, Service, roster};

/// Which account, in which partition (`aws`, `aws-cn`, `aws-us-gov`, ...).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct AccountRef {
    /// Twelve digits.
    pub id: Box<str>,
    /// The first field of every ARN of the account.
    pub partition: Box<str>,
}

impl AccountRef {
    /// An account by its number.
    pub fn new(partition: impl Into<Box<str>>, id: impl Into<Box<str>>) -> Self {
        Self {
            id: id.into(),
            partition: partition.into(),
        }
    }

    /// The ARN that stands for the account as a whole.
    #[must_use]
    pub fn arn(&self) -> String {
        format!("arn:{}:iam::{}:root", self.partition, self.id)
    }

    /// The Region in which the partition keeps its global services, and their events.
    #[must_use]
    pub fn home_region(&self) -> &'static str {
        match &*self.partition {
            "aws-cn" => "cn-north-1",
            "aws-us-gov" => "us-gov-west-1",
            _ => "us-east-1",
        }
    }
}

/// The account itself: its row's id is [`AccountRef::arn`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account;
impl Kind for Account {
    type In = Self;
    const ID: &'static str = "account";
    const SERVICE: &'static Service = &roster::ACCOUNT;
    const LIST: &'static [&'static str] = &[];
    const ARN: Option<ArnShape> = Some(ArnShape::new("iam", "root"));
    const INFO: &'static KindInfo = &KindInfo {
        id: Self::ID,
        service: Self::SERVICE,
        list: Self::LIST,
        arn: Self::ARN,
        tags: None,
        within: None,
    };
}

/// An enabled Region of the account: its row's id is the Region's code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region;
impl Kind for Region {
    type In = Account;
    const ID: &'static str = "region";
    const SERVICE: &'static Service = &roster::ACCOUNT;
    const LIST: &'static [&'static str] = &["account:ListRegions"];
}
