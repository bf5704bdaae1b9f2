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

/// Numbers of a column, in the order of the rows.
fn column(rows: &[serde_json::Map<String, serde_json::Value>], name: &str) -> Vec<f64> {
    rows.iter().map(|row| row[name].as_f64().unwrap_or(f64::NAN)).collect()
}

#[test]
fn every_threshold_stands_beside_its_literature() {
    let rows = Session::new().run("theory thresholds --format json").rows(0);
    let names: Vec<&str> = rows.iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "capacity",
            "information_theoretic",
            "algorithmic_spinodal",
            "planted_first_moment",
            "dense_region",
            "de_almeida_thouless"
        ]
    );
    for row in &rows {
        let (value, literature) = (row["value"].as_f64().unwrap(), row["literature"].as_f64().unwrap());
        assert!((value - literature).abs() < 0.02 && row["tolerance"].as_f64().unwrap() < 1e-9, "{row:?}");
    }
    let table = Session::new().run("theory thresholds --format table").exits(0);
    assert!(table.contains("1.2446839899"), "ten digits: {table}");
}

#[test]
fn branches_of_learning_and_what_lies_beyond_the_spinodal() {
    let session = Session::new();
    let rows = session.run("theory teacher-student --alpha 0.5,1.3,1.6 --format json").rows(1);
    assert!(rows[1]["entropy"].as_f64().unwrap() < 0.0);
    assert_eq!(rows[2]["status"], "branch-ended");
    assert!(rows[2]["q"].is_null() && (rows[2]["branch_end"].as_f64().unwrap() - 1.4926).abs() < 1e-4);
    let rows = session.run("theory teacher-student --alpha 0.5,1.3,1.6 --branch equilibrium --format json").rows(0);
    assert_eq!(column(&rows, "q")[1..], [1.0, 1.0]);
    assert_eq!(rows[2]["q_hat"], "inf");
    let steps = session.run("theory state-evolution --alpha 1.3 --steps 300 --format json").rows(0);
    let saddle = session.run("theory teacher-student --alpha 1.3 --format json").rows(0);
    assert_eq!(steps.len(), 301);
    assert!((column(&steps, "overlap")[300] - column(&saddle, "q")[0]).abs() < 1e-10);
}

#[test]
fn local_entropies_say_where_solutions_are_and_where_their_branch_ends() {
    let session = Session::new();
    let rows = session.run("theory franz-parisi --alpha 0.5 --distance 0.0001,0.001,0.1 --format json").rows(1);
    assert_eq!(rows[0]["status"], "branch-ended");
    let end = rows[0]["branch_end"].as_f64().unwrap();
    assert!(end > 1e-4 && end < 1e-3 && rows[0]["local_entropy"].is_null());
    assert!(column(&rows, "local_entropy")[1] < 0.0 && column(&rows, "local_entropy")[2] > 0.0);
    let nearest = session.run("theory isolation --alpha 0.5 --format json").rows(0);
    let d_min = column(&nearest, "distance_min")[0];
    assert!(d_min > 0.001 && d_min < 0.1);
    let line = "theory franz-parisi --scenario teacher-student --alpha 0.5 --distance 0.1 --format json";
    assert!(column(&session.run(line).rows(0), "local_entropy")[0] > 0.0);
    let pairs = session.run("theory pairs --alpha 0.5 --distance 0.1:0.1:0.5 --format json").rows(0);
    assert!(column(&pairs, "entropy").iter().zip(column(&pairs, "annealed")).all(|(pair, annealed)| *pair <= annealed));
    let random = session.run("theory random-reference --alpha 0.5 --distance 0.3 --format json").rows(0);
    assert!(column(&random, "entropy")[0] > 0.0);
}

#[test]
fn the_dense_region_is_monotone_below_its_transition_and_not_above() {
    let session = Session::new();
    let entropies = |alpha: &str, code: i32| {
        let line = format!("theory dense-region --alpha {alpha} --distance 0.01:0.01:0.15 --format json");
        let rows = session.run(&line).rows(code);
        column(&rows, "local_entropy").into_iter().filter(|entropy| entropy.is_finite()).collect::<Vec<_>>()
    };
    assert!(entropies("0.6", 0).windows(2).all(|pair| pair[1] > pair[0]));
    // Distances between the maximum and the minimum have no centre: rows without a number, exit code 1.
    let above = entropies("0.78", 1);
    assert!(above.windows(2).any(|pair| pair[1] < pair[0]), "{above:?}");
    let line = "theory dense-region --scenario teacher-student --alpha 0.8 --distance 0.05 --format json";
    let teacher = session.run(line).rows(0);
    assert!(column(&teacher, "centre_error") < column(&teacher, "replica_error"));
    assert_eq!(teacher[0]["replicas"], "inf");
    let line = "theory dense-region --alpha 0.6 --distance 0.1 --replicas 3 --format json";
    let finite = session.run(line).rows(0);
    assert!(column(&finite, "complexity")[0] > 0.0);
}

#[test]
fn random_features_peak_where_features_match_samples() {
    let session = Session::new();
    let curve = |lambda: &str| {
        let line = format!("theory random-features --psi1 1,3,10 --psi2 3 --lambda {lambda} --noise 0.2 --format json");
        session.run(&line).rows(0)
    };
    let ridgeless = curve("0");
    assert_eq!(ridgeless[1]["test_error"], "inf");
    assert!(column(&ridgeless, "test_error")[2] < column(&ridgeless, "test_error")[0]);
    let best = column(&curve("optimal"), "test_error");
    assert!(best[0] > best[1] && best[1] > best[2]);
    let line = "theory covariates --activation sign --loss logistic --psi1 2 --psi2 3 --lambda 0.01 --format json";
    let error = column(&session.run(line).rows(0), "generalization_error")[0];
    assert!(error > 0.2 && error < 0.4);
}
