//! Inputs with their targets.

use super::{DataError, Images};
use crate::Scalar;
use crate::finite::first_not_finite;
use nalgebra::DMatrix;
use piccole_core::StreamKey;
use rand::Rng;

/// What is to be learnt of each example.
#[derive(Clone, Debug, PartialEq)]
pub enum Targets {
    /// One of some classes.
    Classes {
        /// The class of each example, from 0.
        labels: Vec<usize>,
        /// Number of classes, of which some may be absent.
        classes: usize,
    },
    /// Real numbers, a column for each example.
    Real(DMatrix<f64>),
}

impl Targets {
    /// Number of examples.
    pub fn count(&self) -> usize {
        match self {
            Self::Classes { labels, .. } => labels.len(),
            Self::Real(values) => values.ncols(),
        }
    }
}

/// Inputs, a column for each example, with a target for each.
///
/// Every number in it is finite, every label names a class, and there is at least one example of at least one component.
/// The column-major storage of a matrix has the components of an example beside one another: `inputs().as_slice()` is what
/// [`Batch`](crate::losses::Batch) calls rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Dataset {
    inputs: DMatrix<f64>,
    targets: Targets,
}

impl Dataset {
    /// Joins inputs and targets.
    ///
    /// # Errors
    /// [`DataError::Empty`], [`DataError::Counts`], [`DataError::Label`], [`DataError::NoSuchClass`],
    /// [`DataError::NotFinite`].
    pub fn new(inputs: DMatrix<f64>, targets: Targets) -> Result<Self, DataError> {
        let (dimension, examples) = inputs.shape();
        if dimension == 0 || examples == 0 {
            return Err(DataError::Empty { examples, dimension });
        }
        if targets.count() != examples {
            return Err(DataError::Counts { inputs: examples, targets: targets.count() });
        }
        check_finite("input", &inputs)?;
        match &targets {
            Targets::Classes { classes: 0, .. } => return Err(DataError::NoSuchClass),
            &Targets::Classes { ref labels, classes } => {
                if let Some(example) = labels.iter().position(|&label| label >= classes) {
                    return Err(DataError::Label { example, label: labels[example], classes });
                }
            }
            Targets::Real(values) if values.nrows() == 0 => return Err(DataError::Empty { examples, dimension: 0 }),
            Targets::Real(values) => check_finite("target", values)?,
        }
        Ok(Self { inputs, targets })
    }

    /// Images with their labels, pooled by a factor as [`Images::pooled`] does.
    ///
    /// # Errors
    /// As [`Images::pooled`] and [`Dataset::new`].
    pub fn of_images(images: &Images, labels: &[u8], classes: usize, factor: usize) -> Result<Self, DataError> {
        if images.count() != labels.len() {
            return Err(DataError::Counts { inputs: images.count(), targets: labels.len() });
        }
        let labels = labels.iter().map(|&label| usize::from(label)).collect();
        Self::new(images.pooled(factor)?, Targets::Classes { labels, classes })
    }

    /// Inputs with the real target that a teacher, any function of an input, gives to each.
    ///
    /// # Errors
    /// As [`Dataset::new`].
    pub fn labelled_by(inputs: DMatrix<f64>, teacher: impl Fn(&[f64]) -> f64) -> Result<Self, DataError> {
        let values = inputs.column_iter().map(|column| teacher(column.as_slice()));
        let values = DMatrix::from_iterator(1, inputs.ncols(), values);
        Self::new(inputs, Targets::Real(values))
    }

    /// Number of examples.
    pub fn examples(&self) -> usize {
        self.inputs.ncols()
    }

    /// Components of an input.
    pub fn dimension(&self) -> usize {
        self.inputs.nrows()
    }

    /// The inputs, a column for each example.
    pub fn inputs(&self) -> &DMatrix<f64> {
        &self.inputs
    }

    /// The inputs in the precision of a network.
    pub fn inputs_as<T: Scalar + nalgebra::Scalar>(&self) -> DMatrix<T> {
        self.inputs.map(T::from_f64)
    }

    /// The targets.
    pub fn targets(&self) -> &Targets {
        &self.targets
    }

