//! Where money comes from.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// Where money comes from.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "funding_source")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
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
    pub stakeholder_id: Option<i64>,
    /// The agency behind it.
    pub agency_id: Option<i64>,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `Channel`.
    pub enum Channel {
        /// State budget.
        Apbn = "APBN",
        /// Provincial budget.
        ApbdProv = "APBD_PROV",
        /// Regency budget.
        ApbdKab = "APBD_KAB",
        /// Dana Desa.
        DanaDesa = "DANA_DESA",
        /// Revenue of a regional service body.
        Blud = "BLUD",
        /// Zakat, infak and other funds of Baznas.
        Baznas = "BAZNAS",
        /// Company social responsibility (TJSLP).
        Csr = "CSR",
        /// Donor.
        Donor = "DONOR",
        /// Non-governmental organisation.
        Ngo = "NGO",
        /// Self-help of the community.
        Community = "COMMUNITY",
        /// Credit; never added up with grants.
        Credit = "CREDIT",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `FundKind`.
    pub enum FundKind {
        /// Zakat, only for the eight asnaf.
        Zakat = "ZAKAT",
        /// Infak and sedekah.
        Infak = "INFAK",
        /// Other social religious funds.
        Dskl = "DSKL",
        /// Hibah.
        Grant = "GRANT",
        /// Financial aid between governments.
        Bankeu = "BANKEU",
        /// Company duty.
        Tjslp = "TJSLP",
        /// Self-help.
        Swadaya = "SWADAYA",
        /// Loan.
        Loan = "LOAN",
    }
}
