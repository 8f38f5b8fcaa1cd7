//! How many registry rows of a village stand at each level in a cycle, and how far the levels agree.

use entity::sync_count;
use entity::sync_count::Column as C;

use crate::graph::noun::{Noun, choice, int};
use crate::graph::vocabulary;

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
    .field(int("villageRows", C::VillageRows, "Rows at the village.").released_as(C::ReleasedVillageRows))
    .field(
        int("districtRows", C::DistrictRows, "Rows at the kecamatan.").released_as(C::ReleasedDistrictRows),
    )
    .field(int("regencyRows", C::RegencyRows, "Rows at the regency.").released_as(C::ReleasedRegencyRows))
    .field(int("ministryRows", C::MinistryRows, "Rows at the ministry.").released_as(C::ReleasedMinistryRows))
    .field(
        int("unmatchedRows", C::UnmatchedRows, "Rows that do not match the civil registry.")
            .released_as(C::ReleasedUnmatchedRows),
    )
    .field(
        int("onlyVillage", C::OnlyVillage, "Rows that only the village has.")
            .released_as(C::ReleasedOnlyVillage),
    )
    .field(
        int("onlyRegency", C::OnlyRegency, "Rows that only the regency has.")
            .released_as(C::ReleasedOnlyRegency),
    )
    .field(
        int("differing", C::Differing, "Rows that both have with different content.")
            .released_as(C::ReleasedDiffering),
    )
    .field(
        int("lagDays", C::LagDays, "Days between the village's entry and the ministry's determination.")
            .optional(),
    )
    .field(
        choice(
            "cellState",
            C::CellState,
            vocabulary!(value::CellState),
            "Whether all of these are told; null stands for each that is not.",
        )
        .computed(),
    )
    .one("village", "Village", C::VillageId, "The village.")
    .one("cycle", "RegistryCycle", C::CycleId, "The cycle.")
    .sourced()
}
