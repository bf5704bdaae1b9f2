//! The averages on finer grids.

use super::*;
use crate::dense_region::setting::Replicas;
use crate::saddle::continuation::BranchEnd;

#[test]
fn finer_steps_do_not_change_a_saddle() {
    for (scenario, centre, y, alpha, distance) in [
        (Scenario::Storage, Centre::Free, 0.5, 0.6, 0.2),
        (Scenario::Storage, Centre::Free, 3.0, 0.75, 0.05),
        (Scenario::Storage, Centre::Free, 100.0, 0.6, 0.005),
        (Scenario::TeacherStudent, Centre::Free, 20.0, 0.8, 0.03),
        (Scenario::Storage, Centre::Solution, 1.0, 0.6, 0.02),
        (Scenario::Storage, Centre::Solution, 5.0, 0.7, 0.03),
        (Scenario::TeacherStudent, Centre::Solution, 2.0, 0.8, 0.1),
    ] {
        let setting = Setting { scenario, kappa: 0.0, replicas: Replicas::Finite(y), centre };
        let once = ensemble(&setting, y, alpha, 1.0);
        let end = branch::end(centre, typical(&setting, alpha, 1.0).unwrap().overlap);
        let first = branch::enter(&once, end).unwrap();
        let branch = branch::to_distances(&once, end, &first, &[distance]);
        assert_eq!(branch.end, BranchEnd::Reached);
        let (_, solution) = &branch.points[branch.points.len() - 1];
        let finer = Ensemble { finer: 2.0, ..once };
        let unknowns = once.read(&solution.point, distance);
        let (a, b) = (once.image(&unknowns).unwrap(), finer.image(&unknowns).unwrap());
        // The right-hand sides, and with them the saddle.
        let pairs = [
            (a.weights.overlaps.squared, b.weights.overlaps.squared),
            (a.weights.overlaps.variance, b.weights.overlaps.variance),
            (a.weights.one_minus_q1, b.weights.one_minus_q1),
            (a.weights.distance, b.weights.distance),
            (1.0 + a.weights.overlaps.rest, 1.0 + b.weights.overlaps.rest),
        ];
        let off = pairs.iter().map(|(a, b)| (a / b - 1.0).abs()).fold(0.0, f64::max);
        let (s, t) = (once.potential(distance, &unknowns, &a), finer.potential(distance, &unknowns, &b));
        let entropy = (s.local_entropy - t.local_entropy).abs();
        let potential = (s.phi - t.phi).abs() / (1.0 + y);
        println!("{scenario} {centre:?} {y} {alpha} {distance}: {off:e} {entropy:e} {potential:e}");
        assert!(off < 1e-10 && entropy < 1e-11 && potential < 1e-12, "{off:e} {entropy:e} {potential:e}");
    }
}
