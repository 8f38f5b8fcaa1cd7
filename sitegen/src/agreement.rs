//! How far the levels of the welfare registry agree, from the counts that a release tells.

use crate::data::record::{RegistryCycle, ReleasedCell};
use crate::data::vocabulary::Measure;
use crate::linked::Linked;

/// Categories of the registry's rows that make up the shares.
const ROWS: [&str; 5] = ["REGENCY_ROWS", "ONLY_VILLAGE", "ONLY_REGENCY", "DIFFERING", "UNMATCHED_ROWS"];

/// Agreement between village and regency in one region and cycle.
#[derive(Clone, Debug)]
pub struct Agreement<'d> {
    /// The cycle.
    pub cycle: &'d RegistryCycle,
    /// Rows at the regency, only at the village, only at the regency, with other content, and not matched with the civil
    /// registry; none where it is not told.
    counts: [Option<i64>; 5],
    /// Whether any of them is kept back.
    pub is_withheld: bool,
    /// Whether any of them is simulated.
    pub simulated: bool,
    /// Keys of the sources.
    pub sources: Vec<&'d str>,
}

impl<'d> Agreement<'d> {
    /// Those of a kecamatan or the regency, by cycle from the first.
    #[must_use]
    pub fn of(linked: &Linked<'d>, region: &str) -> Vec<Self> {
        let data = linked.data;
        let cells = data.released_cells.iter();
        let cells: Vec<&ReleasedCell> = cells
            .filter(|cell| cell.measure == Measure::RegistryRows && cell.region.code == region)
            .collect();
        let of_cycle = |cycle: &'d RegistryCycle| {
            let cells: Vec<&&ReleasedCell> = cells.iter().filter(|cell| cell.period == cycle.key).collect();
            let of = |category: &str| cells.iter().find(|cell| cell.category == category).copied();
            let told = ROWS.map(of);
            // Before the first release there is nothing to say.
            told[0]?;
            Some(Self {
                cycle,
                counts: told.map(|cell| cell?.value.as_deref()?.parse().ok()),
                is_withheld: told.iter().flatten().any(|cell| cell.value.is_none()),
                simulated: told.iter().flatten().any(|cell| cell.simulated),
                sources: told.iter().flatten().map(|cell| cell.source.key.as_str()).collect(),
            })
        };
        let mut found: Vec<_> = data.cycles.iter().filter_map(of_cycle).collect();
        found.sort_by_key(|it| it.cycle.starts_on);
        found
    }

    /// Rows at the regency.
    #[must_use]
    pub fn rows(&self) -> Option<i64> {
        self.counts[0]
    }

    /// Rows that both levels hold with the same content, per cent of all rows that either holds.
    #[must_use]
    pub fn same(&self) -> Option<f64> {
        let [Some(regency), Some(only_village), Some(only_regency), Some(differing), _] = self.counts else {
            return None;
        };
        share(regency - only_regency - differing, regency + only_village)
    }

    /// Rows at the regency that match the civil registry, per cent.
    #[must_use]
    pub fn matched(&self) -> Option<f64> {
        let [Some(regency), .., Some(unmatched)] = self.counts else { return None };
        share(regency - unmatched, regency)
    }
}

fn share(part: i64, all: i64) -> Option<f64> {
    (all > 0).then(|| part as f64 / all as f64 * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::record::SourceKey;
    use crate::data::vocabulary::Registry;

    fn cycle() -> RegistryCycle {
        RegistryCycle {
            key: "dtsen-2026-q1".into(),
            period: "2026-Q1".into(),
            starts_on: chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            cut_off_on: None,
            determined_on: None,
            registry: Registry::Dtsen,
            simulated: false,
            source: SourceKey { key: "bps".into() },
        }
    }

    fn with(counts: [Option<i64>; 5], cycle: &RegistryCycle) -> Agreement<'_> {
        Agreement { cycle, counts, is_withheld: false, simulated: false, sources: vec![] }
    }

    #[test]
    fn what_only_one_level_has_counts_once_and_what_differs_is_not_the_same() {
        // 100 at the regency, of which 5 it has alone and 10 differ; 20 more only at the village: 85 of 120.
        let cycle = cycle();
        let all = with([Some(100), Some(20), Some(5), Some(10), Some(4)], &cycle);
        assert!((all.same().unwrap() - 85.0 / 1.2).abs() < 1e-9);
        assert!((all.matched().unwrap() - 96.0).abs() < 1e-9);
    }

    #[test]
    fn a_share_of_a_count_that_is_kept_back_is_not_told() {
        let cycle = cycle();
        let some = with([Some(100), None, Some(5), Some(10), Some(4)], &cycle);
        assert_eq!((some.same(), some.matched()), (None, Some(96.0)));
        assert_eq!(with([Some(0), Some(0), Some(0), Some(0), Some(0)], &cycle).same(), None);
    }
}
