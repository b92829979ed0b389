//! Whether DB instances refuse connections without TLS, by a parameter of the engine. Each parameter
//! group is described once in a run, however many DB instances have it.
use std::sync::Arc;

use calls::Call;
use calls::rds::{Client, describe_db_cluster_parameters, describe_db_parameters};
use describe_db_cluster_parameters::DescribeDBClusterParameters;
use describe_db_parameters::DescribeDBParameters;
use model::rds::{DbInstanceTransport, Transport};

use super::deployed::{Database, Deployed, Group};
use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Dated, Draw};
use crate::shared::Shared;

/// A parameter's value in a group; `None` where the engine's default applies.
struct Value(Option<String>);

impl Draw for DbInstanceTransport {
    async fn draw(aws: &Aws, at: &At) -> Dated<Transport> {
        let mut deployed = Deployed::get(aws, at).await;
        let answer = match &deployed.answer {
            Ok(all) => transport(aws, at, all, &mut deployed.at).await,
            Err(fault) => Err(fault.clone()),
        };
        let at = deployed.at;
        Dated { at, answer }
    }
}

async fn transport(
    aws: &Aws,
    at: &At,
    all: &Deployed,
    began: &mut model::Timestamp,
) -> Answer<Transport> {
    let database = all.find(at)?;
    let engine = present(database.engine.as_deref(), "Engine")?;
    let Some(parameter) = parameter(engine) else {
        let engine = engine.to_owned();
        return Ok(Transport::NoParameter { engine });
    };
    let group = database.group.as_ref().map_err(Clone::clone)?;
    let region = at.region.as_deref().unwrap_or_default();
    let Group {
        name, of_cluster, ..
    } = group;
    let about = format!("{region} {of_cluster} {name} {parameter}");
    let value = Shared::<Value>::get(aws, &about, || value(aws, region, group, parameter)).await;
    let value: Arc<Value> = value.of(began)?;
    let forced = match value.0.as_deref() {
        Some(text) => is_on(text)?,
        None => default(engine, database)?,
    };
    Ok(match (forced, &*group.status) {
        (false, _) => Transport::Optional,
        (true, "in-sync") => Transport::Required,
        (true, status) => Transport::NotInSync {
            status: status.into(),
        },
    })
}

/// The parameter that refuses connections without TLS (RDS User Guide, "Using SSL with a PostgreSQL DB
/// instance" and the same of the other engines; Aurora User Guide, "Requiring SSL/TLS").
fn parameter(engine: &str) -> Option<&'static str> {
    match engine {
        "postgres" | "aurora-postgresql" => Some("rds.force_ssl"),
        "mysql" | "mariadb" | "aurora-mysql" => Some("require_secure_transport"),
        _ if engine.starts_with("sqlserver-") => Some("rds.force_ssl"),
        _ => None,
    }
}

fn is_on(value: &str) -> Answer<bool> {
    match &*value.to_ascii_lowercase() {
        "1" | "on" => Ok(true),
        "0" | "off" => Ok(false),
        _ => Err(Fault::odd(format!("`{value}` is neither on nor off"))),
    }
}

/// What applies where a parameter group leaves `require_secure_transport` to the engine: off up to
/// MySQL 8.4, Aurora MySQL included, and `MariaDB` 11.4; on from MySQL 9.7 and `MariaDB` 11.8 (RDS
/// User Guide, "Requiring SSL/TLS for all connections" to each; Aurora User Guide, the same).
fn default(engine: &str, database: &Database) -> Answer<bool> {
    let version = database.version.as_deref().unwrap_or_default();
    let mut numbers = version.split('.').map(|part| part.parse::<u32>().ok());
    let version = numbers.next().flatten().zip(numbers.next().flatten());
    let bounds = match engine {
        "mysql" | "aurora-mysql" => Some(((8, 4), (9, 7))),
        "mariadb" => Some(((11, 4), (11, 8))),
        _ => None,
    };
    match (version, bounds) {
        (Some(version), Some((last_off, _))) if version <= last_off => Ok(false),
        (Some(version), Some((_, first_on))) if version >= first_on => Ok(true),
        _ => Err(Fault::odd("the parameter group leaves TLS to the engine")),
    }
}

async fn value(aws: &Aws, region: &str, group: &Group, parameter: &str) -> Answer<Value> {
    let client = aws.client(Some(region), Client::new);
    let names = vec![parameter.to_owned()];
    let all: Vec<_> = if group.of_cluster {
        let filter = describe_db_cluster_parameters::FilterInput::new("parameter-name", names);
        let request = DescribeDBClusterParameters {
            filters: Some(vec![filter]),
            ..DescribeDBClusterParameters::new(&*group.name)
        };
        let response = request.send(&client).await;
        let of = |error| Fault::from(error).of("rds:DescribeDBClusterParameters");
        let all = response.map_err(of)?.parameters.into_iter();
        all.map(|one| (one.parameter_name, one.parameter_value))
            .collect()
    } else {
        let filter = describe_db_parameters::FilterInput::new("parameter-name", names);
        let request = DescribeDBParameters {
            filters: Some(vec![filter]),
            ..DescribeDBParameters::new(&*group.name)
        };
        let all = request.send(&client).await?.parameters.into_iter();
        all.map(|one| (one.parameter_name, one.parameter_value))
            .collect()
    };
    let mut all = all.into_iter();
    let own = all.find(|(name, _)| name.as_deref() == Some(parameter));
    let odd = || Fault::odd(format!("the parameter group has no `{parameter}`"));
    own.map(|(_, value)| Value(value)).ok_or_else(odd)
}
