//! Resources: ARNs of no known form, and actions that cannot apply to what is named.

use super::arns::Misfit;
use super::{Place, Subject};
use crate::arn::{Arn, is_account_id};
use crate::budget::{Budget, Exhausted};
use crate::catalogue::{Action, ActionPattern, ArnForm, ResourceType, resource_types_of_arn};
use crate::diagnostic::Remarks;
use crate::glob::{Colons, Constraint, Glob, Pattern, Syntax, example};
use crate::json::Position;

pub(super) fn remark(subject: &Subject<'_>, remarks: &mut Remarks, budget: &mut Budget) {
    let variables = subject.document.has_variables();
    subject.each(remarks, |place, remarks| {
        let Some(selector) = &place.statement.resource else {
            return;
        };
        let written = selector.listed();
        let globs: Vec<Glob> = written
            .iter()
            .map(|resource| glob(resource, variables))
            .collect();
        let before = remarks.list.len();
        for (index, resource) in written.iter().enumerate() {
            form(resource, variables, place.resource(index), remarks, budget);
        }
        // To a resource of unknown form any action may apply.
        let sound = remarks.list.len() == before;
        if sound && !selector.is_except() && !place.statement.action.is_except() {
            inapplicable(place, &globs, remarks, budget);
        }
    });
}

/// All that a resource can come to, whatever its variables stand for.
fn glob(written: &str, variables: bool) -> Glob {
    Pattern::new(
        written,
        Syntax {
            wildcards: true,
            variables,
        },
        Colons::Resource,
    )
    .widest()
}

fn form(written: &str, variables: bool, at: Position, remarks: &mut Remarks, budget: &mut Budget) {
    if written.contains(['*', '?', '$']) && !written.starts_with("arn:") {
        return;
    }
    let open = written.ends_with('*');
    let Some(arn) = Arn::parse(written).filter(|_| written.starts_with("arn:")) else {
        if !(open && written.starts_with("arn:")) {
            let message = format!("`{written}` is no ARN");
            let remedy = "write arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE, or `*`";
            remarks.error("arn-form", at, message, remedy);
        }
        return;
    };
    let wild = |segment: &str| segment.contains(['*', '?', '$']);
    if !wild(arn.partition) && !arn.partition.starts_with("aws") {
        let message = format!("`{}` is no partition of AWS", arn.partition);
        remarks.warning(
            "arn-partition",
            at,
            message,
            "write aws, aws-cn or aws-us-gov",
        );
    }
    let account = arn.account;
    if !(account.is_empty() || wild(account) || is_account_id(account) || account == "aws") {
        let message = format!("`{account}` is no account id");
        remarks.warning(
            "arn-account",
            at,
            message,
            "write the twelve digits of the account",
        );
    }
    // One in upper case is remarked on with the other fields.
    if !wild(arn.service) && !arn.service.bytes().any(|byte| byte.is_ascii_uppercase()) {
        service(written, arn, variables, at, remarks, budget);
    }
}

/// Whether the service is known to have such resources.
fn service(
    written: &str,
    arn: Arn<'_>,
    variables: bool,
    at: Position,
    remarks: &mut Remarks,
    budget: &mut Budget,
) {
    let types = match resource_types_of_arn(arn.service) {
        Ok(types) => types,
        Err(unknown) => {
            let remedy = "correct the service, unless AWS has added it since";
            return remarks.warning("unknown-arn-service", at, unknown.to_string(), remedy);
        }
    };
    let own = |form: &ArnForm| {
        Arn::parse(&form.to_string()).is_some_and(|form| form.service == arn.service)
    };
    let mut fits = |text: &str| {
        let glob = glob(text, variables);
        // A form that leaves the service open says nothing of what is wrong with another.
        let mut forms = types
            .clone()
            .flat_map(ResourceType::arns)
            .filter(|form| text == written || own(form));
        let mut fits_one = |form| Ok(has_fields(form, text) && meets(form, &glob, budget)?);
        let of_some = forms.try_fold(false, |any, form| Ok(any || fits_one(form)?));
        of_some.map(|fits: bool| fits && !is_no_bucket(text))
    };
    // What is not settled is not remarked on.
    let Ok(false) = fits(written) else {
        return;
    };
    let forms = types.clone().flat_map(ResourceType::arns).filter(own);
    let forms: Vec<String> = forms.map(|form| form.to_string()).collect();
    if let Ok(misfit) = Misfit::new(arn, &forms, fits) {
        misfit.remark(written, arn, at, remarks);
    }
}

/// Services with resources of AWS's own, whose ARNs have no account. AWS: Systems Manager User
/// Guide, "Calling public parameters"; Resource Explorer User Guide, "Managed views".
const WITH_AWS_OWN: [&str; 2] = ["ssm", "resource-explorer-2"];

