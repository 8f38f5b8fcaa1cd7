//! Writes the rows of a plan as the JSON of an answer, in the order of the selection.

use super::group::{Dress, Entry, Grouping};
use super::json;
use super::page::global_id;
use super::plan::{Connection, ConnectionOutput, EdgeOutput, Level, Output, Shape};
use super::run::{Lists, Loaded, Page};
use super::table::{Cell, Row};
use super::value::format_scaled;

/// Digits behind the point of an average, at most.
const AVERAGE_DECIMALS: u32 = 6;

/// Writes the object of one row.
pub fn object(out: &mut Vec<u8>, level: &Level<'_>, loaded: &Loaded, shape: &Shape, row: Row<'_>) {
    let fields = shape.fields.iter().map(|(key, output)| (key.as_str(), output));
    json::object(out, fields, |out, output| match output {
        Output::Typename => json::plain(out, shape.noun),
        Output::Id { slot } => match row.get(*slot) {
            Cell::Int(id) => json::plain(out, &global_id(shape.noun, id)),
            _ => json::null(out),
        },
        Output::Scalar { kind, slot, decimals } => {
            kind.write(out, row.get(*slot), decimals.map(|decimals| row.get(decimals)));
        }
        Output::One { id, shape } => match row.get(*id) {
            Cell::Null => json::null(out),
            _ => object(out, level, loaded, shape, row),
        },
        Output::Many { child } => {
            let plan = &level.children[*child];
            let parent = row.get(plan.parent).int().unwrap_or_default();
            connection(out, &plan.connection, &loaded.children[*child], parent);
        }
    });
}

/// Writes the connection of one parent; that of the root is parent 0.
pub fn connection(out: &mut Vec<u8>, plan: &Connection<'_>, lists: &Lists, parent: i64) {
    let page = lists.page(parent);
    let loaded = &lists.loaded;
    let rows = || page.rows(plan.page.backward).map(|at| loaded.rows.row(at));
    let fields = plan.outputs.iter().map(|(key, output)| (key.as_str(), output));
    json::object(out, fields, |out, output| match output {
        ConnectionOutput::Typename => json::plain(out, &format!("{}Connection", plan.level.noun.name)),
        ConnectionOutput::TotalCount => json::whole(out, lists.total(parent)),
        ConnectionOutput::Nodes(shape) => {
            json::list(out, rows(), |out, row| object(out, &plan.level, loaded, shape, row));
        }
        ConnectionOutput::Edges(outputs) => json::list(out, rows(), |out, row| {
            let fields = outputs.iter().map(|(key, output)| (key.as_str(), output));
            json::object(out, fields, |out, output| match output {
                EdgeOutput::Typename => json::plain(out, &format!("{}Edge", plan.level.noun.name)),
                EdgeOutput::Cursor => json::plain(out, &cursor(plan, row)),
                EdgeOutput::Node(shape) => object(out, &plan.level, loaded, shape, row),
            });
        }),
        ConnectionOutput::PageInfo(wanted) => {
            let fields = wanted.iter().map(|(key, name)| (key.as_str(), name.as_str()));
            json::object(out, fields, |out, name| page_info(out, plan, page, loaded, name));
        }
        ConnectionOutput::Aggregate(at) => {
            let groups = &lists.groups[*at];
            let row = groups.of(parent).next().map(|at| groups.rows.row(at));
            entries(out, &plan.groupings[*at], row);
        }
        ConnectionOutput::Groups(at) => {
            let groups = &lists.groups[*at];
            let rows = groups.of(parent).map(|at| groups.rows.row(at));
            json::list(out, rows, |out, row| entries(out, &plan.groupings[*at], Some(row)));
        }
    });
}

