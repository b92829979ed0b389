//! Lists of Regions that were chosen: in settings, in a task, on the command line.
mod codes;

/// A list of Regions that cannot be looked at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegionError {
    /// It holds none.
    #[error("the list of Regions is empty: leave it out for every enabled Region")]
    None,
    /// It holds one that AWS does not have.
    #[error("AWS has no Region `{0}`: did you mean `{1}`?")]
    Unknown(Box<str>, &'static str),
}

/// Whether a list names Regions that AWS has, and at least one.
pub fn check_regions<R: AsRef<str>>(chosen: &[R]) -> Result<(), RegionError> {
    if chosen.is_empty() {
        return Err(RegionError::None);
    }
    let mut chosen = chosen.iter().map(AsRef::as_ref);
    let unknown = chosen.find(|code| codes::CODES.binary_search(code).is_err());
    unknown.map_or(Ok(()), |code| {
        Err(RegionError::Unknown(code.into(), nearest(code)))
    })
}

/// The Region whose code is most like a word.
fn nearest(word: &str) -> &'static str {
    let far = |code: &&&str| strsim::damerau_levenshtein(&word.to_lowercase(), code);
    codes::CODES
        .iter()
        .min_by_key(far)
        .copied()
        .unwrap_or("us-east-1")
}

#[cfg(test)]
mod tests {
    use super::{RegionError, check_regions, codes::CODES};

    #[test]
    fn listed_regions_pass() {
        assert_eq!(
            check_regions(&["eu-west-1", "us-gov-west-1", "cn-north-1"]),
            Ok(())
        );
        assert_eq!(check_regions(&CODES), Ok(()));
        assert!(CODES.is_sorted(), "they are searched");
    }

    #[test]
    fn an_empty_list_is_an_error() {
        assert_eq!(check_regions::<&str>(&[]), Err(RegionError::None));
    }

    #[test]
    fn an_unknown_region_is_an_error_that_names_the_nearest() {
        for (word, expected) in [
            ("eu-wset-1", "eu-west-1"),
            ("eu-west-11", "eu-west-1"),
            ("us-esat-2", "us-east-2"),
            ("EU-WEST-1", "eu-west-1"),
        ] {
            let error = check_regions(&["eu-west-1", word]);
            assert_eq!(
                error,
                Err(RegionError::Unknown(word.into(), expected)),
                "{word}"
            );
        }
        let error = check_regions(&["eu-nowhere-9"]).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("`eu-nowhere-9`: did you mean `eu-"),
            "{error}"
        );
        assert!(check_regions(&[""]).is_err());
        assert!(check_regions(&["aws-global"]).is_err(), "a pseudo-Region");
    }
}
