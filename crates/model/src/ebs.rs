//! Volumes and snapshots of EBS, and a Region's default for them.
use crate::{ArnShape, Fact, Kind, Region, Service, Tagged, Tags, roster, tagged};

/// A volume.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Volume;
impl Kind for Volume {
    type In = Region;
    const ID: &'static str = "ebs.volume";
    const SERVICE: &'static Service = &roster::EBS;
    const LIST: &'static [&'static str] = &["ec2:DescribeVolumes"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("ec2", "volume/"));
    const TAGS: Option<Tagged> = tagged::<VolumeTags>();
}

/// Whether the volume is encrypted: that never changes.
#[derive(Debug)]
pub struct VolumeEncrypted;
impl Fact for VolumeEncrypted {
    type Of = Volume;
    type Value = bool;
    const ID: &'static str = "ebs.volume.encrypted";
}

/// The tags of the volume.
#[derive(Debug)]
pub struct VolumeTags;
impl Fact for VolumeTags {
    type Of = Volume;
    type Value = Tags;
    const ID: &'static str = "ebs.volume.tags";
}

/// A snapshot that the account owns. Its ARN has no account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VolumeSnapshot;
impl Kind for VolumeSnapshot {
    type In = Region;
    const ID: &'static str = "ebs.snapshot";
    const SERVICE: &'static Service = &roster::EBS;
    const LIST: &'static [&'static str] = &["ec2:DescribeSnapshots"];
    const ARN: Option<ArnShape> = Some(ArnShape::new("ec2", "snapshot/"));
    const TAGS: Option<Tagged> = tagged::<VolumeSnapshotTags>();
}

/// Whether the snapshot is encrypted: that never changes.
#[derive(Debug)]
pub struct VolumeSnapshotEncrypted;
impl Fact for VolumeSnapshotEncrypted {
    type Of = VolumeSnapshot;
    type Value = bool;
    const ID: &'static str = "ebs.snapshot.encrypted";
}

/// The tags of the snapshot.
#[derive(Debug)]
pub struct VolumeSnapshotTags;
impl Fact for VolumeSnapshotTags {
    type Of = VolumeSnapshot;
    type Value = Tags;
    const ID: &'static str = "ebs.snapshot.tags";
}

/// Whether new volumes and copies of snapshots in the Region are encrypted unless a request says
/// otherwise (EBS User Guide, "Enable Amazon EBS encryption by default").
#[derive(Debug)]
pub struct EncryptionByDefault;
impl Fact for EncryptionByDefault {
    type Of = Region;
    type Value = bool;
    const ID: &'static str = "region.ebs-encryption-by-default";
    const SERVICE: &'static Service = &roster::EBS;
    const READS: &'static [&'static str] = &["ec2:GetEbsEncryptionByDefault"];
}
