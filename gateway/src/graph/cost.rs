//! What a plan may cost, known before it runs: objects of the largest answer, and work that no object shows.
//!
//! A row costs 1, a row that rides along by a relation to one costs 1, and a list costs its rows times what each
//! holds. A count costs [`COUNT`], and numbers over rows cost [`NUMBERS`], since they read rows that they do not show.

use super::group::Grouping;
use super::plan::{Connection, ConnectionOutput, EdgeOutput, Level, Output, Shape};

/// Cost of a `totalCount`, per parent.
const COUNT: u64 = 2;

/// Cost of an `aggregate` or a `groupBy`, per parent, beside its groups.
const NUMBERS: u64 = 5;

/// Cost of a connection for one parent.
#[must_use]
pub fn of_connection(plan: &Connection<'_>) -> u64 {
    let rows = plan.page.size as u64;
    // Asking for nodes and edges writes each row twice.
    let shown = plan.outputs.iter().map(|(_, output)| match output {
        ConnectionOutput::Nodes(shape) => objects(shape),
        ConnectionOutput::Edges(outputs) => outputs.iter().fold(1, |sum, (_, output)| match output {
            EdgeOutput::Node(shape) => sum + objects(shape),
            EdgeOutput::Cursor | EdgeOutput::Typename => sum,
        }),
        _ => 0,
    });
    let per_row: u64 = shown.fold(0, u64::saturating_add).saturating_add(below(&plan.level));
    let count = if plan.needs_total() { COUNT } else { 0 };
    let numbers = plan.groupings.iter().map(of_grouping).fold(count, u64::saturating_add);
    rows.saturating_mul(per_row).saturating_add(numbers)
}

/// Cost of `count` rows of a level with everything below them.
#[must_use]
pub fn of_rows(level: &Level<'_>, shape: &Shape, count: usize) -> u64 {
    objects(shape).saturating_add(below(level)).saturating_mul(count as u64)
}

fn of_grouping(grouping: &Grouping<'_>) -> u64 {
    NUMBERS + grouping.size.unwrap_or(1) as u64
}

fn below(level: &Level<'_>) -> u64 {
    level.children.iter().map(|child| of_connection(&child.connection)).fold(0, u64::saturating_add)
}

/// An object and those that ride along with it.
fn objects(shape: &Shape) -> u64 {
    shape.fields.iter().fold(1, |sum: u64, (_, output)| match output {
        Output::One { shape, .. } => sum.saturating_add(objects(shape)),
        _ => sum,
    })
}
