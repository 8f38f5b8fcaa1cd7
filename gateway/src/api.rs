//! One request from its document to the bytes of its answer, whoever carried it here.

use std::sync::Arc;

use async_graphql::parser::types::OperationType;
use async_graphql::{ErrorExtensions as _, Name, PathSegment, Request, ServerError, Value};
use bytes::Bytes;
use futures_util::future::join_all;
use futures_util::stream::BoxStream;
use sea_orm::{DatabaseConnection, DbErr};
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::contract::Contract;
use crate::document::{Document, Documents, Operation, Unfit, Variables, coerce};
use crate::freshness::Freshness;
use crate::graph::json;
use crate::graph::query::RootPlan;
use crate::graph::run::{Session, Spent};
use crate::graph::selection::Selected;
use crate::graph::subscription::Versions;
use crate::response_cache::{Key, ResponseCache, names};
use crate::schema::catalog;

/// What the client is told of our own failures; the log has the rest under the same id.
pub const INTERNAL: &str = "The answer failed on our side. Try again; if it stays, report the request id.";

/// What a client asks for, as JSON carries it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Call {
    /// Text of the document.
    #[serde(rename = "query")]
    pub document: String,
    /// Which of its operations, where it has several.
    #[serde(default)]
    pub operation_name: Option<String>,
    /// Values of its variables, as JSON.
    #[serde(default)]
    pub variables: Option<Map<String, Json>>,
    /// Under which id the log has what goes wrong.
    #[serde(skip)]
    pub request_id: Option<String>,
}

impl Call {
    /// A call of a document with one operation and no variables.
    #[must_use]
    pub fn of(document: &str) -> Self {
        Self { document: document.into(), ..Self::default() }
    }
}

/// How a call went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every field has its data.
    Complete,
    /// Some fields failed; the answer has `data` and `errors`.
    Partial,
    /// A field failed that may not be null, which leaves no data.
    Failed,
    /// The call was refused before anything ran; the answer has no `data`.
    Refused,
}

/// What a client gets.
#[derive(Clone, Debug)]
pub struct Answer {
    /// How it went.
    pub outcome: Outcome,
    /// The answer as JSON.
    pub body: Bytes,
    /// SQL statements that it took.
    pub statements: usize,
    /// What the call may have cost, estimated before it ran; 0 where it was refused earlier.
    pub cost: u64,
}

/// What a client gets that may have the answer already.
#[derive(Clone, Debug)]
pub enum Fresh {
    /// It has.
    NotModified,
    /// It has not.
    Answer(Arc<Answer>),
}

/// The API over a database.
#[derive(Clone, Debug)]
pub struct Api {
    db: DatabaseConnection,
    documents: Documents,
    contract: Contract,
    freshness: Freshness,
    kept: Option<ResponseCache>,
}

impl Api {
    /// The API over `db`.
    #[must_use]
    pub fn new(db: DatabaseConnection) -> Self {
        let contract = Contract::new();
        let freshness = Freshness::without_lease(db.clone());
        Self { db, documents: Documents::new(contract.clone()), contract, freshness, kept: None }
    }

    /// Answers from memory while the data stay the same, as `freshness` knows; at most so many bytes are kept.
    #[must_use]
    pub fn with_cache(self, freshness: Freshness, bytes: u64) -> Self {
        Self { freshness, kept: (bytes > 0).then(|| ResponseCache::new(bytes)), ..self }
    }

    /// How the data version is known.
    #[must_use]
    pub fn freshness(&self) -> &Freshness {
        &self.freshness
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &DatabaseConnection {
        &self.db
    }

    /// The document of a text, checked.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn prepare(&self, text: &str) -> Result<Arc<Document>, Unfit> {
        self.documents.prepare(text).await
    }

    /// Answers a call.
    pub async fn answer(&self, call: &Call) -> Answer {
        match self.prepare(&call.document).await {
            Ok(document) => self.answer_prepared(&document, call).await,
            Err(unfit) => refused(&unfit.errors),
        }
    }

