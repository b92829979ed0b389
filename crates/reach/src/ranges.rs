//! Sets of numbers as sorted, disjoint, inclusive ranges: ports, and addresses as numbers.
//!
//! Two ranges that touch are one, so that 0.0.0.0/1 and 128.0.0.0/1 are the whole internet, and
//! two sets are equal when they hold the same numbers.
use std::fmt::Debug;

/// A number that ranges are made of.
pub trait Point: Copy + Ord + Debug {
    /// The least there is.
    const LEAST: Self;
    /// The greatest there is.
    const GREATEST: Self;
    /// The next number; `None` above the greatest.
    fn next(self) -> Option<Self>;
    /// The number before; `None` below the least.
    fn previous(self) -> Option<Self>;
}

impl Point for u16 {
    const LEAST: Self = Self::MIN;
    const GREATEST: Self = Self::MAX;
    fn next(self) -> Option<Self> {
        self.checked_add(1)
    }
    fn previous(self) -> Option<Self> {
        self.checked_sub(1)
    }
}

impl Point for u32 {
    const LEAST: Self = Self::MIN;
    const GREATEST: Self = Self::MAX;
    fn next(self) -> Option<Self> {
        self.checked_add(1)
    }
    fn previous(self) -> Option<Self> {
        self.checked_sub(1)
    }
}

impl Point for u128 {
    const LEAST: Self = Self::MIN;
    const GREATEST: Self = Self::MAX;
    fn next(self) -> Option<Self> {
        self.checked_add(1)
    }
    fn previous(self) -> Option<Self> {
        self.checked_sub(1)
    }
}

/// A set of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranges<T>(Vec<(T, T)>);

impl<T> Default for Ranges<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Point> Ranges<T> {
    /// No number.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Every number.
    #[must_use]
    pub fn all() -> Self {
        Self::one(T::LEAST, T::GREATEST)
    }

    /// The numbers from one to another, both included; none where the first is the greater.
    #[must_use]
    pub fn one(first: T, last: T) -> Self {
        match first <= last {
            true => Self(vec![(first, last)]),
            false => Self::none(),
        }
    }

    /// The numbers of any of these ranges.
    pub fn of(ranges: impl IntoIterator<Item = (T, T)>) -> Self {
        let mut sorted: Vec<_> = ranges.into_iter().filter(|(a, b)| a <= b).collect();
        sorted.sort_unstable();
        let mut merged: Vec<(T, T)> = Vec::with_capacity(sorted.len());
        for (first, last) in sorted {
            match merged.last_mut() {
                Some((_, end)) if end.next().is_none_or(|next| first <= next) => {
                    *end = last.max(*end);
                }
                _ => merged.push((first, last)),
            }
        }
        Self(merged)
    }

    /// Whether no number is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The ranges, least first.
    pub fn iter(&self) -> impl Iterator<Item = (T, T)> + '_ {
        self.0.iter().copied()
    }

    /// The least number.
    #[must_use]
    pub fn first(&self) -> Option<T> {
        self.0.first().map(|(first, _)| *first)
    }

    /// Whether a number is in it.
    #[must_use]
    pub fn contains(&self, number: T) -> bool {
        let at = self.0.partition_point(|(_, last)| *last < number);
        self.0.get(at).is_some_and(|(first, _)| *first <= number)
    }

    /// The numbers in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        match (self.is_empty(), other.is_empty()) {
            (true, _) => other.clone(),
            (_, true) => self.clone(),
            _ => Self::of(self.iter().chain(other.iter())),
        }
    }

    /// The numbers in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut left, mut right) = (self.iter().peekable(), other.iter().peekable());
        let mut both = Vec::new();
        while let (Some((a, b)), Some((c, d))) = (left.peek().copied(), right.peek().copied()) {
            let (first, last) = (a.max(c), b.min(d));
            if first <= last {
                both.push((first, last));
            }
            match b < d {
                true => left.next(),
                false => right.next(),
            };
        }
        Self(both)
    }

    /// The numbers in this one that are not in the other.
    #[must_use]
    pub fn difference(&self, other: &Self) -> Self {
        self.intersection(&other.complement())
    }

    /// The numbers that are not in it.
    #[must_use]
    pub fn complement(&self) -> Self {
        let mut outside = Vec::with_capacity(self.0.len() + 1);
        let mut from = Some(T::LEAST);
        for (first, last) in self.iter() {
            if let (Some(from), Some(to)) = (from, first.previous())
                && from <= to
            {
                outside.push((from, to));
            }
            from = last.next();
        }
        outside.extend(from.map(|from| (from, T::GREATEST)));
        Self(outside)
    }
}

#[cfg(test)]
mod tests {
    use super::Ranges;
    use proptest::prelude::*;

    #[test]
    fn ranges_that_touch_are_one() {
        let halves = Ranges::of([(0x8000_0000_u32, u32::MAX), (0, 0x7fff_ffff)]);
        assert_eq!(halves, Ranges::all());
        assert_eq!(
            Ranges::of([(1_u16, 3), (5, 9), (4, 4)]),
            Ranges::one(1_u16, 9)
        );
        assert!(Ranges::one(2_u16, 1).is_empty());
    }

    fn some() -> impl Strategy<Value = Vec<(u16, u16)>> {
        let edge = prop_oneof![0..20_u16, (u16::MAX - 20)..=u16::MAX];
        proptest::collection::vec((edge.clone(), edge), 0..6)
    }

    mod properties {
        use super::{Ranges, some};
        use proptest::prelude::*;

        proptest! {
            #![proptest_config(properties::config(256))]

            #[test]
            fn sets_are_what_membership_says(a in some(), b in some()) {
                let (left, right) = (Ranges::of(a.clone()), Ranges::of(b.clone()));
                let held = |all: &[(u16, u16)], n: u16| all.iter().any(|(x, y)| (*x..=*y).contains(&n));
                for n in (0..45).chain((u16::MAX - 45)..=u16::MAX) {
                    let (l, r) = (held(&a, n), held(&b, n));
                    prop_assert_eq!(left.contains(n), l);
                    prop_assert_eq!(left.union(&right).contains(n), l || r);
                    prop_assert_eq!(left.intersection(&right).contains(n), l && r);
                    prop_assert_eq!(left.difference(&right).contains(n), l && !r);
                    prop_assert_eq!(left.complement().contains(n), !l);
                }
                prop_assert_eq!(left.complement().complement(), left);
            }
        }
    }
}
