use model::s3::{
    AccessPoint, AccessPointAccess, AccessPoints, Bucket, BucketBehind, BucketBlock,
    MultiRegionAccess, MultiRegionAccessPoint, Name, NameOwner, PredictableNames,
};
use model::{
    Fact, Kind, KindInfo, Need, Observed, Reason, Region, Resource, Scope, Snapshot, View,
};

use crate::s3::READERS;
use crate::wire::{WireRequest, WireResponse, aws, error, ok};
use crate::{KindNeeds, Request, Sweep};

const ALL: &[&[crate::Reader]] = &[READERS, crate::account::READERS];

const ALPHA: &str = "arn:aws:s3:eu-west-1:111122223333:accesspoint/alpha";
const ABROAD: &str = "arn:aws:s3::111122223333:accesspoint/abroad.mrap";
const BLOCK: &str = "<BlockPublicAcls>true</BlockPublicAcls><IgnorePublicAcls>true</IgnorePublicAcls>\
    <BlockPublicPolicy>true</BlockPublicPolicy><RestrictPublicBuckets>false</RestrictPublicBuckets>";
const POLICY: &str = "{\"Statement\":[]}";

/// An account with one bucket, an access point that leads to it, a multi-Region one that does,
/// and in each of two Regions one more access point that leads elsewhere.
fn answer(request: &WireRequest) -> WireResponse {
    let point = |name: &str, bucket: &str| {
        let region = if request.host.contains("eu-west-1") {
            "eu-west-1"
        } else {
            "us-east-1"
        };
        format!(
            "<AccessPoint><Name>{name}</Name><NetworkOrigin>Internet</NetworkOrigin><Bucket>{bucket}</Bucket>\
             <AccessPointArn>arn:aws:s3:{region}:111122223333:accesspoint/{name}</AccessPointArn></AccessPoint>"
        )
    };
    let page = |points: String, token: &str| {
        ok(format!(
            "<ListAccessPointsResult><AccessPointList>{points}</AccessPointList>{token}</ListAccessPointsResult>"
        ))
    };
    let europe = request.host.contains("eu-west-1");
    match &*request.path {
        "/regions" | "/listRegions" => ok(
            "{\"Regions\":[{\"RegionName\":\"eu-west-1\",\"RegionOptStatus\":\"ENABLED\"},\
             {\"RegionName\":\"us-east-1\",\"RegionOptStatus\":\"ENABLED_BY_DEFAULT\"}]}",
        ),
        path if path.contains("mrap/instances/abroad/policy") => ok(format!(
            "<GetMultiRegionAccessPointPolicyResult><Policy><Established><Policy>{POLICY}</Policy></Established>\
             </Policy></GetMultiRegionAccessPointPolicyResult>"
        )),
        path if path.contains("mrap/instances") => ok(format!(
            "<ListMultiRegionAccessPointsResult><AccessPoints><AccessPoint><Name>abroad</Name><Alias>abroad.mrap</Alias>\
             <PublicAccessBlock>{BLOCK}</PublicAccessBlock><Regions><Region><Bucket>bravo</Bucket></Region></Regions>\
             </AccessPoint></AccessPoints></ListMultiRegionAccessPointsResult>"
        )),
        path if path.ends_with("accesspoint/alpha/policy") => ok(format!(
            "<GetAccessPointPolicyResult><Policy>{POLICY}</Policy></GetAccessPointPolicyResult>"
        )),
        path if path.ends_with("/policy") => error(404, "NoSuchAccessPointPolicy"),
        path if path.contains("accesspoint/") => ok(format!(
            "<GetAccessPointResult><Name>alpha</Name><Bucket>bravo</Bucket><NetworkOrigin>VPC</NetworkOrigin><VpcConfiguration>\
             <VpcId>vpc-1</VpcId></VpcConfiguration><PublicAccessBlockConfiguration>{BLOCK}\
             </PublicAccessBlockConfiguration></GetAccessPointResult>"
        )),
        path if path.contains("accesspoint") && europe && !path.contains("next") => {
            page(point("alpha", "bravo"), "<NextToken>next</NextToken>")
        }
        path if path.contains("accesspoint") => page(point("other", "elsewhere"), ""),
        path if path.contains("publicAccessBlock") => ok(format!(
            "<PublicAccessBlockConfiguration>{BLOCK}</PublicAccessBlockConfiguration>"
        )),
        _ if request.method == "HEAD" && request.host.starts_with("sagemaker-eu-west-1") => {
            (301, &[("x-amz-bucket-region", "us-east-1")], String::new())
        }
        _ if request.method == "HEAD" => (404, &[("x-amz-request-id", "1")], String::new()),
        _ => ok(
            "<ListAllMyBucketsResult><Buckets><Bucket><Name>bravo</Name><BucketRegion>eu-west-1</BucketRegion></Bucket>\
             <Bucket><Name>aws-glue-assets-111122223333-eu-west-1</Name><BucketRegion>eu-west-1</BucketRegion></Bucket>\
             </Buckets></ListAllMyBucketsResult>",
        ),
    }
}

