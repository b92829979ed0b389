//! Roles Anywhere: certificate authorities, and the roles that their certificates open.
use std::collections::BTreeSet;
use std::sync::Arc;

use aws_sdk_rolesanywhere::Client;
use aws_sdk_rolesanywhere::types::TrustAnchorDetail;
use model::iam::{AnchoredRole, Anchoring, TrustAnchor};

use super::details::Details;
use crate::Aws;
use crate::fault::{Answer, Fault};
use crate::reader::{At, Dated, List, Listed, Only, Read};
use crate::shared::Shared;

fn client(aws: &Aws, region: &str) -> Client {
    aws.client(Some(region), Client::new)
}

/// A Region's trust anchors.
struct Anchors(Vec<TrustAnchorDetail>);

async fn anchors(aws: &Aws, region: &str) -> Answer<Arc<Anchors>> {
    let told: Dated<Arc<Anchors>> = Shared::get(aws, region, || ask_for_anchors(aws, region)).await;
    told.answer
}

async fn ask_for_anchors(aws: &Aws, region: &str) -> Answer<Anchors> {
    let mut pages = client(aws, region)
        .list_trust_anchors()
        .into_paginator()
        .send();
    let mut all = Vec::new();
    while let Some(page) = pages.next().await {
        all.extend(page?.trust_anchors.into_iter().flatten());
    }
    Ok(Anchors(all))
}

/// The roles of a Region's enabled profiles.
struct Opened(BTreeSet<String>);

async fn ask_for_profiles(aws: &Aws, region: &str) -> Answer<Opened> {
    let mut pages = client(aws, region).list_profiles().into_paginator().send();
    let mut roles = BTreeSet::new();
    while let Some(page) = pages.next().await {
        let page = page.map_err(|error| Fault::from(error).of("rolesanywhere:ListProfiles"))?;
        let all = page.profiles.into_iter().flatten();
        let enabled = all.filter(|profile| profile.enabled.unwrap_or(true));
        roles.extend(enabled.flat_map(|profile| profile.role_arns.unwrap_or_default()));
    }
    Ok(Opened(roles))
}

impl List for TrustAnchor {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let all = anchors(aws, &region.id).await?;
        let arns = all
            .0
            .iter()
            .filter_map(|one| one.trust_anchor_arn.as_deref());
        Ok(only.of(arns))
    }
}

impl Read for Anchoring {
    async fn read(aws: &Aws, anchor: &At) -> Answer<AnchoredRole> {
        let region = anchor.region.as_deref().unwrap_or_default();
        let all = anchors(aws, region).await?;
        let mut own = all.0.iter();
        let own = own.find(|one| one.trust_anchor_arn.as_deref() == Some(&*anchor.id));
        let own = own.ok_or_else(|| Fault::odd("the list does not tell of it"))?;
        let opened: Dated<Arc<Opened>> =
            Shared::get(aws, region, || ask_for_profiles(aws, region)).await;
        let opened = opened.answer?;
        let details = Details::get(aws).await.answer;
        let details = details.map_err(|fault| fault.of("iam:GetAccountAuthorizationDetails"))?;
        let trust = |arn: &String| details.roles.find(arn).and_then(|role| role.trust.clone());
        Ok(AnchoredRole {
            enabled: own.enabled.unwrap_or(true),
            roles: opened
                .0
                .iter()
                .map(|arn| (arn.clone(), trust(arn)))
                .collect(),
        })
    }
}
