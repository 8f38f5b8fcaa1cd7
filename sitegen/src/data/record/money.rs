//! Funding sources and the ledger.

use chrono::NaiveDate;

use crate::data::vocabulary::{
    AmountState, Channel, DatePrecision, FundKind, Sector, TransactionKind, ValueKind,
};

use super::{
    AgencyKey, FundingSourceKey, NeedKey, PageFields, PageInfo, Paged, ProgrammeKey, RegionCode, Rupiah,
    SourceKey, StakeholderKey, TransactionKey, below, paged, schema,
};

/// Where money comes from.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct FundingSource {
    /// Natural key, stable over editions.
    pub key: String,
    /// Name.
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// Channel of the money.
    pub channel: Channel,
    /// Kind of fund.
    pub fund_kind: Option<FundKind>,
    /// The stakeholder behind it.
    pub stakeholder: Option<StakeholderKey>,
    /// The agency behind it.
    pub agency: Option<AgencyKey>,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "FundingSourceConnection")]
struct FundingSourcePage {
    nodes: Vec<FundingSource>,
    page_info: PageInfo,
}

/// Reads a page of them.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "Page")]
pub struct FundingSources {
    #[arguments(first: $first, after: $after, orderBy: [{ name: ASC }])]
    funding_sources: FundingSourcePage,
}

paged!(FundingSource, FundingSources, funding_sources);

/// A row of the ledger.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Transaction {
    /// Natural key, stable over editions.
    pub key: String,
    /// Stage of the money.
    pub kind: TransactionKind,
    /// Day; see the precision.
    pub occurred_on: NaiveDate,
    /// How exactly the day is known.
    pub date_precision: DatePrecision,
    /// Amount in whole rupiah; absent when unknown.
    pub amount: Option<Rupiah>,
    /// Whether the amount is stated.
    pub amount_state: AmountState,
    /// Cash, in kind or credit: never added up together.
    pub value_kind: ValueKind,
    /// Units delivered, where they are stated.
    pub quantity: Option<i32>,
    /// Unit of the quantity.
    pub unit: Option<String>,
    /// Receiving organisation or group; never a person.
    pub receiver: String,
    /// Why it takes back an earlier row.
    pub reason: Option<String>,
    /// Sector.
    pub sector: Option<Sector>,
    /// What the money is for.
    pub description: String,
    /// What shows that it was used.
    pub evidence: Option<String>,
    /// Where the money comes from.
    pub funding_source: FundingSourceKey,
    /// Where the money goes.
    pub region: RegionCode,
    /// The programme that it pays for.
    pub programme: Option<ProgrammeKey>,
    /// The need that it meets.
    pub need: Option<NeedKey>,
    /// The receiver, if a stakeholder.
    pub receiver_stakeholder: Option<StakeholderKey>,
    /// The receiver, if an agency.
    pub receiver_agency: Option<AgencyKey>,
    /// The transaction whose money this passes on.
    pub passes_on: Option<TransactionKey>,
    /// The transaction that this takes back.
    pub reverses: Option<TransactionKey>,
    /// Whether this was made by the simulator because the real value is not public.
    pub simulated: bool,
    /// Who said it, when and where.
    pub source: SourceKey,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "TransactionConnection")]
struct TransactionPage {
    nodes: Vec<Transaction>,
    page_info: PageInfo,
}

below!(
    $ Transaction by Transactions, ListsOfRegions: regions(code).transactions(orderBy: [{ occurredOn: ASC }, { key: ASC }]) of TransactionPage,
    "Region" in "RegionConnection",
    20 rows of 20
);
