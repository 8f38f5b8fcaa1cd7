//! What a client asks for.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::document::Asked;
use crate::rate::Purse;

/// What a client asks for, as JSON carries it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// The document.
    #[serde(rename = "query")]
    pub document: Asked,
    /// Which of its operations, where it has several.
    #[serde(default)]
    pub operation_name: Option<String>,
    /// Values of its variables, as JSON.
    #[serde(default)]
    pub variables: Option<Map<String, Value>>,
    /// Under which id the log has what goes wrong.
    #[serde(skip)]
    pub request_id: Option<String>,
    /// What the answer tells of itself.
    #[serde(skip)]
    pub wants: Wants,
    /// Who pays for it; nobody where there is no bound.
    #[serde(skip)]
    pub purse: Option<Purse>,
}

/// What the `extensions` of an answer tell of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wants {
    /// What it may have cost.
    pub cost: bool,
    /// Its statements, and how the database goes about them.
    pub explain: bool,
}

impl Call {
    /// A call of a document with one operation and no variables.
    #[must_use]
    pub fn of(document: &str) -> Self {
        Self { document: Asked::Text(document.to_owned()), ..Self::default() }
    }
}
