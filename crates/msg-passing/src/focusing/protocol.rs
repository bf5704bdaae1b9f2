//! How the replicas are drawn together.

use super::focus::Focus;
use crate::error::{AlgorithmError, check};
use std::str::FromStr;

/// The steps `(γ, y)` that focusing belief propagation takes one after the other.
///
/// Four names and their parameters are those of the package BinaryCommitteeMachineFBP, whose steps are fixed in advance; as there,
/// patterns count without temperature (`β = ∞`). The fifth, steered reinforcement, is our own and the default. [`FromStr`] takes a
/// name in kebab, snake or camel case and gives the protocol with its default parameters.
///
/// ```
/// use piccole_msg_passing::Protocol;
/// assert_eq!("PseudoReinforcement".parse::<Protocol>()?.steps().unwrap().len(), 101);
/// let error = "pseudo-reinforcment".parse::<Protocol>().unwrap_err();
/// assert!(error.to_string().contains("did you mean 'pseudo-reinforcement'?"));
/// # Ok::<(), piccole_msg_passing::AlgorithmError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Protocol {
    /// `γ = ∞`, `y = 1/(1 − r)`: every weight feels `r` times its own total field.
    StandardReinforcement {
        /// The reinforcements `r`, in `[0, 1]`.
        strengths: Vec<f64>,
    },
    /// A growing coupling of a fixed number of replicas.
    Scoping {
        /// The couplings `γ`.
        couplings: Vec<f64>,
        /// Number of replicas `y`.
        replicas: f64,
    },
    /// `γ = atanh(ρ^x)`, `y = 1 + ρ^(1−2x)/(1−ρ)`: both grow, and with `x = 0` it is standard reinforcement.
    PseudoReinforcement {
        /// The parameters `ρ`, in `[0, 1]`.
        strengths: Vec<f64>,
        /// The exponent `x`, in `[0, 1]`.
        exponent: f64,
    },
    /// Any steps.
    FreeScoping {
        /// The steps.
        steps: Vec<Focus>,
    },
    /// `γ` and `y` of pseudo-reinforcement at a `ρ` that is steered, a step a sweep, so that the mean variance of a weight,
    /// `V = 1 − q`, falls as `exp(−rt)`:
    ///
    /// ```math
    /// 1 - \rho_{t+1} = (1 - \rho_t) \left(\frac{e^{-rt}}{V_t}\right)^{c}, \qquad c = 0.03 .
    /// ```
    ///
    /// Under steps that are fixed in advance the variance collapses within few of them, sooner the more weights there are, and
    /// the last few patterns stay violated. When less than one weight is left undecided, the messages are drawn anew and the
    /// rate `r`, a setting of the solver, is divided by four.
    SteeredReinforcement {
        /// The exponent `x`, in `[0, 1]`.
        exponent: f64,
    },
}

/// The names, in kebab case.
const NAMES: [&str; 5] =
    ["standard-reinforcement", "scoping", "pseudo-reinforcement", "free-scoping", "steered-reinforcement"];

impl Default for Protocol {
    /// Steered reinforcement with `x = 1/2`.
    fn default() -> Self {
        Self::SteeredReinforcement { exponent: 0.5 }
    }
}

impl Protocol {
    /// Standard reinforcement, `r` from 0 to less than 1 in equal steps.
    pub fn standard_reinforcement(step: f64) -> Self {
        Self::StandardReinforcement { strengths: Self::grid(0.0, step, 1.0 - step) }
    }

    /// Pseudo-reinforcement with `x = 1/2`, `ρ` from 0 to 1 in equal steps.
    pub fn pseudo_reinforcement(step: f64) -> Self {
        Self::PseudoReinforcement { strengths: Self::grid(0.0, step, 1.0), exponent: 0.5 }
    }

    /// `start, start + step, …`, up to `stop` and including it where it is met but for rounding; empty unless `step > 0`.
    pub fn grid(start: f64, step: f64, stop: f64) -> Vec<f64> {
        let intervals = (stop - start) / step + 1e-9;
        if step > 0.0 && intervals >= 0.0 {
            (0..=intervals as usize).map(|k| start + k as f64 * step).collect()
        } else {
            Vec::new()
        }
    }

