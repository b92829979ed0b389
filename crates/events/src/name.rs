//! Names of events as CloudTrail writes them.

/// The name without the date of the API's version that some services' events carry, as
/// `UpdateDistribution2020_05_31` and `TagResource20170331v2`; every other name as it is.
#[must_use]
pub fn plain(name: &str) -> &str {
    let unrevised = match name.rsplit_once('v') {
        Some((before, revision)) if is_number(revision) => before,
        _ => name,
    };
    let dates = ["########", "####_##_##"];
    let undated = dates.iter().find_map(|date| without(unrevised, date));
    undated.unwrap_or(name)
}

/// What stands before a date of this form, where the name ends with one.
fn without<'a>(name: &'a str, date: &str) -> Option<&'a str> {
    let (before, end) = name.split_at_checked(name.len().checked_sub(date.len())?)?;
    let fits = |(byte, form): (u8, u8)| match form {
        b'#' => byte.is_ascii_digit(),
        form => byte == form,
    };
    let is_date = end.bytes().zip(date.bytes()).all(fits);
    let is_name = !before.is_empty() && !before.ends_with(|last: char| last.is_ascii_digit());
    (is_date && is_name).then_some(before)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A name that can be put into an ARN: a caller may have chosen it.
pub(crate) fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.+=,@/".contains(&byte);
    !name.is_empty() && name.len() <= 256 && name.bytes().all(plain)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_date_is_no_part_of_a_name() {
        let cases = [
            ("UpdateDistribution2020_05_31", "UpdateDistribution"),
            ("CreateFunction20150331", "CreateFunction"),
            ("TagResource20170331v2", "TagResource"),
            ("CreateFunctionUrlConfig20211031", "CreateFunctionUrlConfig"),
            ("AddPermission20150331v12", "AddPermission"),
            // These are names.
            ("AssignIpv6Addresses", "AssignIpv6Addresses"),
            ("AssociateSubnetIpv6", "AssociateSubnetIpv6"),
            ("CreateBucket", "CreateBucket"),
            ("20150331", "20150331"),
            ("20150331v2", "20150331v2"),
            ("X120150331", "X120150331"),
            ("Update2020_05_3", "Update2020_05_3"),
            ("Überall2020é05_31", "Überall2020é05_31"),
            ("v2", "v2"),
            ("", ""),
        ];
        for (name, expected) in cases {
            assert_eq!(plain(name), expected, "`{name}`");
        }
    }
}
