//! Two public claims that disagree, kept side by side, and what that teaches.

use entity::claim_conflict;
use entity::claim_conflict::Column as C;

use crate::graph::noun::{Noun, text};

/// The noun `ClaimConflict`.
pub fn noun() -> Noun {
    Noun::of(
        "ClaimConflict",
        "claimConflicts",
        claim_conflict::Entity,
        "Two public claims that disagree, kept side by side, and what that teaches.",
    )
    .field(text("key", C::Key, "Natural key, stable over editions."))
    .field(text("topic", C::Topic, "What they are about."))
    .field(text("topicEn", C::TopicEn, "The same in English."))
    .field(text("claim", C::Claim, "The first claim."))
    .field(text("otherClaim", C::OtherClaim, "The second claim."))
    .field(text("lesson", C::Lesson, "What follows for the data."))
    .field(text("lessonEn", C::LessonEn, "The same in English."))
    .one("source", "Source", C::SourceId, "Who made the first claim.")
    .one("otherSource", "Source", C::OtherSourceId, "Who made the second claim.")
    .maybe_one("indicator", "Indicator", C::IndicatorId, "The indicator concerned.")
    .maybe_one("region", "Region", C::RegionId, "The region concerned.")
    .view("village", "Village", C::RegionId, "The same as a village; null when it is of another level.")
}
