//! A strength of a village that an assessment found.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// A strength of a village that an assessment found.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "potential")]
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
    /// What kind of strength.
    pub kind: PotentialKind,
    /// What it is.
    pub description: String,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `PotentialKind`.
    pub enum PotentialKind {
        /// Agriculture.
        Agriculture = "AGRICULTURE",
        /// Fishery.
        Fishery = "FISHERY",
        /// Tourism.
        Tourism = "TOURISM",
        /// Craft.
        Craft = "CRAFT",
        /// Trade.
        Trade = "TRADE",
        /// Institution.
        Institution = "INSTITUTION",
        /// Land.
        Land = "LAND",
        /// Other.
        Other = "OTHER",
    }
}
