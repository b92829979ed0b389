//! The roster of services: one row each. A kind names its service, and what all kinds of a service
//! have in common follows from the row: which function reads it, where it exists, whose events
//! change it, which role fixes it, and under which part of the ledger its findings are kept.

/// An AWS service, as far as its resources are read.
#[derive(Clone, Copy, Debug)]
pub struct Service {
    /// As in the ids of its kinds (`rds` of `rds.db-instance`), and the part of the ledger.
    pub id: &'static str,
    /// As AWS's documentation writes it.
    pub name: &'static str,
    /// The function that reads it; `None` for what is not read from AWS.
    pub home: Option<Home>,
    /// Whether it has an endpoint in each Region or one in a partition.
    pub place: Place,
    /// Its endpoint prefix, by which AWS's endpoint data says in which Regions it exists.
    pub endpoint: &'static str,
    /// The source of its events: `rds` of `aws.rds` and `rds.amazonaws.com`.
    pub events: &'static str,
    /// The role that fixes its resources; `None` where nothing of it is fixed.
    pub family: Option<Family>,
}

impl PartialEq for Service {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
impl Eq for Service {}

/// Where a service is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In each Region.
    Regional,
    /// In the partition's home Region alone, from where `CloudTrail` delivers its events too.
    Global,
}

/// A function that audits. It reads all kinds of its services, and judges every control on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Home {
    /// Keys, and stores of data but S3.
    Encryption,
    /// Identities and what vouches for them.
    Iam,
    /// Trails, logs and alarms, and what detects.
    Logging,
    /// What traffic from outside passes through.
    Network,
    /// Buckets and access points.
    S3,
    /// What runs code.
    Workload,
}

impl Home {
    /// Every function that audits.
    pub const ALL: [Self; 6] = [
        Self::Encryption,
        Self::Iam,
        Self::Logging,
        Self::Network,
        Self::S3,
        Self::Workload,
    ];

    /// As in the function's name (`audit-s3`) and in its tasks.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Encryption => "encryption",
            Self::Iam => "iam",
            Self::Logging => "logging",
            Self::Network => "network",
            Self::S3 => "s3",
            Self::Workload => "workload",
        }
    }

    /// The function of this name.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|home| home.word() == word)
    }
}

/// A family of services that one role fixes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// IAM.
    Iam,
    /// The Key Management Service.
    Kms,
    /// S3 and S3 Control.
    S3,
}

impl Family {
    /// Every family.
    pub const ALL: [Self; 3] = [Self::Iam, Self::Kms, Self::S3];

    /// As in the names of roles.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Iam => "iam",
            Self::Kms => "kms",
            Self::S3 => "s3",
        }
    }
}

/// A regional service that is only read, whose id is also its endpoint prefix and event source.
const fn regional(id: &'static str, name: &'static str, home: Home) -> Service {
    Service {
        id,
        name,
        home: Some(home),
        place: Place::Regional,
        endpoint: id,
        events: id,
        family: None,
    }
}

/// The same of a global service.
const fn global(id: &'static str, name: &'static str, home: Home) -> Service {
    let place = Place::Global;
    Service {
        place,
        ..regional(id, name, home)
    }
}

