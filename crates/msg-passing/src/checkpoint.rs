//! Checkpoints of runs: a header that says to which run the rest belongs, and a hash over everything.
//!
//! | bytes | what |
//! | --- | --- |
//! | 32 | BLAKE3 hash of all that follows |
//! | … | [`Header`], then the run's state, both in postcard |

use crate::algorithm::Algorithm;
use crate::error::{AlgorithmError, CheckpointError};
use crate::problem::Problem;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// First field of the header; a change of the layout changes it.
const FORMAT: &str = "piccole run, version 1";
const HASH: usize = 32;

/// What a run is a run of.
#[derive(Serialize, Deserialize)]
struct Header {
    format: String,
    algorithm: String,
    /// The parameters as Rust prints them.
    parameters: String,
    hidden: usize,
    /// Digest of the patterns.
    patterns: [u8; 32],
}

impl Header {
    fn new<A: Algorithm>(algorithm: &A, problem: Problem<'_>) -> Self {
        Self {
            format: FORMAT.to_owned(),
            algorithm: algorithm.name().to_owned(),
            parameters: format!("{algorithm:?}"),
            hidden: problem.hidden(),
            patterns: problem.patterns().digest(),
        }
    }

    /// What of this header is not as in `expected`.
    fn difference(self, expected: Self) -> Option<CheckpointError> {
        let text = |what, found, expected| CheckpointError::Different { what, found, expected };
        if self.format != expected.format {
            Some(text("format", self.format, expected.format))
        } else if self.algorithm != expected.algorithm {
            Some(text("algorithm", self.algorithm, expected.algorithm))
        } else if self.parameters != expected.parameters {
            Some(text("parameters", self.parameters, expected.parameters))
        } else if self.hidden != expected.hidden {
            Some(text("number of hidden units", self.hidden.to_string(), expected.hidden.to_string()))
        } else if self.patterns != expected.patterns {
            Some(CheckpointError::OtherPatterns)
        } else {
            None
        }
    }
}

pub(crate) fn write<A: Algorithm>(algorithm: &A, problem: Problem<'_>, state: impl Serialize) -> Vec<u8> {
    let content = (Header::new(algorithm, problem), state);
    let bytes = postcard::to_extend(&content, vec![0; HASH]);
    let mut bytes = bytes.expect("a vector takes every byte, and states are sequences of known length");
    let hash = blake3::hash(&bytes[HASH..]);
    bytes[..HASH].copy_from_slice(hash.as_bytes());
    bytes
}

pub(crate) fn read<A: Algorithm, S: DeserializeOwned>(
    bytes: &[u8],
    algorithm: &A,
    problem: Problem<'_>,
) -> Result<S, AlgorithmError> {
    let whole = |bytes: &[u8]| blake3::hash(&bytes[HASH..]).as_bytes()[..] == bytes[..HASH];
    if bytes.len() <= HASH || !whole(bytes) {
        return Err(CheckpointError::Damaged.into());
    }
    let damaged = |_| AlgorithmError::from(CheckpointError::Damaged);
    let (header, rest) = postcard::take_from_bytes::<Header>(&bytes[HASH..]).map_err(damaged)?;
    match header.difference(Header::new(algorithm, problem)) {
        Some(difference) => Err(difference.into()),
        None => postcard::from_bytes(rest).map_err(damaged),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Algorithm, AlgorithmError, CheckpointError, Problem, Run, Sbpi, Stop};
    use piccole_core::StreamKey;
    use piccole_core::patterns::{InputLaw, Patterns, Scenario};

    fn instance(seed: u64) -> Patterns {
        let key = StreamKey::from_seed(seed).named("patterns");
        Patterns::generate(Scenario::Storage, InputLaw::Signs, 101, 61, &key).unwrap()
    }

    fn checkpoint(patterns: &Patterns, sweeps: usize) -> Vec<u8> {
        let mut run = Run::start(Sbpi::default(), patterns.into(), StreamKey::from_seed(1).rng()).unwrap();
        for _ in 0..sweeps {
            run.sweep();
        }
        run.checkpoint()
    }

    fn refusal(algorithm: Sbpi, problem: Problem<'_>, bytes: &[u8]) -> CheckpointError {
        match Run::resume(algorithm, problem, bytes).map(|_| ()).unwrap_err() {
            AlgorithmError::Checkpoint(error) => error,
            other => panic!("{other}"),
        }
    }

    #[test]
    fn a_run_resumed_before_any_sweep_ends_like_one_that_was_never_put_aside() {
        let patterns = instance(1);
        let whole = Sbpi::default().solve(&patterns, StreamKey::from_seed(1).rng()).unwrap();
        assert!(whole.sweeps > 3, "{} sweeps", whole.sweeps);
        for sweeps in 0..=whole.sweeps {
            let bytes = checkpoint(&patterns, sweeps);
            let mut run = Run::resume(Sbpi::default(), (&patterns).into(), &bytes).unwrap();
            while run.sweep().is_none() {}
            assert_eq!(run.close(), whole, "{sweeps}");
        }
    }

    #[test]
    fn a_run_that_is_closed_early_says_so() {
        let patterns = instance(1);
        let mut run = Run::start(Sbpi::default(), (&patterns).into(), StreamKey::from_seed(1).rng()).unwrap();
        assert_eq!(run.sweep(), None);
        let outcome = run.close();
        assert_eq!((outcome.stop, outcome.sweeps), (Stop::Interrupted, 1));
        assert_eq!(outcome.errors, outcome.weights.errors(&patterns, 0.0));
    }

    #[test]
    fn checkpoints_of_another_run_are_refused_with_what_differs() {
        let (patterns, sbpi) = (instance(1), Sbpi::default());
        let bytes = checkpoint(&patterns, 2);
        let problem = Problem::from(&patterns);
        assert_eq!(refusal(sbpi, (&instance(2)).into(), &bytes), CheckpointError::OtherPatterns);
        let error = refusal(Sbpi { probability: 0.5, ..sbpi }, problem, &bytes).to_string();
        assert!(error.contains("probability: 0.3") && error.contains("probability: 0.5"), "{error}");
    }

    #[test]
    fn damage_anywhere_is_noticed() {
        let patterns = instance(1);
        let bytes = checkpoint(&patterns, 2);
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 4;
            assert_eq!(refusal(Sbpi::default(), (&patterns).into(), &damaged), CheckpointError::Damaged, "{place}");
            assert_eq!(refusal(Sbpi::default(), (&patterns).into(), &bytes[..place]), CheckpointError::Damaged);
        }
    }
}
