use model::iam::{
    AuthorizationDetails, AwsPolicy, AwsPolicyUsers, LastUse, Policy, PolicyDocument, PolicyUse,
    Role, RoleLastUse, SupportAccess, Trust, User, UserBoundary, UserPolicies, UserTags,
};
use model::{Account, Fact, Kind, Reason, Scope, Snapshot};

use super::account::{ANN, ROLE, details, users, whole};
use super::{count, read, see};
use crate::wire::{WireRequest, aws_in, error, ok};

const OPERATION: &str = "GetAccountAuthorizationDetails";

fn ids<K: Kind>(snapshot: &Snapshot) -> Vec<&str> {
    snapshot.rows::<K>().map(|row| snapshot.id(row)).collect()
}

#[tokio::test]
async fn a_users_policies_are_its_own_and_its_groups() {
    let needs = &[UserPolicies::NEED, UserBoundary::NEED, UserTags::NEED];
    let (snapshot, requests) = read(whole, User::INFO, needs, Scope::Everything).await;
    let policies = see::<UserPolicies>(&snapshot, 0).unwrap();
    let versions = policies
        .iter()
        .map(|one| (&*one.name, one.group.as_deref()));
    let versions: Vec<_> = versions.collect();
    assert_eq!(
        versions,
        [("own", None), ("AdministratorAccess", Some("staff"))]
    );
    let own = policies[0].document.as_ref().unwrap().as_str();
    assert!(
        own.contains(r#""Resource":"a+b""#),
        "decoded as RFC 3986 says: {own}"
    );
    assert!(
        policies[1]
            .document
            .as_ref()
            .unwrap()
            .may_allow_any_service()
    );
    let boundary = see::<UserBoundary>(&snapshot, 0).unwrap().unwrap();
    assert!(boundary.arn.ends_with(":policy/limit") && boundary.document.is_some());
    assert_eq!(see::<UserTags>(&snapshot, 0).unwrap()["team"], "data");
    assert_eq!(requests.len(), 1);
}

#[tokio::test]
async fn everything_is_one_call() {
    let needs = &[
        AuthorizationDetails::NEED,
        PolicyDocument::NEED,
        PolicyUse::NEED,
        AwsPolicyUsers::NEED,
        Trust::NEED,
        RoleLastUse::NEED,
        SupportAccess::NEED,
    ];
    let (snapshot, requests) = read(whole, Account::INFO, needs, Scope::Everything).await;
    assert_eq!(count(&requests, OPERATION), 1);
    assert!(
        !requests[0].body.contains("Filter"),
        "all sorts need no filter"
    );
    let own = format!("{ANN}#own");
    assert_eq!(
        ids::<Policy>(&snapshot),
        ["arn:aws:iam::111122223333:policy/limit", &own]
    );
    let used = see::<PolicyUse>(&snapshot, 1).unwrap().inline.unwrap();
    assert_eq!((&*used.principal, &*used.name), (ANN, "own"));
    assert_eq!(see::<PolicyUse>(&snapshot, 0).unwrap().bounds, [ANN]);
    let aws = ids::<AwsPolicy>(&snapshot);
    let names = [
        "AWSCloudShellFullAccess",
        "AWSSupportAccess",
        "AdministratorAccess",
    ];
    assert_eq!(
        aws,
        names.map(|name| format!("arn:aws:iam::aws:policy/{name}"))
    );
    assert_eq!(see::<AwsPolicyUsers>(&snapshot, 0).unwrap(), [""; 0]);
    assert_eq!(see::<AwsPolicyUsers>(&snapshot, 1).unwrap(), [ROLE]);
    assert_eq!(see::<SupportAccess>(&snapshot, 0).unwrap(), [ROLE]);
    assert_eq!(see::<RoleLastUse>(&snapshot, 0).unwrap(), LastUse::Never);
    let directory = see::<AuthorizationDetails>(&snapshot, 0).unwrap();
    assert_eq!(directory.principals().len(), 3);
}

#[tokio::test]
async fn only_the_needed_sort_is_requested() {
    let (_, requests) = read(whole, Role::INFO, &[Trust::NEED], Scope::Everything).await;
    assert!(requests[0].body.contains("Filter.member.1=Role"));
    assert!(!requests[0].body.contains("Filter.member.2"));
}

#[tokio::test]
async fn every_page() {
    let answer = |request: &WireRequest| match request.body.contains("Marker=next") {
        true => details(&users(&["bob"]), None),
        false => details(&users(&["ann"]), Some("next")),
    };
    let (snapshot, requests) =
        read(answer, User::INFO, &[UserPolicies::NEED], Scope::Everything).await;
    assert_eq!(snapshot.count(User::INFO), 2);
    assert_eq!(requests.len(), 2);
}

#[tokio::test]
async fn a_later_page_that_fails_fails_the_list() {
    let answer = |request: &WireRequest| match request.body.contains("Marker=next") {
        true => error(403, "AccessDenied"),
        false => details(&users(&["ann"]), Some("next")),
    };
    let (snapshot, _) = read(answer, User::INFO, &[UserPolicies::NEED], Scope::Everything).await;
    let missed = snapshot.unlisted(User::INFO).remove(0).0;
    assert_eq!(
        missed.reason,
        Reason::Denied(format!("iam:{OPERATION}").into())
    );
}

#[tokio::test]
async fn a_named_user_that_is_not_there_is_gone() {
    let scope = Scope::Resources(vec![ANN.replace("ann", "eve").parse().unwrap()]);
    let (snapshot, _) = read(whole, User::INFO, &[UserPolicies::NEED], scope).await;
    assert_eq!(snapshot.all_gone().count(), 1);
}

#[tokio::test]
async fn each_run_requests_anew() {
    let (aws, log) = crate::wire::aws(whole);
    for _ in 0..2 {
        let one = crate::KindNeeds {
            kind: User::INFO,
            needs: &[UserPolicies::NEED],
        };
        let request = crate::Request::new([one], Scope::Everything, None);
        let mut sweep = crate::Sweep::new(&aws, super::ALL, request).unwrap();
        while sweep.next().await.is_some() {}
    }
    assert_eq!(log.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn each_partition_has_its_own_endpoint() {
    for (partition, host) in [
        ("aws", "iam.amazonaws.com"),
        ("aws-cn", "iam.cn-north-1.amazonaws.com.cn"),
        ("aws-us-gov", "iam.us-gov.amazonaws.com"),
    ] {
        let (aws, log) = aws_in(partition, |_| ok("<NoSuchAnswer/>"));
        let one = crate::KindNeeds {
            kind: User::INFO,
            needs: &[UserPolicies::NEED],
        };
        let request = crate::Request::new([one], Scope::Everything, None);
        let mut sweep = crate::Sweep::new(&aws, super::ALL, request).unwrap();
        while sweep.next().await.is_some() {}
        assert_eq!(log.lock().unwrap()[0].host, host);
    }
}
