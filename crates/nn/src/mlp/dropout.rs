//! Masks of dropout.

use super::Mlp;
use crate::Scalar;
use piccole_core::StreamKey;
use rand::Rng;

/// The masks of one pass: for every layer with dropout and every example, 0 or `1/(1 − p)` a unit.
///
/// A value can be drawn into again and again without new memory.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DropoutMasks<T> {
    /// `outputs × examples` numbers for a layer with dropout, none for the others.
    layers: Vec<Vec<T>>,
    examples: usize,
}

impl<T: Scalar> DropoutMasks<T> {
    /// Masks for `examples` examples.
    pub fn new(mlp: &Mlp, examples: usize, key: StreamKey) -> Self {
        let mut masks = Self { layers: Vec::new(), examples: 0 };
        masks.draw(mlp, examples, key);
        masks
    }

    /// Draws new masks; those of layer `l` come from the stream `key.named("dropout").indexed(l)`, example after example.
    pub fn draw(&mut self, mlp: &Mlp, examples: usize, key: StreamKey) {
        let key = key.named("dropout");
        self.examples = examples;
        self.layers.resize(mlp.layers().len(), Vec::new());
        for (l, (mask, layer)) in self.layers.iter_mut().zip(mlp.layers()).enumerate() {
            mask.clear();
            if layer.dropout == 0.0 {
                continue;
            }
            let mut rng = key.indexed(l as u64).rng();
            let kept = T::from_f64(1.0 / (1.0 - layer.dropout));
            let is_dropped = |bits: u64| ((bits >> 11) as f64) < layer.dropout * (1_u64 << 53) as f64;
            let draw = || if is_dropped(rng.next_u64()) { T::ZERO } else { kept };
            mask.extend(std::iter::repeat_with(draw).take(layer.outputs * examples));
        }
    }

    /// Number of examples.
    pub fn examples(&self) -> usize {
        self.examples
    }

    /// The mask of a layer, column by column (a column an example), or nothing if the layer has no dropout.
    ///
    /// # Panics
    /// If there is no such layer.
    pub fn layer(&self, layer: usize) -> Option<&[T]> {
        Some(self.layers[layer].as_slice()).filter(|mask| !mask.is_empty())
    }
}
