//! The landscape, 256 patterns at a time.

use super::columns::Columns;
use super::counter::Counter;
use super::lanes::Lanes;
use super::levels::{Levels, compare, negative, zero_and_minus_one};
use super::{Energy, Landscape, initial_levels, max_distance};
use crate::{BitMatrix, BitVector, Committee};
use std::sync::Arc;

/// A [`Landscape`] that asks two sets of patterns a unit what a flip changes.
///
/// To flip `W_ki` lowers the level of the patterns with `ξ^μ_i = W_ki` by one and raises the others. Let `A` be the patterns
/// whose energy grows by one when their level falls, and `B` those whose energy shrinks by one when it rises; for both
/// energies there is no other change. Then
///
/// ```math
/// \Delta E = |A \cap \{\xi_i = W_{ki}\}| - |B \setminus \{\xi_i = W_{ki}\}|
///     = \begin{cases} c - |B| & W_{ki} = +1 \\ |A| - c & W_{ki} = -1 \end{cases} ,
///     \qquad c = |(A \cup B) \cap \{\xi_i = 1\}| + |(A \cap B) \cap \{\xi_i = 1\}|
/// ```
///
/// so that a proposal costs `P/64` words. `A` and `B` are disjoint for [`Energy::Errors`]: patterns on either side of the
/// threshold, in units whose vote decides. A flip costs a few operations a word and bit of the levels.
///
/// Meant to be used inside [`arch::vectorized`](crate::arch::vectorized), where bits are counted by the CPU's instruction.
#[derive(Clone, Debug)]
pub struct BitLandscape {
    columns: Arc<Columns>,
    measure: Energy,
    energy: i64,
    units: Vec<BitVector>,
    levels: Vec<Levels>,
    critical: Vec<Critical>,
    /// The patterns of every block.
    present: Vec<Lanes>,
}

/// The patterns of one unit to which a flip may matter.
#[derive(Clone, Debug)]
struct Critical {
    /// `A ∪ B`.
    either: Vec<Lanes>,
    /// `A ∩ B`.
    both: Vec<Lanes>,
    /// `|A|`.
    falling: i64,
    /// `|B|`.
    rising: i64,
}

impl BitLandscape {
    /// The landscape around a machine; `columns` are the same inputs, transposed.
    ///
    /// # Panics
    /// If inputs and columns or weights differ in number, or the margin is NaN.
    pub fn new(inputs: &BitMatrix, columns: Arc<Columns>, machine: &Committee, margin: f64, energy: Energy) -> Self {
        let shape = (columns.n(), columns.p());
        assert_eq!((inputs.cols(), inputs.rows()), shape, "inputs and columns differ in shape");
        let levels = initial_levels(inputs, machine, margin);
        let highest = max_distance(inputs.cols(), margin);
        let blocks = columns.blocks();
        let none = || vec![Lanes::NONE; blocks];
        let critical = |_| Critical { either: none(), both: none(), falling: 0, rising: 0 };
        let mut landscape = Self {
            measure: energy,
            energy: 0,
            units: machine.units().to_vec(),
            critical: (0..machine.hidden()).map(critical).collect(),
            present: (0..blocks).map(|block| columns.present(block)).collect(),
            levels: levels.iter().map(|unit| Levels::new(unit, highest - inputs.cols() as i64, highest)).collect(),
            columns,
        };
        landscape.energy = landscape.sum_up(&levels);
        landscape.mark_critical();
        landscape
    }

    /// The energy from the levels, unit by unit.
    fn sum_up(&self, levels: &[Vec<i64>]) -> i64 {
        let majority = levels.len() / 2 + 1;
        let mut energy = 0;
        let mut votes = vec![0; levels.len()];
        for mu in 0..self.columns.p() {
            votes.iter_mut().zip(levels).for_each(|(vote, unit)| *vote = unit[mu]);
            votes.sort_unstable_by(|a, b| b.cmp(a));
            energy += match self.measure {
                Energy::Errors => i64::from(votes[majority - 1] < 0),
                Energy::Flips => votes[..majority].iter().map(|level| (-level).max(0)).sum(),
            };
        }
        energy
    }

