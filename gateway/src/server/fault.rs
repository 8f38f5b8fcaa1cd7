//! Requests that end without an answer of the schema: each kind with its status, its code and its way out.

use poem::http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::json;

use super::execute::{Answer, Outcome};
use super::request_log::RequestId;
use crate::api::INTERNAL;

/// Seconds after which a client that was turned away may come back.
const RETRY_AFTER: &str = "1";

/// Why a request was not answered by the schema.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// Not a GraphQL request.
    #[error("{0}")]
    Malformed(String),
    /// The client takes none of the media types that there are.
    #[error("{0}")]
    NotAcceptable(&'static str),
    /// Another method is needed.
    #[error("{message}")]
    Method {
        /// The methods that are allowed.
        allow: &'static str,
        /// The way out.
        message: &'static str,
    },
    /// The body is of a kind that is not read.
    #[error("{0}")]
    MediaType(&'static str),
    /// The body is larger than this many bytes.
    #[error("The body is larger than {0} bytes. Ask for less at once, and send values as variables.")]
    TooLarge(usize),
    /// The body did not arrive in time.
    #[error("The request did not arrive in time.")]
    Slow,
    /// Another site's page asks, and is not among the origins that may.
    #[error("Pages of this origin may not open a socket here; the operator can allow it with --cors-origin.")]
    Origin,
    /// Only operators may ask this.
    #[error("Only operators of this gateway may ask for this; send their secret as `Authorization: Bearer`.")]
    NoOperator,
    /// As much is at work, and waits, as may.
    #[error("Too much is asked at once. Try again in a moment.")]
    Overloaded,
    /// A socket has so many operations already.
    #[error("This socket has {0} operations at work. Complete one first, or open another socket.")]
    Crowded(usize),
    /// The answer took longer than it may.
    #[error("The answer took longer than {0} seconds. Ask for fewer records or fewer relations at once.")]
    Late(f64),
    /// Our own failure.
    #[error("{INTERNAL}")]
    Internal,
}

impl Fault {
    /// The status of the HTTP answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Malformed(_) => StatusCode::BAD_REQUEST,
            Self::NotAcceptable(_) => StatusCode::NOT_ACCEPTABLE,
            Self::Method { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::MediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Origin | Self::NoOperator => StatusCode::FORBIDDEN,
            Self::Overloaded => StatusCode::SERVICE_UNAVAILABLE,
            Self::Crowded(_) => StatusCode::TOO_MANY_REQUESTS,
            Self::Late(_) => StatusCode::GATEWAY_TIMEOUT,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "BAD_REQUEST",
            Self::NotAcceptable(_) => "NOT_ACCEPTABLE",
            Self::Method { .. } => "METHOD_NOT_ALLOWED",
            Self::MediaType(_) => "UNSUPPORTED_MEDIA_TYPE",
            Self::TooLarge(_) => "PAYLOAD_TOO_LARGE",
            Self::Slow => "REQUEST_TIMEOUT",
            Self::Origin | Self::NoOperator => "FORBIDDEN",
            Self::Overloaded => "OVERLOADED",
            Self::Crowded(_) => "TOO_MANY_OPERATIONS",
            Self::Late(_) => "DEADLINE_EXCEEDED",
            Self::Internal => "INTERNAL",
        }
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        match self {
            Self::Method { allow, .. } => {
                headers.insert(header::ALLOW, HeaderValue::from_static(allow));
            }
            Self::Overloaded => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static(RETRY_AFTER));
            }
            _ => {}
        }
        headers
    }

    /// The fault as a GraphQL answer without `data`.
    #[must_use]
    pub fn answer(&self, id: &RequestId) -> Answer {
        let mut extensions = json!({ "code": self.code() });
        if matches!(self, Self::Internal) {
            extensions["requestId"] = id.as_str().into();
        }
        let body = json!({ "errors": [{ "message": self.to_string(), "extensions": extensions }] });
        Answer {
            outcome: Outcome::Failed(self.status()),
            body: body.to_string().into(),
            headers: self.headers(),
        }
    }
}
