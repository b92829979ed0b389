use serde_json::{Value as Json, json};

use super::{BYTES, MASK, is_masked, mask, may_hold, shapes, unmask};

const TAGS: &str = "s3.bucket.tags";
const POLICY: &str = "s3.bucket.policy";
const KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

fn masked(fact: &str, value: &Json) -> Json {
    let mut out = value.clone();
    if may_hold(fact, &value.to_string()) {
        mask(fact, &mut out);
    }
    out
}

/// Texts with what must not be left of them.
fn secrets() -> Vec<(String, String)> {
    let long = "0123456789abcdefABCDEF0123456789abcdefABCDEF";
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
    let own = |text: &str| (text.to_owned(), text.to_owned());
    let mut all = vec![
        own(&format!("ghp_{long}")),
        own(&format!("github_pat_{long}")),
        own("xoxb-123456789012-abcdefghij"),
        own("AIzaSyA1234567890abcdefghijklmnopqrstuv"),
        own(&format!("sk_live_{long}")),
        own(jwt),
        own(KEY),
        (format!("AKIAIOSFODNN7EXAMPLE:{KEY}"), KEY.into()),
        (
            format!("id=AKIAIOSFODNN7EXAMPLE secret {KEY}, both"),
            KEY.into(),
        ),
        (
            "https://hooks.slack.com/services/T000/B000/XXXXXXXXXXXX".into(),
            "XXXXXXXXXXXX".into(),
        ),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA1\n-----END RSA PRIVATE KEY-----"
                .into(),
            "MIIEow".into(),
        ),
        (
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjE".into(),
            "b3BlbnNz".into(),
        ),
        (
            "postgres://app:hunter2@db.example.com/x".into(),
            "hunter2".into(),
        ),
        (
            "jdbc:mysql://db/x?user=a;password=hunter2;ssl=1".into(),
            "hunter2".into(),
        ),
        ("MYSQL_PWD=hunter2".into(), "hunter2".into()),
        (
            "Authorization: Bearer abcdef0123456789".into(),
            "abcdef0123456789".into(),
        ),
        (format!("AccountKey={long}=="), long.into()),
    ];
    all.extend(
        ["a note: ", "\"", "(", "x="]
            .iter()
            .map(|before| (format!("{before}ghp_{long}"), format!("ghp_{long}"))),
    );
    all
}

#[test]
fn shapes_are_masked_wherever_they_stand() {
    for (text, secret) in secrets() {
        let places = [
            json!(text),
            json!({"a": [{"b": text}]}),
            json!({"a": {"Description": format!("see {text} there")}}),
            json!(json!({"Statement": [{"Sid": text}]}).to_string()),
        ];
        for (index, place) in places.iter().enumerate() {
            // A secret access key is only recognised alone or beside its id.
            if index >= 2 && text == KEY {
                continue;
            }
            let out = masked("iam.role.description", place);
            assert!(
                !out.to_string().contains(&secret),
                "{text} in {place}: {out}"
            );
            assert!(is_masked(&out), "{text} in {place}: {out}");
            assert_eq!(masked("iam.role.description", &out), out, "once is enough");
            assert_eq!(
                unmask("iam.role.description", &out, place).as_ref(),
                Some(place)
            );
        }
    }
}

#[test]
fn what_is_no_secret_stays() {
    let arn = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:db/password-AbCdEf";
    for text in [
        "AKIAIOSFODNN7EXAMPLE",
        arn,
        "arn:aws:iam::aws:policy/service-role/AmazonEC2RoleforSSM1",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "https://example.com/token/basic",
        "https://user@example.com/",
        "eyJ",
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
        "secret",
        "password policy of the basic plan",
    ] {
        assert_eq!(masked("iam.role.description", &json!(text)), json!(text));
        assert_eq!(
            masked(TAGS, &json!({"owner": text})),
            json!({"owner": text})
        );
    }
}

