//! The IAM policy language, read as AWS reads it.
//!
//! Absent on purpose: network, clock, environment, file system, async. A question goes in as
//! data and an answer comes out with the statement or the request that proves it.

pub mod catalogue;
