//! What figures and commands measure in the landscape of a loss, as sections of a plan.

mod curvature;
mod path;
mod plan;
mod surface;

pub use curvature::{CurvatureParameters, CurvatureRow};
pub use path::{Connection, PathParameters, PathPoint, seek_connection};
pub use plan::{LandscapePlan, OpenLandscape, PathRow};
pub use surface::{GridSide, SurfaceParameters, SurfaceRow, Viewed, filter_normalized_plane};
