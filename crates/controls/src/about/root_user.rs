//! The root user, where there is one that can sign in.
use model::iam::{RootPresence, Summary};
use model::{Account, Gap, Resource};

pub(crate) const NO_CREDENTIALS: &str = "the root user has no credentials";
/// "AWS GovCloud (US) User Guide", "How IAM differs": the first sign-in is that of an IAM user or
/// role.
const GOVCLOUD: &str =
    "the root user of an AWS GovCloud (US) account cannot sign in to the console";

/// The root user's credentials; or why nobody can sign in to the console with them.
pub(crate) fn sign_in(
    account: Resource<'_, Account>,
) -> Result<Result<&Summary, &'static str>, Gap> {
    let root = account.see::<RootPresence>()?;
    Ok(match &*account.account().partition {
        _ if root.has_no_credentials() => Err(NO_CREDENTIALS),
        "aws-us-gov" => Err(GOVCLOUD),
        _ => Ok(root),
    })
}
