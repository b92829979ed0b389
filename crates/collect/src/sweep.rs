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
use model::{Kind, KindInfo, Need, Region, Snapshot};

use crate::reader::{Found, Only};
use crate::request::{Request, ScopeError};
use crate::{Aws, Reader};

/// How many calls are under way at once: S3 was seen to answer `NoSuchBucket` for buckets that
/// exist when asked about more than a hundred at once.
pub(crate) const AT_ONCE: usize = 64;
/// How many resources are read before they are judged.
const PIECE: usize = 500;

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
    pub(crate) aws: Aws,
    pub(crate) request: Request,
    readers: Vec<&'static Reader>,
    pub(crate) snapshot: Snapshot,
    pieces: VecDeque<Piece>,
    /// The piece handed over last, if its facts are to be dropped.
    judged: Option<Piece>,
    started: bool,
    /// Whether all was read while the lists were asked.
    ahead: bool,
    pub(crate) progress: Arc<Progress>,
}

impl Sweep {
    /// Prepares a reading; nothing is asked yet.
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
            reader.fills.iter().any(fills)
        };
        request.check(aws.account())?;
        let snapshot = Snapshot::new(aws.account().clone(), aws.now());
        let ids = needs.iter().map(|need| need.id);
        let ids = ids.chain(kinds.iter().map(|kind| kind.id)).collect();
        Ok(Self {
            aws: aws.for_run(ids, &request),
            readers: readers.iter().copied().flatten().filter(wanted).collect(),
            snapshot: snapshot.within(request.regions.clone()),
            request,
            pieces: VecDeque::new(),
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
        let piece = self.pieces.pop_front()?;
        if self
            .request
            .leaves()
            .iter()
            .any(|leaf| leaf.id == piece.kind.id)
        {
            self.read(&piece).await;
            self.judged = Some(piece.clone());
        }
        Some(piece)
    }

    /// What is left when all was handed over: listings, what is gone, and what was kept.
    #[must_use]
    pub fn finish(self) -> Snapshot {
        self.snapshot
    }

    async fn begin(&mut self) {
        self.ahead = self.read_ahead().await;
        let leaves = self.request.leaves();
        for kind in self.kept_kinds() {
            let rows = 0..self.snapshot.count(kind);
            let piece = Piece { kind, rows };
            self.read(&piece).await;
            self.pieces.push_back(piece);
        }
        for kind in leaves.into_iter().rev() {
            let rows = 0..self.snapshot.count(kind);
            for start in rows.clone().step_by(PIECE).rev() {
                let rows = start..rows.end.min(start + PIECE);
                self.pieces.push_front(Piece { kind, rows });
            }
        }
    }

    /// Lists all kinds, parents before children.
    pub(crate) async fn list_all(&self, snapshot: &mut Snapshot) {
        for kind in self.request.kinds() {
            self.list(snapshot, kind).await;
        }
    }

    /// Lists a kind in all of its parents, or finds those that were named.
    async fn list(&self, snapshot: &mut Snapshot, kind: &'static KindInfo) {
        let Some(parent) = kind.within else { return };
        let lists = |reader: &&&Reader| reader.lists(kind);
        let Some(reader) = self.readers.iter().find(lists).copied() else {
            return;
        };
        let parents = 0..snapshot.count(parent);
        let jobs = parents.flat_map(|row| {
            let within = (parent.id == Region::ID).then(|| snapshot.id_at(parent, row));
            let only = self.request.only(kind, within);
            only.into_iter().map(move |only| (reader, row, only))
        });
        let jobs = jobs.collect();
        run(&self.aws, &self.progress, snapshot, jobs).await;
    }

    /// Reads the facts of some resources.
    async fn read(&mut self, Piece { kind, rows }: &Piece) {
        if self.ahead {
            return;
        }
        let vanished = self.run(self.jobs(kind, rows.clone().collect())).await;
        let still_there = self.confirm(kind, vanished).await;
        // S3 was seen to deny that a bucket exists that does: asked once more, its answer stands.
        self.run(self.jobs(kind, still_there)).await;
    }

    /// The calls that read the facts of these resources of a kind.
    pub(crate) fn jobs(&self, kind: &KindInfo, rows: Vec<usize>) -> Vec<Job> {
        let facts = |reader: &&&Reader| {
            reader.on.id == kind.id && reader.fills.iter().all(|need| !need.is_listing())
        };
        let readers = || self.readers.iter().filter(facts).copied();
        let jobs = rows
            .into_iter()
            .flat_map(|row| readers().map(move |reader| (reader, row, Only::All(None))));
        jobs.collect()
    }

    /// Asks the list again whether resources exist of which AWS said that they do not.
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

    async fn run(&mut self, jobs: Vec<Job>) -> Vec<usize> {
        run(&self.aws, &self.progress, &mut self.snapshot, jobs).await
    }
}

/// Makes calls, a bounded number at once, and enters what they found. Returns the rows of the
/// resources of which AWS said that they do not exist.
pub(crate) async fn run(
    aws: &Aws,
    progress: &Progress,
    snapshot: &mut Snapshot,
    jobs: Vec<Job>,
) -> Vec<usize> {
    progress.total.fetch_add(jobs.len(), Relaxed);
    let prepared: Vec<_> = jobs
        .into_iter()
        .map(|(reader, row, only)| (row, (reader.call)(snapshot, row, only)))
        .collect();
    let calls = prepared
        .into_iter()
        .map(|(row, call)| async move { (row, call(aws).await) });
    let mut calls = futures::stream::iter(calls).buffer_unordered(AT_ONCE);
    let mut vanished = Vec::new();
    while let Some((row, Found { enter, gone })) = calls.next().await {
        progress.done.fetch_add(1, Relaxed);
        enter(snapshot);
        if gone && !vanished.contains(&row) {
            vanished.push(row);
        }
    }
    vanished
}

/// A call to be made: by whom, about the resource in which row, and which others it is to find.
pub(crate) type Job = (&'static Reader, usize, Only);
