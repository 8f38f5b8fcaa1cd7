//! Which counts to keep back: those that are too small, and with them enough others.
//!
//! What is told gives an attacker linear equations over what is kept back. A count is safe when these, solved as a
//! linear program, leave it a range at least as wide as the smallest count that may be told. Each solution shows one
//! possible world; all counts of that world widen their ranges at once, so that few programs are solved in all.

use std::collections::{BTreeSet, HashMap};

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOutcome};

/// What may be done with a count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may be told or kept back.
    Free,
    /// It is public already.
    Known,
    /// It was kept back before and has not changed since.
    Hidden,
}

/// A count that may be told.
#[derive(Clone, Copy, Debug)]
pub struct Cell {
    /// How many.
    pub count: i64,
    /// The smallest count that may be told, zero apart; 0 where any may be.
    pub least: i64,
    /// What may be done with it.
    pub standing: Standing,
}

/// Cells with factors whose sum is zero, such as a total and its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Equation(pub Vec<(usize, i64)>);

/// What is kept back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suppression {
    /// Per cell: whether it is kept back.
    pub hidden: Vec<bool>,
    /// Cells that what is public already gives away, whatever is kept back now.
    pub exposed: BTreeSet<usize>,
}

/// An attacker knows that what is kept back is not zero: zeros are told.
const AT_LEAST: i64 = 1;

/// How far from its true value a count is let go in one program. Wider would find nothing that matters: any range of
/// this size is wide enough.
const AROUND: i64 = 1_000;

/// Counts in the first, small program around a count. A range found with all others held fast is one found in earnest.
const NEAR: usize = 48;

/// Keeps back what is too small, and enough beside it.
#[must_use]
pub fn suppress(cells: &[Cell], equations: &[Equation]) -> Suppression {
    let mut table = Table::new(cells, equations);
    for at in 0..cells.len() {
        table.complete(at);
    }
    while let Some(at) = table.open.pop_first() {
        while !table.is_safe(at) {
            if let Some(beside) = table.beside(at) {
                table.hide(beside);
                table.complete(beside);
            } else {
                table.exposed.insert(at);
                break;
            }
        }
    }
    Suppression { hidden: table.hidden, exposed: table.exposed }
}

struct Table<'t> {
    cells: &'t [Cell],
    equations: &'t [Equation],
    /// Per cell, the equations that it stands in.
    of_cell: Vec<Vec<usize>>,
    hidden: Vec<bool>,
    /// Smallest and largest count found possible.
    range: Vec<(f64, f64)>,
    /// Hidden cells whose ranges have not been looked at.
    open: BTreeSet<usize>,
    exposed: BTreeSet<usize>,
}

impl<'t> Table<'t> {
    fn new(cells: &'t [Cell], equations: &'t [Equation]) -> Self {
        let mut of_cell = vec![Vec::new(); cells.len()];
        for (equation, Equation(terms)) in equations.iter().enumerate() {
            for (cell, _) in terms {
                of_cell[*cell].push(equation);
            }
        }
        let is_hidden = |cell: &Cell| match cell.standing {
            Standing::Hidden => true,
            Standing::Known => false,
            Standing::Free => (1..cell.least).contains(&cell.count),
        };
        let hidden: Vec<_> = cells.iter().map(is_hidden).collect();
        let open = (0..cells.len()).filter(|&at| hidden[at]).collect();
        let range = cells.iter().map(|cell| (cell.count as f64, cell.count as f64)).collect();
        Self { cells, equations, of_cell, hidden, range, open, exposed: BTreeSet::new() }
    }

    fn hide(&mut self, at: usize) {
        self.hidden[at] = true;
        self.open.insert(at);
    }

    /// Gives company to whatever stands alone in an equation with this cell: alone it could be reckoned.
    fn complete(&mut self, at: usize) {
        let mut waiting = vec![at];
        while let Some(at) = waiting.pop() {
            if !self.hidden[at] {
                continue;
            }
            for equation in self.of_cell[at].clone() {
                let Equation(terms) = &self.equations[equation];
                if terms.iter().filter(|(cell, _)| self.hidden[*cell]).count() == 1
                    && let Some(beside) = self.smallest_free(equation)
                {
                    self.hide(beside);
                    waiting.push(beside);
                }
            }
        }
    }

