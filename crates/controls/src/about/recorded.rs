//! Whether event selectors select all events of a sort, evaluated as CloudTrail does: an event is
//! recorded if one selector selects it (CloudTrail User Guide, "Filtering data events by using
//! advanced event selectors").
//!
//! Events of a sort differ in one field that selectors may look at: the event source of management
//! events, the ARN of an object. So events are tried of each value that selectors name, of one that
//! begins or ends with what they name, and of one that they do not name. A selector that looks at
//! another field, as `eventName`, is taken to leave something out.
use model::cloudtrail::{AdvancedSelector, BasicSelector, FieldSelector, ReadWrite, Selectors};

/// Events of a sort: all of them are to be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Events {
    /// Management events that read.
    ManagementReads,
    /// Management events that write.
    ManagementWrites,
    /// Data events that read objects of S3.
    ObjectReads,
    /// Data events that write objects of S3.
    ObjectWrites,
}

impl Events {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::ManagementReads => "read management events",
            Self::ManagementWrites => "write management events",
            Self::ObjectReads => "read data events of S3 objects",
            Self::ObjectWrites => "write data events of S3 objects",
        }
    }
    const fn reads(self) -> bool {
        matches!(self, Self::ManagementReads | Self::ObjectReads)
    }
    const fn management(self) -> bool {
        matches!(self, Self::ManagementReads | Self::ManagementWrites)
    }
    /// The field in which they differ.
    const fn varies(self) -> &'static str {
        match self.management() {
            true => "eventSource",
            false => "resources.ARN",
        }
    }
    /// A value of that field that no selector names.
    fn any(self, partition: &str) -> String {
        match self.management() {
            true => "zz-any.amazonaws.com".into(),
            false => format!("arn:{partition}:s3:::zz-any-bucket/zz-any-object"),
        }
    }
    /// Whether the field can have a value: no object has an ARN that is no ARN of S3.
    fn may_have(self, value: &str, partition: &str) -> bool {
        self.management() || value.starts_with(&format!("arn:{partition}:s3:::"))
    }
    /// The value of another field; `None` where events of the sort differ in it too.
    fn value(self, field: &str) -> Option<&'static str> {
        match (field, self.management()) {
            ("eventCategory", true) => Some("Management"),
            ("eventCategory", false) => Some("Data"),
            ("readOnly", _) if self.reads() => Some("true"),
            ("readOnly", _) => Some("false"),
            ("resources.type", false) => Some(OBJECT),
            ("eventSource", false) => Some("s3.amazonaws.com"),
            _ => None,
        }
    }
}

const OBJECT: &str = "AWS::S3::Object";

/// Whether all of these events are recorded.
pub(crate) fn records_all(selectors: &Selectors, events: Events, partition: &str) -> bool {
    let tried = tried(selectors, events, partition);
    tried.iter().all(|value| records(selectors, events, value))
}

/// Whether those of them are recorded that have this event source, or are about this ARN.
pub(crate) fn records(selectors: &Selectors, events: Events, value: &str) -> bool {
    match selectors {
        Selectors::Basic(all) => all.iter().any(|one| basic(one, events, value)),
        Selectors::Advanced(all) => all.iter().any(|one| advanced(one, events, value)),
    }
}

/// Values of the field in which the events differ, one for each way in which selectors can tell them
/// apart.
fn tried(selectors: &Selectors, events: Events, partition: &str) -> Vec<String> {
    let any = events.any(partition);
    let named = named(selectors, events);
    let mut tried: Vec<_> = named.whole.iter().map(ToString::to_string).collect();
    for begin in named.begin.into_iter().chain([&any]) {
        tried.extend([begin.clone(), format!("{begin}zz-any")]);
        tried.extend(named.end.iter().map(|end| format!("{begin}zz-any{end}")));
    }
    tried.retain(|value| events.may_have(value, partition));
    tried
}

/// What selectors name of values: the whole, the beginning, the end.
#[derive(Default)]
struct Named<'a> {
    whole: Vec<&'a String>,
    begin: Vec<&'a String>,
    end: Vec<&'a String>,
}

/// What they name of the field in which the events differ: basic ones name what they leave out.
fn named(selectors: &Selectors, events: Events) -> Named<'_> {
    let mut named = Named::default();
    match selectors {
        Selectors::Basic(all) => {
            let excluded = all.iter().flat_map(|one| &one.excluded_sources);
            named.whole.extend(excluded.filter(|_| events.management()));
        }
        Selectors::Advanced(all) => {
            let fields = all.iter().flat_map(|one| &one.fields);
            for field in fields.filter(|one| one.field == events.varies()) {
                named
                    .whole
                    .extend(field.equals.iter().chain(&field.not_equals));
                named
                    .begin
                    .extend(field.starts_with.iter().chain(&field.not_starts_with));
                named
                    .end
                    .extend(field.ends_with.iter().chain(&field.not_ends_with));
            }
        }
    }
    named
}

fn basic(selector: &BasicSelector, events: Events, value: &str) -> bool {
    let selects = match selector.read_write {
        ReadWrite::All => true,
        ReadWrite::ReadOnly => events.reads(),
        ReadWrite::WriteOnly => !events.reads(),
    };
    let excluded = |source: &String| source == value;
    let begins = |arns: &[String]| arns.iter().any(|arn| value.starts_with(&**arn));
    let mut data = selector.data.iter();
    selects
        && match events.management() {
            true => selector.management && !selector.excluded_sources.iter().any(excluded),
            false => data.any(|one| one.of == OBJECT && begins(&one.arns)),
        }
}

