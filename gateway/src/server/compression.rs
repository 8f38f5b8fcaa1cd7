//! Compressed answers. Poem has the algorithms; its choice among them misspells zstd, forgets `Vary`, and takes
//! small bodies and event streams as well.

use poem::http::{HeaderValue, StatusCode, header};
use poem::web::{Compress, CompressionAlgo, CompressionLevel};
use poem::{Endpoint, IntoResponse as _, Middleware, Request, Response};

use super::accept::{EVENT_STREAM, encoding};

/// Below this, the headers and the work cost more than the bytes saved.
const SMALLEST: usize = 1024;

/// Ours in the order of liking: zstd is the quickest by far, brotli as small, gzip known to all.
const OFFERS: [&str; 3] = ["zstd", "br", "gzip"];

/// What is compressed by itself, such as pictures and workbooks.
const COMPRESSED: [&str; 2] = ["image/png", "application/octet-stream"];

/// Compresses answers of more than a kilobyte as the client takes it.
pub struct Compression;

impl<E: Endpoint> Middleware<E> for Compression {
    type Output = Compressed<E>;

    fn transform(&self, endpoint: E) -> Self::Output {
        Compressed { endpoint }
    }
}

/// An endpoint whose answers are compressed.
pub struct Compressed<E> {
    endpoint: E,
}

impl<E: Endpoint> Endpoint for Compressed<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let chosen = encoding(request.headers(), &OFFERS);
        let mut response = self.endpoint.get_response(request).await;
        if response.status() == StatusCode::SWITCHING_PROTOCOLS
            || response.headers().contains_key(header::CONTENT_ENCODING)
            || response
                .content_type()
                .is_some_and(|media| media.starts_with(EVENT_STREAM) || COMPRESSED.contains(&media))
        {
            return Ok(response);
        }
        // Also on a plain answer: a cache must not give it to those who take another.
        response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        if response.status() == StatusCode::NOT_MODIFIED {
            return Ok(response);
        }
        let body = response.take_body().into_bytes().await?;
        let large = body.len() >= SMALLEST;
        response.set_body(body);
        Ok(match chosen {
            Some("zstd") if large => compress(response, CompressionAlgo::ZSTD, 3),
            Some("br") if large => compress(response, CompressionAlgo::BR, 4),
            Some("gzip") if large => compress(response, CompressionAlgo::GZIP, 6),
            _ => response,
        })
    }
}

fn compress(response: Response, algorithm: CompressionAlgo, level: i32) -> Response {
    Compress::new(response, algorithm).with_quality(CompressionLevel::Precise(level)).into_response()
}