    /// The class of each example and the number of classes.
    ///
    /// # Errors
    /// [`DataError::NoClasses`] if the targets are real.
    pub fn classes(&self) -> Result<(&[usize], usize), DataError> {
        match &self.targets {
            Targets::Classes { labels, classes } => Ok((labels, *classes)),
            Targets::Real(_) => Err(DataError::NoClasses),
        }
    }

    /// The real targets: as they are, or for classes a column with 1 at the class and 0 elsewhere.
    pub fn real_targets(&self) -> DMatrix<f64> {
        match &self.targets {
            Targets::Real(values) => values.clone(),
            Targets::Classes { labels, classes } => {
                DMatrix::from_fn(
                    *classes,
                    labels.len(),
                    |class, example| {
                        if labels[example] == class { 1.0 } else { 0.0 }
                    },
                )
            }
        }
    }

    /// The same inputs with the parity of their class as real target: +1 for even classes, −1 for odd ones.
    ///
    /// # Errors
    /// [`DataError::NoClasses`] if the targets are real.
    pub fn with_parity(&self) -> Result<Self, DataError> {
        let (labels, _) = self.classes()?;
        let signs = labels.iter().map(|label| if label % 2 == 0 { 1.0 } else { -1.0 });
        let values = DMatrix::from_iterator(1, labels.len(), signs);
        Self::new(self.inputs.clone(), Targets::Real(values))
    }

    /// Some examples, in the order of their indices; an index may occur again.
    ///
    /// # Errors
    /// [`DataError::NoSuchExample`], and [`DataError::Empty`] without an index.
    pub fn subset(&self, indices: &[usize]) -> Result<Self, DataError> {
        let examples = self.examples();
        if let Some(&index) = indices.iter().find(|&&index| index >= examples) {
            return Err(DataError::NoSuchExample { index, examples });
        }
        let targets = match &self.targets {
            Targets::Classes { labels, classes } => {
                Targets::Classes { labels: indices.iter().map(|&index| labels[index]).collect(), classes: *classes }
            }
            Targets::Real(values) => Targets::Real(values.select_columns(indices)),
        };
        Self::new(self.inputs.select_columns(indices), targets)
    }

    /// The first examples, and the rest.
    ///
    /// # Errors
    /// [`DataError::Empty`] if either would be empty, [`DataError::NoSuchExample`] if there are not as many.
    pub fn split_at(&self, first: usize) -> Result<(Self, Self), DataError> {
        let indices: Vec<usize> = (0..self.examples()).collect();
        if first > indices.len() {
            return Err(DataError::NoSuchExample { index: first - 1, examples: indices.len() });
        }
        Ok((self.subset(&indices[..first])?, self.subset(&indices[first..])?))
    }

    /// The examples in a random order, all orders alike (the shuffle of Fisher and Yates).
    pub fn shuffled(&self, key: &StreamKey) -> Self {
        let mut rng = key.rng();
        let mut indices: Vec<usize> = (0..self.examples()).collect();
        for last in (1..indices.len()).rev() {
            indices.swap(last, below(&mut rng, last as u64 + 1) as usize);
        }
        self.subset(&indices).expect("every index is that of an example")
    }

    /// Replaces the inputs by others of the same number.
    pub(super) fn with_inputs(&self, inputs: DMatrix<f64>) -> Result<Self, DataError> {
        Self::new(inputs, self.targets.clone())
    }
}

/// A uniform number below a bound, by rejecting the incomplete last round of 2⁶⁴.
fn below(rng: &mut impl Rng, bound: u64) -> u64 {
    let incomplete = u64::MAX - u64::MAX % bound;
    loop {
        let draw = rng.next_u64();
        if draw < incomplete {
            return draw % bound;
        }
    }
}

fn check_finite(what: &'static str, matrix: &DMatrix<f64>) -> Result<(), DataError> {
    match first_not_finite(matrix.as_slice()) {
        None => Ok(()),
        Some(place) => {
            let (example, component) = (place / matrix.nrows(), place % matrix.nrows());
            Err(DataError::NotFinite { what, example, component, value: matrix.as_slice()[place] })
        }
    }
}
