//! What holds for every command: quiet, errors for programs, colours, pages and completions.

use super::{Session, names};
use serde_json::{Value, json};

/// The object that a failed command leaves on standard error.
fn report(session: &Session, line: &str, code: i32) -> Value {
    let ran = session.run(line);
    assert_eq!(ran.exits(code), "", "`{line}` printed rows");
    serde_json::from_str(&ran.stderr()).unwrap_or_else(|_| panic!("`{line}`: not one JSON object: {}", ran.stderr()))
}

#[test]
fn errors_are_objects_for_those_who_ask_for_json() {
    let session = Session::new();
    let usage = report(&session, "solve --algorithm sbp --n 11 --alpha 1 --format json", 2);
    assert_eq!((&usage["kind"], &usage["exit_code"]), (&json!("usage"), &json!(2)));
    assert_eq!(usage["place"]["option"], json!("--algorithm <NAME>"));

    let option = report(&session, "bethe --n 11 --alpha 0.5 --samples 0 --format json", 2);
    assert_eq!(option["kind"], json!("bad-input"));
    assert_eq!(option["place"]["option"], json!("--samples"));
    assert_eq!(option["message"], json!("--samples 0: expected at least 1"));

    std::fs::write(session.path("plan.toml"), "seed = 1\nfigure = 'entropie'\n").unwrap();
    let plan = report(&session, "plan check plan.toml --format=json", 2);
    assert_eq!(plan["place"], json!({ "file": "plan.toml", "line": 2, "column": 10, "option": null }));
    assert!(plan["message"].as_str().is_some_and(|message| message.contains("entropie")));

    let missing = report(&session, "verify --patterns none.npz --weights w.npy --format json", 2);
    assert_eq!(missing["place"]["file"], json!("none.npz"));
}

#[test]
fn errors_are_words_for_others_and_help_is_no_error() {
    let session = Session::new();
    session.run("bethe --n 11 --alpha 0.5 --samples 0").refused_with(&["piccole: --samples 0"]);
    assert!(session.run("solve --help --format json").exits(0).contains("Examples:"));
    assert!(session.run("--version").exits(0).starts_with("piccole "));
}

#[test]
fn the_quiet_hear_of_nothing_but_trouble() {
    let session = Session::new();
    let line = "generate storage --n 11 --alpha 0.5 --out p.npz";
    assert!(!{ session.run(line) }.stderr().is_empty());
    let quiet = session.run(&format!("{line} --quiet"));
    quiet.exits(0);
    assert_eq!(quiet.stderr(), "");
    session.run("generate storage --n 0 --alpha 0.5 --out p.npz -q").refused_with(&["0 weights"]);
}

#[test]
fn there_are_no_colours_in_a_pipe() {
    let session = Session::new();
    let lines =
        ["theory capacity --format table", "bethe --n 11 --alpha 0.5 --samples 0", "solve --help", "solve --oops"];
    for line in lines {
        let ran = session.run(line);
        assert!(!ran.output.stdout.contains(&0x1b) && !ran.output.stderr.contains(&0x1b), "`{line}` has colours");
    }
}

#[test]
fn every_command_has_a_page_and_completions() {
    let session = Session::new();
    assert!(session.run("man").exits(0).contains(".TH piccole 1"));
    session.run("man --out pages").exits(0);
    let pages = names(&session.path("pages"));
    for page in ["piccole.1", "piccole-solve.1", "piccole-theory-storage.1"] {
        assert!(pages.iter().any(|name| name == page), "no {page} in {pages:?}");
    }
    for shell in ["bash", "zsh", "fish"] {
        assert!(session.run(&format!("completions {shell}")).exits(0).contains("reinforced-bp"), "{shell}");
    }
}
