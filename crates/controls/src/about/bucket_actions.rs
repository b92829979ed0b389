//! The actions of Amazon S3, by whether they read or write.

/// Actions that read or list.
pub(crate) const READS: &[&str] = &["s3:Get*", "s3:List*", "s3:Describe*", "s3:Head*"];

/// Actions that write, delete or change permissions: all others.
pub(crate) const WRITES: &[&str] = &[
    "s3:Abort*",
    "s3:Allow*",
    "s3:Associate*",
    "s3:Bypass*",
    "s3:Create*",
    "s3:Delete*",
    "s3:Dissociate*",
    "s3:Initiate*",
    "s3:Object*",
    "s3:Pause*",
    "s3:Put*",
    "s3:Replicate*",
    "s3:Restore*",
    "s3:Submit*",
    "s3:Tag*",
    "s3:Untag*",
    "s3:Update*",
];

#[cfg(test)]
mod tests {
    use policy::{Glob, catalogue};

    #[test]
    fn every_action_reads_or_writes() {
        let covers = |patterns: &[&str], action: &str| {
            let globs = patterns.iter().map(|pattern| Glob::action(pattern));
            globs.into_iter().any(|glob| glob.matches(action))
        };
        let actions = catalogue::service("s3").unwrap().actions();
        let unclear: Vec<String> = actions
            .filter_map(|action| {
                let name = format!("s3:{}", action.name());
                let kinds = (covers(super::READS, &name), covers(super::WRITES, &name));
                // AWS calls it a read, and it lets logs out.
                let lets_out = name == "s3:AllowVendedLogDeliveryForResource";
                let reads = action.access_level().reads_only() && !lets_out;
                (kinds != (reads, !reads)).then(|| format!("{name}: {kinds:?}"))
            })
            .collect();
        assert_eq!(unclear, [""; 0]);
    }
}
