//! How long it takes to find who can become an administrator, on made-up accounts:
//! `cargo run --release -p escalate --example escalation_speed -- [PRINCIPALS ...] [SORT ...]`.

#![allow(clippy::print_stdout, reason = "a report on standard output")]

use escalate::{Account, Compute, Details, escalate};
use policy::{Document, Written};
use serde_json::{Value, json};
use std::time::Instant;

const ACCOUNT: &str = "111122223333";

/// What sort of account: who may do how much.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sort {
    /// Inline and managed policies of services, a few administrators, a few ways to them.
    Ordinary,
    /// The same, under service control policies and tags that tell principals apart.
    Bounded,
    /// Every role trusts the account, and most may assume many roles, of which none leads on.
    Dense,
    /// Many may change the permissions of many, and none of itself.
    Delegated,
    /// Principals hold a few managed policies and nothing of their own.
    Shared,
    /// Users have what their ten groups give them.
    Grouped,
    /// Roles trust under conditions, of tags and of circumstances; so do policies allow and deny,
    /// under service control policies.
    Conditional,
}

const SORTS: [Sort; 7] = [
    Sort::Ordinary,
    Sort::Bounded,
    Sort::Dense,
    Sort::Delegated,
    Sort::Shared,
    Sort::Grouped,
    Sort::Conditional,
];

impl Sort {
    fn is_guarded(self) -> bool {
        matches!(self, Sort::Bounded | Sort::Conditional)
    }
}

fn main() {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let sorts: Vec<Sort> = SORTS
        .into_iter()
        .filter(|sort| is_wanted(&given, *sort))
        .collect();
    let given: Vec<usize> = given.iter().filter_map(|text| text.parse().ok()).collect();
    let sizes = if given.is_empty() {
        vec![1_000, 10_000]
    } else {
        given
    };
    for size in sizes {
        for sort in &sorts {
            report(size, *sort);
        }
    }
    if let Some(peak) = peak() {
        println!("peak memory {peak}");
    }
}

/// Whether a sort is named, or none is.
fn is_wanted(given: &[String], sort: Sort) -> bool {
    let mut names = given
        .iter()
        .filter(|text| text.parse::<usize>().is_err())
        .peekable();
    names.peek().is_none() || names.any(|name| *name == format!("{sort:?}").to_lowercase())
}

fn report(size: usize, sort: Sort) {
    let text = details(size, sort).to_string();
    let begun = Instant::now();
    let details: Details = serde_json::from_str(&text).unwrap_or_default();
    let account = Account {
        id: ACCOUNT.into(),
        details,
        compute: compute(size),
        service_control: if sort.is_guarded() {
            vec![guards()]
        } else {
            Vec::new()
        },
    };
    let read = begun.elapsed();
    let escalations = escalate(&account);
    let (administrators, paths) = (escalations.administrators.len(), escalations.paths.len());
    let steps = escalations
        .paths
        .iter()
        .map(|path| path.steps.len())
        .max()
        .unwrap_or(0);
    println!(
        "{size:6} principals, {:11}: {:7.3} s, of which reading {:.3} s; {administrators} administrators, {paths} paths, the longest of {steps}, {} undecided",
        format!("{sort:?}").to_lowercase(),
        begun.elapsed().as_secs_f64(),
        read.as_secs_f64(),
        escalations.undecided.len(),
    );
}

/// The most memory the process has had, as Linux tells it.
fn peak() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status
        .lines()
        .find_map(|line| Some(line.strip_prefix("VmHWM:")?.trim().to_owned()))
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from(mixed >> 33).unwrap_or(0) % sides.max(1)
    }

    /// One chance in so many.
    fn one_in(&mut self, many: usize) -> bool {
        self.roll(many) == 0
    }
}

fn compute(size: usize) -> Vec<Compute> {
    let function = |index: usize| Compute {
        kind: "AWS::Lambda::Function".into(),
        name: format!("f{index}"),
        role: Some(format!("arn:aws:iam::{ACCOUNT}:role/app-{index}")),
    };
    (0..size / 4).map(function).collect()
}

fn guards() -> Vec<Written> {
    let text = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"},
        {"Effect": "Deny", "NotAction": ["iam:*", "sts:*"], "Resource": "*",
         "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-west-1", "eu-central-1"]}}},
        {"Effect": "Deny", "Action": ["iam:CreateUser", "iam:CreateAccessKey"], "Resource": "*",
         "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/platform-*"}}}]}"#;
    Document::parse(text)
        .map(|parsed| vec![parsed.document.into()])
        .unwrap_or_default()
}

