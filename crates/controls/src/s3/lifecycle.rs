//! A lifecycle configuration with an enabled rule exists.
use model::s3::{Bucket, Lifecycle, LifecycleRule};
use model::{Control, Fact, Judged, Layer, Resource, Settings, Severity, broken, broken_if};

pub(super) const CONTROL: Control<Bucket> = Control {
    id: "s3.lifecycle",
    title: "A lifecycle rule decides what becomes of objects with age",
    severity: Severity::Low,
    why: "Data that nobody needs any more is still data that can leak; unfinished uploads and old \
          versions pile up unseen.",
    fix: "aws s3api put-bucket-lifecycle-configuration --region {region} --bucket {name} \
          --lifecycle-configuration '{\"Rules\":[{\"ID\":\"abort-unfinished-uploads\",\
          \"Status\":\"Enabled\",\"Filter\":{\"Prefix\":\"\"},\
          \"AbortIncompleteMultipartUpload\":{\"DaysAfterInitiation\":7}}]}'",
    responsibility: super::duty(
        Layer::Data,
        super::KEEPS,
        "decide how long each kind of data is kept, and expire the rest",
    ),
    needs: &[Lifecycle::NEED],
    judge,
    remedy: None,
};

fn judge(bucket: Resource<Bucket>, _: &Settings) -> Judged {
    let Some(rules) = bucket.see::<Lifecycle>()? else {
        return Ok(broken("there is no lifecycle configuration"));
    };
    let enabled = |rule: &LifecycleRule| rule.enabled;
    let because = format!("none of {} lifecycle rules is enabled", rules.len());
    Ok(broken_if(!rules.iter().any(enabled), because))
}

#[cfg(test)]
mod tests {
    use super::{Bucket, CONTROL, Lifecycle, LifecycleRule};
    use crate::testing::{Given, check, fails, gap, given, passes};
    use model::Reason;

    fn bucket(rules: &[bool]) -> Given<Bucket> {
        let rule = |enabled: &bool| LifecycleRule {
            id: String::new(),
            enabled: *enabled,
        };
        given::<Bucket>().with::<Lifecycle>(Some(rules.iter().map(rule).collect()))
    }

    #[test]
    fn cases() {
        let denied = Reason::Denied("s3:GetLifecycleConfiguration".into());
        check(
            &CONTROL,
            &[
                passes("one", bucket(&[true])),
                passes("one of two", bucket(&[false, true])),
                fails("disabled", bucket(&[false])),
                fails("none", given::<Bucket>().with::<Lifecycle>(None)),
                gap("denied", given::<Bucket>().without::<Lifecycle>(denied)),
            ],
        );
    }
}
