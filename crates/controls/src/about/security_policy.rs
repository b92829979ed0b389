//! Security policies of load balancers, and what AWS says of each.
//!
//! As of 2026-11-30: Security Hub User Guide, "Security Hub CSPM controls for Elastic Load Balancing",
//! ELB.17 (the parameter `sslPolicies`) and ELB.8; Elastic Load Balancing, "Security policies for your
//! Application Load Balancer", "... Network Load Balancer", "Predefined SSL security policies for Classic
//! Load Balancers".
use model::elb::SecurityPolicy;

/// What AWS recommends; the last one for Classic Load Balancers, which have no newer one.
const RECOMMENDED: &[&str] = &[
    "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-3-2021-06",
    "ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-3-PQ-2025-09",
];

/// The one that Security Hub demands of Classic Load Balancers (ELB.8).
const RECOMMENDED_OF_CLASSIC: &str = "ELBSecurityPolicy-TLS-1-2-2017-01";

/// The others that exist. A name that is in neither list is newer than them.
const OTHERS: &[&str] = &[
    "ELBSecurityPolicy-2011-08",
    "ELBSecurityPolicy-2014-01",
    "ELBSecurityPolicy-2014-10",
    "ELBSecurityPolicy-2015-02",
    "ELBSecurityPolicy-2015-03",
    "ELBSecurityPolicy-2015-05",
    "ELBSecurityPolicy-2016-08",
    "ELBSecurityPolicy-FS-1-1-2019-08",
    "ELBSecurityPolicy-FS-1-2-2019-08",
    "ELBSecurityPolicy-FS-1-2-Res-2019-08",
    "ELBSecurityPolicy-FS-1-2-Res-2020-10",
    "ELBSecurityPolicy-FS-2018-06",
    "ELBSecurityPolicy-TLS-1-0-2015-04",
    "ELBSecurityPolicy-TLS-1-1-2017-01",
    "ELBSecurityPolicy-TLS-1-2-2017-01",
    "ELBSecurityPolicy-TLS-1-2-Ext-2018-06",
    "ELBSecurityPolicy-TLS13-1-0-2021-06",
    "ELBSecurityPolicy-TLS13-1-0-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-0-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-0-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-1-2021-06",
    "ELBSecurityPolicy-TLS13-1-1-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-Ext0-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Ext1-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-Ext1-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-Ext1-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Ext1-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06",
    "ELBSecurityPolicy-TLS13-1-2-Ext2-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-Ext2-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-Ext2-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-FIPS-2023-04",
    "ELBSecurityPolicy-TLS13-1-2-FIPS-PQ-2025-09",
    "ELBSecurityPolicy-TLS13-1-2-PQ-2025-09",
];

/// Protocols that no policy should enable (RFC 7568, RFC 8996).
const DEPRECATED: &[&str] = &["SSLv2", "SSLv3", "TLSv1", "TLSv1.0", "TLSv1.1"];

/// Whether AWS recommends the policy of a load balancer, which may be a classic one; of a custom one
/// whether it enables TLS 1.2 or newer alone. `None` where the lists do not know it.
pub(crate) fn is_recommended(policy: &SecurityPolicy, classic: bool) -> Option<bool> {
    match policy {
        SecurityPolicy::Custom(protocols) => {
            let mut protocols = protocols.iter();
            Some(!protocols.any(|protocol| DEPRECATED.contains(&&**protocol)))
        }
        SecurityPolicy::Predefined(name) => {
            let name = &**name;
            let good = RECOMMENDED.contains(&name) || (classic && name == RECOMMENDED_OF_CLASSIC);
            (good || OTHERS.contains(&name)).then_some(good)
        }
    }
}

#[test]
fn no_policy_is_in_both_lists() {
    for names in [RECOMMENDED, OTHERS] {
        assert!(names.is_sorted());
    }
    assert!(RECOMMENDED.iter().all(|name| !OTHERS.contains(name)));
}