fn advanced(selector: &AdvancedSelector, events: Events, value: &str) -> bool {
    let of_a_category = |one: &FieldSelector| one.field == "eventCategory";
    let matches = |one: &FieldSelector| match one.field == events.varies() {
        true => field_matches(one, value),
        false => events
            .value(&one.field)
            .is_some_and(|value| field_matches(one, value)),
    };
    selector.fields.iter().any(of_a_category) && selector.fields.iter().all(matches)
}

/// One of the operators that select, where there are some, and none of those that leave out.
fn field_matches(field: &FieldSelector, value: &str) -> bool {
    let equals = |of: &[String]| of.iter().any(|one| one == value);
    let starts = |of: &[String]| of.iter().any(|one| value.starts_with(&**one));
    let ends = |of: &[String]| of.iter().any(|one| value.ends_with(&**one));
    let selecting = [&field.equals, &field.starts_with, &field.ends_with];
    let all = selecting.into_iter().all(Vec::is_empty);
    let selected = equals(&field.equals) || starts(&field.starts_with) || ends(&field.ends_with);
    let left_out =
        equals(&field.not_equals) || starts(&field.not_starts_with) || ends(&field.not_ends_with);
    (all || selected) && !left_out
}

#[cfg(test)]
mod tests {
    use super::Events::{ManagementReads, ManagementWrites, ObjectReads, ObjectWrites};
    use super::records_all;
    use crate::cases::trails::{advanced, basic, field, objects};
    use model::cloudtrail::{FieldSelector, ReadWrite, Selectors};

    fn names(selectors: &Selectors) -> String {
        let sorts = [
            (ManagementReads, 'r'),
            (ManagementWrites, 'w'),
            (ObjectReads, 'R'),
            (ObjectWrites, 'W'),
        ];
        let all = |events| records_all(selectors, events, "aws");
        let recorded = sorts.into_iter().filter(|(events, _)| all(*events));
        recorded.map(|(_, letter)| letter).collect()
    }

    #[test]
    fn basic_selectors() {
        let one = |read_write, management, excluded: &[&str], arns: &[&str]| {
            Selectors::Basic(vec![basic(read_write, management, excluded, arns)])
        };
        for (selectors, recorded) in [
            (one(ReadWrite::All, true, &[], &[]), "rw"),
            (one(ReadWrite::WriteOnly, true, &[], &["arn:aws:s3"]), "wW"),
            (
                one(ReadWrite::ReadOnly, false, &[], &["arn:aws:s3:::"]),
                "R",
            ),
            (
                one(
                    ReadWrite::All,
                    true,
                    &["kms.amazonaws.com"],
                    &["arn:aws:s3:::logs/"],
                ),
                "",
            ),
            (
                Selectors::Basic(vec![
                    basic(ReadWrite::ReadOnly, true, &[], &[]),
                    basic(ReadWrite::WriteOnly, true, &["rdsdata.amazonaws.com"], &[]),
                ]),
                "r",
            ),
        ] {
            assert_eq!(names(&selectors), recorded, "{selectors:?}");
        }
    }

    #[test]
    fn advanced_selectors() {
        let management = |more: Vec<FieldSelector>| advanced("Management", more);
        let without = |field: &str, values: &[&str]| FieldSelector {
            not_equals: values.iter().map(ToString::to_string).collect(),
            ..self::field(field, &[])
        };
        let starting = |arn: &str| FieldSelector {
            starts_with: vec![arn.into()],
            ..field("resources.ARN", &[])
        };
        let not_starting = FieldSelector {
            not_starts_with: vec!["arn:aws:s3:::logs/".into()],
            ..field("resources.ARN", &[])
        };
        let not_ending = FieldSelector {
            not_ends_with: vec![".log".into()],
            ..field("resources.ARN", &[])
        };
        let kms = || without("eventSource", &["kms.amazonaws.com"]);
        let read_only = |value| field("readOnly", &[value]);
        for (selectors, recorded) in [
            (vec![management(vec![])], "rw"),
            (vec![management(vec![read_only("false")])], "w"),
            (
                vec![
                    management(vec![read_only("false"), kms()]),
                    management(vec![read_only("true")]),
                ],
                "r",
            ),
            (
                vec![
                    management(vec![kms()]),
                    management(vec![field("eventSource", &["kms.amazonaws.com"])]),
                ],
                "rw",
            ),
            (
                vec![management(vec![without("eventName", &["Decrypt"])])],
                "",
            ),
            (vec![objects(vec![])], "RW"),
            (vec![objects(vec![read_only("true")])], "R"),
            (vec![objects(vec![starting("arn:aws:s3:::")])], "RW"),
            (vec![objects(vec![starting("arn:aws:s3")])], "RW"),
            (vec![objects(vec![starting("arn:aws:s3:::ledger/")])], ""),
            (vec![objects(vec![not_starting.clone()])], ""),
            (vec![objects(vec![not_ending.clone()])], ""),
            (
                vec![
                    objects(vec![not_starting.clone()]),
                    objects(vec![not_ending]),
                ],
                "",
            ),
            (
                vec![
                    objects(vec![not_starting]),
                    objects(vec![field("resources.ARN", &["arn:aws:s3:::logs/"])]),
                ],
                "",
            ),
            (vec![objects(vec![field("eventName", &["PutObject"])])], ""),
            (
                vec![advanced(
                    "Data",
                    vec![field("resources.type", &["AWS::Lambda::Function"])],
                )],
                "",
            ),
        ] {
            let selectors = Selectors::Advanced(selectors);
            assert_eq!(names(&selectors), recorded, "{selectors:?}");
        }
    }
}
