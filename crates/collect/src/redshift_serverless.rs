//! Reads of Redshift Serverless: namespaces, described in one call a page, and what the workgroups
//! of each say of TLS, listed once a Region.
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use calls::redshift_serverless::list_namespaces::{self, ListNamespaces};
use calls::redshift_serverless::list_tags_for_resource::ListTagsForResource;
use calls::redshift_serverless::list_workgroups::{ListWorkgroups, Workgroup};
use calls::{Call, Client};
use model::redshift_serverless::{Namespace, NamespaceKey, NamespaceTags, NamespaceTls};
use model::{Tags, Timestamp};

use crate::Aws;
use crate::describe::{Describe, Draws, Lens, Place, tags};
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Collected, Dated, Draw, Read, Reader};
use crate::shared::Shared;

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::describe::<Namespace>(),
    Reader::drawn::<NamespaceTls>(),
    Reader::each::<NamespaceTags>(),
];

impl Collected for Namespace {}

/// In the place of a key, where AWS owns it (Amazon Redshift Management Guide, "Changing the AWS KMS
/// key for a namespace").
const OWNED_BY_AWS: &str = "AWS_OWNED_KMS_KEY";

impl Describe for Namespace {
    type Call = ListNamespaces;
    type Row = list_namespaces::Namespace;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[&Lens::<NamespaceKey>(|namespace| {
        let key = present(namespace.kms_key_id.clone(), "kmsKeyId")?;
        match key.is_empty() {
            true => Err(Fault::odd("the response has an empty `kmsKeyId`")),
            false => Ok(Some(key).filter(|key| key != OWNED_BY_AWS)),
        }
    })];

    /// The list cannot be narrowed to one.
    fn call(_: Option<&str>) -> ListNamespaces {
        ListNamespaces::new()
    }
    fn rows(page: list_namespaces::Response, _: &Place) -> Vec<(String, Self::Row)> {
        let rows = page.namespaces.into_iter();
        rows.map(|row| (row.namespace_arn.clone(), row)).collect()
    }
}

/// The workgroups of a Region, by the ARN of their namespace.
struct Workgroups(BTreeMap<String, Vec<Workgroup>>);

async fn workgroups(aws: &Aws, region: &str) -> Answer<Workgroups> {
    let client = aws.client(Some(region), Client::new);
    let namespaces = ListNamespaces::new().send(&client).await;
    let namespaces =
        namespaces.map_err(|error| Fault::from(error).of("redshift-serverless:ListNamespaces"))?;
    let mut workgroups = ListWorkgroups::new().send(&client).await?.workgroups;
    let of = namespaces.namespaces.into_iter().map(|namespace| {
        let name = namespace.namespace_name;
        let own = workgroups.extract_if(.., |one| one.namespace_name.as_ref() == Some(&name));
        (namespace.namespace_arn, own.collect())
    });
    let of = of.collect();
    match workgroups.is_empty() {
        true => Ok(Workgroups(of)),
        false => Err(Fault::odd(
            "the response has a workgroup without a namespace",
        )),
    }
}

impl Draw for NamespaceTls {
    async fn draw(aws: &Aws, at: &At) -> Dated<BTreeMap<String, bool>> {
        let mut began: Timestamp = aws.now();
        let region = at.region.as_deref().unwrap_or_default();
        let all = Shared::get(aws, region, || workgroups(aws, region)).await;
        let answer = all.of(&mut began).and_then(|all| {
            let own = all.0.get(&*at.id);
            let own = own.ok_or_else(|| Fault::odd("the list does not contain it"))?;
            own.iter().map(require_ssl).collect()
        });
        Dated { at: began, answer }
    }
}

/// A workgroup's name, and whether it requires TLS.
fn require_ssl(workgroup: &Workgroup) -> Answer<(String, bool)> {
    let mut parameters = workgroup.config_parameters.iter().flatten();
    let own = parameters.find(|one| one.parameter_key.as_deref() == Some("require_ssl"));
    let required = match own.and_then(|one| one.parameter_value.as_deref()) {
        Some("true") => true,
        Some("false") => false,
        _ => {
            return Err(Fault::odd(
                "the response lacks `require_ssl` of a workgroup",
            ));
        }
    };
    Ok((workgroup.workgroup_name.clone(), required))
}

impl Read for NamespaceTags {
    async fn read(aws: &Aws, namespace: &At) -> Answer<Tags> {
        let client = aws.client(namespace.region.as_deref(), Client::new);
        let request = ListTagsForResource::new(&*namespace.id);
        let response = request.send(&client).await?;
        tags(response.tags.as_deref(), |tag| (&tag.key, &tag.value))
    }
}