fn details(size: usize, sort: Sort) -> Value {
    let dice = &mut Dice(7);
    let (users, roles, groups) = (size / 2, size - size / 2, size / 50 + 1);
    let policies = if sort == Sort::Shared {
        12
    } else {
        size / 10 + 1
    };
    json!({
        "UserDetailList": (0..users).map(|index| user(index, groups, policies, sort, dice)).collect::<Vec<_>>(),
        "GroupDetailList": (0..groups).map(|index| group(index, policies, dice)).collect::<Vec<_>>(),
        "RoleDetailList": (0..roles).map(|index| role(index, users, policies, sort, dice)).collect::<Vec<_>>(),
        "Policies": (0..policies).map(|index| managed(index, sort, dice)).chain([administrator()]).collect::<Vec<_>>(),
    })
}

fn user(index: usize, groups: usize, policies: usize, sort: Sort, dice: &mut Dice) -> Value {
    let name = format!("u{index}");
    let mut attached = vec![policy_arn(dice.roll(policies))];
    if dice.one_in(200) {
        attached.push("arn:aws:iam::aws:policy/AdministratorAccess".into());
    }
    let joined = if sort == Sort::Grouped { 10 } else { 2 };
    let own = inline(&name, sort, dice);
    json!({
        "UserName": name, "Arn": format!("arn:aws:iam::{ACCOUNT}:user/{name}"),
        "UserPolicyList": own,
        "GroupList": (0..joined).map(|_| format!("g{}", dice.roll(groups))).collect::<Vec<_>>(),
        "AttachedManagedPolicies": references(&attached),
        "Tags": [{"Key": "team", "Value": format!("t{}", index % 40)}],
    })
}

fn group(index: usize, policies: usize, dice: &mut Dice) -> Value {
    json!({
        "GroupName": format!("g{index}"), "Arn": format!("arn:aws:iam::{ACCOUNT}:group/g{index}"),
        "GroupPolicyList": [],
        "AttachedManagedPolicies": references(&[policy_arn(dice.roll(policies)), policy_arn(dice.roll(policies))]),
    })
}

fn role(index: usize, users: usize, policies: usize, sort: Sort, dice: &mut Dice) -> Value {
    let name = format!("app-{index}");
    let mut attached = vec![
        policy_arn(dice.roll(policies)),
        policy_arn(dice.roll(policies)),
    ];
    if dice.one_in(200) {
        attached.push("arn:aws:iam::aws:policy/AdministratorAccess".into());
    }
    let trusted = match dice.roll(5) {
        _ if sort == Sort::Dense => json!({"AWS": ACCOUNT}),
        0 => json!({"Service": "lambda.amazonaws.com"}),
        1 => json!({"Service": "ec2.amazonaws.com"}),
        2 => json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:user/u{}", dice.roll(users))}),
        _ => json!({"AWS": format!("arn:aws:iam::{ACCOUNT}:root")}),
    };
    let boundary = dice
        .one_in(20)
        .then(|| json!({"PermissionsBoundaryArn": policy_arn(0)}));
    json!({
        "RoleName": name, "Arn": format!("arn:aws:iam::{ACCOUNT}:role/{name}"),
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
            "Principal": trusted, "Action": "sts:AssumeRole", "Condition": of_trust(index, sort)}]},
        "RolePolicyList": inline(&name, sort, dice),
        "AttachedManagedPolicies": references(&attached), "PermissionsBoundary": boundary,
        "InstanceProfileList": [{"InstanceProfileName": name, "Arn": "arn:aws:iam::1:instance-profile/p"}],
        "Tags": [{"Key": "team", "Value": format!("t{}", index % 40)}],
    })
}

/// What the trust policy of a role demands.
fn of_trust(index: usize, sort: Sort) -> Value {
    if sort != Sort::Conditional {
        return json!({});
    }
    match index % 4 {
        0 => json!({"StringEquals": {"sts:ExternalId": format!("x{index}")}}),
        1 => json!({"StringEquals": {"aws:PrincipalTag/team": format!("t{}", index % 40)}}),
        2 => json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        _ => {
            json!({"ArnLike": {"aws:PrincipalArn": format!("arn:aws:iam::*:role/app-{}*", index % 97)}})
        }
    }
}

fn inline(name: &str, sort: Sort, dice: &mut Dice) -> Value {
    if sort == Sort::Shared {
        return json!([]);
    }
    json!([{"PolicyName": "own", "PolicyDocument": own(name, sort, dice)}])
}

