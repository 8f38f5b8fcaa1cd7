//! The address `/graphql`: GraphQL over HTTP, as events, over sockets, and the explorer for browsers.
//!
//! Why no request needs a token against forgery: nothing here knows its client by a cookie or an address, so a
//! strange page gains nothing by making a visitor's browser ask. Should that ever change, two rules hold already.
//! GET changes nothing, since it runs queries and subscriptions only; so it may be asked from an address bar, by
//! `curl` or by a link, and needs no special header. POST takes `application/json` alone, which no form can send
//! and no script of another site without a preflight, which CORS answers for the origins that are listed.
//! Sockets know no preflight, so their `Origin` is held against the same list.

use std::panic::AssertUnwindSafe;

use async_graphql::parser::types::OperationType;
use futures_util::FutureExt as _;
use moka::sync::Cache;
use poem::http::{HeaderValue, Method, StatusCode, header};
use poem::web::websocket::{WebSocket, WebSocketConfig};
use poem::{Endpoint, FromRequest as _, IntoResponse as _, Request, Response};
use tokio::time::timeout_at;

use super::accept::{self, Accept, EVENT_STREAM, Form};
use super::asker::Askers;
use super::execute::{Answer, COST, Executor, Outcome, Recollection};
use super::fault::Fault;
use super::origin::Origins;
use super::parameters::Parameters;
use super::request_log::RequestId;
use super::socket::{self, Allowance};
use super::streams::Streams;
use super::{events, explorer};
use crate::settings::HttpSettings;

/// The media types with the character set, for clients that want to hear it.
const GRAPHQL_RESPONSE_UTF8: &str = "application/graphql-response+json; charset=utf-8";
const JSON_UTF8: &str = "application/json; charset=utf-8";

/// The endpoint `/graphql`.
pub struct GraphQl {
    executor: Executor,
    askers: Askers,
    streams: Streams,
    origins: Origins,
    settings: HttpSettings,
    /// GET requests that came before: what they ask is known without reading them again.
    recollected: Cache<String, Recollection>,
}

/// Bytes of GET requests that are recollected.
const RECOLLECTED: u64 = 4 << 20;

/// The query string of a GET that wants nothing but the answer.
fn wanted(request: &Request) -> Option<&str> {
    let is_plain =
        matches!(*request.method(), Method::GET | Method::HEAD) && !request.headers().contains_key(COST);
    request.uri().query().filter(|_| is_plain)
}

/// The header `If-None-Match`. Only GET and HEAD are conditional.
fn if_none_match(request: &Request) -> Option<&str> {
    (*request.method() != Method::POST)
        .then(|| request.headers().get(header::IF_NONE_MATCH)?.to_str().ok())
        .flatten()
}

impl GraphQl {
    /// The endpoint over an executor.
    #[must_use]
    pub fn new(
        executor: Executor,
        askers: Askers,
        streams: Streams,
        origins: Origins,
        settings: HttpSettings,
    ) -> Self {
        let weigher = |query: &String, _: &Recollection| u32::try_from(query.len() + 200).unwrap_or(u32::MAX);
        let recollected = Cache::builder().max_capacity(RECOLLECTED).weigher(weigher).build();
        Self { executor, askers, streams, origins, settings, recollected }
    }

    async fn answer(&self, request: &mut Request, id: RequestId) -> Result<Response, Fault> {
        let form = accept::form(request.headers())?;
        if form != Form::Events
            && let Some(query) = wanted(request)
            && let Some(recollection) = self.recollected.get(query)
            && let Some(answer) = self.executor.recall(&recollection, if_none_match(request)).await
        {
            return Ok(respond(answer, form));
        }
        // What runs a question makes a large future, which an answer from memory should not carry.
        Box::pin(self.run(request, id, form)).await
    }

