//! A meeting or dated public act of the movement.

use sea_orm::entity::prelude::*;

use crate::value::DatePrecision;
use crate::value::vocabulary;

/// A meeting or dated public act of the movement.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "meeting")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// Title.
    pub title: String,
    /// Title in English.
    pub title_en: String,
    /// What it was.
    pub kind: MeetingKind,
    /// Where its minutes stand.
    pub state: MeetingState,
    /// Day; see the precision.
    pub held_on: Date,
    /// How exactly the day is known.
    pub date_precision: DatePrecision,
    /// Where.
    pub place: Option<String>,
    /// Office that chaired it.
    pub chair: Option<String>,
    /// What it was about.
    pub summary: String,
    /// The same in English.
    pub summary_en: String,
    /// The meeting that it follows up.
    pub previous_id: Option<i64>,
    /// The region that it is about.
    pub region_id: Option<i64>,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `MeetingKind`.
    pub enum MeetingKind {
        /// Coordination meeting (rakor).
        Coordination = "COORDINATION",
        /// Socialisation.
        Socialisation = "SOCIALISATION",
        /// Launch.
        Launch = "LAUNCH",
        /// Public statement.
        Statement = "STATEMENT",
        /// Circular.
        Circular = "CIRCULAR",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `MeetingState`.
    pub enum MeetingState {
        /// Called.
        Called = "CALLED",
        /// Held.
        Held = "HELD",
        /// Minuted.
        Minuted = "MINUTED",
        /// Minutes approved.
        Approved = "APPROVED",
        /// Published.
        Published = "PUBLISHED",
    }
}
