//! What is different from the edition before: values that were corrected, values that are new, and why.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::data::Dataset;
use crate::data::record::Revision;
use crate::data::vocabulary::TransactionKind;
use crate::shorthand::{NOT_AVAILABLE, WITHHELD};

use super::Id;
use super::measure::AMOUNT;
use super::value::Values;

/// The edition that another is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Since {
    /// Its name.
    pub id: Id,
    /// Its data version.
    pub data_version: i64,
    /// What it published.
    pub values: Values,
}

/// A value that is not the one that the edition before gave for the same measure, subject and period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// What is measured.
    pub measure: String,
    /// Of what.
    pub subject: String,
    /// When.
    pub period: String,
    /// The value before.
    pub old: String,
    /// The value now.
    pub new: String,
    /// The reason that the change was recorded with, if it was.
    pub reason: Option<String>,
    /// The moment of the change, if it is recorded.
    pub at: Option<String>,
}

/// How many values of a measure are new, and how many are no longer published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// For periods or subjects that had none.
    pub added: usize,
    /// Which the edition before has.
    pub gone: usize,
}

/// What is different from the edition before.
#[derive(Debug, Default)]
pub struct Changes {
    /// The edition before; none for the first.
    pub since: Option<Id>,
    /// By measure, subject and period.
    pub corrected: Vec<Correction>,
    /// By measure, those without any left out.
    pub counts: BTreeMap<String, Counts>,
    /// Keys of the reversals that the ledger has gained.
    pub reversals: Vec<String>,
    keys: HashSet<(String, String, String)>,
}

impl Changes {
    /// Compares what is to be published with the edition before; the journal since then knows the reasons.
    #[must_use]
    pub fn between(since: &Since, data: &Dataset, revisions: &[Revision]) -> Self {
        let now = Values::of(data);
        let reasons = Reasons::of(data, revisions);
        let mut changes = Self { since: Some(since.id), ..Self::default() };
        for (measure, subject, period, new) in now.iter() {
            match since.values.find(measure, subject, period) {
                // What waited for its release then is as new as what was not there.
                None | Some(NOT_AVAILABLE) => {
                    changes.counts.entry(measure.to_owned()).or_default().added += 1;
                }
                Some(old) if old == new => {}
                Some(old) => {
                    let found = reasons.find(measure, subject, period);
                    // What may not be said now is not to be read from what was said before.
                    let old = if new == WITHHELD { new } else { old };
                    changes.corrected.push(Correction {
                        measure: measure.to_owned(),
                        subject: subject.to_owned(),
                        period: period.to_owned(),
                        old: old.to_owned(),
                        new: new.to_owned(),
                        reason: found.reason,
                        at: found.at,
                    });
                    changes.keys.insert((measure.to_owned(), subject.to_owned(), period.to_owned()));
                }
            }
        }
        for (measure, subject, period, _) in since.values.iter() {
            if now.find(measure, subject, period).is_none() {
                changes.counts.entry(measure.to_owned()).or_default().gone += 1;
            }
        }
        let is_new = |key: &str, day: &str| since.values.find(AMOUNT.key, key, day).is_none();
        let reversals = data.transactions.iter().filter(|it| it.kind == TransactionKind::Reversal);
        changes.reversals = reversals
            .filter(|it| is_new(&it.key, &it.occurred_on.to_string()))
            .map(|it| it.key.clone())
            .collect();
        changes
    }

    /// Whether a value is not the one that the edition before gave.
    #[must_use]
    pub fn is_corrected(&self, measure: &str, subject: &str, period: &str) -> bool {
        // Nearly all editions correct little, and every cell of every table asks.
        !self.keys.is_empty()
            && self.keys.contains(&(measure.to_owned(), subject.to_owned(), period.to_owned()))
    }
}

/// What the journal says of one change.
#[derive(Clone, Debug, Default)]
struct Found {
    reason: Option<String>,
    at: Option<String>,
}

/// The reasons of changes: of the journal first, then what the data note of the value itself.
struct Reasons<'r> {
    /// The latest change of each record, by noun and natural key.
    revisions: HashMap<(&'r str, &'r str), &'r Revision>,
    /// The rest of the key of an observation, and its note.
    observed: HashMap<(&'r str, &'r str, &'r str), (String, Option<&'r str>)>,
}

impl<'r> Reasons<'r> {
    fn of(data: &'r Dataset, revisions: &'r [Revision]) -> Self {
        let latest = revisions.iter().map(|it| ((it.noun.as_str(), it.record.as_str()), it));
        let observed = data.observations.iter().rev().map(|it| {
            let (indicator, region, period) = (&*it.indicator.key, &*it.region.code, &*it.period);
            let record = format!("{indicator}/{region}/{period}/{}/{}", it.method, it.source.key);
            ((indicator, region, period), (record, it.note.as_deref()))
        });
        Self { revisions: latest.collect(), observed: observed.collect() }
    }

