//! Rows of a ledger for tests.

use chrono::NaiveDate;

use crate::data::record::{
    FoundBy, FundingSourceKey, Need, NeedKey, RegionCode, Rupiah, SourceKey, Transaction, TransactionKey,
    VillageCode,
};
use crate::data::vocabulary::{
    AmountState, CellState, DatePrecision, NeedState, NeedType, TransactionKind, ValueKind,
};

/// A row of cash; without an amount it is one that nobody stated.
pub fn row(key: &str, kind: TransactionKind, amount: Option<i64>) -> Transaction {
    Transaction {
        key: key.into(),
        kind,
        occurred_on: NaiveDate::default(),
        date_precision: DatePrecision::Day,
        amount: amount.map(Rupiah),
        amount_state: if amount.is_some() { AmountState::Known } else { AmountState::Unknown },
        value_kind: ValueKind::Cash,
        quantity: None,
        unit: None,
        receiver: "Desa".into(),
        reason: None,
        sector: None,
        description: "Bantuan".into(),
        evidence: None,
        funding_source: FundingSourceKey { key: "baznas".into() },
        region: RegionCode { code: "33.18".into() },
        programme: None,
        need: None,
        receiver_stakeholder: None,
        receiver_agency: None,
        passes_on: None,
        reverses: None,
        simulated: false,
        source: SourceKey { key: "s".into() },
    }
}

/// The key of a row.
pub fn key(key: &str) -> TransactionKey {
    TransactionKey { key: key.into() }
}

/// The same row for a need.
pub fn towards(need: &Need, row: Transaction) -> Transaction {
    Transaction { need: Some(NeedKey { key: need.key.clone() }), ..row }
}

/// A need with its cost, or without one.
pub fn need(key: &str, cost: Option<i64>) -> Need {
    Need {
        key: key.into(),
        need_type: NeedType::Rtlh,
        title: "Perbaikan rumah".into(),
        quantity: Some(1),
        cell_state: CellState::Released,
        unit: "rumah".into(),
        unit_cost: cost.map(Rupiah),
        cost: cost.map(Rupiah),
        state: NeedState::Open,
        assessment: FoundBy { key: "asesmen".into(), held_on: None },
        agency: None,
        programme: None,
        village: VillageCode { code: "33.18.16.2012".into() },
        simulated: false,
        source: SourceKey { key: "s".into() },
    }
}