    /// The smallest count of an equation that may still be kept back. A zero hides nothing.
    fn smallest_free(&self, equation: usize) -> Option<usize> {
        let Equation(terms) = &self.equations[equation];
        let free = terms.iter().map(|(cell, _)| *cell).filter(|&cell| {
            let Cell { standing, count, .. } = self.cells[cell];
            !self.hidden[cell] && standing == Standing::Free && count > 0
        });
        free.min_by_key(|&cell| (self.cells[cell].count, cell))
    }

    /// What to keep back beside a cell that could be found out: of its own equations first, then of those around.
    fn beside(&self, at: usize) -> Option<usize> {
        let nearest = |cells: &[usize]| {
            let around = cells.iter().flat_map(|&cell| &self.of_cell[cell]);
            let free = around.filter_map(|&equation| self.smallest_free(equation));
            free.min_by_key(|&cell| (self.cells[cell].count, cell))
        };
        nearest(&[at]).or_else(|| nearest(&self.around(at, usize::MAX)))
    }

    /// The hidden cells that share equations with `at`, and those that share some with them, up to `most`.
    fn around(&self, at: usize, most: usize) -> Vec<usize> {
        let mut found = vec![at];
        let mut seen = BTreeSet::from([at]);
        let mut next = 0;
        while next < found.len() {
            for &equation in &self.of_cell[found[next]] {
                for &(cell, _) in &self.equations[equation].0 {
                    if self.hidden[cell] && seen.len() < most && seen.insert(cell) {
                        found.push(cell);
                    }
                }
            }
            next += 1;
        }
        found
    }

    /// Whether nobody can find the count out more closely than `least`.
    fn is_safe(&mut self, at: usize) -> bool {
        let near = self.around(at, NEAR);
        self.widen(at, &near);
        if !self.is_wide(at) && near.len() == NEAR {
            let all = self.around(at, usize::MAX);
            self.widen(at, &all);
        }
        self.is_wide(at)
    }

    fn is_wide(&self, at: usize) -> bool {
        let (low, high) = self.range[at];
        // A total of hidden counts is as telling as they are.
        high - low >= self.cells[at].least.max(super::LEAST) as f64 - 1e-6
    }

    /// Looks for the smallest and largest possible count of `at` while only `moving` may differ from the truth.
    fn widen(&mut self, at: usize, moving: &[usize]) {
        for direction in [OptimizationDirection::Maximize, OptimizationDirection::Minimize] {
            if self.is_wide(at) {
                return;
            }
            for (cell, value) in self.extreme(at, moving, direction) {
                let (low, high) = self.range[cell];
                self.range[cell] = (low.min(value), high.max(value));
            }
        }
    }

