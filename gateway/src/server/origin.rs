//! Pages of other sites: which may read the answers (CORS) and open sockets.
//!
//! Nothing here knows its clients, so there is no session that a strange page could ride on; the operator decides
//! whose pages may use the API from a browser.

use std::sync::Arc;

use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, IntoResponse as _, Middleware, Request, Response};

/// Seconds for which a browser remembers what it was allowed: the most that Firefox takes.
const MAX_AGE: &str = "86400";

/// The origins whose pages may use the API, besides its own.
#[derive(Clone, Debug)]
pub struct Origins(Arc<[String]>);

impl Origins {
    /// These origins; `*` is any.
    #[must_use]
    pub fn new(origins: &[String]) -> Self {
        Self(origins.into())
    }

    /// Whether the page that asks, if it is one, is the API's own or may.
    #[must_use]
    pub fn admit(&self, headers: &HeaderMap) -> bool {
        let Some(origin) = headers.get(header::ORIGIN) else { return true };
        let own = || {
            let host = headers.get(header::HOST)?.to_str().ok()?;
            let (_, authority) = origin.to_str().ok()?.split_once("://")?;
            Some(authority.eq_ignore_ascii_case(host))
        };
        self.lists(origin) || own().unwrap_or_default()
    }

    fn lists(&self, origin: &HeaderValue) -> bool {
        self.0.iter().any(|it| it == "*" || it.as_bytes() == origin.as_bytes())
    }
}

/// Tells browsers which pages may read the answers. Poem's own middleware refuses every other request with an
/// `Origin`, the explorer's among them.
impl<E: Endpoint> Middleware<E> for Origins {
    type Output = Shared<E>;

    fn transform(&self, endpoint: E) -> Self::Output {
        Shared { origins: self.clone(), endpoint }
    }
}

/// An endpoint that pages of other sites may use.
pub struct Shared<E> {
    origins: Origins,
    endpoint: E,
}

impl<E: Endpoint> Endpoint for Shared<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        if self.origins.0.is_empty() {
            return Ok(self.endpoint.get_response(request).await);
        }
        let origin =
            request.headers().get(header::ORIGIN).filter(|origin| self.origins.lists(origin)).cloned();
        let asks = request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
        let mut response = match (&origin, request.method()) {
            (Some(_), &Method::OPTIONS) if asks => preflight(&request),
            _ => self.endpoint.get_response(request).await,
        };
        let headers = response.headers_mut();
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = origin {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            let readable = HeaderValue::from_static("x-request-id, retry-after, graphql-cost, etag");
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, readable);
        }
        Ok(response)
    }
}

fn preflight(request: &Request) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST"));
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE));
    // No header decides what a client may do here, so any may come.
    if let Some(wanted) = request.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
    }
    response
}
