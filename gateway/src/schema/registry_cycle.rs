//! A cycle of the welfare registry.

use entity::registry_cycle::Column as C;
use entity::{registry_cycle, sync_count};

use crate::graph::noun::{Noun, choice, date, text};
use crate::graph::vocabulary;

/// The noun `RegistryCycle`.
pub fn noun() -> Noun {
    Noun::of("RegistryCycle", "registryCycles", registry_cycle::Entity, "A cycle of the welfare registry.")
        .reference()
        .field(text("key", C::Key, "Natural key, stable over editions."))
        .field(choice("registry", C::Registry, vocabulary!(registry_cycle::Registry), "Which registry."))
        .field(text("period", C::Period, "Month or quarter."))
        .field(date("startsOn", C::StartsOn, "First day."))
        .field(date("cutOffOn", C::CutOffOn, "Day on which entries close.").optional())
        .field(date("determinedOn", C::DeterminedOn, "Day of the ministry's determination.").optional())
        .sourced()
        .many("syncCounts", "SyncCount", sync_count::Column::CycleId, "Counts per village.")
}
