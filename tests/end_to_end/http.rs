//! GraphQL over HTTP: forms, statuses, limits from both sides, and what protects clients and server.
//!
//! What the reference clients and the audits of the specification say stands in `tests/http`.

use std::io::Read as _;
use std::time::Duration;

use dampingan_tests::{Answer, Backend, Running, World, ask, ask_in_chunks, get, post};
use gateway::settings::{HttpSettings, Seconds};
use poem::Endpoint;
use sea_orm::{ConnectionTrait as _, DatabaseTransaction, TransactionTrait as _};
use serde_json::json;
use ureq::http::Request;

const MODERN: &str = "application/graphql-response+json";
const PLAIN: &str = "application/json";

async fn start(settings: HttpSettings) -> Running {
    let world = World::empty(Backend::Sqlite).await;
    Running::start(world.edge(settings)).await.over(world)
}

async fn asked(base: &str, accept: &str, body: serde_json::Value) -> Answer {
    ask(post(base).header("accept", accept).body(body.to_string()).unwrap()).await
}

fn query(text: &str) -> serde_json::Value {
    json!({ "query": text })
}

#[tokio::test]
async fn the_media_type_is_what_the_client_likes_most() {
    let running = start(HttpSettings::DEFAULT).await;
    for (accept, media) in [
        (MODERN, MODERN),
        (PLAIN, PLAIN),
        ("*/*", PLAIN),
        ("application/json;q=0.5, application/graphql-response+json;q=0.6", MODERN),
        ("application/json;q=0.6, application/graphql-response+json;q=0.5", PLAIN),
        ("text/html, */*;q=0.1", PLAIN),
    ] {
        let answer = asked(&running.base, accept, query("{ __typename }")).await;
        assert_eq!((answer.status, answer.media), (200, format!("{media}; charset=utf-8")), "{accept}");
        let vary: Vec<_> = answer.headers.get_all("vary").iter().collect();
        assert!(vary.iter().any(|value| *value == "Accept"), "{vary:?}");
    }
    for accept in ["image/png", "application/json;q=0", "text/*"] {
        let answer = asked(&running.base, accept, query("{ __typename }")).await;
        assert_eq!((answer.status, answer.code().as_str()), (406, "NOT_ACCEPTABLE"), "{accept}");
    }
}

#[tokio::test]
async fn answers_may_be_kept_as_long_as_their_types_and_the_operator_let_them() {
    let asked = "public, max-age=0, must-revalidate";
    let (minute, hour, day) = ("public, max-age=60", "public, max-age=3600", "public, max-age=86400");
    for (query, by_default, for_a_minute, for_long) in [
        ("{ provinces { nodes { code regencies { nodes { name } } } } }", asked, minute, day),
        ("{ provinces { nodes { name source { title } } } }", asked, minute, hour),
        ("{ sources { edges { node { key } } } }", asked, minute, hour),
        // What rows say, how many match, and who matches may be another thing at any time.
        ("{ transactions { nodes { amount } } }", asked, asked, asked),
        ("{ provinces { nodes { observations { totalCount } } } }", asked, asked, asked),
        ("{ provinces { aggregate { count } } }", asked, asked, asked),
        ("{ provinces(filter: { name: { eq: \"Jawa Tengah\" } }) { nodes { code } } }", asked, asked, asked),
        ("{ dataVersion provinces { nodes { code } } }", asked, asked, asked),
        ("{ __typename }", asked, asked, asked),
    ] {
        for (max_age, expected) in [(0, by_default), (60, for_a_minute), (1_000_000, for_long)] {
            let running = start(HttpSettings { max_age, ..HttpSettings::DEFAULT }).await;
            let address = address(&running.base, &[("query", query)]);
            let first = ask(get(address.clone())).await;
            assert_eq!(first.headers["cache-control"], expected, "{query} {max_age}: {}", first.body);
            let again = Request::get(&address).header("if-none-match", &first.headers["etag"]);
            let again = ask(again.body(String::new()).unwrap()).await;
            assert_eq!(
                (again.status, &again.headers["cache-control"]),
                (304, &first.headers["cache-control"])
            );
        }
    }
}

