//! Reads of AWS Config: a Region's configuration recorder, how it fares, and whether what it records
//! is delivered.
#[cfg(test)]
mod tests;

use calls::config::describe_configuration_recorder_status::DescribeConfigurationRecorderStatus;
use calls::config::describe_configuration_recorders::{
    DescribeConfigurationRecorders, RecordingGroup,
};
use calls::config::describe_delivery_channels::DescribeDeliveryChannels;
use calls::{Call, Client};
use model::config::{ConfigRecorder, Recorder, Records};

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[Reader::each::<ConfigRecorder>()];

impl Read for ConfigRecorder {
    /// A list that is left out is empty: AWS Config answers so where there is no recorder.
    async fn read(aws: &Aws, region: &At) -> Answer<Option<Recorder>> {
        let client = aws.client(Some(&region.id), Client::new);
        let recorders = DescribeConfigurationRecorders::new().send(&client).await?;
        let recorders = recorders.configuration_recorders.unwrap_or_default();
        // A service principal owns a service-linked recorder, which is no recorder of the account's.
        let mut own = recorders.into_iter();
        let Some(own) = own.find(|one| one.service_principal.is_none()) else {
            return Ok(None);
        };
        let statuses = DescribeConfigurationRecorderStatus::new()
            .send(&client)
            .await;
        let statuses = statuses
            .map_err(|error| Fault::from(error).of("config:DescribeConfigurationRecorderStatus"))?;
        let statuses = statuses.configuration_recorders_status.unwrap_or_default();
        let status = statuses.into_iter().find(|one| one.name == own.name);
        let status = present(status, "the status of the recorder")?;
        let channels = DescribeDeliveryChannels::new().send(&client).await;
        let channels =
            channels.map_err(|error| Fault::from(error).of("config:DescribeDeliveryChannels"))?;
        Ok(Some(Recorder {
            role: present(own.role_arn, "roleARN")?,
            records: records(present(own.recording_group, "recordingGroup")?)?,
            name: own.name,
            recording: present(status.recording, "recording")?,
            last_status: status.last_status.filter(|status| !status.is_empty()),
            delivered: channels
                .delivery_channels
                .is_some_and(|all| !all.is_empty()),
        }))
    }
}

/// By its recording strategy; one that says none is older than strategies, and of two sorts alone
/// (AWS Config API reference, `RecordingGroup`).
fn records(group: RecordingGroup) -> Answer<Records> {
    let strategy = group.recording_strategy.and_then(|one| one.use_only);
    let all = || present(group.all_supported, "allSupported");
    let these = group.resource_types.unwrap_or_default();
    match strategy.as_deref() {
        Some("ALL_SUPPORTED_RESOURCE_TYPES") => Ok(Records::All {
            global: present(
                group.include_global_resource_types,
                "includeGlobalResourceTypes",
            )?,
        }),
        Some("EXCLUSION_BY_RESOURCE_TYPES") => {
            let but = group.exclusion_by_resource_types;
            let but = present(but, "exclusionByResourceTypes")?;
            Ok(Records::AllBut(present(
                but.resource_types,
                "exclusionByResourceTypes",
            )?))
        }
        Some("INCLUSION_BY_RESOURCE_TYPES") => Ok(Records::These(these)),
        Some(other) => Err(Fault::odd(format!(
            "`{other}` is no known recording strategy"
        ))),
        None if all()? => Ok(Records::All {
            global: present(
                group.include_global_resource_types,
                "includeGlobalResourceTypes",
            )?,
        }),
        None => Ok(Records::These(these)),
    }
}
