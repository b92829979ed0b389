//! Reads of EC2: instances, and the profile that each reaches AWS by.
use std::collections::BTreeMap;
use std::sync::Arc;

use calls::ec2::describe_instances::DescribeInstances;
use calls::{Call, Client};
use model::ec2::{Instance, InstanceProfile};

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Dated, Draw, Known, List, Listed, Only, Reader};
use crate::shared::Shared;

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<Instance>(),
    Reader::drawn::<InstanceProfile>(),
];

impl Known for Instance {}

/// A Region's instances: each one's ARN, and its profile's.
struct Instances(BTreeMap<String, Answer<Option<String>>>);

async fn instances(aws: &Aws, region: &str) -> Dated<Arc<Instances>> {
    Shared::get(aws, region, || describe(aws, region)).await
}

async fn describe(aws: &Aws, region: &str) -> Answer<Instances> {
    let client = aws.client(Some(region), Client::new);
    let mut pages = DescribeInstances::new().pages(&client);
    let mut all = BTreeMap::new();
    while let Some(page) = pages.next().await {
        for reservation in page?.reservations {
            // An instance in a shared subnet belongs to the account that started it.
            let account = reservation.owner_id;
            for instance in reservation.instances {
                let state = instance.state.and_then(|state| state.name);
                if state.as_deref() == Some("terminated") {
                    continue;
                }
                let (partition, id) = (&aws.account().partition, instance.instance_id);
                let arn = format!("arn:{partition}:ec2:{region}:{account}:instance/{id}");
                let profile = instance.iam_instance_profile;
                let profile = profile.map(|profile| present(profile.arn, "IamInstanceProfile.Arn"));
                all.insert(arn, profile.transpose());
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
            let missing = || Fault::odd("the list does not contain it");
            all.0.get(&*at.id).cloned().ok_or_else(missing)?
        })
    }
}

#[cfg(test)]
mod tests {
    use model::ec2::{Instance, InstanceProfile};
    use model::{Fact, Kind, Reason, Scope, Snapshot};

    use crate::wire::{Asked, Told, aws, error_of, ok};
    use crate::{Ask, Request, Sweep};

    const RESPONSE: &str = "<DescribeInstancesResponse><reservationSet><item><ownerId>111122223333</ownerId><instancesSet>\
        <item><instanceId>i-1</instanceId><instanceState><name>stopped</name></instanceState>\
        <iamInstanceProfile><arn>arn:aws:iam::111122223333:instance-profile/web</arn></iamInstanceProfile></item>\
        <item><instanceId>i-2</instanceId><instanceState><name>terminated</name></instanceState></item>\
        </instancesSet></item></reservationSet></DescribeInstancesResponse>";

    async fn read(answer: impl Fn(&Asked) -> Told + Send + Sync + 'static) -> (Snapshot, usize) {
        let (aws, log) = aws(answer);
        let needs = &[InstanceProfile::NEED];
        let asks = [Instance::INFO, model::Account::INFO].map(|kind| Ask { kind, needs });
        let regions = Some(vec!["eu-west-1".into()]);
        let request = Request::new(asks, Scope::Everything, regions);
        let readers = &[crate::account::READERS, super::READERS];
        let mut sweep = Sweep::new(&aws, readers, request).unwrap();
        while sweep.next().await.is_some() {}
        let requests = log.lock().unwrap().len();
        (sweep.finish(), requests)
    }

    #[tokio::test]
    async fn terminated_instances_are_left_out_and_one_call_is_enough() {
        let (snapshot, requests) = read(|_| ok(RESPONSE)).await;
        let ids: Vec<_> = snapshot
            .rows::<Instance>()
            .map(|row| snapshot.id(row))
            .collect();
        assert_eq!(ids, ["arn:aws:ec2:eu-west-1:111122223333:instance/i-1"]);
        let seen = snapshot.observed(&InstanceProfile::NEED, 0);
        assert_eq!((seen, requests), (model::Observed::Seen(()), 1));
    }

    #[tokio::test]
    async fn a_denied_list_is_not_an_empty_list() {
        let (snapshot, _) = read(|request| error_of(request, 403, "UnauthorizedOperation")).await;
        let missed = snapshot.unlisted(Instance::INFO).remove(0).0;
        assert_eq!(
            missed.reason,
            Reason::Denied("ec2:DescribeInstances".into())
        );
    }
}
