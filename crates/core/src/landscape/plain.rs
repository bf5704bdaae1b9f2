//! The definition, pattern by pattern.

use super::{Energy, Landscape, flips_needed, initial_levels};
use crate::{BitMatrix, BitVector, Committee};

/// A [`Landscape`] that visits every pattern at every question, and knows no other way to an energy than its definition.
///
/// Takes `P N` bytes, and `O(P K log K)` time for a change or a flip.
#[derive(Clone, Debug)]
pub struct PlainLandscape {
    energy: Energy,
    units: Vec<BitVector>,
    /// Inputs `ξ^μ_i`, weight by weight.
    columns: Vec<i8>,
    /// `l_kμ`, pattern by pattern.
    levels: Vec<i64>,
}

impl PlainLandscape {
    /// The landscape around a machine.
    ///
    /// # Panics
    /// If a unit has not one weight a column, or the margin is NaN.
    pub fn new(inputs: &BitMatrix, machine: &Committee, margin: f64, energy: Energy) -> Self {
        let levels = initial_levels(inputs, machine, margin);
        let sign = |i: usize, mu: usize| inputs.sign(mu, i);
        Self {
            energy,
            units: machine.units().to_vec(),
            columns: (0..inputs.cols()).flat_map(|i| (0..inputs.rows()).map(move |mu| sign(i, mu))).collect(),
            levels: (0..inputs.rows()).flat_map(|mu| levels.iter().map(move |unit| unit[mu])).collect(),
        }
    }

    fn hidden(&self) -> usize {
        self.units.len()
    }

    /// Unit and place of a site.
    fn place(&self, site: usize) -> (usize, usize) {
        let n = self.units[0].len();
        (site / n, site % n)
    }

    /// `−ξ^μ_i W_ki` for every pattern: what a flip adds to the levels of the unit.
    fn steps(&self, unit: usize, i: usize) -> impl Iterator<Item = i64> {
        let p = self.levels.len() / self.hidden();
        let w = i64::from(self.units[unit].sign(i));
        self.columns[i * p..(i + 1) * p].iter().map(move |&x| -w * i64::from(x))
    }

    /// The energy of one pattern, given the levels of the units.
    fn of_pattern(&self, levels: &[i64]) -> i64 {
        match self.energy {
            Energy::Errors => {
                let right = levels.iter().filter(|&&level| level >= 0).count();
                i64::from(right < levels.len() / 2 + 1)
            }
            energy => energy.of_flips(flips_needed(&mut levels.to_vec())),
        }
    }
}

impl Landscape for PlainLandscape {
    fn sites(&self) -> usize {
        self.hidden() * self.units[0].len()
    }

    fn is_positive(&self, site: usize) -> bool {
        let (unit, i) = self.place(site);
        self.units[unit].sign(i) == 1
    }

    fn energy(&self) -> i64 {
        self.levels.chunks_exact(self.hidden()).map(|levels| self.of_pattern(levels)).sum()
    }

    fn change(&self, site: usize) -> i64 {
        let (unit, i) = self.place(site);
        let mut flipped = vec![0; self.hidden()];
        let mut change = 0;
        for (levels, step) in self.levels.chunks_exact(self.hidden()).zip(self.steps(unit, i)) {
            flipped.copy_from_slice(levels);
            flipped[unit] += step;
            change += self.of_pattern(&flipped) - self.of_pattern(levels);
        }
        change
    }

    /// The energy is summed anew wherever it is asked for.
    fn accept(&mut self, site: usize, _: i64) {
        let (unit, i) = self.place(site);
        let steps: Vec<i64> = self.steps(unit, i).collect();
        let hidden = self.hidden();
        for (levels, step) in self.levels.chunks_exact_mut(hidden).zip(steps) {
            levels[unit] += step;
        }
        let positive = self.units[unit].sign(i) == 1;
        self.units[unit].set(i, !positive);
    }

    fn machine(&self) -> Committee {
        Committee::new(self.units.clone()).expect("units keep their number and length")
    }
}
