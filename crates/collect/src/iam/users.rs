//! What one list returns of all users: virtual MFA devices, service-specific credentials.
use std::collections::HashMap;
use std::sync::Arc;

use aws_sdk_iam::operation::list_service_specific_credentials::ListServiceSpecificCredentialsOutput;
use aws_sdk_iam::operation::list_virtual_mfa_devices::ListVirtualMfaDevicesOutput;
use aws_sdk_iam::types::{AssignmentStatusType, ServiceSpecificCredentialMetadata, StatusType};
use model::iam::{RootVirtualMfa, ServiceCredential, ServiceCredentials, UserVirtualMfa};

use super::{client, last_part, time};
use crate::Aws;
use crate::fault::{Answer, Fault, present, present_id};
use crate::pages;
use crate::reader::{At, Dated, Draw};
use crate::shared::Shared;

/// The serial numbers of assigned virtual MFA devices, by the user's ARN.
type Devices = HashMap<String, Vec<String>>;

async fn devices(aws: &Aws) -> Dated<Arc<Devices>> {
    Shared::get(aws, "", || fetch_devices(aws)).await
}

async fn fetch_devices(aws: &Aws) -> Answer<Devices> {
    let builder = client(aws).list_virtual_mfa_devices();
    let builder = builder.assignment_status(AssignmentStatusType::Assigned);
    let request = |token| builder.clone().set_marker(token).send();
    let mut devices = Devices::new();
    let take = |page: ListVirtualMfaDevicesOutput| {
        for device in page.virtual_mfa_devices {
            let user = present(device.user, "User")?;
            let own = devices.entry(present_id(user.arn, "Arn")?).or_default();
            own.push(device.serial_number);
        }
        Ok(())
    };
    pages::each(request, ListVirtualMfaDevicesOutput::marker, take).await?;
    Ok(devices)
}

impl Draw for UserVirtualMfa {
    async fn draw(aws: &Aws, at: &At) -> Dated<Vec<String>> {
        let own = |all: &Devices| all.get(&*at.id).cloned().unwrap_or_default();
        devices(aws).await.draw(|all| Ok(own(all)))
    }
}

impl Draw for RootVirtualMfa {
    async fn draw(aws: &Aws, _: &At) -> Dated<Vec<String>> {
        let root = aws.account().arn();
        let own = |all: &Devices| all.get(&root).cloned().unwrap_or_default();
        devices(aws).await.draw(|all| Ok(own(all)))
    }
}

/// Service-specific credentials by user name.
struct OfServices(HashMap<String, Vec<ServiceCredential>>);

impl Draw for ServiceCredentials {
    async fn draw(aws: &Aws, at: &At) -> Dated<Vec<ServiceCredential>> {
        let name = last_part(&at.id);
        let all: Dated<Arc<OfServices>> = Shared::get(aws, "", || of_services(aws)).await;
        all.draw(|all| Ok(all.0.get(name).cloned().unwrap_or_default()))
    }
}

async fn of_services(aws: &Aws) -> Answer<OfServices> {
    let builder = client(aws).list_service_specific_credentials();
    let builder = builder.all_users(true);
    let request = |token| builder.clone().set_marker(token).send();
    let mut all = OfServices(HashMap::new());
    let take = |page: ListServiceSpecificCredentialsOutput| {
        let page = page.service_specific_credentials;
        for metadata in present(page, "ServiceSpecificCredentials")? {
            let name = present_id(metadata.user_name.clone(), "UserName")?;
            all.0.entry(name).or_default().push(credential(metadata)?);
        }
        Ok(())
    };
    pages::each(request, ListServiceSpecificCredentialsOutput::marker, take).await?;
    Ok(all)
}

fn credential(metadata: ServiceSpecificCredentialMetadata) -> Answer<ServiceCredential> {
    let created = time(&metadata.create_date);
    Ok(ServiceCredential {
        id: metadata.service_specific_credential_id,
        service: metadata.service_name,
        active: metadata.status == StatusType::Active,
        created: created.ok_or_else(|| Fault::odd("a credential of no time"))?,
        expires: metadata.expiration_date.as_ref().and_then(time),
    })
}
