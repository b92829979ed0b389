//! The identities of a small AWS: users, groups and roles with policies of their own and of AWS's.
use std::fmt::Write;

use crate::http::{Answer, Request, missing, ok};

/// The number of principals that AWS returns on a page.
const PAGE: usize = 100;
/// Of a hundred principals so many are users, and the next so many groups; the rest are roles.
const USERS: usize = 30;
const GROUPS: usize = 5;
/// So many principals share a managed policy.
const SHARED_BY: usize = 10;
const ACCOUNT: &str = "123456789012";
const HEAD: &str = "user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,\
    password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,\
    access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,\
    access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,\
    cert_1_last_rotated,cert_2_active,cert_2_last_rotated\n";

/// The answer to a call that the audit of identities makes.
pub fn answer(principals: usize, request: &Request) -> Option<Answer> {
    let form = request.body.strip_prefix("Action=");
    let form = form.and_then(|rest| rest.split('&').next());
    let path = request.path.split('?').next().unwrap_or_default();
    Some(match form.unwrap_or(&request.operation) {
        "GetAccountAuthorizationDetails" => ok(&details(principals, &request.body)),
        "GetCredentialReport" => ok(&report(principals)),
        "GetAccountSummary" => ok(SUMMARY),
        "GetAccountPasswordPolicy" => missing("NoSuchEntity"),
        "ListVirtualMFADevices"
        | "ListServiceSpecificCredentials"
        | "ListSAMLProviders"
        | "ListOpenIDConnectProviders"
        | "ListServerCertificates"
        | "DescribeInstances" => ok(NOTHING),
        "ListOrganizationsFeatures" => missing("OrganizationNotFoundException"),
        "DescribeOrganization" => refused("AWSOrganizationsNotInUseException"),
        "ListIdentityPools" | "ListInstances" => ok("{}"),
        _ => match path {
            "/getAlternateContact" => refused("ResourceNotFoundException"),
            "/analyzer" | "/trustanchors" | "/profiles" => ok("{}"),
            _ => return None,
        },
    })
}

const NOTHING: &str = "<Answer><Result><IsTruncated>false</IsTruncated></Result></Answer>";
const SUMMARY: &str = "<GetAccountSummaryResponse><GetAccountSummaryResult><SummaryMap>\
    <entry><key>AccountMFAEnabled</key><value>1</value></entry><entry><key>AccountAccessKeysPresent</key><value>0</value></entry>\
    </SummaryMap></GetAccountSummaryResult></GetAccountSummaryResponse>";

/// As services that speak JSON refuse.
fn refused(code: &str) -> Answer {
    let body = format!(r#"{{"__type": "{code}", "message": "none"}}"#);
    Answer {
        status: 400,
        header: format!("x-amzn-errortype: {code}\r\n"),
        body,
    }
}

/// A page of principals and of the policies that they are the first to have.
fn details(principals: usize, body: &str) -> String {
    let marker = body.split('&').find_map(|one| one.strip_prefix("Marker="));
    let start = marker.and_then(|marker| marker.parse().ok()).unwrap_or(0);
    let end = principals.min(start + PAGE);
    let (mut users, mut groups, mut roles) = (String::new(), String::new(), String::new());
    let mut policies = String::new();
    for number in start..end {
        match number % 100 {
            user if user < USERS => users += &self::user(number),
            group if group < USERS + GROUPS => groups += &self::group(number),
            _ => roles += &role(number),
        }
        if number % SHARED_BY == 0 {
            policies += &managed(number / SHARED_BY);
        }
    }
    let more = match end < principals {
        true => format!("<IsTruncated>true</IsTruncated><Marker>{end}</Marker>"),
        false => "<IsTruncated>false</IsTruncated>".into(),
    };
    format!(
        "<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult>\
         <UserDetailList>{users}</UserDetailList><GroupDetailList>{groups}</GroupDetailList>\
         <RoleDetailList>{roles}</RoleDetailList><Policies>{policies}</Policies>{more}\
         </GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>"
    )
}

fn user(number: usize) -> String {
    let group = number - number % 100 + USERS;
    format!(
        "<member><UserName>user-{number:05}</UserName><Arn>arn:aws:iam::{ACCOUNT}:user/user-{number:05}</Arn>\
         <CreateDate>2025-01-01T00:00:00Z</CreateDate><GroupList><member>group-{group:05}</member></GroupList>\
         <Tags><member><Key>team</Key><Value>team-{number}</Value></member></Tags></member>"
    )
}

fn group(number: usize) -> String {
    let attached = attached(number);
    format!(
        "<member><GroupName>group-{number:05}</GroupName><Arn>arn:aws:iam::{ACCOUNT}:group/group-{number:05}</Arn>{attached}</member>"
    )
}

fn role(number: usize) -> String {
    let trust = encoded(&format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Service":"lambda.amazonaws.com"}},"Action":"sts:AssumeRole"}},{{"Effect":"Allow","Principal":{{"AWS":"arn:aws:iam::{ACCOUNT}:role/role-{:05}"}},"Action":"sts:AssumeRole"}}]}}"#,
        number.saturating_sub(1)
    ));
    let own = encoded(&document(number));
    let attached = attached(number);
    format!(
        "<member><RoleName>role-{number:05}</RoleName><Arn>arn:aws:iam::{ACCOUNT}:role/role-{number:05}</Arn>\
         <CreateDate>2025-01-01T00:00:00Z</CreateDate><AssumeRolePolicyDocument>{trust}</AssumeRolePolicyDocument>\
         <RolePolicyList><member><PolicyName>own</PolicyName><PolicyDocument>{own}</PolicyDocument></member></RolePolicyList>\
         <RoleLastUsed><LastUsedDate>2026-10-01T00:00:00Z</LastUsedDate></RoleLastUsed>{attached}</member>"
    )
}

