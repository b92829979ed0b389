//! People sign in through federation: an identity provider exists and no user has a password.
//!
//! IAM Identity Center enters a SAML provider of its own in every account that it lets people into.
use model::iam::{IdentityProviders, PasswordUsers};
use model::{Account, Control, Fact, Fix, Severity, any_broken, broken_if};

use crate::duties::IAM_CREDENTIALS;

pub(super) const CONTROL: Control<Account> = Control {
    id: "iam.user-federation",
    title: "Users sign in through federation",
    severity: Severity::Low,
    why: "With federation, access is revoked in one place when a person leaves. A password in IAM \
          is a second place that can be forgotten.",
    fix: Fix::new(
        "aws iam create-saml-provider --name PROVIDER --saml-metadata-document \
          file://METADATA.xml (then aws iam delete-login-profile --user-name USER for each user)",
    ),
    responsibility: IAM_CREDENTIALS
        .identity("use an identity provider instead of passwords in IAM"),
    needs: &[IdentityProviders::NEED, PasswordUsers::NEED],
    judge: |account, _| {
        let users = account.see::<PasswordUsers>().map(|users| {
            let because = format!("{} users have a console password", users.len());
            broken_if(!users.is_empty(), because)
        });
        let providers = account.see::<IdentityProviders>();
        let none = "no identity provider exists";
        let providers = providers.map(|all| broken_if(all.is_empty(), none));
        any_broken([users, providers])
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::testing::{given, table_of};
    use model::iam::IdentityProvider;

    let account = |(provider, users): (bool, &[&str])| {
        let saml = IdentityProvider::Saml("arn:aws:iam::111122223333:saml-provider/okta".into());
        given::<Account>()
            .with::<IdentityProviders>(provider.then_some(saml).into_iter().collect())
            .with::<PasswordUsers>(users.iter().map(ToString::to_string).collect())
    };
    table_of(&CONTROL, account)
        .passes("federated", (true, &[]))
        .fails("a password too", (true, &["ann"]))
        .fails("no provider", (false, &[]))
        .fails("a password, providers unread", (true, &["ann"]))
        .denied::<IdentityProviders>()
        .fails("no provider, users unread", (false, &[]))
        .denied::<PasswordUsers>()
        .unread::<IdentityProviders>((true, &[]))
        .unread::<PasswordUsers>((true, &[]))
        .check();
}
