//! Plans: what is accepted, and how what is not is refused.

use crate::common::{
    ALGORITHMS, CONNECTED_MINIMA, DYNAMICS, ENTROPY, GENERALIZATION, LOCAL_ENTROPY, OVERFITTING, SURFACES, plan,
};
use piccole_experiments::Plan;
use std::path::Path;

/// The error for a plan in which one thing was replaced by another.
fn refused(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "{from}");
    Plan::parse(&text.replacen(from, to, 1), Path::new("dir/plan.toml")).unwrap_err().to_string()
}

#[test]
fn the_plans_of_the_repository_are_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data/plans");
    for set in ["quick", "full"] {
        for name in [
            "entropy",
            "algorithms",
            "fig2-path",
            "fig3-surfaces",
            "fig4-overfitting",
            "fig5-solutions",
            "fig6-generalization",
            "local-entropy",
            "dynamics",
            "structured-data",
            "fig1-mlp",
        ] {
            let plan = Plan::read(&folder.join(set).join(format!("{name}.toml"))).unwrap();
            assert_eq!(plan.name(), name);
        }
    }
}

#[test]
fn a_misspelt_key_is_shown_with_its_place_and_the_known_keys() {
    let message = refused(ENTROPY, "samples = 3", "sample = 3");
    for part in ["dir/plan.toml: ", "line 9, column 1", "sample = 3", "^^^^^^", "unknown field `sample`", "`samples`"] {
        assert!(message.contains(part), "no {part:?} in\n{message}");
    }
    let message = refused(ALGORITHMS, "rate = 0.02", "rat = 0.02");
    for part in ["line 4", "--rat is no parameter of reinforced-bp, which has --rate", "--max-sweeps"] {
        assert!(message.contains(part), "no {part:?} in\n{message}");
    }
}

#[test]
fn values_out_of_range_are_shown_with_their_place_and_what_is_accepted() {
    let cases = [
        (ENTROPY, "n = 101", "n = 100", "line 7", "100, expected an odd number of weights"),
        (ENTROPY, "n = 101", "n = 0", "line 7", "0, expected an odd number of weights"),
        (ENTROPY, "n = 101", "n = -3", "line 7", "-3, expected an odd number of weights"),
        (ENTROPY, "n = 13", "n = 41", "line 13", "41, expected an odd number of weights from 1 to 39"),
        (ENTROPY, "n = 13", "n = 11", "line 13", "size 11 after 11, expected ascending sizes"),
        (ENTROPY, "samples = 3", "samples = 0", "line 9", "0, expected a whole number from 1"),
        (ENTROPY, "block = 20", "block = 0", "line 12", "0, expected a whole number from 1"),
        (ENTROPY, "[0.3, 0.5]", "[0.0, 0.5]", "line 8", "constraint density 0, expected positive numbers"),
        (ENTROPY, "[0.3, 0.5]", "[-0.3, 0.5]", "line 8", "constraint density -0.3, expected positive numbers"),
        (ENTROPY, "[0.3, 0.5]", "[nan]", "line 8", "expected finite numbers"),
        (ENTROPY, "[0.3, 0.5]", "[]", "line 8", "empty grid"),
        (ENTROPY, "[0.3, 0.5]", "[0.5, 0.3]", "line 8", "0.3 after 0.5 in the grid, expected ascending numbers"),
        (ENTROPY, "0.1:0.1:0.9", "0.9:0.1:0.1", "line 5", "the range from 0.9 to 0.1 is empty"),
        (ENTROPY, "0.1:0.1:0.9", "0.1:0:0.9", "line 5", "step 0 of the range, expected a positive step"),
        (ALGORITHMS, "rate = 0.02", "rate = 1.5", "line 4", "rate = 1.5, expected a number in (0, 1)"),
        (ALGORITHMS, "max-sweeps = 50", "max-sweeps = 0", "line 4", "max_sweeps = 0, expected at least 1"),
        (OVERFITTING, "\"relu\"", "\"rely\"", "line 4", "unknown nonlinearity `rely`, expected one of `sign`, `relu`"),
        (OVERFITTING, "noise = 0.2", "noise = -0.2", "line 5", "-0.2, expected a number not below 0"),
        (OVERFITTING, "psi2 = 3.0", "psi2 = 0.0", "line 6", "0, expected a positive number"),
        (OVERFITTING, "0.1:0.1:9", "0:0.1:9", "line 7", "0, expected positive numbers"),
        (OVERFITTING, "[0.01]", "[0.0, 0.01]", "line 8", "0, expected positive numbers"),
        (OVERFITTING, "samples = 10", "samples = 1", "line 11", "1, expected at least 2 samples"),
        (CONNECTED_MINIMA, "minima = 3", "minima = 2", "line 4", "2, expected at least 3 minima"),
        (CONNECTED_MINIMA, "band_steps = 0.01", "band_steps = nan", "line 16", "NaN, expected a positive number"),
        (SURFACES, "grid = 5", "grid = 2", "line 7", "2, expected from 3 to 201 points"),
        (GENERALIZATION, "distance = 0.05", "distance = 0.6", "line 4", "0.6, expected a distance, a number above 0"),
        (GENERALIZATION, "distance = 0.05", "distance = 0", "line 4", "expected a distance, a number above 0"),
        (LOCAL_ENTROPY, "[0.001,", "[0.0,", "line 4", "distance 0, expected numbers above 0 and at most 0.5"),
        (LOCAL_ENTROPY, "0.5]", "0.6]", "line 4", "distance 0.6, expected numbers above 0 and at most 0.5"),
        (DYNAMICS, "temperature = 1e-5", "temperature = 0.0", "line 15", "0, expected a positive number"),
        (DYNAMICS, "[1, 100]", "[0, 100]", "line 12", "0, expected a whole number from 1"),
        (LOCAL_ENTROPY, "margin = 0.2", "margin = -0.2", "line 5", "-0.2, expected a positive number"),
    ];
    for (text, from, to, place, words) in cases {
        let message = refused(text, from, to);
        assert!(message.contains(place) && message.contains(words) && message.contains('^'), "{to}:\n{message}");
    }
}

