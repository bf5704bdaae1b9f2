//! What a misspelt name may have meant.

/// The most similar of the names, if one is similar enough to be meant.
pub(super) fn similar<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    /// Where the argument parser draws the line too.
    const SIMILAR: f64 = 0.7;
    let similarity = |known: &'a str| (strsim::jaro(&name.to_lowercase(), known), known);
    let best = known.into_iter().map(similarity).max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|&(similarity, _)| similarity > SIMILAR).map(|(_, known)| known)
}

/// The complaint about a name: what was meant, or else all there are.
pub(super) fn unknown(name: &str, known: &[&str]) -> String {
    match similar(name, known.iter().copied()) {
        Some(meant) => format!("`{name}`, did you mean `{meant}`? Expected one of {}", known.join(", ")),
        None => format!("`{name}`, expected one of {}", known.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_offered_and_a_far_one_not() {
        let known = ["scoping", "pseudo-reinforcement", "free-scoping"];
        assert_eq!(similar("scooping", known), Some("scoping"));
        assert_eq!(similar("PseudoReinforcement", known), Some("pseudo-reinforcement"));
        assert_eq!(similar("xyz", known), None);
    }
}
