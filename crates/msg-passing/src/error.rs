//! Why an algorithm refused to start.

/// A parameter or an instance that an algorithm cannot work with.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum AlgorithmError {
    /// A parameter lies outside its domain.
    #[error("{name} = {value}, expected {expected}")]
    Parameter {
        /// Name of the parameter.
        name: &'static str,
        /// The value given.
        value: f64,
        /// What would be accepted.
        expected: &'static str,
    },
    /// The algorithm learns from ±1 inputs only.
    #[error("{algorithm} needs inputs of +1 and -1, and these are real numbers; reinforced-bp takes both")]
    RealInputs {
        /// Name of the algorithm.
        algorithm: &'static str,
    },
    /// The algorithm trains one unit only.
    #[error(
        "{algorithm} trains 1 hidden unit, not {hidden}; focusing-bp, reinforced-bp and replicated-sgd train committees"
    )]
    OneUnit {
        /// Name of the algorithm.
        algorithm: &'static str,
        /// Hidden units asked for.
        hidden: usize,
    },
    /// The number of hidden units is even, so that their vote may be tied.
    #[error("{hidden} hidden units, expected an odd number")]
    EvenUnits {
        /// Hidden units asked for.
        hidden: usize,
    },
    /// No focusing protocol has this name.
    #[error(
        "no focusing protocol is called '{name}'; did you mean '{nearest}'? \
         (standard-reinforcement, scoping, pseudo-reinforcement, free-scoping)"
    )]
    UnknownProtocol {
        /// The name given.
        name: String,
        /// The name that is spelt most like it.
        nearest: &'static str,
    },
    /// A checkpoint cannot be gone on from.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The edge messages of the instance do not fit into memory.
    #[error("{p} patterns of {n} weights need {bytes} bytes of messages, above the limit of {limit}")]
    Memory {
        /// Number of weights `K N`.
        n: usize,
        /// Number of patterns `P`.
        p: usize,
        /// Bytes the messages would take.
        bytes: u128,
        /// The limit in bytes.
        limit: u128,
    },
}

/// Why a checkpoint cannot be gone on from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CheckpointError {
    /// The bytes are not, or not all, what was written.
    #[error("the checkpoint is damaged or no checkpoint")]
    Damaged,
    /// It belongs to another run.
    #[error("the checkpoint is of another run: its {what} is {found}, expected {expected}")]
    Different {
        /// What differs.
        what: &'static str,
        /// As the checkpoint has it.
        found: String,
        /// As this run has it.
        expected: String,
    },
    /// It belongs to another training set.
    #[error("the checkpoint is of a run on other patterns")]
    OtherPatterns,
}

/// Checks that a margin is a finite number.
pub(crate) fn check_margin(margin: f64) -> Result<(), AlgorithmError> {
    check("margin", margin, margin.is_finite(), "a finite number")
}

/// Checks that at least one sweep is allowed.
pub(crate) fn check_sweeps(max_sweeps: usize) -> Result<(), AlgorithmError> {
    check("max_sweeps", max_sweeps as f64, max_sweeps > 0, "at least 1")
}

/// Checks that updates keep less than all of the old message.
pub(crate) fn check_damping(damping: f64) -> Result<(), AlgorithmError> {
    check("damping", damping, (0.0..1.0).contains(&damping), "a number in [0, 1)")
}

/// Checks the bound on random initial messages.
pub(crate) fn check_initial(initial: f64) -> Result<(), AlgorithmError> {
    check("initial", initial, (0.0..1.0).contains(&initial), "a number in [0, 1)")
}

/// Messages beyond this size are refused rather than left to the system's memory.
pub(crate) const MEMORY_LIMIT: u128 = 16 << 30;

/// Checks that the messages of `p` patterns and `n` weights in all fit into 16 GiB.
pub(crate) fn check_memory(n: usize, p: usize, bytes: u128) -> Result<(), AlgorithmError> {
    if bytes > MEMORY_LIMIT { Err(AlgorithmError::Memory { n, p, bytes, limit: MEMORY_LIMIT }) } else { Ok(()) }
}

/// Turns a condition on a parameter into a result.
pub(crate) fn check(name: &'static str, value: f64, holds: bool, expected: &'static str) -> Result<(), AlgorithmError> {
    if holds { Ok(()) } else { Err(AlgorithmError::Parameter { name, value, expected }) }
}