/// Whether an ARN has a Region and an account where the form has them, and only there.
fn has_fields(form: ArnForm, written: &str) -> bool {
    let form = form.to_string();
    let (Some(form), Some(arn)) = (Arn::parse(&form), Arn::parse(written)) else {
        return true;
    };
    let open = |field: &str| field.contains(['*', '?', '$']);
    let same = |form: &str, given: &str| open(given) || form.is_empty() == given.is_empty();
    let of_aws = WITH_AWS_OWN.contains(&arn.service) && arn.account.is_empty();
    same(form.region, arn.region) && (of_aws || same(form.account, arn.account))
}

/// Whether a bucket's ARN holds a colon in the name of the bucket, which no bucket has.
fn is_no_bucket(written: &str) -> bool {
    let Some(arn) = Arn::parse(written).filter(|arn| arn.service == "s3") else {
        return false;
    };
    let bucket = arn.resource.split('/').next().unwrap_or_default();
    let may_be_empty = |field: &str| field.trim_matches('*').is_empty();
    may_be_empty(arn.region)
        && may_be_empty(arn.account)
        && bucket.contains(':')
        && !bucket.contains("${")
}

/// Whether some resource of the type matches the pattern.
fn is_of(kind: ResourceType, glob: &Glob, budget: &mut Budget) -> Result<bool, Exhausted> {
    let mut forms = kind.arns();
    forms.try_fold(false, |any, form| Ok(any || meets(form, glob, budget)?))
}

fn meets(form: ArnForm, glob: &Glob, budget: &mut Budget) -> Result<bool, Exhausted> {
    budget.spend(1)?;
    if glob.is_everything() {
        return Ok(true);
    }
    let written = form.to_string();
    let of_form = [Glob::arn(&form.pattern())];
    // Names of buckets hold no slash, which tells them from objects. AWS: S3 User Guide, "General
    // purpose bucket naming rules".
    let slashed = [Glob::text("arn:*:*:*:*:*/*")];
    let not: &[Glob] = if written.ends_with("${BucketName}") {
        &slashed
    } else {
        &[]
    };
    let both = [
        Constraint::one_of(&of_form),
        Constraint::one_of(std::slice::from_ref(glob)),
        Constraint::none_of(not),
    ];
    Ok(example(&both, budget)?.is_some())
}

/// Actions to which none of the resources named can belong.
fn inapplicable(place: &Place<'_>, globs: &[Glob], remarks: &mut Remarks, budget: &mut Budget) {
    if globs.iter().any(Glob::is_everything) || globs.is_empty() {
        return;
    }
    for (index, written) in place.statement.action.listed().iter().enumerate() {
        let within_service = written
            .split(':')
            .next()
            .is_some_and(|service| !service.contains(['*', '?']));
        if !within_service {
            continue;
        }
        let pattern = ActionPattern::new(written);
        let Ok(mut actions) = pattern.actions() else {
            continue;
        };
        let first = actions.clone().next();
        let applies = actions.try_fold(false, |any, action| {
            Ok::<_, Exhausted>(any || applies(action, globs, budget)?)
        });
        let (Ok(false), Some(first)) = (applies, first) else {
            continue;
        };
        let message = match first
            .resource_types()
            .flat_map(|used| used.resource_type().arns())
            .next()
        {
            None => {
                format!("`{written}` takes no particular resource, so that it never applies here")
            }
            Some(form) => {
                format!("`{written}` never applies to the resources named; it takes `{form}`")
            }
        };
        let remedy = "give the action a statement with a resource it takes, or with `*`";
        remarks.warning(
            "action-without-resource",
            place.action(index),
            message,
            remedy,
        );
    }
}

/// Whether the action may apply to one of the resources. An action of no resource type takes `*`
/// alone. AWS: Service Authorization Reference, "Actions table".
fn applies(action: Action, globs: &[Glob], budget: &mut Budget) -> Result<bool, Exhausted> {
    let mut types = action.resource_types().peekable();
    if types.peek().is_none() {
        // AWS's own example grants `s3:ListAllMyBuckets` on `arn:aws:s3:::*`.
        let s3 = action.service().prefix() == "s3";
        let whole = |glob: &Glob| glob.matches("arn:aws:s3:::") && glob.matches("arn:aws:s3:::*");
        return Ok(globs
            .iter()
            .any(|glob| glob.matches("*") || (s3 && whole(glob))));
    }
    for used in types {
        for glob in globs {
            if is_of(used.resource_type(), glob, budget)? {
                return Ok(true);
            }
        }
    }
    Ok(false)
}