fn page_info(out: &mut Vec<u8>, plan: &Connection<'_>, page: Page, loaded: &Loaded, name: &str) {
    let bounded = plan.page.from.is_some();
    let backward = plan.page.backward;
    let (next, previous) = if backward { (bounded, page.more) } else { (page.more, bounded) };
    let place = |out: &mut Vec<u8>, at: Option<usize>| match at {
        Some(at) => json::plain(out, &cursor(plan, loaded.rows.row(at))),
        None => json::null(out),
    };
    match name {
        "hasNextPage" => json::boolean(out, next),
        "hasPreviousPage" => json::boolean(out, previous),
        "startCursor" => place(out, page.rows(backward).next()),
        "endCursor" => place(out, page.rows(backward).last()),
        _ => json::plain(out, "PageInfo"),
    }
}

fn cursor(plan: &Connection<'_>, row: Row<'_>) -> String {
    let values = plan.keys.iter().map(|&slot| row.get(slot));
    plan.page.cursor(values, row.get(plan.id).int().unwrap_or_default())
}

/// Without a row, which is so where a parent has none, counts are 0 and all else is absent.
fn entries(out: &mut Vec<u8>, plan: &Grouping<'_>, row: Option<Row<'_>>) {
    let fields = plan.shape.iter().map(|(key, entry)| (key.as_str(), entry));
    json::object(out, fields, |out, it| entry(out, it, row));
}

fn entry(out: &mut Vec<u8>, it: &Entry, row: Option<Row<'_>>) {
    let cell = |at: usize| row.map_or(Cell::Null, |row| row.get(at));
    match it {
        Entry::Typename(name) => json::plain(out, name),
        Entry::Absent => json::null(out),
        Entry::Object(below) => {
            let fields = below.iter().map(|(key, entry)| (key.as_str(), entry));
            json::object(out, fields, |out, it| entry(out, it, row));
        }
        Entry::Value { at, dress: Dress::Count } => json::whole(out, cell(*at).int().unwrap_or_default()),
        Entry::Value { at, dress: Dress::As(kind) } => kind.write(out, cell(*at), None),
        Entry::Value { at, dress: Dress::Millionths } => match cell(*at) {
            Cell::Int(scaled) => json::plain(out, trimmed(&format_scaled(scaled, 6))),
            _ => json::null(out),
        },
        Entry::Average { sum, count, decimals } => match (cell(*sum), cell(*count)) {
            (Cell::Int(sum), Cell::Int(count)) if count > 0 => {
                json::plain(out, trimmed(&average(sum, count, *decimals)));
            }
            _ => json::null(out),
        },
    }
}

/// The mean with [`AVERAGE_DECIMALS`] digits, halves away from zero; `sum` has `decimals` of them already.
fn average(sum: i64, count: i64, decimals: u32) -> String {
    let (sum, count) = (i128::from(sum) * 10i128.pow(AVERAGE_DECIMALS - decimals), i128::from(count));
    let rounded = (2 * sum.abs() + count) / (2 * count);
    let unit = 10i128.pow(AVERAGE_DECIMALS);
    let sign = if sum < 0 && rounded != 0 { "-" } else { "" };
    format!("{sign}{}.{:06}", rounded / unit, rounded % unit)
}

fn trimmed(decimal: &str) -> &str {
    if decimal.contains('.') { decimal.trim_end_matches('0').trim_end_matches('.') } else { decimal }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages_are_exact_to_six_digits_and_halves_go_away_from_zero() {
        for (sum, count, decimals, expected) in [
            (10, 4, 0, "2.5"),
            (1, 3, 0, "0.333333"),
            (2, 3, 0, "0.666667"),
            (-2, 3, 0, "-0.666667"),
            (1, 2_000_000, 0, "0.000001"),
            (-1, 9_000_000, 0, "0"),
            (9_170_000, 2, 6, "4.585"),
            (i64::MAX, 1, 0, "9223372036854775807"),
            (i64::MIN, 1, 0, "-9223372036854775808"),
        ] {
            assert_eq!(trimmed(&average(sum, count, decimals)), expected, "{sum} by {count}");
        }
    }
}
