//! Events of EC2 and EBS, each in its own Region. A request can be about many instances at once, so
//! these ask for a sweep of the controls in question: that describes instances in few calls.
use model::ebs::{EncryptionByDefault, Volume, VolumeSnapshot, VolumeSnapshotEncrypted};
use model::ec2::{InstanceProfile, MetadataOptions, PublicAddresses};
use model::{Fact, Kind, Need};

use crate::Effect::{self, Breaks, Repairs, Sets};
use crate::{About, Facts, Row};

const VOLUME: About = About::Resource {
    kind: Volume::INFO,
    named: &["/responseElements/volumeId", "/requestParameters/volumeId"],
    arn: |account, region, name| {
        let (partition, id) = (&account.partition, &account.id);
        format!("arn:{partition}:ec2:{region}:{id}:volume/{name}")
    },
};

const SNAPSHOT: About = About::Resource {
    kind: VolumeSnapshot::INFO,
    named: &[
        "/responseElements/snapshotId",
        "/requestParameters/snapshotId",
    ],
    arn: |account, region, name| {
        let partition = &account.partition;
        format!("arn:{partition}:ec2:{region}::snapshot/{name}")
    },
};

const fn row(name: &'static str, effect: Effect, facts: &'static [Need]) -> Row {
    Row {
        service: "ec2",
        name,
        about: About::Account,
        facts: Facts::These(facts),
        effect,
    }
}

const fn volume(name: &'static str, effect: Effect) -> Row {
    Row {
        service: "ec2",
        name,
        about: VOLUME,
        facts: Facts::All,
        effect,
    }
}

const fn snapshot(name: &'static str, effect: Effect) -> Row {
    Row {
        about: SNAPSHOT,
        ..volume(name, effect)
    }
}

const PROFILE: &[Need] = &[InstanceProfile::NEED];
const ADDRESSES: &[Need] = &[PublicAddresses::NEED];
const METADATA: &[Need] = &[MetadataOptions::NEED];
const INSTANCE: &[Need] = &[
    InstanceProfile::NEED,
    MetadataOptions::NEED,
    PublicAddresses::NEED,
];
/// One request can make a snapshot of each volume of an instance.
const SNAPSHOTS: &[Need] = &[VolumeSnapshotEncrypted::NEED];
const DEFAULT: &[Need] = &[EncryptionByDefault::NEED];

pub(crate) const ROWS: &[Row] = &[
    row("RunInstances", Breaks, INSTANCE),
    row("TerminateInstances", Repairs, INSTANCE),
    row("StartInstances", Breaks, ADDRESSES),
    row("StopInstances", Repairs, ADDRESSES),
    row("AssociateAddress", Breaks, ADDRESSES),
    row("DisassociateAddress", Repairs, ADDRESSES),
    row("ModifyInstanceMetadataOptions", Sets, METADATA),
    row("AssociateIamInstanceProfile", Repairs, PROFILE),
    row("DisassociateIamInstanceProfile", Breaks, PROFILE),
    row("ReplaceIamInstanceProfileAssociation", Sets, PROFILE),
    volume("CreateVolume", Sets),
    volume("DeleteVolume", Repairs),
    snapshot("CopySnapshot", Sets),
    snapshot("CreateSnapshot", Sets),
    row("CreateSnapshots", Breaks, SNAPSHOTS),
    snapshot("DeleteSnapshot", Repairs),
    row("EnableEbsEncryptionByDefault", Repairs, DEFAULT),
    row("DisableEbsEncryptionByDefault", Breaks, DEFAULT),
];
