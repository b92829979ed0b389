//! What AWS's own check says: each of its checks is made here, or stands with the reason why not.

use crate::{examples, remarks};
use policy::Severity;

/// Finding type, issue code, our remarks (or `-`), what of the check is not made and why.
const CHECKS: &str = include_str!("../../data/validate_policy.tsv");

fn rows() -> impl Iterator<Item = [&'static str; 4]> {
    CHECKS
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            <[&str; 4]>::try_from(cells).unwrap_or_else(|cells| panic!("{cells:?}"))
        })
}

fn ours() -> impl Iterator<Item = ([&'static str; 4], &'static str)> {
    rows()
        .filter(|[_, _, ours, _]| *ours != "-")
        .flat_map(|row| row[2].split(' ').map(move |id| (row, id)))
}

#[test]
fn every_check_is_made_or_says_why_not() {
    let header = |name: &str| {
        CHECKS
            .lines()
            .find_map(|line| line.strip_prefix(name).map(str::trim))
    };
    assert!(
        header("# source:").is_some_and(|url| url.starts_with("https://docs.aws.amazon.com/IAM/"))
    );
    assert!(header("# read:").is_some_and(|date| date.len() == 10 && date.starts_with("20")));
    let mut seen = std::collections::BTreeSet::new();
    for [kind, code, ours, why] in rows() {
        assert!(seen.insert((kind, code)), "{code} stands twice");
        assert!(
            ["ERROR", "SECURITY_WARNING", "WARNING", "SUGGESTION"].contains(&kind),
            "{code}"
        );
        assert!(
            ours != "-" || !why.is_empty(),
            "{code}: a remark, or a reason"
        );
    }
    assert!(
        seen.len() > 140,
        "the page has more checks than {}",
        seen.len()
    );
}

/// Whether the check is less than an error here, as its row says.
fn is_softer(why: &str) -> bool {
    why.starts_with("a warning here, ")
}

#[test]
fn every_remark_on_the_table_is_one_of_the_lint() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let files = ["lint", "read"].map(|name| std::fs::read_dir(folder.join(name)).unwrap());
    let files = files
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().path());
    let files = files.chain(["read.rs", "json.rs"].map(|name| folder.join(name)));
    let source: String = files
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    for ([_, code, ..], id) in ours() {
        assert!(
            source.contains(&format!("\"{id}\"")),
            "{code}: no remark is called `{id}`"
        );
    }
}

#[test]
fn what_aws_calls_an_error_is_one_here() {
    let examples = examples::all();
    for ([kind, code, _, why], id) in ours() {
        let wanted = match kind {
            "ERROR" if !is_softer(why) => Severity::Error,
            "ERROR" | "SECURITY_WARNING" => Severity::Warning,
            _ => continue,
        };
        assert!(
            examples.iter().any(|(of, ..)| *of == id),
            "{code}: no example of `{id}`"
        );
        for (_, text, of) in examples.iter().filter(|(of, ..)| *of == id) {
            let remarks = remarks(text, Some(*of));
            let severe = remarks
                .iter()
                .any(|remark| remark.id == id && remark.severity >= wanted);
            assert!(severe, "{code} {id}: {text}\n{remarks:#?}");
        }
    }
    for (id, ..) in &examples {
        assert!(
            ours().any(|(_, ours)| ours == *id),
            "`{id}` answers to no check of AWS"
        );
    }
}
