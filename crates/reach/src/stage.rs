//! The stages that a packet passes, each as a set, and what is left behind all of them.
use std::sync::Arc;

use crate::answer::Block;
use crate::engine::BoundsAndGaps;
use crate::flows::{Bounds, Flows};
use crate::network::Gap;

/// One thing on the way, and what it allows.
#[derive(Clone, Debug)]
pub(crate) struct Stage {
    /// What to say where it allows nothing.
    pub block: Block,
    /// What it allows, and what was not read of it.
    pub passes_through: Arc<BoundsAndGaps>,
}

impl Stage {
    /// It allows exactly these.
    pub fn exactly(block: Block, flows: Flows) -> Self {
        Self::between(block, Arc::new((Bounds::exactly(flows), Vec::new())))
    }

    /// It allows everything or nothing.
    pub fn whether(block: Block, open: bool) -> Self {
        let flows = if open { Flows::all() } else { Flows::none() };
        Self::exactly(block, flows)
    }

    /// What it allows was not read.
    pub fn unknown(block: Block, gap: Gap) -> Self {
        Self::between(block, Arc::new((Bounds::unknown(), vec![gap])))
    }

    /// It allows what is within these bounds.
    pub fn between(block: Block, passes_through: Arc<BoundsAndGaps>) -> Self {
        Self {
            block,
            passes_through,
        }
    }
}

/// What is left behind all stages.
#[derive(Clone, Debug)]
pub struct Passage {
    /// What passes.
    pub bounds: Bounds,
    /// What blocks by itself, where nothing can pass.
    pub blocks: Vec<Block>,
    /// What was not read.
    pub gaps: Vec<Gap>,
}

impl Passage {
    /// Nothing passes, for this reason.
    pub(crate) fn blocked(block: Block) -> Self {
        Self {
            bounds: Bounds::exactly(Flows::none()),
            blocks: vec![block],
            gaps: Vec::new(),
        }
    }

    /// What of `wanted` passes all stages; `together` is said where each allows something,
    /// but all of them nothing.
    pub(crate) fn of(wanted: &Flows, stages: Vec<Stage>, together: Block) -> Self {
        let wanted = Bounds::exactly(wanted.clone());
        let mut bounds = wanted.clone();
        let (mut blocks, mut gaps) = (Vec::new(), Vec::new());
        for stage in stages {
            let (passes, unread) = &*stage.passes_through;
            if passes.and(&wanted).most.is_empty() {
                blocks.push(stage.block);
            }
            bounds = bounds.and(passes);
            gaps.extend(unread.iter().cloned());
        }
        if !bounds.most.is_empty() {
            blocks.clear();
        } else if blocks.is_empty() {
            blocks.push(together);
        }
        Self {
            bounds,
            blocks,
            gaps,
        }
    }

    /// One way or the other.
    #[must_use]
    pub(crate) fn or(mut self, other: Self) -> Self {
        self.bounds = self.bounds.or(&other.bounds);
        self.gaps.extend(other.gaps);
        self.blocks.extend(other.blocks);
        if !self.bounds.most.is_empty() {
            self.blocks.clear();
        }
        self.gaps.sort();
        self.gaps.dedup();
        self.blocks.sort();
        self.blocks.dedup();
        self
    }
}
