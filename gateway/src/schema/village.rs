//! A desa or kelurahan.

use entity::region::Column as C;
use entity::{
    accompaniment, action_item, assessment, claim_conflict, code_assignment, ledger_transaction, need,
    observation, potential, programme, public_cell, region, sync_count,
};

use crate::graph::noun::{DAY, Noun, choice, date, degrees, region_code, text};
use crate::graph::vocabulary;

/// The noun `Village`.
pub fn noun() -> Noun {
    Noun::of("Village", "villages", region::Entity, "A desa or kelurahan.")
        .within(C::Level, "VILLAGE")
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
        .field(text("postalCode", C::PostalCode, "Postal code.").optional())
        .dated_until(C::ValidFrom, C::ValidTo)
        .field(date("validFrom", C::ValidFrom, "First day of this code.").optional())
        .field(date("validTo", C::ValidTo, "First day on which this code is no longer valid.").optional())
        .one("district", "District", C::DistrictId, "The kecamatan.")
        .one("regency", "Regency", C::RegencyId, "The kabupaten or kota.")
        .one("province", "Province", C::ProvinceId, "The province.")
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
        .many("assessments", "Assessment", assessment::Column::VillageId, "Assessments of this village.")
        .many("programmes", "Programme", programme::Column::VillageId, "Programmes in this village.")
        .many("needs", "Need", need::Column::VillageId, "Needs found in this village.")
        .many("potentials", "Potential", potential::Column::VillageId, "Potentials found in this village.")
        .many(
            "transactions",
            "Transaction",
            ledger_transaction::Column::RegionId,
            "Money that goes here. Rows of villages below a district or a regency are their \
            own.",
        )
        .many(
            "observations",
            "Observation",
            observation::Column::RegionId,
            "Values of indicators for exactly this region.",
        )
        .many(
            "claimConflicts",
            "ClaimConflict",
            claim_conflict::Column::RegionId,
            "Claims that contradict each other, side by side.",
        )
        .many(
            "releasedCells",
            "ReleasedCell",
            public_cell::Column::RegionId,
            "Counts of people and families here, as the newest release tells them.",
        )
        .many(
            "syncCounts",
            "SyncCount",
            sync_count::Column::VillageId,
            "How far its registry agrees with the levels above, per cycle.",
        )
        .many("actionItems", "ActionItem", action_item::Column::VillageId, "What is to be done here.")
}
