//! `piccole theory`.

use super::{Session, header};

#[test]
fn storage_rows_hold_the_curve() {
    let session = Session::new();
    let rows = session.run("theory storage --alpha 0.2:0.2:0.8 --format json").rows(0);
    let columns: Vec<&String> = rows[0].keys().collect();
    assert_eq!(
        columns,
        [
            "alpha",
            "kappa",
            "q",
            "q_hat",
            "entropy",
            "at_stability",
            "phase",
            "residual",
            "iterations",
            "status",
            "branch_end"
        ]
    );
    assert_eq!(rows.iter().map(|row| row["alpha"].as_f64().unwrap()).collect::<Vec<_>>(), [0.2, 0.4, 0.6, 0.8]);
    for row in &rows {
        assert!(row["residual"].as_f64().unwrap() <= 1e-12 && row["status"] == "ok");
    }
    let entropies: Vec<f64> = rows.iter().map(|row| row["entropy"].as_f64().unwrap()).collect();
    assert!(entropies.windows(2).all(|pair| pair[0] > pair[1]) && entropies[3] > 0.0);
}

#[test]
fn csv_goes_into_a_pipe_and_reads_back_to_the_same_numbers() {
    let session = Session::new();
    let csv = session.run("theory storage --alpha 0.5").exits(0);
    let json = session.run("theory storage --alpha 0.5 --format json").rows(0);
    assert_eq!(header(&csv)[..3], ["alpha", "kappa", "q"]);
    let q: f64 = csv.lines().nth(1).unwrap().split(',').nth(2).unwrap().parse().unwrap();
    assert_eq!(Some(q), json[0]["q"].as_f64());
}

#[test]
fn a_density_beyond_the_branch_is_a_row_with_its_status_and_exit_code_1() {
    let session = Session::new();
    let rows = session.run("theory storage --alpha 1,3 --weights spherical --format json").rows(1);
    assert_eq!((rows[0]["status"].as_str(), rows[1]["status"].as_str()), (Some("ok"), Some("branch-ended")));
    assert!(rows[1]["q"].is_null());
    assert_eq!((rows[0]["branch_end"].as_f64(), rows[1]["branch_end"].as_f64()), (None, Some(2.0)));
}

#[test]
fn two_quadratures_give_the_same_capacity_to_eleven_digits() {
    let session = Session::new();
    let capacity = |rule: &str| {
        let rows = session.run(&format!("theory capacity --quadrature {rule} --format json")).rows(0);
        rows[0]["alpha_c"].as_f64().unwrap()
    };
    let (trapezoid, panels) = (capacity("trapezoid"), capacity("panels"));
    assert!((trapezoid - panels).abs() < 1e-11, "{trapezoid} {panels}");
    assert!((trapezoid - 0.833).abs() < 5e-4); // Krauth and Mézard
}

#[test]
fn capacities_of_all_models_at_unit_margin() {
    let session = Session::new();
    // From an independent computation with 25 digits; the symmetric one is published as 1.8159.
    for (weights, expected) in
        [("binary", 0.270700092293462), ("spherical", 0.519572229604938), ("symmetric", 1.8158754958372074)]
    {
        let line = format!("theory capacity --kappa 1 --weights {weights} --format json");
        let rows = session.run(&line).rows(0);
        let alpha_c = rows[0]["alpha_c"].as_f64().unwrap();
        assert!((alpha_c - expected).abs() < 1e-12, "{weights}: {alpha_c}");
        assert_eq!(rows[0]["weights"], weights);
    }
}

#[test]
fn an_upper_bound_is_marked_unstable() {
    let rows = Session::new().run("theory capacity --kappa -0.5 --weights spherical --format json").rows(1);
    assert_eq!(rows[0]["status"], "unstable");
}

#[test]
fn out_writes_rows_and_the_settings_that_made_them() {
    let session = Session::new();
    session.run("theory storage --alpha 0.1:0.1:0.3 --kappa 0.2 --out curve.csv").exits(0);
    assert_eq!(session.files(), ["curve.csv", "curve.csv.toml"]);
    let table = std::fs::read_to_string(session.path("curve.csv")).unwrap();
    assert_eq!(table.lines().count(), 4);
    let settings = std::fs::read_to_string(session.path("curve.csv.toml")).unwrap();
    for line in ["version = ", "command = \"theory storage\"", "kappa = 0.2", "weights = \"binary\""] {
        assert!(settings.contains(line), "{settings}");
    }
}

#[test]
fn help_has_examples_and_completions_are_scripts() {
    let session = Session::new();
    for line in ["--help", "theory storage --help", "solve --help", "generate --help", "run --help", "enumerate --help"]
    {
        assert!(session.run(line).exits(0).contains("Example"), "{line}");
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(session.run(&format!("completions {shell}")).exits(0).contains("piccole"));
    }
}
