//! The logs of the DB instance are exported to CloudWatch Logs; those of a member by its DB cluster.
//!
//! Which logs depends on the engine: those of Security Hub's RDS.9, as far as RDS can export them (RDS
//! API Reference, `EnableCloudwatchLogsExports` of `CreateDBInstance` and `CreateDBCluster`).
use model::rds::{DbInstance, DbInstanceLogs, LogExports};
use model::{Control, Fact, Fix, Reason, Severity};

use crate::about::verdicts::{holds_unless, joined, not_applicable};
use crate::duties::RDS;

pub(super) const CONTROL: Control<DbInstance> = Control {
    id: "logging.rds-log-export",
    title: "The DB instance exports its logs to CloudWatch Logs",
    severity: Severity::Medium,
    why: "Logs on the DB instance are kept for days and are lost with it. In CloudWatch Logs they are \
          kept as long as they are needed, and alarms can depend on them.",
    fix: Fix::new(
        "aws rds modify-db-instance --region {region} --db-instance-identifier {name} \
         --cloudwatch-logs-export-configuration EnableLogTypes=LOG,LOG (a member of a cluster: \
         modify-db-cluster)",
    ),
    responsibility: RDS.detection("choose the logs that are exported, and how long they are kept"),
    needs: &[DbInstanceLogs::NEED],
    judge: |db, _| {
        let logs = db.see::<DbInstanceLogs>()?;
        if logs.engine.starts_with("custom-") {
            return not_applicable("RDS Custom exports no logs");
        }
        let unknown = || Reason::failed(format!("the logs of `{}` are not known", logs.engine));
        let all = exportable(logs).ok_or_else(|| db.gap::<DbInstanceLogs>(unknown()))?;
        let is_exported = |log: &&&str| !logs.exported.iter().any(|one| one == *log);
        let missing = joined(all.iter().filter(is_exported));
        holds_unless(missing.map(|logs| format!("these logs are not exported: {logs}")))
    },
    remedy: None,
};

/// The logs that are to be exported.
fn exportable(of: &LogExports) -> Option<&'static [&'static str]> {
    Some(match &*of.engine {
        "mysql" if of.in_cluster => &["error", "general", "slowquery"],
        "mysql" | "mariadb" | "aurora-mysql" => &["audit", "error", "general", "slowquery"],
        "postgres" => &["postgresql", "upgrade"],
        "aurora-postgresql" => &["postgresql"],
        // The Express edition has no SQL Server Agent.
        "sqlserver-ex" => &["error"],
        engine if engine.starts_with("sqlserver-") => &["agent", "error"],
        engine if engine.starts_with("oracle-") => &["alert", "audit", "listener", "trace"],
        engine if engine.starts_with("db2-") => &["diag.log", "notify.log"],
        _ => return None,
    })
}

#[test]
fn cases() {
    use crate::testing::{fact, gap, table_of, unread};

    let db = |(engine, in_cluster, exported): (&str, bool, &[&str])| {
        fact::<DbInstanceLogs>(LogExports {
            engine: engine.into(),
            in_cluster,
            exported: exported.iter().map(|log| (*log).into()).collect(),
        })
    };
    let of_mysql: &[&str] = &["error", "general", "slowquery"];
    table_of(&CONTROL, db)
        .passes(
            "all",
            (
                "mariadb",
                false,
                &["audit", "error", "general", "slowquery"],
            ),
        )
        .passes(
            "of its cluster",
            ("aurora-postgresql", true, &["postgresql"]),
        )
        .passes("without audit in a cluster", ("mysql", true, of_mysql))
        .passes("Express", ("sqlserver-ex", false, &["error"]))
        .fails("without audit", ("mysql", false, of_mysql))
        .fails("none", ("oracle-ee", false, &[]))
        .fails("one of two", ("sqlserver-se", false, &["error"]))
        .exempt("custom", ("custom-oracle-ee", false, &[]))
        .gap("a new engine", ("dolphin", false, &["error"]))
        .and(gap("denied", unread::<DbInstanceLogs>()))
        .check();
}