    /// The possible world in which `at` is as large, or as small, as can be. Nothing where the program fails: the range
    /// then stays as it was, which errs towards keeping back.
    fn extreme(&self, at: usize, moving: &[usize], direction: OptimizationDirection) -> Vec<(usize, f64)> {
        let mut problem = Problem::new(direction);
        let variables: HashMap<usize, _> = moving
            .iter()
            .map(|&cell| {
                let count = self.cells[cell].count;
                let bounds = ((count - AROUND).max(AT_LEAST.min(count)) as f64, (count + AROUND) as f64);
                (cell, problem.add_var(f64::from(u8::from(cell == at)), bounds))
            })
            .collect();
        let equations: BTreeSet<usize> =
            moving.iter().flat_map(|&cell| self.of_cell[cell].iter().copied()).collect();
        for equation in equations {
            let moved = self.equations[equation]
                .0
                .iter()
                .filter_map(|(cell, factor)| variables.get(cell).map(|variable| (*cell, *variable, *factor)));
            let moved: Vec<_> = moved.collect();
            // What does not move keeps its part of the sum, so those that move keep theirs.
            let sum: i64 = moved.iter().map(|(cell, _, factor)| self.cells[*cell].count * factor).sum();
            let terms: Vec<_> =
                moved.iter().map(|(_, variable, factor)| (*variable, *factor as f64)).collect();
            problem.add_constraint(&terms[..], ComparisonOp::Eq, sum as f64);
        }
        let Ok(SolveOutcome::Solution(solution)) = problem.solve() else { return Vec::new() };
        moving.iter().map(|cell| (*cell, solution.var_value(variables[cell]))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(count: i64) -> Cell {
        Cell { count, least: 5, standing: Standing::Free }
    }

    /// A total ahead of its parts.
    fn total(cells: std::ops::Range<usize>) -> Equation {
        Equation(cells.clone().map(|at| (at, if at == cells.start { -1 } else { 1 })).collect())
    }

    #[test]
    fn counts_that_are_large_enough_and_zeros_are_told() {
        let cells = [free(25), free(20), free(0), free(5)];
        assert_eq!(suppress(&cells, &[total(0..4)]).hidden, [false; 4]);
    }

    #[test]
    fn a_small_count_gets_company_so_that_the_total_does_not_tell_it() {
        let cells = [free(33), free(3), free(10), free(20)];
        assert_eq!(suppress(&cells, &[total(0..4)]).hidden, [false, true, true, false]);
    }

    #[test]
    fn two_small_counts_with_a_small_sum_get_a_third() {
        // 1 + 2 = 3 would leave each of them a range of one.
        let cells = [free(33), free(1), free(2), free(10), free(20)];
        assert_eq!(suppress(&cells, &[total(0..5)]).hidden, [false, true, true, true, false]);
    }

    #[test]
    fn a_single_small_part_takes_its_total_with_it() {
        let cells = [free(3), free(3), free(40), free(43)];
        let upper = Equation(vec![(3, -1), (0, 1), (2, 1)]);
        let hidden = suppress(&cells, &[total(0..2), upper]).hidden;
        assert_eq!(hidden, [true, true, true, false]);
    }

    #[test]
    fn in_a_table_of_two_ways_a_rectangle_is_kept_back() {
        // Rows a b, columns c d, with totals of both: one small count needs three more.
        let cells = [3, 20, 23, 30, 40, 70, 33, 60, 93].map(free);
        let sum = |parts: [usize; 2], all: usize| Equation(vec![(parts[0], 1), (parts[1], 1), (all, -1)]);
        let equations =
            [sum([0, 1], 2), sum([3, 4], 5), sum([6, 7], 8), sum([0, 3], 6), sum([1, 4], 7), sum([2, 5], 8)];
        let hidden = suppress(&cells, &equations).hidden;
        assert!(hidden[0]);
        for Equation(terms) in &equations {
            assert_ne!(terms.iter().filter(|(cell, _)| hidden[*cell]).count(), 1, "{hidden:?}");
        }
    }

    #[test]
    fn what_is_public_already_hides_nothing() {
        let known = |count| Cell { standing: Standing::Known, ..free(count) };
        let cells = [known(33), free(3), known(10), free(20)];
        let Suppression { hidden, exposed } = suppress(&cells, &[total(0..4)]);
        assert_eq!(hidden, [false, true, false, true]);
        assert!(exposed.is_empty());
        let cells = [known(13), free(3), known(10)];
        assert_eq!(suppress(&cells, &[total(0..3)]).exposed, BTreeSet::from([1]));
    }

    #[test]
    fn a_sensitive_count_is_kept_back_up_to_ten_and_its_range_is_as_wide() {
        let sensitive = |count| Cell { count, least: 10, standing: Standing::Free };
        let cells = [sensitive(48), sensitive(7), sensitive(11), sensitive(30)];
        assert_eq!(suppress(&cells, &[total(0..4)]).hidden, [false, true, true, false]);
        let cells = [sensitive(28), sensitive(7), sensitive(1), sensitive(20)];
        assert_eq!(suppress(&cells, &[total(0..4)]).hidden, [false, true, true, true]);
    }
}
