//! What is known of single actions and services, as far as evaluation and exposure need it.
//!
//! This is the one place where a catalogue of actions comes in: with it [`takes_resource`] answers
//! for every action. Nothing here can turn an answer into "fine": an action that is not known is
//! taken for one that names a resource and that anybody may call.

use crate::glob::Glob;

/// Actions of the services judged most that take no resource; the rest is told from the resource.
/// AWS: Service Authorization Reference, actions without resource types.
const WITHOUT_RESOURCE: [&str; 18] = [
    "s3:listallmybuckets",
    "s3:getaccountpublicaccessblock",
    "s3:putaccountpublicaccessblock",
    "s3:listaccesspoints",
    "s3:listaccesspointsforobjectlambda",
    "s3:listjobs",
    "s3:listmultiregionaccesspoints",
    "s3:liststoragelensconfigurations",
    "s3:listaccessgrantsinstances",
    "kms:createkey",
    "kms:listkeys",
    "kms:listaliases",
    "kms:generaterandom",
    "kms:describecustomkeystores",
    "iam:getaccountauthorizationdetails",
    "iam:getaccountsummary",
    "sns:listtopics",
    "sqs:listqueues",
];

/// Whether an action (in lower case) names a resource; `None` where that is not known.
pub(crate) fn takes_resource(action: &str) -> Option<bool> {
    WITHOUT_RESOURCE.contains(&action).then_some(false)
}

/// Services whose resources resource control policies protect.
/// AWS: Organizations User Guide, "List of AWS services that support RCPs".
pub(crate) const RCP_SERVICES: [&str; 11] = [
    "s3",
    "sts",
    "kms",
    "sqs",
    "secretsmanager",
    "ecr",
    "aoss",
    "dynamodb",
    "logs",
    "cognito-identity",
    "cognito-idp",
];

/// Calls that no policy governs.
/// AWS: STS API Reference, `GetCallerIdentity` ("No permissions are required ... even if a policy
/// denies") and `GetSessionToken` ("No permissions are required").
pub(crate) const UNGOVERNED: [&str; 2] = ["sts:getcalleridentity", "sts:getsessiontoken"];

/// Services that refuse every request nobody signed.
pub(crate) const SIGNED_ONLY: [&str; 11] = [
    "kms",
    "sts",
    "iam",
    "secretsmanager",
    "dynamodb",
    "kinesis",
    "ecr",
    "logs",
    "events",
    "glue",
    "ec2",
];

/// Services that answer requests nobody signed. AWS: the services' developer guides; above all
/// S3, SNS and SQS ("anonymous requests"), Lambda function URLs, API Gateway, `OpenSearch`,
/// EFS mounts, `IoT`.
pub(crate) const ANSWER_ANONYMOUS: [&str; 10] = [
    "s3",
    "sns",
    "sqs",
    "lambda",
    "execute-api",
    "es",
    "aoss",
    "elasticfilesystem",
    "iot",
    "mediastore",
];

/// Actions to show first, telling ones of the services that have resource policies.
pub(crate) const TELLING: [&str; 36] = [
    "s3:GetObject",
    "s3:ListBucket",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:GetBucketLocation",
    "s3:GetBucketPolicy",
    "s3:PutBucketPolicy",
    "s3:GetBucketAcl",
    "s3:PutBucketAcl",
    "s3:PutObjectAcl",
    "s3:GetObjectVersion",
    "sts:AssumeRole",
    "sts:AssumeRoleWithWebIdentity",
    "sts:AssumeRoleWithSAML",
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:CreateGrant",
    "kms:DescribeKey",
    "sqs:SendMessage",
    "sqs:ReceiveMessage",
    "sns:Publish",
    "sns:Subscribe",
    "lambda:InvokeFunction",
    "lambda:InvokeFunctionUrl",
    "secretsmanager:GetSecretValue",
    "ecr:BatchGetImage",
    "execute-api:Invoke",
    "es:ESHttpGet",
    "dynamodb:GetItem",
    "elasticfilesystem:ClientMount",
    "events:PutEvents",
    "kinesis:GetRecords",
    "glue:GetTable",
    "backup:CopyIntoBackupVault",
    "logs:PutLogEvents",
];

/// The actions of a service. Some have further prefixes: access points, directory buckets.
pub(crate) fn of_service(service: &str) -> Vec<Glob> {
    let prefixes: &[&str] = match service {
        "s3" => &["s3", "s3-object-lambda", "s3express"],
        "iam" | "sts" => &["sts", "iam"],
        other => &[other],
    };
    prefixes
        .iter()
        .map(|prefix| Glob::action(&format!("{prefix}:*")))
        .collect()
}
