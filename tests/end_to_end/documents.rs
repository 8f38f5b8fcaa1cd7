//! Documents that clients name rather than send: trusted ones, and those that they have registered.

use std::fs;

use dampingan_tests::{Answer, Backend, Running, World, ask, get, post};
use gateway::api::Api;
use gateway::document::sha256;
use gateway::document::trusted::Manifest;
use gateway::server::Edge;
use gateway::settings::{DocumentSettings, HttpSettings, Trust};
use serde_json::{Value, json};

const NAME: &str = "query Name($code: RegionCode!) { village(code: $code) { name } }";
const VERSION: &str = "{ dataVersion }";

async fn start(trust: Trust) -> Running {
    let world = World::with_facts(Backend::Sqlite).await;
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("name.graphql"), NAME).unwrap();
    let manifest = Manifest::read(folder.path()).unwrap();
    let api = world.limited(DocumentSettings { trust, ..DocumentSettings::DEFAULT });
    let api = api.with_trusted(&manifest).await.unwrap();
    Running::start(Edge::new(api, HttpSettings::DEFAULT)).await.over(world)
}

async fn asked(running: &Running, body: Value) -> Answer {
    ask(post(&running.base).body(body.to_string()).unwrap()).await
}

fn persisted(hash: &str, query: Option<&str>) -> Value {
    let mut body = json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": hash } } });
    if let Some(query) = query {
        body["query"] = query.into();
    }
    body
}

#[tokio::test]
async fn a_trusted_document_is_named_by_its_id_its_hash_or_its_text() {
    let running = start(Trust::Enforce).await;
    let variables = json!({ "code": "33.18.16.2012" });
    let expected = json!({ "data": { "village": { "name": "Kajen" } } });
    for name in ["documentId", "doc_id"] {
        for id in ["name", &sha256(NAME)] {
            let answer = asked(&running, json!({ name: id, "variables": variables })).await;
            assert_eq!(answer.json(), expected, "{name} {id}");
        }
    }
    assert_eq!(asked(&running, json!({ "query": NAME, "variables": variables })).await.json(), expected);
    let mut body = persisted(&sha256(NAME), None);
    body["variables"] = variables;
    assert_eq!(asked(&running, body).await.json(), expected);
    let address =
        format!("{}/graphql?documentId=name&variables=%7B%22code%22%3A%2233.18.16.2012%22%7D", running.base);
    let answer = ask(get(address)).await;
    assert_eq!((answer.status, answer.json()), (200, expected));
}

#[tokio::test]
async fn other_documents_are_refused_where_trust_is_enforced_and_only_there() {
    for (trust, is_answered) in [(Trust::Off, true), (Trust::Log, true), (Trust::Enforce, false)] {
        let running = start(trust).await;
        for body in [
            json!({ "query": VERSION }),
            json!({ "query": "{ __schema { queryType { name } } }" }),
            persisted(&sha256(VERSION), Some(VERSION)),
        ] {
            let answer = asked(&running, body.clone()).await;
            assert_eq!(answer.json().get("data").is_some(), is_answered, "{trust:?} {body}");
            if !is_answered {
                assert_eq!(answer.code(), "DOCUMENT_NOT_TRUSTED");
            }
        }
        let unknown = asked(&running, json!({ "documentId": "other" })).await;
        assert_eq!(unknown.code(), "PERSISTED_QUERY_NOT_FOUND");
    }
}

#[tokio::test]
async fn a_document_is_registered_under_its_hash_and_named_by_it_from_then_on() {
    let running = start(Trust::Off).await;
    let hash = sha256(VERSION);
    let first = asked(&running, persisted(&hash, None)).await;
    assert_eq!(first.code(), "PERSISTED_QUERY_NOT_FOUND");
    assert_eq!(first.json()["errors"][0]["message"], "PersistedQueryNotFound");
    let wrong = asked(&running, persisted(&sha256("{ other }"), Some(VERSION))).await;
    assert_eq!(wrong.code(), "BAD_USER_INPUT");
    let invalid = asked(&running, persisted(&sha256("{ nothing }"), Some("{ nothing }"))).await;
    assert_eq!(invalid.code(), "GRAPHQL_VALIDATION_FAILED");
    let expected = json!({ "data": { "dataVersion": "1" } });
    assert_eq!(asked(&running, persisted(&hash, Some(VERSION))).await.json(), expected);
    assert_eq!(asked(&running, persisted(&hash, None)).await.json(), expected);
    assert_eq!(asked(&running, persisted(&hash.to_uppercase(), None)).await.json(), expected);
    let still = asked(&running, persisted(&sha256("{ nothing }"), None)).await;
    assert_eq!(still.code(), "PERSISTED_QUERY_NOT_FOUND", "what cannot be answered is not kept");
}

#[tokio::test]
async fn a_request_names_its_document_once() {
    let running = start(Trust::Off).await;
    let mut both = persisted(&sha256(VERSION), Some(VERSION));
    both["documentId"] = "name".into();
    let version = json!({ "extensions": { "persistedQuery": { "version": 2, "sha256Hash": "x" } } });
    let without_hash = json!({ "extensions": { "persistedQuery": { "version": 1 } } });
    let no_object = json!({ "query": VERSION, "extensions": { "persistedQuery": 1 } });
    for body in [both, version, without_hash, no_object, json!({ "query": VERSION, "doc_id": "name" })] {
        assert_eq!(asked(&running, body.clone()).await.status, 400, "{body}");
    }
}

#[tokio::test]
async fn trusted_documents_are_checked_at_the_start_and_may_be_large() {
    let world = World::empty(Backend::Sqlite).await;
    let folder = tempfile::tempdir().unwrap();
    let trust = async |text: &str| {
        fs::write(folder.path().join("large.graphql"), text).unwrap();
        Api::new(world.db.clone()).with_trusted(&Manifest::read(folder.path()).unwrap()).await
    };
    let large = format!("{{ {} }}", "__typename ".repeat(3_000));
    let api = trust(&large).await.unwrap();
    let asked = gateway::document::Asked::Id("large".to_owned());
    assert!(api.find(&asked).await.is_ok());
    let error = format!("{:#}", trust("{ nothing }").await.unwrap_err());
    assert!(error.contains("nothing") && error.contains("cannot be answered"), "{error}");
}
