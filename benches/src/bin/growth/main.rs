//! Does every algorithm cost what it should as its size grows? `growth FOLDER [NAME…]`.
//!
//! Measures every size in processes of their own (the program runs itself): the least CPU time of several calls, on one thread where
//! threads are not what grows, and the memory beyond what the process had before. (Where threads are, they are compared with as many
//! works side by side: see `threads.rs`.) A process has luck or none with where its memory lies
//! and with what else the machine does, so that all sizes are measured in several rounds, and the median over the rounds counts. Writes
//! `growth.csv`, draws `growth.svg`, `.png` and `.pdf`, and fails where a fitted exponent is not the expected one.
//! `cargo xtask bench-growth` runs it.

#![forbid(unsafe_code)]

mod picture;
mod resident;
mod threads;

use piccole_benches::draw;
use piccole_benches::growth::{SUBJECTS, Size, Subject, TOLERANCE, exponent};
use piccole_benches::work::{on_this_thread, on_threads};
use std::error::Error;
use std::fmt::Write;
use std::path::PathBuf;
use std::process::{Command, ExitCode};
use std::time::Instant;

/// CPU seconds that the calls of a process may take in all.
const BUDGET: f64 = 0.5;
/// Most calls of which the fastest counts.
const CALLS: usize = 15;
/// Processes of a size, and of a number of threads, whose costs differ more from process to process.
const ROUNDS: usize = 3;
const ROUNDS_OF_THREADS: usize = 7;
/// How many times smaller than the smallest is what a process does first.
const WARM: usize = 8;

/// Cost of one size: in one process, or the median of several.
#[derive(Clone, Copy, Debug)]
struct Cost {
    size: f64,
    /// CPU time of all threads.
    seconds: f64,
    /// By the clock on the wall.
    wall: f64,
    /// Beyond what there was before; absent where the system does not tell.
    bytes: Option<f64>,
}

/// A part of a cost, if it is known.
type Part = fn(&Cost) -> Option<f64>;

/// All sizes of a subject in one round.
type Round = Vec<Cost>;

type Failure = Box<dyn Error>;

fn main() -> Result<ExitCode, Failure> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match &words[..] {
        [word, name, size] if word == "--measure" => measure(name, size.parse()?).map(|()| ExitCode::SUCCESS),
        [folder, names @ ..] => compare(&PathBuf::from(folder), names),
        [] => Err("usage: growth FOLDER [NAME…]".into()),
    }
}

/// Prints seconds of CPU time and of the clock, and bytes where they are known.
fn measure(name: &str, size: usize) -> Result<(), Failure> {
    let subject = SUBJECTS.iter().find(|subject| subject.name == name).ok_or("no such subject")?;
    if subject.size == Size::Threads {
        on_threads(size);
        let [seconds, wall] = threads::shared(subject.make, size);
        println!("{seconds:e} {wall:e}");
        return Ok(());
    }
    on_this_thread();
    if subject.memory.is_some() {
        // Code, stacks and tables, which any size needs, are there before memory is looked at.
        (subject.make)(subject.sizes[0] / WARM).run();
    }
    let before = resident::now();
    let mut work = (subject.make)(size);
    let (mut seconds, mut wall) = (Vec::new(), Vec::new());
    while seconds.len() < 2 || (seconds.len() < CALLS && seconds.iter().sum::<f64>() <= BUDGET) {
        let start = Instant::now();
        seconds.push(piccole_benches::cpu_seconds_per_call(1, || {
            std::hint::black_box(work.run());
        }));
        wall.push(start.elapsed().as_secs_f64());
    }
    let bytes = resident::most().zip(before).map_or(String::new(), |(most, before)| (most - before).to_string());
    println!("{:e} {:e} {bytes}", least(seconds), least(wall));
    Ok(())
}

