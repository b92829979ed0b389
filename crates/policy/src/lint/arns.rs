//! The fields of ARNs: how many there are, and whether the service has them.
//!
//! AWS: IAM User Guide, "IAM identifiers", ARNs; Service Authorization Reference, resource types.

use super::Subject;
use crate::arn::Arn;
use crate::budget::{Budget, Exhausted};
use crate::catalogue::DATE;
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
    let Some(arn) =
        Arn::parse(written).filter(|arn| !is_open(arn.service) && !is_open(arn.partition))
    else {
        return;
    };
    if arn.service.bytes().any(|byte| byte.is_ascii_uppercase()) {
        let message = format!(
            "`{}`: the service of an ARN stands in lower case",
            arn.service
        );
        return remarks.error(
            "arn-service-case",
            at,
            message,
            &format!("write `{}`", arn.service.to_lowercase()),
        );
    }
    if !arn.region.is_empty() && !is_open(arn.region) && !is_region(arn.region) {
        let message = format!("`{}` is not a Region of AWS", arn.region);
        remarks.error(
            "arn-region",
            at,
            message,
            "write a Region such as `us-east-1`, or `*`",
        );
    }
}

/// What is wrong with an ARN that no kind of resource of its service has.
#[derive(Clone, Copy, Default)]
pub(super) struct Misfit {
    region: bool,
    account: bool,
    rest: bool,
}

impl Misfit {
    /// Finds out by putting the fields right one by one; `fits` tells whether an ARN is of some
    /// kind of resource. Where nothing helps, the fields are held against all forms of the service.
    pub(super) fn new(
        arn: Arn<'_>,
        forms: &[String],
        mut fits: impl FnMut(&str) -> Result<bool, Exhausted>,
    ) -> Result<Self, Exhausted> {
        // What is there and should not be is looked for before what is missing.
        let mut changes = [(true, false), (false, true), (true, true)];
        if arn.region.is_empty() && !arn.account.is_empty() {
            changes.swap(0, 1);
        }
        for (region, account) in changes {
            if fits(&corrected(arn, region, account))? {
                return Ok(Misfit {
                    region,
                    account,
                    rest: false,
                });
            }
        }
        let wrong = |field: usize, given: &str| {
            let with = forms
                .iter()
                .filter(|form| !form.split(':').nth(field).unwrap_or_default().is_empty());
            let wanted = if given.is_empty() { forms.len() } else { 0 };
            !forms.is_empty() && !is_open(given) && with.count() == wanted
        };
        Ok(Misfit {
            region: wrong(3, arn.region),
            account: wrong(4, arn.account),
            rest: true,
        })
    }

    /// Says so, the more precise before the less.
    pub(super) fn remark(self, written: &str, arn: Arn<'_>, at: Position, remarks: &mut Remarks) {
        let fields = [
            (self.region, arn.region, "Region", "arn-region-field"),
            (self.account, arn.account, "account ID", "arn-account-field"),
        ];
        for (_, given, what, id) in fields.into_iter().filter(|(wrong, ..)| *wrong) {
            let (form, remedy) = match given.is_empty() {
                true => (
                    format!("with the {what}"),
                    format!("write the {what}, or `*`"),
                ),
                false => (format!("without {what}"), format!("leave the {what} out")),
            };
            let message = format!("`{written}`: `{}` writes such an ARN {form}", arn.service);
            remarks.error(id, at, message, &remedy);
        }
        if self.rest {
            let message =
                format!("no kind of resource has ARNs like `{written}` in the catalogue of {DATE}");
            let remedy = "compare it with the forms of the Service Authorization Reference";
            remarks.warning("unknown-arn", at, message, remedy);
        }
    }
}

/// The ARN with its Region or account left out where it has one, and filled in where it has none.
/// A `*` would reach over further fields.
fn corrected(arn: Arn<'_>, region: bool, account: bool) -> String {
    let field = |given: &str, change: bool, example: &str| match (change, given.is_empty()) {
        (false, _) => given.to_owned(),
        (true, true) => example.to_owned(),
        (true, false) => String::new(),
    };
    let region = field(arn.region, region, "us-east-1");
    let account = field(arn.account, account, "111122223333");
    format!(
        "arn:{}:{}:{region}:{account}:{}",
        arn.partition, arn.service, arn.resource
    )
}

/// Whether AWS has such a Region, in any partition.
pub(super) fn is_region(name: &str) -> bool {
    REGIONS.lines().any(|region| region == name)
}

fn is_open(field: &str) -> bool {
    field.contains(['*', '?', '$'])
}
