//! Which event changes which facts of which resource.
use controls::Controls;
use model::{Account, AccountRef, Kind, KindInfo, Need};

use crate::decode::DETAIL_TYPE;
use crate::look::touches;
use crate::signin;

/// An event, and what it changes.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The service, as `s3`: events of `s3.amazonaws.com` that EventBridge says are `aws.s3`.
    pub service: &'static str,
    /// The event's name, as `CloudTrail` writes it.
    pub name: &'static str,
    /// What it is about.
    pub about: About,
    /// The facts that it may have changed.
    pub facts: Facts,
    /// Whether it can break what it changes, repair it, or both.
    pub effect: Effect,
}

/// What an event is about.
#[derive(Clone, Copy, Debug)]
pub enum About {
    /// The account itself.
    Account,
    /// A resource that the event names.
    Resource {
        /// Its kind.
        kind: &'static KindInfo,
        /// Where its name stands in the event's detail (JSON pointers): the first that is there.
        named: &'static [&'static str],
        /// Its ARN, from the name and where the event happened.
        arn: fn(&AccountRef, &str, &str) -> String,
    },
    /// A resource that the event names by its ARN.
    Arn {
        /// Its kind.
        kind: &'static KindInfo,
        /// Where the ARN stands.
        named: &'static [&'static str],
    },
}

/// Which facts an event may have changed.
#[derive(Clone, Copy, Debug)]
pub enum Facts {
    /// Every fact of what it is about: it is new, or no more.
    All,
    /// These.
    These(&'static [Need]),
}

impl Row {
    /// The kind of what it is about.
    #[must_use]
    pub fn kind(&self) -> &'static KindInfo {
        match self.about {
            About::Account => Account::INFO,
            About::Resource { kind, .. } | About::Arn { kind, .. } => kind,
        }
    }

    /// Whether the root user does it to its own credentials.
    #[must_use]
    pub fn is_by_root(&self) -> bool {
        let same = |own: &Row| std::ptr::eq(own, self);
        crate::root::ROWS.iter().any(same)
    }

    /// What EventBridge calls events of its sort.
    pub(crate) fn detail_type(&self) -> &'static str {
        match self.service {
            signin::SERVICE => signin::DETAIL_TYPE,
            _ => DETAIL_TYPE,
        }
    }

    /// Whether it may have changed a fact.
    #[must_use]
    pub fn changes(&self, fact: &Need) -> bool {
        match self.facts {
            Facts::All => fact.kind.id == self.kind().id,
            Facts::These(facts) => facts.contains(fact),
        }
    }
}

/// What an event can do to the facts that it changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It sets a value, good or bad.
    Sets,
    /// It takes a protection away.
    Breaks,
    /// It takes a danger away.
    Repairs,
}

impl Effect {
    /// Whether the event can break something.
    #[must_use]
    pub fn breaks(self) -> bool {
        self != Self::Repairs
    }
    /// Whether the event can repair something.
    #[must_use]
    pub fn repairs(self) -> bool {
        self != Self::Breaks
    }
}

/// The whole table.
pub fn table() -> impl Iterator<Item = &'static Row> {
    let all = [
        crate::s3::ROWS,
        crate::iam::ROWS,
        crate::around_iam::ROWS,
        crate::cloudtrail::ROWS,
        crate::config::ROWS,
        crate::ec2::ROWS,
        crate::guardduty::ROWS,
        crate::inspector::ROWS,
        crate::kms::ROWS,
        crate::logs::ROWS,
        crate::alarms::ROWS,
        crate::rds::ROWS,
        crate::backup::ROWS,
        crate::dax::ROWS,
        crate::dynamodb::ROWS,
        crate::efs::ROWS,
        crate::elasticache::ROWS,
        crate::fsx::ROWS,
        crate::kafka::ROWS,
        crate::kinesis::ROWS,
        crate::opensearch::ROWS,
        crate::redshift::ROWS,
        crate::redshift_serverless::ROWS,
        crate::secretsmanager::ROWS,
        crate::sns::ROWS,
        crate::sqs::ROWS,
        crate::macie::ROWS,
        crate::security_hub::ROWS,
        crate::acm::ROWS,
        crate::apigateway::ROWS,
        crate::cloudfront::ROWS,
        crate::deliveries::ROWS,
        crate::eks::ROWS,
        crate::elb::ROWS,
        crate::lambda::ROWS,
        crate::route53::ROWS,
        crate::vpc::ROWS,
        crate::wafv2::ROWS,
        signin::ROWS,
        crate::root::ROWS,
    ];
    all.into_iter().flatten()
}

/// The row of an event by its plain name; of several, that of what the event names.
#[must_use]
pub fn find(service: &str, name: &str) -> Option<&'static Row> {
    table().find(|row| row.service == service && row.name == name)
}

/// Whether an event may change what some of these controls say.
#[must_use]
pub fn concerns(row: &Row, controls: &Controls) -> bool {
    controls.iter().any(|control| touches(row, *control))
}
