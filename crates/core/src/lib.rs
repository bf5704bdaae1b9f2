//! Bit-packed ±1 vectors, patterns, exact enumeration and Gaussian special functions for small neural networks.
//!
//! The crate holds what every other part of the workspace stands on:
//!
//! - [`BitVector`], [`BitMatrix`]: vectors and matrices of ±1 packed 64 to a word, with popcount kernels in [`arch`];
//! - [`Committee`]: hidden units that vote, with the perceptron as the committee of one;
//! - [`Patterns`]: a training set, from random labels, a teacher or a file ([`formats`]);
//! - [`enumerate`]: every solution of an instance, exactly;
//! - [`gauss`]: the Gaussian tail `H`, its logarithm and the hazard `G/H`, accurate far into both tails;
//! - [`landscape`]: the energy of weights, and what flipping one of them changes;
//! - [`model`]: priors of a weight and channels of a label, what replica formulas and message passing are generic over;
//! - [`Nonlinearity`]: what makes a random feature of an input, with its Gaussian moments;
//! - [`StreamKey`]: named random streams, so that a result depends on the seed alone.
//!
//! # Conventions
//!
//! Weights are ±1, a pattern `μ` is an input `x^μ` with a label `y^μ = ±1`, and only the gauged row `ξ^μ = y^μ x^μ`
//! matters to a solution. The stability of a pattern is `Δ^μ = ξ^μ·W/√N`; the pattern is satisfied when `Δ^μ > κ` for the
//! margin `κ`, so a tie is an error. The constraint density is `α = P/N`, entropies are in nats per weight, and the
//! distance of two weight vectors is `d = Hamming/N = (1 − overlap)/2`.
//!
//! The crate opens no file, reads no clock and no environment.

pub mod arch;
mod bits;
mod committee;
pub mod elementwise;
pub mod enumerate;
pub mod formats;
pub mod gauss;
pub mod landscape;
pub mod model;
mod nonlinearity;
pub mod patterns;
pub mod products;
mod streams;

pub use bits::{BitMatrix, BitVector, BitsError};
pub use committee::{Committee, CommitteeError};
pub use nonlinearity::Nonlinearity;
pub use patterns::Patterns;
pub use streams::{StandardNormal, StreamKey};

/// The example of the README, compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