fn attached(number: usize) -> String {
    let shared = number / SHARED_BY;
    format!(
        "<AttachedManagedPolicies><member><PolicyName>shared-{shared:05}</PolicyName>\
         <PolicyArn>arn:aws:iam::{ACCOUNT}:policy/shared-{shared:05}</PolicyArn></member></AttachedManagedPolicies>"
    )
}

fn managed(number: usize) -> String {
    let text = encoded(&document(number + 1_000_000));
    format!(
        "<member><PolicyName>shared-{number:05}</PolicyName><Arn>arn:aws:iam::{ACCOUNT}:policy/shared-{number:05}</Arn>\
         <DefaultVersionId>v1</DefaultVersionId><PolicyVersionList><member><Document>{text}</Document>\
         <VersionId>v1</VersionId><IsDefaultVersion>true</IsDefaultVersion></member></PolicyVersionList></member>"
    )
}

/// What a service's role is allowed mostly; that of every hundredth lets it rise.
fn document(number: usize) -> String {
    let more = match number % 100 {
        99 => r#"{"Effect":"Allow","Action":"iam:PutRolePolicy","Resource":"*"},"#,
        _ => "",
    };
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{more}{{"Sid":"Objects","Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::bucket-{number}/*"}},{{"Sid":"Items","Effect":"Allow","Action":["dynamodb:GetItem","dynamodb:Query","dynamodb:PutItem"],"Resource":"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/table-{number}"}},{{"Sid":"Logs","Effect":"Allow","Action":"logs:*","Resource":"arn:aws:logs:*:{ACCOUNT}:log-group:/app/{number}:*"}},{{"Sid":"Keys","Effect":"Allow","Action":["kms:Decrypt","kms:GenerateDataKey"],"Resource":"arn:aws:kms:eu-west-1:{ACCOUNT}:key/{number}","Condition":{{"StringEquals":{{"kms:ViaService":"s3.eu-west-1.amazonaws.com"}}}}}}]}}"#
    )
}

/// As IAM encodes documents.
fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut all, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                all.push(byte.into());
            }
            _ => {
                let _ = write!(all, "%{byte:02X}");
            }
        }
        all
    })
}

fn report(principals: usize) -> String {
    let users = (0..principals).filter(|number| number % 100 < USERS);
    let lines = users.fold(String::from(HEAD), |mut all, number| {
        let _ = writeln!(
            all,
            "user-{number:05},arn:aws:iam::{ACCOUNT}:user/user-{number:05},2025-01-01T00:00:00+00:00,true,\
             2026-10-01T00:00:00+00:00,2026-09-01T00:00:00+00:00,N/A,true,true,2025-06-01T00:00:00+00:00,\
             2026-10-01T00:00:00+00:00,us-east-1,s3,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A"
        );
        all
    });
    format!(
        "<GetCredentialReportResponse><GetCredentialReportResult><Content>{}</Content>\
         <GeneratedTime>2026-10-02T00:00:00Z</GeneratedTime></GetCredentialReportResult></GetCredentialReportResponse>",
        base64(lines.as_bytes())
    )
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len() / 3 * 4 + 4);
    for group in bytes.chunks(3) {
        let at = |index: usize| u32::from(group.get(index).copied().unwrap_or_default());
        let bits = at(0) << 16 | at(1) << 8 | at(2);
        for digit in 0..4 {
            let value = (bits >> (18 - 6 * digit)) & 63;
            let symbol = DIGITS.get(value as usize).copied().unwrap_or(b'=');
            text.push(if digit > group.len() {
                '='
            } else {
                symbol.into()
            });
        }
    }
    text
}
