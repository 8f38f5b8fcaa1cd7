//! What can be found by words: a copy of the texts of one row, folded.

use sea_orm::entity::prelude::*;

crate::value::vocabulary! {
    /// Vocabulary of the API's enum `SearchedNoun`.
    pub enum SearchedNoun {
        /// A desa or kelurahan.
        Village = "VILLAGE",
        /// A regional agency, by any name that it has had.
        Agency = "AGENCY",
        /// A stakeholder.
        Stakeholder = "STAKEHOLDER",
        /// A programme.
        Programme = "PROGRAMME",
        /// A need.
        Need = "NEED",
        /// A decision of a meeting.
        Decision = "DECISION",
    }
}

/// What can be found by words.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "search_entry")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// What it stands for; see [`SearchedNoun`].
    pub noun: String,
    /// The village, if it is one.
    pub village_id: Option<i64>,
    /// The agency, if it is one.
    pub agency_id: Option<i64>,
    /// The stakeholder, if it is one.
    pub stakeholder_id: Option<i64>,
    /// The programme, if it is one.
    pub programme_id: Option<i64>,
    /// The need, if it is one.
    pub need_id: Option<i64>,
    /// The decision, if it is one.
    pub decision_id: Option<i64>,
    /// Its name or text, as a reader knows it.
    pub title: String,
    /// All texts that are searched, as they stand in the row.
    pub original: String,
    /// The same, folded, with neighbours joined, separated by spaces.
    pub words: String,
    /// The title, folded, without spaces.
    pub compact: String,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
