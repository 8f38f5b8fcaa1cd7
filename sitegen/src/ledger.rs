//! Counting money: each rupiah once, cash apart from goods and credit, reversals taken back.

pub mod gap;
#[cfg(test)]
pub(crate) mod sample;

use std::collections::{HashMap, HashSet};

use crate::data::record::Transaction;
use crate::data::vocabulary::{AmountState, TransactionKind, ValueKind};

/// Where along a chain of pass-throughs a rupiah is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    /// At the funder who first gave it.
    FirstFunder,
    /// At the last who passed it on, nearest to the village.
    LastMile,
}

/// A total of cash.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Known amounts, in rupiah.
    pub amount: i64,
    /// Rows whose amount nobody has stated; they are not zero.
    pub unknown: usize,
    /// Whether a simulated row is in it.
    pub simulated: bool,
}

/// Rows of cash of one stage, each rupiah once, with the amount that is left of each after reversals.
///
/// A chain is seen as far as its rows are given: to count what a channel gave first, give the rows of all channels and
/// choose among those counted.
#[must_use]
pub fn counted<'t>(
    rows: &[&'t Transaction],
    stage: TransactionKind,
    counting: Counting,
) -> Vec<(&'t Transaction, i64)> {
    counted_as(ValueKind::Cash, rows, stage, counting)
}

/// The same for goods, or for credit: the kinds are never added up together.
#[must_use]
pub fn counted_as<'t>(
    kind: ValueKind,
    rows: &[&'t Transaction],
    stage: TransactionKind,
    counting: Counting,
) -> Vec<(&'t Transaction, i64)> {
    let taken_back = reversed(rows);
    let of_stage: Vec<&Transaction> =
        rows.iter().copied().filter(|row| row.kind == stage && row.value_kind == kind).collect();
    // Only a row of the same stage can hold the same rupiah again.
    let here: HashSet<&str> = of_stage.iter().map(|row| row.key.as_str()).collect();
    let passes_on =
        |row: &&Transaction| row.passes_on.as_ref().is_some_and(|from| here.contains(from.key.as_str()));
    let handed_down: HashSet<&str> = of_stage
        .iter()
        .filter(|row| passes_on(row))
        .filter_map(|row| row.passes_on.as_ref().map(|from| from.key.as_str()))
        .collect();
    let once = of_stage.into_iter().filter(|row| match counting {
        Counting::FirstFunder => !passes_on(row),
        Counting::LastMile => !handed_down.contains(row.key.as_str()),
    });
    once.map(|row| {
        let back = taken_back.get(row.key.as_str()).copied().unwrap_or_default();
        (row, row.amount.map_or(0, |amount| amount.0) - back)
    })
    .collect()
}

/// The total of one stage.
#[must_use]
pub fn total(rows: &[&Transaction], stage: TransactionKind, counting: Counting) -> Total {
    sum(&counted(rows, stage, counting))
}

/// Adds up what [`counted`] gave.
#[must_use]
pub fn sum(rows: &[(&Transaction, i64)]) -> Total {
    rows.iter().fold(Total::default(), |total, (row, left)| Total {
        amount: total.amount + left,
        unknown: total.unknown + usize::from(row.amount_state == AmountState::Unknown),
        simulated: total.simulated || row.simulated,
    })
}

/// Whether rows leave anything after reversals: an amount, or one that nobody has stated.
#[must_use]
pub fn is_left(rows: &[&Transaction]) -> bool {
    let taken_back = reversed(rows);
    let back = |row: &Transaction| taken_back.get(row.key.as_str()).copied().unwrap_or_default();
    rows.iter()
        .filter(|row| row.kind != TransactionKind::Reversal)
        .any(|row| row.amount.is_none_or(|amount| amount.0 > back(row)))
}

/// What reversals take back, by the key of the row.
fn reversed<'t>(rows: &[&'t Transaction]) -> HashMap<&'t str, i64> {
    let mut taken_back = HashMap::new();
    for row in rows.iter().filter(|row| row.kind == TransactionKind::Reversal) {
        if let (Some(of), Some(amount)) = (&row.reverses, row.amount) {
            *taken_back.entry(of.key.as_str()).or_default() += amount.0;
        }
    }
    taken_back
}

#[cfg(test)]
mod tests {
    use super::sample::{key, row};
    use super::*;

    const STAGE: TransactionKind = TransactionKind::Disbursement;

    #[test]
    fn both_ways_of_counting_agree_on_a_closed_chain() {
        let grant = row("grant", STAGE, Some(100));
        let houses = Transaction { passes_on: Some(key("grant")), ..row("houses", STAGE, Some(60)) };
        let wells = Transaction { passes_on: Some(key("grant")), ..row("wells", STAGE, Some(40)) };
        let rows = [&grant, &houses, &wells];
        assert_eq!(total(&rows, STAGE, Counting::FirstFunder).amount, 100);
        assert_eq!(total(&rows, STAGE, Counting::LastMile).amount, 100);
    }

    #[test]
    fn a_reversal_takes_back_what_it_names() {
        let wrong = row("wrong", STAGE, Some(100));
        let back =
            Transaction { reverses: Some(key("wrong")), ..row("back", TransactionKind::Reversal, Some(30)) };
        assert_eq!(total(&[&wrong, &back], STAGE, Counting::LastMile).amount, 70);
        assert!(is_left(&[&wrong, &back]));
        let whole = Transaction { amount: wrong.amount, ..back };
        assert!(!is_left(&[&wrong, &whole]) && !is_left(&[]));
        assert!(is_left(&[&wrong, &whole, &row("unknown", STAGE, None)]));
    }

    #[test]
    fn goods_and_credit_are_not_cash_and_unknown_is_not_zero() {
        let cash = row("cash", STAGE, Some(10));
        let goods = Transaction { value_kind: ValueKind::InKind, ..row("goods", STAGE, Some(5)) };
        let unknown = row("unknown", STAGE, None);
        let total = total(&[&cash, &goods, &unknown], STAGE, Counting::FirstFunder);
        assert_eq!((total.amount, total.unknown), (10, 1));
        let goods = sum(&counted_as(ValueKind::InKind, &[&cash, &goods], STAGE, Counting::LastMile));
        assert_eq!(goods.amount, 5);
    }
}
