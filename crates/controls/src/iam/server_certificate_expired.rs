//! No expired certificate is kept in IAM.
use model::iam::{CertificateExpiry, ServerCertificate};
use model::{Control, Fact, Judged, Reason, Resource, Settings, Severity, broken_if};

pub(super) const CONTROL: Control<ServerCertificate> = Control {
    id: "iam.server-certificate-expired",
    title: "No expired server certificate is kept in IAM",
    severity: Severity::Medium,
    why: "An expired certificate that a load balancer still offers teaches people to click \
          warnings away; one that nothing offers will be offered by mistake.",
    fix: "aws iam delete-server-certificate --server-certificate-name {name}",
    responsibility: super::CERTIFICATES,
    needs: &[CertificateExpiry::NEED],
    judge,
    remedy: None,
};

fn judge(certificate: Resource<ServerCertificate>, settings: &Settings) -> Judged {
    let Some(ends) = certificate.see::<CertificateExpiry>()? else {
        let why = "AWS does not tell when it ends";
        return Err(certificate.gap::<CertificateExpiry>(Reason::failed(why)));
    };
    Ok(broken_if(
        *ends < settings.now,
        format!("it ended at {ends}"),
    ))
}

#[cfg(test)]
mod tests {
    use super::{CONTROL, CertificateExpiry, ServerCertificate};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;

    fn certificate(ends: Option<&str>) -> Given<ServerCertificate> {
        let ends = ends.map(|day| format!("{day}T00:00:00Z").parse().unwrap());
        given::<ServerCertificate>().with::<CertificateExpiry>(ends)
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("iam:ListServerCertificates".into());
        let unread = given::<ServerCertificate>().without::<CertificateExpiry>(denied);
        check(
            &CONTROL,
            &[
                passes("valid", certificate(Some("2026-12-31"))),
                fails("ended", certificate(Some("2026-02-28"))),
                gap("untold", certificate(None)),
                gap("denied", unread),
            ],
        );
    }
}
