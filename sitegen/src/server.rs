//! Serves a published site over HTTP, for a look at it on one's own machine and for a demo; a host of static files
//! does as well.

use std::fs;
use std::future::Future;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use poem::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use poem::listener::{Acceptor as _, Listener as _, TcpAcceptor, TcpListener};
use poem::web::{LocalAddr, StaticFileRequest};
use poem::{
    Endpoint, EndpointExt as _, FromRequest as _, IntoEndpoint, IntoResponse as _, Request, Response,
};

use crate::client::Compression;
use crate::edition::{FOLDER, TAKEN_DOWN};
use crate::feed::NAMES as FEEDS;
use crate::headers;

/// How long requests under way may take once the server is asked to end.
const GRACE: Duration = Duration::from_secs(5);

/// The page of a folder.
const INDEX: &str = "index.html";
/// The page that answers an address that is none, at the root of each language.
const NOT_FOUND: &str = "404.html";
/// The folder of the language that has one of its own.
const ENGLISH: &str = "en";

/// A server that holds its port and is ready to run.
pub struct Bound {
    acceptor: TcpAcceptor,
    address: SocketAddr,
}

/// Takes the port of an address such as `127.0.0.1:8080`; port 0 takes any that is free.
///
/// # Errors
/// When the port is taken or may not be used, and when the address is none of this machine.
pub async fn bind(listen: &str) -> anyhow::Result<Bound> {
    let acceptor = match TcpListener::bind(listen).into_acceptor().await {
        Ok(acceptor) => acceptor,
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            bail!("{listen} is taken by another program; choose another address with --listen")
        }
        Err(error) => {
            return Err(error)
                .with_context(|| format!("cannot listen on {listen}; choose another address with --listen"));
        }
    };
    let address = acceptor
        .local_addr()
        .into_iter()
        .find_map(|LocalAddr(address)| address.as_socket_addr().copied())
        .with_context(|| format!("the system does not say which address {listen} became"))?;
    Ok(Bound { acceptor, address })
}

impl Bound {
    /// The address that it listens on.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers with `endpoint` until `end` is over and the requests under way are answered.
    ///
    /// # Errors
    /// When the network fails.
    pub async fn serve<E>(self, endpoint: E, end: impl Future<Output = ()>) -> anyhow::Result<()>
    where
        E: IntoEndpoint,
        E::Endpoint: 'static,
    {
        poem::Server::new_with_acceptor(self.acceptor)
            .run_with_graceful_shutdown(endpoint, end, Some(GRACE))
            .await
            .with_context(|| format!("the server on {} failed", self.address))
    }
}

/// Serves the site in a folder until `end` is over and the requests under way are answered.
///
/// # Errors
/// When the folder is none, or the network fails.
pub async fn run(bound: Bound, folder: PathBuf, end: impl Future<Output = ()>) -> anyhow::Result<()> {
    ensure!(folder.is_dir(), "there is no site to serve: {} is no folder", folder.display());
    bound.serve(site(&folder), end).await
}

/// The site in a folder, to be served alone or beside other routes.
///
/// Every request opens its file by its path, so that a site published meanwhile is served from the next request on,
/// and the folder may come into being later.
#[must_use]
pub fn site(folder: &Path) -> impl Endpoint<Output = Response> + use<> {
    Site { folder: folder.to_owned() }.with(Compression)
}

struct Site {
    folder: PathBuf,
}

impl Endpoint for Site {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let mut response = match self.answer(&mut request).await {
            Ok(response) => response,
            // As a response here rather than further up, so that it has the headers too.
            Err(error) => error.into_response(),
        };
        set_headers(response.headers_mut(), &self.folder);
        Ok(response)
    }
}

