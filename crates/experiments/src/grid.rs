//! Grids of numbers, as the command line and the plans write them.

use serde::{Deserialize, Deserializer, Serialize, de};
use std::fmt;
use std::str::FromStr;

/// Ascending, finite numbers, at least one: `"0.1:0.1:0.8"`, `"0.3, 0.5, 0.7"`, `"0.5"` or, in a plan, `[0.3, 0.5]`.
///
/// `start:step:end` is inclusive as in Julia: point `k` is `start + k·step`, not a running sum, and the last point is
/// `end` if a whole number of steps leads there to within 1e-9 of a step. Where start and step are plain decimals the
/// points are rounded to as many decimals, so that `0.1:0.1:0.3` holds the number that prints as 0.3.
///
/// ```
/// use piccole_experiments::Grid;
/// let grid: Grid = "0.1:0.1:0.3".parse().unwrap();
/// assert_eq!(grid.values(), [0.1, 0.2, 0.3]);
/// assert!("0.3:0.1:0.1".parse::<Grid>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Grid(Vec<f64>);

/// Most points a grid may have; more is a slip of the pen, and fourteen characters should not take megabytes.
pub const MAX_POINTS: usize = 100_000;

/// Why a grid was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GridError {
    /// There is no number at all.
    #[error("empty grid, expected numbers as `0.5`, `0.3,0.5` or `start:step:end`")]
    Empty,
    /// A part is not a number.
    #[error("`{part}` in the grid is not a number, expected numbers as `0.5`, `0.3,0.5` or `start:step:end`")]
    NotANumber {
        /// The part as written.
        part: String,
    },
    /// A number is NaN or infinite.
    #[error("{value} in the grid, expected finite numbers")]
    NotFinite {
        /// The number.
        value: f64,
    },
    /// A range has not three parts.
    #[error("`{text}` has {parts} parts separated by `:`, expected three, `start:step:end`")]
    Parts {
        /// The range as written.
        text: String,
        /// How many parts it has.
        parts: usize,
    },
    /// The step of a range is zero or negative.
    #[error("step {step} of the range, expected a positive step (grids ascend)")]
    Step {
        /// The step.
        step: f64,
    },
    /// A range ends before it starts.
    #[error("the range from {start} to {end} is empty, expected an end that is not below the start")]
    EndBelowStart {
        /// First number of the range.
        start: f64,
        /// Bound of the range.
        end: f64,
    },
    /// A list does not ascend.
    #[error("{next} after {previous} in the grid, expected ascending numbers without repetition")]
    NotAscending {
        /// A number.
        previous: f64,
        /// The number that follows it and is not greater.
        next: f64,
    },
    /// A range has too many points.
    #[error("{points:e} points in the grid, expected at most {MAX_POINTS}")]
    TooLong {
        /// How many points it would have.
        points: f64,
    },
}

impl Grid {
    /// Takes a list of numbers.
    ///
    /// # Errors
    /// A [`GridError`] if the list is empty, too long, not ascending or holds a number that is not finite.
    pub fn from_values(values: Vec<f64>) -> Result<Self, GridError> {
        if values.is_empty() {
            return Err(GridError::Empty);
        }
        if values.len() > MAX_POINTS {
            return Err(GridError::TooLong { points: values.len() as f64 });
        }
        if let Some(&value) = values.iter().find(|value| !value.is_finite()) {
            return Err(GridError::NotFinite { value });
        }
        match values.windows(2).find(|pair| pair[0] >= pair[1]) {
            Some(pair) => Err(GridError::NotAscending { previous: pair[0], next: pair[1] }),
            None => Ok(Self(values)),
        }
    }

    /// The numbers, ascending.
    pub fn values(&self) -> &[f64] {
        &self.0
    }

    /// The smallest number.
    pub fn first(&self) -> f64 {
        self.0[0]
    }

    /// The largest number.
    pub fn last(&self) -> f64 {
        self.0[self.0.len() - 1]
    }
}

impl FromStr for Grid {
    type Err = GridError;

    fn from_str(text: &str) -> Result<Self, GridError> {
        if text.trim().is_empty() {
            return Err(GridError::Empty);
        }
        if !text.contains(':') {
            return Self::from_values(text.split(',').map(number).collect::<Result<_, _>>()?);
        }
        let parts: Vec<&str> = text.split(':').map(str::trim).collect();
        match parts[..] {
            [start, step, end] => Self::from_values(range(start, step, end)?),
            _ => Err(GridError::Parts { text: text.trim().to_owned(), parts: parts.len() }),
        }
    }
}

/// Reads one finite number.
fn number(part: &str) -> Result<f64, GridError> {
    let part = part.trim();
    let value: f64 = part.parse().map_err(|_| GridError::NotANumber { part: part.to_owned() })?;
    if value.is_finite() { Ok(value) } else { Err(GridError::NotFinite { value }) }
}

