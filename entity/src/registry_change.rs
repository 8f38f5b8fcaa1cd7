//! A correction of the registry on its way from the village to the ministry. No person can be read from it.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// A correction of the registry on its way from the village to the ministry. No person can be read from it.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "registry_change")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// The village.
    pub village_id: i64,
    /// The cycle.
    pub cycle_id: i64,
    /// What is corrected.
    pub kind: ChangeKind,
    /// How far it has come.
    pub state: ChangeState,
    /// Day of the report.
    pub reported_on: Date,
    /// Day of the last step.
    pub changed_on: Date,
    /// Reason for a refusal.
    pub reason: Option<String>,
    /// Keyed hash of the record, 64 hex digits, for matching only.
    pub record_hash: String,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `ChangeKind`.
    pub enum ChangeKind {
        /// New proposal.
        New = "NEW",
        /// Correction of data.
        Correction = "CORRECTION",
        /// Deceased.
        Deceased = "DECEASED",
        /// Moved away.
        Moved = "MOVED",
        /// No longer in need.
        Able = "ABLE",
        /// Listed twice.
        Duplicate = "DUPLICATE",
        /// Not found.
        NotFound = "NOT_FOUND",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `ChangeState`.
    pub enum ChangeState {
        /// Reported by a resident or RT/RW.
        Reported = "REPORTED",
        /// Before the village deliberation.
        InMusdes = "IN_MUSDES",
        /// Agreed by the deliberation.
        Agreed = "AGREED",
        /// Declined by the deliberation.
        Declined = "DECLINED",
        /// Entered by the village operator.
        Entered = "ENTERED",
        /// Matches the civil registry.
        IdMatched = "ID_MATCHED",
        /// Does not match the civil registry.
        IdUnmatched = "ID_UNMATCHED",
        /// Verified by the social affairs office.
        DinsosVerified = "DINSOS_VERIFIED",
        /// Returned to the village.
        Returned = "RETURNED",
        /// Approved by the regent.
        RegentApproved = "REGENT_APPROVED",
        /// Sent to the ministry.
        Sent = "SENT",
        /// Determined by the ministry.
        Determined = "DETERMINED",
        /// Rejected by the ministry.
        Rejected = "REJECTED",
        /// Visible in the registry.
        Reflected = "REFLECTED",
    }
}
