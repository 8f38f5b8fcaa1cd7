//! The rows of one statement: all cells in one list and all text in one string, so that a page of thousands of
//! cells costs a handful of allocations.

use std::borrow::Cow;
use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use sea_orm::sqlx::Row as _;
use sea_orm::{DbErr, QueryResult, RuntimeErr};
use serde::de::{Deserialize, Deserializer, Visitor};

use super::value::Storage;

/// A value as read from a row, before it is dressed for the wire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'t> {
    /// Absent.
    Null,
    /// Any integer, scaled or not.
    Int(i64),
    /// Yes or no.
    Bool(bool),
    /// Text, and dates and moments in their ISO form, with every digit that the database keeps.
    Text(&'t str),
}

impl Cell<'_> {
    /// The integer, if it is one.
    #[must_use]
    pub fn int(self) -> Option<i64> {
        match self {
            Self::Int(whole) => Some(whole),
            _ => None,
        }
    }
}

impl From<Cell<'_>> for serde_json::Value {
    fn from(raw: Cell<'_>) -> Self {
        match raw {
            Cell::Null => Self::Null,
            Cell::Int(whole) => whole.into(),
            Cell::Bool(yes) => yes.into(),
            Cell::Text(text) => text.into(),
        }
    }
}

#[derive(Clone, Copy, Debug)]
enum Kept {
    Null,
    Int(i64),
    Bool(bool),
    /// Start and end in the table's text.
    Text(usize, usize),
}

/// Rows of equal width.
#[derive(Debug, Default)]
pub struct Table {
    width: usize,
    cells: Vec<Kept>,
    text: String,
}

impl Table {
    /// Reads the first columns of `rows` as `storages`.
    ///
    /// # Errors
    /// Where a column holds another type.
    pub fn read(storages: &[Storage], rows: &[QueryResult]) -> Result<Self, DbErr> {
        let cells = Vec::with_capacity(storages.len() * rows.len());
        let mut table = Self { width: storages.len(), cells, text: String::new() };
        for row in rows {
            for (at, storage) in storages.iter().enumerate() {
                table.read_cell(*storage, row, at)?;
            }
        }
        Ok(table)
    }

    /// Reads rows that the database has gathered into JSON: a list of lists.
    ///
    /// # Errors
    /// Where it is none, or a value is of another type.
    pub fn gathered(storages: &[Storage], json: &str) -> Result<Self, DbErr> {
        let rows: Vec<Vec<Gathered<'_>>> = serde_json::from_str(json).map_err(|error| foreign(&error))?;
        let cells = Vec::with_capacity(storages.len() * rows.len());
        let mut table = Self { width: storages.len(), cells, text: String::with_capacity(json.len()) };
        for row in &rows {
            if row.len() != storages.len() {
                return Err(foreign(&"a row of another width"));
            }
            for (storage, value) in storages.iter().zip(row) {
                let cell = table.gathered_cell(*storage, value)?;
                table.cells.push(cell);
            }
        }
        Ok(table)
    }

