//! A count of one release, with what was counted, which stays inside.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// A count of one release, with what was counted, which stays inside.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "released_cell")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The release.
    pub release_id: i64,
    /// What is counted.
    pub measure: Measure,
    /// Which of them: a need type, a state of corrections, a level of the registry, an indicator.
    pub category: String,
    /// Year, cycle or period.
    pub period: String,
    /// Method, where several count the same; blank otherwise.
    pub series: String,
    /// Where.
    pub region_id: i64,
    /// Key of the single row, blank for the count of a region.
    pub record: String,
    /// What was counted. Never told.
    pub counted: i64,
    /// What is told.
    pub value: Option<i64>,
    /// Whether it is told.
    pub state: ReleasedState,
    /// Who said it, when and where; the simulation where any part is simulated.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `Measure`.
    pub enum Measure {
        /// Units of needs by need type and year of the assessment.
        NeedUnits = "NEED_UNITS",
        /// Corrections of the registry by state and cycle; `ALL` for all states.
        RegistryCorrections = "REGISTRY_CORRECTIONS",
        /// Rows of the registry by what they are compared with and cycle.
        RegistryRows = "REGISTRY_ROWS",
        /// People or families that an indicator counts, by the indicator and its period.
        Indicator = "INDICATOR",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `ReleasedState`.
    pub enum ReleasedState {
        /// Told.
        Released = "RELEASED",
        /// Confidential: too few people, or it would give away another count that is too small.
        Suppressed = "SUPPRESSED",
    }
}
