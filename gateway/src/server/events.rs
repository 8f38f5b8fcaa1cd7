//! GraphQL over Server-Sent Events: the protocol `graphql-sse` in its mode of distinct connections.

use std::time::Duration;

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, stream};
use poem::http::header;
use poem::{Body, Response};

use super::accept::EVENT_STREAM;
use super::execute::Answer;
use super::streams::Open;

/// A comment, which clients pass over and proxies take for life.
const KEEP_ALIVE: Bytes = Bytes::from_static(b":\n\n");
/// The end. A stream that breaks off without it may be asked for again.
const COMPLETE: Bytes = Bytes::from_static(b"event: complete\ndata:\n\n");

/// The response that tells each answer as it comes.
pub fn response(
    answers: impl Stream<Item = Answer> + Send + 'static,
    open: Open,
    silence: Duration,
) -> Response {
    let events = answers.map(|answer| next(&answer)).chain(stream::iter([COMPLETE]));
    let body = stream::unfold((events.boxed(), open), move |(mut events, mut open)| async move {
        let event = tokio::select! {
            () = open.end() => return None,
            event = tokio::time::timeout(silence, events.next()) => event.unwrap_or(Some(KEEP_ALIVE))?,
        };
        Some((Ok::<_, std::io::Error>(event), (events, open)))
    });
    Response::builder()
        .content_type(EVENT_STREAM)
        .header(header::CACHE_CONTROL, "no-cache")
        // nginx would hold events back until it has a page of them.
        .header("x-accel-buffering", "no")
        .body(Body::from_bytes_stream(body))
}

/// The JSON of an answer has no line breaks, so one line of data holds it.
fn next(answer: &Answer) -> Bytes {
    [b"event: next\ndata: ", answer.body.as_ref(), b"\n\n"].concat().into()
}
