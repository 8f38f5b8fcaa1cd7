//! What an agency found in an accompanied village, in a focus group or a visit.

use entity::assessment::Column as C;
use entity::{assessment, need, potential};

use crate::graph::noun::{Noun, choice, date, int, text};
use crate::graph::vocabulary;

/// The noun `Assessment`.
pub fn noun() -> Noun {
    Noun::of(
        "Assessment",
        "assessments",
        assessment::Entity,
        "What an agency found in an accompanied village, in a focus group or a visit.",
    )
    .field(text("key", C::Key, "Natural key, stable over editions."))
    .field(choice("method", C::Method, vocabulary!(assessment::AssessmentMethod), "How it was done."))
    .field(choice("state", C::State, vocabulary!(assessment::AssessmentState), "Where it stands."))
    .field(date("plannedOn", C::PlannedOn, "Planned day.").optional())
    .field(date("heldOn", C::HeldOn, "Day on which it was held.").optional())
    .field(int("participants", C::Participants, "How many took part.").optional())
    .field(text("summary", C::Summary, "What was found, in a few sentences.").optional())
    .one("village", "Village", C::VillageId, "The village.")
    .one("agency", "Agency", C::AgencyId, "The agency that assessed.")
    .maybe_one("accompaniment", "Accompaniment", C::AccompanimentId, "The accompaniment that it belongs to.")
    .sourced()
    .many("needs", "Need", need::Column::AssessmentId, "Needs that it found.")
    .many("potentials", "Potential", potential::Column::AssessmentId, "Potentials that it found.")
}
