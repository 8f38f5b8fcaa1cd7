//! What one count is about.

use entity::released_cell::{self, Measure};

/// What one count is about: a cell is this at one release.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// What is counted.
    pub measure: Measure,
    /// Which of them.
    pub category: String,
    /// Year, cycle or period.
    pub period: String,
    /// Method, where several count the same; blank otherwise.
    pub series: String,
    /// Id of the region.
    pub region: i64,
    /// Key of the single row; blank for the count of a region.
    pub record: String,
}

impl Key {
    /// The same of another region, all rows of it together.
    #[must_use]
    pub fn of_region(&self, region: i64) -> Self {
        Self { region, record: String::new(), ..self.clone() }
    }

    /// The counts that this one can be reckoned from, beside others that are told anyway. It tells no more than they
    /// do, and is told where they all are.
    #[must_use]
    pub fn follows(&self) -> Option<Vec<Self>> {
        let from = match (self.measure, self.category.as_str()) {
            // Rows at the village = rows at the regency - those that only it has + those that only the village has; the
            // kecamatan has one or the other, and no sum of its own.
            (Measure::RegistryRows, rows::VILLAGE | rows::DISTRICT) => {
                [rows::ONLY_VILLAGE, rows::ONLY_REGENCY].as_slice()
            }
            // Rows at the ministry = rows at the regency - those that the civil registry does not know.
            (Measure::RegistryRows, rows::MINISTRY) => &[rows::UNMATCHED],
            _ => return None,
        };
        Some(from.iter().map(|category| Self { category: (*category).to_owned(), ..self.clone() }).collect())
    }
}

impl From<&released_cell::Model> for Key {
    fn from(cell: &released_cell::Model) -> Self {
        Self {
            measure: cell.measure,
            category: cell.category.clone(),
            period: cell.period.clone(),
            series: cell.series.clone(),
            region: cell.region_id,
            record: cell.record.clone(),
        }
    }
}

/// Every state of a correction together.
pub const ALL: &str = "ALL";

/// What the registry's rows are compared with, as categories of [`Measure::RegistryRows`].
pub mod rows {
    /// Rows at the village.
    pub const VILLAGE: &str = "VILLAGE_ROWS";
    /// Rows at the kecamatan.
    pub const DISTRICT: &str = "DISTRICT_ROWS";
    /// Rows at the regency.
    pub const REGENCY: &str = "REGENCY_ROWS";
    /// Rows at the ministry.
    pub const MINISTRY: &str = "MINISTRY_ROWS";
    /// Rows that do not match the civil registry.
    pub const UNMATCHED: &str = "UNMATCHED_ROWS";
    /// Rows that only the village has.
    pub const ONLY_VILLAGE: &str = "ONLY_VILLAGE";
    /// Rows that only the regency has.
    pub const ONLY_REGENCY: &str = "ONLY_REGENCY";
    /// Rows that both have with different content.
    pub const DIFFERING: &str = "DIFFERING";
}
