//! Writes of KMS keys, each in its own Region.
use collect::kms::client;
use collect::{Aws, Fault};
use model::kms::{KeyRotation, Rotation};

use crate::writer::{At, Reach, Write};

impl Write for KeyRotation {
    const REACH: Reach = Reach::Strengthens;

    fn strengthens(from: &Rotation, to: &Rotation) -> bool {
        match (from, to) {
            (Rotation::Off, Rotation::Every(_)) => true,
            (Rotation::Every(before), Rotation::Every(after)) => after <= before,
            (from, to) => from == to,
        }
    }

    fn impossible(to: &Rotation) -> Option<String> {
        let fixed = *to == Rotation::Fixed;
        fixed.then(|| "KMS leaves nothing to choose for such a key".into())
    }

    fn command(at: &At, to: &Rotation) -> String {
        let (region, id) = (at.region_option(), &at.id);
        match to {
            Rotation::Every(days) => format!(
                "aws kms enable-key-rotation {region}--key-id {id} --rotation-period-in-days {days}"
            ),
            Rotation::Off | Rotation::Fixed => {
                format!("aws kms disable-key-rotation {region}--key-id {id}")
            }
        }
    }

    async fn write(aws: &Aws, at: &At, to: &Rotation) -> Result<(), Fault> {
        let client = client(aws, at.region.as_deref());
        match to {
            Rotation::Every(days) => {
                let request = client.enable_key_rotation().key_id(&at.id);
                request.rotation_period_in_days(*days).send().await?;
            }
            Rotation::Off => {
                client.disable_key_rotation().key_id(&at.id).send().await?;
            }
            Rotation::Fixed => return Err(Fault::odd("such a key is left as it is")),
        }
        Ok(())
    }
}
