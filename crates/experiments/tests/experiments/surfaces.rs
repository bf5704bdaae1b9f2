//! The figure of loss surfaces: a small run of it, and verdicts that can fail.

use crate::common::{SURFACES, failed_claims, reference, run};
use piccole_experiments::surfaces::{Row, Surfaces};

/// The claims that do not hold.
fn failed(rows: &[Row]) -> Vec<String> {
    failed_claims::<Surfaces>(rows, 7)
}

#[test]
fn a_small_run_has_a_row_a_network_and_the_surface_of_the_first() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(run(SURFACES, dir.path()).done, 8);
    let mut table = csv::Reader::from_path(dir.path().join("fig3-surfaces.csv")).unwrap();
    let rows: Vec<Row> = table.deserialize().collect::<Result<_, _>>().unwrap();
    let (networks, places): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.x.is_none());
    assert_eq!((networks.len(), places.len()), (8, 4 * 5 * 5));
    for network in networks.iter().filter(|row| row.sample == 0) {
        let of_network = |row: &&&Row| (row.depth, row.skip) == (network.depth, network.skip);
        let centre = places.iter().filter(of_network).find(|row| row.x == Some(0.0) && row.y == Some(0.0));
        assert_eq!(centre.unwrap().loss, network.loss);
    }
    // Two initial parameters, two networks.
    assert_ne!(networks[0].loss, networks[1].loss);
}

#[test]
fn every_verdict_passes_and_a_damaged_table_fails_it() {
    type Damage = fn(&mut Row);
    let rows: Vec<Row> = reference("fig3-surfaces");
    assert_eq!(failed(&rows), [""; 0]);
    let damages: [(&str, Damage); 8] = [
        ("depth 12: without residual connections the surface", |row| {
            if row.depth == 12 && !row.skip {
                row.roughness = row.roughness.map(|_| 0.09);
            }
        }),
        ("depth 32: without residual connections the surface", |row| {
            // Shallow ones are smoother too, so that depth still matters.
            if row.depth != 12 && !row.skip {
                row.roughness = row.roughness.map(|x| x / 5.0);
            }
        }),
        ("depth 12: without residual connections the largest", |row| {
            if row.depth == 12 && !row.skip {
                row.largest_eigenvalue = row.largest_eigenvalue.map(|x| x / 3.0);
            }
        }),
        ("depth 32: without residual connections the largest", |row| {
            if row.depth == 32 && !row.skip {
                row.largest_eigenvalue = row.largest_eigenvalue.map(|x| x / 6.0);
            }
        }),
        ("depth 12: with residual connections", |row| {
            if row.depth == 12 && row.skip {
                row.low_loss_share = row.low_loss_share.map(|x| x / 2.0);
            }
        }),
        ("depth 32: with residual connections", |row| {
            if row.depth == 32 && row.skip {
                row.low_loss_share = row.low_loss_share.map(|x| x / 6.0);
            }
        }),
        ("depth makes the surface rougher", |row| {
            if row.depth == 4 && !row.skip {
                row.roughness = row.roughness.map(|_| 0.3);
            }
        }),
        ("depth makes the surface rougher", |row| {
            if row.depth == 4 && row.skip {
                row.roughness = row.roughness.map(|x| x / 2.0);
            }
        }),
    ];
    for (claim, damage) in damages {
        let mut damaged = rows.clone();
        damaged.iter_mut().for_each(damage);
        let failed = failed(&damaged);
        assert!(failed.len() == 1 && failed[0].contains(claim), "{claim}: {failed:?}");
    }
}
