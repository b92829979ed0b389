//! Dates as policies write them: the W3C profile of ISO 8601, or the seconds since 1970.
//!
//! AWS: IAM User Guide, "Condition operators", date condition operators.

const DAY: i64 = 86_400_000;

/// The milliseconds since 1970 (UTC) that a text stands for.
///
/// A bare number counts seconds; one of twelve digits or more counts milliseconds, since as
/// seconds it would lie beyond the year 5000.
pub(crate) fn date(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.len() > 4 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i64 = text.parse().ok()?;
        return if digits.len() >= 12 {
            Some(number)
        } else {
            number.checked_mul(1000)
        };
    }
    let (day, time) = match text.split_once(['T', 't', ' ']) {
        Some((day, time)) => (day, Some(time)),
        None => (text, None),
    };
    let time = time.map_or(Some(0), time_of_day)?;
    days(day)?.checked_mul(DAY)?.checked_add(time)
}

/// The date as text, to the second or finer.
pub(crate) fn print_date(milliseconds: i64) -> String {
    let (year, month, day) = civil(milliseconds.div_euclid(DAY));
    let rest = milliseconds.rem_euclid(DAY);
    let (hour, minute, second, fraction) = (
        rest / 3_600_000,
        rest / 60_000 % 60,
        rest / 1000 % 60,
        rest % 1000,
    );
    let fraction = if fraction == 0 {
        String::new()
    } else {
        format!(".{fraction:03}")
    };
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{fraction}Z")
}

/// Days since 1970 of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn days(text: &str) -> Option<i64> {
    let mut parts = text.split('-');
    let year = fixed(parts.next()?, 4)?;
    let month = parts
        .next()
        .map_or(Some(1), |part| fixed(part, 2))
        .filter(|month| (1..=12).contains(month))?;
    let day = parts.next().map_or(Some(1), |part| fixed(part, 2))?;
    let fits = parts.next().is_none() && (1..=month_length(year, month)).contains(&day);
    fits.then(|| day_number(year, month, day))
}

/// Milliseconds of `hh:mm`, `hh:mm:ss` or `hh:mm:ss.s` with `Z` or an offset; none means UTC.
fn time_of_day(text: &str) -> Option<i64> {
    let (clock, offset) = match text.find(['Z', 'z', '+', '-']) {
        Some(at) => (text.get(..at)?, offset(text.get(at..)?)?),
        None => (text, 0),
    };
    let mut parts = clock.split(':');
    let hour = fixed(parts.next()?, 2).filter(|hour| *hour < 24)?;
    let minute = fixed(parts.next()?, 2).filter(|minute| *minute < 60)?;
    let second = parts.next().map_or(Some(0), seconds)?;
    parts
        .next()
        .is_none()
        .then_some((hour * 60 + minute) * 60_000 + second - offset)
}

fn seconds(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let whole = fixed(whole, 2).filter(|second| *second <= 60)?;
    let digits = fraction.bytes().all(|byte| byte.is_ascii_digit()) && !fraction.is_empty();
    let thousandths: String = fraction.chars().chain("000".chars()).take(3).collect();
    digits.then_some(whole * 1000 + fixed(&thousandths, 3)?)
}

fn offset(text: &str) -> Option<i64> {
    let (sign, clock) = match text.chars().next()? {
        'Z' | 'z' => return (text.len() == 1).then_some(0),
        '-' => (-1, text.get(1..)?),
        _ => (1, text.get(1..)?),
    };
    let (hour, minute) = clock
        .split_once(':')
        .or_else(|| clock.split_at_checked(2))?;
    Some(sign * (fixed(hour, 2)? * 60 + fixed(minute, 2)?) * 60_000)
}

fn fixed(text: &str, digits: usize) -> Option<i64> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

fn month_length(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970 in the Gregorian calendar, counting years from March so that the leap day is
/// the last of the year.
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The inverse of [`day_number`].
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let month = if from_march < 10 {
        from_march + 3
    } else {
        from_march - 9
    };
    let year = era * 400 + year_of_era + i64::from(month <= 2);
    (year, month, day_of_year - (153 * from_march + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_every_form() {
        for (text, wanted) in [
            ("1970-01-01", Some(0)),
            ("2024", Some(1_704_067_200_000)),
            ("2024-01", Some(1_704_067_200_000)),
            ("2024-01-01T00:00Z", Some(1_704_067_200_000)),
            ("2024-01-01T01:30:00+01:30", Some(1_704_067_200_000)),
            ("2023-12-31T19:00:00-0500", Some(1_704_067_200_000)),
            ("2024-01-01T00:00:00.25Z", Some(1_704_067_200_250)),
            ("1704067200", Some(1_704_067_200_000)),
            ("1704067200000", Some(1_704_067_200_000)),
            ("2024-02-29", Some(1_709_164_800_000)),
            ("2023-02-29", None),
            ("2024-13-01", None),
            ("2024-1-1", None),
            ("2024-01-01T25:00:00Z", None),
            ("2024-01-01T00:00:00ZZ", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(date(text), wanted, "{text}");
        }
    }

    #[test]
    fn printing_is_the_inverse() {
        for milliseconds in [
            0,
            1_709_164_800_000,
            1_704_067_199_999,
            -1,
            -62_135_596_800_000,
            253_402_300_799_000,
        ] {
            let text = print_date(milliseconds);
            assert_eq!(date(&text), Some(milliseconds), "{text}");
        }
    }
}
