//! Whom AWS writes to.
use aws_sdk_account::Client;
use aws_sdk_account::types::AlternateContactType;
use model::iam::SecurityContact;

use crate::Aws;
use crate::fault::{Answer, absent};
use crate::reader::{At, Read};

impl Read for SecurityContact {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<String>> {
        let client = aws.client(None, Client::new);
        let asked = client
            .get_alternate_contact()
            .alternate_contact_type(AlternateContactType::Security);
        let found = absent(asked.send().await, &["ResourceNotFoundException"])?;
        let contact = found.and_then(|answer| answer.alternate_contact);
        Ok(contact.and_then(|contact| contact.email_address))
    }
}
