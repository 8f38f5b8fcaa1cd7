//! A count of people or families for a region, as the newest release tells it.

use entity::public_cell;
use entity::public_cell::Column as C;

use crate::graph::noun::{Noun, big_int, choice, text};
use crate::graph::vocabulary;

/// The noun `ReleasedCell`.
pub fn noun() -> Noun {
    Noun::of(
        "ReleasedCell",
        "releasedCells",
        public_cell::Entity,
        "A count of people or families for a region, as the newest release tells it. A cell that is not there counts \
         none; counts of a village that a row of its own tells (`SyncCount`, `Observation`) are there alone.",
    )
    .identity(&[])
    .field(choice("measure", C::Measure, vocabulary!(released_cell::Measure), "What is counted."))
    .field(text(
        "category",
        C::Category,
        "Which of them: a need type, a state of corrections or ALL, a count of the registry, an indicator.",
    ))
    .field(text("period", C::Period, "Year, cycle or period."))
    .field(text("series", C::Series, "Method, where several count the same.").optional())
    .field(big_int("value", C::Value, "How many; null where it is suppressed.").optional())
    .field(choice("state", C::State, vocabulary!(released_cell::ReleasedState), "Whether it is told."))
    .one("release", "Release", C::ReleaseId, "The release.")
    .one("region", "Region", C::RegionId, "The region.")
    .view("village", "Village", C::RegionId, "The same as a village; null when it is of another level.")
    .view("district", "District", C::RegionId, "The same as a kecamatan; null when it is of another level.")
    .sourced()
}
