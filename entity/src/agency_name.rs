//! A name that an agency bore in the past.

use sea_orm::entity::prelude::*;

/// A name that an agency bore in the past.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agency_name")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// The agency.
    pub agency_id: i64,
    /// Abbreviation at that time.
    pub abbreviation: String,
    /// Name at that time.
    pub name: String,
    /// First day of the name.
    pub valid_from: Option<Date>,
    /// First day on which it is no longer valid.
    pub valid_to: Date,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
