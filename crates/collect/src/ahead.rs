//! Reading what is named where it is said to lie, while its list is still asked whether it does:
//! a person waits for the result.
use model::{Account, Kind, KindInfo, Snapshot};

use crate::sweep::{Sweep, run};

impl Sweep {
    /// Asks for the lists, and reads at the same time what they are likely to say. Whether that
    /// came true, so that all is read; where it did not, what was read is forgotten.
    pub(crate) async fn read_ahead(&mut self) -> bool {
        let (mut listed, guess) = (self.snapshot.clone(), self.guess());
        let kinds = self.request.kinds();
        let ahead = async {
            let mut guess = guess?;
            let of = |kind: &&'static KindInfo| self.jobs(kind, (0..guess.count(kind)).collect());
            let jobs = kinds.iter().flat_map(of).collect();
            let vanished = run(&self.aws, &self.progress, &mut guess, jobs).await;
            vanished.is_empty().then_some(guess)
        };
        let ((), guess) = futures::join!(self.list_all(&mut listed), ahead);
        self.snapshot = listed;
        let came_true = |guess: &Snapshot| {
            let mut kinds = kinds.iter();
            kinds.all(|kind| is_as_listed(guess, &self.snapshot, kind))
        };
        let Some(guess) = guess.filter(came_true) else {
            return false;
        };
        self.snapshot.adopt(&guess);
        true
    }

    /// What the lists are likely to say, where that is known of everything that is named.
    fn guess(&self) -> Option<Snapshot> {
        let mut guess = self.snapshot.clone();
        let kinds = self.request.kinds();
        for arn in self.request.named()? {
            let region = self.request.places.get(arn.as_str())?;
            let mut own = kinds.iter().filter(|kind| {
                let within = kind.within.is_some_and(|above| above.id == Account::ID);
                within && kind.arn.is_some_and(|shape| shape.fits(arn).is_some())
            });
            if !guess.looks_at(region) {
                return None;
            }
            guess.suppose(own.next()?, arn.as_str(), region);
        }
        Some(guess)
    }
}

/// Whether the lists returned of a kind what was guessed of it, and nothing else.
fn is_as_listed(guess: &Snapshot, listed: &Snapshot, kind: &'static KindInfo) -> bool {
    guess.count(kind) == listed.count(kind)
        && (0..guess.count(kind)).all(|row| {
            let there = listed.row_of(kind, guess.id_at(kind, row));
            there.is_some_and(|there| guess.region_of(kind, row) == listed.region_of(kind, there))
        })
}

#[cfg(test)]
#[cfg(feature = "s3")]
mod tests;