/// The points of `start:step:end`.
fn range(start_text: &str, step_text: &str, end_text: &str) -> Result<Vec<f64>, GridError> {
    let (start, step, end) = (number(start_text)?, number(step_text)?, number(end_text)?);
    if step <= 0.0 {
        return Err(GridError::Step { step });
    }
    if end < start {
        return Err(GridError::EndBelowStart { start, end });
    }
    let steps = (end - start) / step;
    let whole = if (steps - steps.round()).abs() <= 1e-9 { steps.round() } else { steps.floor() };
    if whole >= MAX_POINTS as f64 {
        return Err(GridError::TooLong { points: whole + 1.0 });
    }
    let decimals = decimals(start_text).zip(decimals(step_text)).map(|(a, b)| a.max(b));
    let point = |k: usize| {
        let value = start + k as f64 * step;
        decimals.and_then(|digits| format!("{value:.digits$}").parse().ok()).unwrap_or(value)
    };
    Ok((0..=whole as usize).map(point).collect())
}

/// Digits after the point of a plain decimal; none for a number with an exponent, or with more digits than any float of a
/// grid needs to be told from its neighbours.
fn decimals(text: &str) -> Option<usize> {
    const MOST: usize = 17;
    let (_, fraction) = text.split_once('.').unwrap_or((text, ""));
    (!text.contains(['e', 'E']) && fraction.len() <= MOST).then_some(fraction.len())
}

impl fmt::Display for Grid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values: Vec<String> = self.0.iter().map(f64::to_string).collect();
        f.write_str(&values.join(","))
    }
}

impl<'de> Deserialize<'de> for Grid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GridVisitor)
    }
}

struct GridVisitor;

impl<'de> de::Visitor<'de> for GridVisitor {
    type Value = Grid;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of ascending numbers or a string such as \"0.1:0.1:0.8\"")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Grid, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut list: A) -> Result<Grid, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Grid::from_values(values).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Vec<f64>, GridError> {
        text.parse::<Grid>().map(|grid| grid.values().to_vec())
    }

    #[test]
    fn ranges_include_their_end_and_hold_the_decimals_they_print() {
        assert_eq!(parse("0.1:0.1:0.7").unwrap(), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
        assert_eq!(parse("0.05:0.05:0.95").unwrap()[10], 0.55);
        assert_eq!(parse(" -1 : 0.5 : 0.2 ").unwrap(), [-1.0, -0.5, 0.0]);
        assert_eq!(parse("2:1:2").unwrap(), [2.0]);
    }

    #[test]
    fn points_of_a_long_range_do_not_drift() {
        let points = parse("0:0.001:1").unwrap();
        assert_eq!(points.len(), 1001);
        assert!(points.iter().enumerate().all(|(k, &x)| x == k as f64 / 1000.0));
    }

    #[test]
    fn a_step_with_an_exponent_is_not_rounded_away() {
        assert_eq!(parse("0:1e-7:3e-7").unwrap(), [0.0, 1e-7, 2e-7, 3.0 * 1e-7]);
    }

    #[test]
    fn decimals_beyond_a_float_are_not_rounded_to() {
        assert_eq!(parse("0.10000000000000000000:0.1:0.3").unwrap(), [0.1, 0.2, 0.1 + 2.0 * 0.1]);
    }

    #[test]
    fn lists_are_taken_as_they_are() {
        assert_eq!(parse("0.3, 0.5,0.7").unwrap(), [0.3, 0.5, 0.7]);
        assert_eq!(parse("0.5").unwrap(), [0.5]);
    }

    #[test]
    fn refused_grids_say_why() {
        assert_eq!(parse(""), Err(GridError::Empty));
        assert_eq!(parse("0.3,,0.5"), Err(GridError::NotANumber { part: String::new() }));
        assert_eq!(parse("0.3,x"), Err(GridError::NotANumber { part: "x".into() }));
        assert!(matches!(parse("nan"), Err(GridError::NotFinite { .. })));
        assert_eq!(parse("0:1:inf"), Err(GridError::NotFinite { value: f64::INFINITY }));
        assert_eq!(parse("0:0:1"), Err(GridError::Step { step: 0.0 }));
        assert_eq!(parse("0:-0.1:1"), Err(GridError::Step { step: -0.1 }));
        assert_eq!(parse("1:0.1:0"), Err(GridError::EndBelowStart { start: 1.0, end: 0.0 }));
        assert_eq!(parse("0:1"), Err(GridError::Parts { text: "0:1".into(), parts: 2 }));
        assert_eq!(parse("0.5,0.3"), Err(GridError::NotAscending { previous: 0.5, next: 0.3 }));
        assert_eq!(parse("0.5,0.5"), Err(GridError::NotAscending { previous: 0.5, next: 0.5 }));
        assert_eq!(parse("0:1e-7:1"), Err(GridError::TooLong { points: 1e7 + 1.0 }));
        assert_eq!(parse("0:1e-300:1e300"), Err(GridError::TooLong { points: f64::INFINITY }));
    }
}
