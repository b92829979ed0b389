//! How the property tests of the workspace draw their cases.
//!
//! `cargo test` draws the same cases each time, from [`SEED`]: a test that passes once passes
//! again, and one that fails is a fault of the change at hand. `make properties MINUTES=10` draws
//! new ones for as long as it may, and prints the seed of each round so that it can be run again:
//! `PROPERTIES_SEED=1234 PROPERTIES_TIMES=8 cargo test properties`.
//!
//! For tests only: crates name it under `[dev-dependencies]`. Absent on purpose: files of failed
//! cases beside the sources. What failed once becomes a test of its own.

use proptest::test_runner::{Config, RngSeed};

/// What the cases of an ordinary run are drawn from.
pub const SEED: u64 = 0xBA11_1313;

/// The variable that holds another seed, in decimal.
pub const SEED_VARIABLE: &str = "PROPERTIES_SEED";

/// The variable that holds how many times as many cases are drawn.
pub const TIMES_VARIABLE: &str = "PROPERTIES_TIMES";

/// The configuration of a property with this many cases in an ordinary run.
///
/// # Panics
/// Where one of the two variables holds something else than a number: a long run that drew the
/// ordinary cases instead would look like one that found nothing.
#[must_use]
pub fn config(cases: u32) -> Config {
    let times = u32::try_from(variable(TIMES_VARIABLE).unwrap_or(1)).unwrap_or(u32::MAX);
    Config {
        cases: cases.saturating_mul(times),
        rng_seed: RngSeed::Fixed(variable(SEED_VARIABLE).unwrap_or(SEED)),
        failure_persistence: None,
        ..Config::default()
    }
}

#[allow(
    clippy::panic,
    reason = "only tests call this, and a seed that is not read must not pass unseen"
)]
fn variable(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    let Ok(number) = text.parse() else {
        panic!("`{name}` is `{text}`, which is not a whole number");
    };
    Some(number)
}
