//! What this machine can do at most, and which share of it the kernels reach: `limits FOLDER`.
//!
//! Prints and writes `roofline.csv`, and draws `roofline.svg`, `.png` and `.pdf`. One thread, the fastest of interleaved rounds, since a
//! limit is what is never exceeded. Built for this CPU (`cargo xtask bench-peers --limits` does), so that the loops of the limits use
//! what it has; the kernels choose as ever.

#![forbid(unsafe_code)]

mod kernels;
mod machine;
mod picture;

use kernels::Kernel;
use machine::Machine;
use piccole_benches::draw;
use piccole_benches::work::on_this_thread;
use std::error::Error;
use std::fmt::Write;
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("usage: limits FOLDER")?);
    std::fs::create_dir_all(&folder)?;
    on_this_thread();
    let machine = Machine::measure();
    let kernels = Kernel::measure_all();
    let mut table = "what,bytes,rate,unit,limit,limit_rate,share\n".to_owned();
    for (name, bytes, rate, unit) in machine.rows() {
        println!("{name:36} {rate:8.1} {unit}");
        writeln!(table, "{name},{bytes},{rate:.4e},{unit},,,")?;
    }
    for kernel in &kernels {
        let (limit, most) = kernel.limit(&machine);
        let share = kernel.rate / most;
        println!("{:36} {:8.1} {}, {share:.2} of {limit}", kernel.name, kernel.rate, kernel.unit());
        writeln!(
            table,
            "{},{},{:.4e},{},{limit},{most:.4e},{share:.4}",
            kernel.name,
            kernel.bytes,
            kernel.rate,
            kernel.unit()
        )?;
    }
    piccole_experiments::write_atomically(&folder.join("roofline.csv"), table.as_bytes())?;
    draw(&picture::picture(&machine, &kernels), "roofline", &folder)?;
    Ok(())
}
