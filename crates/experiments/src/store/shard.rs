//! Shards: a plan divided among processes.

use crate::Error;
use std::fmt;
use std::str::FromStr;

/// The part of a plan that one process computes: every point whose number is `index` modulo `of`.
///
/// ```
/// use piccole_experiments::Shard;
/// let shard: Shard = "1/3".parse().unwrap();
/// assert_eq!((0..8).filter(|&k| shard.holds(k)).collect::<Vec<_>>(), [1, 4, 7]);
/// assert!("3/3".parse::<Shard>().is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    index: usize,
    of: usize,
}

impl Shard {
    /// The whole plan, shard 0 of 1.
    pub const WHOLE: Self = Self { index: 0, of: 1 };

    /// Shard `index` of `of`, counted from 0.
    ///
    /// # Errors
    /// [`Error::Shard`] unless `index < of`.
    pub fn new(index: usize, of: usize) -> Result<Self, Error> {
        if index < of { Ok(Self { index, of }) } else { Err(Error::Shard { text: format!("{index}/{of}") }) }
    }

    /// Number of the shard, from 0.
    pub fn index(self) -> usize {
        self.index
    }

    /// Number of shards.
    pub fn of(self) -> usize {
        self.of
    }

    /// Whether the point with this number belongs to the shard.
    pub fn holds(self, point: usize) -> bool {
        point % self.of == self.index
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

impl FromStr for Shard {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let parts = text.split_once('/').and_then(|(index, of)| Some((index.parse().ok()?, of.parse().ok()?)));
        let (index, of) = parts.ok_or_else(|| Error::Shard { text: text.to_owned() })?;
        Self::new(index, of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_point_belongs_to_exactly_one_shard() {
        for point in 0..20 {
            assert_eq!((0..3).filter(|&i| Shard::new(i, 3).unwrap().holds(point)).count(), 1);
        }
    }

    #[test]
    fn shards_that_do_not_exist_are_refused_with_the_form_expected() {
        for text in ["", "1", "2/2", "a/2", "0/0", "-1/2", "1/2/3"] {
            let message = text.parse::<Shard>().unwrap_err().to_string();
            assert!(message.contains(&format!("`{text}`")) && message.contains("INDEX/COUNT"), "{message}");
        }
    }
}
