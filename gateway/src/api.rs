//! One request from its document to the bytes of its answer, whoever carried it here.

mod answer;
mod call;
mod watch;

use std::sync::Arc;
use std::time::Duration;

use async_graphql::parser::types::OperationType;
use async_graphql::{Name, Request, ServerError, Value};
use futures_util::future::join_all;
use futures_util::stream::BoxStream;
use sea_orm::DatabaseConnection;
use serde_json::Value as Json;

pub use answer::{Answer, INTERNAL, Outcome};
pub use call::{Call, Wants};

use crate::contract::Contract;
use crate::db::{self, Readers};
use crate::document::trusted::Manifest;
use crate::document::{Asked, Document, Documents, Operation, Unfit, Variables, coerce};
use crate::freshness::Freshness;
use crate::graph::json;
use crate::graph::query::RootPlan;
use crate::graph::refusal::Refusal;
use crate::graph::run::Session;
use crate::graph::selection::Selected;
use crate::graph::spent::Spent;
use crate::graph::subscription::Versions;
use crate::metrics::{Answerer, Metrics};
use crate::response_cache::{Key, Question, ResponseCache, names};
use crate::schema::catalog;
use crate::settings::DocumentSettings;
use answer::{failed, write_errors, write_extensions};
use watch::Watch;

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
    readers: Readers,
    documents: Documents,
    contract: Contract,
    freshness: Freshness,
    kept: Option<ResponseCache>,
    metrics: Metrics,
    slow: Duration,
}

impl Api {
    /// The API over `db`, with the limits that hold unless the operator says otherwise.
    #[must_use]
    pub fn new(db: DatabaseConnection) -> Self {
        Self::with_limits(db, DocumentSettings::DEFAULT)
    }

    /// The API over `db`, with limits for what is asked of it.
    #[must_use]
    pub fn with_limits(db: DatabaseConnection, limits: DocumentSettings) -> Self {
        let contract = Contract::new(limits.suggestions);
        let freshness = Freshness::without_lease(db.clone());
        let metrics = Metrics::default();
        let documents = Documents::new(contract.clone(), limits, metrics.clone());
        let readers = Readers::new(&db, db::connections_of_a_server(), None);
        Self { db, readers, documents, contract, freshness, kept: None, metrics, slow: Duration::MAX }
    }

    /// Asks the database by these connections.
    #[must_use]
    pub fn with_readers(self, readers: Readers) -> Self {
        Self { readers, ..self }
    }

    /// Trusts the documents of a manifest.
    ///
    /// # Errors
    /// Where one of them cannot be answered.
    pub async fn with_trusted(self, manifest: &Manifest) -> anyhow::Result<Self> {
        Ok(Self { documents: self.documents.trust(manifest).await?, ..self })
    }

    /// Logs the statements of operations that take longer than this.
    #[must_use]
    pub fn with_slow_log(self, slow: Duration) -> Self {
        Self { slow, ..self }
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

    /// The connections that ask it.
    #[must_use]
    pub fn readers(&self) -> &Readers {
        &self.readers
    }

    /// The numbers about it.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }

    /// Bytes of kept documents and of kept answers, about.
    pub async fn kept_bytes(&self) -> (u64, u64) {
        let answers = match &self.kept {
            Some(kept) => kept.bytes().await,
            None => 0,
        };
        (self.documents.bytes(), answers)
    }

    /// The document that a request names, checked.
    ///
    /// # Errors
    /// What is wrong with it.
    pub async fn find(&self, asked: &Asked) -> Result<Arc<Document>, Unfit> {
        self.documents.find(asked).await
    }

    /// Answers a call.
    pub async fn answer(&self, call: &Call) -> Answer {
        match self.find(&call.document).await {
            Ok(document) => self.answer_prepared(&document, call).await,
            Err(unfit) => Answer::refused(&unfit.errors),
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
            Ok((operation, fields, variables)) => {
                self.run(document, operation, &fields, variables, call).await
            }
            Err(error) => Answer::refused(&[error]),
        }
    }

    /// Answers a subscription whose document is checked: the current state first.
    pub async fn subscribe(
        &self,
        document: &Document,
        call: &Call,
    ) -> BoxStream<'static, async_graphql::Response> {
        // What is read now is the first version that the subscriber hears.
        if let Err(error) = self.freshness.version().await {
            tracing::warn!(%error, "the data version cannot be read");
        }
        let mut request = Request::new(document.text.as_str());
        request.operation_name.clone_from(&call.operation_name);
        if let Some(variables) = call.variables.clone() {
            request = request.variables(async_graphql::Variables::from_json(Json::Object(variables)));
        }
        self.contract.subscribe(request, Versions::new(self.freshness.changes()))
    }

    /// What a call asks of a document.
    #[must_use]
    pub fn question(document: &Document, call: &Call) -> Question {
        let variables = call.variables.as_ref().and_then(|variables| serde_json::to_vec(variables).ok());
        let name = call.operation_name.as_deref().unwrap_or_default();
        let wants = [u8::from(call.wants.cost)];
        Question::new(&[document.hash.as_bytes(), name.as_bytes(), &variables.unwrap_or_default(), &wants])
    }

