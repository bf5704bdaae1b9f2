//! Run stores: the manifest, and the lines of a shard.
//!
//! An input that begins as a manifest does is one; any other is the shard of a small plan, whose lines need no checksum.

use super::{ALLOWANCE, Parser, plan, size};
use piccole_experiments::{Error, Plan, RunOptions, Status, status};
use serde_json::Value;
use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use tempfile::TempDir;

pub(super) const PARSER: Parser =
    Parser { name: "store", more_seeds: &[], read, check_round_trip, size, allowance: ALLOWANCE };

/// A plan of three points, one of each kind that its figure has.
pub const PLAN: &str = "
    figure = 'entropy'
    seed = 1
    replica.alpha = '0.2:0.2:0.4'
    bethe = { n = 11, alpha = '0.3', samples = 1 }
    enumeration = { alpha = '0.4', block = 2, sizes = [{ n = 5, samples = 2 }] }
";

/// The store of the plan before anything was computed, and a folder for stores of other plans.
struct Folders {
    shard: TempDir,
    manifest: TempDir,
}

thread_local! {
    static FOLDERS: Folders = Folders::new();
}

impl Folders {
    fn new() -> Self {
        let folder = || tempfile::tempdir().expect("a temporary folder");
        let folders = Self { shard: folder(), manifest: folder() };
        run(folders.shard.path(), true);
        std::fs::create_dir(store(folders.manifest.path())).expect("a new folder");
        folders
    }
}

/// Runs the plan, or with `stop` only claims a store for it.
///
/// # Panics
/// If the folder cannot be written.
pub fn run(out: &Path, stop: bool) {
    let plan = Plan::parse(PLAN, Path::new("plan.toml")).expect("a plan");
    let stop = AtomicBool::new(stop);
    plan.run(&RunOptions { stop: &stop, ..RunOptions::new(out) }).expect("a store in a temporary folder");
}

/// The store of the plan in a folder.
pub fn store(folder: &Path) -> PathBuf {
    folder.join("entropy.store")
}

/// The plan that a manifest carries counts as it does when it is read from a file of its own.
fn size(bytes: &[u8]) -> usize {
    let manifest: Option<Value> = serde_json::from_slice(bytes).ok();
    let plan = manifest.as_ref().and_then(|manifest| manifest.get("plan")?.as_str());
    size::of_json(bytes) + plan.map_or(0, |text| plan::size(text.as_bytes()))
}

fn read(bytes: &[u8]) -> bool {
    FOLDERS.with(|folders| open(folders, bytes).is_ok())
}

/// Writes a store, and asks how far it is.
fn open(folders: &Folders, bytes: &[u8]) -> Result<Vec<Status>, Error> {
    let (folder, file) = match bytes {
        [b'{', b'"', b'f', ..] => (&folders.manifest, "manifest.json"),
        _ => (&folders.shard, "points-0-of-1.jsonl"),
    };
    let lines: Vec<Cow<'_, [u8]>> = bytes.split_inclusive(|&byte| byte == b'\n').map(with_checksum).collect();
    std::fs::write(store(folder.path()).join(file), lines.concat()).expect("a writable folder");
    status(folder.path())
}

/// A line that begins with a key as the store writes it.
fn with_checksum(line: &[u8]) -> Cow<'_, [u8]> {
    let Some(rest) = line.strip_prefix(b"{").filter(|rest| rest.starts_with(b"\"key\"")) else { return line.into() };
    let checked = rest.strip_suffix(b"\n").unwrap_or(rest);
    let checksum = &blake3::hash(checked).to_hex()[..16];
    [b"{\"check\":\"", checksum.as_bytes(), b"\",", rest].concat().into()
}

/// Nothing writes a store again; what was accepted is read the same, though it was opened meanwhile.
fn check_round_trip(bytes: &[u8]) {
    FOLDERS.with(|folders| {
        // As text, in which seconds that are no number are equal too.
        let text = |status: &[Status]| format!("{status:?}");
        if let Ok(found) = open(folders, bytes) {
            assert_eq!(text(&open(folders, bytes).expect("as before")), text(&found));
        }
    });
}
