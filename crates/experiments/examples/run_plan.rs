//! Runs a plan and writes table, figures and gallery: `cargo run --release --example run_plan -- PLAN.toml OUT`.

use piccole_experiments::{Error, Plan, RunOptions, gallery};
use std::path::PathBuf;

fn main() -> Result<(), Error> {
    let [plan, out] =
        std::env::args_os().skip(1).map(PathBuf::from).collect::<Vec<_>>().try_into().unwrap_or_else(|_| {
            eprintln!("usage: run_plan PLAN.toml OUT");
            std::process::exit(2)
        });
    let summary = Plan::read(&plan)?.run(&RunOptions::new(&out))?;
    println!("{summary:?}");
    if summary.complete {
        println!("{}", gallery(&out)?.display());
    }
    Ok(())
}
