use model::iam::{
    Analyzers, Anchoring, BindingPolicies, PermissionSetAccess, UnauthenticatedAccess,
};
use model::{Account, Fact, Kind, Need, Observed, Reason, Scope, Snapshot};

use super::account::{result, whole};
use super::{read, see};
use crate::iam::READERS;
use crate::wire::{WireRequest, WireResponse, error, error_of, ok};

#[tokio::test]
async fn regional_resources_are_listed_together_with_their_roles() {
    let needs = &[
        UnauthenticatedAccess::NEED,
        Anchoring::NEED,
        PermissionSetAccess::NEED,
    ];
    let (snapshot, _) = read(whole, Account::INFO, needs, Scope::Everything).await;
    let visitor = see::<UnauthenticatedAccess>(&snapshot, 0).unwrap().unwrap();
    assert!(visitor.arn.ends_with(":role/deploy"));
    assert_eq!(visitor.policies.unwrap()[0].name, "AWSSupportAccess");
    let anchor = see::<Anchoring>(&snapshot, 0).unwrap();
    assert!(anchor.enabled);
    let opened: Vec<_> = anchor
        .roles
        .iter()
        .map(|(arn, trust)| (&**arn, trust.is_some()))
        .collect();
    assert_eq!(opened, [("arn:aws:iam::111122223333:role/deploy", true)]);
    let set = see::<PermissionSetAccess>(&snapshot, 0).unwrap();
    assert_eq!(set.assignments.len(), 1);
}

#[tokio::test]
async fn policies_of_every_level_up_to_the_root() {
    let (snapshot, _) = read(
        whole,
        Account::INFO,
        &[BindingPolicies::NEED],
        Scope::Everything,
    )
    .await;
    let all = see::<BindingPolicies>(&snapshot, 0).unwrap().unwrap();
    let targets: Vec<_> = all.iter().map(|one| &*one.target).collect();
    assert_eq!(targets, ["111122223333", "111122223333", "r-1", "r-1"]);
}

/// The call by which each fact is read, and what AWS answers where nothing is configured: a
/// code, or a body.
const FACTS: &[(&str, &str, &str)] = &[
    (
        "account.authorization-details",
        "GetAccountAuthorizationDetails",
        "<UserDetailList/><GroupDetailList/><RoleDetailList/><Policies/><IsTruncated>false</IsTruncated>",
    ),
    (
        "account.delegated-administrators",
        "ListDelegatedAdministrators",
        r#"{"DelegatedAdministrators": []}"#,
    ),
    (
        "account.identity-providers",
        "ListSAMLProviders",
        "<SAMLProviderList/>",
    ),
    (
        "account.organization",
        "DescribeOrganization",
        "AWSOrganizationsNotInUseException",
    ),
    (
        "account.organization-accounts",
        "ListAccounts",
        r#"{"Accounts": []}"#,
    ),
    (
        "account.organization-policies",
        "ListPoliciesForTarget",
        r#"{"Policies": []}"#,
    ),
    (
        "account.organization-policy-delegation",
        "DescribeResourcePolicy",
        "ResourcePolicyNotFoundException",
    ),
    (
        "account.password-policy",
        "GetAccountPasswordPolicy",
        "NoSuchEntity",
    ),
    ("account.root-credentials", "GetCredentialReport", ""),
    ("account.root-credentials-present", "GetAccountSummary", ""),
    (
        "account.root-management",
        "ListOrganizationsFeatures",
        "OrganizationNotFoundException",
    ),
    (
        "account.root-virtual-mfa-devices",
        "ListVirtualMFADevices",
        "<VirtualMFADevices/>",
    ),
    (
        "account.security-contact",
        "/getAlternateContact",
        "ResourceNotFoundException",
    ),
    (
        "account.support-access",
        "GetAccountAuthorizationDetails",
        "<UserDetailList/><GroupDetailList/><RoleDetailList/><Policies/><IsTruncated>false</IsTruncated>",
    ),
    ("account.users-with-password", "GetCredentialReport", ""),
    (
        "cognito.identity-pool.unauthenticated-access",
        "DescribeIdentityPool",
        "",
    ),
    (
        "iam.entity.service-use",
        "GenerateServiceLastAccessedDetails",
        "",
    ),
    (
        "iam.user.service-credentials",
        "ListServiceSpecificCredentials",
        "<ServiceSpecificCredentials/>",
    ),
    (
        "iam.user.virtual-mfa-devices",
        "ListVirtualMFADevices",
        "<VirtualMFADevices/>",
    ),
    ("region.access-analyzers", "/analyzer", ""),
    (
        "sso.permission-set.access",
        "ListManagedPoliciesInPermissionSet",
        "",
    ),
];

