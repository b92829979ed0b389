//! Reading what some controls need, in pieces: what was judged need not be kept.
//!
//! First come the listings, parents before children, and the facts of what everything else lies
//! in. Then the kinds that hold nothing else are read some hundred resources at a time, each
//! piece handed over to be judged and its facts dropped. So memory does not grow with the account.
use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use futures::StreamExt;
use futures::stream::BoxStream;
use model::{Kind, KindInfo, Listing, Need, Reason, Region, Service, Snapshot, Timestamp};

use crate::reader::{Enter, Entry, Only};
use crate::request::{Request, ScopeError};
use crate::{Aws, Reader};

/// How many calls are under way at once: S3 was seen to answer `NoSuchBucket` for buckets that
/// exist when requested with more than a hundred at once.
pub(crate) const AT_ONCE: usize = 64;
/// How many resources are read before they are judged.
const PIECE: usize = 500;
/// How many lists are described at once: of each, one page may wait to be entered.
const DESCRIBED: usize = 16;

/// Resources that are read well enough to be judged by the controls of their kind.
#[derive(Clone, Debug)]
pub struct Piece {
    /// Their kind.
    pub kind: &'static KindInfo,
    /// Their rows in the snapshot.
    pub rows: Range<usize>,
}

/// How far a sweep is, for whoever shows it.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicUsize,
    total: AtomicUsize,
}

impl Progress {
    /// Reads that ended, and reads that are known to be needed so far.
    #[must_use]
    pub fn reads(&self) -> (usize, usize) {
        (self.done.load(Relaxed), self.total.load(Relaxed))
    }
}

/// A reading under way.
#[derive(Debug)]
pub struct Sweep {
    pub(crate) aws: Arc<Aws>,
    pub(crate) request: Request,
    readers: Vec<&'static Reader>,
    pub(crate) snapshot: Snapshot,
    pieces: VecDeque<Piece>,
    /// The pages of what is described, of all kinds and Regions side by side.
    described: Described,
    /// The piece handed over last, if its facts are to be dropped.
    judged: Option<Piece>,
    started: bool,
    /// Whether all was read at the same time as the lists.
    ahead: bool,
    pub(crate) progress: Arc<Progress>,
}

/// Pages that are not requested yet, each of a kind.
struct Described(BoxStream<'static, (&'static KindInfo, Enter)>);

impl std::fmt::Debug for Described {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Described")
    }
}

