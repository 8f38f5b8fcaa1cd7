//! The explorer: a page to try queries on, which asks no other host for anything.

use poem::http::header;
use poem::{Response, handler};

/// Only what this server sends may run or be asked for.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The page.
pub fn page() -> Response {
    Response::builder()
        .content_type("text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .header(header::VARY, "Accept")
        .body(include_str!("explorer/explorer.html"))
}

#[handler]
pub fn style() -> Response {
    Response::builder().content_type("text/css; charset=utf-8").body(include_str!("explorer/explorer.css"))
}

#[handler]
pub fn script() -> Response {
    let body = include_str!("explorer/explorer.js");
    Response::builder().content_type("text/javascript; charset=utf-8").body(body)
}
