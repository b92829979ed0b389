//! Whose account is read.
use clap::Args;
use model::Arn;

/// Whose credentials are used.
#[derive(Debug, Args)]
pub struct Account {
    /// A profile of the shared AWS configuration
    #[arg(long)]
    pub profile: Option<String>,
    /// The Region to start in
    #[arg(long, value_parser = region)]
    pub region: Option<String>,
    /// An IAM role to assume first
    #[arg(long, value_name = "ARN", value_parser = role)]
    pub role: Option<Arn>,
    /// The external ID that the role's trust policy requires
    #[arg(long, requires = "role", value_name = "ID")]
    pub external_id: Option<String>,
}

/// The code of a Region that AWS has.
pub(crate) fn region(text: &str) -> Result<String, String> {
    model::check_regions(&[text]).map_err(|error| error.to_string())?;
    Ok(text.to_owned())
}

/// The ARN of a role: STS would say of any other that access is denied.
pub(crate) fn role(text: &str) -> Result<Arn, String> {
    let arn = text.parse::<Arn>().map_err(|error| error.to_string())?;
    if arn.service() == "iam" && arn.resource().starts_with("role/") {
        return Ok(arn);
    }
    Err("write the ARN of an IAM role: `arn:aws:iam::111122223333:role/NAME`".into())
}