/// A policy of a principal's own, unlike any other's.
fn own(name: &str, sort: Sort, dice: &mut Dice) -> Value {
    let mut statements = vec![
        json!({"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": format!("arn:aws:s3:::{name}/*")}),
        json!({"Effect": "Allow", "Action": ["logs:*", "cloudwatch:PutMetricData"], "Resource": "*"}),
    ];
    match sort {
        Sort::Dense if !dice.one_in(10) => statements.push(json!({"Effect": "Allow", "Action": "sts:AssumeRole",
            "Resource": format!("arn:aws:iam::{ACCOUNT}:role/app-{}*", 1 + dice.roll(9))})),
        Sort::Delegated if dice.one_in(3) => statements.push(json!({"Effect": "Allow",
            "Action": ["iam:PutRolePolicy", "iam:AttachRolePolicy"],
            "Resource": format!("arn:aws:iam::{ACCOUNT}:role/app-{}*", 10 + dice.roll(90))})),
        Sort::Bounded if dice.one_in(3) => statements.push(json!({"Effect": "Allow", "Action": "sts:AssumeRole",
            "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/team": format!("t{}", dice.roll(40))}}})),
        Sort::Conditional => statements.extend(conditional(dice)),
        _ => {}
    }
    if dice.one_in(40) {
        statements.push(json!({"Effect": "Allow", "Action": ["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"],
            "Resource": "*", "Condition": {"StringEqualsIfExists": {"iam:PassedToService": "lambda.amazonaws.com"}}}));
    }
    if dice.one_in(40) {
        statements.push(json!({"Effect": "Allow", "Action": "sts:AssumeRole",
            "Resource": format!("arn:aws:iam::{ACCOUNT}:role/app-{}", dice.roll(1000))}));
    }
    json!({"Version": "2012-10-17", "Statement": statements})
}

/// Allows under conditions, and denies under others.
fn conditional(dice: &mut Dice) -> [Value; 2] {
    let team = format!("t{}", dice.roll(40));
    [
        json!({"Effect": "Allow", "Action": ["sts:AssumeRole", "iam:PassRole"], "Resource": "*",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}}),
        json!({"Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition":
            {"StringNotEquals": {"aws:PrincipalTag/team": team}, "Null": {"aws:MultiFactorAuthAge": "true"}}}),
    ]
}

fn managed(index: usize, sort: Sort, dice: &mut Dice) -> Value {
    let services = [
        "ec2", "s3", "dynamodb", "sqs", "sns", "kms", "rds", "logs", "events", "lambda", "ecs",
        "glue",
    ];
    let service = |dice: &mut Dice| *services.get(dice.roll(services.len())).unwrap_or(&"s3");
    let (a, b) = (service(dice), service(dice));
    let mut statements = vec![
        json!({"Effect": "Allow", "Action": [format!("{a}:Describe*"), format!("{a}:Get*"), format!("{a}:List*")],
            "Resource": "*"}),
        json!({"Effect": "Allow", "Action": format!("{b}:*"),
            "Resource": format!("arn:aws:{b}:*:{ACCOUNT}:x{index}*")}),
    ];
    match index {
        0 if sort == Sort::Shared => statements
            .push(json!({"Effect": "Allow", "Action": "sts:AssumeRole",
            "Resource": "arn:aws:iam::*:role/app-1*"})),
        1 if sort == Sort::Shared => statements
            .push(json!({"Effect": "Allow", "Action": "iam:PutRolePolicy",
            "Resource": "arn:aws:iam::*:role/app-2*"})),
        _ => {}
    }
    if dice.one_in(4) {
        statements.push(json!({"Effect": "Deny", "Action": "iam:DeleteRole", "Resource": "*"}));
    }
    let document = json!({"Version": "2012-10-17", "Statement": statements});
    json!({"PolicyName": format!("p{index}"), "Arn": policy_arn(index), "DefaultVersionId": "v1",
        "PolicyVersionList": [{"VersionId": "v1", "IsDefaultVersion": true, "Document": document}]})
}

fn administrator() -> Value {
    let document = json!({"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]});
    json!({"Arn": "arn:aws:iam::aws:policy/AdministratorAccess",
        "PolicyVersionList": [{"VersionId": "v1", "IsDefaultVersion": true, "Document": document}]})
}

fn policy_arn(index: usize) -> String {
    format!("arn:aws:iam::{ACCOUNT}:policy/p{index}")
}

fn references(arns: &[String]) -> Value {
    arns.iter().map(|arn| json!({"PolicyArn": arn})).collect()
}
