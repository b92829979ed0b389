use super::{Account, CONTROL, DelegatedAdministrators, Organization, PolicyDelegation};
use crate::testing::{
    ACCOUNT, Given, check_by, denied, exempt, fails, gap, given, passes, settings,
};
use model::Settings;
use model::iam::{DelegatedAdministrator, Membership};

fn managed(by: &str) -> Membership {
    Membership {
        id: "o-acme".into(),
        management: by.into(),
        all_features: true,
    }
}
fn organization(services: &[&str], policies: Option<&str>) -> Given<Account> {
    let admin = |number: &&str| DelegatedAdministrator {
        account: (*number).into(),
        name: "security".into(),
    };
    let delegation = policies.map(|number| {
        let statement = format!(
            r#"{{"Effect": "Allow", "Principal": {{"AWS": "arn:aws:iam::{number}:root"}},
            "Action": "organizations:AttachPolicy", "Resource": "*"}}"#
        );
        crate::cases::policy::document(&statement).as_str().into()
    });
    given::<Account>()
        .with::<Organization>(Some(managed(ACCOUNT)))
        .with::<DelegatedAdministrators>(Some(services.iter().map(admin).collect()))
        .with::<PolicyDelegation>(delegation)
}

#[test]
fn cases() {
    const KNOWN: &str = "444455556666";
    const OTHER: &str = "777788889999";
    let unread = || denied("organizations:ListDelegatedAdministrators");
    let blind = |policies| organization(&[], policies).without::<DelegatedAdministrators>(unread());
    let member = organization(&[OTHER], None).with::<Organization>(Some(managed(OTHER)));
    let text = "iam: {administrators: ['444455556666']}";
    check_by(
        &Settings::parse(text, settings().now, &[]).unwrap(),
        &CONTROL,
        &[
            passes("none", organization(&[], None)),
            passes("listed", organization(&[KNOWN], Some(KNOWN))),
            fails("a service", organization(&[KNOWN, OTHER], None)),
            fails("policies", organization(&[KNOWN], Some(OTHER))),
            fails("policies, services unread", blind(Some(OTHER))),
            exempt("a member", member),
            gap("services unread", blind(None)),
            gap(
                "policies unread",
                organization(&[], None).without::<PolicyDelegation>(unread()),
            ),
        ],
    );
}
