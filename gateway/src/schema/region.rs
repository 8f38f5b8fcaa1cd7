//! A region of any level, from the country to the village.

use entity::region::Column as C;
use entity::{
    accompaniment, boundary, claim_conflict, code_assignment, ledger_transaction, meeting, observation,
    public_cell, region,
};

use crate::graph::noun::{DAY, Noun, choice, date, degrees, region_code, text};
use crate::graph::vocabulary;

/// The noun `Region`.
pub fn noun() -> Noun {
    Noun::of("Region", "regions", region::Entity, "A region of any level, from the country to the village.")
        .identity(&["code"])
        .reference()
        .max_age(DAY)
        .field(region_code("code", C::Code, "Kemendagri code, dotted; `00` is the country."))
        .field(choice("level", C::Level, vocabulary!(region::RegionLevel), "Level in the tree."))
        .field(choice("kind", C::Kind, vocabulary!(region::RegionKind), "Legal kind."))
        .field(text("name", C::Name, "Name without its kind."))
        .field(
            degrees("latitude", C::Latitude, "Latitude of the rounded centroid, degrees north.").optional(),
        )
        .field(
            degrees("longitude", C::Longitude, "Longitude of the rounded centroid, degrees east.").optional(),
        )
        .field(text("postalCode", C::PostalCode, "Postal code.").optional())
        .field(text("seat", C::Seat, "Where its government sits.").optional())
        .dated_until(C::ValidFrom, C::ValidTo)
        .field(date("validFrom", C::ValidFrom, "First day of this code.").optional())
        .field(date("validTo", C::ValidTo, "First day on which this code is no longer valid.").optional())
        .maybe_one("parent", "Region", C::ParentId, "The region above.")
        .maybe_one("province", "Region", C::ProvinceId, "Its province, below that level.")
        .maybe_one("regency", "Region", C::RegencyId, "Its regency or city, below that level.")
        .maybe_one("district", "Region", C::DistrictId, "Its kecamatan, for villages.")
        .sourced()
        .many(
            "codeAssignments",
            "CodeAssignment",
            code_assignment::Column::RegionId,
            "Codes of other registers, dated.",
        )
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
        .many("boundaries", "Boundary", boundary::Column::RegionId, "Where it ends: none or one.")
        .many(
            "claimConflicts",
            "ClaimConflict",
            claim_conflict::Column::RegionId,
            "Claims that contradict each other, side by side.",
        )
}
