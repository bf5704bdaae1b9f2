//! What this CPU offers beyond its architecture.

/// Names of the instruction sets of this CPU that kernels, or the matrix products below them, may use; empty on
/// architectures other than x86-64.
pub fn instruction_sets() -> Vec<&'static str> {
    #[cfg(target_arch = "x86_64")]
    {
        let all = [
            ("popcnt", is_x86_feature_detected!("popcnt")),
            ("avx2", is_x86_feature_detected!("avx2")),
            ("fma", is_x86_feature_detected!("fma")),
            ("avx512f", is_x86_feature_detected!("avx512f")),
            ("avx512vbmi", is_x86_feature_detected!("avx512vbmi")),
            ("avx512vnni", is_x86_feature_detected!("avx512vnni")),
            ("avx512vpopcntdq", is_x86_feature_detected!("avx512vpopcntdq")),
        ];
        all.into_iter().filter(|(_, present)| *present).map(|(name, _)| name).collect()
    }
    #[cfg(not(target_arch = "x86_64"))]
    Vec::new()
}
