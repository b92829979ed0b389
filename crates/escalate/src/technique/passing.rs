//! A role of one's choice is passed to a service, which runs code of one's choice with it.

use super::Way::{Choose, Pass, PassBeside};
use super::{Service, Technique, technique};
use crate::compute::Kind;

const fn service(principal: &'static [&'static str]) -> Service {
    Service {
        passed_to: principal,
        trusted: principal,
        profile: false,
    }
}

// AWS: IAM User Guide, "AWS services that work with IAM", and the services' own guides for the
// principal that a role has to trust.
static AGENTCORE: Service = service(&["bedrock-agentcore.amazonaws.com"]);
static AIRFLOW: Service = service(&["airflow-env.amazonaws.com", "airflow.amazonaws.com"]);
static AMPLIFY: Service = service(&["amplify.amazonaws.com"]);
static ANALYTICS: Service = service(&["kinesisanalytics.amazonaws.com"]);
static ANYWHERE: Service = service(&["rolesanywhere.amazonaws.com"]);
static APPRUNNER: Service = Service {
    passed_to: &["apprunner.amazonaws.com", "tasks.apprunner.amazonaws.com"],
    trusted: &["tasks.apprunner.amazonaws.com"],
    profile: false,
};
static BRAKET: Service = service(&["braket.amazonaws.com"]);
static COGNITO: Service = service(&["cognito-identity.amazonaws.com"]);
static OMICS: Service = service(&["omics.amazonaws.com"]);
static CODEBUILD: Service = service(&["codebuild.amazonaws.com"]);
static CODEPIPELINE: Service = service(&["codepipeline.amazonaws.com"]);
static FORMATION: Service = service(&["cloudformation.amazonaws.com"]);
static GAMELIFT: Service = service(&["gamelift.amazonaws.com"]);
static GLUE: Service = service(&["glue.amazonaws.com"]);
const INSTANCES: Service = Service {
    passed_to: &["ec2.amazonaws.com"],
    trusted: &["ec2.amazonaws.com"],
    profile: true,
};
pub(super) static INSTANCE: Service = INSTANCES;
pub(super) static REFILLED: Service = Service {
    profile: false,
    ..INSTANCES
};
static IMAGES: Service = Service {
    passed_to: &["ec2.amazonaws.com", "imagebuilder.amazonaws.com"],
    ..INSTANCES
};
static IOT: Service = Service {
    passed_to: &["credentials.iot.amazonaws.com", "iot.amazonaws.com"],
    ..service(&["credentials.iot.amazonaws.com"])
};
static LAMBDA: Service = service(&["lambda.amazonaws.com"]);
static PIPELINE: Service = Service {
    passed_to: &[
        "datapipeline.amazonaws.com",
        "ec2.amazonaws.com",
        "elasticmapreduce.amazonaws.com",
    ],
    trusted: &["datapipeline.amazonaws.com", "ec2.amazonaws.com"],
    profile: false,
};
static SAGEMAKER: Service = service(&["sagemaker.amazonaws.com"]);
static SCHEDULER: Service = service(&["scheduler.amazonaws.com"]);
static SERVERLESS: Service = service(&["emr-serverless.amazonaws.com"]);
static STATES: Service = service(&["states.amazonaws.com"]);
static SYSTEMS: Service = service(&["ssm.amazonaws.com"]);
static TASKS: Service = service(&["ecs-tasks.amazonaws.com"]);

