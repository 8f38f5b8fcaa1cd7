//! The notice in the place of an edition that was taken down.

use serde::Serialize;

use crate::edition::{Id, Reason};
use crate::links::Target;
use crate::scribe::{Scribe, say};
use crate::view::Heading;

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct TakenDown {
    heading: Heading,
    reason: String,
    current: String,
    all: String,
}

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>, id: Id, reason: &Reason) -> TakenDown {
    let name = scribe.edition_name(id);
    TakenDown {
        heading: Heading {
            title: say!(scribe.locale, "{name} telah ditarik", "{name}: taken down"),
            lead: scribe
                .say(
                    "Isi edisi ini tidak lagi tersedia di alamat ini.",
                    "What this edition held is no longer available at this address.",
                )
                .to_owned(),
            ..Heading::default()
        },
        reason: scribe.say(&reason.id, &reason.en).to_owned(),
        current: scribe.href(Target::Overview),
        all: scribe.href(Target::Editions),
    }
}
