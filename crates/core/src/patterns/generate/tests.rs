use super::*;

const SCENARIOS: [Scenario; 2] = [Scenario::Storage, Scenario::TeacherStudent];
const LAWS: [InputLaw; 2] = [InputLaw::Signs, InputLaw::Gaussian];

fn key(seed: u64) -> StreamKey {
    StreamKey::from_seed(seed).named("tests of generate")
}

fn draw(scenario: Scenario, law: InputLaw, n: usize, p: usize, seed: u64) -> Patterns {
    Patterns::generate(scenario, law, n, p, &key(seed)).unwrap()
}

/// Input `x^μ_i`, not gauged.
fn x(patterns: &Patterns, mu: usize, i: usize) -> f64 {
    f64::from(patterns.labels().sign(mu)) * patterns.gauged().entry(mu, i)
}

/// Whether a count of heads in `tosses` fair tosses is within five standard deviations of its mean. Five are exceeded with
/// probability 6e-7.
fn is_fair(heads: usize, tosses: usize) -> bool {
    (2.0 * heads as f64 - tosses as f64).abs() < 5.0 * (tosses as f64).sqrt()
}

#[test]
fn pattern_counts_are_rounded_and_refused_out_of_range() {
    assert_eq!(pattern_count(10, 0.25), Ok(3)); // halves up
    assert_eq!(pattern_count(1001, 0.7), Ok(701));
    assert_eq!(pattern_count(1, 0.5), Ok(1));
    for alpha in [0.0, -0.3, f64::NAN, f64::INFINITY] {
        let error = pattern_count(10, alpha).unwrap_err();
        assert!(matches!(error, PatternsError::ConstraintDensity { .. }), "{alpha}: {error}");
    }
    assert_eq!(pattern_count(0, 0.5), Err(PatternsError::Empty { n: 0, p: 0 }));
    let error = pattern_count(10, 0.04).unwrap_err();
    assert_eq!(
        error.to_string(),
        "alpha = 0.04 for 10 weights rounds to 0 patterns, expected between 1 and 2147483647, so alpha between 0.05 and \
         214748364.7"
    );
    assert!(matches!(pattern_count(10, 1e300), Err(PatternsError::PatternCount { .. })));
}

#[test]
fn zero_and_enormous_sizes_are_refused() {
    for (scenario, law) in SCENARIOS.into_iter().zip(LAWS) {
        let generate = |n, p| Patterns::generate(scenario, law, n, p, &key(0)).map(|_| ());
        assert_eq!(generate(0, 5), Err(PatternsError::Empty { n: 0, p: 5 }));
        assert_eq!(generate(5, 0), Err(PatternsError::Empty { n: 5, p: 0 }));
        assert_eq!(generate(5, 1 << 31), Err(PatternsError::TooMany { n: 5, p: 1 << 31 }));
    }
    // Within 31 bits each, and more than the limit by one pattern, the first time packed and the second as numbers.
    for (law, n) in [(InputLaw::Signs, 1 << 20), (InputLaw::Gaussian, 1 << 14)] {
        let p = (1 << 17) + 1;
        let error = Patterns::generate(Scenario::TeacherStudent, law, n, p, &key(0)).unwrap_err();
        let limit = MEMORY_LIMIT;
        assert_eq!(error, PatternsError::TooLarge { n, p, bytes: limit + limit / (1 << 17), limit });
    }
}

#[test]
fn the_patterns_of_a_smaller_set_are_the_first_of_a_larger() {
    // Even N, so that the teacher ties and rows of unequal numbers of draws follow one another.
    for (scenario, law) in SCENARIOS.into_iter().flat_map(|s| LAWS.map(|l| (s, l))) {
        let large = draw(scenario, law, 70, 130, 1);
        for p in [1, 63, 64, 65, 129] {
            let small = draw(scenario, law, 70, p, 1);
            assert_eq!(small.teacher(), large.teacher());
            for mu in 0..p {
                assert_eq!(small.labels().sign(mu), large.labels().sign(mu));
                assert!((0..70).all(|i| small.gauged().entry(mu, i) == large.gauged().entry(mu, i)));
            }
        }
    }
}

#[test]
fn both_scenarios_have_the_same_inputs() {
    for law in LAWS {
        let (storage, taught) =
            (draw(Scenario::Storage, law, 41, 30, 3), draw(Scenario::TeacherStudent, law, 41, 30, 3));
        assert!((0..30).all(|mu| (0..41).all(|i| x(&storage, mu, i) == x(&taught, mu, i))));
    }
}

#[test]
fn the_teacher_makes_no_error_and_storage_has_none() {
    for (law, n) in LAWS.into_iter().flat_map(|law| [1, 2, 3, 64, 100, 101].map(|n| (law, n))) {
        let patterns = draw(Scenario::TeacherStudent, law, n, 200, 4);
        assert_eq!(patterns.teacher().unwrap().errors(&patterns, 0.0), 0, "{law} N = {n}");
        assert_eq!(draw(Scenario::Storage, law, n, 2, 4).teacher(), None);
    }
}

