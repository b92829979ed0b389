//! The known paths: with its permissions each leads to everything, without one of them it does not.

use crate::{ACCOUNT, Making, allow, arn, everything, trust};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What surrounds who has the permissions.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Scene {
    /// A role to pass that may do everything.
    Passes,
    /// Something of a type that runs with such a role.
    Runs(&'static str),
    /// A user that may do everything.
    Administrator,
    /// Such a role that trusts the account.
    Trusting,
    /// Nothing: a user, or a role.
    User,
    Role,
    /// A user in a group; a group that may do everything; a managed policy of the user's own.
    Member,
    Group,
    OwnPolicy,
    /// A role that may do nothing and trusts nobody, or the account; a user that may do nothing.
    Weak,
    WeakTrusting,
    WeakUser,
}

/// Path, scene, permissions.
#[rustfmt::skip]
const PATHS: [(&str, Scene, &str); 82] = [
    ("apprunner-001", Scene::Passes, "iam:PassRole apprunner:CreateService"),
    ("apprunner-002", Scene::Runs("aws_apprunner_service"), "apprunner:UpdateService"),
    ("bedrock-001", Scene::Passes, "iam:PassRole bedrock-agentcore:CreateCodeInterpreter bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter"),
    ("bedrock-002", Scene::Runs("aws_bedrockagentcore_code_interpreter"), "bedrock-agentcore:StartCodeInterpreterSession bedrock-agentcore:InvokeCodeInterpreter"),
    ("cloudformation-001", Scene::Passes, "iam:PassRole cloudformation:CreateStack"),
    ("cloudformation-002", Scene::Runs("AWS::CloudFormation::Stack"), "cloudformation:UpdateStack"),
    ("cloudformation-003", Scene::Passes, "iam:PassRole cloudformation:CreateStackSet cloudformation:CreateStackInstances"),
    ("cloudformation-004", Scene::Passes, "iam:PassRole cloudformation:UpdateStackSet"),
    ("cloudformation-005", Scene::Runs("AWS::CloudFormation::Stack"), "cloudformation:CreateChangeSet cloudformation:ExecuteChangeSet"),
    ("codebuild-001", Scene::Passes, "iam:PassRole codebuild:CreateProject codebuild:StartBuild"),
    ("codebuild-002", Scene::Runs("aws_codebuild_project"), "codebuild:StartBuild"),
    ("codebuild-003", Scene::Runs("aws_codebuild_project"), "codebuild:StartBuildBatch"),
    ("codebuild-004", Scene::Passes, "iam:PassRole codebuild:CreateProject codebuild:StartBuildBatch"),
    ("datapipeline-001", Scene::Passes, "iam:PassRole datapipeline:CreatePipeline datapipeline:PutPipelineDefinition datapipeline:ActivatePipeline"),
    ("ec2instanceconnect-003", Scene::Runs("aws_instance"), "ec2-instance-connect:SendSSHPublicKey ec2:DescribeInstances"),
    ("ec2-001", Scene::Passes, "iam:PassRole ec2:RunInstances"),
    ("ec2-002", Scene::Runs("aws_instance"), "ec2:ModifyInstanceAttribute ec2:StopInstances ec2:StartInstances"),
    ("ec2-003", Scene::Passes, "iam:PassRole ec2:RequestSpotInstances"),
    ("ec2-004", Scene::Passes, "ec2:CreateLaunchTemplateVersion ec2:ModifyLaunchTemplate"),
    ("ecs-001", Scene::Passes, "iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:CreateService"),
    ("ecs-002", Scene::Passes, "iam:PassRole ecs:CreateCluster ecs:RegisterTaskDefinition ecs:RunTask"),
    ("ecs-003", Scene::Passes, "iam:PassRole ecs:RegisterTaskDefinition ecs:CreateService"),
    ("ecs-004", Scene::Passes, "iam:PassRole ecs:RegisterTaskDefinition ecs:RunTask"),
    ("ecs-005", Scene::Passes, "iam:PassRole ecs:RegisterTaskDefinition ecs:StartTask"),
    ("glue-run-override", Scene::Runs("aws_glue_job"), "glue:StartJobRun"),
    ("glue-trigger-override", Scene::Runs("aws_glue_job"), "glue:CreateTrigger"),
    ("glue-001", Scene::Passes, "iam:PassRole glue:CreateDevEndpoint"),
    ("glue-002", Scene::Runs("aws_glue_dev_endpoint"), "glue:UpdateDevEndpoint"),
    ("glue-003", Scene::Passes, "iam:PassRole glue:CreateJob glue:StartJobRun"),
    ("glue-004", Scene::Passes, "iam:PassRole glue:CreateJob glue:CreateTrigger"),
    ("glue-005", Scene::Runs("aws_glue_job"), "iam:PassRole glue:UpdateJob glue:StartJobRun"),
    ("glue-006", Scene::Runs("aws_glue_job"), "iam:PassRole glue:UpdateJob glue:CreateTrigger"),
    ("iam-001", Scene::OwnPolicy, "iam:CreatePolicyVersion"),
    ("iam-002", Scene::Administrator, "iam:CreateAccessKey"),
    ("iam-003", Scene::Administrator, "iam:CreateAccessKey iam:DeleteAccessKey"),
    ("iam-004", Scene::Administrator, "iam:CreateLoginProfile"),
    ("iam-005", Scene::Role, "iam:PutRolePolicy"),
    ("iam-006", Scene::Administrator, "iam:UpdateLoginProfile"),
    ("iam-007", Scene::User, "iam:PutUserPolicy"),
    ("iam-008", Scene::User, "iam:AttachUserPolicy"),
    ("iam-009", Scene::Role, "iam:AttachRolePolicy"),
    ("iam-010", Scene::Member, "iam:AttachGroupPolicy"),
    ("iam-011", Scene::Member, "iam:PutGroupPolicy"),
    ("iam-012", Scene::Trusting, "iam:UpdateAssumeRolePolicy"),
    ("iam-013", Scene::Group, "iam:AddUserToGroup"),
    ("iam-014", Scene::WeakTrusting, "iam:AttachRolePolicy sts:AssumeRole"),
    ("iam-015", Scene::WeakUser, "iam:AttachUserPolicy iam:CreateAccessKey"),
    ("iam-016", Scene::WeakTrusting, "iam:CreatePolicyVersion sts:AssumeRole"),
    ("iam-017", Scene::WeakTrusting, "iam:PutRolePolicy sts:AssumeRole"),
    ("iam-018", Scene::WeakUser, "iam:PutUserPolicy iam:CreateAccessKey"),
    ("iam-019", Scene::Weak, "iam:AttachRolePolicy iam:UpdateAssumeRolePolicy"),
    ("iam-020", Scene::Weak, "iam:CreatePolicyVersion iam:UpdateAssumeRolePolicy"),
    ("iam-021", Scene::Weak, "iam:PutRolePolicy iam:UpdateAssumeRolePolicy"),
    ("lambda-001", Scene::Passes, "iam:PassRole lambda:CreateFunction lambda:InvokeFunction"),
    ("lambda-002", Scene::Passes, "iam:PassRole lambda:CreateFunction lambda:CreateEventSourceMapping"),
    ("lambda-003", Scene::Runs("aws_lambda_function"), "lambda:UpdateFunctionCode"),
    ("lambda-004", Scene::Runs("aws_lambda_function"), "lambda:UpdateFunctionCode lambda:InvokeFunction"),
    ("lambda-005", Scene::Runs("aws_lambda_function"), "lambda:UpdateFunctionCode lambda:AddPermission"),
    ("lambda-006", Scene::Passes, "iam:PassRole lambda:CreateFunction lambda:AddPermission"),
    ("sagemaker-001", Scene::Passes, "iam:PassRole sagemaker:CreateNotebookInstance"),
    ("sagemaker-002", Scene::Passes, "iam:PassRole sagemaker:CreateTrainingJob"),
    ("sagemaker-003", Scene::Passes, "iam:PassRole sagemaker:CreateProcessingJob"),
    ("sagemaker-004", Scene::Runs("aws_sagemaker_notebook_instance"), "sagemaker:CreatePresignedNotebookInstanceUrl"),
    ("sagemaker-005", Scene::Runs("aws_sagemaker_notebook_instance"), "sagemaker:CreateNotebookInstanceLifecycleConfig sagemaker:StopNotebookInstance sagemaker:UpdateNotebookInstance sagemaker:StartNotebookInstance"),
    ("ssm-001", Scene::Runs("aws_instance"), "ssm:StartSession"),
    ("ssm-002", Scene::Runs("aws_instance"), "ssm:SendCommand"),
    ("sts-001", Scene::Trusting, "sts:AssumeRole"),
    ("autoscaling-001", Scene::Passes, "iam:PassRole autoscaling:CreateLaunchConfiguration autoscaling:UpdateAutoScalingGroup"),
    ("autoscaling-002", Scene::Passes, "iam:PassRole ec2:CreateLaunchTemplate autoscaling:UpdateAutoScalingGroup"),
    ("batch-001", Scene::Runs("aws_batch_job_definition"), "batch:SubmitJob"),
    ("batch-002", Scene::Passes, "iam:PassRole batch:RegisterJobDefinition batch:SubmitJob"),
    ("bedrock-003", Scene::Runs("aws_bedrockagentcore_agent_runtime"), "bedrock-agentcore:InvokeAgentRuntimeCommand"),
    ("bedrock-004", Scene::Passes, "iam:PassRole bedrock-agentcore:CreateAgentRuntime bedrock-agentcore:InvokeAgentRuntimeCommand"),
    ("bedrock-005", Scene::Runs("aws_bedrockagentcore_browser"), "bedrock-agentcore:StartBrowserSession bedrock-agentcore:ConnectBrowserAutomationStream"),
    ("bedrock-006", Scene::Passes, "iam:PassRole bedrock-agentcore:CreateBrowser bedrock-agentcore:StartBrowserSession bedrock-agentcore:ConnectBrowserAutomationStream"),
    ("codedeploy-001", Scene::Runs("aws_codedeploy_deployment_group"), "codedeploy:CreateDeployment codedeploy:RegisterApplicationRevision codedeploy:GetDeploymentConfig"),
    ("ec2-005", Scene::Passes, "iam:PassRole iam:RemoveRoleFromInstanceProfile iam:AddRoleToInstanceProfile ec2:RunInstances"),
    ("ec2-006", Scene::Runs("aws_instance"), "iam:PassRole ec2:ReplaceIamInstanceProfileAssociation ssm:SendCommand"),
    ("imagebuilder-001", Scene::Passes, "iam:PassRole imagebuilder:CreateComponent imagebuilder:CreateImageRecipe imagebuilder:CreateInfrastructureConfiguration imagebuilder:CreateImage"),
    ("omics-001", Scene::Passes, "iam:PassRole omics:CreateWorkflow omics:StartRun"),
    ("sso-001", Scene::User, "sso:CreatePermissionSet sso:AttachManagedPolicyToPermissionSet sso:CreateAccountAssignment"),
    ("sso-002", Scene::User, "sso:CreatePermissionSet sso:PutInlinePolicyToPermissionSet sso:CreateAccountAssignment"),
];

const SERVICES: [&str; 12] = [
    "bedrock-agentcore",
    "cloudformation",
    "codebuild",
    "datapipeline",
    "ec2",
    "ecs-tasks",
    "glue",
    "lambda",
    "omics",
    "sagemaker",
    "ssm",
    "tasks.apprunner",
];

impl Scene {
    fn start(self) -> &'static str {
        if self == Scene::Role {
            "role/start"
        } else {
            "user/start"
        }
    }

    fn with(self, permissions: &[&str]) -> Making {
        let statements = [allow(permissions, &["*"])];
        let attached = |name: &str| json!([{"PolicyArn": arn(&format!("policy/{name}"))}]);
        let services: Vec<String> = SERVICES
            .iter()
            .map(|name| format!("{name}.amazonaws.com"))
            .collect();
        let start = Making::default().user("start", &statements);
        match self {
            Scene::Passes => start.role(
                "target",
                &[trust(json!({"Service": services}))],
                &[everything()],
            ),
            Scene::Runs(kind) => start
                .role(
                    "target",
                    &[trust(json!({"Service": services}))],
                    &[everything()],
                )
                .runs(kind, "thing", "target"),
            Scene::Administrator => start.user("target", &[everything()]),
            Scene::Trusting => {
                start.role("target", &[trust(json!({"AWS": ACCOUNT}))], &[everything()])
            }
            Scene::User => start,
            Scene::Role => Making::default().role("start", &[], &statements),
            Scene::Member => start
                .with_user("GroupList", json!(["members"]))
                .group("members", &[]),
            Scene::Group => start.group("administrators", &[everything()]),
            Scene::OwnPolicy => Making::default()
                .user("start", &[])
                .with_user("AttachedManagedPolicies", attached("own"))
                .policy("own", &[&statements]),
            Scene::Weak => weak(start, &[]),
            Scene::WeakTrusting => weak(start, &[trust(json!({"AWS": ACCOUNT}))]),
            Scene::WeakUser => Making::default()
                .user("start", &[allow(permissions, &[&arn("user/weak")])])
                .user("weak", &[]),
        }
    }
}

