//! The event selectors of a trail, basic or advanced.
use calls::cloudtrail::get_event_selectors::{
    AdvancedEventSelector, AdvancedFieldSelector, EventSelector, GetEventSelectors,
};
use calls::{Call, Client};
use model::cloudtrail::{
    AdvancedSelector, BasicSelector, DataResource, EventSelectors, FieldSelector, ReadWrite,
    Selectors,
};

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Read};

impl Read for EventSelectors {
    async fn read(aws: &Aws, trail: &At) -> Answer<Selectors> {
        let client = aws.client(trail.region.as_deref(), Client::new);
        let response = GetEventSelectors::new(&*trail.id).send(&client).await?;
        let basic = response.event_selectors.unwrap_or_default();
        let advanced = response.advanced_event_selectors.unwrap_or_default();
        match (basic.is_empty(), advanced.is_empty()) {
            (false, true) => Ok(Selectors::Basic(
                basic.into_iter().map(self::basic).collect::<Answer<_>>()?,
            )),
            (true, false) => Ok(Selectors::Advanced(
                advanced
                    .into_iter()
                    .map(self::advanced)
                    .collect::<Answer<_>>()?,
            )),
            // A trail always has selectors of one sort (CloudTrail API reference,
            // `PutEventSelectors`).
            (true, true) => Err(Fault::odd("the response has no event selector")),
            (false, false) => Err(Fault::odd("the response has event selectors of both sorts")),
        }
    }
}

fn basic(selector: EventSelector) -> Answer<BasicSelector> {
    let read_write = present(selector.read_write_type, "ReadWriteType")?;
    let data = selector.data_resources.unwrap_or_default().into_iter();
    let data = data.map(|one| {
        Ok(DataResource {
            of: present(one.r#type, "DataResources.Type")?,
            arns: present(one.values, "DataResources.Values")?,
        })
    });
    Ok(BasicSelector {
        read_write: match &*read_write {
            "All" => ReadWrite::All,
            "ReadOnly" => ReadWrite::ReadOnly,
            "WriteOnly" => ReadWrite::WriteOnly,
            other => return Err(Fault::odd(format!("`{other}` is no known `ReadWriteType`"))),
        },
        management: present(
            selector.include_management_events,
            "IncludeManagementEvents",
        )?,
        excluded_sources: selector
            .exclude_management_event_sources
            .unwrap_or_default(),
        data: data.collect::<Answer<_>>()?,
    })
}

fn advanced(selector: AdvancedEventSelector) -> Answer<AdvancedSelector> {
    let fields = selector.field_selectors.into_iter().map(field);
    Ok(AdvancedSelector {
        fields: fields.collect::<Answer<_>>()?,
    })
}

/// An operator that is left out does not apply; one without any would leave nothing out.
fn field(field: AdvancedFieldSelector) -> Answer<FieldSelector> {
    let field = FieldSelector {
        field: field.field,
        equals: field.equals.unwrap_or_default(),
        not_equals: field.not_equals.unwrap_or_default(),
        starts_with: field.starts_with.unwrap_or_default(),
        not_starts_with: field.not_starts_with.unwrap_or_default(),
        ends_with: field.ends_with.unwrap_or_default(),
        not_ends_with: field.not_ends_with.unwrap_or_default(),
    };
    let operators = [
        &field.equals,
        &field.not_equals,
        &field.starts_with,
        &field.not_starts_with,
        &field.ends_with,
        &field.not_ends_with,
    ];
    if operators.into_iter().all(Vec::is_empty) {
        let why = "the response has a field selector without operator";
        return Err(Fault::odd(why));
    }
    Ok(field)
}
