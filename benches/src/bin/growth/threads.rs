//! What it costs that threads share a work.

use crate::{least, median};
use cpu_time::ProcessTime;
use piccole_benches::work::Work;
use std::hint::black_box;
use std::sync::Barrier;
use std::time::{Duration, Instant};

/// Turns of the shared work and of the works side by side.
const TURNS: usize = 7;
/// Seconds that a turn takes at least, by the clock and for the shared work.
const TURN: f64 = 0.05;
/// How long it may take a system to write down what a thread has used.
const SETTLED: Duration = Duration::from_millis(10);

/// CPU seconds, and seconds by the clock, of a work that all of `rayon`'s threads share.
///
/// Two cores may share units, or be one core of a machine that is itself shared, and all are slower together, whatever the
/// program does. The shared work therefore takes turns with as many works as there are threads, side by side, one a thread, and the
/// ratio of the CPU times is what sharing costs; it is given in units of the fastest work of one thread. Medians over the turns.
pub(crate) fn shared(make: fn(usize) -> Work, threads: usize) -> [f64; 2] {
    let mut work = make(threads);
    let first = Instant::now();
    black_box(work.run());
    let calls = (TURN / first.elapsed().as_secs_f64()).ceil().max(1.0);
    let repeat = |work: &mut Work| (0..calls as usize).for_each(|_| _ = black_box(work.run()));
    let gate = &Barrier::new(threads + 1);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(move || {
                on_one_thread(|| {
                    let mut work = make(1);
                    gate.wait();
                    for _ in 0..TURNS {
                        gate.wait();
                        repeat(&mut work);
                        gate.wait();
                    }
                });
            });
        }
        gate.wait();
        let (mut ratios, mut ones, mut wall) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..TURNS {
            let [together, by_the_clock] = seconds(|| repeat(&mut work));
            let [side_by_side, _] = seconds(|| {
                gate.wait();
                gate.wait();
            });
            let one = side_by_side / threads as f64;
            ratios.push(together / one);
            ones.push(one / calls);
            wall.push(by_the_clock / calls);
        }
        [median(ratios) * least(ones), median(wall)]
    })
}

/// CPU seconds of all threads, and seconds by the clock.
fn seconds(run: impl FnOnce()) -> [f64; 2] {
    std::thread::sleep(SETTLED);
    let (start, clock) = (ProcessTime::now(), Instant::now());
    run();
    let wall = clock.elapsed().as_secs_f64();
    std::thread::sleep(SETTLED);
    [start.elapsed().as_secs_f64(), wall]
}

/// Runs something where `rayon` has this one thread.
fn on_one_thread(run: impl FnOnce() + Send) {
    rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread").install(run);
}
