//! A regional agency (OPD); a kecamatan office is one too. Its former names are kept with their dates.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// A regional agency (OPD); a kecamatan office is one too. Its former names are kept with their dates.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agency")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// Current abbreviation.
    pub abbreviation: String,
    /// Current name.
    pub name: String,
    /// Name in English.
    pub name_en: Option<String>,
    /// Legal form.
    pub kind: AgencyKind,
    /// The regency that it belongs to.
    pub regency_id: i64,
    /// The kecamatan, for kecamatan offices.
    pub district_id: Option<i64>,
    /// Day since when it has its current name.
    pub named_since: Option<Date>,
    /// What a reader should know.
    pub note: Option<String>,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `AgencyKind`.
    pub enum AgencyKind {
        /// Sekretariat.
        Sekretariat = "SEKRETARIAT",
        /// Inspektorat.
        Inspektorat = "INSPEKTORAT",
        /// Badan.
        Badan = "BADAN",
        /// Dinas.
        Dinas = "DINAS",
        /// Satuan.
        Satuan = "SATUAN",
        /// Regional hospital.
        RumahSakit = "RUMAH_SAKIT",
        /// Kecamatan office.
        Kecamatan = "KECAMATAN",
    }
}
