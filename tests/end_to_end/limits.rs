//! What one document, one operation and one client may ask: each limit met from both sides, and kept whatever is sent.

use std::fmt::Write as _;
use std::time::Duration;

use dampingan_tests::{Answer, Backend, Running, World, ask, post};
use gateway::api::{Api, Call, Outcome};
use gateway::db::{self, Readers};
use gateway::server::Edge;
use gateway::settings::{DocumentSettings, HttpSettings, Limits, Seconds};
use sea_orm::{ConnectionTrait as _, TransactionTrait as _};
use serde_json::{Value, json};

async fn asked(api: &Api, document: &str) -> Value {
    let answer = api.answer(&Call::of(document)).await;
    serde_json::from_slice(&answer.body).unwrap()
}

/// The code and the message of the first error.
fn error(answer: &Value) -> (&str, &str) {
    let error = &answer["errors"][0];
    (error["extensions"]["code"].as_str().unwrap_or_default(), error["message"].as_str().unwrap_or_default())
}

/// Fields with an alias each, at the root.
fn aliased(count: usize) -> String {
    (0..count).fold(String::new(), |mut fields, at| {
        let _ = write!(fields, "a{at}: dataVersion ");
        fields
    })
}

#[tokio::test]
async fn each_limit_of_documents_is_met_from_both_sides() {
    let world = World::empty(Backend::Sqlite).await;
    let default = DocumentSettings::DEFAULT;
    let fields = |count: usize| "__typename ".repeat(count);
    let skipped =
        |count: usize| format!("{{ dataVersion {} }}", "@skip(if: false) @include(if: true) ".repeat(count));
    let spread = |count: usize| {
        format!(
            "{{ villages(first: 1) {{ nodes {{ {} }} }} }} fragment F on Village {{ id }}",
            "...F ".repeat(count)
        )
    };
    for (limits, within, beyond, said) in [
        (
            DocumentSettings { max_tokens: 5, ..default.clone() },
            "{ a: dataVersion }".to_owned(),
            "{ a: dataVersion __typename }".to_owned(),
            "more than 5 tokens",
        ),
        (
            DocumentSettings { max_depth: 3, ..default.clone() },
            "{ villages { nodes { name } } }".to_owned(),
            "{ villages { nodes { district { name } } } }".to_owned(),
            "deeper than 3 fields",
        ),
        (
            DocumentSettings { max_fields: 8, ..default.clone() },
            spread(6),
            spread(7),
            "more than 8 fields",
        ),
        (
            DocumentSettings { max_aliases: 10, ..default.clone() },
            format!("{{ {} }}", aliased(10)),
            format!("{{ {} }}", aliased(11)),
            "more than 10 aliases",
        ),
        (
            DocumentSettings { max_root_fields: 4, ..default.clone() },
            format!("{{ {} }}", fields(4)),
            format!("{{ {} }}", fields(5)),
            "more than 4 root fields",
        ),
        (
            DocumentSettings { max_directives: 2, ..default.clone() },
            skipped(1),
            "{ dataVersion @skip(if: false) __typename @skip(if: false) villages @skip(if: true) { totalCount } }"
                .to_owned(),
            "more than 2 directives",
        ),
        (
            DocumentSettings { max_cost: 30, ..default.clone() },
            "{ villages(first: 30) { nodes { name } } }".to_owned(),
            "{ villages(first: 31) { nodes { name } } }".to_owned(),
            "may cost 31, and at most 30",
        ),
    ] {
        let api = world.limited(limits.clone());
        let answer = asked(&api, &within).await;
        assert_eq!(answer.get("errors"), None, "{within}");
        let answer = asked(&api, &beyond).await;
        let (code, message) = error(&answer);
        assert_eq!(code, "LIMIT_EXCEEDED", "{beyond}: {answer}");
        assert!(message.contains(said), "{beyond}: {message}");
        assert_eq!(answer.get("data"), None);
        // Only watched, the same is answered and counted.
        let watched = world.limited(DocumentSettings { limits: Limits::Warn, ..limits });
        assert_eq!(asked(&watched, &beyond).await.get("errors"), None, "{beyond}");
        let counted = watched.metrics().page(&gateway::metrics::Now::default());
        assert!(counted.contains("dampingan_limits_exceeded_total{limit="), "{counted}");
    }
}

#[tokio::test]
async fn the_limits_are_those_of_the_manual() {
    let world = World::empty(Backend::Sqlite).await;
    for (within, beyond, said) in [
        (format!("{{ {} }}", aliased(20)), format!("{{ {} }}", aliased(21)), "root fields"),
        (
            format!("{{ __typename {} }}", "#\n".repeat(3_000)),
            format!("{{ __typename {} }}", "__typename ".repeat(1_998)),
            "2000 tokens",
        ),
        (
            "{ villages(first: 100) { nodes { name } } }".to_owned(),
            "{ villages(first: 201) { nodes { name } } }".to_owned(),
            "0 to 200",
        ),
        (
            "{ transactions(first: 100) { nodes { key } } }".to_owned(),
            "{ transactions(first: 101) { nodes { key } } }".to_owned(),
            "0 to 100",
        ),
        (
            "{ villages(first: 50) { nodes { needs(first: 98) { nodes { title } } } } }".to_owned(),
            "{ villages(first: 50) { nodes { needs(first: 100) { nodes { title } } } } }".to_owned(),
            "at most 5000",
        ),
    ] {
        assert_eq!(world.ask(&within).await.0.get("errors"), None, "{within}");
        let refused = world.refusal(&beyond).await;
        assert!(refused.contains(said), "{refused}");
    }
}

