//! Volumes of EBS, and a Region's default for them.
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
