//! A scheme of accompaniment; several run side by side.

use entity::scheme::Column as C;
use entity::{accompaniment, scheme};

use crate::graph::noun::{HOUR, Noun, choice, date, text};
use crate::graph::vocabulary;

/// The noun `Scheme`.
pub fn noun() -> Noun {
    Noun::of("Scheme", "schemes", scheme::Entity, "A scheme of accompaniment; several run side by side.")
        .reference()
        .max_age(HOUR)
        .field(text("key", C::Key, "Natural key, stable over editions."))
        .field(text("name", C::Name, "Name."))
        .field(text("nameEn", C::NameEn, "Name in English.").optional())
        .field(choice("ownerLevel", C::OwnerLevel, vocabulary!(scheme::OwnerLevel), "Who runs it."))
        .field(text("description", C::Description, "What it is.").optional())
        .dated_until(C::ValidFrom, C::ValidTo)
        .field(date("validFrom", C::ValidFrom, "First day.").optional())
        .field(date("validTo", C::ValidTo, "First day on which it no longer runs.").optional())
        .sourced()
        .many(
            "accompaniments",
            "Accompaniment",
            accompaniment::Column::SchemeId,
            "Accompaniments under this scheme.",
        )
}
