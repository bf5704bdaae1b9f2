//! Activation functions and their first derivatives.

mod function;
mod name;

pub use function::Activation;
pub use name::UnknownActivation;

#[cfg(test)]
mod tests;