/// The account, but for its answers to paths that end so.
fn except(
    part: &'static str,
    response: impl Fn() -> WireResponse + Send + Sync + 'static,
) -> impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static {
    move |request| match request.path.ends_with(part) {
        true => response(),
        false => answer(request),
    }
}

async fn read(
    answer: impl Fn(&WireRequest) -> WireResponse + Send + Sync + 'static,
    kind: &'static KindInfo,
    needs: &'static [Need],
    scope: Scope,
) -> (Snapshot, Vec<WireRequest>) {
    let (aws, log) = aws(answer);
    let request = Request::new([KindNeeds { kind, needs }], scope, None);
    let mut sweep = Sweep::new(&aws, ALL, request).unwrap();
    let mut last = None;
    while let Some(piece) = sweep.next().await {
        if piece.kind.id == kind.id {
            last = Some(sweep.snapshot().clone());
        }
    }
    let requests = log.lock().unwrap().clone();
    (last.unwrap_or_else(|| sweep.finish()), requests)
}

fn see<F: Fact>(snapshot: &Snapshot, id: &str) -> Result<F::Value, Reason> {
    let needs: &'static [Need] = const { &[F::NEED] };
    let view = View::new(snapshot, F::Of::INFO, needs);
    let row = snapshot.row_of(F::Of::INFO, id).unwrap();
    let resource: Resource<F::Of> = view.resource(snapshot.row_at(row));
    resource.see::<F>().cloned().map_err(|gap| gap.reason)
}

#[tokio::test]
async fn access_points_of_every_region_and_page() {
    let (snapshot, requests) = read(
        answer,
        AccessPoint::INFO,
        &[AccessPointAccess::NEED, BucketBehind::NEED],
        Scope::Everything,
    )
    .await;
    assert_eq!(snapshot.count(Region::INFO), 2);
    assert_eq!(snapshot.count(AccessPoint::INFO), 3);
    let alpha = see::<AccessPointAccess>(&snapshot, ALPHA).unwrap();
    assert_eq!(
        (&*alpha.bucket, alpha.vpc.as_deref()),
        ("bravo", Some("vpc-1"))
    );
    assert_eq!(alpha.block.off(), ["RestrictPublicBuckets"]);
    let BucketBlock::Set(Some(behind)) = see::<BucketBehind>(&snapshot, ALPHA).unwrap() else {
        panic!()
    };
    assert_eq!(behind, alpha.block);
    let of_alpha = requests
        .iter()
        .filter(|request| request.path.ends_with("accesspoint/alpha"));
    assert_eq!(of_alpha.count(), 1, "each access point is asked once");
}

#[tokio::test]
async fn a_named_access_point_costs_its_own_region_alone() {
    let scope = Scope::Resources(vec![ALPHA.parse().unwrap()]);
    let needs = &[AccessPointAccess::NEED];
    let (snapshot, requests) = read(answer, AccessPoint::INFO, needs, scope).await;
    assert!(see::<AccessPointAccess>(&snapshot, ALPHA).is_ok());
    assert_eq!(snapshot.count(AccessPoint::INFO), 1);
    assert!(
        requests.iter().all(|one| one.host.contains("eu-west-1")),
        "{requests:?}"
    );
}

#[tokio::test]
async fn a_bucket_has_the_access_points_that_lead_to_it() {
    let needs = &[AccessPoints::NEED];
    let (snapshot, _) = read(answer, Bucket::INFO, needs, Scope::Everything).await;
    let points = see::<AccessPoints>(&snapshot, "arn:aws:s3:::bravo").unwrap();
    let arns: Vec<_> = points.iter().map(|point| &*point.arn).collect();
    assert_eq!(arns, [ABROAD, ALPHA]);
    assert!(points.iter().all(|point| point.policy.is_some()));
    let other = "arn:aws:s3:::aws-glue-assets-111122223333-eu-west-1";
    assert_eq!(see::<AccessPoints>(&snapshot, other), Ok(vec![]));
}

