//! What an experiment has to say; scheduling, storing and drawing know nothing else.

use crate::RunError;
use crate::figures::Picture;
use piccole_core::StreamKey;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A sweep whose points can run in any order, on any machine, and be resumed.
///
/// The value that implements the trait is the plan itself, read from TOML. Everything below is a pure function of the
/// plan: points in, outcomes out, a table from all outcomes in the order of the points, a picture from the table.
pub trait Experiment: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Kebab-case name: the value of `figure` in the plan and the stem of all files.
    const NAME: &'static str;
    /// Title of the figure in the gallery.
    const TITLE: &'static str;
    /// What the figure shows and what to look for.
    const CAPTION: &'static str;
    /// Everything that identifies one unit of work, the seed aside.
    type Point: Serialize + Send + Sync;
    /// What one point gives; kept in the run store.
    type Outcome: Serialize + DeserializeOwned + Send;
    /// One row of the table. Numbers that may be absent are `Option<f64>`: the store has no word for NaN.
    type Row: Serialize + DeserializeOwned;

    /// The seed from which every random number of the experiment derives.
    fn seed(&self) -> u64;

    /// All points, in the order in which outcomes enter the table.
    fn points(&self) -> Vec<Self::Point>;

    /// Computes one point. Pure: the same plan, point and key give the same outcome, bit for bit. The key belongs to the
    /// seed, the experiment and the point, not to the point's number, so that a longer plan repeats the points of a
    /// shorter one.
    ///
    /// # Errors
    /// A [`RunError`]; the point is recorded as failed and tried again on request. An algorithm that does not converge is
    /// no error but an outcome.
    fn run(&self, point: &Self::Point, key: &StreamKey) -> Result<Self::Outcome, RunError>;

    /// Puts the outcomes of all points, in the order of the points, into a table.
    ///
    /// # Errors
    /// A [`RunError`] if the outcomes do not suffice, for a fit for instance.
    fn table(&self, outcomes: &[(Self::Point, Self::Outcome)]) -> Result<Vec<Self::Row>, RunError>;

    /// Draws the table.
    fn picture(rows: &[Self::Row]) -> Picture;

    /// Checks the table: what was expected, what came out.
    fn verdicts(rows: &[Self::Row]) -> Vec<Verdict>;

    /// Claims that the table has too little data for: they neither pass nor fail, and are shown as such.
    fn undecided(_rows: &[Self::Row]) -> Vec<Undecided> {
        Vec::new()
    }
}

/// A claim that was to be checked and could not be.
#[derive(Clone, Debug, PartialEq)]
pub struct Undecided {
    /// What was to be compared with what.
    pub claim: String,
    /// What there is too little of.
    pub reason: String,
}

/// One acceptance of a figure with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// What is compared with what.
    pub claim: String,
    /// The value that came out.
    pub value: String,
    /// What is accepted.
    pub accepted: String,
    /// Whether the value is accepted.
    pub pass: bool,
}
