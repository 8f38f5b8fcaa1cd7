//! The HTTP edge: GraphQL over HTTP, the explorer, health, readiness and the contract.
//!
//! It is our own because the one that comes with the GraphQL library runs GET mutations, takes any content type
//! for JSON and answers every mistake with 200.

mod explorer;
mod graphql;

use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use poem::http::{HeaderValue, StatusCode, header};
use poem::listener::{Acceptor as _, Listener as _, TcpAcceptor, TcpListener};
use poem::middleware::AddData;
use poem::web::{Data, LocalAddr};
use poem::{Endpoint, EndpointExt as _, IntoResponse, Middleware, Request, Response, Route, get, handler};
use sea_orm::DatabaseConnection;

use crate::api::Api;
use crate::contract::sdl;

/// How long requests under way may take once the server is asked to end.
const GRACE: Duration = Duration::from_secs(10);

/// A server that holds its port and is ready to run.
pub struct Server {
    acceptor: TcpAcceptor,
    address: SocketAddr,
    api: Api,
}

impl Server {
    /// Takes the port.
    ///
    /// # Errors
    /// When the port is taken or may not be used.
    pub async fn bind(api: Api, listen: SocketAddr) -> anyhow::Result<Self> {
        let acceptor = TcpListener::bind(listen)
            .into_acceptor()
            .await
            .with_context(|| format!("cannot listen on {listen}; choose another address with --listen"))?;
        let local = acceptor
            .local_addr()
            .into_iter()
            .find_map(|LocalAddr(address)| address.as_socket_addr().copied());
        Ok(Self { address: local.unwrap_or(listen), acceptor, api })
    }

    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `end` is over and the requests under way are answered.
    ///
    /// # Errors
    /// When the network fails.
    pub async fn run(self, end: impl Future<Output = ()>) -> anyhow::Result<()> {
        tracing::info!(address = %self.address, "listening");
        poem::Server::new_with_acceptor(self.acceptor)
            .run_with_graceful_shutdown(routes(self.api), end, Some(GRACE))
            .await
            .context("the server failed")?;
        tracing::info!("ended");
        Ok(())
    }
}

/// Every address that the gateway answers.
#[must_use]
pub fn routes(api: Api) -> impl Endpoint {
    let db = api.db().clone();
    Route::new()
        .at("/", get(to_graphql))
        .at("/graphql", graphql::GraphQl::new(api))
        .at("/explorer.css", get(explorer::style))
        .at("/explorer.js", get(explorer::script))
        .at("/schema.graphql", get(contract))
        .at("/health", get(health))
        .at("/ready", get(ready))
        .with(AddData::new(Arc::new(db)))
        .with(RequestLog)
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
async fn ready(Data(db): Data<&Arc<DatabaseConnection>>) -> Response {
    match crate::db::data_version(db.as_ref()).await {
        Ok(version) => Response::from(format!("ready, data version {version}\n")),
        Err(error) => {
            tracing::warn!(error = %error, "not ready");
            Response::builder().status(StatusCode::SERVICE_UNAVAILABLE).body("the database does not answer\n")
        }
    }
}

/// Name of the header that carries the id of a request.
const REQUEST_ID: &str = "x-request-id";

/// Gives each request an id, which the answer and the log line carry.
struct RequestLog;

impl<E: Endpoint> Middleware<E> for RequestLog {
    type Output = Logged<E>;

    fn transform(&self, endpoint: E) -> Self::Output {
        Logged { endpoint }
    }
}

struct Logged<E> {
    endpoint: E,
}

impl<E: Endpoint> Endpoint for Logged<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        use tracing::Instrument as _;

        let id = format!("{:016x}", rand::random::<u64>());
        let (method, path) = (request.method().clone(), request.uri().path().to_owned());
        let span = tracing::info_span!("request", id = %id);
        let began = Instant::now();
        let answer = self.endpoint.call(request).instrument(span.clone()).await;
        let mut response = match answer {
            Ok(output) => output.into_response(),
            Err(error) => error.into_response(),
        };
        if let Ok(id) = HeaderValue::from_str(&id) {
            response.headers_mut().insert(REQUEST_ID, id);
        }
        span.in_scope(|| {
            let microseconds = u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX);
            tracing::info!(%method, path, status = response.status().as_u16(), microseconds, "answered");
        });
        Ok(response)
    }
}
