//! Plans: of figures, of a training, of a landscape, of stochastic dynamics; and the grids in them.

use super::{ALLOWANCE, Parser};
use piccole_experiments::dynamics::DynamicsPlan;
use piccole_experiments::landscape::LandscapePlan;
use piccole_experiments::network::TrainPlan;
use piccole_experiments::{Grid, MAX_POINTS, Plan};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;

pub(super) const PARSER: Parser = Parser {
    name: "plan",
    more_seeds: &["data/plans/quick", "data/plans/full"],
    read,
    check_round_trip,
    size,
    allowance: ALLOWANCE,
};

/// A plan is a program and no data. A byte of TOML counts as twenty, because its parser keeps a table of all words and of all
/// values with their places (two bytes make both); and a range `start:step:end` counts as the points that it may have.
pub(super) fn size(bytes: &[u8]) -> usize {
    const WORDS: usize = 20;
    let ranges = bytes.iter().filter(|&&byte| byte == b':').count() / 2;
    WORDS * bytes.len() + ranges * MAX_POINTS * size_of::<f64>()
}

fn read(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let figure = parse(text).is_some();
    let grid = text.parse::<Grid>().is_ok();
    let others = [accepts::<TrainPlan>(text), accepts::<LandscapePlan>(text), accepts::<DynamicsPlan>(text)];
    figure || grid || others.contains(&true)
}

fn parse(text: &str) -> Option<Plan> {
    Plan::parse(text, Path::new("plan.toml")).ok()
}

/// What the plans of commands do when they read a file.
fn accepts<P: DeserializeOwned>(text: &str) -> bool {
    toml::from_str::<P>(text).is_ok()
}

fn check_round_trip(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Some(plan) = parse(text) {
        let written = plan.to_toml().expect("what was read from TOML fits into it");
        let again = parse(&written).unwrap_or_else(|| panic!("refused though written here:\n{written}"));
        assert_eq!(again.to_toml().expect("written once"), written);
    }
    if let Ok(grid) = text.parse::<Grid>() {
        assert_eq!(grid.to_string().parse(), Ok(grid));
    }
    check_equal::<TrainPlan>(text);
    check_equal::<LandscapePlan>(text);
    check_equal::<DynamicsPlan>(text);
}

fn check_equal<P: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(text: &str) {
    if let Ok(plan) = toml::from_str::<P>(text) {
        let written = toml::to_string(&plan).expect("what was read from TOML fits into it");
        assert_eq!(toml::from_str::<P>(&written).expect("just written"), plan);
    }
}
