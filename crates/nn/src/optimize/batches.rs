//! Which examples make a mini-batch.

use piccole_core::StreamKey;
use rand::RngExt;

/// How mini-batches are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(rename_all = "kebab-case"))]
pub enum Sampling {
    /// Every epoch goes through all examples once, in a new random order; its last batch has what is left.
    #[default]
    Epochs,
    /// Every example of every batch is any of all, with equal probabilities: the gradient noise is then exactly
    /// independent from step to step.
    WithReplacement,
}

/// The mini-batches of a run, one for each gradient: batch `b` is a function of the key and `b` alone.
///
/// A batch of all examples (or more) is always that, in order, whatever the sampling: plain gradient descent.
#[derive(Clone, Debug)]
pub struct Batches {
    examples: usize,
    size: usize,
    sampling: Sampling,
    key: StreamKey,
    /// The epoch that `order` is for.
    epoch: Option<u64>,
    order: Vec<usize>,
}

impl Batches {
    /// Batches of `size` of `examples` examples; epoch `e` is shuffled by the stream `key.named("batches").indexed(e)`, and
    /// with replacement batch `b` comes from `key.named("batches").indexed(b)`.
    ///
    /// # Panics
    /// If there is no example, or none in a batch.
    pub fn new(examples: usize, size: usize, sampling: Sampling, key: StreamKey) -> Self {
        assert!(examples > 0 && size > 0, "batches of {size} out of {examples} examples");
        let (size, key) = (size.min(examples), key.named("batches"));
        Self { examples, size, sampling, key, epoch: None, order: (0..examples).collect() }
    }

    /// Number of batches of an epoch: `examples/size`, rounded up.
    pub fn per_epoch(&self) -> u64 {
        self.examples.div_ceil(self.size) as u64
    }

    /// The indices of the examples in batch `b`, counted from 0 over all epochs.
    pub fn batch(&mut self, b: u64) -> &[usize] {
        if self.size == self.examples {
            return &self.order;
        }
        match self.sampling {
            Sampling::WithReplacement => {
                let mut rng = self.key.indexed(b).rng();
                self.order.clear();
                self.order.extend((0..self.size).map(|_| rng.random_range(0..self.examples)));
                &self.order
            }
            Sampling::Epochs => {
                let (epoch, place) = (b / self.per_epoch(), (b % self.per_epoch()) as usize);
                if self.epoch != Some(epoch) {
                    self.shuffle(epoch);
                }
                let start = place * self.size;
                &self.order[start..self.examples.min(start + self.size)]
            }
        }
    }

    /// Fisher and Yates's shuffle of all examples in order, so that the epochs before leave no trace.
    fn shuffle(&mut self, epoch: u64) {
        let mut rng = self.key.indexed(epoch).rng();
        self.order.clear();
        self.order.extend(0..self.examples);
        for i in (1..self.examples).rev() {
            self.order.swap(i, rng.random_range(0..=i));
        }
        self.epoch = Some(epoch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batches(size: usize, sampling: Sampling) -> Batches {
        Batches::new(10, size, sampling, StreamKey::from_seed(1))
    }

    #[test]
    fn an_epoch_has_every_example_once_in_an_order_of_its_own() {
        let mut batches = batches(4, Sampling::Epochs);
        assert_eq!(batches.per_epoch(), 3);
        let mut epochs: Vec<Vec<usize>> =
            (0..4).map(|e| (0..3).flat_map(|b| batches.batch(3 * e + b).to_vec()).collect()).collect();
        assert!((1..4).all(|e| epochs[e] != epochs[e - 1]));
        for epoch in &mut epochs {
            epoch.sort_unstable();
            assert_eq!(*epoch, (0..10).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_batch_depends_on_its_number_alone() {
        for sampling in [Sampling::Epochs, Sampling::WithReplacement] {
            let mut forwards = batches(3, sampling);
            let all: Vec<Vec<usize>> = (0..9).map(|b| forwards.batch(b).to_vec()).collect();
            for b in (0..9).rev() {
                assert_eq!(batches(3, sampling).batch(b), all[b as usize]);
                assert_eq!(forwards.batch(b), all[b as usize]);
            }
        }
    }

    #[test]
    fn the_first_batches_are_pinned() {
        assert_eq!(batches(5, Sampling::Epochs).batch(0), [1, 0, 9, 4, 5]);
        assert_eq!(batches(5, Sampling::WithReplacement).batch(0), [7, 3, 7, 5, 3]);
    }

    #[test]
    fn a_batch_of_all_examples_is_all_examples_in_order() {
        for sampling in [Sampling::Epochs, Sampling::WithReplacement] {
            assert_eq!(batches(12, sampling).batch(7), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
        }
    }

    #[test]
    fn examples_are_drawn_with_equal_frequencies() {
        for sampling in [Sampling::Epochs, Sampling::WithReplacement] {
            // How often each example comes first in its batch: 4000 draws, standard deviation 19 or less around 400.
            let mut batches = batches(5, sampling);
            let mut counts = [0; 10];
            (0..4000).for_each(|b| counts[batches.batch(b)[0]] += 1);
            // Five standard deviations in twenty counts: a false alarm has probability 1e-5.
            assert!(counts.iter().all(|count| (305..=495).contains(count)), "{sampling:?}: {counts:?}");
        }
    }
}
