//! The value of an indicator for a region and a period, as one source states it. Conflicting values stand
//! side by side.

use entity::observation;
use entity::observation::Column as C;

use crate::graph::noun::{Noun, choice, date, decimal, text};
use crate::graph::vocabulary;

/// A value keeps the digits that its indicator keeps.
const DECIMALS: &str = "(SELECT i.decimals FROM indicator i WHERE i.id = {t}.indicator_id)";

/// The noun `Observation`.
pub fn noun() -> Noun {
    Noun::of(
        "Observation",
        "observations",
        observation::Entity,
        "The value of an indicator for a region and a period, as one source states it. \
        Conflicting values stand side by side.",
    )
    .identity(&["indicator", "region", "period", "method", "source"])
    .field(text("period", C::Period, "Period as the series names it: 2024, 2024-09, 2024-Q1."))
    .field(date("startsOn", C::StartsOn, "First day of the period."))
    .field(date("endsOn", C::EndsOn, "Last day of the period."))
    .field(
        decimal("value", C::Value, DECIMALS, "The value, exact; null where it is not told, see `cellState`.")
            .released_as(C::ReleasedValue),
    )
    .field(
        choice("cellState", C::CellState, vocabulary!(value::CellState), "Whether the value is told.")
            .computed(),
    )
    .field(
        decimal("margin", C::Margin, DECIMALS, "Half of the 95 % interval, in the unit of the value.")
            .optional(),
    )
    .field(text("marginBasis", C::MarginBasis, "How the margin was made.").optional())
    .field(text("method", C::Method, "Survey or method; part of the series."))
    .field(choice("status", C::Status, vocabulary!(observation::ObservationStatus), "Status of the value."))
    .field(choice(
        "standing",
        C::Standing,
        vocabulary!(observation::Standing),
        "Published, or another claim.",
    ))
    .field(text("rule", C::Rule, "Why this claim was chosen, or not.").optional())
    .field(text("note", C::Note, "What a reader should know.").optional())
    .one("indicator", "Indicator", C::IndicatorId, "The indicator.")
    .one("region", "Region", C::RegionId, "The region.")
    .view("village", "Village", C::RegionId, "The same as a village; null when it is of another level.")
    .sourced()
}
