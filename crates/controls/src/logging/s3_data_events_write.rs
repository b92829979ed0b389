//! A multi-Region trail that is logging records the write data events of every bucket (AWS Security Hub,
//! `S3.22`). Objects of directory buckets are of another type, and left out.
use model::{Account, Control, Fix, Severity};

use crate::about::recorded::Events;
use crate::about::trail;
use crate::duties::CLOUDTRAIL;

pub(super) const CONTROL: Control<Account> = Control {
    id: "logging.s3-data-events-write",
    title: "A multi-Region trail records the write data events of all S3 buckets",
    severity: Severity::Medium,
    why: "Management events do not show what becomes of objects. Without data events, nobody can tell \
          which objects an attacker changed, encrypted or deleted.",
    fix: Fix::new(
        "aws cloudtrail put-event-selectors --trail-name TRAIL --event-selectors \
          '[{\"ReadWriteType\":\"All\",\"IncludeManagementEvents\":true,\"DataResources\":\
          [{\"Type\":\"AWS::S3::Object\",\"Values\":[\"arn:aws:s3\"]}]}]' (replaces the event \
          selectors of TRAIL)",
    ),
    responsibility: CLOUDTRAIL
        .detection("select the write data events of all S3 buckets in a multi-Region trail"),
    needs: &trail::NEEDS,
    judge: |account, settings| trail::recorded(account, settings, &[Events::ObjectWrites]),
    remedy: None,
};

#[test]
fn cases() {
    use crate::cases::trails::{Row, basic, field, none, objects, of_another, own};
    use crate::testing::rows;
    use model::cloudtrail::{EventSelectors, ReadWrite, Selectors, TrailScope, TrailStatus};

    let account = |row: Row| own(row).on::<Account>();
    let only = |read_write, arn| {
        let selector = basic(read_write, true, &[], &[arn]);
        account((true, true, Selectors::Basic(vec![selector])))
    };
    let all = || Selectors::Advanced(vec![objects(vec![])]);
    let one = field("resources.ARN", &["arn:aws:s3:::ledger/"]);
    let one = Selectors::Advanced(vec![objects(vec![one])]);
    let whole = || account((true, true, all()));
    rows(&CONTROL)
        .passes("every bucket", only(ReadWrite::WriteOnly, "arn:aws:s3"))
        .passes("by an advanced selector", whole())
        .passes("of another account", of_another((true, true, all())).on())
        .fails("not logging", account((true, false, all())))
        .fails("one Region", account((false, true, all())))
        .fails("the other events", only(ReadWrite::ReadOnly, "arn:aws:s3"))
        .fails("one bucket", only(ReadWrite::All, "arn:aws:s3:::ledger/"))
        .fails(
            "one bucket, by an advanced selector",
            account((true, true, one)),
        )
        .fails("no trail", none())
        .unread::<EventSelectors>(whole())
        .unread::<TrailScope>(whole())
        .unread::<TrailStatus>(whole())
        .check();
}
