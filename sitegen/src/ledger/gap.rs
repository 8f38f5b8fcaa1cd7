//! From what is needed to what is done: how much of the cost of needs reaches each stage, and what falls away before it.
//!
//! Need by need, so that too much for one does not hide too little for another: with `N` the cost of a need and `K`, `R`
//! what two stages have of it, `max(0, K - R)` falls away and `max(0, R - K)` is more than the stage before had.

use crate::data::record::{Need, Transaction};
use crate::data::vocabulary::{AmountState, TransactionKind};

use super::{Counting, counted};

/// The stages after the need itself. The last one is what was spent with evidence for work that is done.
pub const STAGES: [Stage; 5] = [
    Stage::Of(TransactionKind::Pledge),
    Stage::Of(TransactionKind::Commitment),
    Stage::Of(TransactionKind::Disbursement),
    Stage::Of(TransactionKind::Expenditure),
    Stage::Realised,
];

/// A stage on the way from a need to what is done about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// A stage of the ledger.
    Of(TransactionKind),
    /// Spent, with evidence, for work that is done.
    Realised,
}

/// The way of some needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Gap {
    /// Needs whose cost is stated.
    pub needs: usize,
    /// Needs whose cost nobody has stated; they and their money are left out.
    pub unpriced: usize,
    /// What the needs cost, in rupiah.
    pub cost: i64,
    /// Whether one of them, or money for one, is simulated.
    pub simulated: bool,
    /// What reaches each of [`STAGES`].
    pub reached: [Reached; STAGES.len()],
}

/// What reaches a stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// In rupiah; what the stage before had, less `fallen`, and `surplus`.
    pub amount: i64,
    /// What the stage before had and this one has not, need by need, in rupiah.
    pub fallen: i64,
    /// What this one has and the stage before had not, need by need, in rupiah.
    pub surplus: i64,
    /// Rows whose amount nobody has stated.
    pub unknown: usize,
}

/// Follows needs with the ledger rows of each. `is_done` tells rows whose work is done.
///
/// Cash only, each rupiah at the last who passes it on.
#[must_use]
pub fn gap<'t>(
    needs: impl IntoIterator<Item = (&'t Need, &'t [&'t Transaction])>,
    is_done: &dyn Fn(&Transaction) -> bool,
) -> Gap {
    let mut gap = Gap::default();
    for (need, rows) in needs {
        let Some(cost) = need.cost else {
            gap.unpriced += 1;
            continue;
        };
        gap.needs += 1;
        gap.cost += cost.0;
        gap.simulated |= need.simulated || rows.iter().any(|row| row.simulated);
        let mut before = cost.0;
        for (stage, reached) in STAGES.into_iter().zip(&mut gap.reached) {
            let (amount, unknown) = at(stage, rows, is_done);
            reached.amount += amount;
            reached.fallen += (before - amount).max(0);
            reached.surplus += (amount - before).max(0);
            reached.unknown += unknown;
            before = amount;
        }
    }
    gap
}

/// What a need has at a stage, and how many rows have no amount there.
fn at(stage: Stage, rows: &[&Transaction], is_done: &dyn Fn(&Transaction) -> bool) -> (i64, usize) {
    let kind = match stage {
        Stage::Of(kind) => kind,
        Stage::Realised => TransactionKind::Expenditure,
    };
    let counted = counted(rows, kind, Counting::LastMile);
    let here = counted
        .iter()
        .filter(|(row, _)| stage != Stage::Realised || (row.evidence.is_some() && is_done(row)));
    here.fold((0, 0), |(amount, unknown), (row, left)| {
        (amount + left, unknown + usize::from(row.amount_state == AmountState::Unknown))
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample::{need, row, towards};
    use super::*;
    use TransactionKind::{Commitment, Disbursement, Expenditure, Pledge};

    fn of(gap: &Gap, what: impl Fn(&Reached) -> i64) -> [i64; 5] {
        gap.reached.each_ref().map(what)
    }

    #[test]
    fn what_falls_away_is_told_need_by_need() {
        let (roof, well) = (need("roof", Some(100)), need("well", Some(50)));
        let rows = [(Pledge, 100), (Commitment, 80), (Disbursement, 80), (Expenditure, 60)];
        let rows: Vec<Transaction> =
            rows.iter().map(|(kind, amount)| towards(&roof, row("r", *kind, Some(*amount)))).collect();
        let rows: Vec<&Transaction> = rows.iter().collect();
        let gap = gap([(&roof, rows.as_slice()), (&well, &[])], &|_| true);
        assert_eq!((gap.needs, gap.cost), (2, 150));
        assert_eq!(of(&gap, |it| it.amount), [100, 80, 80, 60, 0]);
        assert_eq!(of(&gap, |it| it.fallen), [50, 20, 0, 20, 60]);
        assert_eq!(of(&gap, |it| it.surplus), [0; 5]);
    }

    #[test]
    fn too_much_for_one_need_does_not_hide_too_little_for_another() {
        let (rich, poor) = (need("rich", Some(100)), need("poor", Some(100)));
        let pledged = towards(&rich, row("p", Pledge, Some(180)));
        let spent = towards(&rich, row("s", Expenditure, Some(200)));
        let gap = gap([(&rich, [&pledged, &spent].as_slice()), (&poor, &[])], &|_| true);
        assert_eq!((gap.reached[0].amount, gap.reached[0].fallen, gap.reached[0].surplus), (180, 100, 80));
        // Spent without a record of what was bound and paid out before.
        assert_eq!((gap.reached[3].amount, gap.reached[3].fallen, gap.reached[3].surplus), (200, 0, 200));
        let mut before = gap.cost;
        for reached in gap.reached {
            assert_eq!(reached.amount, before - reached.fallen + reached.surplus);
            before = reached.amount;
        }
    }

    #[test]
    fn realised_is_what_has_evidence_and_is_done() {
        let house = need("house", Some(10));
        let seen = Transaction { evidence: Some("Berita acara".into()), ..row("a", Expenditure, Some(4)) };
        let unseen = row("b", Expenditure, Some(6));
        let rows = [&seen, &unseen];
        assert_eq!(gap([(&house, rows.as_slice())], &|_| true).reached[4].amount, 4);
        assert_eq!(gap([(&house, rows.as_slice())], &|_| false).reached[4].amount, 0);
    }

    #[test]
    fn unknown_is_counted_and_never_zero() {
        let (house, vague) = (need("house", Some(10)), need("vague", None));
        let unknown = row("a", Disbursement, None);
        let gap = gap([(&house, [&unknown].as_slice()), (&vague, [&unknown].as_slice())], &|_| true);
        assert_eq!((gap.needs, gap.unpriced, gap.cost), (1, 1, 10));
        assert_eq!(gap.reached.map(|it| it.unknown), [0, 0, 1, 0, 0]);
    }
}
