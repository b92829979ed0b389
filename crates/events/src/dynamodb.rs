//! Events of DynamoDB, each in its own Region. A request may name a table by its ARN, the response has
//! its name.
use model::dynamodb::{Table, TableKey};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const TABLE: About = About::Resource {
    kind: Table::INFO,
    named: &[
        "/responseElements/tableDescription/tableName",
        "/requestParameters/tableName",
        "/requestParameters/targetTableName",
        "/requestParameters/tableCreationParameters/tableName",
    ],
    arn: |account, region, name| {
        let (partition, id) = (&account.partition, &account.id);
        format!("arn:{partition}:dynamodb:{region}:{id}:table/{name}")
    },
};
const KEY: &[Need] = &[TableKey::NEED];

const fn row(name: &'static str, about: About, facts: Facts, effect: Effect) -> Row {
    Row {
        service: "dynamodb",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateTable", TABLE, Facts::All, Sets),
    row("ImportTable", TABLE, Facts::All, Sets),
    row("RestoreTableFromBackup", TABLE, Facts::All, Sets),
    row("RestoreTableToPointInTime", TABLE, Facts::All, Sets),
    row("UpdateTable", TABLE, Facts::These(KEY), Sets),
    row("DeleteTable", TABLE, Facts::All, Repairs),
];
