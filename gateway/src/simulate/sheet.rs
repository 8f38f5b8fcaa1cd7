//! Rows of the simulator in the form in which files are loaded.

use chrono::NaiveDate;

use crate::import::Problem;
use crate::import::cell::Notation;
use crate::import::table::{Row, Table};
use crate::schema::catalog;

/// Key of the source that every simulated row names.
pub const SOURCE: &str = "simulasi";

/// What a refused row is said to come from.
const PLACE: &str = "simulator";

/// Cells of one row, each with the name of its column; columns that are not named stay blank.
pub type Cells = Vec<(&'static str, Option<String>)>;

/// Rows that are made while they are loaded.
pub type Rows = Box<dyn Iterator<Item = Cells> + Send>;

/// What a cell can be written from.
pub trait Cell {
    /// Its text; `None` leaves the cell blank.
    fn text(self) -> Option<String>;
}

macro_rules! cells {
    ($($ty:ty),*) => {$(
        impl Cell for $ty {
            fn text(self) -> Option<String> {
                Some(self.to_string())
            }
        }
    )*};
}
cells!(&str, String, &String, i32, i64, usize, NaiveDate);

impl<T: Cell> Cell for Option<T> {
    fn text(self) -> Option<String> {
        self.and_then(Cell::text)
    }
}

/// Writes a row: `row! { key: "sim-a", amount: 5_000 }`.
macro_rules! row {
    ($($column:ident: $value:expr),* $(,)?) => {
        vec![$((stringify!($column), $crate::simulate::sheet::Cell::text($value))),*]
    };
}
pub(super) use row;

/// A table of the database to be filled with rows; each but the rows of `source` names the simulator as its source.
pub fn table<R>(name: &'static str, rows: R) -> Table
where
    R: IntoIterator<Item = Cells>,
    R::IntoIter: Send + 'static,
{
    let catalog = catalog();
    let noun = catalog.nouns().find(|noun| noun.table == name && noun.is_loaded());
    let columns: Vec<String> = noun
        .map(|noun| noun.columns(catalog).into_iter().map(|column| column.name).collect())
        .unwrap_or_default();
    let header = columns.clone();
    let rows = rows.into_iter().zip(2..).map(move |(cells, line)| lay_out(&header, cells, line));
    Table {
        name: name.to_owned(),
        place: PLACE.to_owned(),
        columns,
        notation: Notation::Point,
        rows: Box::new(rows),
    }
}

/// Puts cells into the order of the header.
fn lay_out(header: &[String], cells: Cells, line: u64) -> Result<Row, Problem> {
    let mut row = Row { line, cells: vec![None; header.len()] };
    if let Some(at) = header.iter().position(|name| name == "source") {
        row.cells[at] = Some(SOURCE.to_owned());
    }
    for (name, text) in cells {
        let Some(at) = header.iter().position(|column| column == name) else {
            let reason = format!("the simulator fills a column {name} that does not exist");
            return Err(Problem {
                place: PLACE.to_owned(),
                line: Some(line),
                column: None,
                value: None,
                reason,
            });
        };
        row.cells[at] = text;
    }
    Ok(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_find_their_columns_and_the_source_is_filled_in() {
        let mut table = table("scheme", [row! { name: "b", key: "a", valid_to: None::<&str> }]);
        let row = table.rows.next().unwrap().unwrap();
        let filled: Vec<_> =
            table.columns.iter().zip(&row.cells).filter(|(_, cell)| cell.is_some()).collect();
        let filled: Vec<_> =
            filled.iter().map(|(name, cell)| (name.as_str(), cell.as_deref().unwrap())).collect();
        assert_eq!(filled, [("key", "a"), ("name", "b"), ("source", SOURCE)]);
    }

    #[test]
    fn a_column_that_does_not_exist_is_a_problem() {
        assert!(table("scheme", [row! { colour: "red" }]).rows.next().unwrap().is_err());
    }
}
