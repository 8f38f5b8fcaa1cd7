//! A decision of a meeting.

use sea_orm::entity::prelude::*;

/// A decision of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "decision")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// The meeting.
    pub meeting_id: i64,
    /// Number within the meeting, from 1.
    pub number: i32,
    /// The decision.
    pub text: String,
    /// The same in English.
    pub text_en: String,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
