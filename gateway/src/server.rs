//! The HTTP edge: GraphQL over HTTP, the explorer, health, readiness and the contract.
//!
//! It is our own because the one that comes with the GraphQL library runs GET mutations, takes any content type
//! for JSON and answers every mistake with 200.

mod accept;
mod admission;
mod asker;
pub mod compression;
mod events;
mod execute;
mod explorer;
mod fault;
mod graphql;
mod measured;
mod origin;
mod parameters;
mod request_log;
mod socket;
mod streams;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use poem::http::{StatusCode, header};
use poem::listener::{Acceptor as _, Listener as _, TcpAcceptor, TcpListener};
use poem::web::{Data, LocalAddr};
use poem::{Endpoint, EndpointExt as _, Response, Route, get, handler};
use sea_orm::DatabaseConnection;

use crate::api::Api;
use crate::contract::sdl;
use crate::settings::HttpSettings;
use admission::Admission;
use asker::Askers;
use compression::Compression;
use execute::Executor;
use graphql::GraphQl;
use measured::Measured;
use origin::Origins;
use request_log::RequestLog;
use streams::Streams;

/// How long requests under way may take once the server is asked to end.
const GRACE: Duration = Duration::from_secs(10);

/// What the addresses answer from.
pub struct Edge {
    api: Api,
    settings: HttpSettings,
    streams: Streams,
}

impl Edge {
    /// Every address that it answers, but for the root, which leads to the first of them.
    pub const ADDRESSES: [&str; 9] = [
        "/graphql",
        "/explorer.css",
        "/explorer.js",
        "/examples.json",
        "/reference",
        "/schema.graphql",
        "/health",
        "/ready",
        "/metrics",
    ];

    /// An edge over an API; subscriptions hear of new data versions as far as its freshness does.
    #[must_use]
    pub fn new(api: Api, settings: HttpSettings) -> Self {
        let streams = Streams::new(settings.max_streams);
        Self { api, settings, streams }
    }

    /// Every address that the gateway answers.
    #[must_use]
    pub fn routes(&self) -> impl Endpoint + use<> {
        let Self { api, settings, streams } = self;
        let admission = Arc::new(Admission::new(settings.max_concurrency, settings.max_queue));
        let executor = Executor::new(
            api.clone(),
            Arc::clone(&admission),
            settings.deadline.0,
            Duration::from_secs(settings.max_age.into()),
        );
        let askers = Askers::new(settings);
        let origins = Origins::new(&settings.cors_origin);
        let graphql =
            GraphQl::new(executor, askers.clone(), streams.clone(), origins.clone(), settings.clone());
        let measured = Measured::new(api.clone(), admission, streams.clone(), askers);
        Route::new()
            .at("/", get(to_graphql))
            .at("/graphql", graphql)
            .at("/explorer.css", get(explorer::style))
            .at("/explorer.js", get(explorer::script))
            .at("/examples.json", get(explorer::examples))
            .at("/reference", get(explorer::reference))
            .at("/schema.graphql", get(contract))
            .at("/health", get(health))
            .at("/ready", get(ready).data(api.db().clone()))
            .at("/metrics", get(measured))
            .with(Compression)
            .with(origins)
            .with(RequestLog)
    }
}

/// A server that holds its port and is ready to run.
pub struct Server {
    acceptor: TcpAcceptor,
    address: SocketAddr,
    edge: Edge,
}

impl Server {
    /// Takes the port.
    ///
    /// # Errors
    /// When the port is taken or may not be used.
    pub async fn bind(edge: Edge, listen: SocketAddr) -> anyhow::Result<Self> {
        let acceptor = TcpListener::bind(listen)
            .into_acceptor()
            .await
            .with_context(|| format!("cannot listen on {listen}; choose another address with --listen"))?;
        let local = acceptor
            .local_addr()
            .into_iter()
            .find_map(|LocalAddr(address)| address.as_socket_addr().copied());
        Ok(Self { address: local.unwrap_or(listen), acceptor, edge })
    }

    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `end` is over, the requests under way are answered, and who subscribes is told.
    ///
    /// # Errors
    /// When the network fails.
    pub async fn run(self, end: impl Future<Output = ()>) -> anyhow::Result<()> {
        tracing::info!(address = %self.address, "listening");
        let streams = &self.edge.streams;
        let end = async {
            end.await;
            streams.end();
        };
        poem::Server::new_with_acceptor(self.acceptor)
            .run_with_graceful_shutdown(self.edge.routes(), end, Some(GRACE))
            .await
            .context("the server failed")?;
        // Sockets have left HTTP, so the server does not wait for them.
        let _ = tokio::time::timeout(GRACE, streams.ended()).await;
        tracing::info!("ended");
        Ok(())
    }
}

#[handler]
fn to_graphql() -> Response {
    Response::builder().status(StatusCode::SEE_OTHER).header(header::LOCATION, "/graphql").finish()
}

#[handler]
fn contract() -> Response {
    Response::builder().content_type("text/plain; charset=utf-8").body(sdl())
}

#[handler]
fn health() -> &'static str {
    "ok\n"
}

#[handler]
async fn ready(Data(db): Data<&DatabaseConnection>) -> Response {
    match crate::db::data_version(db).await {
        Ok(version) => Response::from(format!("ready, data version {version}\n")),
        Err(error) => {
            tracing::warn!(error = %error, "not ready");
            Response::builder().status(StatusCode::SERVICE_UNAVAILABLE).body("the database does not answer\n")
        }
    }
}
