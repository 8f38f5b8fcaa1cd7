//! A programme that answers needs of a village, with its schedule and budget.

use entity::programme::Column as C;
use entity::{activity, ledger_transaction, need, programme};

use crate::graph::noun::{Noun, choice, date, rupiah, text};
use crate::graph::vocabulary;

/// The noun `Programme`.
pub fn noun() -> Noun {
    Noun::of(
        "Programme",
        "programmes",
        programme::Entity,
        "A programme that answers needs of a village, with its schedule and budget.",
    )
    .field(text("key", C::Key, "Natural key, stable over editions."))
    .field(text("name", C::Name, "Name."))
    .field(choice("sector", C::Sector, vocabulary!(value::Sector), "Sector."))
    .field(choice("state", C::State, vocabulary!(programme::ProgrammeState), "Where it stands."))
    .field(date("plannedStart", C::PlannedStart, "Planned first day."))
    .field(date("plannedEnd", C::PlannedEnd, "Planned last day."))
    .field(date("actualStart", C::ActualStart, "Actual first day.").optional())
    .field(date("actualEnd", C::ActualEnd, "Actual last day.").optional())
    .field(rupiah("budget", C::Budget, "Budget in whole rupiah.").optional())
    .one("village", "Village", C::VillageId, "The village.")
    .one("agency", "Agency", C::AgencyId, "The responsible agency.")
    .sourced()
    .many("activities", "Activity", activity::Column::ProgrammeId, "Its steps with planned and actual dates.")
    .many("needs", "Need", need::Column::ReleasedProgrammeId, "Needs that it answers.")
    .many(
        "transactions",
        "Transaction",
        ledger_transaction::Column::ProgrammeId,
        "Money of this programme.",
    )
}
