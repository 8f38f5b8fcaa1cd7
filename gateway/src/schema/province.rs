//! A provinsi.

use entity::region::Column as C;
use entity::{meeting, observation, region};

use crate::graph::noun::{DAY, Noun, date, degrees, region_code, text};

/// The noun `Province`.
pub fn noun() -> Noun {
    Noun::of("Province", "provinces", region::Entity, "A provinsi.")
        .within(C::Level, "PROVINCE")
        .identity(&["code"])
        .reference()
        .max_age(DAY)
        .field(region_code("code", C::Code, "Kemendagri code, dotted; `00` is the country."))
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
        .sourced()
        .many(
            "observations",
            "Observation",
            observation::Column::RegionId,
            "Values of indicators for exactly this region.",
        )
        .many("meetings", "Meeting", meeting::Column::RegionId, "Meetings that are about it.")
        .many("regencies", "Regency", region::Column::ProvinceId, "Its regencies and cities.")
}
