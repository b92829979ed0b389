//! What was listed and what was not; and snapshots that know less, to prove what a control reads.
use crate::snapshot::Listing;
use crate::{Gap, Kind, KindInfo, Need, Observed, Reason, Snapshot, Timestamp};

impl Snapshot {
    /// The parents whose listing failed, here or further up: of what lies in them nothing is
    /// known, so nothing about it may be called resolved. With when the listing began.
    #[must_use]
    pub fn unlisted(&self, kind: &'static KindInfo) -> Vec<(Gap, Option<&str>, Timestamp)> {
        let kinds = kind.lineage();
        kinds.flat_map(|kind| self.unlisted_at(kind)).collect()
    }

    fn unlisted_at(&self, kind: &'static KindInfo) -> Vec<(Gap, Option<&str>, Timestamp)> {
        let Some(above) = kind.within else {
            return Vec::new();
        };
        let missed = |parent| {
            let (at, reason) = match self.listing(kind, parent) {
                Some((_, Listing::Complete | Listing::Named)) => return None,
                Some((at, Listing::Missed(reason))) => (*at, reason.clone()),
                None => (self.at(), Reason::NotRequested),
            };
            let (arn, _) = self.name(above, parent);
            let gap = Gap::new(&kind.listing(), &arn, reason);
            Some((gap, self.region_of(above, parent), at))
        };
        (0..self.count(above)).filter_map(missed).collect()
    }

    /// Since when it is proved that a resource does not exist: it was asked for by name, or every
    /// list that could hold it was complete. `None` while it may exist.
    #[must_use]
    pub fn missing_since(
        &self,
        kind: &'static KindInfo,
        region: &str,
        id: &str,
    ) -> Option<Timestamp> {
        let table = self.tables.get(kind.id)?;
        if let Some(at) = table.gone.get(id) {
            return Some(*at);
        }
        let looked_at = region == crate::Finding::GLOBAL || self.looks_at(region);
        if table.rows.contains_key(id) || !looked_at {
            return None;
        }
        let lists = kind.lineage().filter(|kind| kind.within.is_some());
        let ages = lists.map(|kind| self.listed_since(kind, region));
        ages.collect::<Option<Vec<_>>>()?.into_iter().min()
    }

    /// When the oldest began of a Region's lists of one kind; `None` unless all are complete.
    fn listed_since(&self, kind: &'static KindInfo, region: &str) -> Option<Timestamp> {
        let above = kind.within?;
        let here = |parent: &usize| {
            let lies = self.region_of(above, *parent);
            lies.is_none_or(|lies| lies == region || kind.id == crate::Region::ID)
        };
        let parents = (0..self.count(above)).filter(here);
        let ages = parents.map(|parent| match self.listing(kind, parent) {
            Some((at, Listing::Complete)) => Some(*at),
            // A Region that was chosen is looked at, whatever others there are.
            Some((at, Listing::Named)) if kind.id == crate::Region::ID => Some(*at),
            _ => None,
        });
        let ages: Vec<_> = ages.collect::<Option<_>>()?;
        // A Region that is not in the list any more has no lists of its own to ask.
        ages.into_iter().min().or(Some(self.at()))
    }

    fn listing(&self, kind: &KindInfo, parent: usize) -> Option<&(Timestamp, Listing)> {
        self.tables.get(kind.id)?.listings.get(&parent)
    }

    /// Why a resource of this kind may be missing here though it exists in the account.
    pub(crate) fn incomplete(&self, kind: &'static KindInfo) -> Option<Reason> {
        if self.regions().is_some() {
            return Some(Reason::NotRequested);
        }
        let below_account = kind.lineage().filter(|kind| kind.within.is_some());
        below_account.into_iter().find_map(|kind| {
            let parents = self.count(kind.within?);
            (0..parents).find_map(|parent| match self.listing(kind, parent) {
                Some((_, Listing::Complete | Listing::Missed(Reason::NotOffered))) => None,
                Some((_, Listing::Missed(reason))) => Some(reason.clone()),
                Some((_, Listing::Named)) | None => Some(Reason::NotRequested),
            })
        })
    }

    /// The same snapshot without one need: a fact that was not requested, or a kind that was not listed.
    #[must_use]
    pub fn forget(&self, need: &Need) -> Self {
        self.missing(need, &Reason::NotRequested)
    }

