//! What the statements of one request took, and what they were.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What a statement reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Rows of a noun, with those that ride along.
    Rows,
    /// How many rows there are.
    Count,
    /// Numbers over rows.
    Numbers,
    /// The version of the data.
    Version,
}

/// A statement.
#[derive(Clone, Debug)]
pub struct Ran {
    /// The noun that it is about.
    pub noun: &'static str,
    /// What it reads.
    pub role: Role,
    /// Its text.
    pub sql: String,
    /// Rows that it gave; none while it runs, or where it failed.
    pub rows: Option<usize>,
    /// How long it took, waiting for a connection included.
    pub took: Duration,
    /// How the database goes about it, where that was asked for.
    pub plan: Vec<String>,
}

/// The statements of one request.
#[derive(Debug, Default)]
pub struct Spent {
    statements: Mutex<Vec<Ran>>,
}

/// A statement under way.
#[derive(Debug)]
pub struct Running<'s> {
    spent: &'s Spent,
    at: usize,
    began: Instant,
}

impl Spent {
    /// Notes a statement that begins now.
    pub fn begin(&self, noun: &'static str, role: Role, sql: &str) -> Running<'_> {
        let mut statements = self.all();
        let sql = sql.to_owned();
        statements.push(Ran { noun, role, sql, rows: None, took: Duration::ZERO, plan: Vec::new() });
        Running { spent: self, at: statements.len() - 1, began: Instant::now() }
    }

    /// The statements so far.
    pub fn all(&self) -> MutexGuard<'_, Vec<Ran>> {
        self.statements.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many statements there were so far.
    #[must_use]
    pub fn statements(&self) -> usize {
        self.all().len()
    }

    /// What the statements took together; those that ran side by side both count.
    #[must_use]
    pub fn took(&self) -> Duration {
        self.all().iter().map(|ran| ran.took).sum()
    }
}

impl Running<'_> {
    /// Notes its end; without rows it has failed.
    pub fn end(&self, rows: Option<usize>) {
        let mut statements = self.spent.all();
        statements[self.at].took = self.began.elapsed();
        statements[self.at].rows = rows;
    }

    /// Notes how the database goes about it.
    pub fn plan(&self, plan: Vec<String>) {
        self.spent.all()[self.at].plan = plan;
    }
}
