//! Reads of ACM: certificates, listed with what is judged of them.
#[cfg(test)]
mod tests;

use calls::acm::list_certificates::{self, CertificateSummary, FiltersInput, ListCertificates};
use calls::acm::list_tags_for_certificate::{self, ListTagsForCertificate};
use calls::{Call, Client};
use model::acm::{Algorithm, Certificate, CertificateTags, Expiry, KeyAlgorithm};
use model::{Tags, Timestamp};

use crate::Aws;
use crate::describe::{Describe, Draws, Lens, Place, tags};
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Collected, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::describe::<Certificate>(),
    Reader::each::<CertificateTags>(),
];

impl Collected for Certificate {
    const GONE: &'static [&'static str] =
        &[list_tags_for_certificate::RESOURCE_NOT_FOUND_EXCEPTION];
}

/// Every algorithm: without them ACM lists certificates with RSA keys of 1024 and 2048 bits alone (ACM
/// API reference, "Filters").
const KEY_TYPES: &[&str] = &[
    "RSA_1024",
    "RSA_2048",
    "RSA_3072",
    "RSA_4096",
    "EC_prime256v1",
    "EC_secp384r1",
    "EC_secp521r1",
];

impl Describe for Certificate {
    type Call = ListCertificates;
    type Row = CertificateSummary;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<Algorithm>(|one| algorithm(present(one.key_algorithm.as_deref(), "KeyAlgorithm")?)),
        &Lens::<Expiry>(expiry),
    ];

    /// ACM cannot list the one of a name: a page holds a thousand.
    fn call(_: Option<&str>) -> ListCertificates {
        let key_types = KEY_TYPES.iter().map(|&one| one.into()).collect();
        ListCertificates {
            includes: Some(FiltersInput {
                key_types: Some(key_types),
            }),
            ..ListCertificates::new()
        }
    }
    fn rows(page: list_certificates::Response, _: &Place) -> Vec<(String, CertificateSummary)> {
        let rows = page.certificate_summary_list.into_iter();
        rows.map(|one| (one.certificate_arn.clone(), one)).collect()
    }
}

/// `RSA_2048` in the list, `RSA-2048` in some other answers of ACM.
fn algorithm(name: &str) -> Answer<KeyAlgorithm> {
    let unknown = || Fault::odd(format!("`{name}` is no known key algorithm"));
    match name.split_once(['_', '-']).ok_or_else(unknown)? {
        ("RSA", bits) => Ok(KeyAlgorithm::Rsa(bits.parse().map_err(|_| unknown())?)),
        ("EC", curve) => Ok(KeyAlgorithm::EllipticCurve(curve.into())),
        _ => Err(unknown()),
    }
}

/// One that was not issued has no date yet, or never (ACM API reference, `CertificateSummary`).
fn expiry(one: &CertificateSummary) -> Answer<Option<Timestamp>> {
    match present(one.status.as_deref(), "Status")? {
        "PENDING_VALIDATION" | "VALIDATION_TIMED_OUT" | "FAILED" => Ok(None),
        _ => {
            let at = present(one.not_after, "NotAfter")?;
            let at = Timestamp::from_second(at.secs());
            at.map(Some)
                .map_err(|_| Fault::odd("`NotAfter` is no time"))
        }
    }
}

impl Read for CertificateTags {
    async fn read(aws: &Aws, certificate: &At) -> Answer<Tags> {
        let client = aws.client(certificate.region.as_deref(), Client::new);
        let call = ListTagsForCertificate::new(&*certificate.id);
        let response = call.send(&client).await?;
        tags(response.tags.as_deref(), |tag| (&tag.key, &tag.value))
    }
}
