//! No answer is older than a write that was acknowledged: one gateway or two, whichever database.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::{Duration, Instant};

use dampingan_tests::{Backend, World, facts, package};
use futures_util::FutureExt as _;
use gateway::api::{Answer, Api, Call, Fresh, Outcome};
use gateway::db::{begin_write, raise_data_version};
use gateway::document::Asked;
use gateway::freshness::{Freshness, Keeper, LEASE, seen_by_all};
use sea_orm::{ConnectionTrait as _, DatabaseConnection};

const CACHE: u64 = 8 << 20;

/// A gateway of its own over a database, with a lease.
async fn gateway(url: &str) -> (Api, Keeper) {
    let db = gateway::db::connect(url).await.unwrap();
    let (freshness, keeper) = Freshness::with_lease(db.clone(), LEASE);
    let mut changes = freshness.changes();
    while freshness.trusted().is_none() {
        // The first version that is noticed comes a moment before it is trusted.
        let _ = tokio::time::timeout(Duration::from_millis(1), changes.changed()).await;
    }
    (Api::new(db).with_cache(freshness, CACHE), keeper)
}

/// A write that is acknowledged: gives every village of Pati that postal code, and says its version.
async fn write(db: &DatabaseConnection, postal_code: i64) -> i64 {
    let transaction = begin_write(db).await.unwrap();
    let sql = format!("UPDATE region SET postal_code = '{postal_code}' WHERE code = '33.18.01.2001'");
    transaction.execute_unprepared(&sql).await.unwrap();
    let version = raise_data_version(&transaction).await.unwrap();
    transaction.commit().await.unwrap();
    seen_by_all(db, version).await.unwrap();
    version
}

const QUESTION: &str = "{ village(code: \"33.18.01.2001\") { postalCode } dataVersion }";

async fn ask(api: &Api, known: Option<&str>) -> (Fresh, Option<String>) {
    let document = api.find(&Asked::Text(QUESTION.to_owned())).await.unwrap();
    api.answer_fresh(&document, &Call::of(QUESTION), known).await
}

async fn answer(api: &Api) -> (Arc<Answer>, Option<String>) {
    match ask(api, None).await {
        (Fresh::Answer(answer), tag) => (answer, tag),
        (Fresh::NotModified, _) => panic!("nothing was known"),
    }
}

fn postal_code(answer: &Answer) -> i64 {
    let body: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    body["data"]["village"]["postalCode"].as_str().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_asks_after_an_acknowledgement_gets_the_write_from_either_of_two_gateways() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let (first, first_keeper) = gateway(&world.url).await;
        let (second, second_keeper) = gateway(&world.url).await;
        write(&world.db, 10_000).await;
        let acknowledged = Arc::new(AtomicI64::new(10_000));
        let is_over = Arc::new(AtomicBool::new(false));
        let mut readers = Vec::new();
        for api in [&first, &second, &first, &second] {
            let (api, acknowledged, is_over) = (api.clone(), Arc::clone(&acknowledged), Arc::clone(&is_over));
            readers.push(tokio::spawn(async move {
                let (mut asked, mut from_memory, mut tag) = (0, 0, None);
                while !is_over.load(Ordering::SeqCst) {
                    let least = acknowledged.load(Ordering::SeqCst);
                    let (fresh, new_tag) = ask(&api, tag.as_deref()).await;
                    match fresh {
                        Fresh::Answer(answer) => {
                            let found = postal_code(&answer);
                            assert!(found >= least, "{backend:?}: {found} after {least} was acknowledged");
                            tag = new_tag;
                        }
                        Fresh::NotModified => from_memory += 1,
                    }
                    asked += 1;
                    tokio::task::yield_now().await;
                }
                (asked, from_memory)
            }));
        }
        // Two writers take turns at one counter, so that values grow with the versions.
        let turn = Arc::new(tokio::sync::Mutex::new(10_000));
        let writers = [0, 1].map(|_| {
            let (db, turn, acknowledged) = (world.db.clone(), Arc::clone(&turn), Arc::clone(&acknowledged));
            tokio::spawn(async move {
                for _ in 0..40 {
                    let mut value = turn.lock().await;
                    *value += 1;
                    write(&db, *value).await;
                    acknowledged.fetch_max(*value, Ordering::SeqCst);
                }
            })
        });
        for writer in writers {
            writer.await.unwrap();
        }
        is_over.store(true, Ordering::SeqCst);
        for reader in readers {
            let (asked, from_memory) = reader.await.unwrap();
            assert!(asked > 80 && from_memory > 0, "{backend:?}: {asked} asked, {from_memory} from memory");
        }
        assert_eq!(postal_code(&answer(&first).await.0), 10_080);
        first_keeper.stop().await;
        second_keeper.stop().await;
    }
}

