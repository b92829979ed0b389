//! The credential report as IAM writes it: comma-separated, one line a user, the root user first.
use std::collections::HashMap;

use model::Timestamp;
use model::iam::{Key, LastUse, Login, PasswordState};

use crate::fault::{Answer, Fault};

/// The root user's name in the report.
const ROOT: &str = "<root_account>";

/// The report, read.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Report {
    pub root: Option<Login>,
    /// By user name.
    pub users: HashMap<String, Login>,
}

/// Reads the report; a line that makes no sense makes none of the whole.
pub(super) fn read(text: &str) -> Answer<Report> {
    let mut lines = text.lines();
    let head: Vec<&str> = lines.next().unwrap_or_default().split(',').collect();
    let mut report = Report::default();
    for line in lines.filter(|line| !line.trim().is_empty()) {
        let fields = fields(line, head.len());
        let row = Row(head
            .iter()
            .copied()
            .zip(fields.iter().map(String::as_str))
            .collect());
        let login = row.login()?;
        match row.get("user")? {
            ROOT => report.root = Some(login),
            user => {
                report.users.insert(user.into(), login);
            }
        }
    }
    Ok(report)
}

/// The fields of a line. Names of users, and so the first two fields, may hold commas, which AWS
/// does not say how it writes: quoted, or recognised by the number of fields.
fn fields(line: &str, expected: usize) -> Vec<String> {
    let mut fields: Vec<String> = vec![String::new()];
    let mut quoted = false;
    for c in line.trim_end_matches('\r').chars() {
        match (c, fields.last_mut()) {
            ('"', _) => quoted = !quoted,
            (',', _) if !quoted => fields.push(String::new()),
            (_, Some(field)) => field.push(c),
            (_, None) => {}
        }
    }
    let extra = fields.len().saturating_sub(expected);
    if expected < 2 || extra == 0 || extra % 2 == 1 {
        return fields;
    }
    let rest = fields.split_off(extra + 2);
    let (user, arn) = fields.split_at(extra / 2 + 1);
    [user.join(","), arn.join(",")]
        .into_iter()
        .chain(rest)
        .collect()
}

/// One line, by column.
struct Row<'a>(HashMap<&'a str, &'a str>);

impl Row<'_> {
    fn get(&self, column: &str) -> Answer<&str> {
        let cell = self.0.get(column).copied();
        cell.ok_or_else(|| Fault::odd(format!("the credential report has no `{column}`")))
    }

    fn flag(&self, column: &str) -> Answer<bool> {
        Ok(self.get(column)?.eq_ignore_ascii_case("true"))
    }

    /// A moment; `None` for `N/A`, `no_information` and `not_supported`.
    fn time(&self, column: &str) -> Answer<Option<Timestamp>> {
        let text = self.get(column)?;
        if ["N/A", "no_information", "not_supported", ""].contains(&text) {
            return Ok(None);
        }
        let odd = |_| Fault::odd(format!("`{text}` in the credential report is no time"));
        text.parse().map(Some).map_err(odd)
    }

    fn login(&self) -> Answer<Login> {
        let created = self.time("user_creation_time")?;
        let odd = || Fault::odd("the credential report has no creation time of a user");
        Ok(Login {
            created: created.ok_or_else(odd)?,
            password: self.password()?,
            mfa: self.flag("mfa_active")?,
            keys: [self.key(1)?, self.key(2)?],
        })
    }

    /// The root user's line long said `not_supported` where it now says whether there is a
    /// password: only a clear no is none.
    fn password(&self) -> Answer<Option<PasswordState>> {
        let enabled = self.get("password_enabled")?;
        if enabled.eq_ignore_ascii_case("false") {
            return Ok(None);
        }
        let used = match self.get("password_last_used")? {
            "no_information" | "N/A" => LastUse::Never,
            _ => self
                .time("password_last_used")?
                .map_or(LastUse::Unknown, LastUse::At),
        };
        let changed = self.time("password_last_changed")?;
        Ok(Some(PasswordState { used, changed }))
    }

    /// A key that is active, or was: one that never was has no time. `last_rotated` is `N/A` of
    /// an inactive key, whose last use the report still has (IAM User Guide, "Getting credential
    /// reports").
    fn key(&self, number: usize) -> Answer<Option<Key>> {
        let column = |name: &str| format!("access_key_{number}_{name}");
        let active = self.flag(&column("active"))?;
        let made = self.time(&column("last_rotated"))?;
        let used = match self.get(&column("last_used_date"))? {
            "N/A" | "no_information" => LastUse::Never,
            _ => self
                .time(&column("last_used_date"))?
                .map_or(LastUse::Unknown, LastUse::At),
        };
        if !active && made.is_none() && used == LastUse::Never {
            return Ok(None);
        }
        Ok(Some(Key {
            id: None,
            active,
            made,
            used,
        }))
    }
}
