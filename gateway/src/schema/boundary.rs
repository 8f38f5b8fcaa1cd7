//! Where a region ends.

use entity::boundary;
use entity::boundary::Column as C;

use crate::graph::noun::{DAY, Noun, geometry};

/// The noun `Boundary`.
pub fn noun() -> Noun {
    Noun::of(
        "Boundary",
        "boundaries",
        boundary::Entity,
        "Where a region ends, simplified for maps. The operator brings it: `gateway import-boundaries`.",
    )
    .identity(&["region"])
    .max_age(DAY)
    .field(geometry(
        "geometry",
        C::Geometry,
        "The area, in degrees of WGS 84; neighbours share the points of the line between them.",
    ))
    .one("region", "Region", C::RegionId, "The region.")
    .view("district", "District", C::RegionId, "The same as a kecamatan; null when it is of another level.")
    .view("village", "Village", C::RegionId, "The same as a village; null when it is of another level.")
    .sourced()
}
