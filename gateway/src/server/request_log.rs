//! An id and a log line for each request, and the headers that every answer has.

use std::time::Instant;

use poem::http::{HeaderName, HeaderValue, header};
use poem::{Endpoint, Middleware, Request, Response};
use tracing::Instrument as _;
use tracing::field::Empty;

use crate::telemetry::{self, TRACE};

/// Name of the header that carries the id of a request.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The id of a request: in its log lines, in a header of its answer, and in errors that are our own.
#[derive(Clone, Copy, Debug)]
pub struct RequestId([u8; 16]);

impl RequestId {
    /// A new one.
    #[must_use]
    pub fn draw() -> Self {
        Self(rand::random::<[u8; 16]>().map(|drawn| b"0123456789abcdef"[usize::from(drawn & 0xf)]))
    }

    /// The id that the log gave to a request.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        request.data::<Self>().copied().unwrap_or_else(Self::draw)
    }

    /// Its sixteen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Digits are UTF-8.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

/// Gives each request an id, its answer the headers that all have, and the log a line.
pub struct RequestLog;

impl<E: Endpoint> Middleware<E> for RequestLog {
    type Output = Logged<E>;

    fn transform(&self, endpoint: E) -> Self::Output {
        Logged { endpoint }
    }
}

/// An endpoint whose requests are logged.
pub struct Logged<E> {
    endpoint: E,
}

impl<E: Endpoint> Endpoint for Logged<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let id = RequestId::draw();
        request.set_data(id);
        let (method, uri) = (request.method().clone(), request.uri().clone());
        let span = tracing::info_span!(
            target: TRACE,
            "request",
            id = id.as_str(),
            http.request.method = %method,
            url.path = uri.path(),
            http.response.status_code = Empty,
            graphql.operation.name = Empty,
            otel.kind = "server"
        );
        telemetry::adopt(&span, request.headers());
        let began = Instant::now();
        let mut response = self.endpoint.get_response(request).instrument(span.clone()).await;
        let headers = response.headers_mut();
        if let Ok(id) = HeaderValue::from_str(id.as_str()) {
            headers.insert(REQUEST_ID, id);
        }
        // What is served is what its type says, and no other site hears where its visitors came from.
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
        span.in_scope(|| {
            span.record("http.response.status_code", i64::from(response.status().as_u16()));
            let microseconds = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
            tracing::info!(%method, path = uri.path(), status = response.status().as_u16(), microseconds, "answered");
        });
        Ok(response)
    }
}
