//! Parameters of this experiment alone.

use crate::parameters::Count;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A number of minima that makes a ring: at least three.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Count")]
pub(super) struct Minima(Count);

impl Minima {
    pub(super) fn get(self) -> usize {
        self.0.get()
    }
}

impl TryFrom<Count> for Minima {
    type Error = String;

    fn try_from(count: Count) -> Result<Self, String> {
        match count.get() {
            3.. => Ok(Self(count)),
            few => Err(format!("{few}, expected at least 3 minima, whose pairs make a ring")),
        }
    }
}
