//! The CA certificate of the DB instance does not expire within 90 days, and neither does the server
//! certificate that it signed.
//!
//! RDS renews server certificates long before they expire, where the CA and the engine allow that
//! (RDS User Guide, "Using SSL/TLS to encrypt a connection to a DB instance"). A CA that RDS no longer
//! lists has no expiry that is known.
use model::rds::{CertificateAuthorities, DbInstance, DbInstanceCertificate};
use model::{Control, Fact, Fix, Reason, Severity, Timestamp, Verdict, any_broken, broken_if};

use crate::about::age::days;
use crate::duties::RDS;

pub(super) const CONTROL: Control<DbInstance> = Control {
    id: "encryption.rds-certificate",
    title: "The certificates of the DB instance are valid for at least 90 days",
    severity: Severity::High,
    why: "Once the CA certificate expires, clients that verify it cannot connect any more. Clients must \
          trust the new certificate before the DB instance presents it, which takes time.",
    fix: Fix::new(
        "aws rds modify-db-instance --region {region} --db-instance-identifier {name} \
         --ca-certificate-identifier rds-ca-rsa2048-g1 --apply-immediately (first add the CA certificate \
         to the trust stores of all clients)",
    ),
    responsibility: RDS
        .data("choose the certificate authority, and update the trust stores of clients"),
    needs: &[CertificateAuthorities::NEED, DbInstanceCertificate::NEED],
    judge: |db, settings| {
        let certificate = db.see::<DbInstanceCertificate>()?;
        let left = |till: &Timestamp| -days(settings, *till);
        let expires = |what: &str, till: &Timestamp| {
            let because = format!("the {what} certificate expires at {till}");
            broken_if(left(till) < LEAST, because)
        };
        let server = certificate.valid_till.as_ref();
        let server = server.map_or(Verdict::Holds, |till| expires("server", till));
        let authority = db.parent().see::<CertificateAuthorities>().and_then(|all| {
            let name = &certificate.authority;
            let unknown = || Reason::failed(format!("RDS does not list the CA `{name}`"));
            let till = all.get(name);
            let till = till.ok_or_else(|| db.gap::<DbInstanceCertificate>(unknown()))?;
            Ok(expires("CA", till))
        });
        any_broken([Ok(server), authority])
    },
    remedy: None,
};

/// In days.
const LEAST: i64 = 90;

#[test]
fn cases() {
    use crate::testing::{given, table_of};
    use model::Region;
    use model::rds::Certificate;

    const LATER: &str = "2061-05-26T00:00:00Z";
    const IN_89_DAYS: &str = "2026-05-29T12:00:00Z";
    const IN_91_DAYS: &str = "2026-05-31T12:00:00Z";
    let db = |(authority, own): (&str, Option<&str>)| {
        let listed = ("rds-ca-rsa2048-g1".to_owned(), authority.parse().unwrap());
        given::<DbInstance>()
            .on::<Region>()
            .with::<CertificateAuthorities>([listed].into())
            .on::<DbInstance>()
            .with::<DbInstanceCertificate>(Certificate {
                authority: "rds-ca-rsa2048-g1".into(),
                valid_till: own.map(|own| own.parse().unwrap()),
            })
    };
    let of_another = |own: Option<&str>| {
        db((LATER, None)).with::<DbInstanceCertificate>(Certificate {
            authority: "rds-ca-2019".into(),
            valid_till: own.map(|own| own.parse().unwrap()),
        })
    };
    table_of(&CONTROL, db)
        .passes("long", (LATER, Some(IN_91_DAYS)))
        .passes("server's not known", (IN_91_DAYS, None))
        .fails("CA", (IN_89_DAYS, Some(LATER)))
        .fails("expired", ("2024-08-22T17:08:50Z", None))
        .fails("server", (LATER, Some(IN_89_DAYS)))
        .and(crate::testing::gap(
            "CA not listed",
            of_another(Some(LATER)),
        ))
        .and(crate::testing::fails(
            "withdrawn",
            of_another(Some(IN_89_DAYS)),
        ))
        .unread::<DbInstanceCertificate>((LATER, None))
        .unread::<CertificateAuthorities>((LATER, None))
        .check();
}
