//! Where money comes from.

use entity::funding_source::Column as C;
use entity::{funding_source, ledger_transaction};

use crate::graph::noun::{Noun, choice, text};
use crate::graph::vocabulary;

/// The noun `FundingSource`.
pub fn noun() -> Noun {
    Noun::of("FundingSource", "fundingSources", funding_source::Entity, "Where money comes from.")
        .field(text("key", C::Key, "Natural key, stable over editions."))
        .field(text("name", C::Name, "Name."))
        .field(text("nameEn", C::NameEn, "Name in English.").optional())
        .field(choice("channel", C::Channel, vocabulary!(funding_source::Channel), "Channel of the money."))
        .field(
            choice("fundKind", C::FundKind, vocabulary!(funding_source::FundKind), "Kind of fund.")
                .optional(),
        )
        .maybe_one("stakeholder", "Stakeholder", C::StakeholderId, "The stakeholder behind it.")
        .maybe_one("agency", "Agency", C::AgencyId, "The agency behind it.")
        .sourced()
        .many(
            "transactions",
            "Transaction",
            ledger_transaction::Column::FundingSourceId,
            "Money from this source.",
        )
}
