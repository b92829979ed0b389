//! Where requests go: by AWS's rules in every partition, and as the environment and profiles say.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]
use std::io::Write;
use std::process::Command;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use calls::client::Of;
use calls::endpoint::{by_rule, resolve};

const PLAIN: (bool, bool) = (false, false);
const FIPS: (bool, bool) = (true, false);
const DUAL: (bool, bool) = (false, true);
const BOTH: (bool, bool) = (true, true);

/// Region, variant, URL; and the Region that is signed for, where it is another.
type Row = (
    &'static str,
    (bool, bool),
    &'static str,
    Option<&'static str>,
);

fn check<S: Of>(rows: &[Row]) {
    for (region, (fips, dual_stack), url, signing_region) in rows {
        let resolved = by_rule(S::SERVICE, region, *fips, *dual_stack).unwrap();
        let is = (&*resolved.url, resolved.signing_region);
        assert_eq!(is, (*url, *signing_region), "{} {region}", S::SERVICE.id);
    }
}

#[test]
fn a_regional_service_in_every_partition() {
    check::<calls::ec2::Service>(&[
        (
            "eu-west-1",
            PLAIN,
            "https://ec2.eu-west-1.amazonaws.com",
            None,
        ),
        (
            "us-east-1",
            FIPS,
            "https://ec2-fips.us-east-1.amazonaws.com",
            None,
        ),
        ("eu-west-1", DUAL, "https://ec2.eu-west-1.api.aws", None),
        (
            "us-east-1",
            BOTH,
            "https://ec2-fips.us-east-1.api.aws",
            None,
        ),
        (
            "xx-new-7",
            PLAIN,
            "https://ec2.xx-new-7.amazonaws.com",
            None,
        ),
        (
            "cn-north-1",
            PLAIN,
            "https://ec2.cn-north-1.amazonaws.com.cn",
            None,
        ),
        (
            "cn-north-1",
            DUAL,
            "https://ec2.cn-north-1.api.amazonwebservices.com.cn",
            None,
        ),
        (
            "us-gov-west-1",
            PLAIN,
            "https://ec2.us-gov-west-1.amazonaws.com",
            None,
        ),
        (
            "us-gov-west-1",
            FIPS,
            "https://ec2.us-gov-west-1.amazonaws.com",
            None,
        ),
        (
            "us-iso-east-1",
            PLAIN,
            "https://ec2.us-iso-east-1.c2s.ic.gov",
            None,
        ),
        (
            "us-isob-east-1",
            PLAIN,
            "https://ec2.us-isob-east-1.sc2s.sgov.gov",
            None,
        ),
        (
            "eu-isoe-west-1",
            PLAIN,
            "https://ec2.eu-isoe-west-1.cloud.adc-e.uk",
            None,
        ),
        (
            "us-isof-south-1",
            PLAIN,
            "https://ec2.us-isof-south-1.csp.hci.ic.gov",
            None,
        ),
        (
            "eusc-de-east-1",
            PLAIN,
            "https://ec2.eusc-de-east-1.amazonaws.eu",
            None,
        ),
    ]);
    check::<calls::rds::Service>(&[
        (
            "ca-central-1",
            FIPS,
            "https://rds-fips.ca-central-1.amazonaws.com",
            None,
        ),
        (
            "us-gov-east-1",
            FIPS,
            "https://rds.us-gov-east-1.amazonaws.com",
            None,
        ),
    ]);
}

#[test]
fn a_global_service_is_signed_for_where_it_is() {
    check::<calls::account::Service>(&[
        (
            "us-east-1",
            PLAIN,
            "https://account.us-east-1.amazonaws.com",
            None,
        ),
        (
            "eu-west-1",
            PLAIN,
            "https://account.us-east-1.amazonaws.com",
            Some("us-east-1"),
        ),
        (
            "cn-north-1",
            PLAIN,
            "https://account.cn-northwest-1.amazonaws.com.cn",
            Some("cn-northwest-1"),
        ),
    ]);
}

#[test]
fn s3_has_an_endpoint_of_its_own_in_every_region() {
    check::<calls::s3::Service>(&[
        (
            "us-east-1",
            PLAIN,
            "https://s3.us-east-1.amazonaws.com",
            None,
        ),
        (
            "eu-west-1",
            PLAIN,
            "https://s3.eu-west-1.amazonaws.com",
            None,
        ),
        (
            "eu-west-1",
            DUAL,
            "https://s3.dualstack.eu-west-1.amazonaws.com",
            None,
        ),
        (
            "us-east-1",
            FIPS,
            "https://s3-fips.us-east-1.amazonaws.com",
            None,
        ),
        (
            "us-east-1",
            BOTH,
            "https://s3-fips.dualstack.us-east-1.amazonaws.com",
            None,
        ),
        (
            "cn-north-1",
            PLAIN,
            "https://s3.cn-north-1.amazonaws.com.cn",
            None,
        ),
        (
            "us-gov-west-1",
            PLAIN,
            "https://s3.us-gov-west-1.amazonaws.com",
            None,
        ),
    ]);
}

