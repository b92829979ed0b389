//! `CloudFront` connects to custom origins over HTTPS, with TLS 1.2 alone. Where it uses the viewer's
//! protocol, no cache behavior may accept HTTP (Security Hub, CloudFront.9 and CloudFront.10). To buckets
//! it connects as viewers do, which is another control's subject.
use model::cloudfront::{
    Behaviors, Distribution, Origin, OriginPolicy, OriginSort, Origins, ViewerPolicy,
};
use model::{Control, Fact, Fix, Judged, Reason, Resource, Severity, Verdict, any_broken, broken};

use crate::about::verdicts::not_applicable;
use crate::duties::CLOUDFRONT;

pub(super) const CONTROL: Control<Distribution> = Control {
    id: "encryption.cloudfront-origin-https",
    title: "CloudFront connects to custom origins with TLS 1.2 or newer",
    severity: Severity::Medium,
    why: "Between CloudFront and a custom origin, traffic crosses the internet. Over HTTP, or with an old \
          version of TLS, it can be read and changed on the way.",
    // The command takes the whole configuration, which `get-distribution-config` returns with its ETag.
    fix: Fix::new(
        "aws cloudfront update-distribution --id {name} --if-match ETAG \
          --distribution-config file://CONFIG",
    ),
    responsibility: CLOUDFRONT.data("set up HTTPS at each origin, and require it"),
    needs: &[Behaviors::NEED, Origins::NEED],
    judge: |distribution, _| {
        let origins = distribution.see::<Origins>()?;
        if origins.iter().all(|origin| origin.sort == OriginSort::S3) {
            return not_applicable("the distribution has no custom origin");
        }
        any_broken(origins.iter().map(|origin| judge(distribution, origin)))
    },
    remedy: None,
};

fn judge(distribution: Resource<Distribution>, origin: &Origin) -> Judged {
    let (id, (policy, tls)) = match &origin.sort {
        OriginSort::S3 => return Ok(Verdict::Holds),
        OriginSort::Vpc => {
            let why = "the protocol of a VPC origin is not part of the distribution";
            return Err(distribution.gap::<Origins>(Reason::failed(why)));
        }
        OriginSort::Custom { policy, tls } => (&origin.id, (policy, tls)),
    };
    let mut old = tls
        .iter()
        .filter(|version| !["TLSv1.2", "TLSv1.3"].contains(&&***version));
    if let (true, Some(version)) = (*policy != OriginPolicy::HttpOnly, old.next()) {
        return Ok(broken(format!("{version} may be used with origin `{id}`")));
    }
    match policy {
        OriginPolicy::HttpsOnly => Ok(Verdict::Holds),
        OriginPolicy::HttpOnly => Ok(broken(format!("HTTP is used with origin `{id}`"))),
        OriginPolicy::MatchViewer => {
            let mut behaviors = distribution.see::<Behaviors>()?.iter();
            Ok(
                match behaviors.any(|one| one.viewer == ViewerPolicy::AllowAll) {
                    true => broken(format!(
                        "HTTP is used with origin `{id}` where viewers use it"
                    )),
                    false => Verdict::Holds,
                },
            )
        }
    }
}

#[test]
fn cases() {
    use crate::testing::{given, table_of};
    use OriginPolicy::{HttpOnly, HttpsOnly, MatchViewer};
    use model::cloudfront::Behavior;
    let custom = |policy, tls: &[&str]| OriginSort::Custom {
        policy,
        tls: tls.iter().map(|&one| one.into()).collect(),
    };
    let of = |(sort, viewer): (OriginSort, ViewerPolicy)| {
        let id = "web".to_owned();
        given::<Distribution>()
            .with::<Behaviors>(vec![Behavior { path: None, viewer }])
            .with::<Origins>(vec![Origin { id, sort }])
    };
    let (new, all) = (&["TLSv1.2"], &["TLSv1", "TLSv1.1", "TLSv1.2"]);
    let (https, any) = (ViewerPolicy::RedirectToHttps, ViewerPolicy::AllowAll);
    table_of(&CONTROL, of)
        .passes("HTTPS", (custom(HttpsOnly, new), any))
        .passes("as viewers, over HTTPS", (custom(MatchViewer, new), https))
        .fails("as viewers, over HTTP", (custom(MatchViewer, new), any))
        .fails("HTTP", (custom(HttpOnly, new), https))
        .fails("TLS 1.0", (custom(HttpsOnly, all), https))
        .gap("in a VPC", (OriginSort::Vpc, https))
        .exempt("a bucket", (OriginSort::S3, any))
        .unread::<Origins>((custom(HttpsOnly, new), https))
        .unread::<Behaviors>((custom(MatchViewer, new), https))
        .check();
}