/// Fragments that each spread the next one twice.
fn fragment_bomb(fragments: usize) -> String {
    let mut bomb = "{ villages { nodes { ...F0 } } } ".to_owned();
    for at in 0..fragments {
        let _ = write!(bomb, "fragment F{at} on Village {{ ...F{0} ...F{0} }} ", at + 1);
    }
    let _ = write!(bomb, "fragment F{fragments} on Village {{ name }}");
    bomb
}

#[tokio::test]
async fn bombs_are_refused_before_they_go_off() {
    let world = World::empty(Backend::Sqlite).await;
    let enforced = world.limited(DocumentSettings::DEFAULT);
    let watched = world.limited(DocumentSettings { limits: Limits::Warn, ..DocumentSettings::DEFAULT });
    let brackets = "[".repeat(100_000);
    let braces = "{ a".repeat(30_000);
    let chain = (0..30_000).fold("{ ...F0 } ".to_owned(), |mut chain, at| {
        let _ = write!(chain, "fragment F{at} on Query {{ ...F{} }} ", at + 1);
        chain
    });
    for (bomb, said) in [
        (fragment_bomb(30), "fields"),
        (fragment_bomb(60), "fields"),
        (format!("{{ villages(filter: {brackets}) {{ totalCount }} }}"), "deeper than 100"),
        (braces, "deeper than 100"),
        (chain, "deeper than 100"),
        (
            "{ ...A } fragment A on Query { ...B ...B } fragment B on Query { ...A ...A }".to_owned(),
            "spreads itself",
        ),
    ] {
        let answer = asked(&enforced, &bomb).await;
        let message = error(&answer).1.to_owned();
        assert!(message.contains(said) || message.contains("tokens"), "{message}");
        // Bombs are refused too where limits are only watched.
        let answer = asked(&watched, &bomb).await;
        let message = error(&answer).1;
        assert!(message.contains(said), "{message}");
    }
    let aliases = format!("{{ {} }}", aliased(600));
    assert!(error(&asked(&enforced, &aliases).await).1.contains("more than 30 aliases"));
    let tokens = format!("{{ {} }}", "dataVersion ".repeat(10_000));
    assert!(error(&asked(&enforced, &tokens).await).1.contains("more than 2000 tokens"));
}

#[tokio::test]
async fn questions_about_types_do_not_grow_without_end_and_may_be_switched_off() {
    let world = World::empty(Backend::Sqlite).await;
    let tools = "{ __schema { queryType { name } types { name fields { name args { name type { ofType { ofType \
                 { ofType { ofType { name } } } } } } type { name } } inputFields { name } possibleTypes { name } } } }";
    assert_eq!(world.ask(tools).await.0.get("errors"), None);
    for (document, said) in [
        ("{ __schema { types { fields { type { fields { name } } } } } }", "2 times"),
        ("{ a: __schema { types { name } } b: __schema { types { name } } }", "once"),
    ] {
        let refused = world.refusal(document).await;
        assert!(refused.contains(said), "{refused}");
    }
    let api = world.limited(DocumentSettings { introspection: false, ..DocumentSettings::DEFAULT });
    for document in ["{ __schema { types { name } } }", "{ __type(name: \"Village\") { name } dataVersion }"]
    {
        let answer = asked(&api, document).await;
        assert!(error(&answer).1.contains("/schema.graphql"), "{answer}");
    }
    assert_eq!(asked(&api, "{ __typename villages { __typename } }").await.get("errors"), None);
}

#[tokio::test]
async fn errors_suggest_names_unless_that_is_switched_off() {
    let world = World::empty(Backend::Sqlite).await;
    let document = "{ village(code: \"33\") { nama } }";
    assert!(world.refusal(document).await.contains("\"name\""));
    let api = world.limited(DocumentSettings { suggestions: false, ..DocumentSettings::DEFAULT });
    let answer = asked(&api, document).await;
    assert!(!error(&answer).1.contains("\"name\""), "{answer}");
}

const QUESTION: &str = "{ villages(first: 100) { nodes { name } } }";

async fn from(running: &Running, client: &str) -> Answer {
    let request = post(&running.base).header("x-forwarded-for", client).header("graphql-cost", "report");
    ask(request.body(json!({ "query": QUESTION }).to_string()).unwrap()).await
}

