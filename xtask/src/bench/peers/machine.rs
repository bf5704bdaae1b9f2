//! What was measured on, in words.

/// The processor's name, where Linux tells it, and the widest of its vector instructions.
pub(super) fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    format!("{}, {}", name(&text), vectors())
}

fn name(cpuinfo: &str) -> &str {
    let field = |line: &str| line.starts_with("model name");
    let name = cpuinfo.lines().find(|line| field(line)).and_then(|line| line.split_once(':'));
    name.map_or("a processor without a name", |(_, name)| name.trim())
}

fn vectors() -> &'static str {
    #[cfg(target_arch = "x86_64")]
    return match (is_x86_feature_detected!("avx512f"), is_x86_feature_detected!("avx2")) {
        (true, _) => "with AVX-512",
        (false, true) => "with AVX2",
        (false, false) => "without AVX2",
    };
    #[cfg(not(target_arch = "x86_64"))]
    std::env::consts::ARCH
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_name_is_the_first_that_is_given() {
        let text = "processor\t: 0\nmodel name\t: A Processor: 2\nprocessor\t: 1\nmodel name\t: B\n";
        assert_eq!(super::name(text), "A Processor: 2");
        assert_eq!(super::name(""), "a processor without a name");
    }
}
