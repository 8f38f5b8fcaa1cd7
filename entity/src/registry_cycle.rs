//! A cycle of the welfare registry.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// A cycle of the welfare registry.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registry_cycle")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// Which registry.
    pub registry: Registry,
    /// Month or quarter.
    pub period: String,
    /// First day.
    pub starts_on: Date,
    /// Day on which entries close.
    pub cut_off_on: Option<Date>,
    /// Day of the ministry's determination.
    pub determined_on: Option<Date>,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `Registry`.
    pub enum Registry {
        /// Data Terpadu Kesejahteraan Sosial, to 2024.
        Dtks = "DTKS",
        /// Data Tunggal Sosial dan Ekonomi Nasional, from 2025.
        Dtsen = "DTSEN",
    }
}
