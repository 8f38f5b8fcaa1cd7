//! One entry of the journal: who changed what, when and why.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// One entry of the journal: who changed what, when and why.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "revision")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Moment of the change.
    pub at: DateTimeUtc,
    /// Who made it: a command or an office.
    pub author: String,
    /// What was done.
    pub action: RevisionAction,
    /// The noun that was changed, or `*`.
    pub noun: String,
    /// Natural key of the row, or name of the run.
    pub record: String,
    /// The row before, as JSON.
    pub before: Option<String>,
    /// The row after, or the counts of a run, as JSON.
    pub after: Option<String>,
    /// Data version that it produced.
    pub data_version: i64,
    /// Request that caused it.
    pub request_id: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// Who may read it.
    pub audience: Audience,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `RevisionAction`.
    pub enum RevisionAction {
        /// Import of a data package.
        Import = "IMPORT",
        /// Run of the simulator.
        Simulate = "SIMULATE",
        /// New row.
        Insert = "INSERT",
        /// Changed row.
        Update = "UPDATE",
        /// Deleted row.
        Delete = "DELETE",
    }
}

vocabulary! {
    /// Who may read an entry of the journal.
    pub enum Audience {
        /// Everybody.
        Public = "PUBLIC",
        /// Who works with the database: it holds counts that are not told.
        Office = "OFFICE",
    }
}
