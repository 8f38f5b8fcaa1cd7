//! The HTTP edge, asked by a real client.

use dampingan_tests::{Backend, Running, World, ask, get, post};
use gateway::server::Server;
use gateway::settings::HttpSettings;
use serde_json::json;

async fn start() -> Running {
    let world = World::with_facts(Backend::Sqlite).await;
    Running::start(world.edge(HttpSettings::DEFAULT)).await.over(world)
}

#[tokio::test]
async fn post_and_get_answer_the_same() {
    let running = start().await;
    let query = r"query($code: RegionCode!) { village(code: $code) { name } }";
    let body = json!({ "query": query, "variables": { "code": "33.18.16.2012" } }).to_string();
    let posted = ask(post(&running.base).body(body).unwrap()).await;
    let address = format!(
        "{}/graphql?query=query(%24code%3ARegionCode!)%7Bvillage(code%3A%24code)%7Bname%7D%7D&variables=%7B%22code%22%3A%2233.18.16.2012%22%7D",
        running.base
    );
    let got = ask(get(address)).await;
    let expected = json!({ "data": { "village": { "name": "Kajen" } } });
    assert_eq!((posted.status, posted.json()), (200, expected.clone()));
    assert_eq!((got.status, got.json()), (200, expected));
    assert!(posted.media.starts_with("application/json"), "{}", posted.media);
    assert_eq!(posted.headers["x-request-id"].len(), 16);
}

#[tokio::test]
async fn a_refused_document_has_no_data_and_the_status_that_the_client_understands() {
    let running = start().await;
    let body = json!({ "query": "{ villages { nodes { nama } } }" }).to_string();
    let plain = ask(post(&running.base).body(body.clone()).unwrap()).await;
    let request = post(&running.base).header("accept", "application/graphql-response+json");
    let modern = ask(request.body(body).unwrap()).await;
    assert_eq!((plain.status, modern.status), (200, 400));
    for answer in [plain, modern] {
        assert_eq!(answer.json().get("data"), None, "{}", answer.body);
        assert!(answer.json()["errors"][0]["message"].as_str().unwrap().contains("nama"));
    }
}

#[tokio::test]
async fn what_is_not_graphql_is_told_so() {
    let running = start().await;
    let base = &running.base;
    let text = ureq::http::Request::post(format!("{base}/graphql")).header("content-type", "text/plain");
    for (request, status) in [
        (text.body("{}".to_owned()).unwrap(), 415),
        (post(base).body("{".to_owned()).unwrap(), 400),
        (post(base).body("{}".to_owned()).unwrap(), 400),
        (post(base).body(r#"{"query":"{ dataVersion }","variables":[1]}"#.to_owned()).unwrap(), 400),
        (post(base).body(format!("{{\"query\":\"{}\"}}", " ".repeat(1 << 21))).unwrap(), 413),
        (post(base).header("accept", "image/png").body("{}".to_owned()).unwrap(), 406),
        (get(format!("{base}/graphql?query=mutation%7Ba%7D")), 405),
        (get(format!("{base}/graphql?query=%7BdataVersion%7D&variables=%7B")), 400),
        (get(format!("{base}/none")), 404),
    ] {
        let shown = format!("{} {}", request.method(), request.uri());
        let answer = ask(request).await;
        assert_eq!(answer.status, status, "{shown}: {}", answer.body);
    }
}

#[tokio::test]
async fn browsers_get_an_explorer_that_asks_no_other_host() {
    let running = start().await;
    let request = ureq::http::Request::get(format!("{}/graphql", running.base)).header("accept", "text/html");
    let page = ask(request.body(String::new()).unwrap()).await;
    assert_eq!((page.status, page.media.as_str()), (200, "text/html; charset=utf-8"));
    assert!(!page.body.contains("://"), "an address of another host in {}", page.body);
    assert!(page.headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
    for file in ["explorer.css", "explorer.js", "examples.json"] {
        assert!(file == "examples.json" || page.body.contains(file));
        let answer = ask(get(format!("{}/{file}", running.base))).await;
        assert_eq!(answer.status, 200, "{file}");
        assert!(!answer.body.contains("://"), "{file}");
    }
}

#[tokio::test]
async fn health_readiness_and_the_contract_are_served() {
    let running = start().await;
    for (path, expected) in
        [("health", "ok"), ("ready", "data version 1"), ("schema.graphql", "type Village ")]
    {
        let answer = ask(get(format!("{}/{path}", running.base))).await;
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body.contains(expected), "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_taken_port_is_named_with_the_way_out() {
    let running = start().await;
    let taken = running.base.trim_start_matches("http://").parse().unwrap();
    let world = World::bare(Backend::Sqlite).await;
    let error = Server::bind(world.edge(HttpSettings::DEFAULT), taken).await.err().unwrap();
    let words = format!("{error:#}");
    assert!(words.contains(&taken.to_string()) && words.contains("--listen"), "{words}");
}
