//! Buckets that AWS services use by default belong to this account, or do not exist.
//!
//! Some services make a bucket under a name that follows from account number and Region. Whoever
//! makes it first gets what the service stores there ("bucket sniping"). S3 tells anybody whether
//! a name is taken, and the account's own list whether it is its own: no further permission is
//! asked. A name that is still free is no breach; the evidence lists it, since making the bucket
//! is the cure. Where the settings choose Regions for good the control is not assessed, and says so.
//! Names with a random part (`cf-templates-...`) cannot be foreseen from here.
use model::s3::{Name, NameOwner, PredictableNames};
use model::{
    Account, Control, Fact, Fix, Gap, Region, Resource, Severity, Verdict, any_broken, broken,
};

use crate::about::regions::every_region;
use crate::duties::S3_NAMES;

pub(super) const CONTROL: Control<Account> = Control {
    id: "s3.predictable-service-bucket",
    title: "No bucket that an AWS service uses by default belongs to another account",
    severity: Severity::High,
    why: "Whoever owns the bucket that AWS Glue, SageMaker or the AWS CDK expects can read what \
          the service stores there and replace the code and templates that your roles then run.",
    fix: Fix::new(
        "aws s3api put-bucket-policy --bucket OWN-BUCKET --policy file://OWN-POLICY.json (replaces the policy \
         of OWN-BUCKET; then configure the service to use it: a name that is taken cannot be claimed back)",
    ),
    responsibility: S3_NAMES
        .data("own the bucket names that the services in use expect, or configure other buckets"),
    needs: &[PredictableNames::NEED],
    judge: |account, settings| {
        let judged = every_region(account, settings)?.into_iter().map(|region| {
            let names = region.see::<PredictableNames>()?;
            any_broken(names.iter().map(|name| of(region, name)))
        });
        // Each Region is looked at, though one is broken: the evidence shows all.
        any_broken(judged.collect::<Vec<_>>())
    },
    remedy: None,
};

fn of(region: Resource<Region>, name: &Name) -> Result<Verdict, Gap> {
    match &name.owner {
        NameOwner::Ours | NameOwner::Free => Ok(Verdict::Holds),
        NameOwner::SomebodyElse => Ok(broken(format!(
            "bucket `{}`, which {} uses by default, belongs to another account",
            name.name, name.service
        ))),
        NameOwner::Unknown(reason) => Err(region.gap::<PredictableNames>(reason.clone())),
    }
}

#[test]
fn cases() {
    use crate::testing::{gap, given, table_of};
    use NameOwner::{Free, Ours, SomebodyElse, Unknown};

    let account = |owners: &[NameOwner]| {
        let name = |owner: &NameOwner| Name {
            name: "aws-glue-assets-111122223333-eu-west-1".into(),
            service: "AWS Glue".into(),
            owner: owner.clone(),
        };
        given::<Region>()
            .with::<PredictableNames>(owners.iter().map(name).collect())
            .on::<Account>()
    };
    let unknown = || Unknown(model::Reason::failed("S3 answered 400"));
    table_of(&CONTROL, account)
        .passes("free", &[Free])
        .passes("own", &[Ours, Free])
        .fails("taken", &[Ours, SomebodyElse])
        .fails("one unknown", &[unknown(), SomebodyElse])
        .gap("unknown", &[Ours, unknown()])
        .unread::<PredictableNames>(&[Free])
        .by("regions: [eu-west-1]")
        .and(gap("Regions chosen by the settings", some_regions()))
        .passes("the settings choose Regions, and all were read", &[Free])
        .check();
}

/// An account of which not every Region was listed.
#[cfg(test)]
fn some_regions() -> crate::testing::Given<Account> {
    let mut account = crate::testing::given::<Region>().on::<Account>();
    let (root, at) = (account.snapshot.root(), account.snapshot.at());
    account
        .snapshot
        .listed::<Region>(root, at, model::Listing::Named);
    account
}
