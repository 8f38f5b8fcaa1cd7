//! Value types that several tables share, and the macro that declares a vocabulary.

/// Declares an enumeration stored as text: each value once, with its one-line description.
///
/// The enum gets `VALUES`, the stored texts with their descriptions in the order of declaration.
macro_rules! vocabulary {
    ($(#[$meta:meta])* pub enum $name:ident { $(#[doc = $doc:literal] $variant:ident = $value:literal,)+ }) => {
        $(#[$meta])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, sea_orm::EnumIter, sea_orm::DeriveActiveEnum,
        )]
        #[sea_orm(rs_type = "String", db_type = "Text")]
        pub enum $name {
            $(#[doc = $doc] #[sea_orm(string_value = $value)] $variant,)+
        }

        impl $name {
            /// Stored texts with their descriptions.
            pub const VALUES: &'static [(&'static str, &'static str)] =
                &[$(($value, $doc.trim_ascii())),+];
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// Vocabulary of the API's enum `DatePrecision`.
    pub enum DatePrecision {
        /// The day is known.
        Day = "DAY",
        /// Only the month is known.
        Month = "MONTH",
        /// Only the year is known.
        Year = "YEAR",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `Sector`.
    pub enum Sector {
        /// Housing.
        Housing = "HOUSING",
        /// Sanitation.
        Sanitation = "SANITATION",
        /// Energy.
        Energy = "ENERGY",
        /// Water.
        Water = "WATER",
        /// Health.
        Health = "HEALTH",
        /// Education.
        Education = "EDUCATION",
        /// Livelihood.
        Livelihood = "LIVELIHOOD",
        /// Social protection.
        SocialProtection = "SOCIAL_PROTECTION",
        /// Infrastructure.
        Infrastructure = "INFRASTRUCTURE",
    }
}

vocabulary! {
    /// Vocabulary of the API's enum `CellState`.
    pub enum CellState {
        /// Tells nothing of single people: shown as it is.
        Open = "OPEN",
        /// Told by a release.
        Released = "RELEASED",
        /// Confidential: too few people, or it would give away another count that is too small.
        Suppressed = "SUPPRESSED",
        /// Waits for the next release.
        Waiting = "WAITING",
    }
}
