//! People sign in through federation: an identity provider exists and no user has a password.
//!
//! IAM Identity Center enters a SAML provider of its own in every account that it lets people into.
use model::iam::{IdentityProviders, PasswordUsers};
use model::{
    Account, Control, Fact, Fix, Judged, Resource, Settings, Severity, any_broken, broken_if,
};

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
    judge,
    remedy: None,
};

fn judge(account: Resource<Account>, _: &Settings) -> Judged {
    let users = account.see::<PasswordUsers>().map(|users| {
        let because = format!("{} users have a console password", users.len());
        broken_if(!users.is_empty(), because)
    });
    let providers = account.see::<IdentityProviders>();
    let providers = providers.map(|all| broken_if(all.is_empty(), "no identity provider exists"));
    any_broken([users, providers])
}

#[cfg(test)]
mod tests {
    use super::{Account, CONTROL, IdentityProviders, PasswordUsers};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;
    use model::iam::IdentityProvider;

    fn account(provider: bool, users: &[&str]) -> Given<Account> {
        let saml = IdentityProvider::Saml("arn:aws:iam::111122223333:saml-provider/okta".into());
        given::<Account>()
            .with::<IdentityProviders>(provider.then_some(saml).into_iter().collect())
            .with::<PasswordUsers>(users.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn cases() {
        let denied = || Reason::Denied("iam:ListSAMLProviders".into());
        let unread = || Reason::Denied("iam:GetCredentialReport".into());
        check(
            &CONTROL,
            &[
                passes("federated", account(true, &[])),
                fails("a password too", account(true, &["ann"])),
                fails("no provider", account(false, &[])),
                fails(
                    "a password, providers unread",
                    account(true, &["ann"]).without::<IdentityProviders>(denied()),
                ),
                fails(
                    "no provider, users unread",
                    account(false, &[]).without::<PasswordUsers>(unread()),
                ),
                gap(
                    "providers unread",
                    account(true, &[]).without::<IdentityProviders>(denied()),
                ),
                gap(
                    "users unread",
                    account(true, &[]).without::<PasswordUsers>(unread()),
                ),
            ],
        );
    }
}
