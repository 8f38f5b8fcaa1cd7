//! A name that an agency bore in the past.

use entity::agency_name;
use entity::agency_name::Column as C;

use crate::graph::noun::{Noun, date, text};

/// The noun `AgencyName`.
pub fn noun() -> Noun {
    Noun::of("AgencyName", "agencyNames", agency_name::Entity, "A name that an agency bore in the past.")
        .field(text("key", C::Key, "Natural key, stable over editions."))
        .field(text("abbreviation", C::Abbreviation, "Abbreviation at that time."))
        .field(text("name", C::Name, "Name at that time."))
        .dated_until(C::ValidFrom, C::ValidTo)
        .field(date("validFrom", C::ValidFrom, "First day of the name.").optional())
        .field(date("validTo", C::ValidTo, "First day on which it is no longer valid."))
        .one("agency", "Agency", C::AgencyId, "The agency.")
        .sourced()
}
