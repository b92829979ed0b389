//! The DB instances of a Region with what their clusters decide for them: described once in a run, for
//! all facts that a DB instance and its cluster decide together.
use std::collections::HashMap;
use std::sync::Arc;

use calls::rds::describe_db_clusters::{DBCluster, DescribeDBClusters};
use calls::rds::describe_db_instances::{DBInstance, DescribeDBInstances};
use calls::{Call, Client};
use model::rds::{DbInstanceLogs, LogExports};

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Dated, Draw};
use crate::shared::Shared;

/// By the ARN of the DB instance.
pub(super) struct Deployed(HashMap<String, Database>);

/// What is said of a DB instance, or of its cluster.
pub(super) struct Database {
    pub engine: Option<String>,
    pub version: Option<String>,
    pub group: Answer<Group>,
    exports: Answer<LogExports>,
}

/// The parameter group that decides.
#[derive(Clone)]
pub(super) struct Group {
    pub name: String,
    pub of_cluster: bool,
    /// `in-sync`, `pending-reboot`, `applying`.
    pub status: String,
}

impl Deployed {
    pub async fn get(aws: &Aws, at: &At) -> Dated<Arc<Self>> {
        let region = at.region.as_deref().unwrap_or_default();
        Shared::get(aws, region, || describe(aws, region)).await
    }

    pub fn find(&self, at: &At) -> Answer<&Database> {
        let instance = self.0.get(&*at.id);
        instance.ok_or_else(|| Fault::odd("the DB instance was not described"))
    }
}

async fn describe(aws: &Aws, region: &str) -> Answer<Deployed> {
    let client = aws.client(Some(region), Client::new);
    let instances = DescribeDBInstances::new().send(&client).await;
    let instances = instances.map_err(|error| Fault::from(error).of("rds:DescribeDBInstances"))?;
    let instances = instances.db_instances;
    let is_member = |db: &DBInstance| db.db_cluster_identifier.is_some();
    let clusters = match instances.iter().any(is_member) {
        true => {
            let clusters = DescribeDBClusters::new().send(&client).await;
            let of = |error| Fault::from(error).of("rds:DescribeDBClusters");
            clusters.map_err(of)?.db_clusters
        }
        false => Vec::new(),
    };
    let clusters: HashMap<_, _> = clusters
        .into_iter()
        .map(|cluster| (cluster.db_cluster_identifier.clone(), cluster))
        .collect();
    let all = instances.into_iter().map(|db| {
        let cluster = db.db_cluster_identifier.as_ref();
        let odd = || Fault::odd("the DB cluster was not described");
        let cluster = cluster
            .map(|id| clusters.get(id).ok_or_else(odd))
            .transpose();
        (db.db_instance_arn.clone(), database(&db, cluster))
    });
    Ok(Deployed(all.collect()))
}

/// `cluster`: of which it is a member, if of any; a fault where that one was not described.
fn database(db: &DBInstance, cluster: Answer<Option<&DBCluster>>) -> Database {
    let group = match &cluster {
        Ok(None) => own_group(db),
        Ok(Some(cluster)) => cluster_group(db, cluster),
        Err(fault) => Err(fault.clone()),
    };
    Database {
        engine: db.engine.clone(),
        version: db.engine_version.clone(),
        group,
        exports: cluster.and_then(|cluster| exports(db, cluster)),
    }
}

/// RDS leaves out the list where no log is exported.
fn exports(db: &DBInstance, cluster: Option<&DBCluster>) -> Answer<LogExports> {
    let exported = match cluster {
        None => &db.enabled_cloudwatch_logs_exports,
        Some(cluster) => &cluster.enabled_cloudwatch_logs_exports,
    };
    let mut exported = exported.clone().unwrap_or_default();
    exported.sort_unstable();
    Ok(LogExports {
        engine: present(db.engine.clone(), "Engine")?,
        in_cluster: cluster.is_some(),
        exported,
    })
}

fn own_group(db: &DBInstance) -> Answer<Group> {
    let groups = db.db_parameter_groups.as_deref().unwrap_or_default();
    let [group] = groups else {
        return Err(Fault::odd("the DB instance has not one parameter group"));
    };
    Ok(Group {
        name: group.db_parameter_group_name.clone(),
        of_cluster: false,
        status: present(group.parameter_apply_status.clone(), "ParameterApplyStatus")?,
    })
}

fn cluster_group(db: &DBInstance, cluster: &DBCluster) -> Answer<Group> {
    let mut members = cluster.db_cluster_members.iter().flatten();
    let own = members.find(|member| member.db_instance_identifier == db.db_instance_identifier);
    let own = own.ok_or_else(|| Fault::odd("the DB cluster does not name the DB instance"))?;
    let status = own.db_cluster_parameter_group_status.clone();
    Ok(Group {
        name: present(
            cluster.db_cluster_parameter_group.clone(),
            "DBClusterParameterGroup",
        )?,
        of_cluster: true,
        status: present(status, "DBClusterParameterGroupStatus")?,
    })
}

impl Draw for DbInstanceLogs {
    async fn draw(aws: &Aws, at: &At) -> Dated<LogExports> {
        let deployed = Deployed::get(aws, at).await;
        deployed.draw(|all| all.find(at)?.exports.clone())
    }
}