/// The techniques.
#[rustfmt::skip]
pub(super) static PASSING: [Technique; 66] = [
    technique("apprunner-001", Pass(&APPRUNNER), &["apprunner:CreateService"],
        "creates an App Runner service of its own image with {}"),
    technique("bedrock-001", Pass(&AGENTCORE),
        &["bedrock-agentcore:CreateCodeInterpreter", "bedrock-agentcore:StartCodeInterpreterSession",
          "bedrock-agentcore:InvokeCodeInterpreter"],
        "creates a code interpreter with {} and runs code in it"),
    technique("cloudformation-001", Pass(&FORMATION), &["cloudformation:CreateStack"],
        "creates a stack that acts with {}"),
    technique("cloudformation-003", Pass(&FORMATION),
        &["cloudformation:CreateStackSet", "cloudformation:CreateStackInstances"],
        "creates a stack set that acts with {}"),
    technique("cloudformation-004", Pass(&FORMATION), &["cloudformation:UpdateStackSet"],
        "makes a stack set act with {}"),
    technique("codebuild-001", Pass(&CODEBUILD), &["codebuild:CreateProject", "codebuild:StartBuild"],
        "creates a build project with {} and starts a build of its own"),
    technique("codebuild-004", Pass(&CODEBUILD), &["codebuild:CreateProject", "codebuild:StartBuildBatch"],
        "creates a build project with {} and starts a batch of builds"),
    technique("datapipeline-001", Pass(&PIPELINE),
        &["datapipeline:CreatePipeline", "datapipeline:PutPipelineDefinition", "datapipeline:ActivatePipeline"],
        "creates a data pipeline that runs commands with {}"),
    technique("ec2-001", Pass(&INSTANCE), &["ec2:RunInstances"],
        "starts an instance with {} and a start-up script of its own"),
    technique("ec2-003", Pass(&INSTANCE), &["ec2:RequestSpotInstances"],
        "requests a spot instance with {} and a start-up script of its own"),
    technique("ec2-004", Choose(&INSTANCE), &["ec2:CreateLaunchTemplateVersion", "ec2:ModifyLaunchTemplate"],
        "gives a launch template {} and a start-up script of its own, with which the next instance starts"),
    technique("ecs-001", Pass(&TASKS), &["ecs:CreateCluster", "ecs:RegisterTaskDefinition", "ecs:CreateService"],
        "runs a service of its own image with {} on a new cluster"),
    technique("ecs-002", Pass(&TASKS), &["ecs:CreateCluster", "ecs:RegisterTaskDefinition", "ecs:RunTask"],
        "runs a task of its own image with {} on a new cluster"),
    technique("ecs-003", Pass(&TASKS), &["ecs:RegisterTaskDefinition", "ecs:CreateService"],
        "runs a service of its own image with {}"),
    technique("ecs-004", Pass(&TASKS), &["ecs:RegisterTaskDefinition", "ecs:RunTask"],
        "runs a task of its own image with {}"),
    technique("ecs-005", Pass(&TASKS), &["ecs:RegisterTaskDefinition", "ecs:StartTask"],
        "starts a task of its own image with {}"),
    technique("glue-001", Pass(&GLUE), &["glue:CreateDevEndpoint"],
        "creates a Glue development endpoint with {} and signs in to it"),
    technique("glue-003", Pass(&GLUE), &["glue:CreateJob", "glue:StartJobRun"],
        "creates a Glue job with {} and runs it"),
    technique("glue-004", Pass(&GLUE), &["glue:CreateJob", "glue:CreateTrigger"],
        "creates a Glue job with {} and a trigger that runs it"),
    technique("glue-005", PassBeside(&GLUE, &[Kind::Job]), &["glue:UpdateJob", "glue:StartJobRun"],
        "makes a Glue job run its own script with {}, and runs it"),
    technique("glue-006", PassBeside(&GLUE, &[Kind::Job]), &["glue:UpdateJob", "glue:CreateTrigger"],
        "makes a Glue job run its own script with {}, and a trigger that runs it"),
    technique("lambda-001", Pass(&LAMBDA), &["lambda:CreateFunction", "lambda:InvokeFunction"],
        "creates a function with {} and invokes it"),
    technique("lambda-002", Pass(&LAMBDA), &["lambda:CreateFunction", "lambda:CreateEventSourceMapping"],
        "creates a function with {} that a queue or stream invokes"),
    technique("lambda-006", Pass(&LAMBDA), &["lambda:CreateFunction", "lambda:AddPermission"],
        "creates a function with {} and lets another account invoke it"),
    technique("sagemaker-001", Pass(&SAGEMAKER), &["sagemaker:CreateNotebookInstance"],
        "creates a notebook with {}"),
    technique("sagemaker-002", Pass(&SAGEMAKER), &["sagemaker:CreateTrainingJob"],
        "runs a training job of its own image with {}"),
    technique("sagemaker-003", Pass(&SAGEMAKER), &["sagemaker:CreateProcessingJob"],
        "runs a processing job of its own image with {}"),
    technique("autoscaling-001", Pass(&INSTANCE),
        &["autoscaling:CreateLaunchConfiguration", "autoscaling:UpdateAutoScalingGroup"],
        "has a group start instances with {} and a start-up script of its own"),
    technique("autoscaling-002", Pass(&INSTANCE), &["ec2:CreateLaunchTemplate", "autoscaling:UpdateAutoScalingGroup"],
        "has a group start instances with {} and a start-up script of its own"),
    technique("batch-002", Pass(&TASKS), &["batch:RegisterJobDefinition", "batch:SubmitJob"],
        "runs a Batch job of its own image with {}"),
    technique("bedrock-004", Pass(&AGENTCORE),
        &["bedrock-agentcore:CreateAgentRuntime", "bedrock-agentcore:InvokeAgentRuntimeCommand"],
        "creates an agent runtime with {} and runs commands in it"),
    technique("bedrock-006", Pass(&AGENTCORE),
        &["bedrock-agentcore:CreateBrowser", "bedrock-agentcore:StartBrowserSession",
          "bedrock-agentcore:ConnectBrowserAutomationStream"],
        "creates a browser with {} and drives it"),
    technique("cognitoidentity-001", Pass(&COGNITO), &["cognito-identity:SetIdentityPoolRoles"],
        "gives the users of an identity pool {}"),
    technique("ec2-005", Pass(&REFILLED),
        &["iam:RemoveRoleFromInstanceProfile", "iam:AddRoleToInstanceProfile", "ec2:RunInstances"],
        "puts {} in an instance profile and starts an instance with it"),
    technique("ec2-006", PassBeside(&INSTANCE, &[Kind::Instance]),
        &["ec2:ReplaceIamInstanceProfileAssociation", "ssm:SendCommand"],
        "gives a running instance {} and runs commands on it"),
    technique("imagebuilder-001", Pass(&IMAGES),
        &["imagebuilder:CreateComponent", "imagebuilder:CreateImageRecipe",
          "imagebuilder:CreateInfrastructureConfiguration", "imagebuilder:CreateImage"],
        "builds an image with commands of its own on an instance with {}"),
    technique("omics-001", Pass(&OMICS), &["omics:CreateWorkflow", "omics:StartRun"],
        "runs a workflow of its own image with {}"),
    // Beyond the list: each creates or starts something that runs code or calls of one's choice
    // with the role named in the call. AWS: the services' API references.
    technique("agentcore-runtime", Pass(&AGENTCORE),
        &["bedrock-agentcore:CreateAgentRuntime", "bedrock-agentcore:InvokeAgentRuntime"],
        "runs an agent of its own image with {}"),
    technique("agentcore-browser-live", Pass(&AGENTCORE),
        &["bedrock-agentcore:CreateBrowser", "bedrock-agentcore:StartBrowserSession",
          "bedrock-agentcore:ConnectBrowserLiveViewStream"],
        "creates a browser with {} and takes it over"),
    technique("agentcore-harness", Pass(&AGENTCORE),
        &["bedrock-agentcore:CreateHarness", "bedrock-agentcore:InvokeHarness"],
        "creates an agent harness with {} and runs commands in it"),
    technique("agentcore-shell-new", Pass(&AGENTCORE),
        &["bedrock-agentcore:CreateAgentRuntime", "bedrock-agentcore:InvokeAgentRuntimeCommandShell"],
        "creates an agent runtime with {} and opens a shell in it"),
    technique("airflow-environment", Pass(&AIRFLOW), &["airflow:CreateEnvironment"],
        "creates an Airflow environment with {}"),
    technique("amplify-app", Pass(&AMPLIFY), &["amplify:CreateApp", "amplify:CreateBranch", "amplify:StartJob"],
        "builds an Amplify app of its own source with {}"),
    technique("analytics-application", Pass(&ANALYTICS),
        &["kinesisanalytics:CreateApplication", "kinesisanalytics:StartApplication"],
        "runs a stream application of its own code with {}"),
    technique("autoscaling-configuration", Pass(&INSTANCE),
        &["autoscaling:CreateLaunchConfiguration", "autoscaling:CreateAutoScalingGroup"],
        "has instances started with {} and a start-up script of its own"),
    technique("autoscaling-template", Pass(&INSTANCE),
        &["ec2:CreateLaunchTemplate", "autoscaling:CreateAutoScalingGroup"],
        "has instances started with {} and a start-up script of its own"),
    technique("braket-job", Pass(&BRAKET), &["braket:CreateJob"], "runs a Braket job of its own code with {}"),
    technique("cloudformation-change-set", Pass(&FORMATION),
        &["cloudformation:CreateChangeSet", "cloudformation:ExecuteChangeSet"],
        "executes a change set that acts with {}"),
    technique("codebuild-override", PassBeside(&CODEBUILD, &[Kind::Project]), &["codebuild:StartBuild"],
        "starts a build of its own with {} in place of the project's role"),
    technique("codepipeline-pipeline", Pass(&CODEPIPELINE), &["codepipeline:CreatePipeline"],
        "creates a pipeline that runs commands with {}"),
    technique("ecs-run-override", PassBeside(&TASKS, &[Kind::Task]), &["ecs:RunTask"],
        "runs a task with {} and commands in place of the task definition's"),
    technique("ecs-start-override", PassBeside(&TASKS, &[Kind::Task]), &["ecs:StartTask"],
        "starts a task with {} and commands in place of the task definition's"),
    technique("ecs-update-service", PassBeside(&TASKS, &[Kind::Task]),
        &["ecs:RegisterTaskDefinition", "ecs:UpdateService"],
        "makes a service run its own image with {}"),
    technique("emr-cluster", Pass(&INSTANCE), &["elasticmapreduce:RunJobFlow"],
        "starts an EMR cluster of instances with {}"),
    technique("emr-serverless-job", Pass(&SERVERLESS),
        &["emr-serverless:CreateApplication", "emr-serverless:StartJobRun"],
        "runs an EMR Serverless job of its own code with {}"),
    technique("gamelift-fleet", Pass(&GAMELIFT), &["gamelift:CreateBuild", "gamelift:CreateFleet"],
        "runs a GameLift fleet of its own build with {}"),
    technique("glue-session", Pass(&GLUE), &["glue:CreateSession", "glue:RunStatement"],
        "opens a Glue session with {} and runs statements in it"),
    technique("iot-role-alias", Pass(&IOT),
        &["iot:CreateRoleAlias", "iot:CreateKeysAndCertificate", "iot:CreatePolicy", "iot:AttachPolicy"],
        "gets credentials of {} for a device certificate of its own"),
    technique("lambda-url", Pass(&LAMBDA),
        &["lambda:CreateFunction", "lambda:CreateFunctionUrlConfig", "lambda:InvokeFunctionUrl"],
        "creates a function with {} and calls its URL"),
    technique("lambda-role", PassBeside(&LAMBDA, &[Kind::Function]),
        &["lambda:UpdateFunctionConfiguration", "lambda:UpdateFunctionCode"],
        "makes a function run its own code with {}"),
    technique("rolesanywhere-profile", Pass(&ANYWHERE),
        &["rolesanywhere:CreateTrustAnchor", "rolesanywhere:CreateProfile"],
        "gets credentials of {} for a certificate of its own"),
    technique("sagemaker-tuning", Pass(&SAGEMAKER), &["sagemaker:CreateHyperParameterTuningJob"],
        "runs a tuning job of its own image with {}"),
    technique("sagemaker-model", Pass(&SAGEMAKER), &["sagemaker:CreateModel", "sagemaker:CreateTransformJob"],
        "runs a model of its own image with {}"),
    technique("scheduler-schedule", Pass(&SCHEDULER), &["scheduler:CreateSchedule"],
        "schedules calls of its choice with {}"),
    technique("ssm-automation", Pass(&SYSTEMS), &["ssm:StartAutomationExecution"],
        "runs an automation of its choice with {}"),
    technique("states-machine", Pass(&STATES), &["states:CreateStateMachine", "states:StartExecution"],
        "creates a state machine that makes calls of its choice with {}"),
];
