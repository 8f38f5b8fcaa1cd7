//! One row of the money ledger. Rows never change; a correction is a reversal with a reason.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;
use crate::value::{DatePrecision, Sector};

/// One row of the money ledger. Rows never change; a correction is a reversal with a reason.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_transaction")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// Stage of the money.
    pub kind: TransactionKind,
    /// Day; see the precision.
    pub occurred_on: Date,
    /// How exactly the day is known.
    pub date_precision: DatePrecision,
    /// Amount in whole rupiah; absent when unknown.
    pub amount: Option<i64>,
    /// Whether the amount is stated.
    pub amount_state: AmountState,
    /// Cash, in kind or credit: never added up together.
    pub value_kind: ValueKind,
    /// Units delivered, where they are stated.
    pub quantity: Option<i32>,
    /// Unit of the quantity.
    pub unit: Option<String>,
    /// Where the money comes from.
    pub funding_source_id: i64,
    /// Where the money goes.
    pub region_id: i64,
    /// The programme that it pays for.
    pub programme_id: Option<i64>,
    /// The need that it meets.
    pub need_id: Option<i64>,
    /// Receiving organisation or group; never a person.
    pub receiver: String,
    /// The receiver, if a stakeholder.
    pub receiver_stakeholder_id: Option<i64>,
    /// The receiver, if an agency.
    pub receiver_agency_id: Option<i64>,
    /// The transaction whose money this passes on.
    pub passes_on_id: Option<i64>,
    /// The transaction that this takes back.
    pub reverses_id: Option<i64>,
    /// Why it takes back an earlier row.
    pub reason: Option<String>,
    /// Sector.
    pub sector: Option<Sector>,
    /// What the money is for.
    pub description: String,
    /// Evidence of the use.
    pub evidence: Option<String>,
    /// Who said it, when and where.
    pub source_id: i64,
    /// The quantity as it is told; absent where that of the need is not.
    pub released_quantity: Option<i32>,
    /// The need as it is told; absent where its quantity is not.
    pub released_need_id: Option<i64>,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `TransactionKind`.
    pub enum TransactionKind {
        /// Announced.
        Pledge = "PLEDGE",
        /// Bound by a decision or contract.
        Commitment = "COMMITMENT",
        /// Paid out to a receiver.
        Disbursement = "DISBURSEMENT",
        /// Spent for its purpose, with evidence.
        Expenditure = "EXPENDITURE",
        /// Takes back an earlier row, with a reason.
        Reversal = "REVERSAL",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `AmountState`.
    pub enum AmountState {
        /// The amount is stated.
        Known = "KNOWN",
        /// Reported without an amount; not zero.
        Unknown = "UNKNOWN",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `ValueKind`.
    pub enum ValueKind {
        /// Money.
        Cash = "CASH",
        /// Goods or labour, valued in rupiah.
        InKind = "IN_KIND",
        /// Loan; never added up with grants.
        Credit = "CREDIT",
    }
}
