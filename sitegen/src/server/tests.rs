//! Claims about the server.

use std::io::{Read as _, Write as _};

use poem::Route;
use poem::http::Uri;

use super::*;
use crate::theme::Theme;

/// A site with a page of each kind.
fn published() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["desa", "en", "kosong"] {
        fs::create_dir(folder.path().join(name)).unwrap();
    }
    let files = [
        ("index.html", "home"),
        ("404.html", "tidak ada"),
        ("en/index.html", "english"),
        ("en/404.html", "there is none"),
        ("desa/index.html", "villages"),
        ("desa/tumbuh-jaya.csv", "code\n"),
        ("style.css", "a{}"),
        ("map.svg", "<svg/>"),
        ("data.json", "{}"),
        ("sitemap.xml", "<urlset/>"),
        ("robots.txt", "ok"),
        ("app.js", "1"),
        ("odd.bin", "1"),
        (".dampingan-site", "secret"),
    ];
    for (path, text) in files {
        fs::write(folder.path().join(path), text).unwrap();
    }
    folder
}

async fn ask(endpoint: &impl Endpoint, request: Request) -> (StatusCode, HeaderMap, String) {
    let response = endpoint.get_response(request).await;
    let (status, headers) = (response.status(), response.headers().clone());
    (status, headers, response.into_body().into_string().await.unwrap())
}

fn get(path: &str) -> Request {
    Request::builder().uri(path.parse::<Uri>().unwrap()).finish()
}

