//! What the account says for all of its principals: one call a fact.
use std::sync::Arc;

use aws_sdk_iam::operation::list_server_certificates::ListServerCertificatesOutput;
use aws_sdk_iam::types::{FeatureType, SummaryKeyType};
use model::Timestamp;
use model::iam::{
    CertificateExpiry, IdentityProvider, IdentityProviders, PasswordPolicy, PasswordRules,
    RootManagement, RootManagementState, RootPresence, RootSignIn, ServerCertificate, Summary,
};

use super::{client, time};
use crate::Aws;
use crate::fault::{Answer, Fault, absent, present, present_id};
use crate::pages;
use crate::reader::{At, Dated, Draw, List, Listed, Only, Read};
use crate::shared::Shared;

impl Read for PasswordPolicy {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<PasswordRules>> {
        let response = client(aws).get_account_password_policy().send().await;
        let response = absent(response, &["NoSuchEntity"])?;
        let policy = response.map(|response| present(response.password_policy, "PasswordPolicy"));
        Ok(policy.transpose()?.map(|policy| PasswordRules {
            // Left out where it is IAM's least.
            length: policy.minimum_password_length.unwrap_or(6),
            remembered: policy.password_reuse_prevention.unwrap_or_default(),
            max_age: policy.max_password_age.filter(|days| *days > 0),
            symbols: policy.require_symbols,
            numbers: policy.require_numbers,
            upper_case: policy.require_uppercase_characters,
            lower_case: policy.require_lowercase_characters,
            users_may_change: policy.allow_users_to_change_password,
            hard_expiry: policy.hard_expiry.unwrap_or_default(),
        }))
    }
}

impl Read for RootPresence {
    async fn read(aws: &Aws, _: &At) -> Answer<Summary> {
        let response = client(aws).get_account_summary().send().await?;
        let counts = present(response.summary_map, "SummaryMap")?;
        let entry = |key: &str| counts.get(&SummaryKeyType::from(key)).copied();
        let count = |key: &str| {
            let odd = || Fault::odd(format!("the account summary has no `{key}`"));
            entry(key).ok_or_else(odd)
        };
        Ok(Summary {
            access_keys: count("AccountAccessKeysPresent")?,
            certificates: entry("AccountSigningCertificatesPresent").unwrap_or_default(),
            mfa: count("AccountMFAEnabled")? > 0,
            password: entry("AccountPasswordPresent").map(|present| present > 0),
        })
    }
}

impl Read for RootSignIn {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<Timestamp>> {
        Ok(aws.root_signed_in())
    }
}

impl Read for IdentityProviders {
    async fn read(aws: &Aws, _: &At) -> Answer<Vec<IdentityProvider>> {
        let saml = client(aws).list_saml_providers().send().await?;
        let mut providers = Vec::new();
        for one in present(saml.saml_provider_list, "SAMLProviderList")? {
            providers.push(IdentityProvider::Saml(present_id(one.arn, "Arn")?));
        }
        let response = client(aws).list_open_id_connect_providers().send().await;
        let of = |fault: Fault| fault.of("iam:ListOpenIDConnectProviders");
        let oidc = response.map_err(|error| of(Fault::from(error)))?;
        let oidc = oidc.open_id_connect_provider_list;
        for one in present(oidc, "OpenIDConnectProviderList").map_err(of)? {
            let arn = present_id(one.arn, "Arn").map_err(of)?;
            providers.push(IdentityProvider::OpenIdConnect(arn));
        }
        Ok(providers)
    }
}

/// IAM's words for an account that has nothing to manage centrally.
const NO_ORGANIZATION: &[&str] = &["OrganizationNotFoundException"];
const NOT_TURNED_ON: &[&str] = &[
    "OrganizationNotInAllFeaturesModeException",
    "ServiceAccessNotEnabledException",
];

impl Read for RootManagement {
    async fn read(aws: &Aws, _: &At) -> Answer<Option<RootManagementState>> {
        let sent = client(aws).list_organizations_features().send().await;
        let features = match sent.map_err(Fault::from) {
            Ok(answer) => answer.enabled_features.unwrap_or_default(),
            Err(fault) if NO_ORGANIZATION.contains(&&*fault.code) => return Ok(None),
            Err(fault) if NOT_TURNED_ON.contains(&&*fault.code) => Vec::new(),
            Err(fault) => return Err(fault),
        };
        Ok(Some(RootManagementState {
            credentials: features.contains(&FeatureType::RootCredentialsManagement),
            sessions: features.contains(&FeatureType::RootSessions),
        }))
    }
}

/// Server certificates: each one's ARN and end.
type Certificates = Vec<(String, Option<Timestamp>)>;

async fn certificates(aws: &Aws) -> Dated<Arc<Certificates>> {
    Shared::get(aws, "", || fetch_certificates(aws)).await
}

async fn fetch_certificates(aws: &Aws) -> Answer<Certificates> {
    let builder = client(aws).list_server_certificates();
    let request = |token| builder.clone().set_marker(token).send();
    let mut all = Vec::new();
    let take = |page: ListServerCertificatesOutput| {
        for one in page.server_certificate_metadata_list {
            let end = one.expiration.as_ref().and_then(time);
            all.push((present_id(one.arn, "Arn")?, end));
        }
        Ok(())
    };
    pages::each(request, ListServerCertificatesOutput::marker, take).await?;
    Ok(all)
}

impl List for ServerCertificate {
    async fn list(aws: &Aws, _: &At, only: Only) -> Answer<Vec<Listed>> {
        let all = certificates(aws).await.answer?;
        Ok(only.of(all.iter().map(|(arn, _)| arn.as_str())))
    }
}

impl Draw for CertificateExpiry {
    async fn draw(aws: &Aws, at: &At) -> Dated<Option<Timestamp>> {
        certificates(aws).await.draw(|all| {
            let certificate = all.iter().find(|(arn, _)| **arn == *at.id);
            let odd = || Fault::odd("the response does not list it");
            certificate.map(|(_, ends)| *ends).ok_or_else(odd)
        })
    }
}
