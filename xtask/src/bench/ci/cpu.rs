//! What this CPU has of the instruction sets that valgrind knows and code chooses among when it runs.

/// All that matter, for the record of a baseline.
pub(super) fn instruction_sets() -> String {
    let sets: Vec<&str> = sets().into_iter().filter_map(|(name, there)| there.then_some(name)).collect();
    format!(
        "{} with {}",
        std::env::consts::ARCH,
        if sets.is_empty() { "none of them".to_owned() } else { sets.join(", ") }
    )
}

/// Names of the tiers of kernels that cannot run here; their benches do nothing.
pub(super) fn absent_tiers() -> Vec<&'static str> {
    sets().into_iter().filter_map(|(name, there)| (!there && name != "fma").then_some(name)).collect()
}

/// Whether the bench of this name is of a tier, such as `core/stabilities_avx2_n1023`.
pub(super) fn is_of_tier(bench: &str, tier: &str) -> bool {
    bench.split(['/', '_']).any(|word| word == tier)
}

fn sets() -> [(&'static str, bool); 3] {
    #[cfg(target_arch = "x86_64")]
    return [
        ("popcnt", is_x86_feature_detected!("popcnt")),
        ("avx2", is_x86_feature_detected!("avx2")),
        ("fma", is_x86_feature_detected!("fma")),
    ];
    #[cfg(not(target_arch = "x86_64"))]
    [("popcnt", false), ("avx2", false), ("fma", false)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bench_tells_its_tier() {
        assert!(is_of_tier("core/stabilities_avx2_n1023", "avx2"));
        assert!(!is_of_tier("core/stabilities_scalar_n1023", "avx2") && !is_of_tier("core/ln_tails", "avx2"));
    }
}
