//! Two public claims that disagree, kept side by side, and what that teaches.

use sea_orm::entity::prelude::*;

/// Two public claims that disagree, kept side by side, and what that teaches.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "claim_conflict")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// What they are about.
    pub topic: String,
    /// The same in English.
    pub topic_en: String,
    /// The first claim.
    pub claim: String,
    /// Who made the first claim.
    pub source_id: i64,
    /// The second claim.
    pub other_claim: String,
    /// Who made the second claim.
    pub other_source_id: i64,
    /// What follows for the data.
    pub lesson: String,
    /// The same in English.
    pub lesson_en: String,
    /// The indicator concerned.
    pub indicator_id: Option<i64>,
    /// The region concerned.
    pub region_id: Option<i64>,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
