//! An id and a log line for each request.

use std::sync::Arc;
use std::time::Instant;

use poem::http::HeaderValue;
use poem::{Endpoint, Middleware, Request, Response};
use tracing::Instrument as _;
use tracing::field::Empty;

use crate::telemetry::{self, TRACE};

/// Name of the header that carries the id of a request.
const REQUEST_ID: &str = "x-request-id";

/// The id of a request: in its log lines, in a header of its answer, and in errors that are our own.
#[derive(Clone, Debug)]
pub struct RequestId(Arc<str>);

impl RequestId {
    /// A new one.
    #[must_use]
    pub fn draw() -> Self {
        Self(format!("{:016x}", rand::random::<u64>()).into())
    }

    /// The id that the log gave to a request.
    #[must_use]
    pub fn of(request: &Request) -> Self {
        request.data::<Self>().cloned().unwrap_or_else(Self::draw)
    }

    /// Its sixteen digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Gives each request an id, and a line in the log when it is answered.
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
        request.set_data(id.clone());
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let span = tracing::info_span!(
            target: TRACE,
            "request",
            id = id.as_str(),
            http.request.method = %method,
            url.path = path,
            http.response.status_code = Empty,
            graphql.operation.name = Empty,
            otel.kind = "server"
        );
        telemetry::adopt(&span, request.headers());
        let began = Instant::now();
        let mut response = self.endpoint.get_response(request).instrument(span.clone()).await;
        if let Ok(id) = HeaderValue::from_str(id.as_str()) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        span.in_scope(|| {
            span.record("http.response.status_code", i64::from(response.status().as_u16()));
            let microseconds = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
            tracing::info!(%method, path, status = response.status().as_u16(), microseconds, "answered");
        });
        Ok(response)
    }
}
