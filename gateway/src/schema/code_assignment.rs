//! The code and name that one system gives to a region: the bridge between Kemendagri and BPS codes, which
//! are not aligned.

use entity::code_assignment;
use entity::code_assignment::Column as C;

use crate::graph::noun::{DAY, Noun, choice, date, text};
use crate::graph::vocabulary;

/// The noun `CodeAssignment`.
pub fn noun() -> Noun {
    Noun::of(
        "CodeAssignment",
        "codeAssignments",
        code_assignment::Entity,
        "The code and name that one system gives to a region: the bridge between \
        Kemendagri and BPS codes, which are not aligned.",
    )
    .identity(&["system", "code"])
    .max_age(DAY)
    .field(choice("system", C::System, vocabulary!(code_assignment::CodeSystem), "Whose code it is."))
    .field(text("code", C::Code, "The code as that system writes it."))
    .field(text("name", C::Name, "The name in that system."))
    .field(
        choice(
            "matchMethod",
            C::MatchMethod,
            vocabulary!(code_assignment::MatchMethod),
            "How the two systems were matched.",
        )
        .optional(),
    )
    .dated_until(C::ValidFrom, C::ValidTo)
    .field(date("validFrom", C::ValidFrom, "First day.").optional())
    .field(date("validTo", C::ValidTo, "First day on which it is no longer valid.").optional())
    .one("region", "Region", C::RegionId, "The region.")
    .view("village", "Village", C::RegionId, "The same as a village; null when it is of another level.")
    .sourced()
}
