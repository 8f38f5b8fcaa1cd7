//! What is measured, with the five parts that Satu Data Indonesia asks for.

use sea_orm::entity::prelude::*;

use crate::value::vocabulary;

/// What is measured, with the five parts that Satu Data Indonesia asks for.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "indicator")]
pub struct Model {
    /// Surrogate key.
    #[sea_orm(primary_key)]
    pub id: i64,
    /// Natural key, stable over editions.
    pub key: String,
    /// Name in Indonesian.
    pub name: String,
    /// Name in English.
    pub name_en: String,
    /// Where its values come from. Survey rates and registry counts never share an axis.
    pub kind: IndicatorKind,
    /// Satuan, in Indonesian.
    pub unit: String,
    /// Unit in English.
    pub unit_en: String,
    /// Digits kept after the decimal point, 0 to 6.
    pub decimals: i32,
    /// Which direction is better.
    pub better: Better,
    /// Konsep.
    pub concept: String,
    /// Definisi.
    pub definition: String,
    /// Klasifikasi.
    pub classification: String,
    /// Ukuran.
    pub measure: String,
    /// Kode referensi.
    pub reference_code: Option<String>,
    /// Who produces it.
    pub producer: String,
    /// How often it is released.
    pub frequency: Frequency,
    /// Who said it, when and where.
    pub source_id: i64,
    /// Whether its values count people, and of what trait.
    pub disclosure: Disclosure,
    /// The indicator whose value is the numerator of this one's, where this one is a rate of people.
    pub numerator_id: Option<i64>,
}

/// Relations are described by the gateway's catalogue.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

vocabulary! {
    /// Vocabulary of the API's enum `IndicatorKind`.
    pub enum IndicatorKind {
        /// Estimated from a sample survey.
        Survey = "SURVEY",
        /// Counted in a registry; not a poverty rate.
        Registry = "REGISTRY",
        /// Composite index.
        Index = "INDEX",
        /// From administrative records.
        Administrative = "ADMINISTRATIVE",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `Better`.
    pub enum Better {
        /// Lower is better.
        Lower = "LOWER",
        /// Higher is better.
        Higher = "HIGHER",
        /// Neither is better.
        Neither = "NEITHER",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `Frequency`.
    pub enum Frequency {
        /// Monthly.
        Monthly = "MONTHLY",
        /// Quarterly.
        Quarterly = "QUARTERLY",
        /// Twice a year.
        Semesterly = "SEMESTERLY",
        /// Yearly.
        Yearly = "YEARLY",
        /// Every ten years.
        Decennial = "DECENNIAL",
        /// Once.
        Once = "ONCE",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `Disclosure`.
    pub enum Disclosure {
        /// Counts no people, or is published by its producer as it is: told at once.
        Open = "OPEN",
        /// Counts people or families: told by a release, from five on.
        People = "PEOPLE",
        /// Counts people by health, disability or childhood: told by a release, from ten on.
        Sensitive = "SENSITIVE",
    }
}