#[tokio::test]
async fn what_is_refused_before_it_runs_has_no_data_and_a_code() {
    let running = start(HttpSettings::DEFAULT).await;
    let unknown = json!({ "query": "query A { __typename } query B { __typename }", "operationName": "C" });
    let variable = json!({ "query": "query($n: Int!) { villages(first: $n) { totalCount } }", "variables": { "n": "x" } });
    for (body, code) in [
        (query("{"), "GRAPHQL_PARSE_FAILED"),
        (query("{ nothing }"), "GRAPHQL_VALIDATION_FAILED"),
        (unknown, "BAD_USER_INPUT"),
        (variable, "BAD_USER_INPUT"),
    ] {
        for (accept, status) in [(MODERN, 400), (PLAIN, 200)] {
            let answer = asked(&running.base, accept, body.clone()).await;
            assert_eq!((answer.status, answer.code().as_str()), (status, code), "{body}: {}", answer.body);
            assert_eq!(answer.json().get("data"), None);
        }
    }
    let syntax = asked(&running.base, MODERN, query("{ villages { }")).await.json();
    let message = syntax["errors"][0]["message"].as_str().unwrap();
    assert!(message.starts_with("Syntax error: expected ") && !message.contains('\n'), "{message}");
    assert_eq!(syntax["errors"][0]["locations"], json!([{ "line": 1, "column": 14 }]));
}

/// The address of a GET with these parameters.
fn address(base: &str, parameters: &[(&str, &str)]) -> String {
    let encoded = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
    let pairs: Vec<_> = parameters.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
    format!("{base}/graphql?{}", pairs.join("&"))
}

