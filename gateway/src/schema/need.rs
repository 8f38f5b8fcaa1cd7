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
        .field(int("quantity", C::Quantity, "How many units."))
        .field(text("unit", C::Unit, "Unit of the quantity."))
        .field(rupiah("unitCost", C::UnitCost, "Cost of one unit in whole rupiah.").optional())
        .field(rupiah("cost", C::Cost, "Quantity times unit cost, in whole rupiah.").optional().computed())
        .field(choice("state", C::State, vocabulary!(need::NeedState), "Where it stands."))
        .one("assessment", "Assessment", C::AssessmentId, "The assessment that found it.")
        .one("village", "Village", C::VillageId, "The village.")
        .maybe_one("agency", "Agency", C::AgencyId, "The agency responsible for this kind of need.")
        .maybe_one("programme", "Programme", C::ProgrammeId, "The programme meant to meet it.")
        .sourced()
        .many(
            "transactions",
            "Transaction",
            ledger_transaction::Column::NeedId,
            "Money that meets this need.",
        )
}
