//! Numbers with a domain.

use crate::Grid;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The schema of a number with a domain: what JSON schema has words for, and all of it in ours.
macro_rules! schema {
    ($name:ident, $expected:literal, { $($domain:tt)* }) => {
        impl JsonSchema for $name {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "description": $expected, $($domain)* })
            }
        }
    };
}

/// Declares a real number with a domain, the words for it, and its JSON schema.
macro_rules! real {
    ($(#[$doc:meta])* $name:ident, |$value:ident| $accepted:expr, $expected:literal, { $($domain:tt)* }) => {
        schema!($name, $expected, { "type": "number", $($domain)* });

        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(try_from = "f64")]
        pub struct $name(f64);

        impl $name {
            /// The number.
            pub fn get(self) -> f64 {
                self.0
            }
        }

        impl TryFrom<f64> for $name {
            type Error = String;

            fn try_from($value: f64) -> Result<Self, String> {
                if $accepted { Ok(Self($value)) } else { Err(format!(concat!("{}, expected ", $expected), $value)) }
            }
        }
    };
}

/// Declares a whole number with a domain, the words for it, and its JSON schema.
macro_rules! whole {
    ($(#[$doc:meta])* $name:ident, |$value:ident| $accepted:expr, $expected:literal, { $($domain:tt)* }) => {
        schema!($name, $expected, { "type": "integer", $($domain)* });

        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "i64")]
        pub struct $name(usize);

        impl $name {
            /// The number.
            pub fn get(self) -> usize {
                self.0
            }
        }

        impl TryFrom<i64> for $name {
            type Error = String;

            fn try_from(number: i64) -> Result<Self, String> {
                match usize::try_from(number) {
                    Ok($value) if $accepted => Ok(Self($value)),
                    _ => Err(format!(concat!("{}, expected ", $expected), number)),
                }
            }
        }

        impl TryFrom<usize> for $name {
            type Error = String;

            fn try_from(number: usize) -> Result<Self, String> {
                i64::try_from(number).map_err(|error| error.to_string()).and_then(Self::try_from)
            }
        }
    };
}

real!(
    /// A positive number, such as a tolerance.
    Positive,
    |x| x > 0.0 && x.is_finite(),
    "a positive number",
    { "exclusiveMinimum": 0 }
);
real!(
    /// A number that is not negative, such as a threshold.
    NonNegative,
    |x| x >= 0.0 && x.is_finite(),
    "a number not below 0",
    { "minimum": 0 }
);
real!(
    /// A number in `[0, 1)`, such as the part of an old message that an update keeps.
    Share,
    |x| (0.0..1.0).contains(&x),
    "a number in [0, 1)",
    { "minimum": 0, "exclusiveMaximum": 1 }
);
real!(
    /// A distance from a reference, the fraction of weights that differ, in `(0, 1/2]`.
    Distance,
    |x| x > 0.0 && x <= 0.5,
    "a distance, a number above 0 and at most 0.5",
    { "exclusiveMinimum": 0, "maximum": 0.5 }
);
whole!(
    /// A number of samples, sweeps or the like: at least one.
    Count,
    |count| (1..=1_000_000_000).contains(&count),
    "a whole number from 1 to 1000000000",
    { "minimum": 1, "maximum": 1_000_000_000 }
);
whole!(
    /// A number of weights `N`, odd so that no pattern can be tied.
    OddSize,
    |n| n % 2 == 1 && n <= 1_000_001,
    "an odd number of weights from 1 to 1000001 (odd, so that no pattern is tied)",
    { "minimum": 1, "maximum": 1_000_001 }
);
whole!(
    /// A number of weights `N`, odd and small enough for every weight vector to be looked at.
    EnumerableSize,
    |n| n % 2 == 1 && n <= 39,
    "an odd number of weights from 1 to 39, for every weight vector to be enumerated",
    { "minimum": 1, "maximum": 39 }
);

/// Constraint densities `α = P/N`: an ascending grid of positive numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Grid")]
pub struct Densities(Grid);

impl Densities {
    /// The densities, ascending.
    pub fn values(&self) -> &[f64] {
        self.0.values()
    }

    /// The largest density.
    pub fn largest(&self) -> f64 {
        self.0.last()
    }
}

impl TryFrom<Grid> for Densities {
    type Error = String;

    fn try_from(grid: Grid) -> Result<Self, String> {
        if grid.first() > 0.0 {
            Ok(Self(grid))
        } else {
            Err(format!("constraint density {}, expected positive numbers", grid.first()))
        }
    }
}

/// Distances from a reference, the fraction of weights that differ: an ascending grid in `(0, 1/2]`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Grid")]
pub struct Distances(Grid);

impl Distances {
    /// The distances, ascending.
    pub fn values(&self) -> &[f64] {
        self.0.values()
    }
}

impl TryFrom<Grid> for Distances {
    type Error = String;

    fn try_from(grid: Grid) -> Result<Self, String> {
        match [grid.first(), grid.last()].into_iter().find(|distance| !(*distance > 0.0 && *distance <= 0.5)) {
            None => Ok(Self(grid)),
            Some(distance) => Err(format!("distance {distance}, expected numbers above 0 and at most 0.5")),
        }
    }
}
