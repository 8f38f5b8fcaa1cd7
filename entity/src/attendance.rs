//! A party that attended a meeting.

use sea_orm::entity::prelude::*;

/// A party that attended a meeting.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// The meeting.
    pub meeting_id: i64,
    /// The stakeholder, if it is one.
    pub stakeholder_id: Option<i64>,
    /// The agency, if it is one.
    pub agency_id: Option<i64>,
    /// Who attended, as an office or organisation.
    pub party: String,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