impl Sweep {
    /// Prepares a reading; nothing is requested yet.
    pub fn new(
        aws: &Aws,
        readers: &[&'static [Reader]],
        request: Request,
    ) -> Result<Self, ScopeError> {
        let needs = request.needs();
        let kinds = request.kinds();
        let wanted = |reader: &&Reader| {
            let fills =
                |need: &Need| needs.contains(need) || kinds.iter().any(|kind| reader.lists(kind));
            reader.fills().iter().any(fills)
        };
        request.check(aws.account())?;
        let snapshot = Snapshot::new(aws.account().clone(), aws.now());
        let ids = needs.iter().map(|need| need.id);
        let ids = ids.chain(kinds.iter().map(|kind| kind.id)).collect();
        Ok(Self {
            aws: Arc::new(aws.for_run(ids, &request)),
            readers: readers.iter().copied().flatten().filter(wanted).collect(),
            snapshot: snapshot.within(request.regions.clone()),
            request,
            pieces: VecDeque::new(),
            described: Described(futures::stream::empty().boxed()),
            judged: None,
            started: false,
            ahead: false,
            progress: Arc::default(),
        })
    }

    /// The same, keeping the secrets that facts hold instead of masking them: for whoever writes a
    /// fact back ([`Snapshot::with_secrets`]).
    #[must_use]
    pub fn with_secrets(mut self) -> Self {
        self.snapshot = self.snapshot.with_secrets();
        self
    }

    /// What is judged from it.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.request
    }
    /// How far it is, to be watched from elsewhere.
    #[must_use]
    pub fn progress(&self) -> Arc<Progress> {
        Arc::clone(&self.progress)
    }
    /// What was seen so far.
    #[must_use]
    pub fn snapshot(&self) -> &Snapshot {
        &self.snapshot
    }
    /// The kinds that are read at once and kept, parents first: complete at the first piece.
    #[must_use]
    pub fn kept_kinds(&self) -> Vec<&'static KindInfo> {
        let leaves = self.request.leaves();
        let mut kinds = self.request.kinds();
        kinds.retain(|kind| leaves.iter().all(|leaf| leaf.id != kind.id));
        kinds
    }

    /// Reads the next piece; `None` when all was handed over.
    pub async fn next(&mut self) -> Option<Piece> {
        if !self.started {
            self.started = true;
            self.begin().await;
        }
        if let Some(Piece { kind, rows }) = self.judged.take() {
            let kept = self.request.kept(kind);
            self.snapshot.drop_facts(kind, rows, &kept);
        }
        let Some(piece) = self.pieces.pop_front() else {
            return self.page().await;
        };
        if self.is_leaf(piece.kind) {
            self.read(std::slice::from_ref(&piece)).await;
            self.judged = Some(piece.clone());
        }
        Some(piece)
    }

    /// The next page that names resources, with what else is read of them.
    async fn page(&mut self) -> Option<Piece> {
        loop {
            let (kind, enter) = self.described.0.next().await?;
            let before = self.snapshot.count(kind);
            enter(&mut self.snapshot);
            self.progress.total.fetch_add(1, Relaxed);
            self.progress.done.fetch_add(1, Relaxed);
            let rows = before..self.snapshot.count(kind);
            if !rows.is_empty() {
                let piece = Piece { kind, rows };
                self.read(std::slice::from_ref(&piece)).await;
                self.judged = Some(piece.clone());
                return Some(piece);
            }
        }
    }

    fn is_leaf(&self, kind: &KindInfo) -> bool {
        self.request.leaves().iter().any(|leaf| leaf.id == kind.id)
    }

    /// The reader whose pages are judged and dropped as they come: of a kind that nothing else
    /// looks at, where all of it is wanted.
    fn streams(&self, kind: &KindInfo) -> Option<&'static Reader> {
        let all = self.request.named().is_none() && self.is_leaf(kind);
        let lists = |reader: &&&Reader| reader.pages.is_some() && reader.lists(kind);
        self.readers.iter().find(lists).copied().filter(|_| all)
    }

    /// Prepares to describe what is judged page by page, wherever it exists.
    fn describe(&mut self) {
        let mut all = Vec::new();
        for kind in self.request.kinds() {
            let (Some(reader), Some(parent)) = (self.streams(kind), kind.within) else {
                continue;
            };
            for row in self.places(kind, parent) {
                let pages = reader
                    .pages
                    .map(|pages| pages(Arc::clone(&self.aws), &self.snapshot, row));
                all.extend(pages.map(|pages| pages.map(move |enter| (kind, enter)).boxed()));
            }
        }
        self.described = Described(
            futures::stream::iter(all)
                .flatten_unordered(DESCRIBED)
                .boxed(),
        );
    }

    /// The rows of what a kind is listed in.
    fn places(&mut self, kind: &'static KindInfo, parent: &'static KindInfo) -> Vec<usize> {
        let (rows, now) = (0..self.snapshot.count(parent), self.aws.now());
        let snapshot = &mut self.snapshot;
        rows.filter(|row| exists(snapshot, now, kind, *row))
            .collect()
    }

    /// What is left when all was handed over: listings, what is gone, and what was kept.
    #[must_use]
    pub fn finish(self) -> Snapshot {
        self.snapshot
    }

    async fn begin(&mut self) {
        self.ahead = self.read_ahead().await;
        let leaves = self.request.leaves();
        for kinds in by_depth(&self.kept_kinds()) {
            let pieces = kinds.iter().map(|kind| Piece {
                kind,
                rows: 0..self.snapshot.count(kind),
            });
            let pieces: Vec<_> = pieces.collect();
            self.read(&pieces).await;
            self.pieces.extend(pieces);
        }
        for kind in leaves.into_iter().rev() {
            let rows = 0..self.snapshot.count(kind);
            for start in rows.clone().step_by(PIECE).rev() {
                let rows = start..rows.end.min(start + PIECE);
                self.pieces.push_front(Piece { kind, rows });
            }
        }
        self.describe();
    }

    /// Lists all kinds but those that are described page by page, parents before children and
    /// those of one depth side by side.
    pub(crate) async fn list_all(&self, snapshot: &mut Snapshot) {
        for kinds in by_depth(&self.request.kinds()) {
            let listed = kinds.iter().filter(|kind| self.streams(kind).is_none());
            let jobs: Vec<_> = listed.flat_map(|kind| self.lists(snapshot, kind)).collect();
            run(&self.aws, &self.progress, snapshot, jobs).await;
        }
    }

    /// The calls that list a kind in all of its parents, or find those that were named.
    fn lists(&self, snapshot: &mut Snapshot, kind: &'static KindInfo) -> Vec<Job> {
        let lists = |reader: &&&Reader| reader.lists(kind);
        let reader = self.readers.iter().find(lists).copied();
        let (Some(parent), Some(reader)) = (kind.within, reader) else {
            return Vec::new();
        };
        let mut jobs = Vec::new();
        for row in 0..snapshot.count(parent) {
            let within = (parent.id == Region::ID).then(|| snapshot.id_at(parent, row));
            let only = self.request.only(kind, within);
            if self.request.named().is_some() || exists(snapshot, self.aws.now(), kind, row) {
                jobs.extend(only.into_iter().map(|only| (reader, row, only)));
            }
        }
        jobs
    }

    /// Reads the facts of some resources, of several kinds side by side.
    async fn read(&mut self, pieces: &[Piece]) {
        if self.ahead {
            return;
        }
        let jobs = pieces
            .iter()
            .flat_map(|Piece { kind, rows }| self.jobs(kind, rows.clone().collect()));
        let jobs = self.offered(jobs.collect());
        let vanished = self.run(jobs).await;
        for Piece { kind, .. } in pieces {
            let of = vanished.iter().filter(|(on, _)| on.id == kind.id);
            let rows = of.map(|(_, row)| *row).collect();
            let still_there = self.confirm(kind, rows).await;
            // S3 was seen to deny that a bucket exists that does: requested once more, its response
            // stands.
            self.run(self.jobs(kind, still_there)).await;
        }
    }

    /// The calls that read the facts of these resources of a kind.
    pub(crate) fn jobs(&self, kind: &KindInfo, rows: Vec<usize>) -> Vec<Job> {
        let facts = |reader: &&&Reader| reader.on.id == kind.id && reader.listed().is_none();
        let readers = || self.readers.iter().filter(facts).copied();
        let jobs = rows
            .into_iter()
            .flat_map(|row| readers().map(move |reader| (reader, row, Only::All(None))));
        jobs.collect()
    }

    /// The calls that AWS can answer: what it does not offer in a Region is entered as that.
    fn offered(&mut self, mut jobs: Vec<Job>) -> Vec<Job> {
        let now = self.aws.now();
        jobs.retain(|(reader, row, _)| {
            let fills = reader.fills();
            let place = self.snapshot.id_at(reader.on, *row);
            let offered = fills.iter().all(|need| is_offered(need.service, place));
            if reader.on.id != Region::ID || offered {
                return true;
            }
            for need in &fills {
                self.snapshot.miss(need, *row, now, Reason::NotOffered);
            }
            false
        });
        jobs
    }

    /// Reads the list again whether resources exist of which AWS said that they do not.
    async fn confirm(&mut self, kind: &'static KindInfo, rows: Vec<usize>) -> Vec<usize> {
        let lists = |reader: &&&Reader| reader.lists(kind);
        let Some(reader) = self.readers.iter().find(lists).copied() else {
            return Vec::new();
        };
        let parent = |row| self.snapshot.parent_at(kind, row);
        let named = |row| Only::One(self.snapshot.id_at(kind, row).into());
        let jobs: Vec<Job> = rows
            .iter()
            .map(|row| (reader, parent(*row), named(*row)))
            .collect();
        self.run(jobs).await;
        let present = rows
            .into_iter()
            .filter(|row| !self.snapshot.is_gone(kind, *row));
        present.collect()
    }

    async fn run(&mut self, jobs: Vec<Job>) -> Vec<Vanished> {
        run(&self.aws, &self.progress, &mut self.snapshot, jobs).await
    }
}

