//! The gateway seen by who operates it: numbers, plans, and the log of what is slow.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

use dampingan_tests::{Backend, Running, World, ask, get, post, program};
use gateway::settings::HttpSettings;
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::{EndpointExt as _, Route};
use serde_json::{Value, json};
use tokio::sync::mpsc;
use ureq::http::Request;

fn asking(base: &str, body: &Value) -> Request<String> {
    post(base).body(body.to_string()).unwrap()
}

fn explained(query: &str) -> Value {
    json!({ "query": query, "extensions": { "explain": true } })
}

#[tokio::test]
async fn numbers_tell_what_was_asked_and_what_it_took() {
    let world = World::with_facts(Backend::Sqlite).await;
    let running = Running::start(world.edge(HttpSettings::DEFAULT)).await.over(world);
    let district =
        r#"query District { district(code: "33.18.16") { name villages(first: 3) { nodes { name } } } }"#;
    for _ in 0..2 {
        assert_eq!(ask(asking(&running.base, &json!({ "query": district }))).await.status, 200);
    }
    let tokens = format!("{{ {} }}", "__typename ".repeat(2_000));
    for refused in ["{ nothing }", tokens.as_str()] {
        ask(asking(&running.base, &json!({ "query": refused }))).await;
    }
    let page = ask(get(format!("{}/metrics", running.base))).await;
    assert_eq!(page.status, 200);
    assert!(page.media.starts_with("application/openmetrics-text"), "{}", page.media);
    for line in [
        "dampingan_requests_total{operation=\"District\",outcome=\"ran\"} 2",
        "dampingan_requests_total{operation=\"(anonymous)\",outcome=\"refused\"} 2",
        "dampingan_request_seconds_count{operation=\"District\"} 2",
        "dampingan_statements_total 2",
        "dampingan_cost_total 8",
        "dampingan_documents_total{from=\"memory\"} 1",
        "dampingan_documents_total{from=\"text\"} 3",
        "dampingan_answers_total{from=\"database\"} 2",
        "dampingan_limits_exceeded_total{limit=\"tokens\"} 1",
        "dampingan_requests_at_work 0",
        "dampingan_streams 0",
        "dampingan_data_version 1",
    ] {
        assert!(page.body.lines().any(|it| it == line), "{line} in {}", page.body);
    }
    assert!(page.body.contains("dampingan_connections{state=\"idle\"}"), "{}", page.body);
}

#[tokio::test]
async fn only_operators_see_numbers_and_plans() {
    let world = World::empty(Backend::Sqlite).await;
    let settings = HttpSettings { operator_token: Some("correct horse".to_owned()), ..HttpSettings::DEFAULT };
    let running = Running::start(world.edge(settings)).await.over(world);
    let metrics = || Request::get(format!("{}/metrics", running.base));
    let explain = || post(&running.base);
    let body = explained("{ dataVersion }").to_string();
    for (secret, status) in [(None, 403), (Some("Bearer wrong"), 403), (Some("Bearer correct horse"), 200)] {
        let with = |builder: ureq::http::request::Builder| match secret {
            Some(secret) => builder.header("authorization", secret),
            None => builder,
        };
        assert_eq!(ask(with(metrics()).body(String::new()).unwrap()).await.status, status, "{secret:?}");
        let answer = ask(with(explain()).body(body.clone()).unwrap()).await;
        assert_eq!(answer.status, status, "{secret:?}: {}", answer.body);
    }
}

#[tokio::test]
async fn operators_see_each_statement_with_its_plan() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let running = Running::start(world.edge(HttpSettings::DEFAULT)).await.over(world);
        let query = r#"{ district(code: "33.18.16") { name villages(first: 3) { totalCount nodes { name needs { aggregate { count } } } } } }"#;
        let plain = ask(asking(&running.base, &json!({ "query": query }))).await.json();
        let answer = ask(asking(&running.base, &explained(query))).await.json();
        assert_eq!(answer["data"], plain["data"]);
        assert_eq!(plain.get("extensions"), None);
        let statements = answer["extensions"]["explain"].as_array().unwrap();
        let told: Vec<_> = statements
            .iter()
            .map(|it| {
                (it["noun"].as_str().unwrap(), it["reads"].as_str().unwrap(), it["rows"].as_u64().unwrap())
            })
            .collect();
        assert_eq!(told.len(), 3, "{told:?}");
        for expected in [("District", "ROWS", 1), ("Village", "COUNT", 1)] {
            assert!(told.contains(&expected), "{backend:?}: {expected:?} in {told:?}");
        }
        for it in statements {
            assert!(it["sql"].as_str().unwrap().starts_with("SELECT"), "{it}");
            assert!(it["milliseconds"].as_f64().unwrap() > 0.0, "{it}");
            let told = it["plan"].to_string().to_lowercase();
            assert!(told.contains("scan") || told.contains("search"), "{backend:?}: {told}");
        }
    }
}

