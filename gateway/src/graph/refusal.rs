//! A client's mistake, told with a way out.

use async_graphql::{ErrorExtensions, Pos, ServerError};

/// Why a request is refused, in words for its author.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    message: String,
}

impl Refusal {
    /// A refusal with its message: what is wrong and what to do instead.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
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
            async_graphql::Error::new(refusal.message).extend_with(|_, it| it.set("code", "BAD_USER_INPUT"));
        Self { locations: Vec::new(), ..coded.into_server_error(Pos::default()) }
    }
}