    fn gathered_cell(&mut self, storage: Storage, value: &Gathered<'_>) -> Result<Kept, DbErr> {
        Ok(match (storage, value) {
            (_, Gathered::Null) => Kept::Null,
            (Storage::Int | Storage::BigInt, Gathered::Int(whole)) => Kept::Int(*whole),
            (Storage::Bool, Gathered::Bool(yes)) => Kept::Bool(*yes),
            // SQLite has no type for yes and no.
            (Storage::Bool, Gathered::Int(yes)) => Kept::Bool(*yes != 0),
            (Storage::Text | Storage::Date, Gathered::Text(text)) => self.push(|all| all.push_str(text)),
            (Storage::Moment, Gathered::Text(text)) => {
                let moment: DateTime<Utc> = text.parse().map_err(|error| foreign(&error))?;
                self.push(|all| all.push_str(&moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)))
            }
            _ => return Err(foreign(&format!("{value:?} where {storage:?} is expected"))),
        })
    }

    /// How many rows.
    #[must_use]
    pub fn len(&self) -> usize {
        self.cells.len().checked_div(self.width).unwrap_or_default()
    }

    /// One row.
    #[must_use]
    pub fn row(&self, at: usize) -> Row<'_> {
        Row { cells: &self.cells[at * self.width..(at + 1) * self.width], text: &self.text }
    }

    /// Every row.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.len()).map(|at| self.row(at))
    }

    fn read_cell(&mut self, storage: Storage, row: &QueryResult, at: usize) -> Result<(), DbErr> {
        let cell = match storage {
            Storage::Int => row.try_get_by_index::<Option<i32>>(at)?.map(|whole| Kept::Int(whole.into())),
            Storage::BigInt => row.try_get_by_index::<Option<i64>>(at)?.map(Kept::Int),
            Storage::Bool => row.try_get_by_index::<Option<bool>>(at)?.map(Kept::Bool),
            Storage::Text => text(row, at)?.map(|text| self.push(|all| all.push_str(text))),
            Storage::Date => row.try_get_by_index::<Option<NaiveDate>>(at)?.map(|date| {
                self.push(|all| {
                    let _ = write!(all, "{date}");
                })
            }),
            Storage::Moment => row.try_get_by_index::<Option<DateTime<Utc>>>(at)?.map(|moment| {
                self.push(|all| all.push_str(&moment.to_rfc3339_opts(SecondsFormat::AutoSi, true)))
            }),
        };
        self.cells.push(cell.unwrap_or(Kept::Null));
        Ok(())
    }

    fn push(&mut self, write: impl FnOnce(&mut String)) -> Kept {
        let start = self.text.len();
        write(&mut self.text);
        Kept::Text(start, self.text.len())
    }
}

/// A value in the JSON that the database gathers rows in.
#[derive(Debug)]
enum Gathered<'j> {
    Null,
    Int(i64),
    Bool(bool),
    Text(Cow<'j, str>),
}

impl<'de> Deserialize<'de> for Gathered<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(GatheredVisitor)
    }
}

struct GatheredVisitor;

impl<'de> Visitor<'de> for GatheredVisitor {
    type Value = Gathered<'de>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("null, a whole number, yes or no, or text")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Gathered::Null)
    }

    fn visit_bool<E>(self, yes: bool) -> Result<Self::Value, E> {
        Ok(Gathered::Bool(yes))
    }

    fn visit_i64<E>(self, whole: i64) -> Result<Self::Value, E> {
        Ok(Gathered::Int(whole))
    }

    fn visit_u64<E: serde::de::Error>(self, whole: u64) -> Result<Self::Value, E> {
        i64::try_from(whole).map(Gathered::Int).map_err(E::custom)
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Gathered::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Gathered::Text(Cow::Owned(text.to_owned())))
    }
}

fn foreign(error: &impl std::fmt::Display) -> DbErr {
    DbErr::Type(format!("the database gathers rows in another form: {error}"))
}

/// Text is lent by the row: what the library offers would copy it twice.
fn text(row: &QueryResult, at: usize) -> Result<Option<&str>, DbErr> {
    let found = if let Some(row) = row.try_as_pg_row() {
        row.try_get::<Option<&str>, _>(at)
    } else if let Some(row) = row.try_as_sqlite_row() {
        row.try_get::<Option<&str>, _>(at)
    } else {
        return Err(DbErr::Type("a row of neither SQLite nor PostgreSQL".to_owned()));
    };
    found.map_err(|error| DbErr::Query(RuntimeErr::SqlxError(error.into())))
}

/// One row of a table.
#[derive(Clone, Copy, Debug)]
pub struct Row<'t> {
    cells: &'t [Kept],
    text: &'t str,
}

impl<'t> Row<'t> {
    /// The value of a column.
    #[must_use]
    pub fn get(&self, at: usize) -> Cell<'t> {
        match self.cells[at] {
            Kept::Null => Cell::Null,
            Kept::Int(whole) => Cell::Int(whole),
            Kept::Bool(yes) => Cell::Bool(yes),
            Kept::Text(start, end) => Cell::Text(&self.text[start..end]),
        }
    }
}
