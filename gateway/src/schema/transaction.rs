//! One row of the money ledger. Rows never change; a correction is a reversal with a reason.

use entity::ledger_transaction;
use entity::ledger_transaction::Column as C;

use crate::graph::noun::{Noun, choice, date, int, rupiah, text};
use crate::graph::vocabulary;

/// The noun `Transaction`.
pub fn noun() -> Noun {
    Noun::of(
        "Transaction",
        "transactions",
        ledger_transaction::Entity,
        "One row of the money ledger. Rows never change; a correction is a reversal with \
        a reason.",
    )
    .append_only()
    .field(text("key", C::Key, "Natural key, stable over editions."))
    .field(choice("kind", C::Kind, vocabulary!(ledger_transaction::TransactionKind), "Stage of the money."))
    .field(date("occurredOn", C::OccurredOn, "Day; see the precision."))
    .field(choice(
        "datePrecision",
        C::DatePrecision,
        vocabulary!(value::DatePrecision),
        "How exactly the day is known.",
    ))
    .field(rupiah("amount", C::Amount, "Amount in whole rupiah; absent when unknown.").optional())
    .field(choice(
        "amountState",
        C::AmountState,
        vocabulary!(ledger_transaction::AmountState),
        "Whether the amount is stated.",
    ))
    .field(choice(
        "valueKind",
        C::ValueKind,
        vocabulary!(ledger_transaction::ValueKind),
        "Cash, in kind or credit: never added up together.",
    ))
    .field(
        int("quantity", C::Quantity, "Units delivered, where they are stated and that of the need is told.")
            .optional()
            .released_as(C::ReleasedQuantity),
    )
    .field(text("unit", C::Unit, "Unit of the quantity.").optional())
    .field(text("receiver", C::Receiver, "Receiving organisation or group; never a person."))
    .field(text("reason", C::Reason, "Why it takes back an earlier row.").optional())
    .field(choice("sector", C::Sector, vocabulary!(value::Sector), "Sector.").optional())
    .field(text("description", C::Description, "What the money is for."))
    .field(text("evidence", C::Evidence, "Evidence of the use.").optional())
    .one("fundingSource", "FundingSource", C::FundingSourceId, "Where the money comes from.")
    .one("region", "Region", C::RegionId, "Where the money goes.")
    .view("village", "Village", C::RegionId, "The same as a village; null when it is of another level.")
    .view("district", "District", C::RegionId, "The same as a kecamatan; null when it is of another level.")
    .maybe_one("programme", "Programme", C::ProgrammeId, "The programme that it pays for.")
    .maybe_one_released(
        "need",
        "Need",
        (C::NeedId, C::ReleasedNeedId),
        "The need that it meets; null where its quantity is not told, which the amount would tell.",
    )
    .maybe_one(
        "receiverStakeholder",
        "Stakeholder",
        C::ReceiverStakeholderId,
        "The receiver, if a stakeholder.",
    )
    .maybe_one("receiverAgency", "Agency", C::ReceiverAgencyId, "The receiver, if an agency.")
    .maybe_one("passesOn", "Transaction", C::PassesOnId, "The transaction whose money this passes on.")
    .maybe_one("reverses", "Transaction", C::ReversesId, "The transaction that this takes back.")
    .sourced()
}
