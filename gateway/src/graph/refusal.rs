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

    /// The error of the answer, at its place in the document.
    #[must_use]
    pub fn at(self, pos: Pos) -> ServerError {
        let coded =
            async_graphql::Error::new(self.message).extend_with(|_, it| it.set("code", "BAD_USER_INPUT"));
        coded.into_server_error(pos)
    }
}
