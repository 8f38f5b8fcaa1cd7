//! A step of a programme with planned and actual dates.

use sea_orm::entity::prelude::*;

/// A step of a programme with planned and actual dates.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "activity")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// The programme.
    pub programme_id: i64,
    /// Place in the programme, from 1.
    pub sequence: i32,
    /// Name.
    pub name: String,
    /// Planned first day.
    pub planned_start: Date,
    /// Planned last day.
    pub planned_end: Date,
    /// Actual first day.
    pub actual_start: Option<Date>,
    /// Actual last day.
    pub actual_end: Option<Date>,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
