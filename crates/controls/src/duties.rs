//! AWS's part of each service, written once: a control adds what is left to the customer.
//!
//! AWS's part as the service's own pages state it: S3 User Guide, "Security best practices" and
//! "Data protection"; IAM User Guide, "Policy evaluation logic"; the "Security" chapters of the others.
use model::{Layer, Responsibility};

/// A service, and what AWS does there that a control builds on.
#[derive(Clone, Copy)]
pub(crate) struct Service {
    name: &'static str,
    aws: &'static str,
    shared: bool,
}

impl Service {
    const fn new(name: &'static str, aws: &'static str) -> Self {
        Self {
            name,
            aws,
            shared: true,
        }
    }

    const fn leaves(self, layer: Layer, customer: &'static str) -> Responsibility {
        Responsibility {
            service: self.name,
            aws: self.aws,
            customer,
            layer,
            shared: self.shared,
        }
    }

    /// The responsibility of a control in the identity layer: what is left to the customer.
    pub(crate) const fn identity(self, customer: &'static str) -> Responsibility {
        self.leaves(Layer::Identity, customer)
    }

    /// The same in the network layer.
    pub(crate) const fn network(self, customer: &'static str) -> Responsibility {
        self.leaves(Layer::Network, customer)
    }

    /// The same in the data layer.
    pub(crate) const fn data(self, customer: &'static str) -> Responsibility {
        self.leaves(Layer::Data, customer)
    }

    /// The same in the detection layer.
    pub(crate) const fn detection(self, customer: &'static str) -> Responsibility {
        self.leaves(Layer::Detection, customer)
    }

    /// The same in the recovery layer.
    pub(crate) const fn recovery(self, customer: &'static str) -> Responsibility {
        self.leaves(Layer::Recovery, customer)
    }
}

pub(crate) const CLOUDWATCH_ALARMS: Service = Service::new(
    "Amazon CloudWatch",
    "matches log events with metric filters, evaluates alarms on the metrics, and invokes their actions",
);
pub(crate) const CLOUDWATCH_LOGS: Service = Service::new(
    "Amazon CloudWatch Logs",
    "encrypts log groups, and stores log events for as long as the retention of their log group says",
);
pub(crate) const CONFIG: Service = Service::new(
    "AWS Config",
    "records the configuration of the resource types that the configuration recorder includes",
);
const S3: &str = "Amazon S3";
/// Who can reach a bucket.
pub(crate) const S3_ACCESS: Service = Service::new(
    S3,
    "evaluates bucket policies, ACLs and Block Public Access on every request",
);
/// What becomes of objects.
pub(crate) const S3_STORAGE: Service = Service::new(
    S3,
    "stores objects durably across the Availability Zones of one Region",
);
pub(crate) const S3_TLS: Service = Service::new(
    S3,
    "serves HTTPS, and HTTP unless the bucket policy denies it",
);
pub(crate) const S3_ENCRYPTION: Service = Service::new(
    S3,
    "encrypts every new object, with S3 managed keys (SSE-S3) unless another key is configured",
);
pub(crate) const S3_CUSTOMER_KEYS: Service = Service::new(
    S3,
    "encrypts with a customer-provided key (SSE-C) on request and does not store the key; new \
     buckets block SSE-C since April 2026",
);
pub(crate) const S3_NAMES: Service = Service::new(
    S3,
    "assigns a bucket name in the global namespace to the first account that creates it",
);
pub(crate) const S3_REPLICATION: Service = Service::new(
    S3,
    "replicates objects to the destinations of the enabled replication rules",
);
pub(crate) const S3_LOGS: Service = Service::new(
    S3,
    "delivers server access logs to the configured bucket on a best-effort basis",
);
pub(crate) const BACKUP: Service = Service::new(
    "AWS Backup",
    "runs backup jobs, and stores recovery points encrypted as it or their source is configured",
);
pub(crate) const DAX: Service = Service::new(
    "Amazon DAX",
    "runs and patches the nodes, and encrypts data and connections of a cluster that is created so",
);
pub(crate) const DYNAMODB: Service = Service::new(
    "Amazon DynamoDB",
    "encrypts every table at rest, with an AWS owned key unless a KMS key is chosen",
);
pub(crate) const ACM: Service = Service::new(
    "AWS Certificate Manager",
    "protects the private keys of certificates, and renews those that it issued",
);
pub(crate) const API_GATEWAY: Service = Service::new(
    "Amazon API Gateway",
    "accepts HTTPS alone at its endpoints, and caches and logs as each stage is configured",
);
pub(crate) const CLOUDFRONT: Service = Service::new(
    "Amazon CloudFront",
    "answers viewers and connects to origins over the protocols that a distribution admits",
);
pub(crate) const EBS: Service = Service::new(
    "Amazon EBS",
    "encrypts the data, the snapshots and the traffic of a volume that is created encrypted",
);
pub(crate) const EC2: Service = Service::new(
    "Amazon EC2",
    "isolates instances from each other, and enforces the options that are set on each",
);
pub(crate) const EFS: Service = Service::new(
    "Amazon EFS",
    "stores files redundantly, and encrypts a file system that is created encrypted",
);
pub(crate) const ELASTICACHE: Service = Service::new(
    "Amazon ElastiCache",
    "runs the nodes, and encrypts data and connections as they are configured",
);
pub(crate) const FSX: Service = Service::new(
    "Amazon FSx",
    "runs the file servers, and encrypts every file system at rest, with an AWS managed key unless another is chosen",
);
pub(crate) const KINESIS: Service = Service::new(
    "Amazon Kinesis",
    "stores records redundantly, and encrypts them where encryption is enabled",
);
pub(crate) const MSK: Service = Service::new(
    "Amazon MSK",
    "runs and patches the brokers, encrypts data at rest, and serves TLS as it is configured",
);
pub(crate) const OPENSEARCH: Service = Service::new(
    "Amazon OpenSearch Service",
    "runs the nodes, and encrypts and logs as the domain is configured",
);
pub(crate) const EKS: Service = Service::new(
    "Amazon EKS",
    "runs the Kubernetes control plane, and encrypts its data with a key of its own",
);
pub(crate) const ELB: Service = Service::new(
    "Elastic Load Balancing",
    "terminates TLS as each listener is configured, and patches what runs the load balancer",
);
pub(crate) const LAMBDA: Service = Service::new(
    "AWS Lambda",
    "isolates functions, and encrypts their environment variables at rest",
);
pub(crate) const RDS: Service = Service::new(
    "Amazon RDS",
    "runs the database hosts, and backs up, patches and encrypts databases as they are configured",
);
/// Who can use a key.
pub(crate) const KMS_ACCESS: Service = Service::new(
    "AWS KMS",
    "evaluates key policies, grants and IAM policies on every request, and never returns key \
     material in plaintext",
);
pub(crate) const ROUTE53: Service = Service::new(
    "Amazon Route 53",
    "answers queries for hosted zones from its name servers",
);
pub(crate) const VPC: Service = Service::new(
    "Amazon VPC",
    "isolates virtual networks from each other, and delivers the flow logs that are created",
);
pub(crate) const WAF: Service = Service::new(
    "AWS WAF",
    "evaluates the rules of a web ACL on every request to the resources it protects",
);
pub(crate) const KMS: Service = Service::new(
    "AWS KMS",
    "generates, protects and uses key material in hardware security modules, and rotates it \
     where rotation is enabled",
);
pub(crate) const REDSHIFT: Service = Service::new(
    "Amazon Redshift",
    "runs and patches the nodes, and encrypts and logs as clusters and workgroups are configured",
);
pub(crate) const SECRETS_MANAGER: Service = Service::new(
    "AWS Secrets Manager",
    "encrypts secrets, starts rotation on schedule and records the day of the last read",
);
pub(crate) const SNS: Service = Service::new(
    "Amazon SNS",
    "delivers messages, and encrypts them with the KMS key that is configured",
);
pub(crate) const SQS: Service = Service::new(
    "Amazon SQS",
    "stores messages redundantly, and encrypts new queues with SSE-SQS unless told otherwise",
);

