//! The journal: which rows were changed, when and why.

use super::{PageInfo, Paged, paged, schema};

/// A change of one row.
#[derive(cynic::QueryFragment, Clone, Debug, Hash)]
pub struct Revision {
    /// Moment of the change.
    pub at: String,
    /// The noun that was changed.
    pub noun: String,
    /// Natural key of the row.
    pub record: String,
    /// Why, where it was said.
    pub reason: Option<String>,
}

#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "RevisionConnection")]
struct RevisionPage {
    nodes: Vec<Revision>,
    page_info: PageInfo,
}

/// Which page of the changes since a data version.
#[derive(cynic::QueryVariables, Debug)]
pub struct ChangesSince {
    /// Rows at most.
    pub first: i32,
    /// Cursor of the row before.
    pub after: Option<String>,
    /// The data version that is known already.
    pub since: Option<DataVersion>,
}

/// A data version; a string on the wire.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct DataVersion(String);

cynic::impl_scalar!(DataVersion, schema::BigInt);

impl From<i64> for DataVersion {
    fn from(version: i64) -> Self {
        Self(version.to_string())
    }
}

/// Reads a page of the changes since a data version, the latest last.
#[derive(cynic::QueryFragment, Debug)]
#[cynic(graphql_type = "Query", variables = "ChangesSince")]
pub struct Revisions {
    #[arguments(first: $first, after: $after, filter: { action: { eq: UPDATE }, dataVersion: { gt: $since } }, orderBy: [{ dataVersion: ASC }])]
    revisions: RevisionPage,
}

paged!(Revision, Revisions, revisions, ChangesSince);