/// A gateway as it is run, with these flags, over a database with the facts; ends when it is asked to.
struct Program {
    child: Child,
    base: String,
}

impl Program {
    fn start(world: &World, flags: &[&str]) -> Self {
        let mut child = Command::new(program("gateway"))
            .args(["serve", "--listen", "127.0.0.1:0", "--log-format", "json", "--database", &world.url])
            .args(flags)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut said).unwrap();
        let base = said.trim().rsplit(' ').next().unwrap().trim_end_matches("/graphql").to_owned();
        Self { child, base }
    }

    /// Ends it, and gives the lines of its log.
    fn end(self) -> Vec<Value> {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
        let output = self.child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let log = String::from_utf8(output.stderr).unwrap();
        log.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

const DISTRICT: &str = r#"query District { district(code: "33.18.16") { villages(first: 3) { nodes { needs { totalCount } } } } }"#;

#[tokio::test]
async fn the_log_has_the_statements_of_what_is_slow() {
    let world = World::with_facts(Backend::Sqlite).await;
    for (slow, lines) in [("0.000001", 2), ("1000", 0)] {
        let gateway = Program::start(&world, &["--slow", slow]);
        assert_eq!(ask(asking(&gateway.base, &json!({ "query": DISTRICT }))).await.status, 200);
        let log = gateway.end();
        let said = |what: &str| {
            log.iter().filter(|line| line["fields"]["message"] == what).cloned().collect::<Vec<_>>()
        };
        let statements = said("statement of a slow operation");
        assert_eq!(statements.len(), lines, "{log:?}");
        assert!(statements.iter().all(|it| it["fields"]["sql"].as_str().unwrap().starts_with("SELECT")));
        let operations = said("slow operation");
        assert_eq!(operations.len(), usize::from(lines > 0));
        assert!(
            operations
                .iter()
                .all(|it| it["fields"]["operation"] == "District" && it["span"]["id"].is_string())
        );
    }
}

/// A collector of traces: what was sent to it, as it arrives.
async fn collector() -> (String, mpsc::UnboundedReceiver<Value>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let collect = poem::endpoint::make_sync(|_| ()).before(move |mut request: poem::Request| {
        let sender = sender.clone();
        async move {
            let body = request.take_body().into_bytes().await?;
            sender.send(serde_json::from_slice(&body).unwrap()).unwrap();
            Ok(request)
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
    let address = listener.local_addr().remove(0).as_socket_addr().unwrap().to_owned();
    let routes = Route::new().at("/v1/traces", collect);
    tokio::spawn(poem::Server::new_with_acceptor(listener).run(routes));
    (format!("http://{address}"), receiver)
}

#[tokio::test]
async fn a_trace_has_the_request_its_levels_and_their_statements() {
    let world = World::with_facts(Backend::Sqlite).await;
    let (collector, mut sent) = collector().await;
    let gateway = Program::start(&world, &["--otlp", &collector]);
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    let request = post(&gateway.base).header("traceparent", format!("00-{trace}-1122334455667788-01"));
    assert_eq!(ask(request.body(json!({ "query": DISTRICT }).to_string()).unwrap()).await.status, 200);
    // The last traces are sent when the gateway ends.
    tokio::task::spawn_blocking(move || gateway.end()).await.unwrap();
    let mut spans = Vec::new();
    while let Ok(batch) = sent.try_recv() {
        let found = batch["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap().clone();
        spans.extend(found.into_iter().filter(|span| span["traceId"] == trace));
    }
    let named = |name: &str| spans.iter().filter(|span| span["name"] == name).collect::<Vec<_>>();
    let (requests, levels, statements) = (named("request"), named("level"), named("statement"));
    assert_eq!((requests.len(), levels.len(), statements.len()), (1, 2, 2), "{spans:?}");
    let attribute = |span: &Value, key: &str| {
        let all = span["attributes"].as_array().unwrap();
        all.iter().find(|it| it["key"] == key).map(|it| it["value"].clone()).unwrap_or_default()
    };
    assert_eq!(attribute(requests[0], "graphql.operation.name")["stringValue"], "District");
    assert_eq!(
        attribute(requests[0], "http.response.status_code")["intValue"].to_string().trim_matches('"'),
        "200",
        "{}",
        requests[0]
    );
    assert_eq!(requests[0]["parentSpanId"], "1122334455667788");
    let ids: Vec<_> = requests.iter().chain(&levels).map(|span| &span["spanId"]).collect();
    for span in levels.iter().chain(&statements) {
        assert!(ids.contains(&&span["parentSpanId"]), "{span}");
    }
    for span in statements {
        let sql = attribute(span, "db.query.text");
        assert!(sql["stringValue"].as_str().unwrap().starts_with("SELECT"), "{sql}");
    }
}