pub(crate) const GUARDDUTY: Service = Service::new(
    "Amazon GuardDuty",
    "analyzes the logs and the workloads of the protections that are enabled, and reports threats",
);
pub(crate) const INSPECTOR: Service = Service::new(
    "Amazon Inspector",
    "scans the resources of the enabled scan types for vulnerabilities, and again as new ones are \
     published",
);
pub(crate) const MACIE: Service = Service::new(
    "Amazon Macie",
    "evaluates the S3 buckets of the account, and samples objects for sensitive data where it is \
     enabled",
);
pub(crate) const SECURITY_HUB: Service = Service::new(
    "AWS Security Hub CSPM",
    "runs the checks of the enabled standards, and collects the findings of other services",
);

const IAM: &str = "AWS IAM";
pub(crate) const IAM_POLICIES: Service = Service::new(
    IAM,
    "evaluates every policy that applies to a request before allowing it",
);
pub(crate) const IAM_GRAMMAR: Service = Service::new(
    IAM,
    "rejects policy documents that violate the policy grammar",
);
pub(crate) const IAM_LAST_ACCESSED: Service = Service::new(
    IAM,
    "records when a principal last attempted to access each service",
);
pub(crate) const IAM_CREDENTIALS: Service = Service::new(
    IAM,
    "authenticates every sign-in and verifies the signature of every request",
);
pub(crate) const IAM_PASSWORDS: Service = Service::new(
    IAM,
    "enforces the account's password policy when a user sets a password",
);
pub(crate) const IAM_ROOT: Service = Service::new(
    IAM,
    "authenticates the root user, whose permissions no IAM policy limits",
);
pub(crate) const IAM_FEDERATION: Service = Service::new(
    IAM,
    "verifies that a token was signed by the identity provider and has not expired",
);
pub(crate) const IAM_CERTIFICATES: Service = Service::new(
    IAM,
    "stores the server certificates that are uploaded to it",
);
pub(crate) const CLOUDTRAIL: Service = Service::new(
    "AWS CloudTrail",
    "records every management event, and delivers events to the trails that are configured",
);
pub(crate) const ORGANIZATIONS: Service = Service::new(
    "AWS Organizations",
    "enforces the organization's policies in its member accounts",
);
pub(crate) const ACCOUNT_MANAGEMENT: Service = Service::new(
    "AWS Account Management",
    "sends security notices to the contacts of the account",
);
pub(crate) const ACCESS_ANALYZER: Service = Service::new(
    "IAM Access Analyzer",
    "analyzes resource policies for external access in every Region with an active analyzer",
);
pub(crate) const BAILIWICK: Service = Service {
    shared: false,
    ..Service::new("Bailiwick", "stores the settings document and its versions")
};