#[test]
fn wrong_types_unknown_names_and_missing_keys_are_refused_with_what_is_expected() {
    let cases = [
        (ENTROPY, "n = 101", "n = \"101\"", "invalid type: string \"101\", expected i64"),
        (ENTROPY, "samples = 3", "samples = 2.5", "invalid type: floating point `2.5`, expected i64"),
        (ENTROPY, "[0.3, 0.5]", "true", "expected a list of ascending numbers or a string such as"),
        (ENTROPY, "seed = 7", "", "missing field `seed`"),
        (ENTROPY, "\"entropy\"", "\"entropie\"", "unknown figure `entropie`, expected one of `fig1-mlp`, `fig2-path`"),
        (ALGORITHMS, "\"sbpi\"", "\"spbi\"", "`spbi`, did you mean `sbpi`?"),
        (ENTROPY, "[bethe]", "[bethe", "line 6"),
    ];
    for (text, from, to, words) in cases {
        let message = refused(text, from, to);
        assert!(message.contains(words) && message.starts_with("dir/plan.toml: TOML parse error"), "{to}:\n{message}");
    }
}

#[test]
fn a_plan_that_cannot_be_read_is_named() {
    let message = Plan::read(Path::new("no/such/plan.toml")).unwrap_err().to_string();
    assert!(message.starts_with("cannot read the plan no/such/plan.toml: "), "{message}");
}

#[test]
fn the_canonical_text_of_a_plan_reads_back_to_itself() {
    for text in [ENTROPY, ALGORITHMS, CONNECTED_MINIMA, GENERALIZATION, LOCAL_ENTROPY, SURFACES, DYNAMICS] {
        let canonical = plan(text).to_toml().unwrap();
        assert_eq!(plan(&canonical).to_toml().unwrap(), canonical);
    }
}
