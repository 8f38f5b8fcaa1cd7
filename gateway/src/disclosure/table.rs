//! Cells of all releases, and the equations between them that anybody can set up.

use std::collections::{BTreeMap, HashMap, HashSet};

use entity::released_cell::{self, Measure, ReleasedState};

use super::counts::{Counts, Regions};
use super::key::{ALL, Key};
use super::suppress::{Cell, Equation, Standing};

/// Cells of this release and the earlier ones, and what ties them together. A count that has not changed between two
/// releases is one cell: whoever knows that it has not knows it in both, once it was told in one.
#[derive(Debug, Default)]
pub struct Table {
    /// All cells.
    pub cells: Vec<Cell>,
    /// All equations.
    pub equations: Vec<Equation>,
    /// Where the cells of this release stand among them; those that follow from others are not there.
    pub current: BTreeMap<Key, usize>,
}

impl Table {
    /// The cells of `counts` behind those of `earlier` releases, oldest first.
    #[must_use]
    pub fn new(counts: &Counts, earlier: &[Vec<released_cell::Model>]) -> Self {
        let mut table = Self::default();
        let mut latest: HashMap<Key, usize> = HashMap::new();
        let mut equations = HashSet::new();
        for release in earlier {
            let mut placed = Vec::with_capacity(release.len());
            for (key, cell) in release.iter().map(|cell| (Key::from(cell), cell)) {
                if key.follows().is_some() {
                    continue;
                }
                let at = table.place(&mut latest, &key, cell.counted, 0, Standing::Hidden);
                if cell.state == ReleasedState::Released {
                    table.cells[at].standing = Standing::Known;
                }
                placed.push((key, at));
            }
            let placed: BTreeMap<&Key, usize> = placed.iter().map(|(key, at)| (key, *at)).collect();
            equations.extend(table.equations(&placed, &counts.regions));
        }
        for (key, count) in counts.cells.iter().filter(|(key, _)| key.follows().is_none()) {
            let at = table.place(&mut latest, key, count.counted, count.least, Standing::Free);
            let cell = &mut table.cells[at];
            cell.least = count.least;
            if count.is_known {
                cell.standing = Standing::Known;
            }
            table.current.insert(key.clone(), at);
        }
        let placed = table.current.iter().map(|(key, at)| (key, *at)).collect();
        equations.extend(table.equations(&placed, &counts.regions));
        table.equations = equations.into_iter().map(Equation).collect();
        // The order of a hash table must not decide what is kept back.
        table.equations.sort_by(|a, b| a.0.cmp(&b.0));
        table
    }

    /// The place of a count: that of an earlier release where it has not changed since.
    fn place(
        &mut self,
        latest: &mut HashMap<Key, usize>,
        key: &Key,
        count: i64,
        least: i64,
        standing: Standing,
    ) -> usize {
        match latest.get(key) {
            Some(&at) if self.cells[at].count == count => at,
            _ => {
                self.cells.push(Cell { count, least, standing });
                latest.insert(key.clone(), self.cells.len() - 1);
                self.cells.len() - 1
            }
        }
    }

    /// What ties the cells of one release together. What ought to add up does not always, and then tells nothing.
    fn equations(&self, placed: &Placed<'_>, regions: &Regions) -> Vec<Vec<(usize, i64)>> {
        let mut found: Vec<_> = regional_sums(placed, regions)
            .chain(sums_over_states(placed))
            .chain(same_counts(placed, regions))
            .filter(|terms| {
                terms.iter().map(|(cell, factor)| self.cells[*cell].count * factor).sum::<i64>() == 0
            })
            .collect();
        for terms in &mut found {
            terms.sort_unstable();
        }
        found
    }
}

/// Cells by what they are about.
type Placed<'k> = BTreeMap<&'k Key, usize>;

/// A region is the sum of the regions below it, or of its rows.
fn regional_sums(placed: &Placed<'_>, regions: &Regions) -> impl Iterator<Item = Vec<(usize, i64)>> {
    sums(placed.iter().filter_map(|(key, &part)| {
        let whole = match (key.measure, key.record.is_empty()) {
            // Another claim about the same is no part of it.
            (Measure::Indicator, false) => None,
            (_, false) => Some(key.region),
            (_, true) => regions.above(key.region),
        };
        Some((*placed.get(&key.of_region(whole?))?, part))
    }))
}

/// Corrections of all states are those of each.
fn sums_over_states(placed: &Placed<'_>) -> impl Iterator<Item = Vec<(usize, i64)>> {
    let by_state =
        placed.iter().filter(|(key, _)| key.measure == Measure::RegistryCorrections && key.category != ALL);
    sums(by_state.filter_map(|(key, &part)| {
        let all = Key { category: ALL.to_owned(), ..(*key).clone() };
        Some((*placed.get(&all)?, part))
    }))
}

/// One count under two methods, as a sum of villages and as its producer states it.
fn same_counts(placed: &Placed<'_>, regions: &Regions) -> impl Iterator<Item = Vec<(usize, i64)>> {
    let mut before: HashMap<(&str, &str, i64), usize> = HashMap::new();
    let counts = placed.iter().filter(|(key, _)| {
        key.measure == Measure::Indicator && key.record.is_empty() && !regions.is_village(key.region)
    });
    let pairs = counts.filter_map(|(key, &at)| {
        let other = before.insert((&key.category, &key.period, key.region), at)?;
        Some(vec![(other, 1), (at, -1)])
    });
    pairs.collect::<Vec<_>>().into_iter()
}

/// Wholes with their parts as equations.
fn sums(parts: impl Iterator<Item = (usize, usize)>) -> impl Iterator<Item = Vec<(usize, i64)>> {
    let mut sums: BTreeMap<usize, Vec<(usize, i64)>> = BTreeMap::new();
    for (whole, part) in parts {
        sums.entry(whole).or_insert_with(|| vec![(whole, -1)]).push((part, 1));
    }
    sums.into_values()
}