#[test]
fn a_service_that_has_no_such_endpoint_says_so() {
    const NOWHERE: calls::Service = calls::Service {
        endpoints: &[],
        ..*calls::ec2::Service::SERVICE
    };
    let why = by_rule(&NOWHERE, "us-iso-east-1", false, true);
    let problem = "EC2 has no dual-stack endpoint in us-iso-east-1";
    assert_eq!(why, Err(problem.into()));
    let config = SdkConfig::builder().build();
    let why = resolve(&config, calls::ec2::Service::SERVICE);
    assert_eq!(why, Err("no Region is configured".into()));
}

#[test]
fn a_url_of_the_client_is_used_as_it_is() {
    let config = SdkConfig::builder()
        .region(Region::new("cn-north-1"))
        .endpoint_url("http://localhost:5000/below")
        .build();
    let resolved = resolve(&config, calls::account::Service::SERVICE).unwrap();
    assert_eq!(resolved.url, "http://localhost:5000/below");
    assert_eq!(resolved.signing_region, Some("cn-northwest-1"));
}

const PROFILES: &str = "[profile general]\nendpoint_url = http://profile\n\
    [profile special]\nendpoint_url = http://profile\nservices = own\n\
    [profile variants]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\n\
    [profile ignoring]\nendpoint_url = http://profile\nignore_configured_endpoint_urls = true\n\
    [services own]\ncognito_identity =\n  endpoint_url = http://services\n";

/// Variables of the environment, and where Cognito Identity and EC2 are then.
type Configured = (
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
);

const CONFIGURED: &[Configured] = &[
    (
        &[],
        "https://cognito-identity.us-east-1.amazonaws.com",
        "https://ec2.us-east-1.amazonaws.com",
    ),
    (
        &[("AWS_ENDPOINT_URL", "http://all")],
        "http://all",
        "http://all",
    ),
    (
        &[
            ("AWS_ENDPOINT_URL", "http://all"),
            ("AWS_ENDPOINT_URL_COGNITO_IDENTITY", "http://one"),
        ],
        "http://one",
        "http://all",
    ),
    (
        &[("AWS_ENDPOINT_URL_COGNITO_IDENTITY", "http://one")],
        "http://one",
        "https://ec2.us-east-1.amazonaws.com",
    ),
    (
        &[
            ("AWS_ENDPOINT_URL", "http://all"),
            ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"),
        ],
        "https://cognito-identity.us-east-1.amazonaws.com",
        "https://ec2.us-east-1.amazonaws.com",
    ),
    (
        &[
            ("AWS_ENDPOINT_URL_COGNITO_IDENTITY", "http://one"),
            ("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true"),
        ],
        "https://cognito-identity.us-east-1.amazonaws.com",
        "https://ec2.us-east-1.amazonaws.com",
    ),
    (
        &[("AWS_PROFILE", "general")],
        "http://profile",
        "http://profile",
    ),
    (
        &[("AWS_PROFILE", "special")],
        "http://services",
        "http://profile",
    ),
    (
        &[
            ("AWS_PROFILE", "special"),
            ("AWS_ENDPOINT_URL_COGNITO_IDENTITY", "http://one"),
        ],
        "http://one",
        "http://profile",
    ),
    (
        &[("AWS_PROFILE", "ignoring")],
        "https://cognito-identity.us-east-1.amazonaws.com",
        "https://ec2.us-east-1.amazonaws.com",
    ),
    (
        &[("AWS_PROFILE", "variants")],
        "https://cognito-identity-fips.us-east-1.amazonaws.com",
        "https://ec2-fips.us-east-1.api.aws",
    ),
    (
        &[("AWS_USE_FIPS_ENDPOINT", "true")],
        "https://cognito-identity-fips.us-east-1.amazonaws.com",
        "https://ec2-fips.us-east-1.amazonaws.com",
    ),
    (
        &[("AWS_USE_DUALSTACK_ENDPOINT", "true")],
        "https://cognito-identity.us-east-1.amazonaws.com",
        "https://ec2.us-east-1.api.aws",
    ),
];

/// This program is started once more for each row: the environment belongs to the process.
#[test]
fn the_environment_and_profiles_are_heeded() {
    let path = std::env::temp_dir().join(format!("calls-endpoints-{}", std::process::id()));
    let mut file = std::fs::File::create(&path).unwrap();
    file.write_all(PROFILES.as_bytes()).unwrap();
    for (variables, cognito, ec2) in CONFIGURED {
        let child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--ignored",
                "--exact",
                "in_a_process_of_its_own",
                "--nocapture",
            ])
            .env_clear()
            .env("AWS_REGION", "us-east-1")
            .env("AWS_EC2_METADATA_DISABLED", "true")
            .env("AWS_CONFIG_FILE", &path)
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        let printed = String::from_utf8(child.stdout).unwrap();
        let mut lines = printed
            .lines()
            .filter_map(|line| line.split_once("resolved: "));
        let (is, should) = (lines.next().map(|line| line.1), format!("{cognito} {ec2}"));
        assert_eq!(is, Some(&*should), "{variables:?}: {printed}");
    }
    std::fs::remove_file(path).unwrap();
}

#[tokio::test]
#[ignore = "is started with an environment of its own"]
async fn in_a_process_of_its_own() {
    let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let cognito = resolve(&config, calls::cognito_identity::Service::SERVICE).unwrap();
    let ec2 = resolve(&config, calls::ec2::Service::SERVICE).unwrap();
    println!("resolved: {} {}", cognito.url, ec2.url);
}
