//! A need that an assessment found, with its size and cost.

use sea_orm::entity::prelude::*;

use crate::value::{CellState, vocabulary};

/// A need that an assessment found, with its size and cost.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "need")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// The assessment that found it.
    pub assessment_id: i64,
    /// The village.
    pub village_id: i64,
    /// What kind of need.
    pub need_type: NeedType,
    /// What is needed.
    pub title: String,
    /// How many units.
    pub quantity: i32,
    /// Unit of the quantity.
    pub unit: String,
    /// Cost of one unit in whole rupiah.
    pub unit_cost: Option<i64>,
    /// Quantity times unit cost, in whole rupiah. Computed by the database.
    pub cost: Option<i64>,
    /// Where it stands.
    pub state: NeedState,
    /// The agency responsible for this kind of need.
    pub agency_id: Option<i64>,
    /// The programme meant to meet it.
    pub programme_id: Option<i64>,
    /// Who said it, when and where.
    pub source_id: i64,
    /// The quantity as it is told; absent where it is not.
    pub released_quantity: Option<i32>,
    /// The unit cost as it is told; absent where the quantity is not.
    pub released_unit_cost: Option<i64>,
    /// The cost as it is told; absent where the quantity is not.
    pub released_cost: Option<i64>,
    /// The programme as it is told; absent where the quantity is not.
    pub released_programme_id: Option<i64>,
    /// Whether the quantity is told.
    pub cell_state: CellState,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `NeedType`.
    pub enum NeedType {
        /// House unfit to live in.
        Rtlh = "RTLH",
        /// House without a latrine.
        Latrine = "LATRINE",
        /// House without electricity.
        Electricity = "ELECTRICITY",
        /// No safe water.
        CleanWater = "CLEAN_WATER",
        /// Child out of school.
        OutOfSchool = "OUT_OF_SCHOOL",
        /// Person with a disability without support.
        Disability = "DISABILITY",
        /// Chronic illness without care.
        ChronicIllness = "CHRONIC_ILLNESS",
        /// Unemployment.
        Unemployment = "UNEMPLOYMENT",
        /// Other.
        Other = "OTHER",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `NeedState`.
    pub enum NeedState {
        /// Nobody has taken it up.
        Open = "OPEN",
        /// A programme is meant to meet it.
        Matched = "MATCHED",
        /// Met.
        Met = "MET",
        /// Withdrawn.
        Withdrawn = "WITHDRAWN",
    }
}
