//! Parameters of algorithms, each by its name.

use super::suggest;
use piccole_core::landscape::Energy;
use piccole_msg_passing::{AlgorithmError, Attraction, Formula, Protocol};
use serde_json::Value;

/// A parameter of an algorithm: what it is called, what it means, and where it is kept.
pub(super) struct Parameter<'a> {
    pub(super) name: &'static str,
    /// Other names by which users know it.
    pub(super) aliases: &'static [&'static str],
    pub(super) about: &'static str,
    pub(super) slot: &'a mut dyn Slot,
}

/// A parameter that has no other name.
pub(super) fn parameter<'a>(name: &'static str, about: &'static str, slot: &'a mut dyn Slot) -> Parameter<'a> {
    Parameter { name, aliases: &[], about, slot }
}

impl Parameter<'_> {
    pub(super) fn also(self, aliases: &'static [&'static str]) -> Self {
        Self { aliases, ..self }
    }
}

/// A value that can be shown and read.
pub(super) trait Slot {
    fn value(&self) -> Value;

    /// Takes a value from text, or says what would be accepted.
    fn set(&mut self, text: &str) -> Result<(), String>;

    fn show(&self) -> String {
        match self.value() {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }
}

impl Slot for f64 {
    fn value(&self) -> Value {
        // Integers without a point, as they are typed.
        let whole = self.fract() == 0.0 && self.abs() < 1e15;
        if whole { Value::from(*self as i64) } else { Value::from(*self) }
    }

    fn set(&mut self, text: &str) -> Result<(), String> {
        *self = text.parse().map_err(|_| format!("`{text}`, expected a number"))?;
        Ok(())
    }
}

impl Slot for usize {
    fn value(&self) -> Value {
        Value::from(*self)
    }

    fn set(&mut self, text: &str) -> Result<(), String> {
        *self = text.parse().map_err(|_| format!("`{text}`, expected a whole number not below 0"))?;
        Ok(())
    }
}

impl Slot for bool {
    fn value(&self) -> Value {
        Value::from(*self)
    }

    fn set(&mut self, text: &str) -> Result<(), String> {
        *self = text.parse().map_err(|_| format!("`{text}`, expected true or false"))?;
        Ok(())
    }
}

impl<T: Slot + Default> Slot for Option<T> {
    fn value(&self) -> Value {
        self.as_ref().map_or(Value::from("none"), Slot::value)
    }

    fn set(&mut self, text: &str) -> Result<(), String> {
        if text == "none" {
            *self = None;
            return Ok(());
        }
        let mut value = T::default();
        value.set(text).map_err(|complaint| format!("{complaint}, or none"))?;
        *self = Some(value);
        Ok(())
    }
}

impl Slot for Formula {
    fn value(&self) -> Value {
        Value::from(self.as_str())
    }

    fn set(&mut self, text: &str) -> Result<(), String> {
        *self = choose(text, &Self::ALL.map(|formula| (formula.as_str(), formula)))?;
        Ok(())
    }
}

impl Slot for Energy {
    fn value(&self) -> Value {
        Value::from(self.as_str())
    }

    fn set(&mut self, text: &str) -> Result<(), String> {
        *self = choose(text, &Self::ALL.map(|energy| (energy.as_str(), energy)))?;
        Ok(())
    }
}

impl Slot for Attraction {
    fn value(&self) -> Value {
        Value::from(self.as_str())
    }

    fn set(&mut self, text: &str) -> Result<(), String> {
        *self = choose(text, &Self::ALL.map(|attraction| (attraction.as_str(), attraction)))?;
        Ok(())
    }
}

impl Slot for Protocol {
    fn value(&self) -> Value {
        Value::from(self.name())
    }

    fn set(&mut self, text: &str) -> Result<(), String> {
        *self = text.parse().map_err(|error: AlgorithmError| error.to_string())?;
        Ok(())
    }
}

/// One of several, by its name.
fn choose<T: Copy>(text: &str, known: &[(&'static str, T)]) -> Result<T, String> {
    let names: Vec<&str> = known.iter().map(|&(name, _)| name).collect();
    let chosen = known.iter().find(|&&(name, _)| name == text);
    chosen.map(|&(_, chosen)| chosen).ok_or_else(|| suggest::unknown(text, &names))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_as_they_are_read() {
        let mut number = 0.0;
        for text in ["0.015", "2", "-1.5", "1e-7"] {
            number.set(text).unwrap();
            assert_eq!(number.show().parse::<f64>().unwrap(), text.parse::<f64>().unwrap());
        }
        assert!(Slot::set(&mut number, "x").unwrap_err().contains("`x`, expected a number"));
        let mut batch = Some(3_usize);
        batch.set("none").unwrap();
        assert_eq!((batch, batch.show()), (None, "none".to_owned()));
        assert!(batch.set("-1").unwrap_err().ends_with("or none"));
        let mut formula = Formula::Simple;
        formula.set("hard").unwrap();
        assert_eq!(formula, Formula::Hard);
        assert!(formula.set("simpel").unwrap_err().contains("did you mean `simple`"));
    }
}
