//! Plans: TOML in, a checked experiment out.

use crate::algorithms::Algorithms;
use crate::connected_minima::ConnectedMinima;
use crate::diagram::Diagram;
use crate::dynamics::Dynamics;
use crate::entropic_sgd::EntropicSgd;
use crate::entropy::Entropy;
use crate::experiment::Experiment;
use crate::export::{self, ExportFormat};
use crate::figures::Page;
use crate::flatness::Flatness;
use crate::generalization::Generalization;
use crate::local_entropy::LocalEntropy;
use crate::overfitting::Overfitting;
use crate::runner::{self, Estimate, RunOptions, Summary};
use crate::solutions::AllSolutions;
use crate::store::{self, Status};
use crate::structured_data::StructuredData;
use crate::surfaces::Surfaces;
use crate::teacher_student::TeacherStudent;
use crate::{Error, output};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{self, DeserializeOwned, Deserializer};
use serde::{Deserialize, Serialize, Serializer};
use std::borrow::Cow;
#[cfg(feature = "mpi")]
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// An experiment with all its parameters, read from a plan and checked.
///
/// A plan is TOML: `figure` names the experiment, `seed` fixes every random number, and sections of the experiment's own
/// hold grids, sizes and parameters. An unknown key, a wrong type or a value out of range is an error that shows line,
/// column and what would be accepted; what a plan leaves out has a documented default.
///
/// ```
/// use piccole_experiments::Plan;
/// let error = Plan::parse("figure = 'entropie'\nseed = 1", "plan.toml".as_ref()).unwrap_err();
/// assert!(error.to_string().contains("unknown figure `entropie`, expected one of `fig1-mlp`, `fig2-path`"));
/// ```
pub struct Plan(Box<dyn Runnable>);

impl Plan {
    /// Reads a plan from a file.
    ///
    /// # Errors
    /// [`Error::File`] if it cannot be read, [`Error::Plan`] if it is not a plan.
    pub fn read(path: &Path) -> Result<Self, Error> {
        Self::parse(&read_text(path)?, path)
    }

    /// Reads a plan from text; the path serves error messages only.
    ///
    /// # Errors
    /// [`Error::Plan`] with the place and what would be accepted.
    pub fn parse(text: &str, path: &Path) -> Result<Self, Error> {
        let header: Header = parse_toml(text, path)?;
        let entry = EXPERIMENTS.iter().find(|entry| entry.name == header.figure.0);
        (entry.expect("the header accepts known figures only").parse)(text).map(Self).map_err(Error::plan(path))
    }

    /// An experiment of one's own: any type that says its points, their outcomes, table and picture.
    pub fn of<E: Experiment>(experiment: E) -> Self {
        Self(Box::new(experiment))
    }

    /// Name of the experiment, the stem of its files.
    pub fn name(&self) -> &'static str {
        self.0.name()
    }

    /// The plan with every default filled in, as TOML that reads back to the same plan.
    ///
    /// # Errors
    /// [`Error::Encoding`] if a value does not fit into TOML.
    pub fn to_toml(&self) -> Result<String, Error> {
        self.0.to_toml()
    }

    /// Computes the points that the store in `options.out` lacks and, once all are there, writes table and figures.
    ///
    /// # Errors
    /// An [`Error`] of the file system or the store, before anything is computed where possible. A failed point is no
    /// error here; [`Summary::failed`] counts it.
    pub fn run(&self, options: &RunOptions<'_>) -> Result<Summary, Error> {
        self.0.run(options)
    }

    /// Computes some points of the plan, spread evenly over it, as long as `time` has not passed, and says how long all
    /// would take. Keeps nothing.
    pub fn estimate(&self, time: Duration) -> Estimate {
        self.0.estimate(time)
    }

    /// Rank 0 of an MPI run: see [`Ranks::lead`](crate::Ranks::lead).
    #[cfg(feature = "mpi")]
    pub(crate) fn lead(&self, options: &RunOptions<'_>, ranks: &crate::Ranks) -> Result<Summary, Error> {
        self.0.lead(options, ranks)
    }

    /// Any other rank: see [`Ranks::follow`](crate::Ranks::follow).
    #[cfg(feature = "mpi")]
    pub(crate) fn follow(&self, threads: NonZero<usize>, ranks: &crate::Ranks) -> Result<(), Error> {
        self.0.follow(threads, ranks)
    }

    /// How far the store of this plan below `dir` is.
    ///
    /// # Errors
    /// [`Error::File`] if there is none, [`Error::OtherPlan`] and other errors of stores.
    pub fn status(&self, dir: &Path) -> Result<Status, Error> {
        self.0.status(dir)
    }

    /// Writes the points in the store of this plan below `dir` as one flat table; returns the number of rows. See
    /// [`export()`](crate::export()).
    ///
    /// # Errors
    /// [`Error::File`] if there is none, [`Error::OtherPlan`] and other errors of stores, and those of writing.
    pub fn export(&self, dir: &Path, format: ExportFormat, out: &Path) -> Result<usize, Error> {
        self.0.export(dir, format, out)
    }

    /// Writes table and figures from the points in the store of this plan below `dir`.
    pub(crate) fn finish(&self, dir: &Path) -> Result<Vec<PathBuf>, Error> {
        self.0.finish(dir)
    }
}

/// A plan of any kind from a file.
///
/// # Errors
/// [`Error::File`] if it cannot be read, [`Error::Plan`] with line, column and what would be accepted.
pub(crate) fn read_toml<T: DeserializeOwned>(path: &Path) -> Result<T, Error> {
    parse_toml(&read_text(path)?, path)
}

