//! The rows of a table that a load knows: those in the database before it and those that it adds.

use std::collections::HashMap;

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr};

use crate::graph::noun::Noun;
use crate::graph::value::{Raw, Storage};

use super::table::{Column, Content};

/// Rows read from the database at a time.
const CHUNK: u64 = 10_000;

/// Fingerprint of a natural key; 128 bits make two keys with the same one a matter of theory.
pub type Identity = [u8; 16];

/// A row that the load knows.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Id in the database; `None` for a row that was refused.
    pub id: Option<i64>,
    /// Fingerprint of its values.
    pub values: [u8; 16],
    /// Line of the file that it came from, 0 when it stood in the database before.
    pub line: u64,
}

/// The rows of one table by natural key.
#[derive(Debug, Default)]
pub struct KnownRows {
    by_identity: HashMap<Identity, Known>,
    last_id: i64,
}

impl KnownRows {
    /// Reads what stands in the table of `noun`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn read(db: &impl ConnectionTrait, noun: &Noun, columns: &[Column<'_>]) -> Result<Self, DbErr> {
        let mut known = Self::default();
        loop {
            let mut select = SelectStatement::new();
            select.column(Alias::new("id")).from(Alias::new(noun.table));
            for column in columns {
                select.column(Alias::new(column.stored));
            }
            select
                .and_where(Expr::col(Alias::new("id")).gt(known.last_id))
                .order_by(Alias::new("id"), Order::Asc)
                .limit(CHUNK);
            let rows = db.query_all(&select).await?;
            for row in &rows {
                let id = row.try_get_by_index::<i64>(0)?;
                let values: Result<Vec<Raw>, DbErr> = columns
                    .iter()
                    .enumerate()
                    .map(|(at, column)| column.storage().read(row, at + 1))
                    .collect();
                let values = values?;
                let identity = identity(noun, columns, &values);
                let entry = Known { id: Some(id), values: fingerprint(values.iter()), line: 0 };
                known.by_identity.insert(identity, entry);
                known.last_id = id;
            }
            if (rows.len() as u64) < CHUNK {
                return Ok(known);
            }
        }
    }

    /// The row of that natural key.
    #[must_use]
    pub fn find(&self, identity: &Identity) -> Option<&Known> {
        self.by_identity.get(identity)
    }

    /// Takes note of a row.
    pub fn insert(&mut self, identity: Identity, row: Known) {
        self.by_identity.insert(identity, row);
    }

    /// The id for one more row.
    pub fn next_id(&mut self) -> i64 {
        self.last_id += 1;
        self.last_id
    }
}

impl Column<'_> {
    /// How the database stores it.
    #[must_use]
    pub fn storage(&self) -> Storage {
        match self.content {
            Content::Field { kind, .. } => kind.storage(),
            Content::Reference(_) => Storage::BigInt,
        }
    }
}

/// The natural key of a row of `noun`, from the values of all its columns.
#[must_use]
pub fn identity(noun: &Noun, columns: &[Column<'_>], values: &[Raw]) -> Identity {
    let part = |name: &&str| columns.iter().position(|column| column.shown == *name);
    fingerprint(noun.identity.iter().filter_map(part).filter_map(|at| values.get(at)))
}

/// The natural key of a row whose key is one text.
#[must_use]
pub fn identity_of_key(key: &str) -> Identity {
    fingerprint(std::iter::once(&Raw::Text(key.to_owned())))
}

/// A fingerprint of values, the same for the same values only.
#[must_use]
pub fn fingerprint<'v>(values: impl Iterator<Item = &'v Raw>) -> [u8; 16] {
    let mut hasher = blake3::Hasher::new();
    for value in values {
        // A tag and a length before each value keep `ab` + `c` apart from `a` + `bc`.
        match value {
            Raw::Null => hasher.update(b"n"),
            Raw::Int(whole) => hasher.update(b"i").update(&whole.to_le_bytes()),
            Raw::Bool(yes) => hasher.update(if *yes { b"y" } else { b"f" }),
            Raw::Text(text) => hasher.update(b"t").update(&text.len().to_le_bytes()).update(text.as_bytes()),
        };
    }
    let mut short = [0; 16];
    short.copy_from_slice(&hasher.finalize().as_bytes()[..16]);
    short
}
