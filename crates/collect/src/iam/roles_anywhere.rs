//! Roles Anywhere: certificate authorities, and the roles that their certificates open.
use std::collections::BTreeSet;
use std::sync::Arc;

use calls::Call;
use calls::rolesanywhere::Client;
use calls::rolesanywhere::list_profiles::ListProfiles;
use calls::rolesanywhere::list_trust_anchors::{ListTrustAnchors, TrustAnchorDetail};
use model::iam::{AnchoredRole, Anchoring, TrustAnchor};

use super::details::Details;
use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Dated, List, Listed, Only, Read};
use crate::shared::Shared;

fn client(aws: &Aws, region: &str) -> Client {
    aws.client(Some(region), Client::new)
}

/// A Region's trust anchors.
struct Anchors(Vec<TrustAnchorDetail>);

async fn anchors(aws: &Aws, region: &str) -> Answer<Arc<Anchors>> {
    let response: Dated<Arc<Anchors>> =
        Shared::get(aws, region, || list_anchors(aws, region)).await;
    response.answer
}

async fn list_anchors(aws: &Aws, region: &str) -> Answer<Anchors> {
    let request = ListTrustAnchors::new();
    let response = request.send(&client(aws, region)).await?;
    Ok(Anchors(response.trust_anchors))
}

/// The roles of a Region's enabled profiles.
struct Opened(BTreeSet<String>);

async fn list_profiles(aws: &Aws, region: &str) -> Answer<Opened> {
    let response = ListProfiles::new().send(&client(aws, region)).await;
    let response = response.map_err(|error| Fault::from(error).of("rolesanywhere:ListProfiles"))?;
    let mut roles = BTreeSet::new();
    for profile in response.profiles {
        if present(profile.enabled, "profiles.enabled")? {
            roles.extend(present(profile.role_arns, "profiles.roleArns")?);
        }
    }
    Ok(Opened(roles))
}

impl List for TrustAnchor {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let all = anchors(aws, &region.id).await?;
        Ok(only.of(all.0.iter().map(|anchor| &*anchor.trust_anchor_arn)))
    }
}

impl Read for Anchoring {
    async fn read(aws: &Aws, anchor: &At) -> Answer<AnchoredRole> {
        let region = anchor.region.as_deref().unwrap_or_default();
        let all = anchors(aws, region).await?;
        let mut own = all.0.iter();
        let own = own.find(|one| *one.trust_anchor_arn == *anchor.id);
        let own = own.ok_or_else(|| Fault::odd("the list does not contain it"))?;
        let opened: Dated<Arc<Opened>> =
            Shared::get(aws, region, || list_profiles(aws, region)).await;
        let opened = opened.answer?;
        let details = Details::get(aws).await.answer;
        let details = details.map_err(|fault| fault.of("iam:GetAccountAuthorizationDetails"))?;
        let trust = |arn: &String| details.roles.find(arn).and_then(|role| role.trust.clone());
        Ok(AnchoredRole {
            enabled: present(own.enabled, "trustAnchors.enabled")?,
            roles: opened
                .0
                .iter()
                .map(|arn| (arn.clone(), trust(arn)))
                .collect(),
        })
    }
}
