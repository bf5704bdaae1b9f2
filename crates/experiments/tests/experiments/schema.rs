//! JSON schemas of plans against the plans there are, and against plans that are refused.

use jsonschema::Validator;
use piccole_experiments::{Plan, PlanKind};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data").join(name)
}

fn validator(kind: PlanKind) -> Validator {
    let schema = kind.schema();
    jsonschema::meta::validate(&schema).expect("a schema");
    jsonschema::validator_for(&schema).unwrap()
}

fn json(toml: &str) -> Value {
    serde_json::to_value(toml::from_str::<toml::Value>(toml).unwrap()).unwrap()
}

fn committed_plans() -> Vec<PathBuf> {
    let folders = ["plans/quick", "plans/full"].map(|folder| fs::read_dir(data(folder)).unwrap());
    let plans: Vec<PathBuf> = folders.into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    assert!(plans.len() >= 28, "{plans:?}");
    plans
}

#[test]
fn the_committed_schemas_are_those_of_the_types() {
    for (kind, name) in PlanKind::ALL {
        let path = data("plans/schema").join(format!("{name}.schema.json"));
        let expected = format!("{}\n", serde_json::to_string_pretty(&kind.schema()).unwrap());
        let committed = fs::read_to_string(&path).unwrap_or_default();
        assert!(committed == expected, "`piccole plan schema {name}` no longer prints {}", path.display());
    }
}

#[test]
fn committed_plans_fit_as_they_are_and_with_their_defaults() {
    let validator = validator(PlanKind::Figure);
    for path in committed_plans() {
        let text = fs::read_to_string(&path).unwrap();
        let filled = Plan::parse(&text, &path).unwrap().to_toml().unwrap();
        for plan in [text, filled] {
            let errors: Vec<String> = validator.iter_errors(&json(&plan)).map(|error| error.to_string()).collect();
            assert!(errors.is_empty(), "{}: {errors:?}", path.display());
        }
    }
}

#[test]
fn what_is_refused_on_reading_does_not_fit() {
    let validator = validator(PlanKind::Figure);
    let text = fs::read_to_string(data("plans/quick/algorithms.toml")).unwrap();
    for (from, to) in [
        ("figure = \"algorithms\"", "figure = \"algorithm\""),
        ("figure = \"algorithms\"", ""),
        ("seed = ", "sead = "),
        ("samples = ", "sample = "),
        ("algorithm = \"sbpi\"", "algorithm = \"spbi\""),
        ("samples = ", "samples = -"),
    ] {
        assert!(text.contains(from), "{from}");
        let bad = text.replacen(from, to, 1);
        assert!(Plan::parse(&bad, "bad.toml".as_ref()).is_err(), "{from} -> {to}");
        assert!(!validator.is_valid(&json(&bad)), "{from} -> {to}");
    }
}

#[test]
fn other_kinds_of_plans_fit_their_schemas() {
    let train = "seed = 1\n[network]\nhidden = [8]\n[training]\nbatch = 10\nepochs = 2\noptimizer = { sgd = { learning_rate = 0.1 } }\n";
    let dynamics = format!("{train}[dynamics]\nwaiting_times = [10]\nlongest_lag = 100\n");
    for (kind, text) in [
        (PlanKind::Train, train.to_owned()),
        (PlanKind::Landscape, format!("{train}[surface]\ngrid = 5\n")),
        (PlanKind::Dynamics, dynamics),
    ] {
        let validator = validator(kind);
        assert!(validator.is_valid(&json(&text)), "{text}");
        for (from, to) in [("hidden", "hiden"), ("batch = 10", "batch = 0"), ("sgd", "adam")] {
            assert!(!validator.is_valid(&json(&text.replace(from, to))), "{from} -> {to}");
        }
    }
}
