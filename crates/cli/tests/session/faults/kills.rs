//! SIGKILL, at any moment.

use super::{lines, session, table, wait_for};
use std::fs;
use std::time::Duration;

#[test]
fn twenty_kills_at_random_moments_leave_the_table_as_it_is() {
    let (session, expected) = session();
    let out = session.path("killed");
    let (mut random, mut kills, mut grown) = (1_u64, 0, 0);
    while kills < 20 {
        let before = lines(&out);
        let mut child = session.command("run plan.toml --out killed --threads 2 --quiet").spawn().unwrap();
        if kills % 2 == 1 {
            // Half of the moments are among the points, however slow the machine is.
            wait_for("another point", || lines(&out) > before || child.try_wait().unwrap().is_some());
        }
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_micros((random >> 33) % 50_000));
        if let Some(status) = child.try_wait().unwrap() {
            // It was done before: once more from the start.
            assert!(status.success());
            assert_eq!(table(&session, "killed"), expected, "after {kills} kills");
            fs::remove_dir_all(&out).unwrap();
            continue;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
        grown += usize::from(lines(&out) > before);
    }
    assert!(grown >= 10, "only {grown} of the runs were killed after they had computed a point");
    session.run("run plan.toml --out killed").exits(0);
    assert_eq!(table(&session, "killed"), expected);
}
