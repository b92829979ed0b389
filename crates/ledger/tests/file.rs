//! The suite over the store for one machine.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails by panicking"
)]
#[path = "common/mod.rs"]
mod common;

use std::path::{Path, PathBuf};

use ledger::{Access, Error, File, Item, Key, Step, Store, When};

/// A page of the file is 1,000 items.
const PAGED: usize = 2_500;

#[tokio::test]
async fn in_memory() {
    common::suite::all(&File::in_memory().unwrap(), PAGED, 1_000).await;
}

/// As many findings as one account may well have, in less memory than a function has.
#[tokio::test]
async fn twenty_thousand_findings() {
    let store = File::in_memory().unwrap();
    common::suite::many("100000000011", &store, 20_000).await;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: Option<usize> = peak.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    // The store itself is in there too, and so are the other tests of this process.
    assert!(kib.is_none_or(|kib| kib < 256 * 1024), "{kib:?} KiB");
}

#[tokio::test]
async fn in_a_file_that_is_opened_again() {
    let folder = std::env::temp_dir().join(format!("bailiwick-ledger-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("ledger");
    common::suite::all(&File::open(&path).unwrap(), PAGED, 1_000).await;
    let again = File::open(&path).unwrap();
    assert_eq!(common::standing(&again, "100000000010").await.len(), 1_000);
    drop(again);
    std::fs::remove_dir_all(&folder).unwrap();
}

/// A folder of a test's own, removed with it.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let name = format!("bailiwick-ledger-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }
}
impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).unwrap();
    }
}

fn put(place: usize, data: &str) -> Step {
    let key = Key {
        partition: "of".into(),
        place: format!("{place:05}"),
    };
    let data = data.into();
    let item = Item {
        key,
        observed_at: 1,
        expires: None,
        data,
    };
    Step::Put(item, When::Always)
}

async fn filled(path: &Path, items: usize) {
    let store = File::open(path).unwrap();
    for place in 0..items {
        store.commit(&[put(place, "é")]).await.unwrap();
    }
}

/// What opening says is wrong; it names the file whatever it is.
fn refusal(path: &Path, access: Access) -> Option<String> {
    match File::open_for(path, access) {
        Ok(_) => None,
        Err(Error::File { path: named, why }) => {
            assert_eq!(named, path.display().to_string());
            Some(why)
        }
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn damage_of_every_kind_is_an_error_with_a_remedy() {
    let folder = Folder::new("damage");
    let path = folder.0.join("ledger");
    filled(&path, 40).await;
    let whole = std::fs::read(&path).unwrap();
    let mut damaged: Vec<(String, Vec<u8>)> = Vec::new();
    for length in 0..whole.len() {
        damaged.push((format!("cut to {length}"), whole[..length].to_vec()));
        let mut flipped = whole.clone();
        flipped[length] ^= 1;
        damaged.push((format!("byte {length} flipped"), flipped));
    }
    for start in (0..whole.len()).step_by(512) {
        let mut zeroed = whole.clone();
        let end = zeroed.len().min(start + 512);
        zeroed[start..end].fill(0);
        damaged.push((format!("zeroed from {start}"), zeroed));
    }
    let noise: Vec<u8> = (0..8192_u32)
        .map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[1])
        .collect();
    damaged.push(("noise".into(), noise));
    damaged.push(("another text".into(), b"not a ledger\n".to_vec()));
    let lines: Vec<&[u8]> = whole.split_inclusive(|byte| *byte == b'\n').collect();
    damaged.push((
        "a line left out".into(),
        [&lines[..9], &lines[10..]].concat().concat(),
    ));
    let mut swapped = lines.clone();
    swapped.swap(9, 10);
    damaged.push(("two lines swapped".into(), swapped.concat()));
    for (what, bytes) in damaged {
        std::fs::write(&path, &bytes).unwrap();
        for access in [Access::Read, Access::Write, Access::Create] {
            let why = refusal(&path, access).unwrap_or_else(|| panic!("{what} is taken for whole"));
            let remedy = ["restore it", "name another", "delete it"];
            assert!(
                remedy.iter().any(|words| why.contains(words)),
                "{what}: {why}"
            );
        }
        assert_eq!(
            std::fs::read(&path).unwrap(),
            bytes,
            "{what}: it is left as it is"
        );
    }
    std::fs::write(&path, &whole).unwrap();
    assert_eq!(refusal(&path, Access::Read), None);
}

#[tokio::test]
async fn what_was_not_committed_is_cut_off() {
    let folder = Folder::new("torn");
    let path = folder.0.join("ledger");
    filled(&path, 3).await;
    let whole = std::fs::read(&path).unwrap();
    std::fs::write(&path, [&*whole, b"half a li"].concat()).unwrap();
    assert_eq!(refusal(&path, Access::Read), None);
    filled(&path, 1).await;
    assert_eq!(refusal(&path, Access::Read), None);
}

#[tokio::test]
async fn a_folder_a_missing_file_and_one_in_use_are_refused() {
    let folder = Folder::new("refused");
    let path = folder.0.join("ledger");
    for access in [Access::Read, Access::Write] {
        assert!(refusal(&path, access).unwrap().contains("does not exist"));
        assert!(!path.exists(), "only who may create it does");
    }
    for access in [Access::Read, Access::Write, Access::Create] {
        assert!(refusal(&folder.0, access).unwrap().contains("folder"));
        assert!(
            refusal(Path::new("/dev/null"), access)
                .unwrap()
                .contains("regular")
        );
        assert!(refusal(&folder.0.join("none/ledger"), access).is_some());
    }
    let open = File::open(&path).unwrap();
    for access in [Access::Read, Access::Write, Access::Create] {
        assert!(refusal(&path, access).unwrap().contains("another command"));
    }
    drop(open);
    let (one, two) = (
        File::open_for(&path, Access::Read),
        File::open_for(&path, Access::Read),
    );
    assert!(
        one.is_ok() && two.is_ok(),
        "readers do not keep each other out"
    );
    assert!(one.unwrap().commit(&[put(1, "")]).await.is_err());
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new("mode");
    let path = folder.0.join("ledger");
    let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    filled(&path, 1).await;
    assert_eq!(mode(), 0o600);
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
    filled(&path, 1).await;
    assert_eq!(mode(), 0o600);
}

#[tokio::test]
async fn what_is_no_longer_in_force_does_not_stay_for_ever() {
    let folder = Folder::new("renewed");
    let path = folder.0.join("ledger");
    let store = File::open(&path).unwrap();
    for _ in 0..40 {
        store.commit(&[put(1, &"x".repeat(100_000))]).await.unwrap();
    }
    drop(store);
    let before = std::fs::metadata(&path).unwrap().len();
    let store = File::open(&path).unwrap();
    let after = std::fs::metadata(&path).unwrap().len();
    assert!(after < before / 10, "{before} bytes, then {after}");
    store.commit(&[put(2, "more")]).await.unwrap();
    assert!(
        refusal(&path, Access::Read)
            .unwrap()
            .contains("another command"),
        "it is still locked"
    );
    drop(store);
    let store = File::open_for(&path, Access::Read).unwrap();
    assert_eq!(store.page("of", "", None).await.unwrap().items.len(), 2);
}
