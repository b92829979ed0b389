//! Who is let in: principals, services, identity providers.

use crate::*;

#[test]
fn principals() {
    for (principal, wanted) in [
        (r#""*""#, "public"),
        (r#"{"AWS":"*"}"#, "public"),
        (r#"{"AWS":"111122223333"}"#, "private"),
        (r#"{"AWS":"arn:aws:iam::111122223333:role/app"}"#, "private"),
        (r#"{"AWS":"222233334444"}"#, "trusted"),
        (
            r#"{"AWS":"arn:aws:iam::333344445555:root"}"#,
            "cross-account",
        ),
        (
            r#"{"AWS":["111122223333","arn:aws:iam::333344445555:user/u"]}"#,
            "cross-account",
        ),
        (
            r#"{"AWS":"arn:aws:sts::333344445555:assumed-role/r/s"}"#,
            "cross-account",
        ),
        (r#"{"AWS":"AROAJQABLZS4A3QDU576Q"}"#, "private"),
        (r#"{"AWS":"arn:aws:iam::*:root"}"#, "private"),
        (
            r#"{"AWS":"arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}"#,
            "trusted",
        ),
        (
            r#"{"CanonicalUser":"79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"}"#,
            "cross-account",
        ),
        (r#"{"Service":"cloudtrail.amazonaws.com"}"#, "private"),
        (
            r#"{"Federated":"cognito-identity.amazonaws.com"}"#,
            "trusted",
        ),
        (r#"{"Federated":"graph.facebook.com"}"#, "public"),
        (
            r#"{"Federated":"arn:aws:iam::111122223333:saml-provider/corp"}"#,
            "private",
        ),
        (
            r#"{"Federated":"arn:aws:iam::333344445555:saml-provider/corp"}"#,
            "cross-account",
        ),
        (
            r#"{"Federated":"arn:aws:iam::111122223333:oidc-provider/oidc.eks.us-east-1.amazonaws.com/id/1"}"#,
            "private",
        ),
        (
            r#"{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}"#,
            "public",
        ),
    ] {
        assert_eq!(verdict(&allow(principal, "")), wanted, "{principal}");
    }
    let except = r#"{"Effect":"Allow","NotPrincipal":{"AWS":"333344445555"},"Action":"s3:*","Resource":"*"}"#;
    assert_eq!(verdict(except), "public");
    assert_eq!(verdict(""), "private");
}

#[test]
fn services_must_say_for_whom_they_act() {
    // IAM User Guide, "The confused deputy problem".
    let sns = r#"{"Service":"sns.amazonaws.com"}"#;
    for (condition, wanted, deputy) in [
        ("", "private", true),
        (
            r#""StringEquals":{"aws:SourceAccount":"111122223333"}"#,
            "private",
            false,
        ),
        (
            r#""StringEquals":{"aws:SourceAccount":"333344445555"}"#,
            "cross-account",
            false,
        ),
        (
            r#""StringEquals":{"aws:SourceOrgID":"o-mine"}"#,
            "trusted",
            false,
        ),
        (
            r#""ArnLike":{"aws:SourceArn":"arn:aws:s3:::bucket"}"#,
            "private",
            false,
        ),
        (
            r#""ArnLike":{"aws:SourceArn":"arn:aws:s3:::*"}"#,
            "private",
            true,
        ),
        (
            r#""StringEqualsIfExists":{"aws:SourceAccount":"111122223333"}"#,
            "private",
            true,
        ),
        (r#""Bool":{"aws:SecureTransport":"true"}"#, "private", true),
    ] {
        let exposure = judge(&allow(sns, condition));
        assert_eq!(exposure.verdict.as_str(), wanted, "{condition}\n{exposure}");
        assert_eq!(
            !exposure.confused_deputies.is_empty(),
            deputy,
            "{condition}"
        );
    }
}

#[test]
fn shared_issuers_need_a_subject() {
    let github = r#"{"Federated":"arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"}"#;
    for (condition, wanted) in [
        (
            r#""StringEquals":{"token.actions.githubusercontent.com:aud":"sts.amazonaws.com"}"#,
            "public",
        ),
        (
            r#""StringLike":{"token.actions.githubusercontent.com:sub":"repo:octo-org/*"}"#,
            "private",
        ),
        (
            r#""StringLike":{"token.actions.githubusercontent.com:sub":"repo:octo-org@*/octo-repo@*:ref:refs/heads/main"}"#,
            "private",
        ),
        (
            r#""StringLike":{"token.actions.githubusercontent.com:sub":"repo:octo-org@12345/octo-repo@*:*"}"#,
            "private",
        ),
        (
            r#""StringLike":{"token.actions.githubusercontent.com:sub":"repo:@*"}"#,
            "public",
        ),
        (
            r#""StringLike":{"token.actions.githubusercontent.com:sub":"repo:*@12345/octo-repo@*"}"#,
            "public",
        ),
        // A token has one subject and one audience, under whatever operator.
        (
            r#""ForAnyValue:StringLike":{"token.actions.githubusercontent.com:sub":"repo:octo-org/*"}"#,
            "private",
        ),
        (
            r#""ForAllValues:StringLike":{"token.actions.githubusercontent.com:sub":"repo:octo-org/*"},
            "Null":{"token.actions.githubusercontent.com:sub":"false"}"#,
            "private",
        ),
        (
            r#""StringLike":{"token.actions.githubusercontent.com:sub":"repo:*"}"#,
            "public",
        ),
        (
            r#""StringNotEquals":{"token.actions.githubusercontent.com:sub":"repo:octo-org/a:x"}"#,
            "public",
        ),
    ] {
        assert_eq!(verdict(&allow(github, condition)), wanted, "{condition}");
    }
}

#[test]
fn an_issuer_of_one_organisation_is_its_owner_s() {
    // IAM User Guide, "Identity-provider controls for shared OIDC providers": the issuers, and the
    // claim that tells whose token it is.
    let own = "arn:aws:iam::111122223333:oidc-provider";
    for (issuer, condition, wanted) in [
        (
            "gitlab.com",
            r#""StringEquals":{"gitlab.com:aud":"https://gitlab.com"}"#,
            "public",
        ),
        (
            "gitlab.com",
            r#""StringLike":{"gitlab.com:sub":"project_path:mine/*"}"#,
            "private",
        ),
        ("gitlab.example.com", "", "private"),
        ("gitlab.com.example.com", "", "private"),
        (
            "oidc.vercel.com",
            r#""StringEquals":{"oidc.vercel.com:aud":"https://vercel.com/mine"}"#,
            "private",
        ),
        ("oidc.vercel.com", "", "public"),
        ("oidc.vercel.com/mine", "", "private"),
        (
            "api.pulumi.com/oidc",
            r#""StringEquals":{"api.pulumi.com/oidc:aud":"mine"}"#,
            "private",
        ),
        ("app.terraform.io", "", "public"),
        ("oidc.circleci.com/org/1", "", "private"),
        (
            "api.bitbucket.org/2.0/workspaces/mine/pipelines-config/identity/oidc",
            "",
            "private",
        ),
        ("login.microsoftonline.com/1/v2.0", "", "private"),
        (
            "token.actions.githubusercontent.com/my-enterprise",
            "",
            "private",
        ),
    ] {
        let principal = format!(r#"{{"Federated":"{own}/{issuer}"}}"#);
        assert_eq!(
            verdict(&allow(&principal, condition)),
            wanted,
            "{issuer} {condition}"
        );
    }
}
