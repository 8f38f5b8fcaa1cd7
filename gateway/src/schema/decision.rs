//! A decision of a meeting.

use entity::decision::Column as C;
use entity::{action_item, decision};

use crate::graph::noun::{Noun, int, text};

/// The noun `Decision`.
pub fn noun() -> Noun {
    Noun::of("Decision", "decisions", decision::Entity, "A decision of a meeting.")
        .field(text("key", C::Key, "Natural key, stable over editions."))
        .field(int("number", C::Number, "Number within the meeting, from 1."))
        .field(text("text", C::Text, "The decision."))
        .field(text("textEn", C::TextEn, "The same in English."))
        .one("meeting", "Meeting", C::MeetingId, "The meeting.")
        .sourced()
        .many("actionItems", "ActionItem", action_item::Column::DecisionId, "What is to be done about it.")
}
