//! Events of Redshift Serverless, each in its own Region. Those of workgroups name no ARN of their
//! namespace: these ask for a sweep.
use model::redshift_serverless::{Namespace, NamespaceKey, NamespaceTls};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const NAMESPACE: About = About::Arn {
    kind: Namespace::INFO,
    named: &["/responseElements/namespace/namespaceArn"],
};
const KEY: &[Need] = &[NamespaceKey::NEED];
const TLS: &[Need] = &[NamespaceTls::NEED];

const fn row(name: &'static str, about: About, facts: Facts, effect: Effect) -> Row {
    Row {
        service: "redshift-serverless",
        name,
        about,
        facts,
        effect,
    }
}

pub(crate) const ROWS: &[Row] = &[
    row("CreateNamespace", NAMESPACE, Facts::All, Sets),
    row("UpdateNamespace", NAMESPACE, Facts::These(KEY), Sets),
    row("DeleteNamespace", NAMESPACE, Facts::All, Repairs),
    row("CreateWorkgroup", About::Account, Facts::These(TLS), Breaks),
    row("UpdateWorkgroup", About::Account, Facts::These(TLS), Sets),
    row(
        "DeleteWorkgroup",
        About::Account,
        Facts::These(TLS),
        Repairs,
    ),
];
