//! An agency accompanies a village (or a whole kecamatan) in a scheme and a period.

use entity::accompaniment::Column as C;
use entity::{accompaniment, assessment};

use crate::graph::noun::{Noun, choice, date, int, text};
use crate::graph::vocabulary;

/// The noun `Accompaniment`.
pub fn noun() -> Noun {
    Noun::of(
        "Accompaniment",
        "accompaniments",
        accompaniment::Entity,
        "An agency accompanies a village (or a whole kecamatan) in a scheme and a period.",
    )
    .field(text("key", C::Key, "Natural key, stable over editions."))
    .field(choice("role", C::Role, vocabulary!(accompaniment::AccompanimentRole), "Lead or support."))
    .field(choice("state", C::State, vocabulary!(accompaniment::AccompanimentState), "Where it stands."))
    .dated_through(C::StartsOn, C::EndsOn)
    .field(date("startsOn", C::StartsOn, "First day; see the precision."))
    .field(date("endsOn", C::EndsOn, "Last day.").optional())
    .field(choice(
        "datePrecision",
        C::DatePrecision,
        vocabulary!(value::DatePrecision),
        "How exactly the dates are known.",
    ))
    .field(text("basis", C::Basis, "Why the village was chosen: registry, vintage, rule.").optional())
    .field(
        int("basisRank", C::BasisRank, "Rank within its kecamatan by that rule, 1 is the poorest.")
            .optional(),
    )
    .field(text("decree", C::Decree, "Decree that ordered it.").optional())
    .field(text("note", C::Note, "What a reader should know.").optional())
    .one("region", "Region", C::RegionId, "The village or kecamatan.")
    .view("village", "Village", C::RegionId, "The same as a village; null when it is of another level.")
    .view("district", "District", C::RegionId, "The same as a kecamatan; null when it is of another level.")
    .one("agency", "Agency", C::AgencyId, "The agency.")
    .one("scheme", "Scheme", C::SchemeId, "The scheme.")
    .maybe_one("continues", "Accompaniment", C::ContinuesId, "The accompaniment that it carries on.")
    .sourced()
    .many(
        "assessments",
        "Assessment",
        assessment::Column::AccompanimentId,
        "Assessments made within it.",
    )
}
