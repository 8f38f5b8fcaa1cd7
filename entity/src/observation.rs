//! The value of an indicator for a region and a period, as one source states it. Conflicting values stand side by side.

use sea_orm::entity::prelude::*;

use crate::value::{CellState, vocabulary};

/// The value of an indicator for a region and a period, as one source states it. Conflicting values stand side by side.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "observation")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The indicator.
    pub indicator_id: i64,
    /// The region.
    pub region_id: i64,
    /// Period as the series names it: 2024, 2024-09, 2024-Q1.
    pub period: String,
    /// First day of the period.
    pub starts_on: Date,
    /// Last day of the period.
    pub ends_on: Date,
    /// The value, exact. Scaled by ten to the power of the indicator's decimals.
    pub value: i64,
    /// Half of the 95 % interval, in the unit of the value. Scaled by ten to the power of the indicator's decimals.
    pub margin: Option<i64>,
    /// How the margin was made.
    pub margin_basis: Option<String>,
    /// Survey or method; part of the series.
    pub method: String,
    /// Status of the value.
    pub status: ObservationStatus,
    /// Published, or another claim.
    pub standing: Standing,
    /// Why this claim was chosen, or not.
    pub rule: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
    /// Who said it, when and where.
    pub source_id: i64,
    /// The value as it is told; absent where it is not. Scaled as the value.
    pub released_value: Option<i64>,
    /// Whether the value is told.
    pub cell_state: CellState,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `ObservationStatus`.
    pub enum ObservationStatus {
        /// As released (SDMX A).
        Normal = "NORMAL",
        /// Estimated (SDMX E).
        Estimated = "ESTIMATED",
        /// Provisional (SDMX P).
        Provisional = "PROVISIONAL",
        /// First of a new series; not comparable with what came before (SDMX B).
        Break = "BREAK",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `Standing`.
    pub enum Standing {
        /// The value that reports print, by the rule given.
        Published = "PUBLISHED",
        /// Another claim about the same, kept beside it.
        Alternative = "ALTERNATIVE",
    }
}
