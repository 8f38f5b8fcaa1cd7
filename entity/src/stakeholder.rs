//! An organisation outside the agencies that takes part: Baznas, Fatayat, 'Aisyiyah, companies, donors.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// An organisation outside the agencies that takes part: Baznas, Fatayat, 'Aisyiyah, companies, donors.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stakeholder")]
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
    /// What it is.
    pub kind: StakeholderKind,
    /// What it does for the movement.
    pub role: String,
    /// The same in English.
    pub role_en: Option<String>,
    /// The regency where it works.
    pub regency_id: Option<i64>,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `StakeholderKind`.
    pub enum StakeholderKind {
        /// Body that collects and distributes zakat.
        ZakatBody = "ZAKAT_BODY",
        /// Women's organisation.
        WomensOrganisation = "WOMENS_ORGANISATION",
        /// Family welfare movement.
        FamilyMovement = "FAMILY_MOVEMENT",
        /// Private company.
        Company = "COMPANY",
        /// Company owned by a region.
        RegionalCompany = "REGIONAL_COMPANY",
        /// Foundation.
        Foundation = "FOUNDATION",
        /// Association.
        Association = "ASSOCIATION",
        /// Watchdog.
        Watchdog = "WATCHDOG",
        /// Statistics office.
        StatisticsOffice = "STATISTICS_OFFICE",
        /// Office of government.
        Government = "GOVERNMENT",
    }
}
