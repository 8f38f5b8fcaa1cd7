//! A count of the newest release for a region. A view.

use sea_orm::entity::prelude::*;

use crate::released_cell::{Measure, ReleasedState};

/// A count of the newest release for a region. A view.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "public_cell")]
pub struct Model {
    /// That of the released cell.
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
    /// Method, where several count the same.
    pub series: Option<String>,
    /// Where.
    pub region_id: i64,
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