/// A role that may look up who it is, by a managed policy.
fn weak(making: Making, trusted: &[Value]) -> Making {
    let look: &[Value] = &[allow(&["sts:GetCallerIdentity"], &["*"])];
    making
        .role("weak", trusted, &[])
        .with_role(
            "AttachedManagedPolicies",
            json!([{"PolicyArn": arn("policy/weak")}]),
        )
        .policy("weak", &[look])
}

fn permissions(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}

/// The known paths in a scene that some permissions suffice for.
fn sufficient(scene: Scene, given: &[&str]) -> Vec<&'static str> {
    let suffices = |needed: &str| {
        permissions(needed)
            .iter()
            .all(|needed| given.contains(needed))
    };
    PATHS
        .iter()
        .filter(|path| path.1 == scene && suffices(path.2))
        .map(|path| path.0)
        .collect()
}

#[test]
fn each_known_path_leads_there_and_needs_what_it_needs() {
    for (id, scene, needed) in PATHS {
        let needed = permissions(needed);
        let path = scene.with(&needed).path(scene.start());
        let path = path.unwrap_or_else(|| panic!("{id} leads nowhere"));
        assert_eq!(path.steps.len(), 1, "{id}: {path:?}");
        let step = &path.steps[0];
        assert!(
            sufficient(scene, &needed).contains(&step.via.as_str()),
            "{id}: {path:?}"
        );
        let (_, _, taken) = PATHS.iter().find(|path| path.0 == step.via).unwrap();
        let permitted: BTreeSet<&str> = step.permissions.iter().map(String::as_str).collect();
        assert_eq!(
            permitted,
            permissions(taken).into_iter().collect(),
            "{id}: {path:?}"
        );
        let cited: BTreeSet<&str> = step
            .statements
            .iter()
            .map(|cited| cited.allows.as_str())
            .collect();
        assert_eq!(cited, permitted, "{id}: {path:?}");
        for missing in &needed {
            let rest: Vec<&str> = needed
                .iter()
                .copied()
                .filter(|action| action != missing)
                .collect();
            let via = if rest.is_empty() {
                Vec::new()
            } else {
                scene.with(&rest).via(scene.start())
            };
            let others = sufficient(scene, &rest);
            assert_eq!(
                via.is_empty(),
                others.is_empty(),
                "{id} without {missing}: {via:?}"
            );
        }
    }
}

