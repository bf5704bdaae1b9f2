//! What a landscape is: a function of a vector with its gradient.

use crate::optimize::{Batches, Sampling};
use crate::{Evaluation, Objective, Scalar, Workspace};
use piccole_core::StreamKey;

/// A function `ℓ(θ)` of a vector with its gradient: the loss of a network ([`NetworkLandscape`]), or any other.
pub trait Landscape {
    /// Length of `θ`.
    fn dimension(&self) -> usize;

    /// `ℓ(θ)`.
    fn loss(&mut self, position: &[f64]) -> f64;

    /// Writes the gradient for one step of an optimiser into `gradient` and returns the loss it belongs to.
    ///
    /// A stochastic landscape uses the mini-batch of that step: the same for every position, so that losses of one step
    /// can be compared, and a function of the step's number alone, so that a run can be continued. Others ignore the step.
    fn gradient(&mut self, step: u64, position: &[f64], gradient: &mut [f64]) -> f64;
}

/// The mean loss of a network as a [`Landscape`]; the network may compute in single precision.
///
/// Without [`with_batches`](Self::with_batches) the gradient is that of all examples.
#[derive(Clone, Debug)]
pub struct NetworkLandscape<'a, T> {
    objective: Objective<'a, T>,
    batches: Option<Batches>,
    parameters: Vec<T>,
    gradient: Vec<T>,
    workspace: Workspace<T>,
}

impl<'a, T: Scalar> NetworkLandscape<'a, T> {
    /// The loss over all examples of the objective.
    pub fn new(objective: Objective<'a, T>) -> Self {
        let parameters = vec![T::ZERO; objective.mlp().parameter_count()];
        Self { objective, batches: None, gradient: parameters.clone(), parameters, workspace: Workspace::default() }
    }

    /// The same with the gradients of mini-batches of `size` examples: step `s` takes batch `s` of the epochs that
    /// [`Batches`] shuffles.
    ///
    /// # Panics
    /// If there is no example in a batch.
    pub fn with_batches(self, size: usize, key: StreamKey) -> Self {
        let batches = Batches::new(self.objective.examples().len(), size, Sampling::Epochs, key);
        Self { batches: Some(batches), ..self }
    }

    /// Loss and classification error over all examples.
    pub fn evaluate(&mut self, position: &[f64]) -> Evaluation {
        self.place(position);
        self.objective.evaluate(&self.parameters, &mut self.workspace)
    }

    fn place(&mut self, position: &[f64]) {
        self.objective.mlp().assert_parameters(position);
        for (w, &x) in self.parameters.iter_mut().zip(position) {
            *w = T::from_f64(x);
        }
    }
}

impl<T: Scalar> Landscape for NetworkLandscape<'_, T> {
    fn dimension(&self) -> usize {
        self.parameters.len()
    }

    fn loss(&mut self, position: &[f64]) -> f64 {
        self.evaluate(position).loss
    }

    fn gradient(&mut self, step: u64, position: &[f64], gradient: &mut [f64]) -> f64 {
        self.place(position);
        let Self { objective, batches, parameters, gradient: own, workspace } = self;
        let loss = match batches {
            None => objective.gradient(parameters, workspace, own),
            Some(batches) => objective.batch_gradient(parameters, batches.batch(step), None, workspace, own),
        };
        for (g, &own) in gradient.iter_mut().zip(&*own) {
            *g = own.into();
        }
        loss
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::landscape::example::Example;
    use crate::vector::{distance, norm};

    #[test]
    fn the_gradient_is_that_of_the_objective_in_both_precisions() {
        let example = Example::new(&[3, 4, 2]);
        let (theta, p) = (example.parameters(), example.mlp.parameter_count());
        let mut expected = vec![0.0; p];
        let loss = example.objective().gradient(&theta, &mut Workspace::default(), &mut expected);
        let mut landscape = NetworkLandscape::new(example.objective());
        let mut gradient = vec![0.0; p];
        assert_eq!(landscape.gradient(3, &theta, &mut gradient), loss);
        assert_eq!(gradient, expected);

        let inputs = example.inputs.map(|x| x as f32);
        let examples = crate::Examples::labelled(&inputs, &example.labels).unwrap();
        let mut single = NetworkLandscape::new(Objective::new(&example.mlp, examples).unwrap());
        assert!((single.gradient(3, &theta, &mut gradient) - loss).abs() < 1e-6);
        assert!(distance(&gradient, &expected) < 1e-6 * norm(&expected));
        assert!((single.loss(&theta) - loss).abs() < 1e-6);
    }

    #[test]
    fn a_batch_belongs_to_its_step_and_the_batch_of_all_is_all() {
        let example = Example::new(&[3, 4, 2]);
        let (theta, p) = (example.parameters(), example.mlp.parameter_count());
        let (count, key) = (example.labels.len(), StreamKey::from_seed(1));
        let gradient = |landscape: &mut NetworkLandscape<'_, f64>, step| {
            let mut gradient = vec![0.0; p];
            landscape.gradient(step, &theta, &mut gradient);
            gradient
        };
        let mut some = NetworkLandscape::new(example.objective()).with_batches(count / 2, key);
        let (first, second) = (gradient(&mut some, 0), gradient(&mut some, 1));
        assert_ne!(first, second);
        assert_eq!(gradient(&mut some, 0), first);
        let mut all = NetworkLandscape::new(example.objective()).with_batches(count, key);
        assert_eq!(gradient(&mut all, 0), gradient(&mut NetworkLandscape::new(example.objective()), 0));
    }
}
