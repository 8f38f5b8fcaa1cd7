//! A region of any level, from the country to the village.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// A region of any level, from the country to the village.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "region")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Kemendagri code, dotted; `00` is the country.
    pub code: String,
    /// Level in the tree.
    pub level: RegionLevel,
    /// Legal kind.
    pub kind: RegionKind,
    /// Name without its kind.
    pub name: String,
    /// The region above.
    pub parent_id: Option<i64>,
    /// Its province, below that level.
    pub province_id: Option<i64>,
    /// Its regency or city, below that level.
    pub regency_id: Option<i64>,
    /// Its kecamatan, for villages.
    pub district_id: Option<i64>,
    /// Latitude of the rounded centroid, degrees north. In microdegrees.
    pub latitude: Option<i32>,
    /// Longitude of the rounded centroid, degrees east. In microdegrees.
    pub longitude: Option<i32>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// Where its government sits.
    pub seat: Option<String>,
    /// First day of this code.
    pub valid_from: Option<Date>,
    /// First day on which this code is no longer valid.
    pub valid_to: Option<Date>,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `RegionLevel`.
    pub enum RegionLevel {
        /// Negara.
        Country = "COUNTRY",
        /// Provinsi.
        Province = "PROVINCE",
        /// Kabupaten or kota.
        Regency = "REGENCY",
        /// Kecamatan.
        District = "DISTRICT",
        /// Desa or kelurahan.
        Village = "VILLAGE",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `RegionKind`.
    pub enum RegionKind {
        /// Negara.
        Country = "COUNTRY",
        /// Provinsi.
        Province = "PROVINCE",
        /// Kabupaten.
        Kabupaten = "KABUPATEN",
        /// Kota.
        Kota = "KOTA",
        /// Kecamatan.
        Kecamatan = "KECAMATAN",
        /// Desa: self-governing, receives Dana Desa.
        Desa = "DESA",
        /// Kelurahan: a unit under the kecamatan, without Dana Desa.
        Kelurahan = "KELURAHAN",
        /// Desa adat.
        DesaAdat = "DESA_ADAT",
    }
}
