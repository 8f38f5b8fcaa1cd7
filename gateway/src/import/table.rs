//! A table of texts on its way into the database, and the columns that it must have.

use crate::graph::catalog::Catalog;
use crate::graph::noun::{Kind, Noun, Stored, ToOne};

use super::cell::Notation;
use super::problem::Problem;

/// One row as it stands in its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Line of the file on which it begins, the header being line 1.
    pub line: u64,
    /// One text per column; `None` is absent.
    pub cells: Vec<Option<String>>,
}

/// A table whose rows are read as they are asked for.
pub struct Table {
    /// Table of the database.
    pub name: String,
    /// What its rows are called when one of them is refused: a file, or the simulator.
    pub place: String,
    /// Names of the columns in their order.
    pub columns: Vec<String>,
    /// How its numbers are written.
    pub notation: Notation,
    /// The rows; an error is a row that could not be read.
    pub rows: Box<dyn Iterator<Item = Result<Row, Problem>> + Send>,
}

/// What a column of a file holds.
#[derive(Clone, Copy, Debug)]
pub enum Content<'c> {
    /// A field of the noun.
    Field {
        /// What it holds.
        kind: Kind,
        /// Whether the API hides it.
        hidden: bool,
    },
    /// The identity of a row of another noun.
    Reference(&'c Noun),
}

/// A column of a file.
#[derive(Clone, Debug)]
pub struct Column<'c> {
    /// Name in the header.
    pub name: String,
    /// Name in the database.
    pub stored: &'static str,
    /// Name in the API.
    pub shown: &'static str,
    /// What it holds.
    pub content: Content<'c>,
    /// Whether a cell may be blank.
    pub optional: bool,
    /// Whether it becomes public by a release only, and so must not stand in the public journal.
    pub withheld: bool,
    /// Description.
    pub doc: &'static str,
}

impl Noun {
    /// Whether rows of it are loaded from files.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.within.is_none() && !self.identity.is_empty()
    }

    /// The columns of its file, in the order of the schema.
    #[must_use]
    pub fn columns<'c>(&'c self, catalog: &'c Catalog) -> Vec<Column<'c>> {
        let fields = self.fields.iter().filter_map(|field| match field.stored {
            Stored::Column(_) if field.computed => None,
            Stored::Column(stored) => Some(Column {
                name: stored.to_owned(),
                stored,
                shown: field.name,
                content: Content::Field { kind: field.kind, hidden: field.hidden },
                optional: field.optional,
                withheld: field.released.is_some(),
                doc: field.doc,
            }),
            Stored::Sql(_) => None,
        });
        let references = self.to_one.iter().filter(|relation| relation.imported).map(|relation| Column {
            name: header(relation),
            stored: relation.column,
            shown: relation.name,
            content: Content::Reference(catalog.target_of_one(relation)),
            optional: relation.optional,
            withheld: relation.released.is_some(),
            doc: relation.doc,
        });
        fields.chain(references).collect()
    }
}

fn header(relation: &ToOne) -> String {
    relation.column.strip_suffix("_id").unwrap_or(relation.column).to_owned()
}