#[tokio::test]
async fn shows_files_and_the_pages_of_folders() {
    let folder = published();
    let site = site(folder.path());
    let html = "text/html; charset=utf-8";
    let expected = [
        ("/", "home", html),
        ("/index.html", "home", html),
        ("/desa/", "villages", html),
        ("/desa/?urut=nama", "villages", html),
        ("/desa/tumbuh-jaya.csv", "code\n", "text/csv; charset=utf-8"),
        ("/desa/tumbuh%2djaya%2Ecsv", "code\n", "text/csv; charset=utf-8"),
        ("/style.css", "a{}", "text/css; charset=utf-8"),
        ("/app.js", "1", "text/javascript; charset=utf-8"),
        ("/robots.txt", "ok", "text/plain; charset=utf-8"),
        ("/map.svg", "<svg/>", "image/svg+xml"),
        ("/data.json", "{}", "application/json"),
        ("/sitemap.xml", "<urlset/>", "application/xml"),
        ("/odd.bin", "1", "application/octet-stream"),
    ];
    for (path, text, content_type) in expected {
        let (status, headers, body) = ask(&site, get(path)).await;
        assert_eq!((status, body.as_str()), (StatusCode::OK, text), "{path}");
        assert_eq!(headers[header::CONTENT_TYPE], content_type, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn leads_a_folder_to_its_address_with_a_slash() {
    let folder = published();
    let routes = Route::new().nest("/laporan", site(folder.path())).nest("/", site(folder.path()));
    let bound = bind("127.0.0.1:0").await.unwrap();
    let address = bound.address();
    // Ends with the runtime of the test.
    tokio::spawn(bound.serve(routes, std::future::pending()));
    let expected =
        [("/desa", "/desa/"), ("/desa?urut=nama", "/desa/?urut=nama"), ("/laporan/desa", "/laporan/desa/")];
    for (path, location) in expected {
        let answer =
            converse(address, &format!("GET {path} HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n"));
        assert!(answer.starts_with("HTTP/1.1 301 "), "{answer}");
        assert!(answer.contains(&format!("\r\nlocation: {location}\r\n")), "{answer}");
    }
    let answer = converse(address, "GET //desa HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n");
    assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
}

#[tokio::test]
async fn shows_the_page_for_what_is_not_there_in_its_language() {
    let folder = published();
    let site = site(folder.path());
    let expected = [
        ("/desa/9999/", "tidak ada"),
        ("/kosong", "tidak ada"),
        ("/kosong/", "tidak ada"),
        ("/index.html/", "tidak ada"),
        ("/enam/", "tidak ada"),
        ("/en/villages/9999/", "there is none"),
    ];
    for (path, text) in expected {
        let (status, headers, body) = ask(&site, get(path)).await;
        assert_eq!((status, body.as_str()), (StatusCode::NOT_FOUND, text), "{path}");
        assert_eq!(headers[header::CONTENT_TYPE], "text/html; charset=utf-8");
    }
}

#[tokio::test]
async fn says_not_found_where_there_is_no_site() {
    let folder = tempfile::tempdir().unwrap();
    for site in [site(folder.path()), site(&folder.path().join("later"))] {
        let (status, _, body) = ask(&site, get("/")).await;
        assert_eq!((status, body.as_str()), (StatusCode::NOT_FOUND, "not found\n"));
    }
}

#[tokio::test]
async fn shows_nothing_hidden_and_nothing_outside() {
    let outer = published();
    fs::write(outer.path().join("desa/.hidden"), "secret").unwrap();
    let site = site(&outer.path().join("desa"));
    let paths = [
        "/.hidden",
        "/%2ehidden",
        "/../index.html",
        "/%2e%2e/index.html",
        "/..%2findex.html",
        "/..%5cindex.html",
        "/x/../../index.html",
        "//index.html",
        "/./tumbuh-jaya.csv",
        "//",
        "/%",
        "/%zz",
        "/%+1",
        "/%ff",
        "/%00",
    ];
    for path in paths {
        let (status, _, body) = ask(&site, get(path)).await;
        assert_eq!((status, body.as_str()), (StatusCode::NOT_FOUND, "not found\n"), "{path}");
    }
}

#[test]
fn parses_an_address() {
    let address = |path: &str, is_folder| Some(Address { path: PathBuf::from(path), is_folder });
    assert_eq!(Address::parse("/"), address("", true));
    assert_eq!(Address::parse(""), address("", true));
    assert_eq!(Address::parse("/desa"), address("desa", false));
    assert_eq!(Address::parse("/desa/33/"), address("desa/33", true));
    assert_eq!(Address::parse("/de%73a"), address("desa", false));
    for path in ["//", "//desa", "/desa//", "/desa//33", "/.", "/desa/..", "/a%2fb"] {
        assert_eq!(Address::parse(path), None, "{path}");
    }
}

#[tokio::test]
async fn every_answer_has_the_headers() {
    let folder = published();
    let site = site(folder.path());
    let post = Request::builder().method(Method::POST).uri(Uri::from_static("/")).finish();
    let precondition = Request::builder().uri(Uri::from_static("/")).header("if-match", "\"old\"").finish();
    for (request, expected) in [
        (get("/"), StatusCode::OK),
        (get("/desa"), StatusCode::MOVED_PERMANENTLY),
        (get("/none"), StatusCode::NOT_FOUND),
        (precondition, StatusCode::PRECONDITION_FAILED),
        (post, StatusCode::METHOD_NOT_ALLOWED),
    ] {
        let (status, headers, _) = ask(&site, request).await;
        assert_eq!(status, expected);
        for (name, value) in headers::headers(&Theme::default()) {
            assert_eq!(headers[name], value, "{status}");
        }
    }
}

#[tokio::test]
async fn a_report_of_another_look_has_its_own_policy() {
    let folder = published();
    let mut theme = Theme::default();
    theme.style_of_drawings.push_str(":root{--s1:#000}");
    for file in headers::files(&theme) {
        fs::write(folder.path().join(file.path), file.bytes).unwrap();
    }
    let (_, headers, _) = ask(&site(folder.path()), get("/")).await;
    let [(name, policy), ..] = headers::headers(&theme);
    assert_eq!(headers[name], policy);
    assert_ne!(policy, headers::headers(&Theme::default())[0].1);
}

#[tokio::test]
async fn answers_not_modified_until_the_site_is_replaced() {
    let folder = published();
    let site = site(folder.path());
    let (_, headers, _) = ask(&site, get("/")).await;
    let etag = headers[header::ETAG].clone();
    assert!(headers.contains_key(header::LAST_MODIFIED));
    let again = || Request::builder().uri(Uri::from_static("/")).header("if-none-match", &etag).finish();
    let (status, _, body) = ask(&site, again()).await;
    assert_eq!((status, body.as_str()), (StatusCode::NOT_MODIFIED, ""));

    let new = folder.path().join("new");
    fs::write(&new, "next").unwrap();
    fs::rename(&new, folder.path().join("index.html")).unwrap();
    let (status, _, body) = ask(&site, again()).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "next"));
}

#[tokio::test]
async fn gives_files_only_whole() {
    let folder = published();
    let request = Request::builder().uri(Uri::from_static("/")).header("range", "bytes=1-2").finish();
    let (status, headers, body) = ask(&site(folder.path()), request).await;
    assert_eq!((status, body.as_str()), (StatusCode::OK, "home"));
    assert!(!headers.contains_key(header::ACCEPT_RANGES));
}

/// The whole answer to a request over a real connection, read until the server closes it.
fn converse(address: SocketAddr, request: &str) -> String {
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[tokio::test(flavor = "multi_thread")]
async fn serves_over_the_wire_until_the_end() {
    let parent = tempfile::tempdir().unwrap();
    let out = parent.path().join("site");
    let home = |text: &str| [crate::output::File { path: INDEX.to_owned(), bytes: text.into() }];
    crate::output::publish(&out, &home("first"), "").unwrap();

    let bound = bind("127.0.0.1:0").await.unwrap();
    let address = bound.address();
    assert_ne!(address.port(), 0);
    let (end, ended) = tokio::sync::oneshot::channel::<()>();
    let server = tokio::spawn(run(bound, out.clone(), async {
        let _ = ended.await;
    }));

    let get = "GET / HTTP/1.1\r\nHost: site\r\nConnection: close\r\n\r\n";
    let first = converse(address, get);
    assert!(first.starts_with("HTTP/1.1 200 OK\r\n") && first.ends_with("\r\n\r\nfirst"), "{first}");
    assert!(first.contains("content-security-policy: default-src 'none'; "), "{first}");

    crate::output::publish(&out, &home("second"), "").unwrap();
    assert!(converse(address, get).ends_with("\r\n\r\nsecond"), "a new site is seen at once");

    let head = converse(address, &get.replace("GET", "HEAD"));
    assert!(head.contains("content-length: 6\r\n") && head.ends_with("\r\n\r\n"), "{head}");
    let outside = converse(address, &get.replace("/ ", "/../../../../etc/passwd "));
    assert!(outside.starts_with("HTTP/1.1 404 "), "{outside}");

    end.send(()).unwrap();
    server.await.unwrap().unwrap();
    assert!(std::net::TcpStream::connect(address).is_err(), "the port is free again");
}

#[tokio::test]
async fn names_an_address_that_cannot_be_had() {
    let first = bind("127.0.0.1:0").await.unwrap();
    let taken = first.address().to_string();
    let failure = |result: anyhow::Result<Bound>| format!("{:#}", result.err().unwrap());
    let error = failure(bind(&taken).await);
    assert!(error.contains(&taken) && error.contains("taken") && error.contains("--listen"), "{error}");
    let error = failure(bind("nonsense").await);
    assert!(error.contains("nonsense") && error.contains("--listen"), "{error}");
}

#[tokio::test]
async fn refuses_to_serve_what_is_no_folder() {
    let folder = published();
    let bound = bind("127.0.0.1:0").await.unwrap();
    let error = run(bound, folder.path().join("none"), async {}).await.unwrap_err();
    assert!(error.to_string().contains("there is no site to serve"), "{error}");
}

#[tokio::test]
async fn an_edition_that_is_taken_down_is_gone_and_its_notices_say_why() {
    let folder = published();
    let within = folder.path().join("edisi/2026-11-24");
    fs::create_dir_all(within.join("desa")).unwrap();
    for (path, text) in [(TAKEN_DOWN, ""), ("index.html", "ditarik"), ("desa/index.html", "ditarik, desa")] {
        fs::write(within.join(path), text).unwrap();
    }
    fs::create_dir(folder.path().join("edisi/2026-11-25")).unwrap();
    fs::write(folder.path().join("edisi/2026-11-25/index.html"), "berlaku").unwrap();
    let site = site(folder.path());
    for (path, status, text) in [
        ("/edisi/2026-11-24/", StatusCode::GONE, "ditarik"),
        ("/edisi/2026-11-24/desa/", StatusCode::GONE, "ditarik, desa"),
        ("/edisi/2026-11-24/data/villages.csv", StatusCode::GONE, "ditarik"),
        ("/edisi/2026-11-25/", StatusCode::OK, "berlaku"),
        ("/edisi/2026-11-23/", StatusCode::NOT_FOUND, "tidak ada"),
        ("/desa/", StatusCode::OK, "villages"),
    ] {
        let (found, _, body) = ask(&site, get(path)).await;
        assert_eq!((found, body.as_str()), (status, text), "{path}");
    }
}

#[tokio::test]
async fn what_is_large_and_not_compressed_yet_is_compressed_for_who_takes_it() {
    let folder = published();
    let text = "desa ".repeat(1_000);
    for name in ["large.html", "large.png"] {
        fs::write(folder.path().join(name), &text).unwrap();
    }
    let site = site(folder.path());
    for (path, coding, expected) in [
        ("/large.html", "br", Some("br")),
        ("/large.html", "gzip", Some("gzip")),
        ("/large.html", "identity", None),
        ("/large.png", "gzip", None),
        ("/index.html", "gzip", None),
    ] {
        let uri: Uri = path.parse().unwrap();
        let request = || Request::builder().uri(uri.clone()).header("accept-encoding", coding);
        let response = site.get_response(request().finish()).await;
        let headers = response.headers().clone();
        let found = headers.get("content-encoding").map(|it| it.to_str().unwrap());
        assert_eq!(found, expected, "{path} as {coding}");
        let bytes = response.into_body().into_bytes().await.unwrap();
        assert_eq!(bytes.len() < 200, expected.is_some() || path == "/index.html", "{path} as {coding}");
        let again = request().header("if-none-match", &headers["etag"]).finish();
        assert_eq!(site.get_response(again).await.status(), StatusCode::NOT_MODIFIED, "{path} as {coding}");
    }
}
