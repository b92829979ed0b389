//! A small account, as AWS returns it: one of everything.
use aws_smithy_types::base64;

use crate::wire::{ACCOUNT, WireRequest, WireResponse, error_of, ok};

pub const ANN: &str = "arn:aws:iam::111122223333:user/staff/ann";
pub const ROLE: &str = "arn:aws:iam::111122223333:role/deploy";

/// URL-encoded as IAM does it: a plus sign is itself.
const READ: &str = "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3AGet%2A%22%2C%22Resource%22%3A%22a+b%22%7D%7D";
const ADMIN: &str = "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22%2A%22%2C%22Resource%22%3A%22%2A%22%7D%7D";
const TRUST: &str = "%7B%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22AWS%22%3A%22%2A%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%7D";

fn attached(arn: &str) -> String {
    format!(
        "<AttachedManagedPolicies><member><PolicyArn>{arn}</PolicyArn></member></AttachedManagedPolicies>"
    )
}

pub fn users(names: &[&str]) -> String {
    let user = |name: &&str| {
        let boundary = "<PermissionsBoundary><PermissionsBoundaryArn>arn:aws:iam::111122223333:policy/limit</PermissionsBoundaryArn></PermissionsBoundary>";
        format!(
            "<member><UserName>{name}</UserName><Arn>arn:aws:iam::{ACCOUNT}:user/staff/{name}</Arn>\
             <CreateDate>2025-01-01T00:00:00Z</CreateDate><GroupList><member>staff</member></GroupList>\
             <UserPolicyList><member><PolicyName>own</PolicyName><PolicyDocument>{READ}</PolicyDocument></member></UserPolicyList>\
             {boundary}<Tags><member><Key>team</Key><Value>data</Value></member></Tags></member>"
        )
    };
    let users: String = names.iter().map(user).collect();
    format!("<UserDetailList>{users}</UserDetailList>")
}

pub fn details(users: &str, marker: Option<&str>) -> WireResponse {
    let admin = attached("arn:aws:iam::aws:policy/AdministratorAccess");
    let support = attached("arn:aws:iam::aws:policy/AWSSupportAccess");
    let limit = version("arn:aws:iam::111122223333:policy/limit", READ);
    let everything = version("arn:aws:iam::aws:policy/AdministratorAccess", ADMIN);
    let rest = format!(
        "<GroupDetailList><member><GroupName>staff</GroupName><Arn>arn:aws:iam::{ACCOUNT}:group/staff</Arn>{admin}</member></GroupDetailList>\
         <RoleDetailList><member><RoleName>deploy</RoleName><Arn>{ROLE}</Arn><CreateDate>2025-01-01T00:00:00Z</CreateDate>\
         <AssumeRolePolicyDocument>{TRUST}</AssumeRolePolicyDocument><RoleLastUsed/>{support}</member></RoleDetailList>\
         <Policies>{limit}{everything}</Policies>"
    );
    let more =
        marker.map(|marker| format!("<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>"));
    let none = "<GroupDetailList/><RoleDetailList/><Policies/>".to_owned();
    let rest = if marker.is_none() { rest } else { none };
    result(
        "GetAccountAuthorizationDetails",
        &format!(
            "{users}{rest}{}",
            more.unwrap_or("<IsTruncated>false</IsTruncated>".into())
        ),
    )
}

fn version(arn: &str, text: &str) -> String {
    format!(
        "<member><Arn>{arn}</Arn><DefaultVersionId>v2</DefaultVersionId><PolicyVersionList>\
         <member><Document>%7B%7D</Document><VersionId>v1</VersionId><IsDefaultVersion>false</IsDefaultVersion></member>\
         <member><Document>{text}</Document><VersionId>v2</VersionId><IsDefaultVersion>true</IsDefaultVersion></member>\
         </PolicyVersionList></member>"
    )
}

/// An answer of IAM's.
pub fn result(operation: &str, body: &str) -> WireResponse {
    ok(format!(
        "<{operation}Response><{operation}Result>{body}</{operation}Result></{operation}Response>"
    ))
}

const HEAD: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
    password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,\
    access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
    access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,\
    cert_1_last_rotated,cert_2_active,cert_2_last_rotated";
const ROOT_LINE: &str = "<root_account>,arn:aws:iam::111122223333:root,2024-01-01T00:00:00+00:00,not_supported,\
    2026-02-01T00:00:00+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A";
const ANN_LINE: &str = "ann,arn:aws:iam::111122223333:user/staff/ann,2025-01-01T00:00:00+00:00,true,no_information,\
    2025-01-01T00:00:00+00:00,N/A,false,true,2025-06-01T00:00:00+00:00,2026-02-01T00:00:00+00:00,us-east-1,s3,\
    false,2025-07-01T00:00:00+00:00,N/A,N/A,N/A,false,N/A,false,N/A";