    async fn run(&self, request: &mut Request, id: RequestId, form: Form) -> Result<Response, Fault> {
        let until = self.executor.until();
        let parameters = match *request.method() {
            Method::GET | Method::HEAD => Parameters::from_query_string(request)?,
            Method::POST => {
                let body = Parameters::from_body(request, self.settings.max_body);
                timeout_at(until, body).await.map_err(|_| Fault::Slow)??
            }
            _ => {
                let message = "Use POST, or GET for queries.";
                return Err(Fault::Method { allow: "GET, HEAD, POST", message });
            }
        };
        let operation = self.executor.read(parameters, &self.askers.of(request)).await?;
        if operation.kind() == OperationType::Mutation && *request.method() != Method::POST {
            return Err(Fault::Method { allow: "POST", message: "GET changes nothing; send this by POST." });
        }
        let subscribes = operation.kind() == OperationType::Subscription;
        if subscribes && !Accept::of(request.headers()).names(EVENT_STREAM) {
            return Err(Fault::NotAcceptable(
                "Subscriptions are answered as text/event-stream, or over a socket (graphql-transport-ws).",
            ));
        }
        if subscribes || form == Form::Events {
            let open = self.streams.open()?;
            return Ok(events::response(
                self.executor.stream(operation, id),
                open,
                self.settings.keep_alive.0,
            ));
        }
        let recollection = wanted(request).map(ToOwned::to_owned).zip(self.executor.recollection(&operation));
        let answer = self.executor.execute(operation, &id, until, if_none_match(request)).await;
        if let Some((query, recollection)) = recollection
            && matches!(answer.outcome, Outcome::Ran | Outcome::NotModified)
        {
            self.recollected.insert(query, recollection);
        }
        Ok(respond(answer, form))
    }

    async fn socket(&self, request: &Request, id: RequestId) -> poem::Result<Response> {
        let upgrade = WebSocket::from_request_without_body(request).await?;
        if !self.origins.admit(request.headers()) {
            return Ok(respond(Fault::Origin.answer(&id), Form::Json));
        }
        let open = match self.streams.open() {
            Ok(open) => open,
            Err(fault) => return Ok(respond(fault.answer(&id), Form::Json)),
        };
        let protocols = request.headers().get_all(header::SEC_WEBSOCKET_PROTOCOL);
        let mut names = protocols.iter().filter_map(|it| it.to_str().ok()).flat_map(|it| it.split(','));
        let known = names.any(|name| name.trim() == socket::PROTOCOL);
        let allowance = Allowance::of(&self.settings);
        // What is a little too large is still read, so that the client is told why the socket closes.
        let limit = Some(self.settings.max_body.saturating_mul(2));
        let config = WebSocketConfig::default().max_message_size(limit).max_frame_size(limit);
        let executor = self.executor.clone();
        let asker = self.askers.of(request);
        let upgraded = upgrade
            .protocols([socket::PROTOCOL])
            .config(config)
            .on_upgrade(move |stream| socket::serve(stream, known, executor, asker, allowance, open));
        Ok(upgraded.into_response())
    }
}

impl Endpoint for GraphQl {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let id = RequestId::of(&request);
        // Other upgrades may be passed over: curl offers HTTP/2 this way.
        let upgrade = request.header(header::UPGRADE).unwrap_or_default();
        if *request.method() == Method::GET && upgrade.eq_ignore_ascii_case("websocket") {
            return Box::pin(self.socket(&request, id)).await;
        }
        if *request.method() == Method::GET
            && request.uri().query().is_none()
            && Accept::of(request.headers()).names("text/html")
        {
            return Ok(explorer::page());
        }
        let answered = AssertUnwindSafe(self.answer(&mut request, id)).catch_unwind().await;
        let answered = answered.unwrap_or_else(|_| {
            tracing::error!("the request ran into a defect of the gateway");
            Err(Fault::Internal)
        });
        Ok(answered.unwrap_or_else(|fault| {
            let form = accept::form(request.headers()).unwrap_or(Form::Json);
            respond(fault.answer(&id), form)
        }))
    }
}

/// The answer as a response in one piece.
fn respond(answer: Answer, form: Form) -> Response {
    let media = if form == Form::GraphqlResponse { GRAPHQL_RESPONSE_UTF8 } else { JSON_UTF8 };
    let status = match (answer.outcome, form) {
        (Outcome::Refused, Form::GraphqlResponse) => StatusCode::BAD_REQUEST,
        // Clients that ask for plain JSON take any other status for a failure of the network.
        (Outcome::Ran | Outcome::Refused, _) => StatusCode::OK,
        (Outcome::NotModified, _) => StatusCode::NOT_MODIFIED,
        (Outcome::Failed(status), _) => status,
    };
    let mut response = Response::builder().status(status).body(answer.body);
    let headers = response.headers_mut();
    *headers = answer.headers;
    headers.append(header::VARY, HeaderValue::from_static("Accept"));
    if status != StatusCode::NOT_MODIFIED {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    }
    response
}