    /// Answers a call whose document is checked.
    pub async fn answer_prepared(&self, document: &Document, call: &Call) -> Answer {
        let asked = || -> Result<_, ServerError> {
            let operation = document.operation(call.operation_name.as_deref())?;
            if operation.kind != OperationType::Query {
                return Err(ServerError::new("Only queries are answered this way.", None));
            }
            let variables = coerce(self.documents.registry(), &operation.variables, call.variables.as_ref())?;
            Ok((operation, operation.select(&variables)?, variables))
        };
        match asked() {
            Ok((operation, fields, variables)) => self.run(operation, &fields, variables, call).await,
            Err(error) => refused(&[error]),
        }
    }

    /// Answers a subscription whose document is checked: the current state first.
    pub async fn subscribe(&self, call: &Call) -> BoxStream<'static, async_graphql::Response> {
        // What is read now is the first version that the subscriber hears.
        if let Err(error) = self.freshness.version().await {
            tracing::warn!(%error, "the data version cannot be read");
        }
        let mut request = Request::new(call.document.as_str());
        request.operation_name.clone_from(&call.operation_name);
        if let Some(variables) = call.variables.clone() {
            request = request.variables(async_graphql::Variables::from_json(Json::Object(variables)));
        }
        self.contract.subscribe(request, Versions::new(self.freshness.changes()))
    }

    /// Answers a call whose document is checked, from memory where it can, with the entity tag of the answer. Neither a
    /// client that has it already nor one whose answer is kept costs a statement.
    pub async fn answer_fresh(
        &self,
        document: &Document,
        call: &Call,
        if_none_match: Option<&str>,
    ) -> (Fresh, Option<String>) {
        let Ok(version) = self.freshness.version().await else {
            // The statements of the call will fail too, and say so.
            return (Fresh::Answer(Arc::new(self.answer_prepared(document, call).await)), None);
        };
        let variables = call.variables.as_ref().and_then(|variables| serde_json::to_vec(variables).ok());
        let name = call.operation_name.as_deref().unwrap_or_default();
        let question = [document.hash.as_bytes().as_slice(), name.as_bytes(), &variables.unwrap_or_default()];
        let key = Key::new(&question, version);
        let tag = key.entity_tag();
        if if_none_match.is_some_and(|named| names(named, &tag)) {
            return (Fresh::NotModified, Some(tag));
        }
        // The statements of a call make a large future; what is only answered from memory should not carry it.
        let computed = Box::pin(self.compute(document, call, version));
        let (answer, is_whole) = if let Some(kept) = &self.kept {
            kept.answer(key, computed).await
        } else {
            let (answer, is_whole) = computed.await;
            (Arc::new(answer), is_whole)
        };
        (Fresh::Answer(answer), is_whole.then_some(tag))
    }

    /// Whether answers are kept.
    #[must_use]
    pub fn keeps_answers(&self) -> bool {
        self.kept.is_some()
    }

    /// The answer, and whether it is wholly of the version.
    async fn compute(&self, document: &Document, call: &Call, version: i64) -> (Answer, bool) {
        let answer = self.answer_prepared(document, call).await;
        let is_whole = answer.outcome == Outcome::Complete
            && crate::db::data_version(&self.db).await.is_ok_and(|now| now == version);
        (answer, is_whole)
    }

    async fn run(
        &self,
        operation: &Operation,
        fields: &[Selected],
        variables: Variables,
        call: &Call,
    ) -> Answer {
        let backend = self.db.get_database_backend();
        let mut plans = Vec::with_capacity(fields.len());
        for field in fields.iter().filter(|field| !is_introspective(field)) {
            match RootPlan::new(catalog(), backend, field) {
                Ok(plan) => plans.push(plan),
                Err(refusal) => return refused(&[refusal.at(field.pos)]),
            }
        }
        let cost = plans.iter().map(RootPlan::cost).fold(0, u64::saturating_add);
        let about_types = if operation.is_introspective() {
            match self.introspect(variables, call).await {
                Ok(answers) => answers,
                Err(errors) => return refused(&errors),
            }
        } else {
            Value::Null
        };
        let spent = Spent::default();
        let session = Session { db: &self.db, spent: &spent };
        let mut results = join_all(plans.iter().map(|plan| plan.run(&session))).await.into_iter();
        let mut errors = Vec::new();
        let mut nulled = false;
        let mut values = Vec::with_capacity(fields.len());
        let mut planned = plans.iter();
        for field in fields {
            let value = if is_introspective(field) {
                about(&about_types, &field.key)
            } else {
                let nullable = planned.next().is_none_or(|plan| plan.nullable);
                results.next().unwrap_or_else(|| Ok(b"null".to_vec())).unwrap_or_else(|error| {
                    errors.push(failed(&error, field, call));
                    nulled |= !nullable;
                    b"null".to_vec()
                })
            };
            values.push((field.key.as_str(), value));
        }
        let mut body = Vec::with_capacity(values.iter().map(|(_, value)| value.len() + 32).sum());
        body.push(b'{');
        if !errors.is_empty() {
            write_errors(&mut body, &errors);
            body.push(b',');
        }
        body.extend_from_slice(b"\"data\":");
        if nulled {
            json::null(&mut body);
        } else {
            json::object(&mut body, values.iter().map(|(key, value)| (*key, value)), |out, value| {
                out.extend_from_slice(value);
            });
        }
        body.push(b'}');
        let outcome = match (errors.is_empty(), nulled) {
            (true, _) => Outcome::Complete,
            (false, false) => Outcome::Partial,
            (false, true) => Outcome::Failed,
        };
        Answer { outcome, body: body.into(), statements: spent.statements(), cost }
    }

    /// What the library answers about the types, whose names and descriptions it keeps.
    async fn introspect(&self, variables: Variables, call: &Call) -> Result<Value, Vec<ServerError>> {
        let mut request = Request::new(call.document.as_str());
        request.operation_name.clone_from(&call.operation_name);
        for (name, value) in variables {
            request.variables.insert(name, value);
        }
        let response = self.contract.introspect(request).await;
        if response.errors.is_empty() { Ok(response.data) } else { Err(response.errors) }
    }
}

