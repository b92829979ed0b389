//! A bound on work. Hostile policies can make exact questions expensive; past the bound the
//! answer is `undecided` and never a guess.

/// Steps left to spend. A step is about a hundred nanoseconds of work and at most some hundred
/// bytes of memory, so a budget bounds both time and space.
#[derive(Clone, Debug)]
pub struct Budget {
    left: u64,
}

/// The budget is used up; the question stays open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exhausted;

impl Budget {
    /// A budget of so many steps.
    #[must_use]
    pub fn steps(steps: u64) -> Self {
        Budget { left: steps }
    }

    /// Whether nothing is left.
    pub(crate) fn is_spent(&self) -> bool {
        self.left == 0
    }

    /// Spends some steps.
    ///
    /// # Errors
    /// [`Exhausted`], once and for all, where fewer are left.
    pub fn spend(&mut self, steps: u64) -> Result<(), Exhausted> {
        let left = self.left.checked_sub(steps);
        self.left = left.unwrap_or(0);
        left.map(|_| ()).ok_or(Exhausted)
    }
}

impl Default for Budget {
    /// Half a million steps: some hundredths of a second and some ten megabytes at the most, and
    /// a hundred times what the largest policies in ordinary use take.
    fn default() -> Self {
        Budget::steps(500_000)
    }
}
