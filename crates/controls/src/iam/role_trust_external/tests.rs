use super::{CONTROL, Organization};
use crate::cases::trust::{alone, denied, of_a_service, organised, trusted, unread};
use crate::testing::{Given, check, exempt, fails, gap, passes};
use model::Account;
use model::iam::Role;

const ALL: &str = r#"{"AWS": "*"}"#;
const OTHER: &str = r#"{"AWS": "arn:aws:iam::444455556666:root"}"#;
const THEIRS: &str = r#"{"AWS": "arn:aws:iam::444455556666:role/scan"}"#;
const MANAGEMENT: &str = r#"{"AWS": "777788889999"}"#;

fn blind(role: Given<Role>) -> Given<Role> {
    let account = role.on::<Account>();
    account
        .without::<Organization>(denied("organizations:DescribeOrganization"))
        .on::<Role>()
}

#[test]
fn cases() {
    let id = |operator: &str, id: &str| {
        alone(trusted(
            OTHER,
            &format!(r#""{operator}": {{"sts:ExternalId": "{id}"}}"#),
        ))
    };
    let org = r#""StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}"#;
    let another = r#""StringEquals": {"aws:PrincipalOrgID": "o-zyxwvutsrq"}"#;
    let other = || trusted(OTHER, "");
    let service = r#"{"Service": "scheduler.amazonaws.com"}"#;
    let account = r#""StringEquals": {"aws:SourceAccount": "444455556666"}"#;
    check(
        &CONTROL,
        &[
            passes("an id", id("StringEquals", "c0ffee")),
            passes(
                "its own account",
                alone(trusted(r#"{"AWS": "111122223333"}"#, "")),
            ),
            passes(
                "of the organisation",
                organised(other(), Some(&["444455556666"])),
            ),
            passes(
                "the management account",
                organised(trusted(MANAGEMENT, ""), None),
            ),
            passes("the organisation", organised(trusted(ALL, org), None)),
            passes("an id, nothing known", blind(id("StringEquals", "c0ffee"))),
            fails("none", alone(other())),
            fails("none from a role", alone(trusted(THEIRS, ""))),
            fails("any id", id("StringLike", "*")),
            fails(
                "not of the organisation",
                organised(other(), Some(&["123412341234"])),
            ),
            fails("anyone, accounts unread", organised(trusted(ALL, ""), None)),
            fails("a service for another", alone(trusted(service, account))),
            exempt("a service's", of_a_service()),
            fails("another's", organised(trusted(ALL, another), None)),
            gap("another's or ours", blind(trusted(ALL, another))),
            gap("for whom", organised(trusted(service, account), None)),
            gap("accounts unread", organised(other(), None)),
            gap("organisation unread", blind(other())),
            gap("unread", unread()),
        ],
    );
}