#[tokio::test]
async fn a_client_that_asks_too_much_is_told_when_to_come_back_and_others_are_not() {
    let world = World::empty(Backend::Sqlite).await;
    let settings = HttpSettings { rate: 250, trusted_proxies: 1, ..HttpSettings::DEFAULT };
    let running = Running::start(world.edge(settings)).await.over(world);
    for _ in 0..2 {
        let answer = from(&running, "192.0.2.1").await;
        assert_eq!((answer.status, answer.headers["graphql-cost"].to_str().unwrap()), (200, "100"));
        assert_eq!(answer.json()["extensions"], json!({ "cost": { "estimated": 100, "most": 5000 } }));
    }
    let answer = from(&running, "192.0.2.1").await;
    assert_eq!((answer.status, answer.code().as_str()), (429, "RATE_LIMITED"), "{}", answer.body);
    let wait: u64 = answer.headers["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=13).contains(&wait), "{wait}");
    assert_eq!(from(&running, "192.0.2.2").await.status, 200);
    // Who sits on the machine itself is not bounded.
    for _ in 0..5 {
        let answer = ask(post(&running.base).body(json!({ "query": QUESTION }).to_string()).unwrap()).await;
        assert_eq!((answer.status, answer.json().get("extensions")), (200, None));
    }
}

#[tokio::test]
async fn answers_from_memory_cost_nothing_and_nobody_gets_the_refusal_of_another() {
    let world = World::empty(Backend::Sqlite).await;
    let (freshness, keeper) =
        gateway::freshness::Freshness::with_lease(world.db.clone(), gateway::freshness::LEASE);
    let api = world.api.clone().with_cache(freshness, 1 << 20);
    let settings = HttpSettings { rate: 150, trusted_proxies: 1, ..HttpSettings::DEFAULT };
    let running = Running::start(Edge::new(api.clone(), settings)).await;
    for _ in 0..5 {
        assert_eq!(from(&running, "192.0.2.1").await.status, 200);
    }
    // One client is out of its allowance, and another asks the same at the same moment.
    let rates = gateway::rate::Rates::per_minute(150.try_into().unwrap());
    let call = |client: &str| {
        let purse = Some(rates.of(client.parse().unwrap()));
        Call { purse, ..Call::of("{ villages(first: 99) { nodes { code } } }") }
    };
    assert_eq!(call("192.0.2.1").purse.unwrap().pay(150), Ok(()));
    let document = api.find(&call("192.0.2.1").document).await.unwrap();
    let (poor, rich) = (call("192.0.2.1"), call("192.0.2.2"));
    let asked = futures_util::join!(
        api.answer_fresh(&document, &poor, None),
        api.answer_fresh(&document, &rich, None)
    );
    let outcome = |(fresh, _): &(gateway::api::Fresh, _)| match fresh {
        gateway::api::Fresh::Answer(answer) => answer.outcome,
        gateway::api::Fresh::NotModified => panic!("nothing was known"),
    };
    assert!(matches!(outcome(&asked.0), Outcome::Throttled(_)));
    assert_eq!(outcome(&asked.1), Outcome::Complete);
    keeper.stop().await;
}

#[tokio::test]
async fn the_database_stops_when_the_time_is_up() {
    for backend in Backend::ALL {
        let world = World::empty(backend).await;
        let bounded = Readers::new(&world.db, 1, Some(Duration::from_millis(200)));
        // It would count for ever.
        let endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT 1 FROM c) SELECT count(*) FROM c";
        for _ in 0..2 {
            let stopped = bounded.query_all(sea_orm::Statement::from_string(bounded.backend(), endless));
            let error = stopped.await.unwrap_err().to_string();
            assert!(error.contains("timeout") || error.contains("interrupted"), "{backend:?}: {error}");
        }
        let asked = bounded.query_all(bounded.backend().build(&db::select_data_version())).await.unwrap();
        let version = db::data_version_of(asked.first()).unwrap();
        assert_eq!(version, 0, "the connection is as good as before");
    }
}

#[tokio::test]
async fn a_request_that_is_given_up_leaves_nothing_running_in_the_database() {
    let world = World::empty(Backend::Postgres).await;
    let deadline = Seconds(Duration::from_millis(300));
    let bounded = Api::new(world.db.clone()).with_readers(Readers::new(&world.db, 4, Some(deadline.0)));
    let running =
        Running::start(Edge::new(bounded, HttpSettings { deadline, ..HttpSettings::DEFAULT })).await;
    let lock = world.db.begin().await.unwrap();
    lock.execute_unprepared("LOCK TABLE region IN ACCESS EXCLUSIVE MODE").await.unwrap();
    let body = json!({ "query": "{ villages { totalCount } }" }).to_string();
    assert_eq!(ask(post(&running.base).body(body).unwrap()).await.status, 504);
    let waiting = "SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND database = \
                   (SELECT oid FROM pg_database WHERE datname = current_database())";
    // Ends only when the database has given the statement up.
    loop {
        let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, waiting);
        let row = world.db.query_one_raw(statement).await.unwrap().unwrap();
        if row.try_get_by_index::<i64>(0).unwrap() == 0 {
            break;
        }
    }
    lock.rollback().await.unwrap();
}