    /// Unit and place of a site.
    #[inline(always)]
    fn place(&self, site: usize) -> (usize, usize) {
        match self.units.len() {
            1 => (0, site),
            _ => (site / self.columns.n(), site % self.columns.n()),
        }
    }

    /// Finds the sets `A` and `B` of all units.
    #[inline(always)]
    fn mark_critical(&mut self) {
        for critical in &mut self.critical {
            (critical.falling, critical.rising) = (0, 0);
        }
        for block in 0..self.columns.blocks() {
            for unit in 0..self.units.len() {
                let (falling, rising) = self.critical_patterns(unit, block);
                let (falling, rising) = (falling & self.present[block], rising & self.present[block]);
                let critical = &mut self.critical[unit];
                critical.either[block] = falling | rising;
                critical.both[block] = falling & rising;
                critical.falling += i64::from(falling.count());
                critical.rising += i64::from(rising.count());
            }
        }
    }

    /// `A` and `B` of a unit in a block.
    ///
    /// For [`Energy::Flips`] a falling level costs a flip if it is at most 0 and the unit cannot be spared, because fewer
    /// than `(K + 1)/2` of the others are as high; a rising level saves one if it is below 0 and fewer than that are higher.
    #[inline(always)]
    fn critical_patterns(&self, unit: usize, block: usize) -> (Lanes, Lanes) {
        let planes = self.levels[unit].block(block);
        let (zero, minus_one) = zero_and_minus_one(planes);
        let majority = self.units.len() / 2 + 1;
        match self.measure {
            Energy::Errors if majority == 1 => (zero, minus_one),
            Energy::Errors => {
                let mut right = Counter::new(self.units.len());
                self.others(unit, block).for_each(|other| right.add(!negative(other)));
                let decides = right.is(majority - 1);
                (zero & decides, minus_one & decides)
            }
            Energy::Flips if majority == 1 => (zero | negative(planes), negative(planes)),
            Energy::Flips => {
                let (mut as_high, mut higher) = (Counter::new(self.units.len()), Counter::new(self.units.len()));
                for other in self.others(unit, block) {
                    let (greater, less) = compare(other, planes);
                    as_high.add(!less);
                    higher.add(greater);
                }
                let below = negative(planes);
                ((zero | below) & as_high.is_below(majority), below & higher.is_below(majority))
            }
        }
    }

    /// The planes of the other units in a block.
    #[inline(always)]
    fn others(&self, unit: usize, block: usize) -> impl Iterator<Item = &[Lanes]> {
        let others = self.levels[..unit].iter().chain(&self.levels[unit + 1..]);
        others.map(move |levels| levels.block(block))
    }
}

impl Landscape for BitLandscape {
    #[inline(always)]
    fn sites(&self) -> usize {
        self.units.len() * self.columns.n()
    }

    #[inline(always)]
    fn is_positive(&self, site: usize) -> bool {
        let (unit, i) = self.place(site);
        self.units[unit].words()[i / 64] >> (i % 64) & 1 == 1
    }

    #[inline(always)]
    fn energy(&self) -> i64 {
        self.energy
    }

    #[inline(always)]
    fn change(&self, site: usize) -> i64 {
        let (unit, i) = self.place(site);
        let (column, critical) = (self.columns.column(i), &self.critical[unit]);
        let count = |set: &[Lanes]| set.iter().zip(column).map(|(&set, &bits)| i64::from((set & bits).count())).sum();
        let mut agreeing: i64 = count(&critical.either);
        if self.measure == Energy::Flips {
            let both: i64 = count(&critical.both);
            agreeing += both;
        }
        if self.is_positive(site) { agreeing - critical.rising } else { critical.falling - agreeing }
    }

    #[inline(always)]
    fn flip(&mut self, site: usize) {
        self.energy += self.change(site);
        let ((unit, i), positive) = (self.place(site), self.is_positive(site));
        let opposite = Lanes::splat(!positive);
        for (block, &bits) in self.columns.column(i).iter().enumerate() {
            self.levels[unit].step(block, bits ^ opposite);
        }
        self.units[unit].set(i, !positive);
        self.mark_critical();
    }

    fn machine(&self) -> Committee {
        Committee::new(self.units.clone()).expect("units keep their number and length")
    }
}