    /// The name, in kebab case.
    pub fn name(&self) -> &'static str {
        match self {
            Self::StandardReinforcement { .. } => NAMES[0],
            Self::Scoping { .. } => NAMES[1],
            Self::PseudoReinforcement { .. } => NAMES[2],
            Self::FreeScoping { .. } => NAMES[3],
            Self::SteeredReinforcement { .. } => NAMES[4],
        }
    }

    /// The steps in order; nothing for steered reinforcement, whose steps depend on how the weights respond.
    pub fn steps(&self) -> Option<Vec<Focus>> {
        match self {
            Self::StandardReinforcement { strengths } => {
                let step = |r: &f64| Focus { coupling: f64::INFINITY, replicas: 1.0 / (1.0 - r.min(1.0)) };
                Some(strengths.iter().map(step).collect())
            }
            Self::Scoping { couplings, replicas } => {
                Some(couplings.iter().map(|&coupling| Focus { coupling, replicas: *replicas }).collect())
            }
            Self::PseudoReinforcement { strengths, exponent } => {
                Some(strengths.iter().map(|&strength| Focus::pseudo_reinforcement(strength, *exponent)).collect())
            }
            Self::FreeScoping { steps } => Some(steps.clone()),
            Self::SteeredReinforcement { .. } => None,
        }
    }

    /// Checks the parameters.
    pub(super) fn check(&self) -> Result<(), AlgorithmError> {
        match self {
            Self::StandardReinforcement { strengths } | Self::PseudoReinforcement { strengths, .. } => {
                let inside = |strength: &&f64| !(0.0..=1.0).contains(*strength);
                check_none(strengths.iter().find(inside).copied(), "strengths", "numbers in [0, 1]")?;
            }
            Self::Scoping { .. } | Self::FreeScoping { .. } | Self::SteeredReinforcement { .. } => {}
        }
        if let Self::PseudoReinforcement { exponent, .. } | Self::SteeredReinforcement { exponent } = self {
            check("exponent", *exponent, (0.0..=1.0).contains(exponent), "a number in [0, 1]")?;
        }
        let Some(steps) = self.steps() else { return Ok(()) };
        check("steps", steps.len() as f64, !steps.is_empty(), "at least 1")?;
        let coupling = steps.iter().map(|step| step.coupling).find(|coupling| coupling.is_nan() || *coupling < 0.0);
        check_none(coupling, "coupling", "a number of at least 0")?;
        let replicas = steps.iter().map(|step| step.replicas).find(|replicas| replicas.is_nan() || *replicas < 1.0);
        check_none(replicas, "replicas", "a number of at least 1")
    }
}

/// Refuses a value that was found to be outside its domain.
fn check_none(found: Option<f64>, name: &'static str, expected: &'static str) -> Result<(), AlgorithmError> {
    found.map_or(Ok(()), |value| check(name, value, false, expected))
}

impl FromStr for Protocol {
    type Err = AlgorithmError;

    fn from_str(name: &str) -> Result<Self, AlgorithmError> {
        let letters = |name: &str| name.replace(['-', '_', ' '], "").to_lowercase();
        let given = letters(name);
        match NAMES.iter().position(|name| letters(name) == given) {
            Some(0) => Ok(Self::standard_reinforcement(0.01)),
            Some(1) => Ok(Self::Scoping { couplings: Self::grid(0.0, 0.1, 10.0), replicas: 21.0 }),
            Some(2) => Ok(Self::pseudo_reinforcement(0.01)),
            Some(4) => Ok(Self::default()),
            Some(_) => {
                let step = |x: f64| Focus { coupling: 1.0 / (1.0 - x), replicas: (2.0 - x) / (1.0 - x) };
                Ok(Self::FreeScoping { steps: Self::grid(0.0, 0.01, 0.99).into_iter().map(step).collect() })
            }
            None => {
                let distance =
                    |name: &&str| (!letters(name).starts_with(&given), strsim::levenshtein(&letters(name), &given));
                let nearest = NAMES.into_iter().min_by_key(distance).unwrap_or(NAMES[0]);
                Err(AlgorithmError::UnknownProtocol { name: name.to_owned(), nearest })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_those_of_the_formulas() {
        let steps = Protocol::standard_reinforcement(0.25).steps().unwrap();
        assert_eq!(steps.iter().map(|step| step.replicas).collect::<Vec<_>>(), [1.0, 4.0 / 3.0, 2.0, 4.0]);
        assert!(steps.iter().all(|step| step.coupling == f64::INFINITY));
        let steps = Protocol::pseudo_reinforcement(0.25).steps().unwrap();
        assert_eq!(steps[0], Focus { coupling: 0.0, replicas: 2.0 });
        assert!((libm::tanh(steps[1].coupling) - 0.5).abs() < 1e-15 && (steps[1].replicas - 7.0 / 3.0).abs() < 1e-15);
        assert_eq!(steps[4], Focus { coupling: f64::INFINITY, replicas: f64::INFINITY });
        let step = Protocol::PseudoReinforcement { strengths: vec![0.5], exponent: 0.0 }.steps().unwrap()[0];
        assert_eq!(step, Focus { coupling: f64::INFINITY, replicas: 2.0 });
        let steps = Protocol::Scoping { couplings: Protocol::grid(0.0, 0.1, 10.0), replicas: 21.0 }.steps().unwrap();
        assert_eq!((steps.len(), steps[100].replicas), (101, 21.0));
        assert!((steps[100].coupling - 10.0).abs() < 1e-12);
    }

    #[test]
    fn names_are_taken_in_any_case_and_misspelt_ones_met_with_the_nearest() {
        for name in NAMES {
            assert_eq!(name.parse::<Protocol>().unwrap().name(), name);
            assert_eq!(name.replace('-', "_").parse::<Protocol>().unwrap().name(), name);
        }
        assert_eq!("StandardReinforcement".parse::<Protocol>().unwrap(), Protocol::standard_reinforcement(0.01));
        for (misspelt, nearest) in [
            ("scopping", NAMES[1]),
            ("freescopin", NAMES[3]),
            ("psuedo-reinforcement", NAMES[2]),
            ("standard", NAMES[0]),
        ] {
            let error = misspelt.parse::<Protocol>().unwrap_err();
            assert_eq!(error, AlgorithmError::UnknownProtocol { name: misspelt.to_owned(), nearest });
        }
    }
}
