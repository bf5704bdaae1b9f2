//! Which of many instances to draw.

use super::points::Sizes;

/// The position of the most typical of instances: in the number of solutions, the share of isolated ones and the share of the
/// largest cluster it is nearest to the median.
///
/// What is smallest is the farthest of its three ranks from the middle, as a fraction of the instances, equal ones sharing their
/// mean rank; of equally typical instances the first is chosen. None without instances.
pub(super) fn typical(instances: &[Sizes]) -> Option<usize> {
    let numbers: [fn(&Sizes) -> f64; 3] =
        [|s| s.solutions as f64, |s| s.isolated as f64 / s.solutions as f64, |s| s.largest as f64 / s.solutions as f64];
    let farthest = |instance: &Sizes| {
        let off = numbers.map(|number| {
            let value = number(instance);
            let below = instances.iter().filter(|other| number(other) < value).count();
            let above = instances.iter().filter(|other| number(other) > value).count();
            below.abs_diff(above)
        });
        off.into_iter().max()
    };
    (0..instances.len()).min_by_key(|&i| farthest(&instances[i]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_instance_in_the_middle_of_all_three_numbers_is_chosen() {
        let instance = |solutions, isolated, largest| Sizes { solutions, isolated, largest };
        let mut instances = vec![
            instance(10, 9, 0),
            instance(400, 0, 400),
            instance(100, 40, 30),
            instance(90, 1, 80),
            instance(110, 90, 4),
        ];
        assert_eq!(typical(&instances), Some(2));
        instances.swap(0, 2);
        assert_eq!(typical(&instances), Some(0));
        assert_eq!(typical(&[]), None);
    }
}
