//! The security contact of the account.
use calls::account::get_alternate_contact::{
    GetAlternateContact, RESOURCE_NOT_FOUND_EXCEPTION as NOT_SET,
};
use calls::{Call, Client};
use model::iam::SecurityContact;

use crate::Aws;
use crate::fault::{Answer, absent, present};
use crate::reader::{At, Read};

impl Read for SecurityContact {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<String>> {
        let client = aws.client(None, Client::new);
        let request = GetAlternateContact::new("SECURITY");
        let Some(response) = absent(request.send(&client).await, &[NOT_SET])? else {
            return Ok(None);
        };
        let contact = present(response.alternate_contact, "AlternateContact")?;
        present(contact.email_address, "AlternateContact.EmailAddress").map(Some)
    }
}
