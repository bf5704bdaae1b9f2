//! Values of a table, and what holds all values of a column.

use serde_json::{Number, Value};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Boolean,
    Integer,
    Real,
    Text,
}

impl Kind {
    /// The kind of a value; none for one that is absent.
    pub(super) fn of(value: &Value) -> Option<Self> {
        match value {
            Value::Null => None,
            Value::Bool(_) => Some(Self::Boolean),
            Value::Number(number) if number.is_i64() => Some(Self::Integer),
            // Beyond 2⁶³ a float would lose digits.
            Value::Number(number) if number.is_u64() => Some(Self::Text),
            Value::Number(_) => Some(Self::Real),
            Value::String(_) | Value::Array(_) | Value::Object(_) => Some(Self::Text),
        }
    }

    /// What holds values of both kinds.
    pub(super) fn or(self, other: Self) -> Self {
        match (self, other) {
            (a, b) if a == b => a,
            (Self::Integer, Self::Real) | (Self::Real, Self::Integer) => Self::Real,
            _ => Self::Text,
        }
    }
}

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    Boolean(bool),
    Integer(i64),
    Real(f64),
    Text(String),
}

impl Cell {
    /// A value as one of its column; none if it is absent.
    pub(super) fn of(value: &Value, kind: Kind) -> Option<Self> {
        Some(match (kind, value) {
            (_, Value::Null) => return None,
            (Kind::Boolean, Value::Bool(value)) => Self::Boolean(*value),
            (Kind::Integer, Value::Number(number)) => Self::Integer(number.as_i64()?),
            (Kind::Real, Value::Number(number)) => Self::Real(number.as_f64()?),
            (_, Value::String(text)) => Self::Text(text.clone()),
            (_, other) => Self::Text(other.to_string()),
        })
    }

    /// As text: floats by the shortest digits that read back to them.
    pub(super) fn to_text(&self) -> String {
        match self {
            Self::Boolean(value) => value.to_string(),
            Self::Integer(value) => value.to_string(),
            Self::Real(value) => {
                Number::from_f64(*value).map_or_else(|| value.to_string(), |number| number.to_string())
            }
            Self::Text(text) => text.clone(),
        }
    }
}
