//! The credential report: have it made, wait, read it.
use std::sync::Arc;
use std::time::Duration;

use aws_sdk_iam::config::AsyncSleep;
use aws_sdk_iam::operation::get_credential_report::GetCredentialReportOutput;
use model::Timestamp;
use model::iam::{Login, PasswordUsers, RootCredentials};

use super::csv::{self, Report};
use super::{client, time};
use crate::Aws;
use crate::fault::{Answer, Fault};
use crate::reader::{At, Dated, Draw};
use crate::shared::Shared;

/// IAM's words for a report that is not there (yet).
const NOT_THERE: &[&str] = &["ReportExpired", "ReportInProgress", "ReportNotPresent"];
/// How long to wait before each further look: about a minute in all.
const WAITS: [u64; 9] = [200, 300, 500, 1000, 2000, 4000, 8000, 16000, 30000];
const GENERATE: &str = "iam:GenerateCredentialReport";

/// A report, and when AWS made it: up to four hours ago.
pub(super) struct Made {
    pub at: Timestamp,
    pub report: Report,
}

/// The account's report: requested once in a run.
pub(super) async fn get(aws: &Aws) -> Dated<Arc<Made>> {
    let Dated { at, answer } = Shared::get(aws, "", || fetch(aws)).await;
    let at = answer
        .as_ref()
        .map_or(at, |made: &Arc<Made>| made.at.min(at));
    Dated { at, answer }
}

async fn fetch(aws: &Aws) -> Answer<Made> {
    for wait in [0].into_iter().chain(WAITS) {
        if wait > 0 {
            sleep(aws, wait).await;
        }
        match client(aws).get_credential_report().send().await {
            Ok(response) => return made(aws, response),
            Err(error) => {
                let fault = Fault::from(error);
                if !NOT_THERE.contains(&&*fault.code) {
                    return Err(fault);
                }
            }
        }
        let response = client(aws).generate_credential_report().send().await;
        response.map_err(|error| Fault::from(error).of(GENERATE))?;
    }
    Err(Fault::odd(
        "the credential report is still being made: run again in some minutes",
    ))
}

async fn sleep(aws: &Aws, millis: u64) {
    if let Some(sleeper) = aws.config().sleep_impl() {
        sleeper.sleep(Duration::from_millis(millis)).await;
    }
}

fn made(aws: &Aws, response: GetCredentialReportOutput) -> Answer<Made> {
    let content = response
        .content
        .ok_or_else(|| Fault::odd("the credential report is empty"))?;
    let text = String::from_utf8(content.into_inner());
    let text = text.map_err(|_| Fault::odd("the credential report is no text"))?;
    let at = response.generated_time.as_ref().and_then(time);
    Ok(Made {
        at: at.unwrap_or_else(|| aws.now()),
        report: csv::read(&text)?,
    })
}

impl Draw for RootCredentials {
    async fn draw(aws: &Aws, _: &At) -> Dated<Option<Login>> {
        get(aws).await.draw(|made| Ok(made.report.root.clone()))
    }
}

impl Draw for PasswordUsers {
    async fn draw(aws: &Aws, _: &At) -> Dated<Vec<String>> {
        get(aws).await.draw(|made| {
            let users = made.report.users.iter();
            let with = users.filter(|(_, login)| login.password.is_some());
            let mut names: Vec<String> = with.map(|(name, _)| name.clone()).collect();
            names.sort_unstable();
            Ok(names)
        })
    }
}
