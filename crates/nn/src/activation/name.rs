//! Names of the activations, as plans and command lines write them.

use super::Activation;
use std::fmt;
use std::str::FromStr;

impl Activation {
    /// The lower-case name, which [`FromStr`] reads back.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Relu => "relu",
            Self::Tanh => "tanh",
            Self::Sigmoid => "sigmoid",
            Self::Erf => "erf",
        }
    }
}

impl fmt::Display for Activation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Activation {
    type Err = UnknownActivation;

    fn from_str(name: &str) -> Result<Self, UnknownActivation> {
        let known = Self::ALL.into_iter().find(|activation| activation.as_str() == name);
        known.ok_or_else(|| UnknownActivation { name: name.to_owned() })
    }
}

/// No activation has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown activation {name:?}, expected {}", Activation::ALL.map(Activation::as_str).join(", "))]
pub struct UnknownActivation {
    /// The name given.
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back() {
        for activation in Activation::ALL {
            assert_eq!(activation.to_string().parse(), Ok(activation));
        }
    }

    #[test]
    fn an_unknown_name_is_refused_with_the_known_ones() {
        let error = "ReLU".parse::<Activation>().unwrap_err();
        assert_eq!(error.to_string(), r#"unknown activation "ReLU", expected identity, relu, tanh, sigmoid, erf"#);
    }
}