    fn find(&self, measure: &str, subject: &str, period: &str) -> Found {
        let observed = self.observed.get(&(measure, subject, period));
        let by_measure = match measure.split_once('.') {
            Some(("need", _)) => Some(("Need", subject.to_owned())),
            Some(("registry", _)) => Some(("SyncCount", format!("{subject}/{period}"))),
            Some(_) => None,
            None => observed.map(|(record, _)| ("Observation", record.clone())),
        };
        let revision =
            by_measure.as_ref().and_then(|(noun, record)| self.revisions.get(&(*noun, record.as_str())));
        let note = observed.and_then(|(_, note)| *note).map(str::to_owned);
        Found {
            reason: revision.and_then(|it| it.reason.clone()).or(note),
            at: revision.map(|it| it.at.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(of: &[(&str, &str, &str, &str)]) -> Values {
        let mut values = Values::default();
        for (measure, subject, period, value) in of {
            values.add(measure, subject, period, value);
        }
        values
    }

    fn compared(old: &[(&str, &str, &str, &str)], new: &Dataset) -> Changes {
        let since = Since { id: "2026-11-25".parse().unwrap(), data_version: 1, values: values(old) };
        Changes::between(&since, new, &[])
    }

    fn data(observed: &[(&str, &str)]) -> Dataset {
        Dataset {
            observations: observed
                .iter()
                .map(|(period, value)| observation(period, value))
                .collect::<Vec<_>>()
                .into(),
            ..Dataset::default()
        }
    }

    use crate::data::record::Observation;
    use crate::data::record::{IndicatorKey, RegionCode, SourceKey};
    use crate::data::vocabulary::{CellState, ObservationStatus, Standing};

    fn observation(period: &str, value: &str) -> Observation {
        let day = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        Observation {
            period: period.to_owned(),
            starts_on: day,
            ends_on: day,
            value: (value != WITHHELD).then(|| value.to_owned()),
            cell_state: if value == WITHHELD { CellState::Suppressed } else { CellState::Released },
            margin: None,
            margin_basis: None,
            method: "Survei".to_owned(),
            status: ObservationStatus::Normal,
            standing: Standing::Published,
            rule: None,
            note: Some("Salah ketik.".to_owned()),
            indicator: IndicatorKey { key: "p0".to_owned() },
            region: RegionCode { code: "33.18".to_owned() },
            simulated: false,
            source: SourceKey { key: "bps".to_owned() },
        }
    }

    #[test]
    fn another_value_of_the_same_period_is_corrected_and_one_of_a_new_period_is_new() {
        let old =
            [("p0", "33.18", "2023", "9.31"), ("p0", "33.18", "2024", "9.17"), ("p0", "33.18", "2001", "30")];
        let changes = compared(&old, &data(&[("2023", "9.31"), ("2024", "9.11"), ("2025", "8.24")]));
        let [one] = changes.corrected.as_slice() else { panic!("{changes:?}") };
        assert_eq!((&*one.period, &*one.old, &*one.new), ("2024", "9.17", "9.11"));
        assert_eq!(one.reason.as_deref(), Some("Salah ketik."));
        assert_eq!(changes.counts["p0"], Counts { added: 1, gone: 1 });
        assert!(changes.is_corrected("p0", "33.18", "2024"));
        assert!(!changes.is_corrected("p0", "33.18", "2025") && !changes.is_corrected("p0", "33.18", "2023"));
    }

    #[test]
    fn a_reason_of_the_journal_goes_before_the_note_of_the_value() {
        let since = Since {
            id: "2026-11-25".parse().unwrap(),
            data_version: 1,
            values: values(&[("p0", "33.18", "2024", "9.17")]),
        };
        let revision = |record: &str, reason: &str| Revision {
            at: "2026-11-26T02:00:00Z".to_owned(),
            noun: "Observation".to_owned(),
            record: record.to_owned(),
            reason: Some(reason.to_owned()),
        };
        let revisions = [
            revision("p0/33.18/2024/Survei/bps", "BPS meralat."),
            revision("p0/33.18/2023/Survei/bps", "Lain."),
        ];
        let changes = Changes::between(&since, &data(&[("2024", "9.11")]), &revisions);
        assert_eq!(changes.corrected[0].reason.as_deref(), Some("BPS meralat."));
        assert_eq!(changes.corrected[0].at.as_deref(), Some("2026-11-26T02:00:00Z"));
    }

    #[test]
    fn a_value_that_may_not_be_said_now_is_not_said_as_it_was() {
        let changes = compared(&[("p0", "33.18", "2024", "3")], &data(&[("2024", WITHHELD)]));
        assert_eq!((&*changes.corrected[0].old, &*changes.corrected[0].new), ("[c]", "[c]"));
    }
}
