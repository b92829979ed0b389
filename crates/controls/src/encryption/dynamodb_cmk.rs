//! The table is encrypted with a KMS key of the account, managed by the customer or by AWS.
//!
//! DynamoDB encrypts every table, by default with a key that AWS owns: that key is in no account, so
//! that its use is neither logged nor limited there (DynamoDB Developer Guide, "DynamoDB encryption at
//! rest").
use model::dynamodb::{Table, TableKey};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::DYNAMODB;

pub(super) const CONTROL: Control<Table> = Control {
    id: "encryption.dynamodb-cmk",
    title: "The table is encrypted with a KMS key",
    severity: Severity::Medium,
    why: "CloudTrail logs every use of a KMS key, and a customer managed key limits who can read the \
          table and can be disabled at once. The key that AWS owns offers none of this.",
    fix: Fix::new(
        "aws dynamodb update-table --region {region} --table-name {name} \
         --sse-specification Enabled=true,SSEType=KMS,KMSMasterKeyId=KEY-ARN",
    ),
    responsibility: DYNAMODB.data("choose a KMS key where the AWS owned key is not sufficient"),
    needs: &[TableKey::NEED],
    judge: |table, _| {
        let key = table.see::<TableKey>()?;
        holds_if(
            key.is_some(),
            "the table is encrypted with an AWS owned key",
        )
    },
    remedy: None,
};

#[test]
fn cases() {
    let key = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd";
    crate::testing::table::<TableKey>(&CONTROL)
        .passes("a KMS key", Some(key.into()))
        .fails("the AWS owned key", None)
        .check();
}