    /// The same snapshot with one need missed everywhere, as if its permission were taken away.
    #[must_use]
    pub fn missing(&self, need: &Need, reason: &Reason) -> Self {
        let mut forgetful = self.clone();
        if need.is_listing() {
            forgetful.miss_listing(need, reason);
        } else {
            forgetful.miss_fact(need, reason);
        }
        forgetful
    }

    fn miss_listing(&mut self, need: &Need, reason: &Reason) {
        let at = self.at();
        let table = self.table(need.kind);
        table.rows.clear();
        table.children.clear();
        for (_, listing) in table.listings.values_mut() {
            *listing = Listing::Missed(reason.clone());
        }
        if table.listings.is_empty() {
            table
                .listings
                .insert(0, (at, Listing::Missed(reason.clone())));
        }
    }

    fn miss_fact(&mut self, need: &Need, reason: &Reason) {
        for row in self.table(need.kind).rows.values_mut() {
            if let Some(cell) = std::sync::Arc::make_mut(row).cells.get_mut(need.id) {
                cell.seen = Observed::Missed(reason.clone());
            }
        }
    }
}

/// The same snapshot, knowing only what these needs read and the lists of these kinds.
#[must_use]
pub fn narrow_to(snapshot: &Snapshot, kind: &'static KindInfo, needs: &[Need]) -> Snapshot {
    let kinds = needs.iter().map(|need| need.kind).chain([kind]);
    let kept: Vec<_> = kinds.flat_map(KindInfo::lineage).map(|k| k.id).collect();
    let mut narrowed = snapshot.clone();
    narrowed.tables.retain(|id, _| kept.contains(id));
    for table in narrowed.tables.values_mut() {
        for row in table.rows.values_mut() {
            let cells = &mut std::sync::Arc::make_mut(row).cells;
            cells.retain(|id, _| needs.iter().any(|need| need.id == *id));
        }
    }
    narrowed
}

#[cfg(test)]
mod tests {
    use crate::kms::Key;
    use crate::{Account, AccountRef, Kind, Listing, Reason, Region, Snapshot, Timestamp, View};

    const EUROPE: &str = "eu-west-1";
    const KEY: &str = "arn:aws:kms:eu-west-1:111122223333:key/1";

    fn at() -> Timestamp {
        Timestamp::from_second(1_772_366_400).unwrap()
    }

    /// An account of which one Region was looked at, with no key in it; `how` says where that Region comes from.
    fn looked_at(how: Listing, chosen: Option<&str>) -> Snapshot {
        let account = AccountRef::new("aws", "111122223333");
        let chosen = chosen.map(|region| vec![region.into()]);
        let mut snapshot = Snapshot::new(account, at()).within(chosen);
        let region = snapshot.enter::<Region>(snapshot.root(), EUROPE, None);
        snapshot.listed::<Region>(snapshot.root(), at(), how);
        snapshot.listed::<Key>(region, at(), Listing::Complete);
        snapshot
    }

    fn children(snapshot: &Snapshot) -> Result<usize, Reason> {
        let view = View::new(snapshot, Account::INFO, const { &[Region::LISTING] });
        let regions = view.resource(snapshot.root()).children::<Region>();
        regions.map(|all| all.len()).map_err(|gap| gap.reason)
    }

    #[test]
    fn chosen_regions_are_not_the_accounts_regions() {
        let all = looked_at(Listing::Complete, None);
        assert_eq!(children(&all), Ok(1));
        let some = looked_at(Listing::Named, Some(EUROPE));
        assert_eq!(children(&some), Err(Reason::NotRequested));
        assert!(
            some.unlisted(Key::INFO).is_empty(),
            "what lies in it was listed"
        );
    }

    #[test]
    fn what_is_gone_from_a_chosen_region_is_gone() {
        for (how, chosen) in [(Listing::Complete, None), (Listing::Named, Some(EUROPE))] {
            let snapshot = looked_at(how, chosen);
            assert_eq!(snapshot.missing_since(Key::INFO, EUROPE, KEY), Some(at()));
        }
        let some = looked_at(Listing::Named, Some(EUROPE));
        let elsewhere = KEY.replace(EUROPE, "us-east-1");
        assert_eq!(some.missing_since(Key::INFO, "us-east-1", &elsewhere), None);
    }

    #[test]
    fn no_account_is_without_regions() {
        let account = AccountRef::new("aws", "111122223333");
        let mut snapshot = Snapshot::new(account, at());
        snapshot.listed::<Region>(snapshot.root(), at(), Listing::Complete);
        assert!(matches!(children(&snapshot), Err(Reason::Failed(_))));
    }
}
