//! Something found by words. Its row is reached by the relation of its noun.

use entity::search_entry;
use entity::search_entry::Column as C;

use crate::graph::noun::{Noun, choice, text};
use crate::graph::vocabulary;

/// The noun `SearchHit`.
pub fn noun() -> Noun {
    Noun::of(
        "SearchHit",
        "searchHits",
        search_entry::Entity,
        "Something found by words. Names repeat, so a search gives candidates; ask for the district of a village to \
         tell them apart.",
    )
    .identity(&[])
    .without_root()
    .field(choice("noun", C::Noun, vocabulary!(search_entry::SearchedNoun), "What it is."))
    .field(text("title", C::Title, "Its name or text."))
    .maybe_one("village", "Village", C::VillageId, "The village, if it is one.")
    .maybe_one("agency", "Agency", C::AgencyId, "The agency, if it is one.")
    .maybe_one("stakeholder", "Stakeholder", C::StakeholderId, "The stakeholder, if it is one.")
    .maybe_one("programme", "Programme", C::ProgrammeId, "The programme, if it is one.")
    .maybe_one("need", "Need", C::NeedId, "The need, if it is one.")
    .maybe_one("decision", "Decision", C::DecisionId, "The decision, if it is one.")
}
