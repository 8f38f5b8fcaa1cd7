//! What is wrong with a file, and where.

use std::fmt;
use std::path::PathBuf;

use sea_orm::DbErr;

/// Problems shown at most; all are counted.
const SHOWN: usize = 100;

/// Characters of a value shown at most.
const SHOWN_VALUE: usize = 60;

/// One thing wrong with one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// File or other origin.
    pub place: String,
    /// Line of the file, 1 for the header; `None` where the whole file is meant.
    pub line: Option<u64>,
    /// Name of the column, where one is to blame.
    pub column: Option<String>,
    /// The value as it stands there.
    pub value: Option<String>,
    /// What is wrong and what to do.
    pub reason: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.place)?;
        if let Some(line) = self.line {
            write!(f, ", row {line}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", column {column}")?;
        }
        if let Some(value) = &self.value {
            let shown: String = value.chars().take(SHOWN_VALUE).collect();
            let more = if shown.len() < value.len() { "…" } else { "" };
            write!(f, ", value `{shown}{more}`")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// The problems of one load: the first hundred, and how many there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    shown: Vec<Problem>,
    count: usize,
}

impl Problems {
    /// Adds one.
    pub fn add(&mut self, problem: Problem) {
        self.count += 1;
        if self.shown.len() < SHOWN {
            self.shown.push(problem);
        }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// The first hundred.
    #[must_use]
    pub fn shown(&self) -> &[Problem] {
        &self.shown
    }
}

impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for problem in &self.shown {
            writeln!(f, "  {problem}")?;
        }
        match self.count - self.shown.len() {
            0 => Ok(()),
            more => writeln!(f, "  and {more} more"),
        }
    }
}

/// Why nothing was loaded.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// Rows or files are wrong.
    #[error("{} problem(s), nothing was changed:\n{_0}", _0.count())]
    Refused(Problems),
    /// A file cannot be read.
    #[error("{}: {reason}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why not, and what to do.
        reason: String,
    },
    /// The database failed; nothing was changed.
    #[error("the database failed, nothing was changed")]
    Database(#[from] DbErr),
}
