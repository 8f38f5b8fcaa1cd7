//! A client's mistake, told with a way out.

use async_graphql::{ErrorExtensions, Pos, ServerError};

/// Code of an error that says that more was asked than may be.
pub const LIMIT_EXCEEDED: &str = "LIMIT_EXCEEDED";

/// Why a request is refused, in words for its author.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    message: String,
    code: &'static str,
}

impl Refusal {
    /// A refusal with its message: what is wrong and what to do instead.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: "BAD_USER_INPUT" }
    }

    /// A refusal because more is asked than may be; the message says how much may.
    pub fn limit(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: LIMIT_EXCEEDED }
    }

    /// A refusal because no document has the name that the request gives.
    pub fn unknown_document(message: impl Into<String>) -> Self {
        Self { message: message.into(), code: "PERSISTED_QUERY_NOT_FOUND" }
    }

    /// A refusal because the operator does not know the document.
    #[must_use]
    pub fn untrusted() -> Self {
        let message =
            "This gateway answers only documents that its operator knows; send the id or the text of one.";
        Self { message: message.to_owned(), code: "DOCUMENT_NOT_TRUSTED" }
    }

    /// Two fields that answer under one key and do not ask for the same.
    #[must_use]
    pub fn conflict(key: &str, one: &str, other: &str) -> Self {
        Self::new(format!(
            "`{key}` is asked for twice in one place, as `{one}` and as `{other}` or with other arguments; give one \
             of them an alias."
        ))
    }

    /// The error of the answer, at its place in the document.
    #[must_use]
    pub fn at(self, pos: Pos) -> ServerError {
        ServerError { locations: vec![pos], ..self.into() }
    }
}

impl From<Refusal> for ServerError {
    fn from(refusal: Refusal) -> Self {
        let coded =
            async_graphql::Error::new(refusal.message).extend_with(|_, it| it.set("code", refusal.code));
        Self { locations: Vec::new(), ..coded.into_server_error(Pos::default()) }
    }
}
