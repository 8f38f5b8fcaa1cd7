//! Where a region ends.

use sea_orm::entity::prelude::*;

/// Where a region ends.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "boundary")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The region.
    pub region_id: i64,
    /// `Polygon` or `MultiPolygon` of GeoJSON, degrees of WGS 84.
    pub geometry: String,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
