//! Reads of API Gateway: the stages of REST APIs, and of HTTP and `WebSocket` APIs, each by an API of
//! its own. All facts of a stage come with the list of its API's stages.
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use calls::apigateway::get_rest_apis::GetRestApis;
use calls::apigateway::get_stages::{self as rest, GetStages};
use calls::apigatewayv2::get_apis::GetApis;
use calls::apigatewayv2::get_stages as other;
use calls::{Call, Client};
use model::Tags;
use model::apigateway::{Cache, Caching, Logging, Logs, Stage, StageTags};

use crate::Aws;
use crate::fault::{Answer, Fault, absent, present};
use crate::reader::{At, Collected, Dated, Draw, List, Listed, Only, Reader};
use crate::shared::Shared;

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<Stage>(),
    Reader::drawn::<Caching>(),
    Reader::drawn::<Logging>(),
    Reader::drawn::<StageTags>(),
];

impl Collected for Stage {
    const GONE: &'static [&'static str] = &[rest::NOT_FOUND_EXCEPTION];
}

/// Which API's stages are meant: `/restapis/a1` or `/apis/b2`, as in their ARNs.
type Api = String;

/// The API and the name of the stage of this ARN: `arn:aws:apigateway:eu-west-1::/restapis/a1/stages/prod`.
fn parts(arn: &str) -> Option<(Api, &str)> {
    let (_, path) = arn.split_once("::")?;
    let (api, stage) = path.split_once("/stages/")?;
    Some((api.into(), stage))
}

/// What is read of a stage.
struct Row {
    caching: Answer<Cache>,
    logs: Logs,
    tags: Tags,
}

/// The stages of an API, by name.
struct Stages(BTreeMap<String, Row>);

async fn stages(aws: &Aws, region: &str, api: &str) -> Dated<Arc<Stages>> {
    let about = format!("{region}{api}");
    Shared::get(aws, &about, || read(aws, region, api)).await
}

async fn read(aws: &Aws, region: &str, api: &str) -> Answer<Stages> {
    let id = api.rsplit('/').next().unwrap_or_default();
    if api.starts_with("/restapis/") {
        let client = aws.client(Some(region), Client::new);
        let sent = GetStages::new(id).send(&client).await;
        let response = absent(sent, Stage::GONE)?.and_then(|response| response.item);
        let response = response.into_iter().flatten();
        return Ok(Stages(response.map(of_rest_api).collect()));
    }
    let client = aws.client(Some(region), Client::new);
    let sent = other::GetStages::new(id).send(&client).await;
    let response = absent(sent, Stage::GONE)?.and_then(|response| response.items);
    let response = response.into_iter().flatten();
    Ok(Stages(response.map(of_other_api).collect()))
}

/// Levels and switches that were never set are left out, and are off.
fn of_rest_api(stage: rest::Stage) -> (String, Row) {
    let settings = stage.method_settings.unwrap_or_default();
    let caching = present(stage.cache_cluster_enabled, "cacheClusterEnabled");
    let caching = caching.and_then(|provisioned| match provisioned {
        true => cached(&settings),
        false => Ok(Cache::Disabled),
    });
    let levels = settings.into_iter();
    let levels = levels.map(|(method, one)| (method, level(one.logging_level)));
    let row = Row {
        caching,
        logs: Logs {
            access: stage
                .access_log_settings
                .and_then(|one| one.destination_arn),
            execution: levels
                .map(|(method, level)| (whole(method), level))
                .collect(),
        },
        tags: stage.tags.unwrap_or_default().into_iter().collect(),
    };
    (stage.stage_name, row)
}

/// Which method settings cache responses, and whether encrypted.
fn cached(settings: &BTreeMap<String, rest::MethodSetting>) -> Answer<Cache> {
    let caching = settings
        .iter()
        .filter(|(_, one)| one.caching_enabled == Some(true));
    let caching = caching.map(|(method, one)| {
        let encrypted = present(one.cache_data_encrypted, "cacheDataEncrypted")?;
        Ok((method.clone(), encrypted))
    });
    caching.collect::<Answer<_>>().map(Cache::Provisioned)
}

fn of_other_api(stage: other::Stage) -> (String, Row) {
    let default = stage
        .default_route_settings
        .map(|one| ("*".to_owned(), one));
    let routes = default
        .into_iter()
        .chain(stage.route_settings.unwrap_or_default());
    let row = Row {
        caching: Ok(Cache::Unsupported),
        logs: Logs {
            access: stage
                .access_log_settings
                .and_then(|one| one.destination_arn),
            execution: routes
                .map(|(route, one)| (route, level(one.logging_level)))
                .collect(),
        },
        tags: stage.tags.unwrap_or_default().into_iter().collect(),
    };
    (stage.stage_name, row)
}

fn level(level: Option<String>) -> String {
    level.unwrap_or_else(|| "OFF".into())
}

/// `*` of `*/*`: the setting of all methods that have none of their own.
fn whole(method: String) -> String {
    if method == "*/*" { "*".into() } else { method }
}

impl List for Stage {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let apis = match &only {
            Only::All(_) => apis(aws, &region.id).await?,
            Only::One(arn) => parts(arn).into_iter().map(|(api, _)| api).collect(),
        };
        let (region, partition) = (&region.id, &aws.account().partition);
        let mut arns = Vec::new();
        for api in apis {
            let stages = stages(aws, region, &api).await.answer?;
            let arn = |name| format!("arn:{partition}:apigateway:{region}::{api}/stages/{name}");
            arns.extend(stages.0.keys().map(arn));
        }
        Ok(only.of(arns.iter().map(String::as_str)))
    }
}

async fn apis(aws: &Aws, region: &str) -> Answer<Vec<Api>> {
    let client = aws.client(Some(region), Client::new);
    let rest = GetRestApis::new().send(&client).await?.items;
    let client = aws.client(Some(region), Client::new);
    let others = GetApis::new().send(&client).await?.items;
    let rest = rest.into_iter().flatten();
    let others = others.into_iter().flatten();
    let rest = rest.map(|api| format!("/restapis/{}", api.id));
    let others = others.map(|api| format!("/apis/{}", api.api_id));
    Ok(rest.chain(others).collect())
}

/// Draws from the answer about the API of a stage.
async fn draw<T>(aws: &Aws, at: &At, how: impl FnOnce(&Row) -> Answer<T>) -> Dated<T> {
    let region = at.region.as_deref().unwrap_or_default();
    let (api, name) = parts(&at.id).unwrap_or_default();
    stages(aws, region, &api).await.draw(|all| {
        let row = all.0.get(name);
        how(row.ok_or_else(|| Fault::odd("the list does not contain it"))?)
    })
}

impl Draw for Caching {
    async fn draw(aws: &Aws, at: &At) -> Dated<Cache> {
        draw(aws, at, |row| row.caching.clone()).await
    }
}

impl Draw for Logging {
    async fn draw(aws: &Aws, at: &At) -> Dated<Logs> {
        draw(aws, at, |row| Ok(row.logs.clone())).await
    }
}

impl Draw for StageTags {
    async fn draw(aws: &Aws, at: &At) -> Dated<Tags> {
        draw(aws, at, |row| Ok(row.tags.clone())).await
    }
}
