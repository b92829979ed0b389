//! A multi-Region trail that is logging records all management events, with none left out (AWS Config,
//! `multi-region-cloud-trail-enabled`).
use model::{Account, Control, Fix, Severity};

use crate::about::recorded::Events;
use crate::about::trail;
use crate::duties::CLOUDTRAIL;

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.cloudtrail-multi-region",
    title: "A multi-Region trail records all read and write management events",
    severity: Severity::High,
    why: "Without management events of every Region, nobody can tell who changed the account, or \
          from which credentials an attack came. Attackers use Regions that nobody watches.",
    fix: Fix::new(
        "aws cloudtrail create-trail --name TRAIL --s3-bucket-name BUCKET --is-multi-region-trail \
          --enable-log-file-validation && aws cloudtrail start-logging --name TRAIL",
    ),
    responsibility: CLOUDTRAIL.detection(
        "create a multi-Region trail that records all management events, and keep it logging",
    ),
    needs: &trail::NEEDS,
    judge: |account, settings| {
        let management = [Events::ManagementReads, Events::ManagementWrites];
        trail::recorded(account, settings, &management)
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::trails::{Row, advanced, basic, none, of_another, own};
    use crate::testing::rows;
    use model::cloudtrail::{EventSelectors, ReadWrite, Selectors, TrailScope, TrailStatus};

    let account = |row: Row| own(row).on::<Account>();
    let only = |read_write, excluded: &[&str]| {
        let selector = basic(read_write, true, excluded, &[]);
        account((true, true, Selectors::Basic(vec![selector])))
    };
    let all = || Selectors::Advanced(vec![advanced("Management", vec![])]);
    let whole = || account((true, true, all()));
    rows(&CONTROL)
        .passes("all events", only(ReadWrite::All, &[]))
        .passes("by an advanced selector", whole())
        .passes("of another account", of_another((true, true, all())).on())
        .fails("not logging", account((true, false, all())))
        .fails("one Region", account((false, true, all())))
        .fails("writes alone", only(ReadWrite::WriteOnly, &[]))
        .fails("without KMS", only(ReadWrite::All, &["kms.amazonaws.com"]))
        .fails("no trail", none())
        .unread::<EventSelectors>(whole())
        .unread::<TrailScope>(whole())
        .unread::<TrailStatus>(whole())
        .check();
}
