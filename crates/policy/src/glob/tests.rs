use super::*;

#[test]
fn wildcards_match_as_aws_says() {
    // IAM User Guide, "Resource": the list of objects that `bucket/*/test/*` covers.
    let glob = Glob::resource("arn:aws:s3:::b/*/test/*");
    for (key, wanted) in [
        ("1/test/o.jpg", true),
        ("1/2/3/test/4/o.jpg", true),
        ("1///test///o.jpg", true),
        ("/test/o.jpg", true),
        ("1/test/", true),
        ("1-test/o.jpg", false),
        ("test/o.jpg", false),
        ("1/2/test.jpg", false),
    ] {
        assert_eq!(
            glob.matches(&format!("arn:aws:s3:::b/{key}")),
            wanted,
            "{key}"
        );
    }
    assert!(Glob::text("a?c").matches("aéc"));
    assert!(!Glob::text("a?c").matches("ac"));
    assert!(Glob::action("S3:get*").matches("s3:GetObject"));
    assert!(!Glob::text("a*").matches("Ab"));
}

#[test]
fn colons_hold_back_wildcards_where_aws_says_so() {
    // "If the * wildcard is the last character of a resource ARN segment, it can expand to match
    // beyond the colon boundaries."
    let ends = Glob::resource("arn:aws:sns:us-*:*:topic");
    assert!(ends.matches("arn:aws:sns:us-east-1:123456789012:a:topic"));
    let inside = Glob::resource("arn:aws:sns:us-*-1:*:topic");
    assert!(inside.matches("arn:aws:sns:us-east-1:123456789012:topic"));
    assert!(!inside.matches("arn:aws:sns:us-east:x-1:1:topic"));
    // "Specifying arn:aws:sqs is equivalent to arn:aws:sqs:*:*:*."
    assert!(Glob::resource("arn:aws:sns").matches("arn:aws:sns:us-east-1:123456789012:topic"));
    assert!(Glob::arn("arn:aws:sns:*:1").matches("arn:aws:sns:us-east-1:1:topic"));
    assert!(!Glob::arn("arn:aws:sns:*:1").matches("arn:aws:sns:us-east-1:2:topic"));
    // "With an ArnLike condition, which matches elements between colons, the match fails."
    let value = "arn:aws:saas:us-east-2:999999999999:store/abc:222222222222:store/xyz";
    let pattern = "arn:aws:saas:*:222222222222:store/*";
    assert!(Glob::text(pattern).matches(value));
    assert!(!Glob::arn(pattern).matches(value));
    assert!(Glob::arn("*").matches(value));
    assert!(
        Glob::arn("arn:aws:lambda:?:1:function:*").matches("arn:aws:lambda:x:1:function:f:live")
    );
    assert!(!Glob::arn("arn:aws:lambda:?1:function:*").matches("arn:aws:lambda::1:function:f"));
}

#[test]
fn a_hostile_pattern_is_answered() {
    let alternating = "*a".repeat(10_000);
    let text = "a".repeat(9_999) + "b";
    assert!(!Glob::text(&alternating).matches(&text));
    assert!(!Glob::text(&alternating.replace('a', "?a")).matches(&text));
    assert!(!Glob::arn(&format!("a{alternating}")).matches(&text));
}

fn find(wanted: &[&str], unwanted: &[&str]) -> Option<String> {
    let wanted: Vec<Vec<Glob>> = wanted.iter().map(|p| vec![Glob::text(p)]).collect();
    let unwanted: Vec<Glob> = unwanted.iter().map(|p| Glob::text(p)).collect();
    let mut constraints: Vec<_> = wanted.iter().map(Constraint::one_of).collect();
    constraints.push(Constraint::none_of(&unwanted));
    example(&constraints, &mut Budget::default()).unwrap()
}

#[test]
fn sets_are_exact() {
    assert_eq!(find(&["*"], &[]), Some(String::new()));
    assert_eq!(find(&["a*", "*b"], &[]), Some("ab".into()));
    assert_eq!(find(&["a*", "b*"], &[]), None);
    assert_eq!(find(&["a*"], &["ab*", "a"]), Some("ax".into()));
    assert_eq!(find(&["a?"], &["ax", "a?"]), None);
    assert_eq!(
        find(&["s3:*"], &["s3:Get*", "s3:*Object", "s3:"]),
        Some("s3:x".into())
    );
    assert_eq!(find(&["*a*"], &["*"]), None);
    assert_eq!(
        find(&["?", "*"], &["a", "e", "i", "o", "u", "x"]),
        Some("b".into())
    );
}

#[test]
fn inclusion_follows_from_the_sets() {
    let globs =
        |patterns: &[&str]| -> Vec<Glob> { patterns.iter().map(|p| Glob::text(p)).collect() };
    let budget = &mut Budget::default();
    assert_eq!(
        includes(&globs(&["a*", "b*"]), &globs(&["ab", "b?c"]), budget),
        Ok(true)
    );
    assert_eq!(
        includes(&globs(&["a*"]), &globs(&["*a"]), budget),
        Ok(false)
    );
    assert_eq!(
        includes(&globs(&["*a*", "*b*"]), &globs(&["*c*"]), budget),
        Ok(false)
    );
}

#[test]
fn a_budget_ends_the_search() {
    let parts: Vec<String> = (0..20)
        .map(|i| format!("*{}*", char::from(b'a' + i)))
        .collect();
    let globs: Vec<Vec<Glob>> = parts.iter().map(|p| vec![Glob::text(p)]).collect();
    let constraints: Vec<_> = globs.iter().map(Constraint::one_of).collect();
    assert_eq!(
        example(&constraints, &mut Budget::steps(10_000)),
        Err(Exhausted)
    );
}

#[test]
fn variables_are_replaced_literally() {
    let syntax = Syntax {
        wildcards: true,
        variables: true,
    };
    let pattern = Pattern::new("a/${aws:UserName}/${*}/${x, 'd*'}/*", syntax, Colons::Plain);
    let value = |variable: &Variable| (variable.key == "aws:username").then(|| "b*".to_owned());
    let glob = pattern.resolve(value).unwrap();
    assert!(glob.matches("a/b*/*/d*/c"));
    assert!(!glob.matches("a/bb/*/d*/c"));
    assert_eq!(
        Pattern::new("${y}", syntax, Colons::Plain).resolve(value),
        None
    );
    let plain = Pattern::new("${", syntax, Colons::Plain);
    assert!(plain.resolve(value).unwrap().matches("${"));
}

#[test]
fn the_cases_of_a_letter_are_all_that_fold_to_it() {
    for c in char::MIN..=char::MAX {
        assert!(search::cases(lower(c)).any(|case| case == c), "{c:?}");
        assert!(
            search::cases(c).all(|case| lower(case) == lower(c)),
            "{c:?}"
        );
    }
}

#[test]
fn a_text_in_another_case_escapes_an_exclusion_with_regard_to_case() {
    // Excluded as written, wanted in any case: upper case is left.
    let wanted = [Glob::text("arn:aws:iam::1:").ignoring_case()];
    let not = [Glob::text("?"), Glob::text("arn:aws:iam::1:")];
    let constraints = [Constraint::one_of(&wanted), Constraint::none_of(&not)];
    let text = example(&constraints, &mut Budget::default()).unwrap();
    assert!(text.is_some_and(|text| text != "arn:aws:iam::1:" && wanted[0].matches(&text)));
    let all = [Glob::text("arn:aws:iam::1:").ignoring_case()];
    let constraints = [Constraint::one_of(&wanted), Constraint::none_of(&all)];
    assert_eq!(example(&constraints, &mut Budget::default()), Ok(None));
}
