//! How many registry rows of a village stand at each level in a cycle, and how far the levels agree.

use sea_orm::entity::prelude::*;

use crate::value::CellState;

/// How many registry rows of a village stand at each level in a cycle, and how far the levels agree.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sync_count")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The village.
    pub village_id: i64,
    /// The cycle.
    pub cycle_id: i64,
    /// Rows at the village.
    pub village_rows: i32,
    /// Rows at the kecamatan.
    pub district_rows: i32,
    /// Rows at the regency.
    pub regency_rows: i32,
    /// Rows at the ministry.
    pub ministry_rows: i32,
    /// Rows that do not match the civil registry.
    pub unmatched_rows: i32,
    /// Rows that only the village has.
    pub only_village: i32,
    /// Rows that only the regency has.
    pub only_regency: i32,
    /// Rows that both have with different content.
    pub differing: i32,
    /// Days between the village's entry and the ministry's determination.
    pub lag_days: Option<i32>,
    /// Who said it, when and where.
    pub source_id: i64,
    /// Rows at the village, as they are told.
    pub released_village_rows: Option<i32>,
    /// Rows at the kecamatan, as they are told.
    pub released_district_rows: Option<i32>,
    /// Rows at the regency, as they are told.
    pub released_regency_rows: Option<i32>,
    /// Rows at the ministry, as they are told.
    pub released_ministry_rows: Option<i32>,
    /// Rows that do not match the civil registry, as they are told.
    pub released_unmatched_rows: Option<i32>,
    /// Rows that only the village has, as they are told.
    pub released_only_village: Option<i32>,
    /// Rows that only the regency has, as they are told.
    pub released_only_regency: Option<i32>,
    /// Rows that both have with different content, as they are told.
    pub released_differing: Option<i32>,
    /// Whether all of these are told.
    pub cell_state: CellState,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