fn is_introspective(field: &Selected) -> bool {
    field.name.starts_with("__") && field.name != "__typename"
}

fn about(types: &Value, key: &Name) -> Vec<u8> {
    let value = match types {
        Value::Object(fields) => fields.get(key),
        _ => None,
    };
    value.and_then(|value| serde_json::to_vec(value).ok()).unwrap_or_else(|| b"null".to_vec())
}

/// Our own failures: the chain goes to the log, the client gets a fixed sentence.
fn failed(error: &DbErr, field: &Selected, call: &Call) -> ServerError {
    tracing::error!(%error, field = %field.name, "statement failed");
    let error = async_graphql::Error::new(INTERNAL).extend_with(|_, it| {
        it.set("code", "INTERNAL");
        if let Some(id) = &call.request_id {
            it.set("requestId", id.as_str());
        }
    });
    let path = vec![PathSegment::Field(field.key.to_string())];
    ServerError { path, ..error.into_server_error(field.pos) }
}

/// The answer to a call that is refused before anything runs.
#[must_use]
pub fn refused(errors: &[ServerError]) -> Answer {
    let mut body = vec![b'{'];
    write_errors(&mut body, errors);
    body.push(b'}');
    Answer { outcome: Outcome::Refused, body: body.into(), statements: 0, cost: 0 }
}

fn write_errors(out: &mut Vec<u8>, errors: &[ServerError]) {
    out.extend_from_slice(b"\"errors\":");
    json::list(out, errors.iter(), |out, error| {
        // Writing to memory does not fail, and errors have a form in JSON.
        let _ = serde_json::to_writer(out, error);
    });
}
