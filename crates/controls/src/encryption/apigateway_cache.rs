//! Cached responses of the stage are encrypted.
use model::apigateway::{Cache, Caching, Stage};
use model::{Control, Fact, Fix, Severity};

use crate::about::verdicts::{holds_unless, joined, not_applicable};
use crate::duties::API_GATEWAY;

pub(super) const CONTROL: Control<Stage> = Control {
    id: "encryption.apigateway-cache",
    title: "Cached responses of the stage are encrypted",
    severity: Severity::Medium,
    why: "The cache holds responses of the API, with whatever personal data they contain, for up to an hour. \
          Encryption at rest is a setting of each method and off by default.",
    fix: Fix::new(
        "aws apigateway update-stage --region {region} --rest-api-id API-ID --stage-name STAGE \
          --patch-operations 'op=replace,path=/*/*/caching/dataEncrypted,value=true'",
    ),
    responsibility: API_GATEWAY.data("enable encryption of the cache where responses are cached"),
    needs: &[Caching::NEED],
    judge: |stage, _| match stage.see::<Caching>()? {
        Cache::Unsupported => not_applicable("HTTP and WebSocket APIs have no cache"),
        Cache::Disabled => not_applicable("no cache is provisioned"),
        Cache::Provisioned(methods) if methods.is_empty() => {
            not_applicable("no method caches its responses")
        }
        Cache::Provisioned(methods) => {
            let open = methods.iter().filter(|(_, encrypted)| !**encrypted);
            let open = joined(open.map(|(method, _)| method));
            holds_unless(open.map(|names| format!("the cache is not encrypted: {names}")))
        }
    },
    remedy: None,
};

#[test]
fn cases() {
    let of = |methods: &[(&str, bool)]| {
        let methods = methods.iter().map(|(name, on)| ((*name).into(), *on));
        Cache::Provisioned(methods.collect())
    };
    crate::testing::table::<Caching>(&CONTROL)
        .passes("encrypted", of(&[("*/*", true)]))
        .fails("not encrypted", of(&[("*/*", false)]))
        .fails("of a method", of(&[("*/*", true), ("~1orders/GET", false)]))
        .exempt("nothing is cached", of(&[]))
        .exempt("no cache", Cache::Disabled)
        .exempt("another sort of API", Cache::Unsupported)
        .check();
}
