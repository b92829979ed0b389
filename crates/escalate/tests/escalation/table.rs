//! Every row of `data/techniques.tsv`: with what it needs it leads to the role, and without one of
//! them it leads there only where another row does.

use crate::{Making, allow, arn, everything, trust};
use serde_json::{Value, json};
use std::collections::BTreeMap;

const TECHNIQUES: &str = include_str!("../../data/techniques.tsv");
const SERVICES: &str = include_str!("../../data/services.tsv");
const RESERVED: &str = "aws-reserved/sso.amazonaws.com/AWSReservedSSO_All_0123456789abcdef";

/// What something of a kind is called in a list of what runs.
#[rustfmt::skip]
const KINDS: [(&str, &str); 27] = [
    ("AgentRuntime", "aws_bedrockagentcore_agent_runtime"), ("Analytics", "aws_kinesisanalyticsv2_application"),
    ("AppService", "aws_apprunner_service"), ("BatchJob", "aws_batch_job_definition"),
    ("Beanstalk", "aws_elastic_beanstalk_environment"), ("Browser", "aws_bedrockagentcore_browser"),
    ("Canary", "aws_synthetics_canary"), ("Cluster", "aws_emr_cluster"),
    ("DeploymentGroup", "aws_codedeploy_deployment_group"), ("DevEndpoint", "aws_glue_dev_endpoint"),
    ("Domain", "aws_sagemaker_domain"), ("Function", "aws_lambda_function"),
    ("Gateway", "aws_bedrockagentcore_gateway"),
    ("Harness", "aws_bedrockagentcore_harness"), ("Instance", "aws_instance"),
    ("Interpreter", "aws_bedrockagentcore_code_interpreter"), ("Job", "aws_glue_job"),
    ("MicroVm", "AWS::Lambda::MicrovmImage"), ("Notebook", "aws_sagemaker_notebook_instance"),
    ("Pipeline", "aws_codepipeline"), ("Project", "aws_codebuild_project"), ("Session", "glue session"),
    ("Stack", "AWS::CloudFormation::Stack"), ("StateMachine", "aws_sfn_state_machine"),
    ("Task", "aws_ecs_task_definition"), ("WebFunction", "AWS::Lambda::WebFunction"),
    ("WorkGroup", "aws_athena_workgroup"),
];

struct Row {
    id: &'static str,
    way: &'static str,
    service: &'static str,
    kind: &'static str,
    /// With `iam:PassRole`, where a role is passed.
    needs: Vec<&'static str>,
}

fn cells(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let rows = table
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|row| row.split('\t').collect())
}

/// The rows that lead to a role.
fn techniques() -> Vec<Row> {
    let rows = cells(TECHNIQUES).filter(|cells| {
        matches!(
            cells[1],
            "pass" | "beside" | "run" | "choose" | "held" | "assigned"
        )
    });
    rows.map(|cells| {
        let passes = matches!(cells[1], "pass" | "beside").then_some("iam:PassRole");
        let kind = cells[3].split(',').next().unwrap();
        let needs = passes.into_iter().chain(cells[4].split(' ')).collect();
        Row {
            id: cells[0],
            way: cells[1],
            service: cells[2],
            kind,
            needs,
        }
    })
    .collect()
}

fn trusted(service: &str) -> Value {
    let services: BTreeMap<&str, &str> =
        cells(SERVICES).map(|cells| (cells[0], cells[1])).collect();
    let name = services[service].split(' ').next().unwrap();
    match name {
        "oidc.eks" | "cognito-identity.amazonaws.com" => {
            let cluster = arn("oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/1");
            let provider = if name == "oidc.eks" {
                cluster.as_str()
            } else {
                name
            };
            json!({"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
                "Principal": {"Federated": provider}})
        }
        name => trust(json!({"Service": name})),
    }
}

impl Row {
    fn with(&self, given: &[&str]) -> Making {
        let start = Making::default().user("start", &[allow(given, &["*"])]);
        let name = if self.way == "assigned" {
            RESERVED
        } else {
            "target"
        };
        let trusts: Vec<Value> = (self.service != "-")
            .then(|| trusted(self.service))
            .into_iter()
            .collect();
        let making = start.role(name, &trusts, &[everything()]);
        match KINDS.iter().find(|(kind, _)| *kind == self.kind) {
            Some((_, spelt)) => making.runs(spelt, "thing", name),
            None => making,
        }
    }

    /// Whether another row, or this one, leads there with these permissions in this row's scene.
    fn suffices(&self, scene: &Row, given: &[&str]) -> bool {
        let there = match self.way {
            "pass" | "choose" | "held" => true,
            "assigned" => scene.way == "assigned",
            _ => self.kind == scene.kind,
        };
        there && self.needs.iter().all(|need| given.contains(need))
    }
}

#[test]
fn each_row_leads_there_and_needs_what_it_needs() {
    let rows = techniques();
    for row in &rows {
        let path = row.with(&row.needs).path("user/start");
        let path = path.unwrap_or_else(|| panic!("{} leads nowhere", row.id));
        assert_eq!(path.steps.len(), 1, "{}: {path:?}", row.id);
        let via = rows
            .iter()
            .find(|other| other.id == path.steps[0].via)
            .unwrap();
        assert!(via.suffices(row, &row.needs), "{}: {path:?}", row.id);
        assert!(escalate::source(via.id).unwrap().starts_with("https://"));
        for missing in &row.needs {
            let rest: Vec<&str> = row
                .needs
                .iter()
                .copied()
                .filter(|need| need != missing)
                .collect();
            if rest.is_empty() || rows.iter().any(|other| other.suffices(row, &rest)) {
                continue;
            }
            let path = row.with(&rest).path("user/start");
            assert_eq!(path, None, "{} without {missing}", row.id);
        }
    }
}

#[test]
fn each_row_needs_what_it_is_about() {
    for row in techniques() {
        let none = match row.way {
            "pass" | "beside" | "choose" | "held" => {
                let other = [trust(json!({"Service": "nothing.amazonaws.com"}))];
                let making = Making::default().user("start", &[allow(&row.needs, &["*"])]);
                making.role("target", &other, &[everything()])
            }
            _ => Making::default()
                .user("start", &[allow(&row.needs, &["*"])])
                .role("target", &[], &[everything()]),
        };
        assert_eq!(none.path("user/start"), None, "{}", row.id);
    }
}
