//! One order: what it names is read, judged, entered into the ledger and published.
use std::time::Instant;

use collect::{Aws, Request, Sweep};
use controls::{ControlFinding, Judge};
use ledger::{DynamoDb, Held};
use model::{AccountRef, KindInfo, Reason, Scope, Snapshot};
use serde_json::json;

use crate::Auditor;
use crate::ahead::{Before, Places, expected};
use crate::assignment::{Assignment, Source};
use crate::compose::Composer;
use crate::drain::composer;
use crate::failure::Failure;
use crate::metrics::Counts;
use crate::order::Order;
use crate::own::{Bucket, Own};
use crate::parts::Parts;
use crate::send::send;

/// So often a run begins anew that another one overtook.
const ATTEMPTS: usize = 3;

/// What became of an order.
#[derive(Clone, Debug)]
pub struct Done {
    pub account: String,
    pub counts: Counts,
    /// What is to be read again before it is closed.
    pub held: Held,
}

/// Does what is ordered.
pub async fn carry_out(own: &Own, auditor: Auditor, order: &Order) -> Result<Done, Failure> {
    let began = Instant::now();
    let store = own.ledger().await?;
    // All of it before anything is read of the account, and at once: a person may wait for it.
    let (aws, before) = tokio::join!(
        own.account(order.role.clone()),
        Before::of(own, auditor, order, &store)
    );
    let before = before?;
    let aws = match aws {
        Ok(aws) => aws,
        Err(why) => {
            let account = shut_out(auditor, order, why)?;
            return audit(own, auditor, order, Source::Shut(account), before, began).await;
        }
    };
    let here = aws.account();
    if let Some(named) = order.account.as_ref().filter(|named| **named != *here.id) {
        let message = format!(
            "the task is about account `{named}`, the credentials are of `{}`",
            here.id
        );
        return Err(Failure::Misdirected(message));
    }
    audit(own, auditor, order, Source::Open(&aws), before, began).await
}

/// A run begins anew where another one was complete before it: the other one may know better.
pub async fn persist(own: &Own, auditor: Auditor, order: &Order) -> Result<Done, Failure> {
    for _ in 1..ATTEMPTS {
        match carry_out(own, auditor, order).await {
            Err(Failure::Ledger(ledger::Error::Overtaken)) => {}
            done => return done,
        }
    }
    carry_out(own, auditor, order).await
}

/// An account whose role cannot be assumed is one that was not seen: a sweep says so.
fn shut_out(auditor: Auditor, order: &Order, why: Failure) -> Result<AccountRef, Failure> {
    let (Failure::Account(collect::Error::Role { .. }), Scope::Everything, Some(id), Some(role)) =
        (&why, &order.scope, &order.account, &order.role)
    else {
        return Err(why);
    };
    tracing::error!(run = order.run, account = %id, area = auditor.home.word(), why = %why, "shut out");
    Ok(AccountRef::new(role.arn.partition(), id.as_str()))
}

/// A run: what it reads, judges by, records and publishes with.
struct Auditing<'a> {
    judge: Judge,
    run: Parts<'a>,
    composer: &'a Composer,
    store: &'a DynamoDb,
    topics: notify::Topics,
    bucket: Option<Bucket>,
    counts: Counts,
}

async fn audit(
    own: &Own,
    auditor: Auditor,
    order: &Order,
    source: Source<'_>,
    before: Before<'_>,
    began: Instant,
) -> Result<Done, Failure> {
    let account = source.account().clone();
    let Before {
        settings,
        store,
        left,
    } = before;
    let Some(assignment) = Assignment::of(settings, auditor, order) else {
        return Ok(Done {
            account: account.id.to_string(),
            counts: Counts::default(),
            held: Held::new(),
        });
    };
    let request = assignment.request(order);
    let mut composer = composer(&assignment.settings, &order.run);
    composer.causes.clone_from(&order.causes);
    let plans = assignment.plans(order, &account, source.now());
    let mut auditing = Auditing {
        judge: Judge::new(assignment.controls, assignment.settings),
        run: Parts::begin(store, &composer, plans, left).await?,
        composer: &composer,
        store,
        topics: own.topics().await?,
        bucket: own.bucket().await?,
        counts: Counts::default(),
    };
    match &source {
        Source::Open(aws) => {
            let mut snapshot = auditing
                .read(aws, auditor, request, expected(order))
                .await?;
            if assignment.complete {
                let exceptions = auditing
                    .judge
                    .exceptions(&mut snapshot, source.now(), order.sole);
                auditing.enter(exceptions).await?;
            }
            auditing.end(&snapshot).await?;
        }
        Source::Shut(account) => auditing.miss(account, &request).await?,
    }
    let (counts, held) = auditing.result();
    let took = began.elapsed();
    tracing::info!(run = order.run, account = %account.id, area = auditor.home.word(), counts = %json!(counts), ms = took.as_millis(), "audited");
    counts.emit(auditor.home.word(), source.now(), took);
    Ok(Done {
        account: account.id.to_string(),
        counts,
        held,
    })
}

impl Auditing<'_> {
    /// Reads what is assigned, and judges it piece by piece.
    async fn read(
        &mut self,
        aws: &Aws,
        auditor: Auditor,
        request: Request,
        expected: Places,
    ) -> Result<Snapshot, Failure> {
        let mut sweep = Sweep::new(aws, auditor.readers, request)?;
        let (mut next, loaded) = tokio::join!(sweep.next(), self.run.expect(&expected));
        loaded?;
        while let Some(piece) = next {
            let findings = self.judge.piece(sweep.snapshot(), piece.kind, &piece.rows);
            // What was judged is recorded and published while the next piece is read.
            let (entered, read) = tokio::join!(self.enter(findings), sweep.next());
            entered?;
            next = read;
        }
        self.enter(self.judge.unlisted(sweep.snapshot())).await?;
        self.counts.reads = sweep.progress().reads().0;
        Ok(sweep.finish())
    }

    /// Reports that nothing of an account can be listed.
    async fn miss(&mut self, account: &AccountRef, request: &Request) -> Result<(), Failure> {
        let reason = Reason::Denied(ledger::ENTRY.into());
        let nothing = Snapshot::new(account.clone(), Own::now());
        let kinds = request.kinds().into_iter();
        let listings = kinds
            .filter(|kind| kind.within.is_some())
            .map(KindInfo::listing);
        let snapshot = listings.fold(nothing, |snapshot, list| snapshot.missing(&list, &reason));
        self.enter(self.judge.unlisted(&snapshot)).await?;
        self.run.end_blind().await?;
        self.send().await
    }

    async fn enter(&mut self, findings: Vec<ControlFinding>) -> Result<(), Failure> {
        for (_, finding) in &findings {
            self.counts.add(&finding.outcome);
        }
        let all = findings.iter().map(|(_, finding)| finding);
        self.composer.large.store(self.bucket.as_ref(), all).await;
        self.run.observe(findings).await?;
        self.send().await
    }

    async fn send(&mut self) -> Result<(), Failure> {
        let (taken, left) = send(self.store, &self.topics, self.run.take_pending()).await?;
        self.counts.published += taken;
        self.counts.left += left;
        Ok(())
    }

    async fn end(&mut self, snapshot: &Snapshot) -> Result<(), Failure> {
        self.run.end(snapshot).await?;
        self.counts.gone = snapshot.all_gone().count();
        self.counts.regions_off = snapshot.regions_off().len();
        self.send().await
    }

    fn result(mut self) -> (Counts, Held) {
        let (transitions, held) = self.run.result();
        self.counts.transitions = transitions;
        (self.counts, held)
    }
}
