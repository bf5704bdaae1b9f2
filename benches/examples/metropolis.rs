//! Our side of `peers/metropolis.py`: Metropolis's chain on the number of errors at α = 0.5.
//!
//! `metropolis N BETA SWEEPS` writes the gauged inputs (one byte an entry, pattern by pattern) and the weights after so many
//! sweeps to the standard output. For every line it then reads, a number of proposals, it makes them from these weights, with
//! random numbers of their own, and answers with a line: CPU seconds, accepted proposals, energy.

use cpu_time::ProcessTime;
use piccole_benches::metropolis;
use piccole_core::landscape::Landscape;
use piccole_msg_passing::{Boltzmann, MetropolisChain};
use std::error::Error;
use std::io::{Write, stdin, stdout};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [n, beta, sweeps] = &arguments[..] else {
        return Err("usage: metropolis N BETA SWEEPS".into());
    };
    let (beta, patterns) = (beta.parse()?, metropolis::instance(n.parse()?));
    let machine = metropolis::equilibrated(&patterns, beta, sweeps.parse()?);
    let mut out = stdout().lock();
    let inputs = metropolis::inputs(&patterns);
    for mu in 0..patterns.p() {
        out.write_all(&inputs.row(mu).signs().map(|sign| sign as u8).collect::<Vec<_>>())?;
    }
    out.write_all(&machine.units()[0].signs().map(|sign| sign as u8).collect::<Vec<_>>())?;
    out.flush()?;

    let law = Boltzmann::new(beta, patterns.p())?;
    let first = MetropolisChain::new(metropolis::landscape(&patterns, &machine));
    let mut rng = metropolis::rng("timed");
    for line in stdin().lines() {
        let proposals = line?.trim().parse()?;
        let mut chain = first.clone();
        let start = ProcessTime::now();
        let accepted = chain.advance(&law, proposals, &mut rng);
        let seconds = start.elapsed().as_secs_f64();
        writeln!(out, "{seconds} {accepted} {}", chain.landscape().energy())?;
        out.flush()?;
    }
    Ok(())
}
