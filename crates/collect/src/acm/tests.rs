//! Certificates as ACM lists them: answered, denied, absent.
use model::acm::{Algorithm, Certificate, CertificateTags, Expiry, KeyAlgorithm};
use model::{Fact, Need, Observed, Reason};

use super::READERS;
use crate::observe::observe;
use crate::wire::{WireRequest, WireResponse, error_of, ok};

const NEEDS: &[Need] = &[Algorithm::NEED, Expiry::NEED];
const ARN: &str = "arn:aws:acm:eu-west-1:111122223333:certificate/1";

fn listed(rest: &'static str) -> impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static {
    move |request| match request.operation() {
        "ListCertificates" => ok(format!(
            r#"{{"CertificateSummaryList": [{{"CertificateArn": "{ARN}"{rest}}}]}}"#
        )),
        "ListTagsForCertificate" => ok(r#"{"Tags": [{"Key": "team"}]}"#),
        other => panic!("unexpected {other}"),
    }
}

#[tokio::test]
async fn a_certificate_is_listed_with_its_facts() {
    let issued = r#", "Status": "ISSUED", "KeyAlgorithm": "EC_secp384r1", "NotAfter": 1800000000"#;
    let seen = observe::<Certificate>(READERS, NEEDS, listed(issued)).await;
    let curve = KeyAlgorithm::EllipticCurve("secp384r1".into());
    let expected = serde_json::to_value(curve).unwrap();
    assert_eq!(seen.value(&Algorithm::NEED), Observed::Seen(expected));
    let expected = Observed::Seen("2027-01-15T08:00:00Z".into());
    assert_eq!(seen.value(&Expiry::NEED), expected);
    let tags = serde_json::json!({"team": ""});
    assert_eq!(seen.value(&CertificateTags::NEED), Observed::Seen(tags));
    let names_all = |one: &WireRequest| one.body.contains("RSA_4096");
    assert_eq!((seen.calls(names_all), seen.calls(|_| true)), (1, 2));
}

#[tokio::test]
async fn what_acm_does_not_say_is_a_gap() {
    let pending = r#", "Status": "PENDING_VALIDATION", "KeyAlgorithm": "RSA-1024""#;
    let seen = observe::<Certificate>(READERS, NEEDS, listed(pending)).await;
    assert_eq!(seen.value(&Expiry::NEED), Observed::Seen(().into()));
    let expected = serde_json::to_value(KeyAlgorithm::Rsa(1024)).unwrap();
    assert_eq!(seen.value(&Algorithm::NEED), Observed::Seen(expected));
    let unknown = r#", "Status": "ISSUED", "KeyAlgorithm": "ML_DSA_44""#;
    let seen = observe::<Certificate>(READERS, NEEDS, listed(unknown)).await;
    assert!(seen.is_gap(&Expiry::NEED, "NotAfter"));
    assert!(seen.is_gap(&Algorithm::NEED, "ML_DSA_44"));
}

#[tokio::test]
async fn a_denied_list_is_no_empty_one() {
    let denied = |request: &WireRequest| error_of(request, 400, "AccessDeniedException");
    let seen = observe::<Certificate>(READERS, NEEDS, denied).await;
    let missed = Reason::Denied("acm:ListCertificates".into());
    assert_eq!(seen.unlisted::<Certificate>(), missed);
}
