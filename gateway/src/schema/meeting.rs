//! A meeting or dated public act of the movement.

use entity::meeting::Column as C;
use entity::{attendance, decision, meeting};

use crate::graph::noun::{Noun, choice, date, text};
use crate::graph::vocabulary;

/// The noun `Meeting`.
pub fn noun() -> Noun {
    Noun::of("Meeting", "meetings", meeting::Entity, "A meeting or dated public act of the movement.")
        .field(text("key", C::Key, "Natural key, stable over editions."))
        .field(text("title", C::Title, "Title."))
        .field(text("titleEn", C::TitleEn, "Title in English."))
        .field(choice("kind", C::Kind, vocabulary!(meeting::MeetingKind), "What it was."))
        .field(choice("state", C::State, vocabulary!(meeting::MeetingState), "Where its minutes stand."))
        .field(date("heldOn", C::HeldOn, "Day; see the precision."))
        .field(choice(
            "datePrecision",
            C::DatePrecision,
            vocabulary!(value::DatePrecision),
            "How exactly the day is known.",
        ))
        .field(text("place", C::Place, "Where.").optional())
        .field(text("chair", C::Chair, "Office that chaired it.").optional())
        .field(text("summary", C::Summary, "What it was about."))
        .field(text("summaryEn", C::SummaryEn, "The same in English."))
        .maybe_one("previous", "Meeting", C::PreviousId, "The meeting that it follows up.")
        .maybe_one(
            "region",
            "Region",
            C::RegionId,
            "The region that it is about: a regency, a province, the country.",
        )
        .sourced()
        .many("attendances", "Attendance", attendance::Column::MeetingId, "Who took part.")
        .many("decisions", "Decision", decision::Column::MeetingId, "What was decided.")
}
