//! How many registry rows of a village stand at each level in a cycle, and how far the levels agree.

use entity::sync_count;
use entity::sync_count::Column as C;

use crate::graph::noun::{Noun, int};

/// The noun `SyncCount`.
pub fn noun() -> Noun {
    Noun::of(
        "SyncCount",
        "syncCounts",
        sync_count::Entity,
        "How many registry rows of a village stand at each level in a cycle, and how far \
        the levels agree.",
    )
    .identity(&["village", "cycle"])
    .field(int("villageRows", C::VillageRows, "Rows at the village."))
    .field(int("districtRows", C::DistrictRows, "Rows at the kecamatan."))
    .field(int("regencyRows", C::RegencyRows, "Rows at the regency."))
    .field(int("ministryRows", C::MinistryRows, "Rows at the ministry."))
    .field(int("unmatchedRows", C::UnmatchedRows, "Rows that do not match the civil registry."))
    .field(int("onlyVillage", C::OnlyVillage, "Rows that only the village has."))
    .field(int("onlyRegency", C::OnlyRegency, "Rows that only the regency has."))
    .field(int("differing", C::Differing, "Rows that both have with different content."))
    .field(
        int("lagDays", C::LagDays, "Days between the village's entry and the ministry's determination.")
            .optional(),
    )
    .one("village", "Village", C::VillageId, "The village.")
    .one("cycle", "RegistryCycle", C::CycleId, "The cycle.")
    .sourced()
}
