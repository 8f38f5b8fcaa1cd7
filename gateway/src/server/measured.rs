//! The address `/metrics`: numbers about the gateway, for operators.

use std::sync::Arc;

use poem::http::{HeaderValue, header};
use poem::{Endpoint, Request, Response};

use super::admission::Admission;
use super::asker::Askers;
use super::fault::Fault;
use super::streams::Streams;
use crate::api::Api;
use crate::metrics::Now;

/// The text format that Prometheus asks for, with its end marked.
const TEXT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// The endpoint `/metrics`.
pub struct Measured {
    api: Api,
    admission: Arc<Admission>,
    streams: Streams,
    askers: Askers,
}

impl Measured {
    /// The endpoint over what it tells of.
    #[must_use]
    pub fn new(api: Api, admission: Arc<Admission>, streams: Streams, askers: Askers) -> Self {
        Self { api, admission, streams, askers }
    }

    async fn now(&self) -> Now {
        let (at_work, waiting) = self.admission.taken();
        let (connections_busy, connections_idle) = self.api.readers().connections();
        let (document_bytes, answer_bytes) = self.api.kept_bytes().await;
        Now {
            at_work,
            waiting,
            streams: self.streams.taken(),
            connections_busy,
            connections_idle,
            answer_bytes,
            document_bytes,
            data_version: self.api.freshness().version().await.ok(),
        }
    }
}

impl Endpoint for Measured {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let asker = self.askers.of(&request);
        if !asker.is_operator {
            let fault = Fault::NoOperator;
            let response = Response::builder().status(fault.status());
            return Ok(response.content_type("text/plain; charset=utf-8").body(format!("{fault}\n")));
        }
        let page = self.api.metrics().page(&self.now().await);
        let mut response = Response::builder().content_type(TEXT).body(page);
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        Ok(response)
    }
}