/// A plan of any kind from text; the path serves error messages only.
pub(crate) fn parse_toml<T: DeserializeOwned>(text: &str, path: &Path) -> Result<T, Error> {
    toml::from_str(text).map_err(Error::plan(path))
}

fn read_text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(Error::file("read the plan", path))
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Plan").field(&self.name()).finish()
    }
}

/// An experiment whose types are forgotten.
trait Runnable: Send + Sync {
    fn name(&self) -> &'static str;
    fn to_toml(&self) -> Result<String, Error>;
    fn run(&self, options: &RunOptions<'_>) -> Result<Summary, Error>;
    #[cfg(feature = "mpi")]
    fn lead(&self, options: &RunOptions<'_>, ranks: &crate::Ranks) -> Result<Summary, Error>;
    #[cfg(feature = "mpi")]
    fn follow(&self, threads: NonZero<usize>, ranks: &crate::Ranks) -> Result<(), Error>;
    fn estimate(&self, time: Duration) -> Estimate;
    fn status(&self, dir: &Path) -> Result<Status, Error>;
    fn export(&self, dir: &Path, format: ExportFormat, out: &Path) -> Result<usize, Error>;
    fn finish(&self, dir: &Path) -> Result<Vec<PathBuf>, Error>;
}

impl<E: Experiment> Runnable for E {
    fn name(&self) -> &'static str {
        E::NAME
    }

    fn to_toml(&self) -> Result<String, Error> {
        canonical_toml(self)
    }

    fn run(&self, options: &RunOptions<'_>) -> Result<Summary, Error> {
        runner::run(self, options)
    }

    #[cfg(feature = "mpi")]
    fn lead(&self, options: &RunOptions<'_>, ranks: &crate::Ranks) -> Result<Summary, Error> {
        crate::ranks::lead(self, options, ranks)
    }

    #[cfg(feature = "mpi")]
    fn follow(&self, threads: NonZero<usize>, ranks: &crate::Ranks) -> Result<(), Error> {
        crate::ranks::follow(self, threads, ranks)
    }

    fn estimate(&self, time: Duration) -> Estimate {
        runner::estimate(self, time)
    }

    fn status(&self, dir: &Path) -> Result<Status, Error> {
        store::Store::existing(self, dir)?.status(self)
    }

    fn export(&self, dir: &Path, format: ExportFormat, out: &Path) -> Result<usize, Error> {
        export::write(store::Index::of(&store::Store::existing(self, dir)?, self)?, format, out)
    }

    fn finish(&self, dir: &Path) -> Result<Vec<PathBuf>, Error> {
        let outcomes = store::Store::existing(self, dir)?.complete(self)?;
        output::write(self, &outcomes, dir)
    }
}

/// The plan of an experiment as TOML, defaults filled in.
pub(crate) fn canonical_toml<E: Experiment>(experiment: &E) -> Result<String, Error> {
    toml::to_string(experiment).map_err(|error| Error::Encoding { what: "a plan", reason: error.to_string() })
}

/// What can be done with the name of a figure alone.
pub(crate) struct Entry {
    pub(crate) name: &'static str,
    parse: fn(&str) -> Result<Box<dyn Runnable>, toml::de::Error>,
    pub(crate) page: fn(&Path) -> Result<Page, Error>,
    pub(crate) schema: fn(&mut SchemaGenerator) -> Schema,
}

impl Entry {
    const fn of<E: Experiment + JsonSchema>() -> Self {
        Self {
            name: E::NAME,
            parse: |text| toml::from_str::<E>(text).map(|experiment| Box::new(experiment) as Box<dyn Runnable>),
            page: Page::of_table::<E>,
            schema: SchemaGenerator::subschema_for::<E>,
        }
    }
}

/// Every experiment there is, in the order of the gallery.
pub(crate) const EXPERIMENTS: &[Entry] = &[
    Entry::of::<Diagram>(),
    Entry::of::<ConnectedMinima>(),
    Entry::of::<Surfaces>(),
    Entry::of::<Overfitting>(),
    Entry::of::<AllSolutions>(),
    Entry::of::<LocalEntropy>(),
    Entry::of::<Generalization>(),
    Entry::of::<Entropy>(),
    Entry::of::<Algorithms>(),
    Entry::of::<TeacherStudent>(),
    Entry::of::<Flatness>(),
    Entry::of::<Dynamics>(),
    Entry::of::<EntropicSgd>(),
    Entry::of::<StructuredData>(),
];

/// The part of a plan that says how to read the rest.
#[derive(Deserialize)]
struct Header {
    figure: FigureName,
}

/// The name of a known experiment.
struct FigureName(String);

impl<'de> Deserialize<'de> for FigureName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let known: Vec<String> = EXPERIMENTS.iter().map(|entry| format!("`{}`", entry.name)).collect();
        if EXPERIMENTS.iter().any(|entry| entry.name == name) {
            Ok(Self(name))
        } else {
            Err(de::Error::custom(format!("unknown figure `{name}`, expected one of {}", known.join(", "))))
        }
    }
}

/// The `figure` key of an experiment's own plan type, written back as its name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Named<E>(std::marker::PhantomData<fn() -> E>);

impl<E: Experiment> Serialize for Named<E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(E::NAME)
    }
}

impl<E: Experiment> JsonSchema for Named<E> {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        E::NAME.into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "const": E::NAME })
    }
}

impl<'de, E: Experiment> Deserialize<'de> for Named<E> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = FigureName::deserialize(deserializer)?.0;
        if name == E::NAME {
            Ok(Self(std::marker::PhantomData))
        } else {
            Err(de::Error::custom(format!("figure `{name}`, expected `{}`", E::NAME)))
        }
    }
}
