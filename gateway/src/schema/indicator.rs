//! What is measured, with the five parts that Satu Data Indonesia asks for.

use entity::indicator::Column as C;
use entity::{claim_conflict, indicator, observation};

use crate::graph::noun::{HOUR, Noun, choice, int, text};
use crate::graph::vocabulary;

/// The noun `Indicator`.
pub fn noun() -> Noun {
    Noun::of(
        "Indicator",
        "indicators",
        indicator::Entity,
        "What is measured, with the five parts that Satu Data Indonesia asks for.",
    )
    .reference()
    .max_age(HOUR)
    .field(text("key", C::Key, "Natural key, stable over editions."))
    .field(text("name", C::Name, "Name in Indonesian."))
    .field(text("nameEn", C::NameEn, "Name in English."))
    .field(choice(
        "kind",
        C::Kind,
        vocabulary!(indicator::IndicatorKind),
        "Where its values come from. Survey rates and registry counts never share an \
        axis.",
    ))
    .field(text("unit", C::Unit, "Satuan, in Indonesian."))
    .field(text("unitEn", C::UnitEn, "Unit in English."))
    .field(int("decimals", C::Decimals, "Digits kept after the decimal point, 0 to 6."))
    .field(choice("better", C::Better, vocabulary!(indicator::Better), "Which direction is better."))
    .field(text("concept", C::Concept, "Konsep."))
    .field(text("definition", C::Definition, "Definisi."))
    .field(text("classification", C::Classification, "Klasifikasi."))
    .field(text("measure", C::Measure, "Ukuran."))
    .field(text("referenceCode", C::ReferenceCode, "Kode referensi.").optional())
    .field(choice(
        "disclosure",
        C::Disclosure,
        vocabulary!(indicator::Disclosure),
        "Whether its values count people, and so are told by releases only.",
    ))
    .field(text("producer", C::Producer, "Who produces it."))
    .field(choice("frequency", C::Frequency, vocabulary!(indicator::Frequency), "How often it is released."))
    .maybe_one(
        "numerator",
        "Indicator",
        C::NumeratorId,
        "Whose value is the numerator of this rate; where that is suppressed, the rate is.",
    )
    .sourced()
    .many(
        "observations",
        "Observation",
        observation::Column::IndicatorId,
        "Its values, of all regions and periods.",
    )
    .many(
        "claimConflicts",
        "ClaimConflict",
        claim_conflict::Column::IndicatorId,
        "Claims that contradict each other, side by side.",
    )
}