/// What IAM lists of access keys: id, status, and when each was created.
pub fn keys(all: &[(&str, &str, &str)]) -> String {
    let key = |(id, status, created): &(&str, &str, &str)| {
        format!(
            "<member><AccessKeyId>{id}</AccessKeyId><Status>{status}</Status><CreateDate>{created}</CreateDate></member>"
        )
    };
    let all: String = all.iter().map(key).collect();
    format!("<AccessKeyMetadata>{all}</AccessKeyMetadata><IsTruncated>false</IsTruncated>")
}

/// The credential report's text.
pub fn report_text() -> String {
    format!("{HEAD}\n{ROOT_LINE}\n{ANN_LINE}\n")
}

pub fn report(text: &str) -> WireResponse {
    let content = base64::encode(text);
    result(
        "GetCredentialReport",
        &format!("<Content>{content}</Content><GeneratedTime>2026-03-01T09:00:00Z</GeneratedTime>"),
    )
}

pub const S3_USED: &str = "<member><ServiceName>Amazon S3</ServiceName><ServiceNamespace>s3</ServiceNamespace>\
    <LastAuthenticated>2026-02-01T00:00:00Z</LastAuthenticated><TotalAuthenticatedEntities>1</TotalAuthenticatedEntities>\
    <TrackedActionsLastAccessed><member><ActionName>CreateBucket</ActionName></member>\
    <member><ActionName>ListAllMyBuckets</ActionName><LastAccessedTime>2026-02-01T00:00:00Z</LastAccessedTime></member>\
    </TrackedActionsLastAccessed></member>";

/// How far IAM's job is, and what it found.
pub fn used(status: &str, services: &str, marker: Option<&str>) -> WireResponse {
    let more =
        marker.map(|marker| format!("<IsTruncated>true</IsTruncated><Marker>{marker}</Marker>"));
    result(
        "GetServiceLastAccessedDetails",
        &format!(
            "<JobStatus>{status}</JobStatus><JobType>ACTION_LEVEL</JobType>\
             <JobCreationDate>2026-03-01T12:00:00Z</JobCreationDate><JobCompletionDate>2026-03-01T12:00:00Z</JobCompletionDate>\
             <ServicesLastAccessed>{services}</ServicesLastAccessed>{}",
            more.unwrap_or_default()
        ),
    )
}

/// One of everything, as AWS returns it.
pub fn whole(request: &WireRequest) -> WireResponse {
    let operation = request.operation();
    iam(operation)
        .or_else(|| around(operation))
        .unwrap_or_else(|| error_of(request, 500, "NotInThisAccount"))
}

fn iam(operation: &str) -> Option<WireResponse> {
    let body = match operation {
        "GetAccountAuthorizationDetails" => return Some(details(&users(&["ann"]), None)),
        "GetCredentialReport" => return Some(report(&report_text())),
        // The other way round than the report: IAM promises no order of either.
        "ListAccessKeys" => {
            let all = [
                ("AKIAYOUNGER", "Inactive", "2025-07-01T00:00:00Z"),
                ("AKIAOLDER", "Active", "2025-06-01T00:00:00Z"),
            ];
            return Some(result(operation, &keys(&all)));
        }
        "GetAccountSummary" => {
            "<SummaryMap><entry><key>AccountMFAEnabled</key><value>1</value></entry>\
             <entry><key>AccountAccessKeysPresent</key><value>0</value></entry></SummaryMap>"
        }
        "GetAccountPasswordPolicy" => {
            "<PasswordPolicy><MinimumPasswordLength>14</MinimumPasswordLength></PasswordPolicy>"
        }
        "ListVirtualMFADevices" => {
            "<VirtualMFADevices><member><SerialNumber>arn:aws:iam::111122223333:mfa/root</SerialNumber>\
             <User><Path>/</Path><UserName>root</UserName><UserId>1</UserId><Arn>arn:aws:iam::111122223333:root</Arn>\
             <CreateDate>2025-01-01T00:00:00Z</CreateDate></User></member></VirtualMFADevices>"
        }
        "ListServiceSpecificCredentials" => "<ServiceSpecificCredentials/>",
        "ListSAMLProviders" => "<SAMLProviderList/>",
        "ListOpenIDConnectProviders" => "<OpenIDConnectProviderList/>",
        "ListServerCertificates" => {
            "<ServerCertificateMetadataList><member><Path>/</Path><ServerCertificateName>web</ServerCertificateName>\
             <ServerCertificateId>1</ServerCertificateId><Arn>arn:aws:iam::111122223333:server-certificate/web</Arn>\
             <Expiration>2026-12-31T00:00:00Z</Expiration></member></ServerCertificateMetadataList>"
        }
        "ListOrganizationsFeatures" => "<OrganizationId>o-acme</OrganizationId><EnabledFeatures/>",
        "GenerateServiceLastAccessedDetails" => "<JobId>job-1</JobId>",
        "GetServiceLastAccessedDetails" => return Some(used("COMPLETED", S3_USED, None)),
        _ => return None,
    };
    Some(result(operation, body))
}