/// A resource of which AWS said that it does not exist: its kind and row.
pub(crate) type Vanished = (&'static KindInfo, usize);

/// Kinds, those of one depth together, parents before children.
fn by_depth(kinds: &[&'static KindInfo]) -> Vec<Vec<&'static KindInfo>> {
    let depth = |kind: &'static KindInfo| kind.lineage().count();
    let depths = kinds.chunk_by(|one, other| depth(one) == depth(other));
    depths.map(<[_]>::to_vec).collect()
}

/// Whether a kind can be listed in a row of its parent: AWS does not have every service in every
/// Region. Where it has not, that is entered.
fn exists(snapshot: &mut Snapshot, now: Timestamp, kind: &'static KindInfo, row: usize) -> bool {
    let Some(region) = kind.within.filter(|within| within.id == Region::ID) else {
        return true;
    };
    let offered = is_offered(kind.service, snapshot.id_at(region, row));
    if !offered {
        snapshot.listed_in(kind, row, now, Listing::Missed(Reason::NotOffered));
    }
    offered
}

/// Whether a service may exist in a Region, by AWS's endpoint data.
fn is_offered(service: &Service, region: &str) -> bool {
    calls::exists(service.endpoint, region) != Some(false)
}

/// Makes calls, a bounded number at once, and enters what they found. Returns the resources of
/// which AWS said that they do not exist.
pub(crate) async fn run(
    aws: &Aws,
    progress: &Progress,
    snapshot: &mut Snapshot,
    jobs: Vec<Job>,
) -> Vec<Vanished> {
    progress.total.fetch_add(jobs.len(), Relaxed);
    let prepared: Vec<_> = jobs
        .into_iter()
        .map(|(reader, row, only)| ((reader.on, row), (reader.call)(snapshot, row, only)))
        .collect();
    let calls = prepared
        .into_iter()
        .map(|(about, call)| async move { (about, call(aws).await) });
    let mut calls = futures::stream::iter(calls).buffer_unordered(AT_ONCE);
    let mut vanished = Vec::new();
    while let Some((about, Entry { enter, gone })) = calls.next().await {
        progress.done.fetch_add(1, Relaxed);
        enter(snapshot);
        let new = |seen: &Vanished| (seen.0.id, seen.1) != (about.0.id, about.1);
        if gone && vanished.iter().all(new) {
            vanished.push(about);
        }
    }
    vanished
}

/// A call to be made: by whom, about the resource in which row, and which others it is to find.
pub(crate) type Job = (&'static Reader, usize, Only);

#[cfg(test)]
mod tests {
    use model::{AccountRef, Kind, Listing, Reason, Region, Service, Snapshot, roster};

    use super::exists;
    use crate::wire::{ACCOUNT, now};

    const ELSEWHERE: Service = Service {
        endpoint: "redshift-serverless",
        ..roster::RDS
    };

    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    struct Workgroup;
    impl Kind for Workgroup {
        type In = Region;
        const ID: &'static str = "test.workgroup";
        const SERVICE: &'static Service = &ELSEWHERE;
        const LIST: &'static [&'static str] = &["redshift-serverless:ListWorkgroups"];
    }

    /// A Region without the service is not called, and nothing of it is missed.
    #[test]
    fn a_service_that_is_not_offered_is_not_called() {
        let mut snapshot = Snapshot::new(AccountRef::new("aws", ACCOUNT), now());
        let root = snapshot.root();
        for region in ["eu-west-1", "me-south-1"] {
            snapshot.enter::<Region>(root, region, None);
        }
        snapshot.listed::<Region>(root, now(), Listing::Complete);
        let called: Vec<_> = (0..2)
            .filter(|row| exists(&mut snapshot, now(), Workgroup::INFO, *row))
            .collect();
        assert_eq!(called, [0]);
        let missed = snapshot.unlisted(Workgroup::INFO);
        let reasons: Vec<_> = missed.iter().map(|(gap, ..)| &gap.reason).collect();
        assert!(reasons.contains(&&Reason::NotOffered), "{reasons:?}");
    }
}
