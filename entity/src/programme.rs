//! A programme that answers needs of a village, with its schedule and budget.

use sea_orm::entity::prelude::*;

use crate::value::Sector;
use crate::value::vocabulary;

/// A programme that answers needs of a village, with its schedule and budget.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "programme")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// Name.
    pub name: String,
    /// The village.
    pub village_id: i64,
    /// The responsible agency.
    pub agency_id: i64,
    /// Sector.
    pub sector: Sector,
    /// Where it stands.
    pub state: ProgrammeState,
    /// Planned first day.
    pub planned_start: Date,
    /// Planned last day.
    pub planned_end: Date,
    /// Actual first day.
    pub actual_start: Option<Date>,
    /// Actual last day.
    pub actual_end: Option<Date>,
    /// Budget in whole rupiah.
    pub budget: Option<i64>,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `ProgrammeState`.
    pub enum ProgrammeState {
        /// Draft.
        Draft = "DRAFT",
        /// Offered to funders.
        Offered = "OFFERED",
        /// A funder has been found.
        Matched = "MATCHED",
        /// Running.
        Running = "RUNNING",
        /// Done.
        Done = "DONE",
        /// Cancelled.
        Cancelled = "CANCELLED",
    }
}
