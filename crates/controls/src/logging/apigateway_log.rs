//! Access logs of the stage, or execution logs of all of its methods, are written.
use std::collections::BTreeMap;

use model::apigateway::{Logging, Stage};
use model::{Control, Fact, Fix, Severity, holds_if};

use crate::duties::API_GATEWAY;

pub(super) const CONTROL: Control<Stage> = Control {
    id: "logging.apigateway-log",
    title: "Access logging or execution logging of the stage is enabled",
    severity: Severity::Medium,
    why: "The logs record who called the API and what it answered. Without them, misuse of the API cannot be \
          reconstructed.",
    fix: Fix::new(
        "aws apigateway update-stage --region {region} --rest-api-id API-ID --stage-name STAGE \
          --patch-operations op=replace,path=/accessLogSettings/destinationArn,value=LOG-GROUP-ARN",
    ),
    responsibility: API_GATEWAY.detection("enable logging of every stage"),
    needs: &[Logging::NEED],
    judge: |stage, _| {
        let logs = stage.see::<Logging>()?;
        let because = match logs.execution.values().any(|level| is_on(level)) {
            true => "execution logging is disabled for some methods, and access logging for all",
            false => "neither access logging nor execution logging is enabled",
        };
        holds_if(
            logs.access.is_some() || executions_are_logged(&logs.execution),
            because,
        )
    },
    remedy: None,
};

fn is_on(level: &str) -> bool {
    ["ERROR", "INFO"].contains(&level)
}

/// Whether all methods that have no setting of their own are logged, and all that have one.
fn executions_are_logged(levels: &BTreeMap<String, String>) -> bool {
    levels.contains_key("*") && levels.values().all(|level| is_on(level))
}

#[test]
fn cases() {
    let of = |(access, levels): (Option<&str>, &[(&str, &str)])| {
        let levels = levels
            .iter()
            .map(|(at, level)| ((*at).into(), (*level).into()));
        crate::testing::fact::<Logging>(model::apigateway::Logs {
            access: access.map(String::from),
            execution: levels.collect(),
        })
    };
    let group = Some("arn:aws:logs:eu-west-1:111122223333:log-group:api");
    let get = "~1orders/GET";
    crate::testing::table_of(&CONTROL, of)
        .passes("access logs", (group, &[]))
        .passes("access logs alone", (group, &[("*", "OFF")]))
        .passes("execution logs", (None, &[("*", "ERROR"), (get, "INFO")]))
        .fails("neither", (None, &[]))
        .fails("off", (None, &[("*", "OFF")]))
        .fails("off for a method", (None, &[("*", "INFO"), (get, "OFF")]))
        .fails("on for a method alone", (None, &[(get, "INFO")]))
        .unread::<Logging>((None, &[]))
        .check();
}
