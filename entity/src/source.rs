//! Who said something, when and where it can be read.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// Who said something, when and where it can be read.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "source")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// Title.
    pub title: String,
    /// Who published it.
    pub publisher: String,
    /// Address.
    pub url: Option<String>,
    /// Day of publication.
    pub published_on: Option<Date>,
    /// Day on which it was read.
    pub retrieved_on: Option<Date>,
    /// Licence of the content.
    pub licence: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `SourceKind`.
    pub enum SourceKind {
        /// Published by a government body.
        Official = "OFFICIAL",
        /// Printed by a news outlet.
        Press = "PRESS",
        /// Research or academic work.
        Research = "RESEARCH",
        /// Open data kept by a community.
        Community = "COMMUNITY",
        /// Computed from other observations.
        Derived = "DERIVED",
        /// Not seen in a source; never to be read as a fact.
        Unverified = "UNVERIFIED",
        /// Made by the simulator because the real value is not public.
        Simulated = "SIMULATED",
    }
}
