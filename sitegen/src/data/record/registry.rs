//! Cycles of the registry, how far it agrees between levels, and counts of people as a release tells them.

use chrono::NaiveDate;

use crate::data::vocabulary::{CellState, Measure, Registry, ReleasedState};

use super::{
    PageFields, PageInfo, Paged, RegionCode, RegistryCycleKey, SourceKey, VillageCode, below, paged, schema,
};

/// A cycle of the registry.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct RegistryCycle {
    /// Natural key, stable over editions.
    pub key: String,
    /// Month or quarter.
    pub period: String,
    /// First day.
    pub starts_on: NaiveDate,
    /// Day on which entries close.
    pub cut_off_on: Option<NaiveDate>,
    /// Day on which the ministry determines it.
    pub determined_on: Option<NaiveDate>,
    /// Which registry.
    pub registry: Registry,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "RegistryCycleConnection")]
struct RegistryCyclePage {
    nodes: Vec<RegistryCycle>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Page")]
pub struct RegistryCycles {
    #[arguments(first: $first, after: $after, orderBy: [{ startsOn: ASC }])]
    registry_cycles: RegistryCyclePage,
}

paged!(RegistryCycle, RegistryCycles, registry_cycles);

/// How far the registry agrees between levels.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct SyncCount {
    /// Rows at the village.
    pub village_rows: Option<i32>,
    /// Rows at the kecamatan.
    pub district_rows: Option<i32>,
    /// Rows at the regency.
    pub regency_rows: Option<i32>,
    /// Rows at the ministry.
    pub ministry_rows: Option<i32>,
    /// Rows that do not match the civil registry.
    pub unmatched_rows: Option<i32>,
    /// Rows that only the village has.
    pub only_village: Option<i32>,
    /// Rows that only the regency has.
    pub only_regency: Option<i32>,
    /// Rows that both have with different content.
    pub differing: Option<i32>,
    /// Whether all of these are told.
    pub cell_state: CellState,
    /// Days between the village's entry and the ministry's determination.
    pub lag_days: Option<i32>,
    /// The village.
    pub village: VillageCode,
    /// The cycle.
    pub cycle: RegistryCycleKey,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "SyncCountConnection")]
struct SyncCountPage {
    nodes: Vec<SyncCount>,
    page_info: PageInfo,
}

below!(
    $ SyncCount by SyncCounts, ListsOfRegions: villages(code).sync_counts(orderBy: [{ lagDays: ASC }]) of SyncCountPage,
    "Village" in "VillageConnection",
    25 rows of 40
);

/// A count of people or families for a region, as the newest release tells it.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct ReleasedCell {
    /// What is counted.
    pub measure: Measure,
    /// Which of them: a need type, a state of corrections or `ALL`, a count of the registry, an indicator.
    pub category: String,
    /// Year, cycle or period.
    pub period: String,
    /// How many; absent where it is suppressed.
    pub value: Option<String>,
    /// Whether it is told.
    pub state: ReleasedState,
    /// The region.
    pub region: RegionCode,
    /// Whether any part of it is simulated.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "ReleasedCellConnection")]
struct ReleasedCellPage {
    nodes: Vec<ReleasedCell>,
    page_info: PageInfo,
}

below!(
    $ ReleasedCell by ReleasedCells, ListsOfRegions: regions(code).released_cells(filter: { measure: { ne: INDICATOR } }, orderBy: [{ measure: ASC }, { category: ASC }, { period: ASC }]) of ReleasedCellPage,
    "Region" in "RegionConnection",
    20 rows of 50
);
