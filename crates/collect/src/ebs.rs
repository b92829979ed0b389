//! Reads of EBS, which EC2 answers: volumes and snapshots, described in one call a page, and a Region's
//! default.
use calls::ec2::describe_snapshots::{self, DescribeSnapshots};
use calls::ec2::describe_volumes::{self, DescribeVolumes};
use calls::ec2::get_ebs_encryption_by_default::GetEbsEncryptionByDefault;
use calls::{Call, Client};
use model::ebs::{
    EncryptionByDefault, Volume, VolumeEncrypted, VolumeSnapshot, VolumeSnapshotEncrypted,
    VolumeSnapshotTags, VolumeTags,
};

use crate::Aws;
use crate::describe::{Describe, Draws, Lens, Place, tags};
use crate::fault::{Answer, present};
use crate::reader::{At, Collected, Read, Reader};

/// Everything that this module reads.
pub const READERS: &[Reader] = &[
    Reader::describe::<Volume>(),
    Reader::describe::<VolumeSnapshot>(),
    Reader::each::<EncryptionByDefault>(),
];

impl Collected for Volume {
    const GONE: &'static [&'static str] = &[describe_volumes::INVALID_VOLUME_NOT_FOUND];
}

impl Collected for VolumeSnapshot {
    const GONE: &'static [&'static str] = &[describe_snapshots::INVALID_SNAPSHOT_NOT_FOUND];
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

impl Describe for VolumeSnapshot {
    type Call = DescribeSnapshots;
    type Row = describe_snapshots::Snapshot;
    const LENSES: &'static [&'static dyn Draws<Self>] = &[
        &Lens::<VolumeSnapshotEncrypted>(|snapshot| present(snapshot.encrypted, "Encrypted")),
        &Lens::<VolumeSnapshotTags>(|snapshot| {
            tags(snapshot.tags.as_deref().or(Some(&[])), |tag| {
                (&tag.key, &tag.value)
            })
        }),
    ];

    /// Without an owner, public snapshots of everybody would come as well.
    fn call(only: Option<&str>) -> DescribeSnapshots {
        let all = DescribeSnapshots::new();
        DescribeSnapshots {
            owner_ids: Some(vec!["self".into()]),
            snapshot_ids: only.map(|id| vec![id.into()]),
            // EC2 takes a page's size or ids, not both.
            max_results: all.max_results.filter(|_| only.is_none()),
            ..all
        }
    }
    fn rows(page: describe_snapshots::Response, place: &Place) -> Vec<(String, Self::Row)> {
        let arn = |id: &str| place.owned("ec2", "", &format!("snapshot/{id}"));
        let rows = page.snapshots.into_iter();
        rows.map(|snapshot| (arn(&snapshot.snapshot_id), snapshot))
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
