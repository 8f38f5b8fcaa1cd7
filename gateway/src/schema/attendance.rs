//! A party that attended a meeting.

use entity::attendance;
use entity::attendance::Column as C;

use crate::graph::noun::{Noun, text};

/// The noun `Attendance`.
pub fn noun() -> Noun {
    Noun::of("Attendance", "attendances", attendance::Entity, "A party that attended a meeting.")
        .field(text("key", C::Key, "Natural key, stable over editions."))
        .field(text("party", C::Party, "Who attended, as an office or organisation."))
        .one("meeting", "Meeting", C::MeetingId, "The meeting.")
        .maybe_one("stakeholder", "Stakeholder", C::StakeholderId, "The stakeholder, if it is one.")
        .maybe_one("agency", "Agency", C::AgencyId, "The agency, if it is one.")
        .sourced()
}
