//! Reinforced AMP on random labels, for its time and memory: `reinforced_amp N ALPHA SEED THREADS`.
//!
//! Prints iterations, errors left and the time of an iteration, with the count of errors that ends each, by the wall clock and the
//! CPU. `/usr/bin/time -v` tells the memory.

use cpu_time::ProcessTime;
use piccole_core::StreamKey;
use piccole_core::patterns::{InputLaw, Patterns, Scenario, pattern_count};
use piccole_msg_passing::{ReinforcedAmp, Run};
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [n, alpha, seed, threads] = &arguments[..] else {
        return Err("usage: reinforced_amp N ALPHA SEED THREADS".into());
    };
    rayon::ThreadPoolBuilder::new().num_threads(threads.parse()?).build_global()?;
    let (n, alpha) = (n.parse()?, alpha.parse()?);
    let key = StreamKey::from_seed(seed.parse()?);
    let p = pattern_count(n, alpha)?;
    let patterns = Patterns::generate(Scenario::Storage, InputLaw::Signs, n, p, &key.named("patterns"))?;
    let start = Instant::now();
    let mut run = Run::start(ReinforcedAmp::default(), (&patterns).into(), key.named("dynamics").rng())?;
    println!("prepared in {:.2} s", start.elapsed().as_secs_f64());
    let (mut best, mut iterations) = (f64::INFINITY, 0);
    let (start, cpu) = (Instant::now(), ProcessTime::now());
    loop {
        let before = Instant::now();
        let stop = run.sweep();
        best = best.min(before.elapsed().as_secs_f64());
        iterations += 1;
        if stop.is_some() {
            break;
        }
    }
    let (wall, cpu) = (start.elapsed().as_secs_f64(), cpu.elapsed().as_secs_f64());
    let count = f64::from(iterations);
    println!(
        "N = {n}, P = {p}: {} errors after {iterations} iterations, {wall:.1} s; an iteration {:.2} ms on average, {best:.2} ms at best, {:.2} CPU-ms",
        run.close().errors,
        1e3 * wall / count,
        1e3 * cpu / count,
        best = 1e3 * best,
    );
    Ok(())
}
