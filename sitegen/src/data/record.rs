//! The typed queries: one per noun, checked against `gateway/schema.graphql` when this compiles.

mod below;
mod indicator;
mod meeting;
mod money;
mod party;
mod place;
mod registry;
mod revision;
mod work;

use below::below;
pub use below::{Below, Code, List, Lists};
pub use indicator::*;
pub use meeting::*;
pub use money::*;
pub use party::*;
pub use place::*;
pub use registry::*;
pub use revision::*;
pub use work::*;

use chrono::NaiveDate;

use crate::data::vocabulary::RegionLevel;

#[cynic::schema("gateway")]
pub(super) mod schema {}

cynic::impl_scalar!(NaiveDate, schema::Date);
cynic::impl_scalar!(Rupiah, schema::Rupiah);
cynic::impl_scalar!(Geometry, schema::Geometry);

/// Scalars that are read as the text that they are on the wire.
macro_rules! text_scalars {
    ($($scalar:ident),+) => {$(
        impl cynic::schema::IsScalar<schema::$scalar> for String {
            type SchemaType = schema::$scalar;
        }
    )+};
}
text_scalars!(RegionCode, BigInt, Decimal, DateTime);

/// Whole rupiah; a string on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rupiah(pub i64);

impl<'de> serde::Deserialize<'de> for Rupiah {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map(Self).map_err(serde::de::Error::custom)
    }
}

impl serde::Serialize for Rupiah {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// Which page of a list.
#[derive(cynic::QueryVariables, Debug)]
pub struct Page {
    /// Rows at most.
    pub first: i32,
    /// Cursor of the row before.
    pub after: Option<String>,
}

/// Where a page ends.
#[derive(cynic::QueryFragment, Debug)]
pub struct PageInfo {
    /// Whether more follow.
    pub has_next_page: bool,
    /// Cursor of its last row.
    pub end_cursor: Option<String>,
}

/// The data version.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query")]
pub struct Version {
    /// Raised by every write.
    pub data_version: String,
    #[arguments(first: 1, orderBy: [{ at: DESC }])]
    revisions: LatestRevision,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "RevisionConnection")]
struct LatestRevision {
    nodes: Vec<Moment>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Revision")]
struct Moment {
    at: String,
}

impl Version {
    /// What tells these data from all others: two databases may have come to the same number, but not by changes of the
    /// same moment.
    #[must_use]
    pub fn identity(&self) -> String {
        let latest = self.revisions.nodes.first().map(|revision| revision.at.as_str());
        format!("{} {}", self.data_version, latest.unwrap_or_default())
    }
}

/// Which page of a list of regions: those of some levels, within one.
#[derive(cynic::QueryVariables, Debug)]
pub struct PageOfLevels {
    /// Rows at most.
    pub first: i32,
    /// Cursor of the row before.
    pub after: Option<String>,
    /// What their codes begin with.
    pub within: String,
    /// Their levels.
    pub levels: Option<Vec<RegionLevel>>,
}

/// Which page of a list of regions that are known by their codes.
#[derive(cynic::QueryVariables, Debug)]
pub struct PageOfRegions {
    /// Rows at most.
    pub first: i32,
    /// Cursor of the row before.
    pub after: Option<String>,
    /// Their codes.
    pub of: Option<Vec<Code>>,
}

/// A noun that is read page by page.
pub trait Paged: Sized {
    /// Its query.
    type Query: cynic::QueryBuilder<Self::Page> + for<'de> serde::Deserialize<'de> + 'static;
    /// Which page it asks for.
    type Page: serde::Serialize;

    /// The rows of a page, and where it ends.
    fn page(answer: Self::Query) -> (Vec<Self>, PageInfo);
}

/// Says which query reads a noun, and under which field its page stands.
macro_rules! paged {
    ($record:ident, $query:ident, $field:ident) => {
        paged!($record, $query, $field, Page);
    };
    ($record:ident, $query:ident, $field:ident, $page:ident) => {
        impl Paged for $record {
            type Page = super::$page;
            type Query = $query;

            fn page(answer: $query) -> (Vec<Self>, PageInfo) {
                (answer.$field.nodes, answer.$field.page_info)
            }
        }
    };
}
use paged;

/// An Accompaniment by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Accompaniment")]
pub struct AccompanimentKey {
    /// The key.
    pub key: String,
}

/// An Assessment by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Assessment")]
pub struct AssessmentKey {
    /// The key.
    pub key: String,
}

/// An Agency by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Agency")]
pub struct AgencyKey {
    /// The key.
    pub key: String,
}

/// A Decision by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Decision")]
pub struct DecisionKey {
    /// The key.
    pub key: String,
}

/// A District by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "District")]
pub struct DistrictCode {
    /// The key.
    pub code: String,
}

/// A `FundingSource` by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "FundingSource")]
pub struct FundingSourceKey {
    /// The key.
    pub key: String,
}

/// An Indicator by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Indicator")]
pub struct IndicatorKey {
    /// The key.
    pub key: String,
}

/// A Meeting by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Meeting")]
pub struct MeetingKey {
    /// The key.
    pub key: String,
}

/// A Need by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Need")]
pub struct NeedKey {
    /// The key.
    pub key: String,
}

/// A Programme by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Programme")]
pub struct ProgrammeKey {
    /// The key.
    pub key: String,
}

/// A Regency by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Regency")]
pub struct RegencyCode {
    /// The key.
    pub code: String,
}

/// A Region by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Region")]
pub struct RegionCode {
    /// The key.
    pub code: String,
}

/// A `RegistryCycle` by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "RegistryCycle")]
pub struct RegistryCycleKey {
    /// The key.
    pub key: String,
}

/// A Scheme by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Scheme")]
pub struct SchemeKey {
    /// The key.
    pub key: String,
}

/// A Source by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Source")]
pub struct SourceKey {
    /// The key.
    pub key: String,
}

/// A Stakeholder by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Stakeholder")]
pub struct StakeholderKey {
    /// The key.
    pub key: String,
}

/// A Transaction by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Transaction")]
pub struct TransactionKey {
    /// The key.
    pub key: String,
}

/// A Village by its natural key.
#[derive(cynic::QueryFragment, Clone, Debug, PartialEq, Eq, Hash)]
#[cynic(graphql_type = "Village")]
pub struct VillageCode {
    /// The key.
    pub code: String,
}
