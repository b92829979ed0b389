//! What controls need, readers read: neither more nor less.
use collect::Reader;
use model::{Demand, Home, KindInfo, Need};

use crate::workspace::folder;

fn readers() -> impl Iterator<Item = &'static Reader> {
    collect::homes::all().into_iter().flatten()
}

#[test]
fn every_need_has_exactly_one_reader() {
    for need in controls::needs(&controls::all()) {
        if need.reads.is_empty() {
            continue; // Known without asking: the account itself.
        }
        let fill = readers()
            .filter(|reader| reader.fills().contains(&need))
            .count();
        assert_eq!(fill, 1, "`{}` has {fill} readers", need.id);
    }
}

#[test]
fn every_reader_is_needed() {
    let mut needs = controls::needs(&controls::all());
    let kinds = controls::all()
        .into_iter()
        .flat_map(|one| one.kind().lineage());
    needs.extend(kinds.filter_map(KindInfo::tags));
    for reader in readers() {
        // What something that is needed lies in has to be listed too.
        let above = |fill: &Need| {
            let mut kinds = needs.iter().flat_map(|need| need.kind.lineage());
            fill.is_listing() && kinds.any(|kind| kind.id == fill.id)
        };
        let needed = |fill: &Need| needs.contains(fill) || above(fill);
        let needed = reader.fills().iter().any(needed);
        assert!(
            needed,
            "nobody needs {:?}",
            reader
                .fills()
                .iter()
                .map(|need| need.id)
                .collect::<Vec<_>>()
        );
    }
}

/// A function links what its controls need, whether it is theirs or their context.
#[test]
fn every_function_links_the_readers_of_its_home() {
    let homes = [
        (Home::Encryption, collect::homes::ENCRYPTION),
        (Home::Iam, collect::homes::IAM),
        (Home::Logging, collect::homes::LOGGING),
        (Home::Network, collect::homes::NETWORK),
        (Home::S3, collect::homes::S3),
        (Home::Workload, collect::homes::WORKLOAD),
    ];
    assert_eq!(homes.map(|(home, _)| home), Home::ALL);
    for (home, readers) in homes {
        let controls = controls::run_by(home);
        let kinds = controls.iter().flat_map(|control| control.kind().lineage());
        let mut needs = controls::needs(&controls);
        needs.extend(kinds.filter_map(KindInfo::tags));
        for need in needs.iter().filter(|need| !need.reads.is_empty()) {
            let mut linked = readers.iter().copied().flatten();
            let fills = linked.any(|reader| reader.fills().contains(need));
            assert!(
                fills,
                "`{}` does not link what reads `{}`",
                home.word(),
                need.id
            );
        }
    }
}

#[test]
fn every_control_file_is_registered_under_its_name() {
    let root = folder("controls").join("src");
    let mut files = Vec::new();
    for area in root
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.is_dir()
                && !["about", "cases"]
                    .iter()
                    .any(|shared| path.ends_with(shared))
        })
    {
        let name = area.file_name().unwrap().to_str().unwrap().to_owned();
        let paths = area.read_dir().unwrap().map(|entry| entry.unwrap().path());
        // A folder beside a control holds a table that does not fit on its page.
        let stems = paths.filter(|path| path.is_file());
        let stems = stems.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned());
        let controls = stems.filter(|stem| stem != "mod");
        files.extend(controls.map(|stem| format!("{name}.{}", stem.replace('_', "-"))));
    }
    files.sort();
    let mut ids: Vec<_> = controls::catalogue().into_iter().map(Demand::id).collect();
    ids.sort_unstable();
    assert_eq!(files, ids);
}

#[test]
fn every_control_file_fits_on_a_page() {
    let root = folder("controls").join("src");
    for control in controls::catalogue() {
        let (area, name) = control.id().split_once('.').unwrap();
        let path = root
            .join(area)
            .join(format!("{}.rs", name.replace('-', "_")));
        let lines = std::fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 120, "{} has {lines} lines", path.display());
    }
}

#[test]
fn every_control_answers_a_requirement_or_says_it_answers_none() {
    let table = std::fs::read_to_string(folder("model").join("frameworks.tsv")).unwrap();
    for control in controls::all() {
        let line = table
            .lines()
            .any(|line| line.split('\t').next() == Some(control.id()));
        assert!(line, "`{}` has no line in frameworks.tsv", control.id());
    }
}

#[test]
fn every_control_is_explained() {
    for control in controls::catalogue() {
        let id = control.id();
        let sentence = |text: &str| text.len() > 40 && text.ends_with('.');
        assert!(sentence(control.why()), "{id}: why");
        assert!(
            !control.title().ends_with('.') && control.title().len() > 10,
            "{id}: title"
        );
        assert!(control.fix().starts_with("aws "), "{id}: fix");
        let duty = control.responsibility();
        assert!(
            !duty.aws.is_empty() && !duty.customer.is_empty(),
            "{id}: responsibility"
        );
    }
}
