//! What somebody has to do because of a decision.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// What somebody has to do because of a decision.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "action_item")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// The decision.
    pub decision_id: i64,
    /// The agency that owns it.
    pub agency_id: Option<i64>,
    /// The village that it concerns.
    pub village_id: Option<i64>,
    /// What is to be done.
    pub title: String,
    /// The same in English.
    pub title_en: String,
    /// Day by which it is due.
    pub due_on: Option<Date>,
    /// The first due day, where it was moved.
    pub original_due_on: Option<Date>,
    /// Where it stands.
    pub state: ActionState,
    /// Day on which it was done.
    pub completed_on: Option<Date>,
    /// What shows its progress.
    pub evidence: Option<String>,
    /// The same in English.
    pub evidence_en: Option<String>,
    /// Why it was postponed.
    pub postponed_reason: Option<String>,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `ActionState`.
    pub enum ActionState {
        /// Not begun.
        Open = "OPEN",
        /// Begun.
        InProgress = "IN_PROGRESS",
        /// Done.
        Done = "DONE",
        /// Done and verified.
        Verified = "VERIFIED",
        /// Postponed, with a reason and the old date.
        Postponed = "POSTPONED",
    }
}
