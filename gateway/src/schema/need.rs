//! A need that an assessment found, with its size and cost.

use entity::need::Column as C;
use entity::{ledger_transaction, need};

use crate::graph::noun::{Noun, choice, int, rupiah, text};
use crate::graph::vocabulary;

/// The noun `Need`.
pub fn noun() -> Noun {
    Noun::of("Need", "needs", need::Entity, "A need that an assessment found, with its size and cost.")
        .field(text("key", C::Key, "Natural key, stable over editions."))
        .field(choice("needType", C::NeedType, vocabulary!(need::NeedType), "What kind of need."))
        .field(text("title", C::Title, "What is needed."))
        .field(
            int("quantity", C::Quantity, "How many units; null where it is not told, see `cellState`.")
                .released_as(C::ReleasedQuantity),
        )
        .field(text("unit", C::Unit, "Unit of the quantity."))
        .field(
            rupiah("unitCost", C::UnitCost, "Cost of one unit in whole rupiah; null where the quantity is not told.")
                .optional()
                .released_as(C::ReleasedUnitCost),
        )
        .field(
            rupiah("cost", C::Cost, "Quantity times unit cost, in whole rupiah; null where the quantity is not told.")
                .optional()
                .computed()
                .released_as(C::ReleasedCost),
        )
        .field(choice("cellState", C::CellState, vocabulary!(value::CellState), "Whether the quantity is told.").computed())
        .field(choice("state", C::State, vocabulary!(need::NeedState), "Where it stands."))
        .one("assessment", "Assessment", C::AssessmentId, "The assessment that found it.")
        .one("village", "Village", C::VillageId, "The village.")
        .maybe_one("agency", "Agency", C::AgencyId, "The agency responsible for this kind of need.")
        .maybe_one_released(
            "programme",
            "Programme",
            (C::ProgrammeId, C::ReleasedProgrammeId),
            "The programme meant to meet it; null where the quantity is not told, which its budget would tell.",
        )
        .sourced()
        .many(
            "transactions",
            "Transaction",
            ledger_transaction::Column::ReleasedNeedId,
            "Money that meets this need.",
        )
}
