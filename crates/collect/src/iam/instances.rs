//! Instances, and the profile that each reaches AWS by.
use std::collections::BTreeMap;
use std::sync::Arc;

use aws_sdk_ec2::Client;
use aws_sdk_ec2::types::InstanceStateName;
use model::ec2::{Instance, InstanceProfile};

use crate::Aws;
use crate::fault::{Answer, Fault};
use crate::reader::{At, Dated, Draw, List, Listed, Only};
use crate::shared::Shared;

/// A Region's instances: each one's ARN, and its profile's.
struct Instances(BTreeMap<String, Option<String>>);

/// The most that one page can hold.
const PAGE: i32 = 1000;

async fn instances(aws: &Aws, region: &str) -> Dated<Arc<Instances>> {
    Shared::get(aws, region, || ask(aws, region)).await
}

async fn ask(aws: &Aws, region: &str) -> Answer<Instances> {
    let client = aws.client(Some(region), Client::new);
    let asked = client.describe_instances().max_results(PAGE);
    let mut pages = asked.into_paginator().send();
    let mut all = BTreeMap::new();
    while let Some(page) = pages.next().await {
        for reservation in page?.reservations.into_iter().flatten() {
            // A shared subnet's instance belongs to whoever started it.
            let account = reservation
                .owner_id
                .unwrap_or_else(|| aws.account().id.to_string());
            for told in reservation.instances.into_iter().flatten() {
                let state = told.state.and_then(|state| state.name);
                if state == Some(InstanceStateName::Terminated) {
                    continue;
                }
                let id = told.instance_id.unwrap_or_default();
                let partition = &aws.account().partition;
                let arn = format!("arn:{partition}:ec2:{region}:{account}:instance/{id}");
                all.insert(
                    arn,
                    told.iam_instance_profile.and_then(|profile| profile.arn),
                );
            }
        }
    }
    Ok(Instances(all))
}

impl List for Instance {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let all = instances(aws, &region.id).await.answer?;
        Ok(only.of(all.0.keys().map(String::as_str)))
    }
}

impl Draw for InstanceProfile {
    async fn draw(aws: &Aws, at: &At) -> Dated<Option<String>> {
        let region = at.region.as_deref().unwrap_or_default();
        instances(aws, region).await.draw(|all| {
            let odd = || Fault::odd("the list does not tell of it");
            all.0.get(&*at.id).cloned().ok_or_else(odd)
        })
    }
}
