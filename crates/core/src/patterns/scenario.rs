//! What a training set is drawn from.

use super::PatternsError;
use std::fmt;
use std::str::FromStr;

/// Where the labels come from.
///
/// As text, `storage` and `teacher-student`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scenario {
    /// Labels are ±1 with equal probability, independent of the inputs.
    Storage,
    /// Labels are those of a teacher with random ±1 weights.
    TeacherStudent,
}

impl Scenario {
    /// The name, in kebab case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Storage => "storage",
            Self::TeacherStudent => "teacher-student",
        }
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Scenario {
    type Err = PatternsError;

    fn from_str(name: &str) -> Result<Self, PatternsError> {
        let known = [Self::Storage, Self::TeacherStudent];
        let unknown = || PatternsError::UnknownScenario { name: name.to_owned() };
        known.into_iter().find(|scenario| scenario.as_str() == name).ok_or_else(unknown)
    }
}

/// The law of the entries of the inputs; all entries are independent, with mean 0 and variance 1.
///
/// As text, `signs` and `gaussian`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InputLaw {
    /// ±1 with equal probability.
    Signs,
    /// Gaussians.
    Gaussian,
}

impl InputLaw {
    /// The name, in kebab case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Signs => "signs",
            Self::Gaussian => "gaussian",
        }
    }
}

impl fmt::Display for InputLaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for InputLaw {
    type Err = PatternsError;

    fn from_str(name: &str) -> Result<Self, PatternsError> {
        let known = [Self::Signs, Self::Gaussian];
        let unknown = || PatternsError::UnknownInputLaw { name: name.to_owned() };
        known.into_iter().find(|law| law.as_str() == name).ok_or_else(unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_a_round_trip() {
        for scenario in [Scenario::Storage, Scenario::TeacherStudent] {
            assert_eq!(scenario.to_string().parse(), Ok(scenario));
        }
        for law in [InputLaw::Signs, InputLaw::Gaussian] {
            assert_eq!(law.to_string().parse(), Ok(law));
        }
    }

    #[test]
    fn unknown_names_are_refused_with_those_that_exist() {
        let error = "Teacher".parse::<Scenario>().unwrap_err();
        assert_eq!(error.to_string(), "unknown scenario \"Teacher\", expected storage or teacher-student");
        let error = "".parse::<InputLaw>().unwrap_err();
        assert_eq!(error.to_string(), "unknown law of the inputs \"\", expected signs or gaussian");
    }
}
