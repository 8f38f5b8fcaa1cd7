//! What an agency found in an accompanied village, in a focus group or a visit.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// What an agency found in an accompanied village, in a focus group or a visit.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "assessment")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// The village.
    pub village_id: i64,
    /// The agency that assessed.
    pub agency_id: i64,
    /// The accompaniment that it belongs to.
    pub accompaniment_id: Option<i64>,
    /// How it was done.
    pub method: AssessmentMethod,
    /// Where it stands.
    pub state: AssessmentState,
    /// Planned day.
    pub planned_on: Option<Date>,
    /// Day on which it was held.
    pub held_on: Option<Date>,
    /// How many took part.
    pub participants: Option<i32>,
    /// What was found, in a few sentences.
    pub summary: Option<String>,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `AssessmentMethod`.
    pub enum AssessmentMethod {
        /// Focus group discussion.
        FocusGroup = "FOCUS_GROUP",
        /// Field visit.
        FieldVisit = "FIELD_VISIT",
        /// Desk review.
        DeskReview = "DESK_REVIEW",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `AssessmentState`.
    pub enum AssessmentState {
        /// Planned.
        Planned = "PLANNED",
        /// Held.
        Held = "HELD",
        /// Submitted by the agency.
        Submitted = "SUBMITTED",
        /// Verified; the baseline is frozen.
        Verified = "VERIFIED",
        /// Returned for correction.
        Returned = "RETURNED",
        /// In the recap of the task force.
        Recapped = "RECAPPED",
        /// Published.
        Published = "PUBLISHED",
    }
}
