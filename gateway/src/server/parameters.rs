//! The parameters of a GraphQL request: from a query string, a JSON body, or the payload of a socket's message.

use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use mediatype::MediaType;
use poem::http::header;
use poem::{Body, Request};
use serde_json::{Map, Value};

use super::accept::is_utf8;
use super::fault::Fault;
use crate::document::Asked;

/// What a client asks for.
#[derive(Debug)]
pub struct Parameters {
    /// The document.
    pub document: Asked,
    /// Which of its operations; may be left out when there is one.
    pub operation_name: Option<String>,
    /// Values of its variables.
    pub variables: Map<String, Value>,
    /// Whether the answer is to tell how the database went about it.
    pub explain: bool,
}

impl Parameters {
    /// Reads them from the query string of a GET, where variables and extensions are JSON text.
    ///
    /// # Errors
    /// When they are not well formed or one is given twice.
    pub fn from_query_string(request: &Request) -> Result<Self, Fault> {
        let given: Vec<(String, String)> = request
            .params()
            .map_err(|error| Fault::Malformed(format!("The query string is not well formed: {error}.")))?;
        let mut object = Map::new();
        for (name, text) in given {
            let value = match name.as_str() {
                // Empty means none, says the specification.
                "operationName" if text.is_empty() => Value::Null,
                "query" | "operationName" | "documentId" | "doc_id" => Value::String(text),
                "variables" | "extensions" => serde_json::from_str(&text)
                    .map_err(|error| Fault::Malformed(format!("`{name}` is not JSON: {error}.")))?,
                _ => continue,
            };
            if object.contains_key(&name) {
                return Err(Fault::Malformed(format!("`{name}` is given twice.")));
            }
            object.insert(name, value);
        }
        Self::from_object(object)
    }

    /// Reads them from the body of a POST of at most `limit` bytes.
    ///
    /// # Errors
    /// When the body is not JSON in UTF-8, is too large, or is not a GraphQL request.
    pub async fn from_body(request: &mut Request, limit: usize) -> Result<Self, Fault> {
        must_be_json(request)?;
        let body = read(request.take_body(), limit).await?;
        let body = serde_json::from_slice(&body)
            .map_err(|error| Fault::Malformed(format!("The body is not JSON: {error}.")))?;
        Self::from_json(body)
    }

    /// Reads them from JSON.
    ///
    /// # Errors
    /// When it is not the object of a GraphQL request.
    pub fn from_json(value: Value) -> Result<Self, Fault> {
        match value {
            Value::Object(object) => Self::from_object(object),
            Value::Array(_) => {
                let reason = "Send one operation per request: batches are not taken. One document may ask for \
                              many root fields.";
                Err(Fault::Malformed(reason.to_owned()))
            }
            _ => Err(Fault::Malformed("The request is not a JSON object with `query`.".to_owned())),
        }
    }

    fn from_object(mut object: Map<String, Value>) -> Result<Self, Fault> {
        let query = string(&mut object, "query")?;
        // The specification names documents by `documentId`, Relay by `doc_id`.
        let id = string(&mut object, "documentId")?.or(string(&mut object, "doc_id")?);
        let mut extensions = map(&mut object, "extensions")?;
        let hash = persisted(&mut extensions)?;
        let document = match (query, id, hash) {
            (text, None, Some(sha256)) => Asked::Hash { sha256, text },
            (Some(text), None, None) => Asked::Text(text),
            (None, Some(id), None) => Asked::Id(id),
            (None, None, None) => return Err(Fault::Malformed("`query` is missing.".to_owned())),
            _ => {
                let message = "Name the document once: by `query`, `documentId` or `persistedQuery`.";
                return Err(Fault::Malformed(message.to_owned()));
            }
        };
        Ok(Self {
            document,
            operation_name: string(&mut object, "operationName")?,
            variables: map(&mut object, "variables")?,
            explain: extensions.get("explain") == Some(&Value::Bool(true)),
        })
    }
}

/// The hash of an automatic persisted query, as Apollo's clients send it.
fn persisted(extensions: &mut Map<String, Value>) -> Result<Option<String>, Fault> {
    let mut persisted = map(extensions, "persistedQuery")?;
    if persisted.is_empty() {
        return Ok(None);
    }
    if persisted.get("version") != Some(&Value::from(1)) {
        let message = "`persistedQuery` is of a version that is not known; 1 is.";
        return Err(Fault::Malformed(message.to_owned()));
    }
    match string(&mut persisted, "sha256Hash")? {
        Some(hash) => Ok(Some(hash.to_ascii_lowercase())),
        None => Err(Fault::Malformed("`persistedQuery.sha256Hash` is missing.".to_owned())),
    }
}

fn string(object: &mut Map<String, Value>, name: &str) -> Result<Option<String>, Fault> {
    match object.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Fault::Malformed(format!("`{name}` is not a string."))),
    }
}

fn map(object: &mut Map<String, Value>, name: &str) -> Result<Map<String, Value>, Fault> {
    match object.remove(name) {
        None | Some(Value::Null) => Ok(Map::new()),
        Some(Value::Object(map)) => Ok(map),
        Some(_) => Err(Fault::Malformed(format!("`{name}` is not an object."))),
    }
}

/// Bytes beyond the limit that are taken and thrown away: a client that still sends would find the connection
/// closed, and never read why.
const LINGER: usize = 8 << 20;

/// A form or a text would reach a POST from any page of the web without asking; JSON does not.
fn must_be_json(request: &Request) -> Result<(), Fault> {
    let media = request.content_type().and_then(|it| MediaType::parse(it).ok());
    if !media.is_some_and(|media| media.ty == "application" && media.subty == "json" && is_utf8(&media)) {
        return Err(Fault::MediaType("Send the request as application/json in UTF-8."));
    }
    // Nobody compresses a query, and a bomb would be.
    if request.headers().get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        return Err(Fault::MediaType("Send the request without Content-Encoding."));
    }
    Ok(())
}

async fn read(body: Body, limit: usize) -> Result<Bytes, Fault> {
    let mut chunks = body.into_bytes_stream();
    let (mut read, mut size) = (BytesMut::new(), 0_usize);
    while size <= limit.saturating_add(LINGER)
        && let Some(chunk) = chunks.next().await
    {
        let chunk = chunk.map_err(|error| Fault::Malformed(format!("The body breaks off: {error}.")))?;
        size = size.saturating_add(chunk.len());
        if size <= limit {
            read.extend_from_slice(&chunk);
        }
    }
    if size > limit { Err(Fault::TooLarge(limit)) } else { Ok(read.freeze()) }
}
