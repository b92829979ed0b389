//! The fields of ARNs: how many there are, and whether the service has them.
//!
//! AWS: IAM User Guide, "IAM identifiers", ARNs; Service Authorization Reference, resource types.

use super::Subject;
use crate::arn::Arn;
use crate::budget::Budget;
use crate::catalogue::{ResourceType, resource_types_of_arn};
use crate::diagnostic::Remarks;
use crate::document::Selector;
use crate::json::Position;

/// The Regions of all partitions, one a line, from the endpoint data of botocore 1.43.
const REGIONS: &str = include_str!("../../data/regions.txt");

pub(super) fn remark(subject: &Subject<'_>, remarks: &mut Remarks, _: &mut Budget) {
    subject.each(remarks, |place, remarks| {
        let resources = place.statement.resource.iter().flat_map(Selector::listed);
        for (index, written) in resources.enumerate() {
            fields(written, place.resource(index), remarks);
        }
    });
}

fn fields(written: &str, at: Position, remarks: &mut Remarks) {
    let colons = written.matches(':').count();
    if written.starts_with("arn:") && colons < 5 && !written.contains(['*', '?', '$']) {
        let message = format!("`{written}` has {} of the six fields of an ARN", colons + 1);
        let remedy = "write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE";
        return remarks.error("arn-fields", at, message, remedy);
    }
    let Some(arn) = Arn::parse(written).filter(|arn| !is_open(arn.service) && !is_open(arn.partition)) else {
        return;
    };
    if arn.service.bytes().any(|byte| byte.is_ascii_uppercase()) {
        let message = format!("`{}`: the service of an ARN stands in lower case", arn.service);
        return remarks.error(
            "arn-service-case",
            at,
            message,
            &format!("write `{}`", arn.service.to_lowercase()),
        );
    }
    if !arn.region.is_empty() && !is_open(arn.region) && !REGIONS.lines().any(|region| region == arn.region) {
        let message = format!("`{}` is not a Region of AWS", arn.region);
        remarks.error("arn-region", at, message, "write a Region such as `us-east-1`, or `*`");
    }
    let Ok(types) = resource_types_of_arn(arn.service) else {
        return;
    };
    let forms: Vec<String> = types.flat_map(ResourceType::arns).map(|form| form.to_string()).collect();
    let of = |field: usize| forms.iter().map(move |form| form.split(':').nth(field).unwrap_or_default());
    for (field, given, what, id) in
        [(3, arn.region, "Region", "arn-region-field"), (4, arn.account, "account ID", "arn-account-field")]
    {
        let forms_with = of(field).filter(|form| !form.is_empty()).count();
        if !given.is_empty() && !is_open(given) && forms_with == 0 && !forms.is_empty() {
            let message = format!("`{}` has no {what} in its ARNs", arn.service);
            remarks.error(id, at, message, &format!("leave the {what} out"));
        }
        if given.is_empty() && forms_with == forms.len() && !forms.is_empty() {
            let message = format!("`{written}` has no {what}, and every ARN of `{}` has one", arn.service);
            remarks.error(id, at, message, &format!("write the {what}, or `*`"));
        }
    }
}

fn is_open(field: &str) -> bool {
    field.contains(['*', '?', '$'])
}
