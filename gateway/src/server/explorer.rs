//! The explorer: a page to try queries on, which asks no other host for anything.

use std::sync::LazyLock;

use poem::http::header;
use poem::{Response, handler};
use serde_json::json;

use crate::guide::{self, examples::all};

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

/// The guide and the reference.
#[handler]
pub fn reference() -> Response {
    static PAGE: LazyLock<String> =
        LazyLock::new(|| include_str!("explorer/reference.html").replace("<!-- guide -->", &guide::page()));
    Response::builder()
        .content_type("text/html; charset=utf-8")
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .body(PAGE.as_str())
}

/// The examples, as the explorer asks for them.
#[handler]
pub fn examples() -> Response {
    let examples: Vec<_> = all()
        .map(|it| json!({ "question": it.question, "asker": it.asker, "document": it.document }))
        .collect();
    Response::builder().content_type("application/json; charset=utf-8").body(json!(examples).to_string())
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
