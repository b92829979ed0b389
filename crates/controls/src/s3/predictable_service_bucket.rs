//! Bucket names that AWS services predict are this account's, or nobody's.
//!
//! Some services make a bucket under a name that follows from account number and Region. Whoever
//! makes it first gets what the service stores there ("bucket sniping"). S3 tells anybody whether
//! a name is taken, and the account's own list whether it is its own: no further permission is
//! asked. A name that is still free is no breach; the evidence lists it, since making the bucket
//! is the cure. Names with a random part (`cf-templates-...`) cannot be foreseen from here.
use model::s3::{Name, NameOwner, PredictableNames};
use model::{
    Account, Control, Fact, Fix, Gap, Judged, Region, Resource, Settings, Severity, Verdict,
    any_broken, broken,
};

use crate::duties::S3_NAMES;

pub(super) const CONTROL: Control<Account> = Control {
    id: "s3.predictable-service-bucket",
    title: "No bucket name that an AWS service predicts belongs to another account",
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
    judge,
    remedy: None,
};

fn judge(account: Resource<Account>, _: &Settings) -> Judged {
    let regions = account.children::<Region>()?;
    let judged = regions.into_iter().map(|region| {
        let names = region.see::<PredictableNames>()?;
        any_broken(names.iter().map(|name| of(region, name)))
    });
    // Each Region is looked at, though one is broken: the evidence shows all.
    any_broken(judged.collect::<Vec<_>>())
}

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

#[cfg(test)]
mod tests {
    use super::{Account, CONTROL, Name, NameOwner, PredictableNames, Region};
    use crate::cases::buckets::denied;
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;

    fn account(owners: &[NameOwner]) -> Given<Account> {
        let name = |owner: &NameOwner| Name {
            name: "aws-glue-assets-111122223333-eu-west-1".into(),
            service: "AWS Glue".into(),
            owner: owner.clone(),
        };
        let names = owners.iter().map(name).collect();
        given::<Region>()
            .with::<PredictableNames>(names)
            .on::<Account>()
    }

    #[test]
    fn cases() {
        use NameOwner::{Free, Ours, SomebodyElse, Unknown};
        let unknown = || Unknown(Reason::failed("S3 answered 400"));
        let unseen = given::<Region>().without::<PredictableNames>(denied("s3:ListAllMyBuckets"));
        check(
            &CONTROL,
            &[
                passes("free", account(&[Free])),
                passes("own", account(&[Ours, Free])),
                fails("taken", account(&[Ours, SomebodyElse])),
                fails("one unknown", account(&[unknown(), SomebodyElse])),
                gap("unknown", account(&[Ours, unknown()])),
                gap("unseen", unseen.on::<Account>()),
            ],
        );
    }
}
