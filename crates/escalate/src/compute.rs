//! What runs with a role: its kind, told from many spellings, and the ARN it goes by.

/// A kind of thing that runs with a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    AgentRuntime,
    Analytics,
    AppService,
    BatchJob,
    Beanstalk,
    Browser,
    Canary,
    Cluster,
    DeploymentGroup,
    DevEndpoint,
    Domain,
    Function,
    Gateway,
    Harness,
    Instance,
    Interpreter,
    Job,
    MicroVm,
    Notebook,
    Pipeline,
    Project,
    Session,
    Stack,
    StateMachine,
    Task,
    WebFunction,
    WorkGroup,
}

/// How a kind is spelt, and what its resource type is.
struct Spelling {
    kind: Kind,
    /// The kind is told by one of these, in lower case without signs; first come, first served.
    words: &'static [&'static str],
    /// The resource type in the service authorisation reference.
    resource_type: &'static str,
    /// The ARN from its service on; `{}` is the name.
    arn: &'static str,
}

const fn spelling(
    kind: Kind,
    words: &'static [&'static str],
    resource_type: &'static str,
    arn: &'static str,
) -> Spelling {
    Spelling {
        kind,
        words,
        resource_type,
        arn,
    }
}

/// Where an ARN holds an id that the name does not tell, `*` stands for it.
#[rustfmt::skip]
static SPELLINGS: [Spelling; 27] = [
    spelling(Kind::Beanstalk, &["elasticbeanstalk"], "environment", "elasticbeanstalk:*:@:environment/*/*"),
    spelling(Kind::Canary, &["canary"], "canary", "synthetics:*:@:canary:{}"),
    spelling(Kind::MicroVm, &["microvm"], "microvmImage", "lambda:*:@:microvm-image:*"),
    spelling(Kind::WebFunction, &["webfunction"], "webFunction", "lambda:*:@:web-function/{}"),
    spelling(Kind::WorkGroup, &["athenaworkgroup"], "workgroup", "athena:*:@:workgroup/{}"),
    spelling(Kind::AgentRuntime, &["agentruntime", "agentcoreruntime"], "runtime", "bedrock-agentcore:*:@:runtime/*"),
    spelling(Kind::Browser, &["agentcorebrowser", "browser"], "browser-custom", "bedrock-agentcore:*:@:browser*/*"),
    spelling(Kind::Gateway, &["agentcoregateway"], "gateway", "bedrock-agentcore:*:@:gateway/*"),
    spelling(Kind::Harness, &["harness"], "harness", "bedrock-agentcore:*:@:harness/*"),
    spelling(Kind::BatchJob, &["batchjob", "jobdefinition"], "job-definition", "batch:*:@:job-definition/*"),
    spelling(Kind::DeploymentGroup, &["deploymentgroup", "codedeploy"], "deploymentgroup", "codedeploy:*:@:deploymentgroup:*"),
    spelling(Kind::Analytics, &["kinesisanalytics"], "application", "kinesisanalytics:*:@:application/{}"),
    spelling(Kind::AppService, &["apprunner"], "service", "apprunner:*:@:service/{}/*"),
    spelling(Kind::Cluster, &["emrcluster", "elasticmapreduce"], "cluster", "elasticmapreduce:*:@:cluster/*"),
    spelling(Kind::DevEndpoint, &["devendpoint"], "devendpoint", "glue:*:@:devEndpoint/{}"),
    spelling(Kind::Session, &["gluesession", "interactivesession"], "session", "glue:*:@:session/{}"),
    spelling(Kind::Job, &["gluejob"], "job", "glue:*:@:job/{}"),
    spelling(Kind::Function, &["lambda", "function"], "function", "lambda:*:@:function:{}"),
    spelling(Kind::Notebook, &["notebook"], "notebook-instance", "sagemaker:*:@:notebook-instance/{}"),
    spelling(Kind::Domain, &["sagemakerdomain", "sagemakeruserprofile", "studio"], "user-profile", "sagemaker:*:@:user-profile/*"),
    spelling(Kind::Interpreter, &["interpreter"], "code-interpreter-custom", "bedrock-agentcore:*:@:code-interpreter*/*"),
    spelling(Kind::Pipeline, &["codepipeline"], "pipeline", "codepipeline:*:@:{}"),
    spelling(Kind::Project, &["codebuild", "project"], "project", "codebuild:*:@:project/{}"),
    spelling(Kind::StateMachine, &["sfn", "statemachine", "stepfunction"], "statemachine", "states:*:@:stateMachine:{}"),
    spelling(Kind::Stack, &["cloudformationstack", "stack"], "stack", "cloudformation:*:@:stack/{}/*"),
    spelling(Kind::Task, &["ecs", "task"], "task-definition", "ecs:*:@:task-definition/*"),
    spelling(Kind::Instance, &["instance", "ec2"], "instance", "ec2:*:@:instance/{}"),
];

