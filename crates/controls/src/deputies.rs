//! Services that tell for whom they act when they ask for a role.
//!
//! AWS keeps no list. Here is a service only if its own guide shows a role's trust policy with
//! `aws:SourceAccount` or `aws:SourceArn`: asked of another, the condition would lock it out.
/// A service principal without its suffix, and the guide that shows the condition.
const TABLE: [(&str, &str); 37] = [
    ("access-grants.s3", "S3: register a location"),
    ("airflow", "MWAA: cross-service confused deputy prevention"),
    (
        "airflow-env",
        "MWAA: cross-service confused deputy prevention",
    ),
    (
        "amplify",
        "Amplify: cross-service confused deputy prevention",
    ),
    (
        "appstream",
        "WorkSpaces Applications: confused deputy, fleet machine role",
    ),
    ("bedrock", "Bedrock: service roles"),
    ("bedrock-agentcore", "Bedrock AgentCore: execution role"),
    ("codebuild", "CodeBuild: service role"),
    (
        "codepipeline",
        "CodePipeline: cross-service confused deputy prevention",
    ),
    ("cognito-idp", "Cognito: SMS role"),
    (
        "comprehend",
        "Comprehend: cross-service confused deputy prevention",
    ),
    ("config", "Config: permissions for the IAM role"),
    (
        "datasync",
        "DataSync: cross-service confused deputy prevention",
    ),
    ("datazone", "SageMaker Unified Studio: domain roles"),
    ("dms", "DMS: cross-service confused deputy prevention"),
    ("ecs-tasks", "ECS: task role"),
    (
        "events",
        "EventBridge: cross-service confused deputy prevention",
    ),
    (
        "forecast",
        "Forecast: cross-service confused deputy prevention",
    ),
    (
        "frauddetector",
        "Fraud Detector: confused deputy prevention",
    ),
    (
        "grafana",
        "Managed Grafana: cross-service confused deputy prevention",
    ),
    (
        "greengrass",
        "IoT Greengrass: cross-service confused deputy prevention",
    ),
    ("iot", "IoT Core: cross-service confused deputy prevention"),
    ("kendra", "Kendra: cross-service confused deputy prevention"),
    (
        "kinesisanalytics",
        "Managed Service for Apache Flink: confused deputy prevention",
    ),
    ("monitoring.rds", "RDS: enhanced monitoring"),
    (
        "personalize",
        "Personalize: cross-service confused deputy prevention",
    ),
    ("pipes", "EventBridge Pipes: permissions"),
    (
        "rds",
        "RDS: preventing cross-service confused deputy problems",
    ),
    (
        "resources.cloudformation",
        "CloudFormation: confused deputy, extensions",
    ),
    ("rolesanywhere", "Roles Anywhere: trust policy"),
    (
        "sagemaker",
        "SageMaker AI: cross-service confused deputy prevention",
    ),
    (
        "scheduler",
        "EventBridge Scheduler: confused deputy prevention",
    ),
    ("ses", "SES: permissions for email receiving"),
    (
        "ssm",
        "Systems Manager: cross-service confused deputy prevention",
    ),
    (
        "states",
        "Step Functions: cross-service confused deputy prevention",
    ),
    (
        "transfer",
        "Transfer Family: cross-service confused deputy prevention",
    ),
    ("vpc-flow-logs", "VPC: role for publishing flow logs"),
];

/// The guide that says that a service tells for whom it acts; `None` where none does.
pub(crate) fn guide(service: &str) -> Option<&'static str> {
    let name = service.strip_suffix(".cn").unwrap_or(service);
    let name = name.strip_suffix(".amazonaws.com")?;
    let of = |name: &str| TABLE.iter().find(|(known, _)| *known == name);
    // Some are called by Region as well: `states.eu-west-1.amazonaws.com`.
    let found = of(name).or_else(|| {
        let (global, region) = name.rsplit_once('.')?;
        let digit = region.ends_with(|last: char| last.is_ascii_digit());
        of(global).filter(|_| digit)
    });
    found.map(|(_, guide)| *guide)
}

#[test]
fn services_are_known_in_every_partition() {
    for known in [
        "states.amazonaws.com",
        "states.eu-west-1.amazonaws.com",
        "states.cn-north-1.amazonaws.com.cn",
        "monitoring.rds.amazonaws.com",
    ] {
        assert!(guide(known).is_some(), "{known}");
    }
    for unknown in [
        "ec2.amazonaws.com",
        "lambda.amazonaws.com",
        "states",
        "s3.amazonaws.com",
    ] {
        assert_eq!(guide(unknown), None, "{unknown}");
    }
    assert!(TABLE.is_sorted());
}
