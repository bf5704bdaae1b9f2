//! Named random streams and the Gaussian numbers drawn from them.

mod key;
mod normal;

pub use key::StreamKey;
pub use normal::StandardNormal;