/// Types that hold a word of another kind, and are none.
const OTHERS: [&str; 4] = ["stackset", "dbinstance", "rdsinstance", "ec2fleet"];

/// A spelling of each kind.
pub(super) fn kinds() -> impl Iterator<Item = &'static str> {
    SPELLINGS
        .iter()
        .filter_map(|spelling| spelling.words.first())
        .copied()
}

impl Kind {
    /// The kind that a type stands for: `aws_lambda_function`, `AWS::Lambda::Function`, `function`.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let letters = |c: &char| c.is_ascii_alphanumeric();
        let plain: String = text
            .chars()
            .filter(letters)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if OTHERS.iter().any(|other| plain.contains(other)) {
            return None;
        }
        let spelt = |spelling: &&Spelling| spelling.words.iter().any(|word| plain.contains(word));
        SPELLINGS.iter().find(spelt).map(|spelling| spelling.kind)
    }

    /// The kind that goes by this name in the table of techniques.
    pub(super) fn named(name: &str) -> Option<Self> {
        let spelling = SPELLINGS
            .iter()
            .find(|spelling| format!("{:?}", spelling.kind) == name);
        spelling.map(|spelling| spelling.kind)
    }

    /// Its resource type in the service authorisation reference.
    pub(super) fn resource_type(self) -> &'static str {
        self.spelling()
            .map_or("", |spelling| spelling.resource_type)
    }

    /// The pattern of ARNs that something of this kind may go by.
    pub(super) fn pattern(self, name: &str, partition: &str, account: &str) -> String {
        if name.starts_with("arn:") {
            return name.to_owned();
        }
        let has_name = match self {
            // Instances go by their id, which is not always what a list calls them.
            Kind::Instance => name.starts_with("i-"),
            _ => !name.is_empty(),
        };
        let form = self.spelling().map_or("*", |spelling| spelling.arn);
        let name = if has_name { name } else { "*" };
        format!(
            "arn:{partition}:{}",
            form.replace('@', account).replace("{}", name)
        )
    }

    fn spelling(self) -> Option<&'static Spelling> {
        SPELLINGS.iter().find(|spelling| spelling.kind == self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_read_in_many_spellings() {
        for (text, kind) in [
            ("aws_lambda_function", Some(Kind::Function)),
            ("AWS::Lambda::Function", Some(Kind::Function)),
            ("function", Some(Kind::Function)),
            ("aws_instance", Some(Kind::Instance)),
            ("EC2 instance", Some(Kind::Instance)),
            ("aws_sagemaker_notebook_instance", Some(Kind::Notebook)),
            ("aws_glue_dev_endpoint", Some(Kind::DevEndpoint)),
            ("aws_glue_job", Some(Kind::Job)),
            ("aws_ecs_task_definition", Some(Kind::Task)),
            ("aws_ecs_service", Some(Kind::Task)),
            ("AWS::CloudFormation::Stack", Some(Kind::Stack)),
            ("AWS::CloudFormation::StackSet", None),
            ("aws_codebuild_project", Some(Kind::Project)),
            (
                "aws_bedrockagentcore_code_interpreter",
                Some(Kind::Interpreter),
            ),
            ("aws_apprunner_service", Some(Kind::AppService)),
            ("aws_db_instance", None),
            ("AWS::Foo::Bar", None),
        ] {
            assert_eq!(Kind::parse(text), kind, "{text}");
        }
        let pattern = Kind::Function.pattern("f", "aws", "111122223333");
        assert_eq!(pattern, "arn:aws:lambda:*:111122223333:function:f");
    }
}
