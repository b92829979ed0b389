//! Reads of Lambda: functions, listed with their configurations. The values of environment variables
//! come with these, and are dropped at once.
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::sync::Arc;

use calls::Call;
use calls::lambda::Client;
use calls::lambda::get_function_configuration::{self, GetFunctionConfiguration};
use calls::lambda::list_functions::ListFunctions;
use calls::lambda::list_tags::ListTags;
use model::Tags;
use model::lambda::{EnvironmentEncryption, EnvironmentKey, Function, FunctionTags};

use crate::Aws;
use crate::fault::{Answer, Fault, absent};
use crate::reader::{At, Collected, Dated, Draw, List, Listed, Only, Read, Reader};
use crate::shared::Shared;

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::list::<Function>(),
    Reader::drawn::<EnvironmentEncryption>(),
    Reader::each::<FunctionTags>(),
];

impl Collected for Function {
    const GONE: &'static [&'static str] =
        &[get_function_configuration::RESOURCE_NOT_FOUND_EXCEPTION];
}

fn client(aws: &Aws, region: &str) -> Client {
    aws.client(Some(region), Client::new)
}

/// Functions by ARN: all of a Region, or one that was named.
struct Functions(BTreeMap<String, EnvironmentKey>);

async fn functions(aws: &Aws, region: &str, only: Option<&str>) -> Dated<Arc<Functions>> {
    match only {
        Some(arn) => Shared::get(aws, arn, || get(aws, region, arn)).await,
        None => Shared::get(aws, region, || list(aws, region)).await,
    }
}

async fn list(aws: &Aws, region: &str) -> Answer<Functions> {
    let response = ListFunctions::new().send(&client(aws, region)).await?;
    let functions = response.functions.into_iter().map(|one| {
        let environment = one.environment.as_ref();
        let failed = environment.is_some_and(|one| one.error.is_some());
        let variables = environment.and_then(|one| one.variables.as_ref());
        let any = failed || variables.is_some_and(|variables| !variables.is_empty());
        (one.function_arn, key(one.kms_key_arn, any))
    });
    Ok(Functions(functions.collect()))
}

async fn get(aws: &Aws, region: &str, arn: &str) -> Answer<Functions> {
    let client = client(aws, region);
    let sent = GetFunctionConfiguration::new(arn).send(&client).await;
    let sent = absent(sent, Function::GONE);
    let response = sent.map_err(|fault| fault.of("lambda:GetFunctionConfiguration"))?;
    let function = response.map(|one| {
        let environment = one.environment.as_ref();
        let failed = environment.is_some_and(|one| one.error.is_some());
        let variables = environment.and_then(|one| one.variables.as_ref());
        let any = failed || variables.is_some_and(|variables| !variables.is_empty());
        (one.function_arn, key(one.kms_key_arn, any))
    });
    Ok(Functions(function.into_iter().collect()))
}

/// With which key variables are encrypted. Where Lambda could not decrypt them there are some; where
/// there are none, it leaves them out (Lambda API reference, `EnvironmentResponse`).
fn key(arn: Option<String>, any: bool) -> EnvironmentKey {
    match (any, arn) {
        (false, _) => EnvironmentKey::NoVariables,
        (true, None) => EnvironmentKey::AwsManaged,
        (true, Some(arn)) => EnvironmentKey::CustomerManaged(arn),
    }
}

impl List for Function {
    async fn list(aws: &Aws, region: &At, only: Only) -> Answer<Vec<Listed>> {
        let named = match &only {
            Only::All(_) => None,
            Only::One(arn) => Some(&**arn),
        };
        let all = functions(aws, &region.id, named).await.answer?;
        Ok(only.of(all.0.keys().map(String::as_str)))
    }
}

impl Draw for EnvironmentEncryption {
    async fn draw(aws: &Aws, at: &At) -> Dated<EnvironmentKey> {
        let region = at.region.as_deref().unwrap_or_default();
        let named = aws.is_about_named().then_some(&*at.id);
        functions(aws, region, named).await.draw(|all| {
            let own = all.0.get(&*at.id).cloned();
            own.ok_or_else(|| Fault::odd("the list does not contain it"))
        })
    }
}

impl Read for FunctionTags {
    async fn read(aws: &Aws, at: &At) -> Answer<Tags> {
        let region = at.region.as_deref().unwrap_or_default();
        let response = ListTags::new(&*at.id).send(&client(aws, region)).await?;
        // Left out where there are none (Lambda API reference, `ListTags`).
        Ok(response.tags.unwrap_or_default().into_iter().collect())
    }
}
