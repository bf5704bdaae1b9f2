//! The landscape, 256 patterns at a time.

use super::columns::Columns;
use super::counter::Counter;
use super::lanes::Lanes;
use super::levels::{Levels, compare, negative, zero_and_minus_one};
use super::{Energy, Landscape, flips_needed, initial_levels, max_distance};
use crate::{BitMatrix, BitVector, Committee};
use std::sync::Arc;

/// A [`Landscape`] that asks two sets of patterns a unit what a flip changes.
///
/// To flip `W_ki` lowers the level of the patterns with `ξ^μ_i = W_ki` by one and raises the others. Let `a_μ` be what the
/// energy grows by when the level of pattern `μ` falls, and `b_μ` what it shrinks by when the level rises. Then
///
/// ```math
/// \Delta E = \sum_{\mu :\, \xi_i = W_{ki}} a_\mu - \sum_{\mu :\, \xi_i \ne W_{ki}} b_\mu
///     = \begin{cases} c - \sum_\mu b_\mu & W_{ki} = +1 \\ \sum_\mu a_\mu - c & W_{ki} = -1 \end{cases} ,
///     \qquad c = \sum_{\mu :\, \xi_i = 1} (a_\mu + b_\mu)
/// ```
///
/// so that a proposal costs `P/64` words for every bit of the largest `a + b`. For [`Energy::Errors`] that is one bit: only
/// patterns on either side of the threshold matter, in units whose vote decides. For [`Energy::Flips`] `a` and `b` are 0 or 1.
/// A flip costs a few operations a word and bit of the levels; for higher exponents it visits, besides, the patterns one by one
/// that are not satisfied.
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
    /// `a_μ + b_μ`, bit by bit, the lowest first.
    planes: Vec<Vec<Lanes>>,
    /// `Σ_μ a_μ`.
    falling: i64,
    /// `Σ_μ b_μ`.
    rising: i64,
}

impl Critical {
    /// Forgets all patterns.
    #[inline(always)]
    fn clear(&mut self) {
        (self.falling, self.rising) = (0, 0);
        self.planes.iter_mut().for_each(|plane| plane.fill(Lanes::NONE));
    }

    /// Adds the patterns of a block for which `a` is 1, and those for which `b` is.
    #[inline(always)]
    fn mark(&mut self, block: usize, falling: Lanes, rising: Lanes) {
        let ones = falling ^ rising;
        for (plane, bits) in self.planes.iter_mut().zip([ones, falling & rising]) {
            plane[block] = bits;
        }
        self.falling += i64::from(falling.count());
        self.rising += i64::from(rising.count());
    }

    /// Adds one pattern with its `a` and `b`.
    #[inline(always)]
    fn mark_one(&mut self, block: usize, lane: usize, falling: i64, rising: i64) {
        let both = falling + rising;
        while both >> self.planes.len() != 0 {
            self.planes.push(vec![Lanes::NONE; self.planes[0].len()]);
        }
        for (_, plane) in self.planes.iter_mut().enumerate().filter(|(b, _)| both >> b & 1 == 1) {
            plane[block].set(lane);
        }
        self.falling += falling;
        self.rising += rising;
    }
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
        // More are made where they are needed.
        let planes = if energy == Energy::Errors { 1 } else { 2 };
        let critical = |_| Critical { planes: vec![vec![Lanes::NONE; blocks]; planes], falling: 0, rising: 0 };
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
        let mut votes = vec![0; levels.len()];
        let mut energy = 0;
        for mu in 0..self.columns.p() {
            votes.iter_mut().zip(levels).for_each(|(vote, unit)| *vote = unit[mu]);
            energy += self.measure.of_flips(flips_needed(&mut votes));
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

    /// Finds the patterns that matter to every unit.
    #[inline(always)]
    fn mark_critical(&mut self) {
        self.critical.iter_mut().for_each(Critical::clear);
        for block in 0..self.columns.blocks() {
            for unit in 0..self.units.len() {
                let (falling, rising) = self.critical_patterns(unit, block);
                let (falling, rising) = (falling & self.present[block], rising & self.present[block]);
                match self.measure {
                    Energy::Errors | Energy::Flips => self.critical[unit].mark(block, falling, rising),
                    Energy::SquaredFlips | Energy::CubedFlips => self.mark_weighted(unit, block, falling, rising),
                }
            }
        }
    }

    /// Adds patterns of a unit that need one flip more when their level falls, and those that need one less when it rises.
    fn mark_weighted(&mut self, unit: usize, block: usize, falling: Lanes, rising: Lanes) {
        let mut levels = vec![0; self.units.len()];
        for lane in (falling | rising).ones() {
            levels.iter_mut().zip(&self.levels).for_each(|(level, unit)| *level = unit.at(block, lane));
            let flips = flips_needed(&mut levels);
            let cost = |flips| self.measure.of_flips(flips);
            let more = if falling.bit(lane) { cost(flips + 1) - cost(flips) } else { 0 };
            let less = if rising.bit(lane) { cost(flips) - cost(flips - 1) } else { 0 };
            self.critical[unit].mark_one(block, lane, more, less);
        }
    }

    /// The patterns of a block whose energy grows when their level in a unit falls, and those whose energy shrinks when it rises.
    ///
    /// For all but [`Energy::Errors`] a falling level costs a flip if it is at most 0 and the unit cannot be spared, because fewer
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
            _ if majority == 1 => (zero | negative(planes), negative(planes)),
            _ => {
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
        let count =
            |set: &[Lanes]| set.iter().zip(column).map(|(&set, &bits)| i64::from((set & bits).count())).sum::<i64>();
        let mut agreeing = count(&critical.planes[0]);
        for (b, plane) in critical.planes.iter().enumerate().skip(1) {
            agreeing += count(plane) << b;
        }
        if self.is_positive(site) { agreeing - critical.rising } else { critical.falling - agreeing }
    }

    #[inline(always)]
    fn accept(&mut self, site: usize, change: i64) {
        debug_assert_eq!(change, self.change(site), "site {site}");
        self.energy += change;
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
