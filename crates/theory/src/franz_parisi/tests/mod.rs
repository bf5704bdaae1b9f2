//! Local entropies against limits, bounds, finer grids and separate implementations.

mod single;
mod typical;
