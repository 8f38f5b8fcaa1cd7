//! A kabupaten or kota.

use entity::region::Column as C;
use entity::{
    accompaniment, agency, code_assignment, ledger_transaction, meeting, observation, public_cell, region,
    stakeholder,
};

use crate::graph::noun::{DAY, Noun, choice, date, degrees, region_code, text};
use crate::graph::vocabulary;

/// The noun `Regency`.
pub fn noun() -> Noun {
    Noun::of("Regency", "regencies", region::Entity, "A kabupaten or kota.")
        .within(C::Level, "REGENCY")
        .identity(&["code"])
        .reference()
        .max_age(DAY)
        .field(region_code("code", C::Code, "Kemendagri code, dotted; `00` is the country."))
        .field(choice("kind", C::Kind, vocabulary!(region::RegionKind), "Legal kind."))
        .field(text("name", C::Name, "Name without its kind."))
        .field(
            degrees("latitude", C::Latitude, "Latitude of the rounded centroid, degrees north.").optional(),
        )
        .field(
            degrees("longitude", C::Longitude, "Longitude of the rounded centroid, degrees east.").optional(),
        )
        .field(text("seat", C::Seat, "Where its government sits.").optional())
        .dated_until(C::ValidFrom, C::ValidTo)
        .field(date("validFrom", C::ValidFrom, "First day of this code.").optional())
        .field(date("validTo", C::ValidTo, "First day on which this code is no longer valid.").optional())
        .one("province", "Province", C::ProvinceId, "The province.")
        .sourced()
        .many(
            "codeAssignments",
            "CodeAssignment",
            code_assignment::Column::RegionId,
            "Codes of other registers, dated.",
        )
        .many("agencies", "Agency", agency::Column::RegencyId, "Agencies of this regency.")
        .many("stakeholders", "Stakeholder", stakeholder::Column::RegencyId, "Stakeholders of the regency.")
        .many(
            "accompaniments",
            "Accompaniment",
            accompaniment::Column::RegionId,
            "Who accompanies it, over time.",
        )
        .many(
            "transactions",
            "Transaction",
            ledger_transaction::Column::RegionId,
            "Money that goes here. Rows of villages below a district or a regency are their \
            own.",
        )
        .many(
            "releasedCells",
            "ReleasedCell",
            public_cell::Column::RegionId,
            "Counts of people and families here, as the newest release tells them.",
        )
        .many(
            "observations",
            "Observation",
            observation::Column::RegionId,
            "Values of indicators for exactly this region.",
        )
        .many("meetings", "Meeting", meeting::Column::RegionId, "Meetings that are about it.")
        .many("districts", "District", region::Column::RegencyId, "Its kecamatan.")
        .many("villages", "Village", region::Column::RegencyId, "Its desa and kelurahan.")
}