#[tokio::test]
async fn get_takes_every_parameter() {
    let running = start(HttpSettings::DEFAULT).await;
    let two = "query A { a: __typename } query B($n: String!) { __type(name: $n) { name } }";
    let plain = ("query", "{ __typename }");
    for (parameters, expected) in [
        ([plain].as_slice(), json!({ "__typename": "Query" })),
        (&[plain, ("operationName", ""), ("variables", "null")], json!({ "__typename": "Query" })),
        (&[plain, ("extensions", r#"{"any":1}"#), ("unknown", "x")], json!({ "__typename": "Query" })),
        (&[("query", two), ("operationName", "A")], json!({ "a": "Query" })),
        (
            &[("query", two), ("operationName", "B"), ("variables", r#"{"n":"Need"}"#)],
            json!({ "__type": { "name": "Need" } }),
        ),
    ] {
        let answer = ask(get(address(&running.base, parameters))).await;
        assert_eq!((answer.status, answer.json()), (200, json!({ "data": expected })), "{parameters:?}");
    }
    for wrong in [
        [].as_slice(),
        &[("query", "")],
        &[plain, plain],
        &[plain, ("variables", "[]")],
        &[plain, ("variables", "{")],
        &[plain, ("variables", "")],
        &[plain, ("extensions", "1")],
    ] {
        let request = Request::get(address(&running.base, wrong)).header("accept", MODERN);
        let answer = ask(request.body(()).unwrap()).await;
        assert_eq!(answer.status, 400, "{wrong:?}: {}", answer.body);
    }
}

#[tokio::test]
async fn get_changes_nothing_and_other_methods_are_named() {
    let running = start(HttpSettings::DEFAULT).await;
    let both = "query A { __typename } mutation B { __typename }";
    for parameters in
        [[("query", "mutation { __typename }")].as_slice(), &[("query", both), ("operationName", "B")]]
    {
        let answer = ask(get(address(&running.base, parameters))).await;
        assert_eq!((answer.status, answer.code().as_str()), (405, "METHOD_NOT_ALLOWED"));
        assert_eq!(answer.headers["allow"], "POST");
    }
    // The operation counts, not what else is in the document; that there are no mutations is another matter.
    let other = ask(get(address(&running.base, &[("query", both), ("operationName", "A")]))).await;
    assert_eq!((other.status, other.code().as_str()), (200, "GRAPHQL_VALIDATION_FAILED"));
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        let request =
            Request::builder().method(method).uri(format!("{}/graphql", running.base)).body(()).unwrap();
        let answer = ask(request).await;
        assert_eq!(
            (answer.status, answer.headers["allow"].to_str().unwrap()),
            (405, "GET, HEAD, POST"),
            "{method}"
        );
    }
}

#[tokio::test]
async fn a_body_is_json_and_nothing_that_a_form_could_send() {
    let running = start(HttpSettings::DEFAULT).await;
    let body = query("{ __typename }").to_string();
    for (media, status) in [
        (Some("application/json"), 200),
        (Some("Application/JSON; Charset=UTF-8"), 200),
        (Some("application/json;charset=\"utf-8\""), 200),
        (Some("application/json; charset=iso-8859-1"), 415),
        (Some("application/json-patch+json"), 415),
        (Some("text/plain"), 415),
        (Some("text/plain; application/json"), 415),
        (Some("application/x-www-form-urlencoded"), 415),
        (Some("multipart/form-data; boundary=a"), 415),
        (Some("application/graphql"), 415),
    ] {
        let mut request = Request::post(format!("{}/graphql", running.base));
        if let Some(media) = media {
            request = request.header("content-type", media);
        }
        let answer = ask(request.body(body.clone()).unwrap()).await;
        assert_eq!(answer.status, status, "{media:?}: {}", answer.body);
    }
    let coded = ask(post(&running.base).header("content-encoding", "gzip").body(body).unwrap()).await;
    assert_eq!(coded.status, 415);
    let batch = ask(post(&running.base).body(r#"[{"query":"{a}"}]"#.to_owned()).unwrap()).await;
    assert_eq!(batch.status, 400);
    assert!(batch.body.contains("one operation per request"), "{}", batch.body);
    let latin = ask(post(&running.base).body(b"{\"query\":\"{ a } # \xe9\"}".to_vec()).unwrap()).await;
    assert_eq!(latin.status, 400);
}

#[tokio::test]
async fn a_body_may_be_as_large_as_the_limit_and_no_larger() {
    const LIMIT: usize = 5_000;
    let running = start(HttpSettings { max_body: LIMIT, ..HttpSettings::DEFAULT }).await;
    let empty = query("{ __typename }").to_string().len();
    for (size, status) in [(LIMIT, 200), (LIMIT + 1, 413)] {
        let body = query(&format!("{{ __typename }}{}", " ".repeat(size - empty))).to_string();
        assert_eq!(body.len(), size);
        let whole = ask(post(&running.base).body(body.clone()).unwrap()).await;
        let chunked = ask_in_chunks(post(&running.base).body(body).unwrap()).await;
        assert_eq!((whole.status, chunked.status), (status, status), "{size} bytes");
        assert!(status == 200 || whole.body.contains("5000 bytes"), "{}", whole.body);
    }
}

/// Keeps every question about villages waiting until it is dropped.
async fn lock(world: &World) -> DatabaseTransaction {
    let lock = world.db.begin().await.unwrap();
    lock.execute_unprepared("LOCK TABLE region IN ACCESS EXCLUSIVE MODE").await.unwrap();
    lock
}

/// Waits until somebody waits for the lock.
async fn somebody_waits(world: &World) {
    let waiting = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND database = \
                   (SELECT oid FROM pg_database WHERE datname = current_database())";
    loop {
        let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, waiting);
        let row = world.db.query_one_raw(statement).await.unwrap().unwrap();
        if row.try_get_by_index::<i64>(0).unwrap() > 0 {
            return;
        }
    }
}

#[tokio::test]
async fn so_many_work_so_many_wait_and_the_rest_is_turned_away() {
    let world = World::empty(Backend::Postgres).await;
    let settings = HttpSettings { max_concurrency: 1, max_queue: 1, ..HttpSettings::DEFAULT };
    let running = Running::start(world.edge(settings)).await;
    let lock = lock(&world).await;
    let base = running.base.clone();
    let ask = || {
        let base = base.clone();
        tokio::spawn(async move { asked(&base, PLAIN, query("{ villages { totalCount } }")).await })
    };
    let working = ask();
    somebody_waits(&world).await;
    let (mut one, mut other) = (ask(), ask());
    let (turned_away, waiting) = tokio::select! {
        Ok(answer) = &mut one => (answer, other),
        Ok(answer) = &mut other => (answer, one),
    };
    assert_eq!((turned_away.status, turned_away.code().as_str()), (503, "OVERLOADED"));
    assert_eq!(turned_away.headers["retry-after"], "1");
    lock.rollback().await.unwrap();
    for answer in [working.await.unwrap(), waiting.await.unwrap()] {
        assert_eq!(answer.json(), json!({ "data": { "villages": { "totalCount": 0 } } }));
    }
}

#[tokio::test]
async fn an_answer_that_takes_longer_than_it_may_is_given_up() {
    let world = World::empty(Backend::Postgres).await;
    let deadline = Seconds(Duration::from_millis(300));
    let running = Running::start(world.edge(HttpSettings { deadline, ..HttpSettings::DEFAULT })).await;
    let question = query("{ villages { totalCount } }");
    let lock = lock(&world).await;
    for accept in [PLAIN, MODERN] {
        let answer = asked(&running.base, accept, question.clone()).await;
        assert_eq!((answer.status, answer.code().as_str()), (504, "DEADLINE_EXCEEDED"));
        assert!(answer.body.contains("0.3 seconds"), "{}", answer.body);
        assert_eq!(answer.json().get("data"), None);
    }
    lock.rollback().await.unwrap();
    assert_eq!(asked(&running.base, PLAIN, question).await.status, 200);
}

#[tokio::test]
async fn a_failure_of_our_own_says_one_sentence_and_the_id_of_the_request() {
    let world = World::bare(Backend::Sqlite).await;
    let running = Running::start(world.edge(HttpSettings::DEFAULT)).await;
    let answer = asked(&running.base, MODERN, query("{ villages { totalCount } }")).await;
    assert_eq!(answer.status, 500, "{}", answer.body);
    let error = answer.json()["errors"][0].clone();
    assert_eq!(error["extensions"]["code"], "INTERNAL", "{error}");
    assert_eq!(error["extensions"]["requestId"], answer.headers["x-request-id"].to_str().unwrap());
    let message = error["message"].as_str().unwrap();
    assert!(message.contains("on our side") && !answer.body.contains("no such table"), "{}", answer.body);
}

/// The contract under an `Accept-Encoding`, unpacked, with the encoding and `Vary`. Asked without a client, as
/// clients unpack on their own.
async fn unpacked(routes: &impl Endpoint, accept: &str) -> (String, String, String) {
    let request = poem::Request::builder().uri_str("/schema.graphql").header("accept-encoding", accept);
    let response = routes.get_response(request.finish()).await;
    let header = |name| response.header(name).unwrap_or_default().to_owned();
    let (encoding, vary) = (header("content-encoding"), header("vary"));
    let bytes = response.into_body().into_vec().await.unwrap();
    let mut text = String::new();
    match encoding.as_str() {
        "zstd" => _ = zstd::Decoder::new(bytes.as_slice()).unwrap().read_to_string(&mut text).unwrap(),
        "br" => _ = brotli::Decompressor::new(bytes.as_slice(), 4096).read_to_string(&mut text).unwrap(),
        "gzip" => _ = flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap(),
        _ => text = String::from_utf8(bytes).unwrap(),
    }
    (text, encoding, vary)
}

#[tokio::test]
async fn large_answers_are_compressed_as_the_client_takes_it() {
    let world = World::bare(Backend::Sqlite).await;
    let routes = world.edge(HttpSettings::DEFAULT).routes();
    let plain = gateway::contract::sdl();
    for (accept, expected) in
        [("zstd, br, gzip", "zstd"), ("br, gzip", "br"), ("gzip", "gzip"), ("gzip;q=0", ""), ("identity", "")]
    {
        let (text, encoding, vary) = unpacked(&routes, accept).await;
        assert_eq!((encoding.as_str(), vary.as_str()), (expected, "Accept-Encoding"), "{accept}");
        assert!(text == plain, "{accept} gives another text");
    }
    let running = Running::start(world.edge(HttpSettings::DEFAULT)).await;
    let small = post(&running.base).header("accept-encoding", "zstd, br, gzip");
    let small = ask(small.body(query("{ __typename }").to_string()).unwrap()).await;
    assert_eq!(small.headers.get("content-encoding"), None);
    assert_eq!(small.json(), json!({ "data": { "__typename": "Query" } }));
}

#[tokio::test]
async fn pages_of_other_sites_read_answers_only_where_the_operator_lets_them() {
    let site = "https://pati.example";
    let closed = start(HttpSettings::DEFAULT).await;
    let listed = HttpSettings { cors_origin: vec![site.to_owned()], ..HttpSettings::DEFAULT };
    let listed = start(listed).await;
    let any = start(HttpSettings { cors_origin: vec!["*".to_owned()], ..HttpSettings::DEFAULT }).await;
    for (running, origin, admitted) in [
        (&closed, site, false),
        (&listed, site, true),
        (&listed, "https://other.example", false),
        (&listed, listed.base.as_str(), false),
        (&any, "https://other.example", true),
    ] {
        let request = post(&running.base).header("origin", origin);
        let answer = ask(request.body(query("{ __typename }").to_string()).unwrap()).await;
        // Who may not read is kept out by the browser; a page of our own needs no leave.
        assert_eq!(answer.status, 200, "{origin}");
        let allowed = answer.headers.get("access-control-allow-origin").map(|it| it.to_str().unwrap());
        assert_eq!(allowed, admitted.then_some(origin));
        let preflight = Request::options(format!("{}/graphql", running.base))
            .header("origin", origin)
            .header("access-control-request-method", "POST")
            .header("access-control-request-headers", "content-type");
        let answer = ask(preflight.body(()).unwrap()).await;
        let allowed = answer.headers.get("access-control-allow-headers").map(|it| it.to_str().unwrap());
        assert_eq!(
            (answer.status, allowed),
            if admitted { (204, Some("content-type")) } else { (405, None) }
        );
    }
}

#[tokio::test]
async fn every_answer_is_what_its_type_says_and_the_explorer_asks_nobody_else() {
    let running = start(HttpSettings::DEFAULT).await;
    for path in ["graphql?query=%7B__typename%7D", "explorer.js", "schema.graphql", "none"] {
        let answer = ask(get(format!("{}/{path}", running.base))).await;
        assert_eq!(answer.headers["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(answer.headers["referrer-policy"], "no-referrer", "{path}");
    }
    let page = Request::get(format!("{}/graphql", running.base)).header("accept", "text/html");
    let page = ask(page.body(()).unwrap()).await;
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
}
