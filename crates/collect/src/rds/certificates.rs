//! Certificates of DB instances, and of the authorities that sign them.
use std::collections::BTreeMap;

use aws_smithy_types::DateTime;
use calls::rds::describe_certificates::DescribeCertificates;
use calls::rds::describe_db_instances::DBInstance;
use calls::{Call, Client};
use model::Timestamp;
use model::rds::{Certificate, CertificateAuthorities};

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Read};

pub(super) fn of_instance(db: &DBInstance) -> Answer<Certificate> {
    let details = db.certificate_details.as_ref();
    let valid_till = details.and_then(|details| details.valid_till.as_ref());
    Ok(Certificate {
        authority: present(
            db.ca_certificate_identifier.clone(),
            "CACertificateIdentifier",
        )?,
        valid_till: valid_till.map(time).transpose()?,
    })
}

impl Read for CertificateAuthorities {
    async fn read(aws: &Aws, region: &At) -> Answer<BTreeMap<String, Timestamp>> {
        let client = aws.client(Some(&region.id), Client::new);
        let response = DescribeCertificates::new().send(&client).await?;
        let all = response.certificates.into_iter().map(|certificate| {
            let till = present(certificate.valid_till, "ValidTill")?;
            Ok((certificate.certificate_identifier, time(&till)?))
        });
        all.collect()
    }
}

fn time(date: &DateTime) -> Answer<Timestamp> {
    let time = Timestamp::from_second(date.secs());
    time.map_err(|_| Fault::odd("`ValidTill` is no time"))
}