#[tokio::test]
async fn neither_a_known_answer_nor_a_kept_one_costs_a_statement() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let (api, keeper) = gateway(&world.url).await;
        let (computed, tag) = answer(&api).await;
        let (kept, same_tag) = answer(&api).await;
        assert!(Arc::ptr_eq(&computed, &kept), "{backend:?}");
        assert_eq!(tag, same_tag);
        // Without its database it still answers what it knows, as long as it trusts its memory.
        // Closing refuses every statement at once, and then waits for the connection of the keeper.
        let _ = api.db().close_by_ref().now_or_never();
        api.readers().close();
        let other = Call::of("{ villages { totalCount } }");
        assert_eq!(api.answer(&other).await.outcome, Outcome::Failed, "{backend:?}: the database is away");
        assert!(Arc::ptr_eq(&answer(&api).await.0, &kept), "{backend:?}");
        let (fresh, _) = ask(&api, tag.as_deref()).await;
        assert!(matches!(fresh, Fresh::NotModified), "{backend:?}");
        drop(keeper);
    }
}

#[tokio::test]
async fn a_write_makes_the_next_answer_new_and_its_tag_another() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let (api, keeper) = gateway(&world.url).await;
        let (_, tag) = answer(&api).await;
        let renamed = facts("region.csv").replace(",Prawoto,", ",Prawata,");
        world.import(package(&[("region.csv", renamed)]).path()).await.unwrap();
        let (fresh, new_tag) = ask(&api, tag.as_deref()).await;
        assert!(matches!(fresh, Fresh::Answer(_)), "{backend:?}");
        assert_ne!(tag, new_tag);
        keeper.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_many_ask_at_once_is_computed_once() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let (api, keeper) = gateway(&world.url).await;
        let asked = (0..50).map(|_| {
            let api = api.clone();
            tokio::spawn(async move { answer(&api).await.0 })
        });
        let mut answers = Vec::new();
        for task in asked.collect::<Vec<_>>() {
            answers.push(task.await.unwrap());
        }
        assert!(answers.iter().all(|it| Arc::ptr_eq(it, &answers[0])), "{backend:?}");
        keeper.stop().await;
    }
}

#[tokio::test]
async fn a_gateway_that_died_delays_a_writer_no_longer_than_its_lease() {
    let length = Duration::from_millis(400);
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let lease = format!(
            "INSERT INTO gateway_lease (id, seen_version, expires_at) VALUES ('dead', 0, {} + {})",
            match backend {
                Backend::Sqlite => "CAST(unixepoch('subsec') * 1000 AS integer)",
                Backend::Postgres => "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)",
            },
            length.as_millis()
        );
        world.db.execute_unprepared(&lease).await.unwrap();
        let began = Instant::now();
        write(&world.db, 10_001).await;
        assert!(began.elapsed() > length / 2, "{backend:?}: it did not wait");
        assert!(began.elapsed() < length * 10, "{backend:?}: {:?}", began.elapsed());
        let began = Instant::now();
        write(&world.db, 10_002).await;
        assert!(began.elapsed() < length / 2, "{backend:?}: the lease was not swept");
    }
}

#[tokio::test]
async fn without_a_lease_those_who_ask_at_once_share_a_read_and_see_every_write() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let freshness = Freshness::without_lease(world.db.clone());
        assert_eq!(freshness.trusted(), None);
        for value in 10_001..10_010 {
            let version = write(&world.db, value).await;
            let versions = futures_util::future::join_all((0..20).map(|_| freshness.version())).await;
            assert!(versions.into_iter().all(|it| it.unwrap() == version), "{backend:?}");
        }
        world.db.close_by_ref().await.unwrap();
        assert!(freshness.version().await.is_err(), "{backend:?}");
    }
}

#[tokio::test]
async fn kept_answers_stay_within_their_bytes() {
    let world = World::with_facts(Backend::Sqlite).await;
    let db = world.db.clone();
    let (freshness, keeper) = Freshness::with_lease(db.clone(), LEASE);
    let cache = gateway::response_cache::ResponseCache::new(50_000);
    for at in 0..500_i64 {
        let key = gateway::response_cache::Key::new(
            &gateway::response_cache::Question::new(&[&at.to_le_bytes()]),
            1,
        );
        let api = Api::new(db.clone());
        let call = Call::of("{ villages(first: 20) { nodes { code name } } }");
        let mut compute = Box::pin(async { (api.answer(&call).await, true) });
        let given = cache.answer(key, compute.as_mut()).await;
        assert!(given.is_whole && given.is_computed && given.answer.body.len() > 500);
        if at % 50 == 0 {
            assert!(cache.bytes().await <= 50_000);
        }
    }
    assert!(cache.bytes().await > 20_000);
    drop(freshness);
    keeper.stop().await;
}
