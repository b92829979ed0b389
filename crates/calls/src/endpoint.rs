//! Endpoints of services, in every partition.
use aws_types::SdkConfig;
use aws_types::service_config::ServiceConfigKey;

use crate::Service;
use crate::generated::regions::PARTITIONS;

/// A partition: Regions with domains of their own.
#[derive(Debug)]
pub struct Partition {
    /// As `aws-cn`.
    pub id: &'static str,
    /// What the names of its Regions begin with.
    pub prefixes: &'static [&'static str],
    /// The domain of its endpoints.
    pub suffix: &'static str,
    /// The domain of its dual-stack endpoints.
    pub dual_stack_suffix: &'static str,
}

/// Where a service is: derived from AWS's endpoint rules, which the generator evaluates for every
/// Region and variant.
#[derive(Debug)]
pub struct Rule {
    /// The partition; any where empty.
    pub partition: &'static str,
    /// The Regions; all where empty.
    pub regions: &'static [&'static str],
    /// Whether it is the FIPS endpoint.
    pub fips: bool,
    /// Whether it is the dual-stack endpoint.
    pub dual_stack: bool,
    /// The URL with `{region}`, `{suffix}` and `{dual}`; empty where there is no such endpoint.
    pub url: &'static str,
    /// The Region that requests are signed for, where it is another; else empty.
    pub signing_region: &'static str,
}

impl Rule {
    pub(crate) const fn new(
        partition: &'static str,
        regions: &'static [&'static str],
        (fips, dual_stack): (bool, bool),
        url: &'static str,
        signing_region: &'static str,
    ) -> Self {
        Self {
            partition,
            regions,
            fips,
            dual_stack,
            url,
            signing_region,
        }
    }

    fn matches(&self, partition: &str, region: &str, fips: bool, dual_stack: bool) -> bool {
        (self.fips, self.dual_stack) == (fips, dual_stack)
            && (self.partition.is_empty() || self.partition == partition)
            && (self.regions.is_empty() || self.regions.contains(&region))
    }
}

/// Where requests are sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The URL of the endpoint.
    pub url: String,
    /// The Region that requests are signed for, where it is not the client's.
    pub signing_region: Option<&'static str>,
}

/// The endpoint of a service by this configuration, or why there is none. Set by the user
/// (`AWS_ENDPOINT_URL`, `AWS_ENDPOINT_URL_<SERVICE>`, `endpoint_url` of the profile or of its
/// `services` section, unless `AWS_IGNORE_CONFIGURED_ENDPOINT_URLS`), or by AWS's rules.
pub fn resolve(config: &SdkConfig, service: &Service) -> Result<Resolved, String> {
    let region = config.region().map(AsRef::as_ref);
    let region = region.ok_or("no Region is configured")?;
    let fips = config.use_fips().unwrap_or_default();
    let dual_stack = config.use_dual_stack().unwrap_or_default();
    let by_rule = by_rule(service, region, fips, dual_stack);
    match configured(config, service) {
        Some(url) => Ok(Resolved {
            url,
            signing_region: by_rule.ok().and_then(|there| there.signing_region),
        }),
        None => by_rule,
    }
}

/// The endpoint of a service by AWS's rules, or why there is none.
pub fn by_rule(
    service: &Service,
    region: &str,
    fips: bool,
    dual_stack: bool,
) -> Result<Resolved, String> {
    let partition = partition(region).ok_or("there are no partitions")?;
    let mut rules = service.endpoints.iter();
    let rule = rules.find(|rule| rule.matches(partition.id, region, fips, dual_stack));
    let rule = rule.filter(|rule| !rule.url.is_empty());
    let rule = rule.ok_or_else(|| {
        let variant = match (fips, dual_stack) {
            (false, false) => "",
            (true, false) => "FIPS ",
            (false, true) => "dual-stack ",
            (true, true) => "FIPS dual-stack ",
        };
        format!("{} has no {variant}endpoint in {region}", service.id)
    })?;
    let url = rule.url.replace("{region}", region);
    let url = url.replace("{suffix}", partition.suffix);
    Ok(Resolved {
        url: url.replace("{dual}", partition.dual_stack_suffix),
        signing_region: Some(rule.signing_region).filter(|region| !region.is_empty()),
    })
}

/// The partition of a Region; one of an unknown name is taken for one of `aws`, as AWS's rules do.
#[must_use]
pub fn partition(region: &str) -> Option<&'static Partition> {
    let is_in = |partition: &&Partition| {
        let mut prefixes = partition.prefixes.iter();
        prefixes.any(|prefix| region.starts_with(prefix))
    };
    PARTITIONS.iter().find(is_in).or(PARTITIONS.last())
}

/// The endpoint that the user configured for the service or for all, in the order of the official
/// clients.
fn configured(config: &SdkConfig, service: &Service) -> Option<String> {
    let general = || config.endpoint_url().map(ToOwned::to_owned);
    if config.get_origin("endpoint_url").is_client_config() {
        return general();
    }
    // In profiles AWS documents `cognito_identity`; of an id with spaces the runtime makes
    // `cognito-identity`.
    let id = service.id.replace(' ', "_");
    let key = ServiceConfigKey::builder().service_id(&id);
    let key = key.env("AWS_ENDPOINT_URL").profile("endpoint_url").build();
    let own = key
        .ok()
        .and_then(|key| config.service_config()?.load_config(key));
    own.or_else(general)
}
