//! A scheme of accompaniment; several run side by side.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// A scheme of accompaniment; several run side by side.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "scheme")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// Name.
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// Who runs it.
    pub owner_level: OwnerLevel,
    /// What it is.
    pub description: Option<String>,
    /// First day.
    pub valid_from: Option<Date>,
    /// First day on which it no longer runs.
    pub valid_to: Option<Date>,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `OwnerLevel`.
    pub enum OwnerLevel {
        /// National.
        National = "NATIONAL",
        /// Provincial.
        Province = "PROVINCE",
        /// Of the regency.
        Regency = "REGENCY",
    }
}
