//! Service control and resource control policies.

use crate::*;

#[test]
fn organisation_policies() {
    // Organizations User Guide, "SCP evaluation" and "RCP evaluation".
    let linked =
        "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX";
    let linked_session = "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForX/s";
    let scp = |service_control| Case {
        identity: ALL,
        service_control,
        ..Case::default()
    };
    let rcp = |resource_control| Case {
        identity: ALL,
        resource: TO_ALL,
        resource_control,
        ..Case::default()
    };
    for (rule, caller, action, case, wanted) in [
        (
            "every level allows",
            USER,
            "s3:GetObject",
            scp(&[ALL, ALL]),
            ALLOWED,
        ),
        (
            "one level does not",
            USER,
            "s3:GetObject",
            scp(&[ALL, EC2, ALL]),
            IMPLICIT,
        ),
        (
            "a level without policies allows nothing",
            USER,
            "s3:GetObject",
            scp(&["-"]),
            IMPLICIT,
        ),
        (
            "a level denies",
            USER,
            "s3:GetObject",
            scp(&[ALL, DENY]),
            EXPLICIT,
        ),
        (
            "the root user is bound as well",
            "111122223333",
            "s3:GetObject",
            scp(&[DENY]),
            EXPLICIT,
        ),
        (
            "service-linked roles are not",
            linked,
            "s3:GetObject",
            scp(&[DENY]),
            ALLOWED,
        ),
        (
            "nor their sessions",
            linked_session,
            "s3:GetObject",
            scp(&[DENY]),
            ALLOWED,
        ),
        (
            "a resource control policy denies",
            USER,
            "s3:GetObject",
            rcp(&[GUARD]),
            EXPLICIT,
        ),
        (
            "it binds strangers",
            "*",
            "s3:GetObject",
            rcp(&[GUARD]),
            EXPLICIT,
        ),
        (
            "and services",
            "sns.amazonaws.com",
            "s3:GetObject",
            rcp(&[GUARD]),
            EXPLICIT,
        ),
        (
            "a level without allows",
            USER,
            "s3:GetObject",
            rcp(&["-"]),
            ALLOWED,
        ),
        (
            "not service-linked roles",
            linked,
            "s3:GetObject",
            rcp(&[GUARD]),
            ALLOWED,
        ),
        (
            "only some services are covered",
            USER,
            "ec2:RunInstances",
            rcp(&[DENY]),
            ALLOWED,
        ),
    ] {
        assert_eq!(decide(caller, action, OBJECT, &[], &case), wanted, "{rule}");
    }
    let managed = Case {
        identity: ALL,
        service_control: &[DENY],
        ..Case::default()
    };
    let root = "arn:aws:iam::999900001111:root";
    assert_eq!(
        decide(
            root,
            "s3:GetObject",
            OBJECT,
            &[],
            &Case {
                resource: TO_ALL,
                ..managed
            }
        ),
        ALLOWED
    );
}
