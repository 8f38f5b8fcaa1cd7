//! The floor of the bench: as little as can stand between HTTP and PostgreSQL. One statement per request, which makes
//! the whole answer as JSON.
//!
//! `floor DATABASE FILE`: FILE holds the answer that is always the same.

use std::io::Write as _;

use anyhow::Context as _;
use poem::error::InternalServerError;
use poem::http::{StatusCode, header};
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::web::{Data, Query};
use poem::{EndpointExt as _, Response, Route, Server, get, handler};
use sea_orm::sqlx::postgres::{PgPool, PgPoolOptions};
use sea_orm::sqlx::query_scalar;
use serde::Deserialize;

/// That of the gateway, so that the difference is not the allocator's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// As many threads as the gateway has by itself.
fn main() -> anyhow::Result<()> {
    let threads = std::thread::available_parallelism().map_or(1, |processors| processors.get().div_ceil(2));
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(threads).enable_all().build()?.block_on(serve())
}

async fn serve() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, database, file] = arguments.as_slice() else { anyhow::bail!("floor DATABASE FILE") };
    let pool = PgPoolOptions::new().max_connections(16).test_before_acquire(false).connect(database).await?;
    let constant = std::fs::read(file).with_context(|| format!("cannot read {file}"))?;
    // Shared by all answers until the end, like what a cache holds.
    let constant: &'static [u8] = Box::leak(constant.into_boxed_slice());
    let routes = Route::new()
        .at("/one-village", get(one_village))
        .at("/page", get(page))
        .at("/related", get(related))
        .at("/groups", get(groups))
        .at("/constant", get(constant_answer))
        .at("/not-modified", get(not_modified))
        .at("/ready", get(ready))
        .data(pool)
        .data(constant);
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await?;
    let address = acceptor.local_addr().into_iter().next().context("no address")?;
    let mut out = std::io::stdout();
    writeln!(out, "{address}")?;
    out.flush()?;
    Server::new_with_acceptor(acceptor).run(routes).await?;
    Ok(())
}

#[derive(Deserialize)]
struct OneVillage {
    code: String,
    indicator: String,
}

#[handler]
async fn one_village(Data(pool): Data<&PgPool>, Query(asked): Query<OneVillage>) -> poem::Result<Response> {
    let found = query_scalar(include_str!("floor/one_village.sql")).bind(asked.code).bind(asked.indicator);
    json(found.fetch_one(pool).await)
}

#[derive(Deserialize)]
struct Page {
    after: String,
}

#[handler]
async fn page(Data(pool): Data<&PgPool>, Query(asked): Query<Page>) -> poem::Result<Response> {
    json(query_scalar(include_str!("floor/page.sql")).bind(asked.after).fetch_one(pool).await)
}

#[derive(Deserialize)]
struct Related {
    regency: String,
    amount: i64,
}

#[handler]
async fn related(Data(pool): Data<&PgPool>, Query(asked): Query<Related>) -> poem::Result<Response> {
    let found = query_scalar(include_str!("floor/related.sql")).bind(asked.regency).bind(asked.amount);
    json(found.fetch_one(pool).await)
}

#[handler]
async fn groups(Data(pool): Data<&PgPool>) -> poem::Result<Response> {
    json(query_scalar(include_str!("floor/groups.sql")).fetch_one(pool).await)
}

#[handler]
async fn ready(Data(pool): Data<&PgPool>) -> poem::Result<Response> {
    json(query_scalar("SELECT 'ready'").fetch_one(pool).await)
}

#[handler]
fn constant_answer(Data(constant): Data<&&'static [u8]>) -> Response {
    Response::builder().content_type("application/json").body(*constant)
}

/// A 304 with the headers that it must have where a 200 would have them (RFC 9110, 15.4.5).
#[handler]
fn not_modified() -> Response {
    Response::builder()
        .status(StatusCode::NOT_MODIFIED)
        .header(header::ETAG, "W/\"AAAAAAAAAAAAAAAAAAAAAA.1\"")
        .header(header::CACHE_CONTROL, "public, max-age=0, must-revalidate")
        .header(header::VARY, "Accept, Accept-Encoding")
        .finish()
}

fn json(found: sea_orm::sqlx::Result<String>) -> poem::Result<Response> {
    let text = found.map_err(InternalServerError)?;
    Ok(Response::builder().content_type("application/json").body(text))
}
