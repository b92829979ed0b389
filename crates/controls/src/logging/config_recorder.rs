//! AWS Config records all resource types of the Region (AWS Security Hub, `Config.1`).
//!
//! What IAM has is recorded in one Region: that none does is the fault of the partition's home Region.
use model::config::ConfigRecorder;
use model::{Control, Fact, Fix, Region, Severity};

use crate::about::recorder::{fault, records_iam};
use crate::about::verdicts::holds_unless;
use crate::duties::CONFIG;

pub(super) const CONTROL: Control<Region> = Control {
    id: "logging.config-recorder",
    title: "AWS Config records all resource types",
    severity: Severity::Critical,
    why: "AWS Config shows how a resource was configured at any time, and who changed it. Security Hub \
          and AWS Config rules see only what is recorded.",
    fix: Fix::new(
        "aws configservice put-configuration-recorder --region {region} --configuration-recorder \
          name=default,roleARN=SERVICE-LINKED-ROLE-ARN --recording-group \
          allSupported=true,includeGlobalResourceTypes=true && aws configservice \
          start-configuration-recorder --region {region} --configuration-recorder-name default",
    ),
    responsibility: CONFIG.detection("record all resource types in every Region, and IAM's in one"),
    needs: &[ConfigRecorder::NEED],
    judge: |region, _| {
        let Some(recorder) = region.see::<ConfigRecorder>()? else {
            return holds_unless(Some("there is no configuration recorder"));
        };
        if let Some(fault) = fault(recorder) {
            return holds_unless(Some(fault));
        }
        let missing = region.id() == region.account().home_region() && !records_iam(region)?;
        let because = "no Region records the resource types of IAM";
        holds_unless(missing.then_some(because))
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::recorder;
    use crate::testing::{fails, named, table};
    use model::config::{Recorder, Records};

    let with = |change: fn(&mut Recorder)| {
        let mut one = recorder(true);
        change(&mut one);
        Some(one)
    };
    let records = |records| {
        Some(Recorder {
            records,
            ..recorder(true)
        })
    };
    let words = |word: &str| vec![word.to_owned()];
    let home = named::<Region>("us-east-1").with::<ConfigRecorder>(Some(recorder(false)));
    table::<ConfigRecorder>(&CONTROL)
        .passes("all types", Some(recorder(true)))
        .passes("IAM is recorded elsewhere", Some(recorder(false)))
        .passes(
            "all but IAM",
            records(Records::AllBut(words("AWS::IAM::User"))),
        )
        .and(fails("IAM in no Region", home))
        .fails("none", None)
        .fails("stopped", with(|one| one.recording = false))
        .fails(
            "some types",
            records(Records::These(words("AWS::S3::Bucket"))),
        )
        .fails(
            "all but some",
            records(Records::AllBut(words("AWS::S3::Bucket"))),
        )
        .fails(
            "failing",
            with(|one| one.last_status = Some("FAILURE".into())),
        )
        .fails("never recorded", with(|one| one.last_status = None))
        .fails(
            "another role",
            with(|one| one.role = "arn:aws:iam::111122223333:role/x".into()),
        )
        .fails("delivers nothing", with(|one| one.delivered = false))
        .check();
}