    /// Answers a question from memory alone, with the entity tag of the answer: nothing where the version or the answer
    /// is not there.
    pub async fn recall(&self, question: &Question, if_none_match: Option<&str>) -> Option<(Fresh, String)> {
        let key = Key::new(question, self.freshness.trusted()?);
        let tag = key.entity_tag();
        if self.is_known(&tag, if_none_match) {
            return Some((Fresh::NotModified, tag));
        }
        let answer = self.kept.as_ref()?.find(&key).await?;
        self.metrics.answer(Answerer::Memory);
        Some((Fresh::Answer(answer), tag))
    }

    /// Whether a client has the answer of this entity tag, and so answers itself.
    fn is_known(&self, tag: &str, if_none_match: Option<&str>) -> bool {
        let is_known = if_none_match.is_some_and(|named| names(named, tag));
        if is_known {
            self.metrics.answer(Answerer::Client);
        }
        is_known
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
        let key = Key::new(&Self::question(document, call), version);
        let tag = key.entity_tag();
        if self.is_known(&tag, if_none_match) {
            return (Fresh::NotModified, Some(tag));
        }
        // The statements of a call make a large future; what is only answered from memory should not carry it.
        let mut computed = Box::pin(self.compute(document, call, version));
        // How the database goes about a call is asked of the database.
        let kept = self.kept.as_ref().filter(|_| !call.wants.explain);
        let (answer, is_whole) = if let Some(kept) = kept {
            let given = kept.answer(key, computed.as_mut()).await;
            if !given.is_computed {
                self.metrics.answer(Answerer::Memory);
            }
            (given.answer, given.is_whole)
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

    /// The answer, and whether it may be kept under the version.
    async fn compute(&self, document: &Document, call: &Call, version: i64) -> (Answer, bool) {
        let answer = self.answer_prepared(document, call).await;
        let is_whole = answer.outcome == Outcome::Complete
            && self.freshness.version().await.is_ok_and(|now| now == version);
        (answer, is_whole)
    }

    async fn run(
        &self,
        document: &Document,
        operation: &Operation,
        fields: &[Selected],
        variables: Variables,
        call: &Call,
    ) -> Answer {
        let (plans, cost) = match self.plan(operation, fields) {
            Ok(planned) => planned,
            Err(error) => return Answer::refused(&[error]),
        };
        if let Some(Err(wait)) = call.purse.as_ref().map(|purse| purse.pay(cost)) {
            return Answer::throttled(wait, cost);
        }
        let about_types = if operation.is_introspective() {
            match self.introspect(document, variables, call).await {
                Ok(answers) => answers,
                Err(errors) => return Answer::refused(&errors),
            }
        } else {
            Value::Null
        };
        let spent = Spent::default();
        let watch = Watch::new(&spent, self.slow, operation, cost);
        let session = Session { db: &self.readers, spent: &spent, explain: call.wants.explain };
        let mut results = join_all(plans.iter().map(|plan| plan.run(&session))).await.into_iter();
        drop(watch);
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
        write_extensions(&mut body, call, cost, self.documents.limits().max_cost, &spent.all());
        body.push(b'}');
        let outcome = match (errors.is_empty(), nulled) {
            (true, _) => Outcome::Complete,
            (false, false) => Outcome::Partial,
            (false, true) => Outcome::Failed,
        };
        self.metrics.ran(cost, spent.statements(), spent.took());
        self.metrics.answer(Answerer::Database);
        Answer { outcome, body: body.into(), statements: spent.statements(), cost }
    }

    /// The plans of the root fields, and what they may cost together.
    fn plan(
        &self,
        operation: &Operation,
        fields: &[Selected],
    ) -> Result<(Vec<RootPlan<'static>>, u64), ServerError> {
        let limits = self.documents.limits();
        if operation.is_introspective() && !limits.introspection {
            let message = "Questions about the types are switched off here; /schema.graphql has all of them.";
            return Err(Refusal::new(message).into());
        }
        let backend = self.readers.backend();
        let fields = fields.iter().filter(|field| !is_introspective(field));
        let plans = fields
            .map(|field| RootPlan::new(catalog(), backend, field).map_err(|refusal| refusal.at(field.pos)))
            .collect::<Result<Vec<_>, _>>()?;
        let cost = plans.iter().map(RootPlan::cost).fold(0, u64::saturating_add);
        if cost > limits.max_cost {
            let message = format!(
                "The operation may cost {cost}, and at most {} is answered at once. Ask for fewer records (`first`) \
                 or fewer relations.",
                limits.max_cost
            );
            self.documents.exceeded("cost", message)?;
        }
        Ok((plans, cost))
    }

    /// What the library answers about the types, whose names and descriptions it keeps.
    async fn introspect(
        &self,
        document: &Document,
        variables: Variables,
        call: &Call,
    ) -> Result<Value, Vec<ServerError>> {
        let mut request = Request::new(document.text.as_str());
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
