//! A release: the moment at which counts of people and families became public, cell by cell.

use sea_orm::entity::prelude::*;

/// A release: the moment at which counts of people and families became public, cell by cell.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "release")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Counts up from one.
    pub number: i32,
    /// Moment of the release.
    pub released_at: DateTimeUtc,
    /// Who made it: a command or an office.
    pub author: String,
    /// Data version that it produced.
    pub data_version: i64,
    /// Cells that it tells.
    pub published: i32,
    /// Cells that it suppresses.
    pub suppressed: i32,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