/// What is drawn from the answer that lists the resource itself has no outcome of its own: where
/// that fails there is no resource.
const WITH_THE_LIST: &[&str] = &[
    "iam.access-key.state",
    "iam.aws-policy.users",
    "iam.entity.created",
    "iam.entity.policies",
    "iam.group.policies",
    "iam.policy.document",
    "iam.policy.use",
    "iam.role.boundary",
    "iam.role.created",
    "iam.role.last-use",
    "iam.role.policies",
    "iam.role.tags",
    "iam.role.trust",
    "iam.server-certificate.expiry",
    "iam.user.boundary",
    "iam.user.credentials",
    "iam.user.policies",
    "iam.user.tags",
    "rolesanywhere.trust-anchor.roles",
];

fn absent(request: &WireRequest, response: &str) -> WireResponse {
    match response {
        "" => whole(request),
        body if body.starts_with('<') => result(request.operation(), body),
        body if body.starts_with('{') => ok(body),
        code => error_of(request, 404, code),
    }
}

async fn outcome(
    need: Need,
    operation: &'static str,
    respond: fn(&WireRequest, &str) -> WireResponse,
    how: &'static str,
) -> Observed<()> {
    let answer = move |request: &WireRequest| {
        let path = request.operation().split('?').next() == Some(operation);
        if path {
            respond(request, how)
        } else {
            whole(request)
        }
    };
    let needs: &'static [Need] = Vec::leak(vec![need]);
    let (snapshot, _): (Snapshot, _) = read(answer, need.kind, needs, Scope::Everything).await;
    snapshot.observed(&need, 0)
}

/// Every fact, three ways: absent is a value, denied names a declared action, nonsense fails.
#[tokio::test]
async fn absent_denied_and_failed_are_kept_apart() {
    let facts = READERS.iter().flat_map(crate::Reader::fills);
    for need in facts.filter(|need| !need.is_listing() && !need.reads.is_empty()) {
        let row = FACTS.iter().find(|row| row.0 == need.id);
        let Some((_, operation, how)) = row else {
            assert!(WITH_THE_LIST.contains(&need.id), "no row for {}", need.id);
            continue;
        };
        let seen = outcome(need, operation, absent, how).await;
        assert_eq!(seen, Observed::Seen(()), "{}: absent", need.id);
        let denied: fn(&WireRequest, &str) -> WireResponse =
            |request, _| error_of(request, 403, "AccessDeniedException");
        let Observed::Missed(Reason::Denied(action)) = outcome(need, operation, denied, "").await
        else {
            panic!("{}: not denied", need.id);
        };
        assert!(need.reads.contains(&&*action), "{}: {action}", need.id);
        let seen = outcome(
            need,
            operation,
            |request, _| error_of(request, 400, "Throttling"),
            "",
        )
        .await;
        assert_eq!(seen, Observed::Missed(Reason::Throttled), "{}", need.id);
        let seen = outcome(need, operation, |_, _| ok("neither XML nor JSON"), "").await;
        assert!(
            matches!(seen, Observed::Missed(Reason::Failed(_))),
            "{}: {seen:?}",
            need.id
        );
    }
}

#[tokio::test]
async fn a_list_that_is_denied_is_no_empty_list() {
    let lists = READERS.iter().flat_map(crate::Reader::fills);
    for list in lists.filter(|need| need.is_listing() && need.id != "iam.access-key") {
        let answer = |request: &WireRequest| match request.operation() {
            "/listRegions" => whole(request),
            _ if request.host.starts_with("iam.") => error(403, "AccessDenied"),
            _ => error_of(request, 403, "AccessDeniedException"),
        };
        let (snapshot, _) = read(answer, list.kind, &[], Scope::Everything).await;
        let missed = snapshot.unlisted(list.kind);
        let reasons: Vec<_> = missed.into_iter().map(|(gap, ..)| gap.reason).collect();
        let denied = list
            .reads
            .iter()
            .map(|action| Reason::Denied((*action).into()));
        assert_eq!(reasons, denied.take(1).collect::<Vec<_>>(), "{}", list.id);
    }
}

/// Facts whose value is drawn from a list of JSON: `{}` lacks the list, and is no empty one.
#[tokio::test]
async fn an_object_without_its_list_is_no_empty_list() {
    let rows = [
        (Analyzers::NEED, "/analyzer"),
        (
            PermissionSetAccess::NEED,
            "ListManagedPoliciesInPermissionSet",
        ),
        (Anchoring::NEED, "/profiles"),
        (UnauthenticatedAccess::NEED, "DescribeIdentityPool"),
    ];
    for (need, operation) in rows {
        let seen = outcome(need, operation, |_, _| ok("{}"), "").await;
        assert!(
            matches!(seen, Observed::Missed(Reason::Failed(_))),
            "{}: {seen:?}",
            need.id
        );
    }
}
