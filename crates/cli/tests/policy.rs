//! `bailiwick policy`: the binary itself, by lines and by files.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test says what is wrong by panicking"
)]
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

struct Ran {
    status: i32,
    out: String,
    err: String,
}

fn bailiwick(arguments: &[&str], input: &[u8]) -> Ran {
    let mut child = command(arguments).spawn().unwrap();
    // What is not read ends the pipe, which is no failure of the test.
    let _ = child.stdin.take().unwrap().write_all(input);
    let done = child.wait_with_output().unwrap();
    Ran {
        status: done.status.code().unwrap(),
        out: String::from_utf8(done.stdout).unwrap(),
        err: String::from_utf8(done.stderr).unwrap(),
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bailiwick"));
    command
        .arg("policy")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// The answers to lines, and the exit status.
fn lines(kind: &str, lines: &[Value]) -> (Vec<Value>, i32) {
    let input: Vec<String> = lines.iter().map(Value::to_string).collect();
    let input = input.join("\n");
    let ran = bailiwick(&[kind], input.as_bytes());
    let answers = ran.out.lines();
    let answers = answers.map(|line| serde_json::from_str(line).unwrap());
    (answers.collect(), ran.status)
}

/// A document in a file of its own, named after the test.
fn file(name: &str, text: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

fn allow(principal: &Value, action: &str) -> Value {
    let mut statement =
        json!({"Effect": "Allow", "Action": action, "Resource": "arn:aws:s3:::b/*"});
    if !principal.is_null() {
        statement["Principal"] = principal.clone();
    }
    json!({"Version": "2012-10-17", "Statement": [statement]})
}

#[test]
fn each_line_has_its_answer_in_the_same_order() {
    let request = json!({"principal": "arn:aws:iam::111122223333:user/ann", "action": "s3:GetObject",
        "resource": "arn:aws:s3:::b/k", "resource_account": "111122223333"});
    let line = |id: u8, action| json!({"id": id, "request": request, "identity_policies": [allow(&Value::Null, action)]});
    let (answers, status) = lines("simulate", &[line(1, "s3:Get*"), line(2, "s3:Put*")]);
    let decisions: Vec<_> = answers.iter().map(|a| (&a["id"], &a["decision"])).collect();
    assert_eq!(
        decisions,
        [
            (&json!(1), &json!("allowed")),
            (&json!(2), &json!("implicitly-denied"))
        ]
    );
    assert_eq!(status, 0);
    let (answers, _) = lines(
        "exposure",
        &[
            json!({"id": "b", "account": "111122223333", "service": "s3", "policy": allow(&json!("*"), "s3:*")}),
        ],
    );
    assert_eq!(
        (&answers[0]["exposure"], &answers[0]["s3_public"]),
        (&json!("public"), &json!(true))
    );
    let (answers, _) = lines(
        "compare",
        &[json!({"a": allow(&Value::Null, "s3:*"), "b": allow(&Value::Null, "s3:Get*")})],
    );
    assert_eq!(answers[0]["comparison"], "a-allows-more");
    let (answers, _) = lines("lint", &[json!({"policy": allow(&Value::Null, "s3:Zap")})]);
    assert_eq!(answers[0]["diagnostics"][0]["id"], "unknown-action");
}

#[test]
fn paths_to_an_administrator_are_printed_or_drawn() {
    let user = |name: &str, action: &str| {
        let arn = format!("arn:aws:iam::111122223333:user/{name}");
        let statement = json!({"Effect": "Allow", "Action": action, "Resource": "*"});
        json!({"UserName": name, "Arn": arn, "UserPolicyList": [
            {"PolicyName": "own", "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}]})
    };
    let users = [user("root-like", "*"), user("ann", "iam:PutUserPolicy")];
    let line = json!({"id": 1, "account": "111122223333", "authorization_details": {"UserDetailList": users}});
    let (answers, status) = lines("escalation", std::slice::from_ref(&line));
    assert_eq!(
        answers[0]["administrators"],
        json!(["arn:aws:iam::111122223333:user/root-like"])
    );
    assert_eq!(
        (&answers[0]["paths"][0]["from"], status),
        (&json!("arn:aws:iam::111122223333:user/ann"), 0)
    );
    let input = format!("{line}\n{{}}\n");
    let ran = bailiwick(&["escalation", "--format", "dot"], input.as_bytes());
    assert!(ran.out.starts_with("digraph escalation {"), "{}", ran.out);
    assert!(
        ran.out.ends_with("}\n") && ran.out.contains("\"error\""),
        "{}",
        ran.out
    );
    assert_eq!(ran.status, 2);
}

#[test]
fn a_bad_line_does_not_stop_the_others() {
    let good = json!({"id": 3, "account": "111122223333", "policy": allow(&json!("*"), "s3:*")})
        .to_string();
    let mut input = b"{\n\n{\"id\": 2}\n\xff\n".to_vec();
    input.extend(good.bytes());
    let ran = bailiwick(&["exposure"], &input);
    let answers: Vec<Value> = ran
        .out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), 4, "{}", ran.out);
    assert!(
        answers[..3]
            .iter()
            .all(|answer| answer["error"].is_string())
    );
    assert_eq!(
        (&answers[1]["id"], &answers[3]["id"]),
        (&json!(2), &json!(3))
    );
    assert_eq!(answers[3]["exposure"], "public");
    assert_eq!((ran.status, ran.err.as_str()), (2, ""));
}

#[test]
fn an_answer_does_not_wait_for_the_next_question() {
    let mut child = command(&["lint"]).spawn().unwrap();
    let (mut input, answered) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
    let mut answered = BufReader::new(answered);
    for id in 0..3 {
        writeln!(
            input,
            "{}",
            json!({"id": id, "policy": allow(&Value::Null, "s3:*")})
        )
        .unwrap();
        let mut line = String::new();
        answered.read_line(&mut line).unwrap();
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap()["id"], id);
    }
    drop(input);
    assert!(child.wait().unwrap().success());
}

#[test]
fn of_one_document_people_read_the_answer() {
    let open = file("open.json", &allow(&json!("*"), "s3:GetObject").to_string());
    let own = file(
        "own.json",
        &allow(&json!({"AWS": "111122223333"}), "s3:*").to_string(),
    );
    let identity = file("identity.json", &allow(&Value::Null, "s3:Get*").to_string());
    let account = ["--account", "111122223333"];
    let who = [
        "--principal",
        "arn:aws:iam::111122223333:user/ann",
        "--resource",
        "arn:aws:s3:::b/k",
    ];
    for (arguments, status, expected) in [
        (
            [&["exposure", "--policy", &open][..], &account].concat(),
            1,
            "public: anyone is let in",
        ),
        (
            [&["exposure", "--policy", &own][..], &account].concat(),
            0,
            "private: ",
        ),
        (
            [
                &[
                    "simulate",
                    "--policy",
                    &identity,
                    "--action",
                    "s3:GetObject",
                ][..],
                &who,
            ]
            .concat(),
            0,
            "allowed\n  statement 0 of the identity policy allows it",
        ),
        (
            [
                &[
                    "simulate",
                    "--policy",
                    &identity,
                    "--action",
                    "s3:PutObject",
                ][..],
                &who,
            ]
            .concat(),
            1,
            "implicitly-denied",
        ),
        (vec!["compare", &open, &open], 0, "allows nothing more"),
        (
            vec!["compare", &open, &own],
            1,
            "allows more by statement 0",
        ),
        (vec!["lint", "--policy", &identity], 0, ""),
        (
            vec!["lint", "--policy", &identity, "--kind", "bucket"],
            1,
            "error: statement 0: a policy of kind `bucket`",
        ),
    ] {
        let ran = bailiwick(&arguments, b"");
        assert!(
            ran.out.contains(expected),
            "{arguments:?}: {}{}",
            ran.out,
            ran.err
        );
        assert_eq!(ran.status, status, "{arguments:?}: {}", ran.out);
    }
}

#[test]
fn what_cannot_be_read_says_what_to_do() {
    let bad = file("bad.json", "{\"Statement\": [{\"Effect\": \"Perhaps\"}]}");
    let account = ["--account", "111122223333"];
    for (arguments, expected) in [
        (
            [&["exposure", "--policy", &bad][..], &account].concat(),
            "is not a policy",
        ),
        (
            [&["exposure", "--policy", "/nowhere"][..], &account].concat(),
            "`/nowhere` cannot be read",
        ),
        (
            vec!["exposure", "--policy", &bad, "--account", "me"],
            "`me` is no account id",
        ),
        (vec!["exposure", "--policy", &bad], "--account"),
        (
            vec!["lint", "--policy", &bad, "--kind", "poem"],
            "user-inline",
        ),
        (vec!["compare", &bad], "<B>"),
    ] {
        let ran = bailiwick(&arguments, b"");
        assert!(ran.err.contains(expected), "{arguments:?}: {}", ran.err);
        assert_eq!(ran.status, 2, "{arguments:?}");
    }
}

#[test]
fn a_policy_is_tightened_to_a_document_and_a_diff() {
    let statement =
        json!({"Effect": "Allow", "Action": ["s3:GetObject", "ec2:*"], "Resource": "*"});
    let wide = file(
        "wide.json",
        &json!({"Version": "2012-10-17", "Statement": [statement]}).to_string(),
    );
    let used = file(
        "used.json",
        r#"{"s3": {"used": true}, "ec2": {"used": false}}"#,
    );
    let ran = bailiwick(&["tighten", "--policy", &wide, "--used", &used], b"");
    let left: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(left["Statement"][0]["Action"], "s3:GetObject");
    assert!(ran.err.contains("- ec2:*"), "{}", ran.err);
    assert_eq!(ran.status, 1);
    let line =
        json!({"id": 1, "policy": left, "usage": {"s3": {"used": true}, "ec2": {"used": false}}});
    let (answers, status) = lines("tighten", &[line]);
    assert_eq!(
        (&answers[0]["document"], &answers[0]["removed"]),
        (&left, &json!([]))
    );
    assert_eq!(
        (&answers[0]["unknown"], status),
        (&json!(["s3:GetObject"]), 0)
    );
}