#[test]
fn tags_named_like_a_secret() {
    for name in [
        "password",
        "DB_PASSWORD",
        "dbPassword",
        "api-key",
        "apiKey",
        "auth_token",
        "my secret",
        "Secret",
    ] {
        let out = masked(TAGS, &json!({name: "hunter2", "team": "web"}));
        assert_eq!(out["team"], "web");
        assert!(out[name].as_str().unwrap().starts_with(MASK), "{name}");
        assert_eq!(
            masked("iam.user.other", &json!({name: "hunter2"})),
            json!({name: "hunter2"})
        );
    }
    for (name, value) in [
        ("secret", "true"),
        (
            "secret-arn",
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:x",
        ),
        ("data", "secret"),
        ("keyboard", "qwerty"),
        ("secretary", "Ann"),
        ("tokenizer", "bpe"),
    ] {
        assert_eq!(masked(TAGS, &json!({name: value})), json!({name: value}));
    }
}

#[test]
fn values_of_conditions_that_work_as_passwords() {
    let of = |key: &str, value: Json| {
        let condition = json!({"StringLike": {key: value, "aws:SourceVpc": "vpc-1"}});
        json!({"Statement": [{"Effect": "Allow", "Action": "hunter2", "Condition": condition}]})
    };
    for key in [
        "aws:Referer",
        "AWS:REFERER",
        "sts:ExternalId",
        "sts:externalid",
    ] {
        for text in [
            of(key, json!("hunter2")).to_string(),
            format!("{:#}", of(key, json!(["a", "hunter2"]))),
        ] {
            let out = masked(POLICY, &json!(text));
            let policy: Json = serde_json::from_str(out.as_str().unwrap()).unwrap();
            let like = &policy["Statement"][0]["Condition"]["StringLike"];
            assert!(!like[key].to_string().contains("hunter2"), "{out}");
            assert_eq!(
                (&like["aws:SourceVpc"], &policy["Statement"][0]["Action"]),
                (&json!("vpc-1"), &json!("hunter2"))
            );
            assert_eq!(out.as_str().unwrap().lines().count(), text.lines().count());
            assert_eq!(unmask(POLICY, &out, &json!(text)), Some(json!(text)));
        }
    }
    let one = masked(
        POLICY,
        &json!(of("aws:Referer", json!("hunter2")).to_string()),
    );
    let same = masked(
        POLICY,
        &json!(of("sts:ExternalId", json!("hunter2")).to_string()),
    );
    let mask = |text: &Json| {
        text.as_str()
            .unwrap()
            .split_once(MASK)
            .map(|(_, rest)| rest.chars().take(2 * BYTES).collect::<String>())
    };
    assert_eq!(mask(&one), mask(&same), "one secret, one mask");
}

#[test]
fn what_a_condition_means_stays() {
    let cases = [
        (
            r#"{"Null": {"sts:ExternalId": "false"}}"#,
            r#"{"Null": {"sts:ExternalId": "false"}}"#,
        ),
        (
            r#"{"StringLike": {"aws:Referer": "*"}}"#,
            r#"{"StringLike": {"aws:Referer": "*"}}"#,
        ),
        (
            r#"{"StringLike": {"aws:Referer": ["${aws:userid}"]}}"#,
            r#"{"StringLike": {"aws:Referer": ["${aws:userid}"]}}"#,
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(masked(POLICY, &json!(text)), json!(expected));
    }
    let wild = masked(
        POLICY,
        &json!(r#"{"StringLike": {"aws:Referer": "https://a.example/*?b"}}"#),
    );
    let text = wild.as_str().unwrap();
    assert!(!text.contains("a.example") && text.contains("*?"), "{text}");
    let escaped = masked(
        POLICY,
        &json!(r#"{"StringLike": {"aws:\u0052eferer": "hunter\"2"}}"#),
    );
    assert!(!escaped.to_string().contains("hunter"), "{escaped}");
}

#[test]
fn a_secret_that_is_not_there_any_more_is_not_made_up() {
    let was = json!(r#"{"StringEquals": {"aws:Referer": "hunter2"}}"#);
    let out = masked(POLICY, &was);
    let now = json!(r#"{"StringEquals": {"aws:Referer": "hunter3"}}"#);
    assert_eq!(unmask(POLICY, &out, &now), None);
    assert_eq!(unmask(POLICY, &json!("plain"), &now), Some(json!("plain")));
}

#[test]
fn the_quick_look_misses_nothing() {
    for (text, _) in secrets() {
        assert!(shapes::may_hold(&json!(text).to_string()), "{text}");
        assert!(
            shapes::may_hold(&json!({"a": json!({"b": text}).to_string()}).to_string())
                || text == KEY,
            "{text}"
        );
    }
}
