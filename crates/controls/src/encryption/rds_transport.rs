//! The DB instance refuses connections without TLS.
//!
//! By `rds.force_ssl` of PostgreSQL and SQL Server and `require_secure_transport` of MySQL and
//! `MariaDB`, in the parameter group of the DB instance or, of a member, of its DB cluster. Where the
//! group is not in sync it is not known what the DB instance does. Oracle is configured by an option
//! group and Db2 by its clients, which are not read.
use model::rds::{DbInstance, DbInstanceTransport, Transport};
use model::{Control, Fact, Fix, Reason, Severity, Verdict, broken};

use crate::duties::RDS;

pub(super) const CONTROL: Control<DbInstance> = Control {
    id: "encryption.rds-transport",
    title: "The DB instance requires TLS for all connections",
    severity: Severity::Medium,
    why: "Without TLS, passwords and data cross the network in plaintext. A client that prefers TLS \
          falls back to plaintext without an error.",
    fix: Fix::new(
        "aws rds modify-db-parameter-group --region {region} --db-parameter-group-name GROUP --parameters \
         ParameterName=rds.force_ssl,ParameterValue=1,ApplyMethod=immediate (MySQL and MariaDB: \
         require_secure_transport; a member of a cluster: modify-db-cluster-parameter-group)",
    ),
    responsibility: RDS
        .data("require TLS in the parameter group, and verify the certificate in clients"),
    needs: &[DbInstanceTransport::NEED],
    judge: |db, _| {
        let unknown = |why: String| Err(db.gap::<DbInstanceTransport>(Reason::failed(why)));
        match db.see::<DbInstanceTransport>()? {
            Transport::Required => Ok(Verdict::Holds),
            Transport::Optional => Ok(broken("connections without TLS are accepted")),
            Transport::NotInSync { status } => unknown(format!(
                "the parameter group requires TLS and is not in sync (`{status}`)"
            )),
            Transport::NoParameter { engine } => unknown(format!(
                "no parameter of the engine `{engine}` requires TLS, and its options are not read"
            )),
        }
    },
    remedy: None,
};

#[test]
fn cases() {
    let (status, engine) = ("pending-reboot".into(), "oracle-ee".into());
    crate::testing::table::<DbInstanceTransport>(&CONTROL)
        .passes("required", Transport::Required)
        .fails("optional", Transport::Optional)
        .gap("after a reboot", Transport::NotInSync { status })
        .gap("by options", Transport::NoParameter { engine })
        .check();
}
