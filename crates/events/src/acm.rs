//! Events of ACM, each in its own Region. A certificate can be imported into one that exists.
use model::acm::{Algorithm, Certificate, CertificateTags, Expiry};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Repairs, Sets};
use crate::{About, Facts, Row};

const CERTIFICATE: About = About::Arn {
    kind: Certificate::INFO,
    named: &[
        "/responseElements/certificateArn",
        "/requestParameters/certificateArn",
    ],
};

const IMPORTED: &[Need] = &[Algorithm::NEED, Expiry::NEED];
const RENEWED: &[Need] = &[Expiry::NEED];
const TAGS: &[Need] = &[CertificateTags::NEED];

const fn row(name: &'static str, effect: Effect, facts: Facts) -> Row {
    Row {
        service: "acm",
        name,
        about: CERTIFICATE,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("RequestCertificate", Sets, Facts::All),
    row("ImportCertificate", Sets, Facts::These(IMPORTED)),
    row("RenewCertificate", Repairs, Facts::These(RENEWED)),
    row("DeleteCertificate", Repairs, Facts::All),
    row("AddTagsToCertificate", Sets, Facts::These(TAGS)),
    row("RemoveTagsFromCertificate", Sets, Facts::These(TAGS)),
];
