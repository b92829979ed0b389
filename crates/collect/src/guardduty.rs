//! Reads of GuardDuty: the detector of the account in a Region.
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use calls::Call;
use calls::guardduty::Client;
use calls::guardduty::get_detector::GetDetector;
use calls::guardduty::list_detectors::ListDetectors;
use model::guardduty::{Detector, GuardDuty};

use crate::Aws;
use crate::fault::{Answer, Fault, present};
use crate::reader::{At, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[Reader::each::<GuardDuty>()];

impl Read for GuardDuty {
    async fn read(aws: &Aws, region: &At) -> Answer<Option<Detector>> {
        let client = aws.client(Some(&region.id), Client::new);
        let detectors = ListDetectors::new().send(&client).await?.detector_ids;
        let id = match &*detectors {
            [] => return Ok(None),
            [id] => id,
            _ => return Err(Fault::odd("there are several detectors in the Region")),
        };
        let response = GetDetector::new(id).send(&client).await;
        let of = |error| Fault::from(error).of("guardduty:GetDetector");
        let response = response.map_err(of)?;
        let features = present(response.features, "features")?.into_iter();
        let features = features.map(|feature| {
            let name = present(feature.name, "name")?;
            Ok((name, is_enabled(feature.status)?))
        });
        Ok(Some(Detector {
            enabled: is_enabled(response.status)?,
            features: features.collect::<Answer<BTreeMap<_, _>>>()?,
        }))
    }
}

fn is_enabled(status: Option<String>) -> Answer<bool> {
    match &*present(status, "status")? {
        "ENABLED" => Ok(true),
        "DISABLED" => Ok(false),
        other => Err(Fault::odd(format!("`{other}` is no known status"))),
    }
}