fn around(operation: &str) -> Option<WireResponse> {
    let path = operation.split('?').next().unwrap_or_default();
    Some(ok(match path {
        "/listRegions" => {
            r#"{"Regions": [{"RegionName": "eu-west-1", "RegionOptStatus": "ENABLED"}]}"#
        }
        "/getAlternateContact" => r#"{"AlternateContact": {"EmailAddress": "sec@example.com"}}"#,
        "/analyzer" => r#"{"analyzers": []}"#,
        "/trustanchors" => {
            r#"{"trustAnchors": [{"enabled": true, "trustAnchorArn":
               "arn:aws:rolesanywhere:eu-west-1:111122223333:trust-anchor/1"}]}"#
        }
        "/profiles" => {
            r#"{"profiles": [{"profileArn": "arn:aws:rolesanywhere:eu-west-1:111122223333:profile/1", "enabled": true, "roleArns": ["arn:aws:iam::111122223333:role/deploy"]},
               {"profileArn": "arn:aws:rolesanywhere:eu-west-1:111122223333:profile/2", "enabled": false, "roleArns": ["arn:aws:iam::111122223333:role/off"]}]}"#
        }
        "ListIdentityPools" => r#"{"IdentityPools": [{"IdentityPoolId": "eu-west-1:1"}]}"#,
        "DescribeIdentityPool" => {
            r#"{"IdentityPoolId": "eu-west-1:1", "IdentityPoolName": "p", "AllowUnauthenticatedIdentities": true}"#
        }
        "GetIdentityPoolRoles" => {
            r#"{"IdentityPoolId": "eu-west-1:1", "Roles": {"unauthenticated": "arn:aws:iam::111122223333:role/deploy"}}"#
        }
        "ListInstances" => r#"{"Instances": [{"InstanceArn": "arn:aws:sso:::instance/ssoins-1"}]}"#,
        "ListPermissionSets" => {
            r#"{"PermissionSets": ["arn:aws:sso:::permissionSet/ssoins-1/ps-1"]}"#
        }
        "ListManagedPoliciesInPermissionSet" => {
            r#"{"AttachedManagedPolicies": [{"Arn": "arn:aws:iam::aws:policy/AdministratorAccess"}]}"#
        }
        "ListCustomerManagedPolicyReferencesInPermissionSet" => {
            r#"{"CustomerManagedPolicyReferences": [{"Name": "own", "Path": "/"}]}"#
        }
        "GetPermissionsBoundaryForPermissionSet" => {
            r#"{"PermissionsBoundary": {"ManagedPolicyArn": "arn:aws:iam::aws:policy/PowerUserAccess"}}"#
        }
        "GetInlinePolicyForPermissionSet" => r#"{"InlinePolicy": ""}"#,
        "ListAccountsForProvisionedPermissionSet" => r#"{"AccountIds": ["444455556666"]}"#,
        "ListAccountAssignments" => {
            r#"{"AccountAssignments": [{"AccountId": "444455556666", "PrincipalType": "GROUP", "PrincipalId": "g"}]}"#
        }
        "DescribeOrganization" => {
            r#"{"Organization": {"Id": "o-acme", "MasterAccountId": "111122223333", "FeatureSet": "ALL"}}"#
        }
        "DescribeResourcePolicy" => r#"{"ResourcePolicy": {"Content": "{}"}}"#,
        "ListAccounts" => r#"{"Accounts": [{"Id": "111122223333"}, {"Id": "444455556666"}]}"#,
        "ListDelegatedAdministrators" => r#"{"DelegatedAdministrators": []}"#,
        "ListPoliciesForTarget" => {
            r#"{"Policies": [{"Id": "p-1", "Name": "limit", "Arn": "arn:p-1"}]}"#
        }
        "DescribePolicy" => r#"{"Policy": {"Content": "{}"}}"#,
        "ListParents" => r#"{"Parents": [{"Id": "r-1", "Type": "ROOT"}]}"#,
        _ => return None,
    }))
}
