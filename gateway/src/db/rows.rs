//! Rows that travel to the database as one JSON text, so that a statement is the same for one row and for a thousand and
//! no limit on bound values is met.

use sea_orm::DatabaseBackend;

use crate::graph::value::Storage;

/// A `SELECT` of the rows of a bound JSON text, a list of lists, as a table with these columns.
#[must_use]
pub fn select(backend: DatabaseBackend, columns: &[(&str, Storage)]) -> String {
    let columns = columns.iter().enumerate();
    if backend == DatabaseBackend::Postgres {
        let list: Vec<_> = columns
            .map(|(at, (name, storage))| format!("(r.v ->> {at})::{} AS {name}", pg_type(*storage)))
            .collect();
        return format!("SELECT {} FROM json_array_elements($1::json) AS r(v)", list.join(", "));
    }
    let list: Vec<_> = columns.map(|(at, (name, _))| format!("r.value ->> {at} AS {name}")).collect();
    format!("SELECT {} FROM json_each(?1) AS r", list.join(", "))
}

fn pg_type(storage: Storage) -> &'static str {
    match storage {
        Storage::Int => "integer",
        Storage::BigInt => "bigint",
        Storage::Bool => "boolean",
        Storage::Text => "text",
        Storage::Date => "date",
        Storage::Moment => "timestamptz",
    }
}
