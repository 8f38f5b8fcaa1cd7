//! An agency accompanies a village (or a whole kecamatan) in a scheme and a period.

use sea_orm::entity::prelude::*;

use crate::value::DatePrecision;
use crate::value::vocabulary;

/// An agency accompanies a village (or a whole kecamatan) in a scheme and a period.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "accompaniment")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// The village or kecamatan.
    pub region_id: i64,
    /// The agency.
    pub agency_id: i64,
    /// The scheme.
    pub scheme_id: i64,
    /// Lead or support.
    pub role: AccompanimentRole,
    /// Where it stands.
    pub state: AccompanimentState,
    /// First day; see the precision.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Option<Date>,
    /// How exactly the dates are known.
    pub date_precision: DatePrecision,
    /// Why the village was chosen: registry, vintage, rule.
    pub basis: Option<String>,
    /// Rank within its kecamatan by that rule, 1 is the poorest.
    pub basis_rank: Option<i32>,
    /// Decree that ordered it.
    pub decree: Option<String>,
    /// The accompaniment that it carries on.
    pub continues_id: Option<i64>,
    /// What a reader should know.
    pub note: Option<String>,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `AccompanimentRole`.
    pub enum AccompanimentRole {
        /// Responsible agency: exactly one per village, scheme and period.
        Lead = "LEAD",
        /// Supporting agency.
        Support = "SUPPORT",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `AccompanimentState`.
    pub enum AccompanimentState {
        /// Draft.
        Draft = "DRAFT",
        /// Proposed by the planning agency.
        Proposed = "PROPOSED",
        /// Decreed by the regent.
        Decreed = "DECREED",
        /// Active.
        Active = "ACTIVE",
        /// Carried over into a new period.
        Continued = "CONTINUED",
        /// Ended because the village no longer needs it.
        Graduated = "GRADUATED",
        /// Ended with its period.
        Ended = "ENDED",
        /// Cancelled.
        Cancelled = "CANCELLED",
    }
}
