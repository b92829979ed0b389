//! Settings of Block Public Access, in words.
use model::s3::PublicAccessBlock;

/// Which settings are off: `A is off`, `A and B are off`, `A, B and C are off`; `None` where all
/// are on.
pub(crate) fn off(block: PublicAccessBlock) -> Option<String> {
    match &*block.off() {
        [] => None,
        [one] => Some(format!("{one} is off")),
        [first @ .., last] => Some(format!("{} and {last} are off", first.join(", "))),
    }
}