#[test]
fn rows_with_the_teacher_tied_are_drawn_again_and_no_others() {
    let (taught, storage) = (
        draw(Scenario::TeacherStudent, InputLaw::Signs, 10, 1000, 5),
        draw(Scenario::Storage, InputLaw::Signs, 10, 1000, 5),
    );
    let teacher = &taught.teacher().unwrap().units()[0];
    let mut ties = 0;
    for mu in 0..1000 {
        let first_draw = BitVector::from_fn(10, |i| x(&storage, mu, i) > 0.0);
        let same = (0..10).all(|i| x(&taught, mu, i) == x(&storage, mu, i));
        let tied = first_draw.dot(teacher) == 0;
        assert!(same != tied, "pattern {mu}");
        ties += usize::from(tied);
    }
    // 252/1024 of all inputs tie: 246 ± 14, five standard deviations, exceeded with probability 6e-7.
    assert!((178..=314).contains(&ties), "{ties} ties");
}

#[test]
fn signs_labels_and_teachers_are_balanced() {
    let patterns = draw(Scenario::Storage, InputLaw::Signs, 1001, 1000, 6);
    let plus = (0..1000).map(|mu| (0..1001).filter(|&i| x(&patterns, mu, i) > 0.0).count()).sum();
    assert!(is_fair(plus, 1_001_000));
    assert!(is_fair(patterns.labels().signs().filter(|&y| y == 1).count(), 1000));
    let gauged = (0..1000).map(|mu| (0..1001).filter(|&i| patterns.gauged().entry(mu, i) > 0.0).count()).sum();
    assert!(is_fair(gauged, 1_001_000));
    let taught = draw(Scenario::TeacherStudent, InputLaw::Signs, 10_001, 1000, 6);
    assert!(is_fair(taught.labels().signs().filter(|&y| y == 1).count(), 1000));
    assert!(is_fair(taught.teacher().unwrap().units()[0].signs().filter(|&t| t == 1).count(), 10_001));
}

#[test]
fn teachers_are_uniform_over_all_weights() {
    // χ² of 8000 teachers over the 8 corners of the cube, 7 degrees of freedom: above 40.5 with probability 1e-6.
    let mut counts = [0_u32; 8];
    for seed in 0..8000 {
        let patterns = draw(Scenario::TeacherStudent, InputLaw::Gaussian, 3, 1, seed);
        counts[patterns.teacher().unwrap().units()[0].words()[0] as usize] += 1;
    }
    let chi_squared: f64 =
        counts.iter().map(|&count| (f64::from(count) - 1000.0) * (f64::from(count) - 1000.0) / 1000.0).sum();
    assert!(chi_squared < 40.5, "{chi_squared} {counts:?}");
}

#[test]
fn gaussian_inputs_have_mean_0_and_variance_1() {
    let patterns = draw(Scenario::Storage, InputLaw::Gaussian, 500, 400, 7);
    let entries: Vec<f64> =
        (0..400).flat_map(|mu| (0..500).map(move |i| (mu, i))).map(|(mu, i)| x(&patterns, mu, i)).collect();
    let count = entries.len() as f64;
    let mean = entries.iter().sum::<f64>() / count;
    let variance = entries.iter().map(|x| x * x).sum::<f64>() / count;
    // Standard deviations 1/√count and √(2/count); five of each are exceeded with probability 6e-7.
    assert!(mean.abs() < 5.0 / count.sqrt(), "mean {mean}");
    assert!((variance - 1.0).abs() < 5.0 * (2.0 / count).sqrt(), "variance {variance}");
}

#[test]
fn the_first_outputs_of_seed_1_are_pinned() {
    let key = StreamKey::from_seed(1);
    let signs = Patterns::generate(Scenario::Storage, InputLaw::Signs, 70, 66, &key).unwrap();
    let Inputs::Signs(matrix) = signs.gauged() else { panic!("signs were asked for") };
    assert_eq!(matrix.row_words(0), [0x034d_0d79_0a15_b972, 0x3f]);
    assert_eq!(matrix.row_words(65), [0xa30f_d046_8966_4e18, 0x0d]);
    assert_eq!(signs.labels().words(), [0xda15_57e3_9a84_bf17, 0x03]);
    let taught = Patterns::generate(Scenario::TeacherStudent, InputLaw::Gaussian, 70, 66, &key).unwrap();
    assert_eq!(taught.teacher().unwrap().units()[0].words(), [0xf497_1134_163e_a050, 0x35]);
    assert_eq!(taught.labels().words(), [0x486e_0255_f399_05d7, 0x00]);
    let bits = |mu, i| taught.gauged().entry(mu, i).to_bits();
    assert_eq!(
        [bits(0, 0), bits(0, 1), bits(0, 69), bits(65, 69)],
        [0xbfd4_7f0e_8ccc_7ecc, 0x3f83_f55d_14c1_25b6, 0x3fd2_cd27_361c_ef9d, 0x3ff3_1a59_de3b_fe99]
    );
}
