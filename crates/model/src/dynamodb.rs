//! Tables of DynamoDB.
use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Table;
impl Kind for Table {
    type In = Region;
    const ID: &'static str = "dynamodb.table";
    const SERVICE: &'static Service = &roster::DYNAMODB;
    const LIST: &'static [&'static str] = &["dynamodb:ListTables"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("dynamodb", "table/"));
    const TAGS: Option<Tagged> = tagged::<TableTags>();
}

/// The ARN of the KMS key that encrypts the table; `None` where a key does that AWS owns, which
/// is the default.
#[derive(Debug)]
pub struct TableKey;
impl Fact for TableKey {
    type Of = Table;
    type Value = Option<String>;
    const ID: &'static str = "dynamodb.table.kms-key";
    const READS: &'static [&'static str] = &["dynamodb:DescribeTable"];
}

/// The tags of the table.
#[derive(Debug)]
pub struct TableTags;
impl Fact for TableTags {
    type Of = Table;
    type Value = Tags;
    const ID: &'static str = "dynamodb.table.tags";
    const READS: &'static [&'static str] = &["dynamodb:ListTagsOfResource"];
}
