//! The log of operations that take long.

use std::time::{Duration, Instant};

use crate::document::Operation;
use crate::graph::spent::Spent;

/// Watches an operation, and logs its statements when it took too long, also where it was given up before its end.
pub struct Watch<'a> {
    spent: &'a Spent,
    operation: &'a Operation,
    slow: Duration,
    cost: u64,
    began: Instant,
}

impl<'a> Watch<'a> {
    /// Watches an operation that begins now.
    pub fn new(spent: &'a Spent, slow: Duration, operation: &'a Operation, cost: u64) -> Self {
        Self { spent, operation, slow, cost, began: Instant::now() }
    }
}

impl Drop for Watch<'_> {
    fn drop(&mut self) {
        let took = self.began.elapsed();
        if took < self.slow {
            return;
        }
        let operation = self.operation.name.as_deref().unwrap_or_default();
        let statements = self.spent.all();
        tracing::warn!(operation, cost = self.cost, ?took, statements = statements.len(), "slow operation");
        for ran in statements.iter() {
            let (noun, role, rows, took) = (ran.noun, ran.role, ran.rows, ran.took);
            tracing::warn!(
                operation,
                noun,
                ?role,
                ?rows,
                ?took,
                sql = ran.sql,
                "statement of a slow operation"
            );
        }
    }
}
