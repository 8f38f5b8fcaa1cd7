//! What somebody has to do because of a decision.

use entity::action_item;
use entity::action_item::Column as C;

use crate::graph::noun::{Noun, choice, date, text};
use crate::graph::vocabulary;

/// The noun `ActionItem`.
pub fn noun() -> Noun {
    Noun::of(
        "ActionItem",
        "actionItems",
        action_item::Entity,
        "What somebody has to do because of a decision.",
    )
    .field(text("key", C::Key, "Natural key, stable over editions."))
    .field(text("title", C::Title, "What is to be done."))
    .field(text("titleEn", C::TitleEn, "The same in English."))
    .field(date("dueOn", C::DueOn, "Day by which it is due.").optional())
    .field(date("originalDueOn", C::OriginalDueOn, "The first due day, where it was moved.").optional())
    .field(choice("state", C::State, vocabulary!(action_item::ActionState), "Where it stands."))
    .field(date("completedOn", C::CompletedOn, "Day on which it was done.").optional())
    .field(text("evidence", C::Evidence, "What shows its progress.").optional())
    .field(text("evidenceEn", C::EvidenceEn, "The same in English.").optional())
    .field(text("postponedReason", C::PostponedReason, "Why it was postponed.").optional())
    .one("decision", "Decision", C::DecisionId, "The decision.")
    .maybe_one("agency", "Agency", C::AgencyId, "The agency that owns it.")
    .maybe_one("village", "Village", C::VillageId, "The village that it concerns.")
    .sourced()
}
