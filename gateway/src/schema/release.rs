//! A release: the moment at which counts of people and families became public.

use entity::release::Column as C;
use entity::{public_cell, release};

use crate::graph::noun::{Noun, big_int, int, moment, text};

/// The noun `Release`.
pub fn noun() -> Noun {
    Noun::of(
        "Release",
        "releases",
        release::Entity,
        "The moment at which counts of people and families became public, cell by cell. Only the newest one has cells.",
    )
    .identity(&[])
    .field(int("number", C::Number, "Counts up from one."))
    .field(moment("releasedAt", C::ReleasedAt, "Moment of the release."))
    .field(text("author", C::Author, "Who made it: a command or an office."))
    .field(big_int("dataVersion", C::DataVersion, "Data version that it produced."))
    .field(int("published", C::Published, "Cells that it tells."))
    .field(int("suppressed", C::Suppressed, "Cells that it suppresses."))
    .many("cells", "ReleasedCell", public_cell::Column::ReleaseId, "Its counts.")
}
