//! A running gateway, and a client that takes nothing amiss.

use std::io::Cursor;

use gateway::server::{Edge, Server};
use serde_json::Value;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use ureq::http::request::Builder;
use ureq::http::{HeaderMap, Request};
use ureq::{Agent, AsSendBody, SendBody};

use crate::World;

/// A gateway on a port of its own; ends when dropped.
pub struct Running {
    /// Its address: scheme, host and port.
    pub base: String,
    end: Option<oneshot::Sender<()>>,
    run: JoinHandle<anyhow::Result<()>>,
    _world: Option<World>,
}

impl Running {
    /// Serves an edge.
    pub async fn start(edge: Edge) -> Self {
        let server = Server::bind(edge, "127.0.0.1:0".parse().expect("an address")).await.expect("a port");
        let base = format!("http://{}", server.address());
        let (end, ended) = oneshot::channel::<()>();
        let run = tokio::spawn(server.run(async move {
            let _ = ended.await;
        }));
        Self { base, end: Some(end), run, _world: None }
    }

    /// Keeps the database until the gateway has ended.
    #[must_use]
    pub fn over(self, world: World) -> Self {
        Self { _world: Some(world), ..self }
    }

    /// Asks the gateway to end, and waits until it has.
    pub async fn end(mut self) {
        drop(self.end.take());
        self.run.await.expect("a run").expect("an orderly end");
    }
}

/// An answer over HTTP.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The content type.
    pub media: String,
    /// All headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
}

impl Answer {
    /// The body as JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.body))
    }

    /// The code of the first error.
    #[must_use]
    pub fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// Asks without following redirects and without taking a status for an error.
pub async fn ask(request: Request<impl AsSendBody + Send + 'static>) -> Answer {
    blocking(move || request).await
}

/// Asks with a body whose length is not told beforehand.
pub async fn ask_in_chunks(request: Request<String>) -> Answer {
    blocking(|| request.map(|body| SendBody::from_owned_reader(Cursor::new(body)))).await
}

async fn blocking<B: AsSendBody>(request: impl FnOnce() -> Request<B> + Send + 'static) -> Answer {
    tokio::task::spawn_blocking(|| {
        let agent: Agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .allow_non_standard_methods(true)
            .build()
            .into();
        let mut response = agent.run(request()).expect("an answer");
        let media = response.headers().get("content-type");
        Answer {
            status: response.status().as_u16(),
            media: media.map_or("", |media| media.to_str().expect("text")).to_owned(),
            headers: response.headers().clone(),
            body: response.body_mut().read_to_string().expect("a body"),
        }
    })
    .await
    .expect("an end")
}

/// A POST of JSON to the API.
#[must_use]
pub fn post(base: &str) -> Builder {
    Request::post(format!("{base}/graphql")).header("content-type", "application/json")
}

/// A GET without a word more.
#[must_use]
pub fn get(address: String) -> Request<String> {
    Request::get(address).body(String::new()).expect("an address")
}
