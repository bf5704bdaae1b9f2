//! Other processes, and other plans, in the same folder.

use super::{PLAN, kill, session, start, table};
use std::fs;

#[test]
fn a_second_run_in_the_same_folder_is_refused_with_the_process_of_the_first() {
    let (session, expected) = session();
    let first = start(&session, "shared");
    let holder = format!("process {}", first.id());
    session.run("run plan.toml --out shared").refused_with(&["algorithms.store", "in use by", &holder]);
    kill(&session, "shared", first);
    session.run("run plan.toml --out shared").exits(0);
    assert_eq!(table(&session, "shared"), expected);
}

#[test]
fn a_plan_edited_between_start_and_resume_is_refused() {
    let (session, expected) = session();
    let child = start(&session, "edited");
    kill(&session, "edited", child);
    for edited in [PLAN.replace("seed = 11", "seed = 12"), PLAN.replacen("samples = 25", "samples = 26", 1)] {
        fs::write(session.path("plan.toml"), edited).unwrap();
        let ran = session.run("run plan.toml --out edited");
        ran.refused_with(&["algorithms.store", "another plan", "choose another output folder"]);
    }
    // What changes no value changes no plan.
    fs::write(session.path("plan.toml"), format!("# A comment.\n{PLAN}")).unwrap();
    session.run("run plan.toml --out edited").exits(0);
    assert_eq!(table(&session, "edited"), expected);
}
