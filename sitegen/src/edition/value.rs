//! The values that an edition publishes, as it publishes them, by what is measured, of what, and when.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::data::Dataset;
use crate::data::vocabulary::{CellState, Standing};
use crate::shorthand::{NOT_AVAILABLE, WITHHELD};

use super::measure::{AMOUNT, COST, ENTRIES, ENTRIES_OF_REGENCY, QUANTITY};

type ByPeriod = BTreeMap<String, String>;

/// Values by measure, by subject, by period. A measure is the key of an indicator or one of [`MEASURES`](super::measure::MEASURES); a subject is the code
/// of a region or the key of a record; a period is as the data name it, empty for what has none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Values(BTreeMap<String, BTreeMap<String, ByPeriod>>);

/// A value as every format of an edition has it: with a decimal point, and by its shorthand where it may not be said.
/// Whoever compares editions reads this, so that nothing is found out that was not published.
fn as_published(value: Option<impl ToString>, state: CellState) -> String {
    match (value, state) {
        (Some(value), _) => value.to_string(),
        (None, CellState::Suppressed) => WITHHELD.to_owned(),
        (None, _) => NOT_AVAILABLE.to_owned(),
    }
}

impl Values {
    /// What an edition of these data publishes.
    #[must_use]
    pub fn of(data: &Dataset) -> Self {
        let mut values = Self::default();
        for it in data.observations.iter().filter(|it| it.standing == Standing::Published) {
            let value = as_published(it.value.as_deref(), it.cell_state);
            values.add(&it.indicator.key, &it.region.code, &it.period, &value);
        }
        for it in &data.sync_counts {
            for (measure, rows) in [(ENTRIES, it.village_rows), (ENTRIES_OF_REGENCY, it.regency_rows)] {
                values.add(measure.key, &it.village.code, &it.cycle.key, &as_published(rows, it.cell_state));
            }
        }
        for it in &data.needs {
            values.add(QUANTITY.key, &it.key, "", &as_published(it.quantity, it.cell_state));
            // Without a unit cost there is nothing to say, told or not.
            if it.cost.is_some() || it.cell_state == CellState::Suppressed {
                values.add(COST.key, &it.key, "", &as_published(it.cost.map(|cost| cost.0), it.cell_state));
            }
        }
        for it in &data.transactions {
            if let Some(amount) = it.amount {
                values.add(AMOUNT.key, &it.key, &it.occurred_on.to_string(), &amount.0.to_string());
            }
        }
        values
    }

    /// Adds one; the first that is published for a period is the one that tables show.
    pub fn add(&mut self, measure: &str, subject: &str, period: &str, value: &str) {
        let of_subject = self.0.entry(measure.to_owned()).or_default().entry(subject.to_owned()).or_default();
        of_subject.entry(period.to_owned()).or_insert_with(|| value.to_owned());
    }

    /// A value.
    #[must_use]
    pub fn find(&self, measure: &str, subject: &str, period: &str) -> Option<&str> {
        self.0.get(measure)?.get(subject)?.get(period).map(String::as_str)
    }

    /// Each with its measure, subject and period, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str, &str, &str)> {
        self.0.iter().flat_map(|(measure, subjects)| {
            subjects.iter().flat_map(move |(subject, periods)| {
                periods.iter().map(move |(period, value)| {
                    (measure.as_str(), subject.as_str(), period.as_str(), value.as_str())
                })
            })
        })
    }
}