#[tokio::test]
async fn each_call_that_is_denied_names_its_own_action() {
    for (part, action) in [
        ("v20180820/accesspoint", "s3:ListAccessPoints"),
        ("accesspoint/alpha", "s3:GetAccessPoint"),
        ("accesspoint/alpha/policy", "s3:GetAccessPointPolicy"),
        ("mrap/instances", "s3:ListMultiRegionAccessPoints"),
        ("abroad/policy", "s3:GetMultiRegionAccessPointPolicy"),
    ] {
        let denied = except(part, || error(403, "AccessDenied"));
        let needs = &[AccessPoints::NEED];
        let (snapshot, requests) = read(denied, Bucket::INFO, needs, Scope::Everything).await;
        let points = see::<AccessPoints>(&snapshot, "arn:aws:s3:::bravo");
        assert_eq!(
            points,
            Err(Reason::Denied(action.into())),
            "{part}: {requests:?}"
        );
    }
}

#[tokio::test]
async fn a_bucket_behind_that_cannot_be_seen_or_is_gone() {
    let needs = &[BucketBehind::NEED];
    let of = |answer| read(answer, AccessPoint::INFO, needs, Scope::Everything);
    let (snapshot, _) = of(except("publicAccessBlock", || error(403, "AccessDenied"))).await;
    let denied = Reason::Denied("s3:GetBucketPublicAccessBlock".into());
    assert_eq!(see::<BucketBehind>(&snapshot, ALPHA), Err(denied));
    let of = |answer| read(answer, AccessPoint::INFO, needs, Scope::Everything);
    let (snapshot, _) = of(except("publicAccessBlock", || error(404, "NoSuchBucket"))).await;
    assert_eq!(
        see::<BucketBehind>(&snapshot, ALPHA),
        Ok(BucketBlock::NoSuchBucket)
    );
}

#[tokio::test]
async fn multi_region_access_points_are_listed_in_one_region() {
    let needs = &[MultiRegionAccess::NEED];
    let (snapshot, requests) = read(
        answer,
        MultiRegionAccessPoint::INFO,
        needs,
        Scope::Everything,
    )
    .await;
    let block = see::<MultiRegionAccess>(&snapshot, ABROAD).unwrap();
    assert_eq!(block.off(), ["RestrictPublicBuckets"]);
    assert_eq!(requests.len(), 1);
    assert!(
        requests.iter().all(|one| one.host.contains("us-west-2")),
        "{requests:?}"
    );
}

#[tokio::test]
async fn names_that_can_be_foreseen() {
    let needs = &[PredictableNames::NEED];
    let (snapshot, requests) = read(answer, model::Account::INFO, needs, Scope::Everything).await;
    let names = see::<PredictableNames>(&snapshot, "eu-west-1").unwrap();
    let owner = |service: &str| {
        let name = names.iter().find(|name| name.service == service);
        name.map(|Name { owner, .. }| owner.clone())
    };
    assert_eq!(owner("AWS Glue"), Some(NameOwner::Ours));
    assert_eq!(owner("Amazon SageMaker"), Some(NameOwner::SomebodyElse));
    assert_eq!(owner("Amazon Athena"), Some(NameOwner::Free));
    let heads = requests.iter().filter(|requests| requests.method == "HEAD");
    assert!(
        heads.clone().all(|head| !head.signed),
        "asked without credentials"
    );
    assert_eq!(heads.count(), 15, "own names are not asked for");
}

#[tokio::test]
async fn regions_that_cannot_be_listed() {
    let denied = except("egions", || {
        (
            403,
            &[("x-amzn-errortype", "AccessDeniedException")],
            "{}".into(),
        )
    });
    let needs = &[AccessPointAccess::NEED];
    let (snapshot, _) = read(denied, AccessPoint::INFO, needs, Scope::Everything).await;
    let missed = snapshot.unlisted(AccessPoint::INFO);
    let reasons: Vec<_> = missed.into_iter().map(|(gap, ..)| gap.reason).collect();
    assert_eq!(reasons, [Reason::Denied("account:ListRegions".into())]);
    let observed = snapshot.observed(&AccessPointAccess::NEED, 0);
    assert_eq!(observed, Observed::Missed(Reason::NotRequested));
}
