//! `bailiwick findings`: reads a ledger.
use anyhow::{Result, bail};
use ledger::{Access, Filter, Record};
use model::{Settings, Timestamp};

use crate::args::{Findings, Format};
use crate::store::{self, Place};
use crate::{output, select};

/// Returns the exit status: 1 if anything is listed that is open.
pub async fn run(arguments: &Findings) -> Result<u8> {
    let now = Timestamp::now();
    let filter = Filter {
        account: arguments.account.clone(),
        area: arguments.area.clone(),
        control: arguments.control.clone(),
        closed_since: arguments
            .closed_since
            .as_deref()
            .map(|text| since(text, now))
            .transpose()?,
    };
    let settings = match &arguments.config {
        Some(file) => Some(select::settings_of(file, now)?),
        None => None,
    };
    check(arguments, settings.as_ref())?;
    let mut records = Vec::new();
    let enter = |record: Record| {
        if is_of_team(arguments, settings.as_ref(), &record) {
            records.push(record);
        }
    };
    let place = Place {
        file: arguments.ledger.as_deref(),
        table: arguments.table.as_deref(),
        profile: arguments.profile.as_deref(),
        region: arguments.region.as_deref(),
    };
    let store = store::open(place, Access::Read).await?;
    ledger::findings(&store, &filter, enter).await?;
    records.sort_by(|a, b| {
        (b.severity, &a.control, &a.resource).cmp(&(a.severity, &b.control, &b.resource))
    });
    print(arguments.format, &records)?;
    let open = records.iter().any(|record| !record.state.is_closed());
    Ok(u8::from(open))
}

/// A word that nothing can match is a mistake: an empty list would hide it.
fn check(arguments: &Findings, settings: Option<&Settings>) -> Result<()> {
    arguments
        .area
        .as_deref()
        .map_or(Ok(()), select::check_area)?;
    arguments
        .control
        .as_deref()
        .map_or(Ok(()), select::check_pattern)?;
    arguments
        .account
        .as_deref()
        .map_or(Ok(()), select::check_account)?;
    let Some((team, settings)) = arguments.team.as_ref().zip(settings) else {
        return Ok(());
    };
    let mut routes = settings.document.routing.iter();
    if !routes.any(|route| route.team.value == *team) {
        bail!("the settings route nothing to a team `{team}`: name one of their `routing`");
    }
    Ok(())
}

fn is_of_team(arguments: &Findings, settings: Option<&Settings>, record: &Record) -> bool {
    let Some((team, settings)) = arguments.team.as_ref().zip(settings) else {
        return true;
    };
    let area = record.control.split('.').next().unwrap_or_default();
    let mut routes = settings
        .document
        .routing
        .iter()
        .filter(|route| route.team.value == *team);
    routes.any(|route| route.takes(&record.account, area, &record.tags))
}

/// A time, a day, or so many days or hours ago.
pub fn since(text: &str, now: Timestamp) -> Result<Timestamp> {
    if let Ok(time) = text.parse() {
        return Ok(time);
    }
    if let Ok(day) = format!("{text}T00:00:00Z").parse() {
        return Ok(day);
    }
    let number = |text: &str| text.parse::<i64>().ok();
    let days = text
        .strip_suffix('d')
        .and_then(number)
        .and_then(|days| days.checked_mul(24));
    let hours = days.or_else(|| text.strip_suffix('h').and_then(number));
    let ago = hours.filter(|hours| (0..=87_600).contains(hours));
    match ago.and_then(|hours| Timestamp::from_second(now.as_second() - hours * 3600).ok()) {
        Some(time) => Ok(time),
        None => bail!("`{text}` is no time: write 14d, 36h, 2026-03-01 or 2026-03-01T12:00:00Z"),
    }
}

fn print(format: Format, records: &[Record]) -> Result<()> {
    if format == Format::Json {
        output::line(&format_args!(
            "{:#}",
            serde_json::json!({"findings": records})
        ))?;
        return Ok(());
    }
    for record in records {
        let Record {
            severity,
            state,
            control,
            account,
            region,
            resource,
            because,
            ..
        } = record;
        let when = if state.is_closed() {
            record.changed_at
        } else {
            record.opened_at
        };
        let day = when.to_string().chars().take(10).collect::<String>();
        output::line(&format_args!(
            "{:8}  {:8}  since {day}  {control}  {account}  {region}  {resource}  {because}",
            severity.word(),
            state.word()
        ))?;
    }
    output::line(&format_args!("{} findings", records.len()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::since;
    use model::Timestamp;

    #[test]
    fn times() {
        let now: Timestamp = "2026-03-15T12:00:00Z".parse().unwrap();
        let text = |text| since(text, now).map(|time| time.to_string());
        assert_eq!(text("14d").unwrap(), "2026-03-01T12:00:00Z");
        assert_eq!(text("36h").unwrap(), "2026-03-14T00:00:00Z");
        assert_eq!(text("2026-03-01").unwrap(), "2026-03-01T00:00:00Z");
        assert_eq!(
            text("2026-03-01T01:02:03Z").unwrap(),
            "2026-03-01T01:02:03Z"
        );
        for wrong in ["", "d", "-1d", "soon", "99999999999999999999d", "é"] {
            assert!(text(wrong).is_err(), "{wrong}");
        }
    }
}
