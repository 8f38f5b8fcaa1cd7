//! From parameters to an answer: the only place that runs operations.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::OperationType;
use async_graphql::{Response, ServerError};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use poem::http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio::time::{Instant, timeout_at};

use super::admission::Admission;
use super::fault::Fault;
use super::parameters::Parameters;
use super::request_log::RequestId;
use crate::api::{self, Api, Call, Fresh, refused};
use crate::document::Document;

/// How a request went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It ran; what failed within stands beside the data.
    Ran,
    /// The document or its variables were refused before anything ran.
    Refused,
    /// The client has the answer already.
    NotModified,
    /// It did not come to that.
    Failed(StatusCode),
}

/// An answer, ready to send.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How the request went.
    pub outcome: Outcome,
    /// The GraphQL response in JSON; without `data` when nothing ran.
    pub body: Bytes,
    /// Headers that belong to it.
    pub headers: HeaderMap,
}

/// A call whose document has been read, with the kind of the operation that is to run.
#[derive(Debug)]
pub struct Operation {
    kind: OperationType,
    call: Call,
    document: Result<Arc<Document>, Vec<ServerError>>,
}

impl Operation {
    /// Whether it is a query, a mutation or a subscription. One that cannot be told counts as a query: running it
    /// tells what is wrong.
    #[must_use]
    pub fn kind(&self) -> OperationType {
        self.kind
    }
}

/// Runs operations, as many at once as may, each as long as may.
#[derive(Clone)]
pub struct Executor {
    api: Api,
    admission: Arc<Admission>,
    deadline: Duration,
}

impl Executor {
    /// An executor of `api`.
    #[must_use]
    pub fn new(api: Api, admission: Admission, deadline: Duration) -> Self {
        Self { api, admission: Arc::new(admission), deadline }
    }

    /// Reads the document of a request.
    pub async fn read(&self, parameters: Parameters, id: &RequestId) -> Operation {
        let call = Call {
            document: parameters.query,
            operation_name: parameters.operation_name,
            variables: Some(parameters.variables),
            request_id: Some(id.as_str().to_owned()),
        };
        match self.api.prepare(&call.document).await {
            Ok(document) => {
                let operation = document.operation(call.operation_name.as_deref());
                let kind = operation.map_or(OperationType::Query, |operation| operation.kind);
                Operation { kind, call, document: Ok(document) }
            }
            Err(unfit) => {
                let kind = unfit.kind(call.operation_name.as_deref()).unwrap_or(OperationType::Query);
                Operation { kind, call, document: Err(unfit.errors) }
            }
        }
    }

    /// The time at which a request that arrives now is given up.
    #[must_use]
    pub fn until(&self) -> Instant {
        Instant::now() + self.deadline
    }

    /// Runs a query, until `until`. A client that has the answer under one of the tags `known` is told so.
    pub async fn execute(
        &self,
        operation: Operation,
        id: &RequestId,
        until: Instant,
        known: Option<&str>,
    ) -> Answer {
        // A request that has waited in vain has cost nothing: that is a full house, not a slow answer.
        let Ok(Ok(_place)) = timeout_at(until, self.admission.enter()).await else {
            return Fault::Overloaded.answer(id);
        };
        match timeout_at(until, self.run(&operation, known)).await {
            Ok(answer) => answer,
            Err(_) => Fault::Late(self.deadline.as_secs_f64()).answer(id),
        }
    }

    async fn run(&self, operation: &Operation, known: Option<&str>) -> Answer {
        let document = match &operation.document {
            Ok(document) => document,
            Err(errors) => return written(&refused(errors)),
        };
        let (fresh, tag) = self.api.answer_fresh(document, &operation.call, known).await;
        let mut answer = match fresh {
            Fresh::NotModified => {
                Answer { outcome: Outcome::NotModified, body: Bytes::new(), headers: HeaderMap::new() }
            }
            Fresh::Answer(answer) => written(&answer),
        };
        if let Some(tag) = tag.and_then(|tag| HeaderValue::try_from(tag).ok()) {
            answer.headers.insert(header::ETAG, tag);
        }
        // Answers are public and change with the data at any time: whoever keeps one asks whether it still holds.
        let keep = HeaderValue::from_static("public, max-age=0, must-revalidate");
        answer.headers.insert(header::CACHE_CONTROL, keep);
        answer
    }

    /// Runs a subscription, or anything else as a stream of one answer.
    pub fn stream(&self, operation: Operation, id: RequestId) -> impl Stream<Item = Answer> + Send + use<> {
        let executor = self.clone();
        if operation.kind != OperationType::Subscription || operation.document.is_err() {
            let until = self.until();
            let once = async move { executor.execute(operation, &id, until, None).await };
            return futures_util::stream::once(once).left_stream();
        }
        let begun = async move { executor.api.subscribe(&operation.call).await };
        futures_util::stream::once(begun).flatten().map(|response| told(&response)).right_stream()
    }
}

fn written(answer: &api::Answer) -> Answer {
    let outcome = match answer.outcome {
        api::Outcome::Complete | api::Outcome::Partial => Outcome::Ran,
        api::Outcome::Refused => Outcome::Refused,
        api::Outcome::Failed => Outcome::Failed(StatusCode::INTERNAL_SERVER_ERROR),
    };
    Answer { outcome, body: answer.body.clone(), headers: HeaderMap::new() }
}

/// One answer of a subscription.
fn told(response: &Response) -> Answer {
    if response.is_err() && response.errors.iter().all(|error| error.path.is_empty()) {
        return written(&refused(&response.errors));
    }
    let body = serde_json::to_vec(response).unwrap_or_default();
    Answer { outcome: Outcome::Ran, body: body.into(), headers: HeaderMap::new() }
}
