//! A release refers to nothing that is not in it.

use foldhash::{HashMap, HashSet};

use super::cell::Cell;
use super::table::Table;

/// What a table loses: a row whose mark is false, and single values by column and row.
struct Lost {
    kept: Vec<bool>,
    values: Vec<(usize, usize)>,
}

/// Leaves out rows that refer to a record that the release does not hold, such as one of another regency, and makes the
/// reference absent where a row may stand without it; again, until all references hold.
pub fn close(tables: &mut [Table<'_>]) {
    loop {
        let lost: Vec<Lost> = {
            let keys = keys(tables);
            tables.iter().map(|table| dangling(table, &keys)).collect()
        };
        let mut is_closed = true;
        for (table, lost) in tables.iter_mut().zip(lost) {
            for (column, row) in lost.values {
                table.columns[column].values.clear(row);
            }
            let rows = lost.kept.iter().filter(|kept| **kept).count();
            if rows < table.rows {
                is_closed = false;
                table.rows = rows;
                for column in &mut table.columns {
                    column.values.retain(&lost.kept);
                }
            }
        }
        if is_closed {
            return;
        }
    }
}

type Keys<'t> = HashMap<(&'static str, &'static str), HashSet<&'t str>>;

/// The values that others refer to.
fn keys<'t>(tables: &'t [Table<'_>]) -> Keys<'t> {
    let mut keys = Keys::default();
    for reference in tables.iter().flat_map(|table| &table.columns).filter_map(|column| column.refers_to) {
        keys.entry(reference).or_insert_with(|| {
            let column = tables.iter().find(|table| table.name == reference.0);
            let column =
                column.and_then(|table| table.column(reference.1).map(|column| (column, table.rows)));
            let values = column.into_iter().flat_map(|(column, rows)| {
                (0..rows).filter_map(|row| match column.values.get(row) {
                    Some(Cell::Text(text)) => Some(text),
                    _ => None,
                })
            });
            values.collect()
        });
    }
    keys
}

fn dangling(table: &Table<'_>, keys: &Keys<'_>) -> Lost {
    let mut lost = Lost { kept: vec![true; table.rows], values: Vec::new() };
    for (at, column) in table.columns.iter().enumerate() {
        let Some(known) = column.refers_to.and_then(|reference| keys.get(&reference)) else { continue };
        for row in 0..table.rows {
            match column.values.get(row) {
                Some(Cell::Text(text)) if !known.contains(text) => {
                    if column.required {
                        lost.kept[row] = false;
                    } else {
                        lost.values.push((at, row));
                    }
                }
                _ => {}
            }
        }
    }
    lost
}

#[cfg(test)]
mod tests {
    use super::super::table::Declared;
    use super::*;

    struct Row(&'static str, &'static str, Option<&'static str>);

    fn table(name: &'static str, rows: &'static [Row], of: &'static str) -> Table<'static> {
        Declared::of(name, ("", ""), rows)
            .text("key", ("", ""), |it| it.0)
            .text("of", ("", ""), |it| it.1)
            .refers_to(of, "key")
            .text("after", ("", ""), |it| it.2)
            .refers_to(name, "key")
            .simulated(|_| false)
    }

    #[test]
    fn rows_go_with_what_they_belong_to_and_other_references_become_absent() {
        let mut tables = [
            table("places", &[Row("pati", "pati", None), Row("kudus", "jepara", None)], "places"),
            table("works", &[Row("a", "pati", Some("b")), Row("b", "kudus", Some("a"))], "places"),
        ];
        close(&mut tables);
        let rows = |table: &Table<'_>| -> Vec<String> {
            (0..table.rows)
                .map(|row| table.row(row).map(|it| it.map(|it| it.to_string()).unwrap_or_default()).collect())
                .collect()
        };
        assert_eq!(rows(&tables[0]), ["patipatifalse"]);
        assert_eq!(rows(&tables[1]), ["apatifalse"]);
    }
}
