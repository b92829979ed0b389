//! The KMS key that the settings require for a bucket.
use model::s3::{Bucket, DefaultEncryption, Encryption};
use model::settings::Demanded;
use model::{Applicability, Arn, Change, Gap, Reason, Remedy, Resource, Settings, Undo};

pub(crate) const REMEDY: Remedy<Bucket> = Remedy {
    plan,
    applicability: Applicability::Review,
    undo: Undo::Residue(
        "objects written meanwhile keep the key; encryption cannot be less than SSE-S3",
    ),
};

/// The first entry of the settings that requires a key here.
pub(crate) fn demanded<'a>(
    bucket: Resource<Bucket>,
    settings: &'a Settings,
) -> Result<Option<&'a Demanded>, Gap> {
    let all = &settings.document.encryption.customer_key;
    for one in all.iter().filter(|one| one.names(bucket.name())) {
        if one.tag.is_none() || one.tagged(&bucket.tags()?) {
            return Ok(Some(one));
        }
    }
    Ok(None)
}

fn plan(bucket: Resource<Bucket>, settings: &Settings) -> Result<Change, Gap> {
    let unknown = |why: &str| bucket.gap::<Encryption>(Reason::failed(why));
    let key = demanded(bucket, settings)?.and_then(|one| one.key.as_ref());
    let key = key.ok_or_else(|| unknown("the settings require a key without naming one"))?;
    let region = key.value.parse::<Arn>().map(|arn| arn.region().to_owned());
    if region.ok().as_deref() != bucket.region() {
        return Err(unknown("the key in the settings belongs to another Region"));
    }
    let before = bucket.see::<Encryption>()?.clone().unwrap_or_default();
    let algorithm = match before.algorithm.starts_with("aws:kms") {
        true => before.algorithm,
        false => "aws:kms".into(),
    };
    bucket.change::<Encryption>(&Some(DefaultEncryption {
        // DSSE-KMS has no bucket keys.
        bucket_key: algorithm == "aws:kms",
        algorithm,
        key: Some(key.value.clone()),
        blocked: before.blocked,
    }))
}
