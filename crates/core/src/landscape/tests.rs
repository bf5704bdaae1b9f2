//! The bit planes against the definition, and both against counting anew.

use super::*;
use crate::patterns::{InputLaw, Inputs, Scenario};
use crate::{BitVector, Patterns, StreamKey};
use proptest::prelude::*;
use rand::RngExt;
use std::sync::Arc;

fn instance(n: usize, p: usize, seed: u64) -> Patterns {
    Patterns::generate(Scenario::Storage, InputLaw::Signs, n, p, &StreamKey::from_seed(seed)).unwrap()
}

fn inputs(patterns: &Patterns) -> &BitMatrix {
    match patterns.gauged() {
        Inputs::Signs(inputs) => inputs,
        Inputs::Real(_) => panic!("the inputs are signs"),
    }
}

/// Both landscapes around the same machine.
fn landscapes(patterns: &Patterns, machine: &Committee, margin: f64, energy: Energy) -> (PlainLandscape, BitLandscape) {
    let inputs = inputs(patterns);
    let columns = Arc::new(Columns::new(inputs));
    let plain = PlainLandscape::new(inputs, machine, margin, energy);
    (plain, BitLandscape::new(inputs, columns, machine, margin, energy))
}

/// Flips some weights; after each, energies and changes have to be those of landscapes built anew.
fn check(n: usize, p: usize, hidden: usize, margin: f64, energy: Energy) {
    let key = StreamKey::from_seed((n * 1000 + p * 10 + hidden) as u64);
    let patterns = instance(n, p, 1);
    let mut rng = key.rng();
    let machine = Committee::random(hidden, n, &mut rng).unwrap();
    let (mut plain, mut bits) = landscapes(&patterns, &machine, margin, energy);
    let context = format!("n = {n}, p = {p}, hidden = {hidden}, margin = {margin}, {energy}");
    for _ in 0..6 {
        assert_eq!(plain.machine(), bits.machine(), "{context}");
        let (anew, anew_bits) = landscapes(&patterns, &plain.machine(), margin, energy);
        let energies = [anew.energy(), anew_bits.energy(), plain.energy(), bits.energy()];
        assert_eq!(energies, [anew.energy(); 4], "{context}");
        if energy == Energy::Errors {
            assert_eq!(anew.energy() as usize, plain.machine().errors(&patterns, margin), "{context}");
        }
        for site in (0..plain.sites()).step_by(1 + plain.sites() / 50) {
            assert_eq!(plain.change(site), bits.change(site), "{context}, site {site}");
            assert_eq!(plain.is_positive(site), bits.is_positive(site), "{context}, site {site}");
        }
        let site = rng.random_range(0..plain.sites());
        let expected = plain.energy() + plain.change(site);
        plain.flip(site);
        bits.flip(site);
        assert_eq!((plain.energy(), bits.energy()), (expected, expected), "{context}");
    }
}

#[test]
fn bit_planes_and_definition_agree_around_every_word_boundary() {
    for energy in Energy::ALL {
        for p in [1, 2, 63, 64, 65, 127, 128, 129, 191, 192, 193, 255, 256, 257, 511, 512, 513] {
            for n in [1, 2, 20, 21, 63, 64, 65] {
                check(n, p, 1, 0.0, energy);
            }
        }
        for p in [70, 256, 300] {
            for n in [2, 33, 64] {
                for hidden in [1, 3, 5, 7] {
                    for margin in [-0.7, 0.0, 0.4] {
                        check(n, p, hidden, margin, energy);
                    }
                }
            }
        }
    }
}

#[test]
fn margins_that_no_or_every_pattern_keeps_have_levels_too() {
    for energy in Energy::ALL {
        for hidden in [1, 3] {
            for margin in [-100.0, 100.0] {
                check(9, 40, hidden, margin, energy);
            }
        }
    }
}

#[test]
fn energies_are_powers_of_the_flips_that_a_pattern_needs() {
    // One pattern: the energy is the distance to the nearest machine that satisfies it, found by looking at all.
    for (n, hidden, margin) in [(5, 1, 0.0), (6, 1, 0.5), (3, 3, 0.0), (4, 3, 0.0), (2, 5, 0.0)] {
        let patterns = instance(n, 1, 3);
        let machines: Vec<Committee> = (0..1_u32 << (n * hidden))
            .map(|bits| {
                let unit = |k: usize| BitVector::from_fn(n, |i| bits >> (k * n + i) & 1 == 1);
                Committee::new((0..hidden).map(unit).collect()).unwrap()
            })
            .collect();
        let solutions: Vec<&Committee> = machines.iter().filter(|w| w.errors(&patterns, margin) == 0).collect();
        for machine in &machines {
            let nearest = solutions.iter().map(|solution| solution.hamming(machine)).min().unwrap();
            for (energy, cost) in Energy::ALL.into_iter().zip([nearest.min(1), nearest, nearest.pow(2), nearest.pow(3)])
            {
                let (plain, bits) = landscapes(&patterns, machine, margin, energy);
                assert_eq!(
                    (plain.energy(), bits.energy()),
                    (cost as i64, cost as i64),
                    "{n} {hidden} {margin} {energy}"
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 40, ..Default::default() })]

    #[test]
    fn flipping_twice_changes_nothing(
        n in 1..80_usize, p in 1..300_usize, half in 0..3_usize, margin in -1.0..1.0_f64, seed in any::<u64>(),
    ) {
        let patterns = instance(n, p, seed);
        let mut rng = StreamKey::from_seed(seed).named("weights").rng();
        let machine = Committee::random(2 * half + 1, n, &mut rng).unwrap();
        for energy in Energy::ALL {
            let (_, mut bits) = landscapes(&patterns, &machine, margin, energy);
            let (site, before) = (rng.random_range(0..bits.sites()), bits.energy());
            let change = bits.change(site);
            bits.flip(site);
            prop_assert_eq!((bits.energy(), bits.change(site)), (before + change, -change));
            bits.flip(site);
            prop_assert_eq!((bits.energy(), bits.change(site)), (before, change));
        }
    }
}

#[test]
fn names_of_energies_are_read_and_others_refused() {
    assert!(Energy::ALL.into_iter().all(|energy| energy.to_string().parse() == Ok(energy)));
    let error = "error".parse::<Energy>().unwrap_err().to_string();
    assert_eq!(error, "unknown energy 'error', expected errors, flips, squared-flips or cubed-flips");
}

#[test]
#[should_panic(expected = "differ in shape")]
fn columns_of_other_inputs_are_refused() {
    let (patterns, others) = (instance(5, 3, 1), instance(5, 4, 1));
    let columns = Arc::new(Columns::new(inputs(&others)));
    let machine = Committee::random(1, 5, &mut StreamKey::from_seed(1).rng()).unwrap();
    BitLandscape::new(inputs(&patterns), columns, &machine, 0.0, Energy::Errors);
}
