//! GraphQL over HTTP: POST with JSON, GET for queries, and the explorer for browsers.

use poem::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use poem::{Endpoint, Request, Response};
use serde::Deserialize;

use crate::api::{Answer, Api, Call, Fresh, Outcome};

use super::explorer;

/// Bytes of a request's body at most.
const MAX_BODY: usize = 1 << 20;

const GRAPHQL_RESPONSE: &str = "application/graphql-response+json";

/// The endpoint `/graphql`.
pub struct GraphQl {
    api: Api,
}

/// Parameters of a request, in the query string or in the body.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parameters {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<serde_json::Value>,
}

/// The same in a query string, where variables are JSON text.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct QueryString {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
}

/// A request that is not even GraphQL, with its status and its reason.
struct Malformed(StatusCode, String);

impl GraphQl {
    /// The endpoint over a schema.
    #[must_use]
    pub fn new(api: Api) -> Self {
        Self { api }
    }

    async fn answer(&self, mut request: Request) -> Result<Response, Malformed> {
        let media = media_type(request.headers())?;
        let parameters = match *request.method() {
            Method::GET | Method::HEAD => from_query_string(&request)?,
            Method::POST => from_body(&mut request).await?,
            _ => {
                let reason = "Use POST, or GET for queries.".to_owned();
                return Err(Malformed(StatusCode::METHOD_NOT_ALLOWED, reason));
            }
        };
        let call = to_call(parameters)?;
        let prepared = self.api.prepare(&call.document).await;
        let only_reads = match &prepared {
            Ok(document) => document.only_reads(),
            Err(unfit) => unfit.only_reads,
        };
        if *request.method() != Method::POST && !only_reads {
            let reason = "GET answers queries only; send this by POST.".to_owned();
            return Err(Malformed(StatusCode::METHOD_NOT_ALLOWED, reason));
        }
        let document = match prepared {
            Ok(document) => document,
            Err(unfit) => return Ok(written(&crate::api::refused(&unfit.errors), media)),
        };
        if *request.method() == Method::POST && !self.api.keeps_answers() {
            return Ok(written(&self.api.answer_prepared(&document, &call).await, media));
        }
        // Only GET is conditional.
        let known = (*request.method() != Method::POST)
            .then(|| request.headers().get(header::IF_NONE_MATCH)?.to_str().ok())
            .flatten();
        let (fresh, tag) = self.api.answer_fresh(&document, &call, known).await;
        let mut response = match fresh {
            Fresh::NotModified => Response::builder().status(StatusCode::NOT_MODIFIED).finish(),
            Fresh::Answer(answer) => written(&answer, media),
        };
        let headers = response.headers_mut();
        if let Some(tag) = tag.and_then(|tag| HeaderValue::try_from(tag).ok()) {
            headers.insert(header::ETAG, tag);
        }
        // Answers are public and change with the data at any time: whoever keeps one asks whether it still holds.
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, must-revalidate"));
        headers.insert(header::VARY, HeaderValue::from_static("accept"));
        Ok(response)
    }
}

impl Endpoint for GraphQl {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        if *request.method() == Method::GET
            && request.uri().query().is_none()
            && accepts(request.headers(), "text/html")
        {
            return Ok(explorer::page());
        }
        Ok(self.answer(request).await.unwrap_or_else(|Malformed(status, reason)| {
            let body = serde_json::json!({ "errors": [{ "message": reason }] });
            let mut response =
                Response::builder().status(status).content_type(GRAPHQL_RESPONSE).body(body.to_string());
            if status == StatusCode::METHOD_NOT_ALLOWED {
                response
                    .headers_mut()
                    .insert(header::ALLOW, header::HeaderValue::from_static("GET, HEAD, POST"));
            }
            response
        }))
    }
}

fn accepts(headers: &HeaderMap, media: &str) -> bool {
    headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|range| range.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case(media)))
}

/// The media type of the answer: the one made for GraphQL if the client takes it, JSON for the others.
fn media_type(headers: &HeaderMap) -> Result<&'static str, Malformed> {
    let takes = |media| accepts(headers, media);
    if takes(GRAPHQL_RESPONSE) {
        Ok(GRAPHQL_RESPONSE)
    } else if !headers.contains_key(header::ACCEPT)
        || takes("application/json")
        || takes("application/*")
        || takes("*/*")
    {
        Ok("application/json")
    } else {
        let reason = format!("Answers are {GRAPHQL_RESPONSE} or application/json.");
        Err(Malformed(StatusCode::NOT_ACCEPTABLE, reason))
    }
}

fn bad(reason: impl Into<String>) -> Malformed {
    Malformed(StatusCode::BAD_REQUEST, reason.into())
}

fn from_query_string(request: &Request) -> Result<Parameters, Malformed> {
    let given: QueryString =
        request.params().map_err(|error| bad(format!("The query string is not well formed: {error}.")))?;
    let variables = given.variables.map(|text| {
        serde_json::from_str(&text).map_err(|error| bad(format!("`variables` is not JSON: {error}.")))
    });
    Ok(Parameters {
        query: given.query,
        operation_name: given.operation_name,
        variables: variables.transpose()?,
    })
}

async fn from_body(request: &mut Request) -> Result<Parameters, Malformed> {
    let content = request.content_type().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if !content.eq_ignore_ascii_case("application/json") {
        let reason = "Send the request as application/json.".to_owned();
        return Err(Malformed(StatusCode::UNSUPPORTED_MEDIA_TYPE, reason));
    }
    let body = request.take_body().into_bytes_limit(MAX_BODY).await.map_err(|_| {
        Malformed(StatusCode::PAYLOAD_TOO_LARGE, format!("The body is larger than {MAX_BODY} bytes."))
    })?;
    serde_json::from_slice(&body).map_err(|error| bad(format!("The body is not a GraphQL request: {error}.")))
}

fn to_call(parameters: Parameters) -> Result<Call, Malformed> {
    let document = parameters.query.ok_or_else(|| bad("`query` is missing."))?;
    let variables = match parameters.variables {
        None | Some(serde_json::Value::Null) => None,
        Some(serde_json::Value::Object(variables)) => Some(variables),
        Some(_) => return Err(bad("`variables` is not an object.")),
    };
    Ok(Call { document, operation_name: parameters.operation_name, variables })
}

/// A request that was refused before it ran is a mistake of the client's.
fn written(answer: &Answer, media: &'static str) -> Response {
    let status = match answer.outcome {
        // Clients that ask for plain JSON take any other status for a failure of the network.
        Outcome::Refused if media == GRAPHQL_RESPONSE => StatusCode::BAD_REQUEST,
        _ => StatusCode::OK,
    };
    Response::builder().status(status).content_type(media).body(answer.body.clone())
}
