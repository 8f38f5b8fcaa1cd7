//! What a client gets.

use std::time::Duration;

use async_graphql::{ErrorExtensions as _, PathSegment, ServerError};
use bytes::Bytes;
use sea_orm::DbErr;
use serde_json::{Value, json};

use super::Call;
use crate::graph::json;
use crate::graph::selection::Selected;
use crate::graph::spent::Ran;

/// What the client is told of our own failures; the log has the rest under the same id.
pub const INTERNAL: &str = "The answer failed on our side. Try again; if it stays, report the request id.";

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
    /// The client has asked for too much of late; it may come back after so long.
    Throttled(Duration),
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

impl Answer {
    fn without_data(outcome: Outcome, errors: &[ServerError], cost: u64) -> Self {
        let mut body = vec![b'{'];
        write_errors(&mut body, errors);
        body.push(b'}');
        Self { outcome, body: body.into(), statements: 0, cost }
    }

    /// The answer to a call that is refused before anything runs.
    #[must_use]
    pub fn refused(errors: &[ServerError]) -> Self {
        Self::without_data(Outcome::Refused, errors, 0)
    }

    /// The answer to a client that has asked for too much of late.
    #[must_use]
    pub fn throttled(wait: Duration, cost: u64) -> Self {
        let message = format!(
            "You have asked for as much as one client may within a minute. Come back in {} seconds, or ask for less.",
            wait.as_secs() + 1
        );
        let error = async_graphql::Error::new(message).extend_with(|_, it| it.set("code", "RATE_LIMITED"));
        Self::without_data(
            Outcome::Throttled(wait),
            &[ServerError {
                locations: Vec::new(),
                ..error.into_server_error(async_graphql::Pos::default())
            }],
            cost,
        )
    }
}

/// Our own failures: the chain goes to the log, the client gets a fixed sentence.
pub(super) fn failed(error: &DbErr, field: &Selected, call: &Call) -> ServerError {
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

/// The member `errors` of an answer.
pub(super) fn write_errors(out: &mut Vec<u8>, errors: &[ServerError]) {
    out.extend_from_slice(b"\"errors\":");
    json::list(out, errors.iter(), |out, error| {
        // Writing to memory does not fail, and errors have a form in JSON.
        let _ = serde_json::to_writer(out, error);
    });
}

/// The member `extensions` of an answer, where the call wants any; behind what stands there already.
pub(super) fn write_extensions(out: &mut Vec<u8>, call: &Call, cost: u64, most: u64, statements: &[Ran]) {
    let mut extensions = serde_json::Map::new();
    if call.wants.cost {
        extensions.insert("cost".to_owned(), json!({ "estimated": cost, "most": most }));
    }
    if call.wants.explain {
        extensions.insert("explain".to_owned(), statements.iter().map(explained).collect());
    }
    if !extensions.is_empty() {
        out.extend_from_slice(b",\"extensions\":");
        let _ = serde_json::to_writer(out, &extensions);
    }
}

fn explained(ran: &Ran) -> Value {
    json!({
        "noun": ran.noun,
        "reads": format!("{:?}", ran.role).to_uppercase(),
        "sql": ran.sql,
        "rows": ran.rows,
        "milliseconds": ran.took.as_secs_f64() * 1_000.0,
        "plan": ran.plan,
    })
}
