//! The organization that the account belongs to.
use model::iam::{Membership, Organization};
use model::{Account, Gap, Resource};

pub(crate) const NOT_MANAGEMENT: &str = "the account is not an organization's management account";

/// Whether the account is the organization's management account.
pub(crate) fn manages(account: Resource<Account>, organization: &Membership) -> bool {
    *organization.management == *account.account().id
}

/// The organization whose management account this is.
pub(crate) fn managed_by(account: Resource<'_, Account>) -> Result<Option<&Membership>, Gap> {
    let organization = account.see::<Organization>()?.as_ref();
    Ok(organization.filter(|one| manages(account, one)))
}
