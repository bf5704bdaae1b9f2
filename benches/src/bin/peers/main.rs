//! Our side of the comparisons with rivals: `peers QUESTION FOLDER ARGUMENTS…`.
//!
//! Makes the inputs of a question, leaves them in the folder for the rivals to read, and says `ready`. Every line on standard
//! input is then a number of calls, which are made and answered by the CPU seconds of one, or `answer`, which is answered by the
//! numbers that the rivals have to agree with. `cargo xtask bench-peers` runs it by turns with the scripts in `benches/peers`.

#![forbid(unsafe_code)]

mod averages;
mod belief_propagation;
mod folder;
mod mlp_step;
mod products;
mod regression;
mod sampling;
mod stabilities;
mod theory;

use folder::Folder;
use piccole_benches::cpu_seconds_per_call;
use std::error::Error;
use std::io::{BufRead, Write, stdin, stdout};

/// A question with its inputs made.
trait Side {
    /// What is timed.
    fn call(&mut self);

    /// What the rivals have to agree with.
    fn answer(&mut self) -> Vec<f64>;
}

/// Whatever a question refuses.
type Failure = Box<dyn Error>;

fn main() -> Result<(), Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [question, folder, arguments @ ..] = &words[..] else {
        return Err("usage: peers QUESTION FOLDER ARGUMENTS…".into());
    };
    let folder = Folder::new(folder);
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread();
    pool.build_global()?;
    let mut side: Box<dyn Side> = match (question.as_str(), &arguments[..]) {
        ("stabilities", [n, p]) => Box::new(stabilities::Stabilities::new(&folder, n.parse()?, p.parse()?)?),
        ("products", [direction, n, p]) => {
            Box::new(products::Products::new(&folder, direction, n.parse()?, p.parse()?)?)
        }
        ("metropolis", [n, beta, sweeps]) => {
            Box::new(sampling::Metropolis::new(&folder, n.parse()?, beta.parse()?, sweeps.parse()?)?)
        }
        ("bp_sweep", [n, alpha]) => Box::new(belief_propagation::BpSweep::new(&folder, n.parse()?, alpha.parse()?)?),
        ("mlp_step", [widths, batch]) => Box::new(mlp_step::MlpStep::new(widths, batch.parse()?)?),
        ("ridge", [features, examples]) => {
            Box::new(regression::Ridge::new(&folder, features.parse()?, examples.parse()?)?)
        }
        ("log_tails", [count]) => Box::new(averages::LogTails::new(&folder, count.parse()?)?),
        ("gaussian_averages", []) => Box::new(averages::GaussianAverages::default()),
        ("state_evolution", [alpha, steps]) => {
            Box::new(theory::StateEvolution { alpha: alpha.parse()?, steps: steps.parse()? })
        }
        ("storage", [points]) => Box::new(theory::Storage::new(points.parse()?)),
        ("teacher_student", [points]) => Box::new(theory::TeacherStudent::new(points.parse()?)),
        _ => return Err(format!("no question {question} with arguments {arguments:?}").into()),
    };
    serve(side.as_mut())
}

fn serve(side: &mut dyn Side) -> Result<(), Failure> {
    let mut out = stdout().lock();
    let mut say = |words: String| writeln!(out, "{words}").and_then(|()| out.flush());
    say("ready".to_owned())?;
    for line in stdin().lock().lines() {
        match line?.trim() {
            "answer" => {
                let numbers: Vec<String> = side.answer().iter().map(|number| format!("{number:e}")).collect();
                say(numbers.join(" "))?;
            }
            calls => {
                let calls = calls.parse()?;
                say(format!("{:e}", cpu_seconds_per_call(calls, || side.call())))?;
            }
        }
    }
    Ok(())
}
