//! What a context key tells about a caller: which keys bind it to an account, an organisation or
//! a network, and which it may set as it likes.
//!
//! AWS: IAM User Guide, "AWS global condition context keys", above all the availability of each
//! key; Service Authorization Reference for the keys of single services. A key that is not listed
//! is the caller's to choose, so that it never restricts: `aws:Referer`, `aws:UserAgent`,
//! `aws:PrincipalTag/...` (set by the caller's own administrator), `aws:RequestTag/...`,
//! `s3:prefix`, `sts:ExternalId`, keys AWS does not know, and all others.

use crate::catalogue::condition_key;

/// What the value of a key pins down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Binds {
    /// Nothing: the caller may have any value there.
    Nothing,
    /// An account id.
    Account,
    /// An organisation id.
    Organisation,
    /// A path of organisational units: `o-id/r-id/ou-id/`.
    Path,
    Vpc,
    VpcEndpoint,
    /// A network address.
    Address,
    /// An ARN, which mostly tells the account.
    Arn,
    /// The unique id of a principal.
    UniqueId,
}

/// Whose requests have a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Of {
    Everyone,
    /// Users, roles and root users.
    Signed,
    /// Everyone but services acting by themselves.
    Network,
    /// Services that act for a resource.
    Service,
}

/// What is known of one key.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) binds: Binds,
    pub(crate) of: Of,
    /// Whether every such request has the key.
    pub(crate) always: bool,
}

const fn key(name: &'static str, binds: Binds, of: Of) -> Key {
    Key {
        name,
        binds,
        of,
        always: false,
    }
}

const fn always(name: &'static str, binds: Binds, of: Of) -> Key {
    Key {
        name,
        binds,
        of,
        always: true,
    }
}

/// Names in lower case; one that ends in `/` stands for all that begin so.
const KEYS: [Key; 38] = [
    key("aws:principalorgid", Binds::Organisation, Of::Signed),
    key("aws:principalorgpaths", Binds::Path, Of::Signed),
    always("aws:userid", Binds::UniqueId, Of::Signed),
    key("aws:principaltag/", Binds::Nothing, Of::Signed),
    key("aws:username", Binds::Nothing, Of::Signed),
    key("aws:multifactorauthpresent", Binds::Nothing, Of::Signed),
    key("aws:multifactorauthage", Binds::Nothing, Of::Signed),
    key("aws:tokenissuetime", Binds::Nothing, Of::Signed),
    key("aws:federatedprovider", Binds::Nothing, Of::Signed),
    key("aws:sourceidentity", Binds::Nothing, Of::Signed),
    key("aws:assumedroot", Binds::Nothing, Of::Signed),
    key("aws:ec2instancesourcevpc", Binds::Vpc, Of::Signed),
    key(
        "aws:ec2instancesourceprivateipv4",
        Binds::Nothing,
        Of::Signed,
    ),
    key("aws:calledvia", Binds::Nothing, Of::Signed),
    key("aws:calledviafirst", Binds::Nothing, Of::Signed),
    key("aws:calledvialast", Binds::Nothing, Of::Signed),
    always("aws:viaawsservice", Binds::Nothing, Of::Signed),
    key("lambda:sourcefunctionarn", Binds::Arn, Of::Signed),
    key("ec2:sourceinstancearn", Binds::Arn, Of::Signed),
    key("aws:sourcevpc", Binds::Vpc, Of::Network),
    key("aws:sourcevpcarn", Binds::Arn, Of::Network),
    key("aws:sourcevpce", Binds::VpcEndpoint, Of::Network),
    key("aws:vpceaccount", Binds::Account, Of::Network),
    key("aws:vpceorgid", Binds::Organisation, Of::Network),
    key("aws:vpceorgpaths", Binds::Path, Of::Network),
    key("aws:sourceip", Binds::Address, Of::Network),
    key("aws:vpcsourceip", Binds::Nothing, Of::Network),
    key("s3:dataaccesspointarn", Binds::Arn, Of::Network),
    key("s3:dataaccesspointaccount", Binds::Account, Of::Network),
    key("aws:sourcearn", Binds::Arn, Of::Service),
    key("aws:sourceaccount", Binds::Account, Of::Service),
    key("aws:sourceowner", Binds::Account, Of::Service),
    key("aws:sourceorgid", Binds::Organisation, Of::Service),
    key("aws:sourceorgpaths", Binds::Path, Of::Service),
    always("aws:securetransport", Binds::Nothing, Of::Everyone),
    always("aws:currenttime", Binds::Nothing, Of::Everyone),
    always("aws:epochtime", Binds::Nothing, Of::Everyone),
    always("aws:requestedregion", Binds::Nothing, Of::Everyone),
];

/// Keys that follow from who the caller is; who does not have them cannot set them.
pub(crate) const IDENTITY: [&str; 7] = [
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principaltype",
    "aws:principalisawsservice",
    "aws:principalservicename",
    "aws:principalservicenameslist",
    "kms:calleraccount",
];

/// Keys that may have several values. The paths of a principal are one path of one account.
/// AWS: "Single-valued vs. multivalued context keys" and the keys' value types.
const SEVERAL: [&str; 5] = [
    "aws:tagkeys",
    "aws:calledvia",
    "aws:principalservicenameslist",
    "dynamodb:attributes",
    "ec2:resourcetag",
];

/// What is known of a key; its name in lower case.
pub(crate) fn facts(name: &str) -> Key {
    let listed =
        |key: &&Key| key.name == name || (key.name.ends_with('/') && name.starts_with(key.name));
    KEYS.iter()
        .find(listed)
        .copied()
        .unwrap_or(key("", Binds::Nothing, Of::Everyone))
}

/// Whether a request can have several values under the key. Of an unknown key this is told by
/// whether the policy uses a set operator on it.
pub(crate) fn may_be_several(name: &str, set_operator: bool) -> bool {
    SEVERAL.contains(&name) || (set_operator && facts(name).name.is_empty() && !is_single(name))
}

/// Claims of identity providers that hold one value in every token.
/// AWS: IAM User Guide, "IAM and AWS STS condition context keys", keys for web identity and SAML.
const SINGLE_CLAIMS: [&str; 8] = [
    ":app_id", ":aud", ":email", ":id", ":iss", ":oaud", ":sub", ":user_id",
];

/// Whether a key has one value in every request, whatever operator a policy uses on it.
fn is_single(name: &str) -> bool {
    let provider = name
        .split(':')
        .next()
        .is_some_and(|prefix| prefix.contains('.') || prefix == "saml");
    (provider && SINGLE_CLAIMS.iter().any(|claim| name.ends_with(claim)))
        || condition_key(name).is_ok_and(|key| !key.is_multivalued())
}

/// The keys by which a service tells for whom it acts.
pub(crate) fn sources() -> impl Iterator<Item = Key> {
    KEYS.iter().copied().filter(|key| key.of == Of::Service)
}