impl Site {
    async fn answer(&self, request: &mut Request) -> poem::Result<Response> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Ok(Response::builder()
                .status(StatusCode::METHOD_NOT_ALLOWED)
                .header(header::ALLOW, "GET, HEAD")
                .content_type("text/plain; charset=utf-8")
                .body("a published site is only read\n"));
        }
        let Some(address) = Address::parse(request.uri().path()) else {
            return self.not_found(request.uri().path());
        };
        let mut path = self.folder.join(&address.path);
        if address.is_folder {
            path.push(INDEX);
        } else if path.join(INDEX).is_file() {
            // The links of a page are relative to its folder, so its address must end in a slash.
            let location = with_slash(request);
            return Ok(Response::builder()
                .status(StatusCode::MOVED_PERMANENTLY)
                .header(header::LOCATION, location)
                .finish());
        }
        if let Some(notice) = self.notice(&address) {
            return notice;
        }
        if !path.is_file() {
            return self.not_found(request.uri().path());
        }

        // A part of a file could be joined with a part of the one that the next site has in its place. The files
        // are small: everybody gets them whole, which HTTP allows.
        request.headers_mut().remove(header::RANGE);
        let mut response = StaticFileRequest::from_request_without_body(request)
            .await?
            .create_response(&path, true, false)?
            .with_content_type(content_type(&path))
            .into_response();
        let headers = response.headers_mut();
        headers.remove(header::ACCEPT_RANGES);
        // The same bytes may be sent compressed or not, of which a strong tag would tell that they are two.
        if let Some(tag) = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok())
            && let Ok(weak) = HeaderValue::try_from(format!("W/{tag}"))
        {
            headers.insert(header::ETAG, weak);
        }
        Ok(response)
    }

    /// What stands in the place of an edition that was taken down, for an address below it.
    fn notice(&self, address: &Address) -> Option<poem::Result<Response>> {
        let mut parts = address.path.components();
        let edition = Path::new(parts.next()?.as_os_str()).join(parts.next()?);
        let is_edition = edition.starts_with(FOLDER) && self.folder.join(&edition).join(TAKEN_DOWN).is_file();
        if !is_edition {
            return None;
        }
        // Its pages have notices of their own, whose links fit; for its other files the first one does.
        let own = self.folder.join(&address.path).join(INDEX);
        let page = fs::read(own).or_else(|_| fs::read(self.folder.join(&edition).join(INDEX)));
        let gone = Response::builder().status(StatusCode::GONE).content_type("text/html; charset=utf-8");
        Some(page.map(|page| gone.body(page)).map_err(poem::error::InternalServerError))
    }

    /// The page of the site for an address that is none, in the language of the address.
    fn not_found(&self, address: &str) -> poem::Result<Response> {
        let is_english = address.split('/').find(|part| !part.is_empty()) == Some(ENGLISH);
        let language = if is_english { self.folder.join(ENGLISH) } else { self.folder.clone() };
        let (content_type, body) = match fs::read(language.join(NOT_FOUND)) {
            Ok(page) => ("text/html; charset=utf-8", page),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                ("text/plain; charset=utf-8", b"not found\n".to_vec())
            }
            Err(error) => return Err(poem::error::InternalServerError(error)),
        };
        Ok(Response::builder().status(StatusCode::NOT_FOUND).content_type(content_type).body(body))
    }
}

/// What the path of a request asks for, below the folder of the site.
#[derive(Debug, PartialEq, Eq)]
struct Address {
    path: PathBuf,
    /// Whether it ends in a slash, and so means the page of a folder.
    is_folder: bool,
}

impl Address {
    /// None when it leads out of the site, to a hidden file, or when no file could have such a name.
    fn parse(path: &str) -> Option<Self> {
        let path = path.strip_prefix('/').unwrap_or(path);
        if path.is_empty() {
            return Some(Self { path: PathBuf::new(), is_folder: true });
        }
        let (path, is_folder) = path.strip_suffix('/').map_or((path, false), |folder| (folder, true));
        let mut found = PathBuf::new();
        for part in path.split('/') {
            let part = decode(part)?;
            // Hidden are `.`, `..` and the marker alike. An empty part is no part: `//desa` read as `/desa` would be
            // led to `//desa/`, which is another host.
            if part.is_empty() || part.starts_with('.') || part.contains(['/', '\\', '\0']) {
                return None;
            }
            found.push(part);
        }
        Some(Self { path: found, is_folder })
    }
}

/// Reads the `%2D` in a part of a path; none when they are not two hexadecimal digits, or the result not UTF-8.
fn decode(part: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(if byte == b'%' {
            let digit = |byte: u8| char::from(byte).to_digit(16);
            let code = digit(rest.next()?)? * 16 + digit(rest.next()?)?;
            u8::try_from(code).ok()?
        } else {
            byte
        });
    }
    String::from_utf8(bytes).ok()
}

/// The address of the request, as the browser has it, with a slash at the end of its path.
fn with_slash(request: &Request) -> String {
    let uri = request.original_uri();
    match uri.query() {
        Some(query) => format!("{}/?{query}", uri.path()),
        None => format!("{}/", uri.path()),
    }
}

/// What a browser is told that a file is. As it may not guess, a kind that is missing here is only downloaded.
pub(crate) fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("csv") => "text/csv; charset=utf-8",
        Some("txt") => "text/plain; charset=utf-8",
        Some("json") => "application/json",
        Some("xml") if is_feed(path) => "application/atom+xml",
        Some("xml") => "application/xml",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

fn is_feed(path: &Path) -> bool {
    path.file_name().is_some_and(|name| FEEDS.iter().any(|feed| *feed == name))
}

/// Sends what the report tells every host to send. It is read each time, as the pages are.
fn set_headers(headers: &mut HeaderMap, folder: &Path) {
    for (name, value) in headers::told(folder) {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
}

#[cfg(test)]
mod tests;
