//! A strength of a village that an assessment found.

use entity::potential;
use entity::potential::Column as C;

use crate::graph::noun::{Noun, choice, text};
use crate::graph::vocabulary;

/// The noun `Potential`.
pub fn noun() -> Noun {
    Noun::of(
        "Potential",
        "potentials",
        potential::Entity,
        "A strength of a village that an assessment found.",
    )
    .field(text("key", C::Key, "Natural key, stable over editions."))
    .field(choice("kind", C::Kind, vocabulary!(potential::PotentialKind), "What kind of strength."))
    .field(text("description", C::Description, "What it is."))
    .one("assessment", "Assessment", C::AssessmentId, "The assessment that found it.")
    .one("village", "Village", C::VillageId, "The village.")
    .sourced()
}
