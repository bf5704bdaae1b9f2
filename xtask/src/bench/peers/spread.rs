//! Medians and quartiles.

/// Where the middle half of a sample lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Spread {
    pub(super) median: f64,
    pub(super) lower: f64,
    pub(super) upper: f64,
}

impl Spread {
    /// Median and quartiles, interpolated between the two numbers next to each.
    ///
    /// # Panics
    /// If there is no number.
    pub(super) fn of(numbers: impl Iterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = numbers.collect();
        sorted.sort_by(f64::total_cmp);
        let at = |share: f64| {
            let place = share * (sorted.len() - 1) as f64;
            let (low, high) = (sorted[place.floor() as usize], sorted[place.ceil() as usize]);
            low + (high - low) * (place - place.floor())
        };
        Self { median: at(0.5), lower: at(0.25), upper: at(0.75) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quartiles_are_interpolated() {
        let spread = Spread::of([4.0, 1.0, 3.0, 2.0].into_iter());
        assert_eq!(spread, Spread { median: 2.5, lower: 1.75, upper: 3.25 });
        assert_eq!(Spread::of([7.0].into_iter()), Spread { median: 7.0, lower: 7.0, upper: 7.0 });
    }
}
