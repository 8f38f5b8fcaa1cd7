//! One entry of the journal: who changed what, when and why.

use entity::revision;
use entity::revision::Column as C;

use crate::graph::noun::{Noun, big_int, choice, moment, text};
use crate::graph::vocabulary;

/// The noun `Revision`.
pub fn noun() -> Noun {
    Noun::of(
        "Revision",
        "revisions",
        revision::Entity,
        "One entry of the journal: who changed what, when and why.",
    )
    .identity(&[])
    .within(C::Audience, "PUBLIC")
    .field(moment("at", C::At, "Moment of the change."))
    .field(text("author", C::Author, "Who made it: a command or an office."))
    .field(choice("action", C::Action, vocabulary!(revision::RevisionAction), "What was done."))
    .field(text("noun", C::Noun, "The noun that was changed, or `*`."))
    .field(text("record", C::Record, "Natural key of the row, or name of the run."))
    .field(
        text("before", C::Before, "The row before, as JSON, without counts that releases tell.").optional(),
    )
    .field(
        text(
            "after",
            C::After,
            "The row after, or the counts of a run, as JSON, without counts that releases tell.",
        )
        .optional(),
    )
    .field(big_int("dataVersion", C::DataVersion, "Data version that it produced."))
    .field(text("requestId", C::RequestId, "Request that caused it.").optional())
    .field(text("reason", C::Reason, "Why.").optional())
}
