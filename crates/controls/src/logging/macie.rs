//! Macie is enabled in the Region with automated sensitive data discovery: by the account's own status,
//! whoever administers it.
use model::macie::{AutomatedDiscovery, Macie, Session};
use model::{Control, Fact, Fix, Region, Severity, broken, holds_if};

use crate::duties::MACIE;

pub(super) const CONTROL: Control<Region> = Control {
    id: "logging.macie",
    title: "Macie is enabled with automated sensitive data discovery",
    severity: Severity::High,
    why: "Nobody can protect sensitive data in buckets where nobody knows of it. Automated discovery \
          samples objects of all buckets every day.",
    fix: Fix::new(
        "aws macie2 enable-macie --region {region} (then aws macie2 \
         update-automated-discovery-configuration --region {region} --status ENABLED; of a member, its \
         administrator enables it)",
    ),
    responsibility: MACIE.detection("enable it where buckets are, and act on what it discovers"),
    needs: &[AutomatedDiscovery::NEED, Macie::NEED],
    judge: |region, _| match region.see::<Macie>()? {
        Session::NotEnabled => Ok(broken("Macie is not enabled")),
        Session::Paused => Ok(broken("Macie is suspended")),
        Session::Enabled => {
            let enabled = *region.see::<AutomatedDiscovery>()?;
            holds_if(enabled, "automated sensitive data discovery is disabled")
        }
    },
    remedy: None,
};

#[test]
fn cases() {
    use crate::testing::{given, table_of};

    let macie = |(session, discovery)| {
        given::<Region>()
            .with::<Macie>(session)
            .with::<AutomatedDiscovery>(discovery)
    };
    table_of(&CONTROL, macie)
        .passes("with discovery", (Session::Enabled, true))
        .fails("without", (Session::Enabled, false))
        .fails("suspended", (Session::Paused, false))
        .fails("not enabled", (Session::NotEnabled, false))
        .unread::<Macie>((Session::Enabled, true))
        .unread::<AutomatedDiscovery>((Session::Enabled, true))
        .check();
}
