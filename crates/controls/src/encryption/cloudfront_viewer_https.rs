//! No cache behavior answers viewers over HTTP.
use model::cloudfront::{Behaviors, Distribution, ViewerPolicy};
use model::{Control, Fact, Fix, Severity};

use crate::about::verdicts::{holds_unless, joined};
use crate::duties::CLOUDFRONT;

pub(super) const CONTROL: Control<Distribution> = Control {
    id: "encryption.cloudfront-viewer-https",
    title: "Viewers are redirected to HTTPS or can use HTTPS alone",
    severity: Severity::Medium,
    why: "What a viewer sends and receives over HTTP can be read and changed on the way. Each cache behavior \
          decides for its paths whether it accepts HTTP.",
    // The command takes the whole configuration, which `get-distribution-config` returns with its ETag.
    fix: Fix::new(
        "aws cloudfront update-distribution --id {name} --if-match ETAG \
          --distribution-config file://CONFIG",
    ),
    responsibility: CLOUDFRONT.data("choose the viewer protocol policy of each cache behavior"),
    needs: &[Behaviors::NEED],
    judge: |distribution, _| {
        let behaviors = distribution.see::<Behaviors>()?.iter();
        let open = behaviors.filter(|one| one.viewer == ViewerPolicy::AllowAll);
        let paths = joined(open.map(|one| one.path.as_deref().unwrap_or("the default one")));
        holds_unless(paths.map(|paths| format!("cache behaviors accept HTTP: {paths}")))
    },
    remedy: None,
};

#[test]
fn cases() {
    use ViewerPolicy::{AllowAll, HttpsOnly, RedirectToHttps};
    use model::cloudfront::Behavior;
    let both = |default, other| {
        let behavior = |path: Option<&str>, viewer| Behavior {
            path: path.map(String::from),
            viewer,
        };
        vec![behavior(None, default), behavior(Some("/img/*"), other)]
    };
    crate::testing::table::<Behaviors>(&CONTROL)
        .passes("HTTPS", both(HttpsOnly, RedirectToHttps))
        .fails("the default one", both(AllowAll, HttpsOnly))
        .fails("another one", both(RedirectToHttps, AllowAll))
        .check();
}
