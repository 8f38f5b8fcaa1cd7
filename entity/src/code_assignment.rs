//! The code and name that one system gives to a region: the bridge between Kemendagri and BPS codes, which are not aligned.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// The code and name that one system gives to a region: the bridge between Kemendagri and BPS codes, which are not aligned.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "code_assignment")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// The region.
    pub region_id: i64,
    /// Whose code it is.
    pub system: CodeSystem,
    /// The code as that system writes it.
    pub code: String,
    /// The name in that system.
    pub name: String,
    /// How the two systems were matched.
    pub match_method: Option<MatchMethod>,
    /// First day.
    pub valid_from: Option<Date>,
    /// First day on which it is no longer valid.
    pub valid_to: Option<Date>,
    /// Who said it, when and where.
    pub source_id: i64,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `CodeSystem`.
    pub enum CodeSystem {
        /// Ministry of Home Affairs, dotted.
        Kemendagri = "KEMENDAGRI",
        /// Statistics Indonesia (MFD).
        Bps = "BPS",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `MatchMethod`.
    pub enum MatchMethod {
        /// Equal name and best overlap of the areas.
        SameNameAndShape = "SAME_NAME_AND_SHAPE",
        /// Similar name and best overlap of the areas.
        SimilarNameAndShape = "SIMILAR_NAME_AND_SHAPE",
        /// Equal name only.
        SameName = "SAME_NAME",
    }
}