#[test]
fn what_is_not_there_is_not_changed() {
    for (id, scene, needed) in PATHS {
        let Scene::Runs(_) = scene else { continue };
        let making = Making {
            compute: Vec::new(),
            ..scene.with(&permissions(needed))
        };
        assert_eq!(making.path("user/start"), None, "{id}");
    }
}

#[test]
fn a_role_must_trust_the_service_and_be_passed_to_it() {
    for (id, _, needed) in PATHS.into_iter().filter(|path| path.1 == Scene::Passes) {
        let needed = permissions(needed);
        let role = |principal: Value| {
            Making::default()
                .user("start", &[allow(&needed, &["*"])])
                .role("target", &[trust(principal)], &[everything()])
        };
        assert_eq!(
            role(json!({"Service": "eks.amazonaws.com"})).path("user/start"),
            None,
            "{id}"
        );
        if !needed.contains(&"iam:PassRole") {
            continue;
        }
        let others: Vec<&str> = needed
            .iter()
            .copied()
            .filter(|action| *action != "iam:PassRole")
            .collect();
        let condition = json!({"StringEquals": {"iam:PassedToService": "eks.amazonaws.com"}});
        let elsewhere = crate::when(allow(&["iam:PassRole"], &["*"]), condition);
        let another = allow(&["iam:PassRole"], &[&arn("role/another")]);
        for pass in [elsewhere, another] {
            let making = Scene::Passes.with(&others);
            let policy = json!([{"PolicyName": "p", "PolicyDocument": crate::document(&[allow(&others, &["*"]), pass])}]);
            assert_eq!(
                making
                    .with_user("UserPolicyList", policy)
                    .path("user/start"),
                None,
                "{id}"
            );
        }
    }
}
