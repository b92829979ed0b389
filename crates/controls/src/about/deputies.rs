//! Services that tell for whom they act when they ask for a role.
//!
//! AWS keeps no list. Here is a service only if its own guide shows a role's trust policy with
//! `aws:SourceAccount` or `aws:SourceArn`: asked of another, the condition would lock it out. So
//! `CloudFormation` (whose guide shows it for stack sets alone), `CodePipeline` and `EventBridge`
//! rules are not here.
/// A service principal without its suffix, and the page of AWS's documentation
/// (`https://docs.aws.amazon.com/`) that shows the condition in a trust policy.
#[rustfmt::skip]
const TABLE: [(&str, &str); 40] = [
    ("access-grants.s3", "AmazonS3/latest/userguide/access-grants-location-register.html"),
    ("airflow", "mwaa/latest/userguide/cross-service-confused-deputy-prevention.html"),
    ("airflow-env", "mwaa/latest/userguide/cross-service-confused-deputy-prevention.html"),
    ("amplify", "amplify/latest/userguide/amplify-service-role.html"),
    ("appstream", "appstream2/latest/developerguide/example-fleet-machine.html"),
    ("bedrock", "bedrock/latest/userguide/agents-permissions.html"),
    ("bedrock-agentcore", "bedrock-agentcore/latest/devguide/runtime-permissions.html"),
    ("codebuild", "codebuild/latest/userguide/setting-up-service-role.html"),
    ("codedeploy", "codedeploy/latest/userguide/security_confused_deputy.html"),
    ("cognito-idp", "cognito/latest/developerguide/user-pool-sms-settings.html"),
    ("comprehend", "comprehend/latest/dg/cross-service-confused-deputy-prevention.html"),
    ("config", "config/latest/developerguide/iamrole-permissions.html"),
    ("datasync", "datasync/latest/userguide/cross-service-confused-deputy-prevention.html"),
    ("datazone", "datazone/latest/userguide/AmazonDataZoneDomainExecutionRole.html"),
    ("directoryservice.rds", "AmazonRDS/latest/UserGuide/oracle-kerberos-setting-up.html"),
    ("dms", "dms/latest/userguide/cross-service-confused-deputy-prevention.html"),
    ("ecs-tasks", "AmazonECS/latest/developerguide/task-iam-roles.html"),
    ("forecast", "forecast/latest/dg/aws-forecast-iam-roles.html"),
    ("frauddetector", "frauddetector/latest/ug/confused-deputy-prevention.html"),
    ("grafana", "grafana/latest/userguide/cross-service-confused-deputy-prevention.html"),
    ("greengrass", "greengrass/v2/developerguide/greengrass-service-role.html"),
    ("hooks.cloudformation", "AWSCloudFormation/latest/UserGuide/registry.html"),
    ("iot", "iot/latest/developerguide/cross-service-confused-deputy-prevention.html"),
    ("iotdeviceadvisor", "iot/latest/developerguide/security-best-practices.html"),
    ("kendra", "kendra/latest/dg/iam-roles.html"),
    ("kinesisanalytics", "kinesisanalytics/latest/dev/iam-cross-service-confused-deputy-prevention.html"),
    ("monitoring.rds", "AmazonRDS/latest/UserGuide/USER_Monitoring.OS.Enabling.html"),
    ("personalize", "personalize/latest/dg/cross-service-confused-deputy-prevention.html"),
    ("pipes", "AWSCloudFormation/latest/UserGuide/aws-resource-pipes-pipe.html"),
    ("rds", "AmazonRDS/latest/UserGuide/USER_SQLServerWinAuth.html"),
    ("resources.cloudformation", "AWSCloudFormation/latest/UserGuide/registry.html"),
    ("rolesanywhere", "rolesanywhere/latest/userguide/trust-model.html"),
    ("sagemaker", "sagemaker/latest/dg/security-confused-deputy-prevention.html"),
    ("scheduler", "scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html"),
    ("ses", "ses/latest/dg/event-publishing-add-event-destination-firehose.html"),
    ("ssm", "systems-manager/latest/userguide/cross-service-confused-deputy-prevention.html"),
    ("ssm-incidents", "IAM/latest/UserGuide/confused-deputy.html"),
    ("states", "step-functions/latest/dg/procedure-create-iam-role.html"),
    ("transfer", "transfer/latest/userguide/confused-deputy.html"),
    ("vpc-flow-logs", "vpc/latest/userguide/flow-logs-iam-role.html"),
];

/// The page that says that a service tells for whom it acts; `None` where none does.
pub(crate) fn guide(service: &str) -> Option<&'static str> {
    let name = service.strip_suffix(".cn").unwrap_or(service);
    let name = name.strip_suffix(".amazonaws.com")?;
    let of = |name: &str| TABLE.iter().find(|(service, _)| *service == name);
    // Some are called by Region as well: `states.eu-west-1.amazonaws.com`.
    let entry = of(name).or_else(|| {
        let (global, region) = name.rsplit_once('.')?;
        let digit = region.ends_with(|last: char| last.is_ascii_digit());
        of(global).filter(|_| digit)
    });
    entry.map(|(_, guide)| *guide)
}

#[test]
fn services_are_known_in_every_partition() {
    for service in [
        "states.amazonaws.com",
        "states.eu-west-1.amazonaws.com",
        "states.cn-north-1.amazonaws.com.cn",
        "monitoring.rds.amazonaws.com",
    ] {
        assert!(guide(service).is_some(), "{service}");
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
