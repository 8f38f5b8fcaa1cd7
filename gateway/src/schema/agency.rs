//! A regional agency (OPD); a kecamatan office is one too. Its former names are kept with their dates.

use entity::agency::Column as C;
use entity::{
    accompaniment, action_item, agency, agency_name, assessment, attendance, funding_source,
    ledger_transaction, need, programme,
};

use crate::graph::noun::{Noun, choice, date, text};
use crate::graph::vocabulary;

/// The noun `Agency`.
pub fn noun() -> Noun {
    Noun::of(
        "Agency",
        "agencies",
        agency::Entity,
        "A regional agency (OPD); a kecamatan office is one too. Its former names are \
        kept with their dates.",
    )
    .reference()
    .field(text("key", C::Key, "Natural key, stable over editions."))
    .field(text("abbreviation", C::Abbreviation, "Current abbreviation."))
    .field(text("name", C::Name, "Current name."))
    .field(text("nameEn", C::NameEn, "Name in English.").optional())
    .field(choice("kind", C::Kind, vocabulary!(agency::AgencyKind), "Legal form."))
    .field(date("namedSince", C::NamedSince, "Day since when it has its current name.").optional())
    .field(text("note", C::Note, "What a reader should know.").optional())
    .one("regency", "Regency", C::RegencyId, "The regency that it belongs to.")
    .maybe_one("district", "District", C::DistrictId, "The kecamatan, for kecamatan offices.")
    .sourced()
    .many("agencyNames", "AgencyName", agency_name::Column::AgencyId, "Its former names, dated.")
    .many(
        "accompaniments",
        "Accompaniment",
        accompaniment::Column::AgencyId,
        "Villages and districts that it accompanies, over time.",
    )
    .many("assessments", "Assessment", assessment::Column::AgencyId, "Assessments that it made.")
    .many("programmes", "Programme", programme::Column::AgencyId, "Programmes that it is responsible for.")
    .many("needs", "Need", need::Column::AgencyId, "Needs that it is to see to.")
    .many(
        "fundingSources",
        "FundingSource",
        funding_source::Column::AgencyId,
        "Its money: what it gives from.",
    )
    .many(
        "received",
        "Transaction",
        ledger_transaction::Column::ReceiverAgencyId,
        "Transactions that it received.",
    )
    .many("attendances", "Attendance", attendance::Column::AgencyId, "Meetings that it took part in.")
    .many("actionItems", "ActionItem", action_item::Column::AgencyId, "What it is to do.")
}
