//! Checkpoints: of a training, of every solver, and the file around either.

use super::{ALLOWANCE, Parser, size};
use piccole_core::StreamKey;
use piccole_core::patterns::{InputLaw, Patterns, Scenario};
use piccole_experiments::{CheckpointFile, catalogue};
use piccole_msg_passing::Solver;
use piccole_nn::Scalar;
use piccole_nn::train::Checkpoint;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Map;
use std::fmt::Debug;
use tempfile::TempDir;

pub(super) const PARSER: Parser =
    Parser { name: "checkpoint", more_seeds: &[], read, check_round_trip, size: size::of_json, allowance: ALLOWANCE };

/// What all checkpoints of solvers and files belong to.
pub struct Work {
    /// The patterns of every solver.
    pub patterns: Patterns,
    /// Every solver with its default parameters.
    pub solvers: Vec<Box<dyn Solver>>,
    folder: TempDir,
}

/// What a file keeps beside its settings: as `solve` does, rows.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// One for each run that had ended.
    pub rows: Vec<Row>,
}

/// A row of a file.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Patterns that are not satisfied.
    pub errors: u64,
    /// An energy, if there is one.
    pub energy: Option<f64>,
}

thread_local! {
    static WORK: Work = Work::default();
}

impl Default for Work {
    /// # Panics
    /// If there is no temporary folder.
    fn default() -> Self {
        let patterns = Patterns::generate(Scenario::Storage, InputLaw::Signs, 9, 4, &StreamKey::from_seed(1));
        let solver = |entry: &dyn catalogue::Entry| entry.configure(0.0, &[]).expect("defaults are accepted").solver;
        Self {
            patterns: patterns.expect("dimensions that are accepted"),
            solvers: catalogue::table().iter().map(|entry| solver(entry.as_ref())).collect(),
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }
}

impl Work {
    /// The file of the work.
    pub fn file(&self) -> CheckpointFile {
        let settings = Map::from_iter([("a".to_owned(), vec![0.5, 0.7].into()), ("n".to_owned(), 9.into())]);
        CheckpointFile::new("fuzz", self.folder.path().join("checkpoint"), settings)
    }

    /// Whether the bytes are what a file keeps, once its first line is before them.
    fn opens(&self, content: &[u8]) -> Option<(Kept, Vec<u8>)> {
        let file = self.file();
        let first = format!("piccole fuzz checkpoint, version 1, BLAKE3 {}\n", blake3::hash(content).to_hex());
        std::fs::write(file.path(), [first.as_bytes(), content].concat()).expect("a writable folder");
        file.read().ok().flatten()
    }

    /// What a solver that goes on from the bytes would write, if one does.
    fn resumes(&self, content: &[u8]) -> Option<Vec<u8>> {
        let bytes = [blake3::hash(content).as_bytes(), content].concat();
        let resume = |solver: &dyn Solver| solver.resume((&self.patterns).into(), &bytes).ok();
        self.solvers.iter().find_map(|solver| resume(solver.as_ref())).map(|run| run.checkpoint())
    }
}

fn read(bytes: &[u8]) -> bool {
    let training = Checkpoint::<f64>::from_bytes(bytes).is_ok() || Checkpoint::<f32>::from_bytes(bytes).is_ok();
    WORK.with(|work| {
        let file = work.opens(bytes).is_some();
        work.resumes(bytes).is_some() || file || training
    })
}

fn check_round_trip(bytes: &[u8]) {
    check_training::<f64>(bytes);
    check_training::<f32>(bytes);
    WORK.with(|work| {
        if let Some((kept, state)) = work.opens(bytes) {
            let file = work.file();
            file.write(&kept, &state).expect("a writable folder");
            assert_eq!(file.read().expect("just written"), Some((kept, state)));
        }
        if let Some(written) = work.resumes(bytes) {
            assert_eq!(work.resumes(&written[32..]), Some(written), "the checkpoint of a solver");
        }
    });
}

fn check_training<T: Scalar + Serialize + DeserializeOwned + Debug + PartialEq>(bytes: &[u8]) {
    if let Ok(checkpoint) = Checkpoint::<T>::from_bytes(bytes) {
        let written = checkpoint.to_bytes().expect("numbers from JSON are finite");
        assert_eq!(Checkpoint::from_bytes(&written).expect("just written"), checkpoint);
    }
}
