//! A wall clock that jumps.

use super::{session, table};
use std::fs;
use std::process::Command;

/// Takes the place of the system's clock: twelve years ahead and twelve years back by turns.
const JUMPS: &str = "
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>
int clock_gettime(clockid_t clock, struct timespec *now) {
    static _Atomic unsigned calls;
    int (*system)(clockid_t, struct timespec *) = dlsym(RTLD_NEXT, \"clock_gettime\");
    int answer = system(clock, now);
    if (clock == CLOCK_REALTIME) now->tv_sec += calls++ % 2 ? -378691200L : 378691200L;
    return answer;
}
";

#[test]
fn a_clock_that_jumps_by_years_changes_no_file() {
    let (session, expected) = session();
    fs::write(session.path("jumps.c"), JUMPS).unwrap();
    let (source, library) = (session.path("jumps.c"), session.path("jumps.so"));
    let mut compile = Command::new("cc");
    compile.args(["-shared", "-fPIC", "-o"]).args([&library, &source]).arg("-ldl");
    assert!(compile.status().unwrap().success(), "the C compiler that also links Rust programs");
    let date = Command::new("date").arg("+%Y").env("LD_PRELOAD", &library).output().unwrap();
    let year: u64 = String::from_utf8(date.stdout).unwrap().trim().parse().unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs() / 31_556_952 + 1970;
    assert!(year.abs_diff(now) >= 11, "the clock does not jump: {year}");

    let ran = session.command("run plan.toml --out jumps").env("LD_PRELOAD", &library).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    assert_eq!(table(&session, "jumps"), expected);
    for file in ["algorithms.svg", "algorithms.png", "algorithms.pdf", "algorithms.toml"] {
        let [left, right] = ["whole", "jumps"].map(|out| fs::read(session.path(out).join(file)).unwrap());
        assert!(left == right, "{file}");
    }
    // Times are taken from a clock that does not jump.
    let rows = session.run("status jumps --format json").rows(0);
    let seconds = rows[0]["seconds"].as_f64().unwrap();
    assert!((0.0..600.0).contains(&seconds), "{seconds}");
}
