//! Reads of EBS, which EC2 answers: volumes, described in one call a page, and a Region's default.
use calls::ec2::describe_volumes::{self, DescribeVolumes};
use calls::ec2::get_ebs_encryption_by_default::GetEbsEncryptionByDefault;
use calls::{Call, Client};
use model::ebs::{EncryptionByDefault, Volume, VolumeEncrypted, VolumeTags};

use crate::Aws;
use crate::describe::{Describe, Draws, Lens, Place, tags};
use crate::fault::{Answer, present};
use crate::reader::{At, Collected, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::describe::<Volume>(),
    Reader::each::<EncryptionByDefault>(),
];

impl Collected for Volume {
    const GONE: &'static [&'static str] = &[describe_volumes::INVALID_VOLUME_NOT_FOUND];
}

impl Describe for Volume {
    type Call = DescribeVolumes;
    type Row = describe_volumes::Volume;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<VolumeEncrypted>(|volume| present(volume.encrypted, "Encrypted")),
        &Lens::<VolumeTags>(|volume| {
            tags(volume.tags.as_deref().or(Some(&[])), |tag| {
                (&tag.key, &tag.value)
            })
        }),
    ];

    fn call(only: Option<&str>) -> DescribeVolumes {
        let all = DescribeVolumes::new();
        DescribeVolumes {
            volume_ids: only.map(|id| vec![id.into()]),
            // EC2 takes a page's size or ids, not both.
            max_results: all.max_results.filter(|_| only.is_none()),
            ..all
        }
    }
    fn rows(page: describe_volumes::Response, place: &Place) -> Vec<(String, Self::Row)> {
        let arn = |id: &str| place.arn("ec2", &format!("volume/{id}"));
        let rows = page.volumes.into_iter();
        rows.map(|volume| (arn(&volume.volume_id), volume))
            .collect()
    }
}

impl Read for EncryptionByDefault {
    async fn read(aws: &Aws, region: &At) -> Answer<bool> {
        let client = aws.client(region.region.as_deref(), Client::new);
        let response = GetEbsEncryptionByDefault::new().send(&client).await?;
        present(response.ebs_encryption_by_default, "EbsEncryptionByDefault")
    }
}
