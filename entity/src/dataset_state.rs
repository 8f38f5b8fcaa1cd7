//! The state of the data set: one row.

use sea_orm::entity::prelude::*;

/// The data version, raised by each write in its own transaction.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dataset_state")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Version of the data; equal versions mean equal answers.
    pub data_version: i64,
    /// Moment of the last write.
    pub changed_at: DateTimeUtc,
}

/// This table has no relations.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
