//! Reads of DynamoDB: tables, and the key that encrypts each.
#[cfg(test)]
mod tests;

use calls::dynamodb::describe_table::{self, DescribeTable};
use calls::dynamodb::list_tables::ListTables;
use calls::dynamodb::list_tags_of_resource::ListTagsOfResource;
use calls::{Call, Client};
use model::Tags;
use model::dynamodb::{Table, TableKey, TableTags};

use crate::Aws;
use crate::describe::tags;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Collected, List, Listed, Only, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<Table>(),
    Reader::each::<TableKey>(),
    Reader::each::<TableTags>(),
];

impl Collected for Table {
    const GONE: &'static [&'static str] = &[describe_table::RESOURCE_NOT_FOUND_EXCEPTION];
}

impl List for Table {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let client = aws.client(Some(&region.id), Client::new);
        let response = ListTables::new().send(&client).await?;
        let (partition, account) = (&aws.account().partition, &aws.account().id);
        let (region, names) = (&region.id, response.table_names);
        let arn = |name| format!("arn:{partition}:dynamodb:{region}:{account}:table/{name}");
        let arns: Vec<_> = names.iter().map(arn).collect();
        Ok(only.of(arns.iter().map(String::as_str)))
    }
}

impl Read for TableKey {
    /// A table that is encrypted with the key that AWS owns has no description of its encryption
    /// (DynamoDB Developer Guide, "Managing encrypted tables in DynamoDB").
    async fn read(aws: &Aws, table: &At) -> Answer<Option<String>> {
        let client = aws.client(table.region.as_deref(), Client::new);
        let response = DescribeTable::new(table.name()).send(&client).await?;
        let Some(sse) = response.table.sse_description else {
            return Ok(None);
        };
        match (sse.status.as_deref(), sse.sse_type.as_deref()) {
            (Some("DISABLED" | "DISABLING"), _) => Ok(None),
            (Some("ENABLED" | "ENABLING" | "UPDATING"), Some("KMS")) => {
                present(sse.kms_master_key_arn, "SSEDescription.KMSMasterKeyArn").map(Some)
            }
            _ => Err(Fault::odd(
                "the response has an encryption status that is not known",
            )),
        }
    }
}

impl Read for TableTags {
    async fn read(aws: &Aws, table: &At) -> Answer<Tags> {
        let client = aws.client(table.region.as_deref(), Client::new);
        let response = ListTagsOfResource::new(&*table.id).send(&client).await?;
        tags(Some(&response.tags), |tag| (&tag.key, &tag.value))
    }
}
