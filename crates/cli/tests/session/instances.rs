//! `generate`, `enumerate`, `bethe`, `solve`, `verify`.

use super::Session;

#[test]
fn generated_patterns_are_solved_and_the_written_weights_verified() {
    let session = Session::new();
    for file in ["p.npz", "p.txt", "p.gz", "p.bin"] {
        session.run(&format!("generate storage --n 301 --alpha 0.5 --seed 3 --out {file}")).exits(0);
        session.run(&format!("solve --algorithm reinforced-bp --patterns {file} --weights-out w.npy")).exits(0);
        let rows = session.run(&format!("verify --patterns {file} --weights w.npy --format json")).rows(0);
        assert_eq!((rows[0]["p"].as_u64(), rows[0]["errors"].as_u64()), (Some(151), Some(0)));
        assert!(rows[0]["smallest_stability"].as_f64().unwrap() > 0.0);
    }
}

#[test]
fn the_same_instance_comes_from_every_format() {
    let session = Session::new();
    let mut rows = Vec::new();
    for file in ["p.npz", "p.txt", "p.gz", "p.bin"] {
        session.run(&format!("generate storage --n 15 --alpha 0.5 --seed 7 --out {file}")).exits(0);
        rows.push(session.run(&format!("enumerate --patterns {file} --format json")).rows(0));
    }
    rows.push(session.run("enumerate --n 15 --alpha 0.5 --seed 7 --format json").rows(0));
    assert!(rows.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn a_file_records_what_made_it() {
    let session = Session::new();
    session.run("generate teacher-student --n 21 --alpha 1 --seed 5 --out t.npz").exits(0);
    assert_eq!(session.files(), ["t.npz"], "the settings are inside");
    let settings = piccole_core::formats::read_settings(&std::fs::read(session.path("t.npz")).unwrap());
    let settings = settings.unwrap().unwrap();
    assert!(settings.contains("seed = 5") && settings.contains("scenario = \"teacher-student\""), "{settings}");
    session.run("generate storage --n 21 --alpha 1 --seed 6 --out t.txt").exits(0);
    assert!(std::fs::read_to_string(session.path("t.txt.toml")).unwrap().contains("seed = 6"));
}

#[test]
fn enumeration_counts_and_its_histogram_holds_every_pair() {
    let session = Session::new();
    let row = &session.run("enumerate --n 17 --alpha 0.4 --seed 1 --format json").rows(0)[0];
    let solutions = row["solutions"].as_u64().unwrap();
    let entropy = row["entropy"].as_f64().unwrap();
    assert!((entropy * 17.0 - libm::log(solutions as f64)).abs() < 1e-12);
    let histogram = session.run("enumerate --n 17 --alpha 0.4 --seed 1 --distances --format json").rows(0);
    assert_eq!(histogram.len(), 18);
    let pairs: u64 = histogram.iter().map(|row| row["pairs"].as_u64().unwrap()).sum();
    assert_eq!(pairs, solutions * (solutions - 1) / 2);
}

#[test]
fn too_many_solutions_are_counted_and_the_row_says_that_they_were_not_kept() {
    let session = Session::new();
    let line = "enumerate --n 17 --alpha 0.4 --seed 1 --max-solutions 10 --format json";
    let row = &session.run(line).rows(1)[0];
    assert!(row["solutions"].as_u64().unwrap() > 10);
    assert!(row["status"] == "too-many-solutions" && row["isolated_fraction"].is_null());
}

#[test]
fn an_instance_without_solutions_is_a_valid_answer() {
    let row = &Session::new().run("enumerate --n 9 --alpha 4 --seed 1 --format json").rows(0)[0];
    assert_eq!((row["solutions"].as_u64(), row["largest_cluster"].as_u64()), (Some(0), Some(0)));
    assert!(row["entropy"].is_null() && row["isolated_fraction"].is_null());
}

#[test]
fn the_bethe_entropy_does_not_depend_on_threads() {
    let session = Session::new();
    let line = "bethe --algorithm bp --n 201 --alpha 0.3,0.5 --samples 3 --format json --threads";
    let (one, two) = (session.run(&format!("{line} 1")).rows(0), session.run(&format!("{line} 2")).rows(0));
    assert_eq!(one, two);
    assert!(one[0]["entropy"].as_f64() > one[1]["entropy"].as_f64());
    assert!(one[0]["overlap_sem"].as_f64().unwrap() > 0.0);
}

#[test]
fn the_bethe_entropy_of_committees_is_had_by_belief_propagation_only() {
    let session = Session::new();
    let row = &session.run("bethe --hidden 3 --n 101 --alpha 0.2 --samples 2 --format json").rows(0)[0];
    assert_eq!((row["hidden"].as_u64(), row["p"].as_u64()), (Some(3), Some(61)));
    // Below ln 2 by less than the annealed bound takes, α ln 2, and more than 0.1.
    let entropy = row["entropy"].as_f64().unwrap();
    assert!(entropy < 0.8 * std::f64::consts::LN_2 && entropy > 0.4, "{entropy}");
    session.run("bethe --hidden 3 --algorithm amp --n 101 --alpha 0.2").refused_with(&["--hidden 3", "bp"]);
}

#[test]
fn not_converging_and_not_solving_are_rows_with_exit_code_1() {
    let session = Session::new();
    let rows = session.run("bethe --n 201 --alpha 0.7 --samples 2 --max-sweeps 2 --format json").rows(1);
    assert!(rows[0]["status"] == "not-converged" && rows[0]["not_converged"] == 2);
    let line = "solve --algorithm sbpi --n 101 --alpha 0.95 --seed 1 --max-sweeps 50 --weights-out w.npy --format json";
    let rows = session.run(line).rows(1);
    assert!(rows[0]["solved"] == false && rows[0]["errors"].as_u64().unwrap() > 0 && rows[0]["stop"] == "sweep-limit");
    assert!(session.path("w.npy").exists(), "the best weights are written all the same");
}

#[test]
fn verify_with_errors_exits_1() {
    let session = Session::new();
    session.run("generate storage --n 51 --alpha 0.9 --seed 1 --out a.txt").exits(0);
    session.run("generate storage --n 51 --alpha 0.4 --seed 2 --out b.txt").exits(0);
    session.run("solve --algorithm sbpi --patterns b.txt --weights-out w.npy").exits(0);
    let rows = session.run("verify --patterns a.txt --weights w.npy --format json").rows(1);
    assert!(rows[0]["errors"].as_u64().unwrap() > 0 && rows[0]["smallest_stability"].as_f64().unwrap() < 0.0);
}

#[test]
fn every_algorithm_solves_an_easy_instance_and_prints_the_same_columns() {
    let session = Session::new();
    let row = |algorithm: &str| {
        let line = format!("solve --algorithm {algorithm} --n 301 --alpha 0.25 --seed 1 --format json");
        session.run(&line).rows(0)[0].clone()
    };
    let keys = |row: &serde_json::Map<String, serde_json::Value>| row.keys().cloned().collect::<Vec<_>>();
    let reference = keys(&row("reinforced-bp"));
    let others = ["bp-decimation", "reinforced-amp", "max-sum", "sbpi", "bpi", "cp-r", "clipped-perceptron"];
    let replicated = ["annealing", "replicated-annealing", "entropy-driven", "replicated-sgd"];
    for algorithm in others.into_iter().chain(replicated) {
        let row = row(algorithm);
        assert_eq!((row["algorithm"].as_str(), row["errors"].as_u64()), (Some(algorithm), Some(0)));
        assert_eq!((row["stop"].as_str(), keys(&row)), (Some("solved"), reference.clone()));
    }
}

#[test]
fn the_local_entropy_around_a_solution_is_measured_when_asked_for() {
    let session = Session::new();
    let line = "solve --algorithm reinforced-amp --n 1001 --alpha 0.4 --seed 2 --format json";
    assert!(session.run(line).rows(0)[0]["local_entropy"].is_null());
    let row = &session.run(&format!("{line} --local-entropy 0.1")).rows(0)[0];
    let entropy = row["local_entropy"].as_f64().unwrap();
    // Below the 0.325 nats of all weights at that distance, of which the solutions are few.
    assert!(entropy > 0.05 && entropy < 0.325, "{entropy}");
    session.run(&format!("{line} --local-entropy 1.5")).refused_with(&["--local-entropy 1.5", "(0, 1)"]);
    session
        .run("solve --algorithm replicated-sgd --hidden 3 --n 11 --alpha 0.2 --local-entropy 0.1")
        .refused_with(&["--local-entropy", "3 hidden units"]);
}

#[test]
fn a_student_of_a_teacher_has_a_generalization_error() {
    let session = Session::new();
    let line = "solve --algorithm sbpi --scenario teacher-student --n 201 --alpha 0.5 --format json";
    let error = session.run(line).rows(0)[0]["generalization_error"].as_f64().unwrap();
    assert!(error > 0.05 && error < 0.5, "{error}");
}

#[test]
fn the_history_has_a_row_a_sweep_and_ends_without_errors() {
    let session = Session::new();
    let line = "solve --algorithm reinforced-bp --n 101 --alpha 0.5 --history-out h.csv --format json";
    let sweeps = session.run(line).rows(0)[0]["sweeps"].as_u64().unwrap() as usize;
    let history = std::fs::read_to_string(session.path("h.csv")).unwrap();
    let lines: Vec<&str> = history.lines().collect();
    assert_eq!((lines[0], lines.len()), ("sweep,errors,overlap", sweeps + 1));
    assert!(lines[sweeps].starts_with(&format!("{sweeps},0,")));
}

#[test]
fn message_passing_learns_from_a_teacher_and_recovers_it_at_high_density() {
    let session = Session::new();
    let rows = session.run("amp --scenario teacher-student --n 501 --alpha 0.5,2 --samples 3 --format json").rows(0);
    let overlap = |row: usize| rows[row]["overlap"].as_f64().unwrap();
    assert!(overlap(0) > 0.1 && overlap(0) < 0.6 && overlap(1) == 1.0);
    assert_eq!((rows[0]["recovered"].as_u64(), rows[1]["recovered"].as_u64()), (Some(0), Some(3)));
    session.run("amp --scenario storage --n 501 --alpha 0.5").refused_with(&["storage", "teacher-student"]);
}

#[test]
fn reinforced_message_passing_solves() {
    let rows = Session::new().run("solve --algorithm reinforced-amp --n 501 --alpha 0.5 --format json").rows(0);
    assert!(rows[0]["solved"] == true && rows[0]["algorithm"] == "reinforced-amp");
}

#[test]
fn both_kinds_of_message_passing_count_the_same_solutions() {
    let session = Session::new();
    let entropy = |algorithm: &str| {
        let line = format!("bethe --algorithm {algorithm} --n 501 --alpha 0.4 --samples 2 --format json");
        session.run(&line).rows(0)[0]["entropy"].as_f64().unwrap()
    };
    let (edges, nodes) = (entropy("bp"), entropy("amp"));
    // They differ by terms of order 1/N.
    assert!((edges - nodes).abs() < 2e-3 && edges > 0.3, "{edges} {nodes}");
}

#[test]
fn the_doctor_finds_this_machine_well() {
    let rows = Session::new().run("doctor --format json").rows(0);
    let with = |status: &str| rows.iter().filter(|row| row["status"] == status).count();
    assert_eq!((with("failed"), with("info")), (0, 7), "{rows:?}");
    assert!(with("ok") >= 12, "{rows:?}");
}
