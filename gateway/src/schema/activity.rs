//! A step of a programme with planned and actual dates.

use entity::activity;
use entity::activity::Column as C;

use crate::graph::noun::{Noun, date, int, text};

/// The noun `Activity`.
pub fn noun() -> Noun {
    Noun::of(
        "Activity",
        "activities",
        activity::Entity,
        "A step of a programme with planned and actual dates.",
    )
    .field(text("key", C::Key, "Natural key, stable over editions."))
    .field(int("sequence", C::Sequence, "Place in the programme, from 1."))
    .field(text("name", C::Name, "Name."))
    .field(date("plannedStart", C::PlannedStart, "Planned first day."))
    .field(date("plannedEnd", C::PlannedEnd, "Planned last day."))
    .field(date("actualStart", C::ActualStart, "Actual first day.").optional())
    .field(date("actualEnd", C::ActualEnd, "Actual last day.").optional())
    .one("programme", "Programme", C::ProgrammeId, "The programme.")
    .sourced()
}