/// Analyzers of access from outside.
pub const ACCESS_ANALYZER: Service = regional("access-analyzer", "IAM Access Analyzer", Home::Iam);
/// What the account and its Regions are known by.
pub const ACCOUNT: Service = global("account", "AWS Account Management", Home::Iam);
/// Certificates.
pub const ACM: Service = regional("acm", "AWS Certificate Manager", Home::Encryption);
/// Stages of REST, HTTP and `WebSocket` APIs.
pub const APIGATEWAY: Service = regional("apigateway", "Amazon API Gateway", Home::Network);
/// Backup vaults.
pub const BACKUP: Service = regional("backup", "AWS Backup", Home::Encryption);
/// Distributions.
pub const CLOUDFRONT: Service = global("cloudfront", "Amazon CloudFront", Home::Network);
/// Trails.
pub const CLOUDTRAIL: Service = regional("cloudtrail", "AWS CloudTrail", Home::Logging);
/// Identity pools.
pub const COGNITO: Service = Service {
    endpoint: "cognito-identity",
    events: "cognito-identity",
    ..regional("cognito", "Amazon Cognito", Home::Iam)
};
/// A Region's configuration recorder.
pub const CONFIG: Service = regional("config", "AWS Config", Home::Logging);
/// Caches of tables.
pub const DAX: Service = regional("dax", "Amazon DAX", Home::Encryption);
/// Tables.
pub const DYNAMODB: Service = regional("dynamodb", "Amazon DynamoDB", Home::Encryption);
/// Volumes, snapshots, and a Region's defaults for them.
pub const EBS: Service = Service {
    endpoint: "ec2",
    events: "ec2",
    ..regional("ebs", "Amazon EBS", Home::Encryption)
};
/// Instances, and a Region's defaults for them.
pub const EC2: Service = regional("ec2", "Amazon EC2", Home::Workload);
/// File systems.
pub const EFS: Service = Service {
    endpoint: "elasticfilesystem",
    events: "elasticfilesystem",
    ..regional("efs", "Amazon EFS", Home::Encryption)
};
/// Clusters of Kubernetes.
pub const EKS: Service = regional("eks", "Amazon EKS", Home::Workload);
/// Caches.
pub const ELASTICACHE: Service = regional("elasticache", "Amazon ElastiCache", Home::Encryption);
/// Load balancers of all types.
pub const ELB: Service = Service {
    endpoint: "elasticloadbalancing",
    events: "elasticloadbalancing",
    ..regional("elb", "Elastic Load Balancing", Home::Network)
};
/// File systems for Windows, Lustre, ONTAP and `OpenZFS`.
pub const FSX: Service = regional("fsx", "Amazon FSx", Home::Encryption);
/// Detectors.
pub const GUARDDUTY: Service = regional("guardduty", "Amazon GuardDuty", Home::Logging);
/// Users, groups, roles, policies.
pub const IAM: Service = Service {
    family: Some(Family::Iam),
    ..global("iam", "AWS IAM", Home::Iam)
};
/// Permission sets.
pub const IDENTITY_CENTER: Service = regional("sso", "IAM Identity Center", Home::Iam);
/// Scans of instances, images and functions.
pub const INSPECTOR: Service = regional("inspector2", "Amazon Inspector", Home::Logging);
/// Kafka clusters.
pub const KAFKA: Service = regional("kafka", "Amazon MSK", Home::Encryption);
/// Data streams.
pub const KINESIS: Service = regional("kinesis", "Amazon Kinesis", Home::Encryption);
/// Keys.
pub const KMS: Service = Service {
    family: Some(Family::Kms),
    ..regional("kms", "AWS KMS", Home::Encryption)
};
/// Functions.
pub const LAMBDA: Service = regional("lambda", "AWS Lambda", Home::Workload);
/// Log groups, and a Region's resource policies for them.
pub const LOGS: Service = regional("logs", "Amazon CloudWatch Logs", Home::Logging);
/// Discovery of sensitive data.
pub const MACIE: Service = regional("macie2", "Amazon Macie", Home::Logging);
/// Search domains.
pub const OPENSEARCH: Service = Service {
    endpoint: "es",
    events: "es",
    ..regional("opensearch", "Amazon OpenSearch Service", Home::Encryption)
};
/// The organisation, its accounts and its policies.
pub const ORGANIZATIONS: Service = global("organizations", "AWS Organizations", Home::Iam);
/// Databases, their clusters and snapshots.
pub const RDS: Service = regional("rds", "Amazon RDS", Home::Encryption);
/// Data warehouses on provisioned clusters.
pub const REDSHIFT: Service = regional("redshift", "Amazon Redshift", Home::Encryption);
/// Data warehouses without clusters.
pub const REDSHIFT_SERVERLESS: Service = regional(
    "redshift-serverless",
    "Amazon Redshift Serverless",
    Home::Encryption,
);
/// Trust anchors.
pub const ROLES_ANYWHERE: Service = regional("rolesanywhere", "IAM Roles Anywhere", Home::Iam);
/// Hosted zones.
pub const ROUTE53: Service = global("route53", "Amazon Route 53", Home::Network);
/// Buckets and access points.
pub const S3: Service = Service {
    family: Some(Family::S3),
    ..regional("s3", "Amazon S3", Home::S3)
};
/// Secrets.
pub const SECRETS_MANAGER: Service =
    regional("secretsmanager", "AWS Secrets Manager", Home::Encryption);
/// Checks by standards, and the findings of other services.
pub const SECURITY_HUB: Service = regional("securityhub", "AWS Security Hub CSPM", Home::Logging);
/// Bailiwick's own settings, which are read from no AWS.
pub const SETTINGS: Service = Service {
    home: None,
    ..regional("settings", "Bailiwick's settings", Home::Iam)
};
/// Sign-ins to the console.
pub const SIGN_IN: Service = global("signin", "AWS Sign-In", Home::Iam);
/// Topics.
pub const SNS: Service = regional("sns", "Amazon SNS", Home::Encryption);
/// Queues.
pub const SQS: Service = regional("sqs", "Amazon SQS", Home::Encryption);
/// Virtual private clouds.
pub const VPC: Service = Service {
    endpoint: "ec2",
    events: "ec2",
    ..regional("vpc", "Amazon VPC", Home::Network)
};
/// Web ACLs.
pub const WAFV2: Service = regional("wafv2", "AWS WAF", Home::Network);

/// Every service, by its id.
pub const SERVICES: &[&Service] = &[
    &ACCESS_ANALYZER,
    &ACCOUNT,
    &ACM,
    &APIGATEWAY,
    &BACKUP,
    &CLOUDFRONT,
    &CLOUDTRAIL,
    &COGNITO,
    &CONFIG,
    &DAX,
    &DYNAMODB,
    &EBS,
    &EC2,
    &EFS,
    &EKS,
    &ELASTICACHE,
    &ELB,
    &FSX,
    &GUARDDUTY,
    &IAM,
    &INSPECTOR,
    &KAFKA,
    &KINESIS,
    &KMS,
    &LAMBDA,
    &LOGS,
    &MACIE,
    &OPENSEARCH,
    &ORGANIZATIONS,
    &RDS,
    &REDSHIFT,
    &REDSHIFT_SERVERLESS,
    &ROLES_ANYWHERE,
    &ROUTE53,
    &S3,
    &SECRETS_MANAGER,
    &SECURITY_HUB,
    &SETTINGS,
    &SIGN_IN,
    &SNS,
    &SQS,
    &IDENTITY_CENTER,
    &VPC,
    &WAFV2,
];

#[cfg(test)]
mod tests {
    use super::{Home, SERVICES};

    #[test]
    fn each_service_is_there_once_in_order() {
        let ids: Vec<_> = SERVICES.iter().map(|service| service.id).collect();
        assert!(
            ids.is_sorted() && ids.windows(2).all(|two| two[0] != two[1]),
            "{ids:?}"
        );
    }

    #[test]
    fn every_function_is_the_home_of_a_service() {
        for home in Home::ALL {
            assert_eq!(Home::named(home.word()), Some(home));
            let own = SERVICES.iter().any(|service| service.home == Some(home));
            assert!(own, "`{}`", home.word());
        }
    }
}