fn least(numbers: Vec<f64>) -> f64 {
    numbers.into_iter().fold(f64::INFINITY, f64::min)
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

fn compare(folder: &PathBuf, names: &[String]) -> Result<ExitCode, Failure> {
    std::fs::create_dir_all(folder)?;
    let wanted = |subject: &&Subject| names.is_empty() || names.iter().any(|name| subject.name.contains(name.as_str()));
    let mut table = "name,size_name,size,cpu_seconds,wall_seconds,bytes\n".to_owned();
    let (mut all, mut wrong) = (Vec::new(), 0);
    if !SUBJECTS.iter().any(|subject| wanted(&subject)) {
        let names: Vec<&str> = SUBJECTS.iter().map(|subject| subject.name).collect();
        return Err(format!("nothing that is measured is called like that; there are {}", names.join("; ")).into());
    }
    for subject in SUBJECTS.iter().filter(wanted) {
        let sizes = possible(subject);
        if sizes.len() < 2 {
            println!("{:26} is left out: there is one core", subject.name);
            continue;
        }
        let round = || sizes.iter().map(|&size| cost(subject, size)).collect::<Result<Round, _>>();
        let count = if subject.size == Size::Threads { ROUNDS_OF_THREADS } else { ROUNDS };
        let rounds = (0..count).map(|_| round()).collect::<Result<Vec<_>, _>>()?;
        let costs = medians(&rounds);
        for Cost { size, seconds, wall, bytes } in &costs {
            let bytes = bytes.map_or(String::new(), |bytes| bytes.to_string());
            writeln!(table, "\"{}\",{},{size},{seconds:.4e},{wall:.4e},{bytes}", subject.name, subject.size.name())?;
        }
        wrong += judge(subject, &costs, &rounds);
        all.push((subject, costs));
    }
    piccole_experiments::write_atomically(&folder.join("growth.csv"), table.as_bytes())?;
    draw(&picture::picture(&all), "growth", folder)?;
    if wrong > 0 {
        eprintln!("{wrong} exponents are more than {TOLERANCE} from what is expected");
    }
    Ok(if wrong > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// The sizes that this machine can show: more threads than cores wait for one another.
fn possible(subject: &Subject) -> Vec<usize> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    subject.sizes.iter().copied().filter(|&size| subject.size != Size::Threads || size <= cores).collect()
}

/// Measures one size in a process of its own.
fn cost(subject: &Subject, size: usize) -> Result<Cost, Failure> {
    let output =
        Command::new(std::env::current_exe()?).args(["--measure", subject.name, &size.to_string()]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    let (Some(seconds), Some(wall)) = (numbers.next().transpose()?, numbers.next().transpose()?) else {
        return Err(format!("{} at {size}: {}", subject.name, String::from_utf8_lossy(&output.stderr)).into());
    };
    Ok(Cost { size: subject.size.number(size), seconds, wall, bytes: numbers.next().transpose()? })
}

/// The median of every number over the rounds.
fn medians(rounds: &[Round]) -> Vec<Cost> {
    let of =
        |position: usize, part: fn(&Cost) -> f64| median(rounds.iter().map(|round| part(&round[position])).collect());
    let cost = |(position, first): (usize, &Cost)| Cost {
        size: first.size,
        seconds: of(position, |cost| cost.seconds),
        wall: of(position, |cost| cost.wall),
        bytes: first.bytes.map(|_| of(position, |cost| cost.bytes.unwrap_or(f64::NAN))),
    };
    rounds[0].iter().enumerate().map(cost).collect()
}

/// Prints the exponents, with the least and the largest of a single round, and returns how many are wrong.
fn judge(subject: &Subject, costs: &[Cost], rounds: &[Round]) -> usize {
    let laws: [(&str, Option<f64>, Part); 2] =
        [("time", Some(subject.time), |cost| Some(cost.seconds)), ("memory", subject.memory, |cost| cost.bytes)];
    let mut wrong = 0;
    for (what, expected, part) in laws {
        let slope = |costs: &[Cost]| {
            let points = costs.iter().map(|cost| Some((cost.size, part(cost)?))).collect::<Option<Vec<_>>>()?;
            Some(exponent(&points))
        };
        let (Some(expected), Some(found)) = (expected, slope(costs)) else { continue };
        let single: Vec<f64> = rounds.iter().filter_map(|round| slope(round)).collect();
        let (least, largest) =
            (single.iter().fold(found, |a, &b| a.min(b)), single.iter().fold(found, |a, &b| a.max(b)));
        let fails = (found - expected).abs() > TOLERANCE;
        wrong += usize::from(fails);
        println!(
            "{:26} {what:6} ~ {}^{found:.2}, expected {expected} (rounds {least:.2} to {largest:.2}){}",
            subject.name,
            subject.size.name(),
            if fails { ": wrong" } else { "" }
        );
    }
    if subject.size == Size::Threads {
        for cost in costs.iter().filter(|cost| cost.size > 1.0) {
            let faster = costs[0].wall / cost.wall;
            println!("{:26} {} threads are {faster:.2} times as fast by the clock", subject.name, cost.size);
        }
    }
    wrong
}
