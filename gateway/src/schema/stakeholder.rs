//! An organisation outside the agencies that takes part: Baznas, Fatayat, 'Aisyiyah, companies, donors.

use entity::stakeholder::Column as C;
use entity::{attendance, funding_source, ledger_transaction, stakeholder};

use crate::graph::noun::{Noun, choice, text};
use crate::graph::vocabulary;

/// The noun `Stakeholder`.
pub fn noun() -> Noun {
    Noun::of(
        "Stakeholder",
        "stakeholders",
        stakeholder::Entity,
        "An organisation outside the agencies that takes part: Baznas, Fatayat, \
        'Aisyiyah, companies, donors.",
    )
    .reference()
    .field(text("key", C::Key, "Natural key, stable over editions."))
    .field(text("name", C::Name, "Name."))
    .field(text("nameEn", C::NameEn, "Name in English.").optional())
    .field(choice("kind", C::Kind, vocabulary!(stakeholder::StakeholderKind), "What it is."))
    .field(text("role", C::Role, "What it does for the movement."))
    .field(text("roleEn", C::RoleEn, "The same in English.").optional())
    .maybe_one("regency", "Regency", C::RegencyId, "The regency where it works.")
    .sourced()
    .many(
        "fundingSources",
        "FundingSource",
        funding_source::Column::StakeholderId,
        "Its money: what it gives from.",
    )
    .many(
        "received",
        "Transaction",
        ledger_transaction::Column::ReceiverStakeholderId,
        "Transactions that it received.",
    )
    .many(
        "attendances",
        "Attendance",
        attendance::Column::StakeholderId,
        "Meetings that it took part in.",
    )
}
