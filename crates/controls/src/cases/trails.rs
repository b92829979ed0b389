//! Trails and their selectors.
use model::cloudtrail::{
    AdvancedSelector, BasicSelector, DataResource, EventSelectors, FieldSelector, ReadWrite,
    Recorded, Selectors, Status, Trail, TrailScope, TrailStatus,
};
use model::{Account, Listing, Region};

use crate::testing::{Given, given, named};

/// A trail that another account of the organization owns.
pub(crate) const OF_ANOTHER: &str = "arn:aws:cloudtrail:eu-west-1:999988887777:trail/organization";

fn words(all: &[&str]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

/// A basic selector, with the beginnings of ARNs of S3 objects.
pub(crate) fn basic(
    read_write: ReadWrite,
    management: bool,
    excluded: &[&str],
    objects: &[&str],
) -> BasicSelector {
    let data = DataResource {
        of: "AWS::S3::Object".into(),
        arns: words(objects),
    };
    BasicSelector {
        read_write,
        management,
        excluded_sources: words(excluded),
        data: vec![data],
    }
}

/// A field with the values that it is to equal.
pub(crate) fn field(name: &str, equals: &[&str]) -> FieldSelector {
    FieldSelector {
        field: name.into(),
        equals: words(equals),
        ..FieldSelector::default()
    }
}

/// An advanced selector of a category.
pub(crate) fn advanced(category: &str, more: Vec<FieldSelector>) -> AdvancedSelector {
    let mut fields = vec![field("eventCategory", &[category])];
    fields.extend(more);
    AdvancedSelector { fields }
}

/// An advanced selector of S3 objects.
pub(crate) fn objects(more: Vec<FieldSelector>) -> AdvancedSelector {
    let mut fields = vec![field("resources.type", &["AWS::S3::Object"])];
    fields.extend(more);
    advanced("Data", fields)
}

/// A trail: whether it is of all Regions, whether it is logging, and what it selects.
pub(crate) type Row = (bool, bool, Selectors);

/// What was read of a trail.
pub(crate) fn described(
    trail: Given<Trail>,
    (multi_region, logging, selectors): Row,
) -> Given<Trail> {
    let scope = Recorded {
        multi_region,
        organization: false,
    };
    trail
        .with::<TrailScope>(scope)
        .with::<TrailStatus>(status(logging))
        .with::<EventSelectors>(selectors)
}

/// The account's own trail.
pub(crate) fn own(row: Row) -> Given<Trail> {
    described(given::<Trail>(), row)
}

/// A trail that another account owns.
pub(crate) fn of_another(row: Row) -> Given<Trail> {
    described(named::<Trail>(OF_ANOTHER), row)
}

/// An account without a trail.
pub(crate) fn none() -> Given<Account> {
    let mut region = given::<Region>();
    let (row, at) = (region.snapshot.row_at::<Region>(0), region.snapshot.at());
    region.snapshot.listed::<Trail>(row, at, Listing::Complete);
    region.on::<Account>()
}

/// The status of a trail that never failed to deliver.
pub(crate) fn status(logging: bool) -> Status {
    Status {
        logging,
        delivery_error: None,
        log_group_delivery: None,
    }
}
