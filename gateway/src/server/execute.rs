//! From parameters to an answer: the only place that runs operations.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::OperationType;
use async_graphql::{Response, ServerError};
use bytes::Bytes;
use futures_util::{Stream, StreamExt as _};
use poem::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use tokio::time::{Instant, timeout_at};

use super::admission::Admission;
use super::asker::Asker;
use super::fault::Fault;
use super::parameters::Parameters;
use super::request_log::RequestId;
use crate::api::{self, Api, Call, Fresh, Wants};
use crate::document::Document;
use crate::metrics::Ending;
use crate::response_cache::Question;

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

impl Outcome {
    /// Its name in the metrics.
    fn name(&self) -> &str {
        match self {
            Self::Ran => "ran",
            Self::Refused => "refused",
            Self::NotModified => "not_modified",
            Self::Failed(status) => status.as_str(),
        }
    }
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

/// A call whose document has been read, with the kind and the name of the operation that is to run.
#[derive(Debug)]
pub struct Operation {
    kind: OperationType,
    name: Option<String>,
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

/// What a query asked when it was read, and under which name.
#[derive(Clone, Debug)]
pub struct Recollection {
    question: Question,
    max_age: Duration,
    name: Option<String>,
    ran: Ending,
    unchanged: Ending,
}

/// Runs operations, as many at once as may, each as long as may.
#[derive(Clone)]
pub struct Executor {
    api: Api,
    admission: Arc<Admission>,
    deadline: Duration,
    max_age: Duration,
}

impl Executor {
    /// An executor of `api` that gives up behind `deadline`, and lets others keep answers for `max_age` at most.
    #[must_use]
    pub fn new(api: Api, admission: Arc<Admission>, deadline: Duration, max_age: Duration) -> Self {
        Self { api, admission, deadline, max_age }
    }

    /// Reads the document of a request.
    ///
    /// # Errors
    /// When it asks for what only operators may.
    pub async fn read(&self, parameters: Parameters, asker: &Asker) -> Result<Operation, Fault> {
        if parameters.explain && !asker.is_operator {
            return Err(Fault::NoOperator);
        }
        let call = Call {
            document: parameters.document,
            operation_name: parameters.operation_name,
            variables: Some(parameters.variables),
            request_id: Some(asker.id.as_str().to_owned()),
            wants: Wants { cost: asker.wants_cost, explain: parameters.explain },
            purse: asker.purse.clone(),
        };
        let wanted = call.operation_name.as_deref();
        Ok(match self.api.find(&call.document).await {
            Ok(document) => {
                let (kind, name) = match document.operation(wanted) {
                    Ok(operation) => (operation.kind, operation.name.as_ref().map(ToString::to_string)),
                    Err(_) => (OperationType::Query, None),
                };
                Operation { kind, name, call, document: Ok(document) }
            }
            Err(unfit) => {
                let kind = unfit.kind(wanted).unwrap_or(OperationType::Query);
                Operation { kind, name: None, call, document: Err(unfit.errors) }
            }
        })
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
        let began = Instant::now();
        let name = operation.name.clone();
        tracing::Span::current().record("graphql.operation.name", name.as_deref());
        let answer = self.execute_in_time(operation, id, until, known).await;
        self.api.metrics().ended(name.as_deref(), answer.outcome.name(), began.elapsed());
        answer
    }

    async fn execute_in_time(
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
            Err(errors) => return written(&api::Answer::refused(errors)),
        };
        let (fresh, tag) = self.api.answer_fresh(document, &operation.call, known).await;
        self.tagged(&fresh, tag, document.max_age)
    }

    /// What a query asks, if its answer may be given again to whoever asks the same.
    #[must_use]
    pub fn recollection(&self, operation: &Operation) -> Option<Recollection> {
        let document = operation.document.as_ref().ok()?;
        let is_plain = operation.kind == OperationType::Query && operation.call.wants == Wants::default();
        let question = is_plain.then(|| Api::question(document, &operation.call))?;
        let name = operation.name.clone();
        let ending = |outcome: Outcome| self.api.metrics().ending(name.as_deref(), outcome.name());
        let (ran, unchanged) = (ending(Outcome::Ran), ending(Outcome::NotModified));
        Some(Recollection { question, max_age: document.max_age, name, ran, unchanged })
    }

    /// Answers from memory alone, where that is possible.
    pub async fn recall(&self, recollection: &Recollection, known: Option<&str>) -> Option<Answer> {
        let began = Instant::now();
        let (fresh, tag) = self.api.recall(&recollection.question, known).await?;
        let answer = self.tagged(&fresh, Some(tag), recollection.max_age);
        tracing::Span::current().record("graphql.operation.name", recollection.name.as_deref());
        let ending = match answer.outcome {
            Outcome::NotModified => &recollection.unchanged,
            _ => &recollection.ran,
        };
        ending.count(began.elapsed());
        Some(answer)
    }

    /// An answer with its entity tag. Answers are public, and whoever keeps one asks whether it still holds: at once
    /// where the data may have changed, or after `max_age` where the operator lets them keep it for so long.
    fn tagged(&self, fresh: &Fresh, tag: Option<String>, max_age: Duration) -> Answer {
        let mut answer = match fresh {
            Fresh::NotModified => {
                Answer { outcome: Outcome::NotModified, body: Bytes::new(), headers: HeaderMap::new() }
            }
            Fresh::Answer(answer) => written(answer),
        };
        // An answer without a tag is not whole, and may be another one in a moment.
        let max_age = if tag.is_some() { max_age.min(self.max_age) } else { Duration::ZERO };
        let keep = match max_age.as_secs() {
            0 => HeaderValue::from_static("public, max-age=0, must-revalidate"),
            seconds => HeaderValue::try_from(format!("public, max-age={seconds}"))
                .unwrap_or(HeaderValue::from_static("public")),
        };
        answer.headers.insert(header::CACHE_CONTROL, keep);
        if let Some(tag) = tag.and_then(|tag| HeaderValue::try_from(tag).ok()) {
            answer.headers.insert(header::ETAG, tag);
        }
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
        let begun = async move {
            match &operation.document {
                Ok(document) => executor.api.subscribe(document, &operation.call).await,
                Err(_) => futures_util::stream::empty().boxed(),
            }
        };
        futures_util::stream::once(begun).flatten().map(|response| told(&response)).right_stream()
    }
}

/// Name of the header that tells what an operation may have cost, and by which a client asks for more of it.
pub const COST: HeaderName = HeaderName::from_static("graphql-cost");

fn written(answer: &api::Answer) -> Answer {
    let mut headers = HeaderMap::new();
    headers.insert(COST, answer.cost.into());
    let outcome = match answer.outcome {
        api::Outcome::Complete | api::Outcome::Partial => Outcome::Ran,
        api::Outcome::Refused => Outcome::Refused,
        api::Outcome::Failed => Outcome::Failed(StatusCode::INTERNAL_SERVER_ERROR),
        api::Outcome::Throttled(wait) => {
            headers.insert(header::RETRY_AFTER, (wait.as_secs() + 1).into());
            Outcome::Failed(StatusCode::TOO_MANY_REQUESTS)
        }
    };
    Answer { outcome, body: answer.body.clone(), headers }
}

/// One answer of a subscription.
fn told(response: &Response) -> Answer {
    if response.is_err() && response.errors.iter().all(|error| error.path.is_empty()) {
        return written(&api::Answer::refused(&response.errors));
    }
    let body = serde_json::to_vec(response).unwrap_or_default();
    Answer { outcome: Outcome::Ran, body: body.into(), headers: HeaderMap::new() }
}
