//! A correction of the registry on its way from the village to the ministry. No person can be read from it.

use entity::registry_change;
use entity::registry_change::Column as C;

use crate::graph::noun::{Noun, choice, date, text};
use crate::graph::vocabulary;

/// The noun `RegistryChange`.
pub fn noun() -> Noun {
    Noun::of(
        "RegistryChange",
        "registryChanges",
        registry_change::Entity,
        "A correction of the registry on its way from the village to the ministry. No \
        person can be read from it.",
    )
    // A row stands for a family: the API tells how many there are, by released cells.
    .internal()
    .field(text("key", C::Key, "Natural key, stable over editions."))
    .field(choice("kind", C::Kind, vocabulary!(registry_change::ChangeKind), "What is corrected."))
    .field(choice("state", C::State, vocabulary!(registry_change::ChangeState), "How far it has come."))
    .field(date("reportedOn", C::ReportedOn, "Day of the report."))
    .field(date("changedOn", C::ChangedOn, "Day of the last step."))
    .field(text("reason", C::Reason, "Reason for a refusal.").optional())
    .field(
        text("recordHash", C::RecordHash, "Keyed hash of the record, 64 hex digits, for matching only.")
            .hidden(),
    )
    .one("village", "Village", C::VillageId, "The village.")
    .one("cycle", "RegistryCycle", C::CycleId, "The cycle.")
    .sourced()
}
