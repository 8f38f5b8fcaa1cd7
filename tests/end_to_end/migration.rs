//! The tables come, go and come again.

use std::collections::BTreeSet;

use dampingan_tests::{Backend, World};
use gateway::schema::catalog;
use sea_orm::sea_query::{Alias, SelectStatement};
use sea_orm::{ConnectionTrait as _, DatabaseBackend, Statement};

async fn tables(world: &World) -> BTreeSet<String> {
    let backend = world.db.get_database_backend();
    let sql = match backend {
        DatabaseBackend::Postgres => {
            "SELECT table_name::text FROM information_schema.tables WHERE table_schema = 'public'"
        }
        _ => "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'",
    };
    let rows = world.db.query_all_raw(Statement::from_string(backend, sql)).await.unwrap();
    let names = rows.iter().map(|row| row.try_get_by_index::<String>(0).unwrap());
    names.filter(|name| name != "seaql_migrations").collect()
}

#[tokio::test]
async fn migrations_run_up_and_down_and_up_again() {
    for backend in Backend::ALL {
        let world = World::bare(backend).await;
        migrations::migrate(&world.db).await.unwrap();
        let first = tables(&world).await;
        let nouns: BTreeSet<_> = catalog().nouns().map(|noun| noun.table.to_owned()).collect();
        assert!(first.is_superset(&nouns), "{backend:?}");
        // SQLite keeps an index of words in tables of its own.
        let beside = first.difference(&nouns).filter(|name| !name.starts_with("search_word"));
        assert_eq!(
            beside.collect::<Vec<_>>(),
            ["dataset_state", "gateway_lease", "released_cell"],
            "{backend:?}"
        );
        migrations::revert(&world.db).await.unwrap();
        assert_eq!(tables(&world).await, BTreeSet::new(), "{backend:?}");
        migrations::migrate(&world.db).await.unwrap();
        assert_eq!(tables(&world).await, first, "{backend:?}");
    }
}

#[tokio::test]
async fn two_migrators_that_start_at_once_both_succeed() {
    for backend in Backend::ALL {
        let world = World::bare(backend).await;
        let other = gateway::db::connect(&world.url).await.unwrap();
        let (one, two) = tokio::join!(migrations::migrate(&world.db), migrations::migrate(&other));
        one.unwrap();
        two.unwrap();
    }
}

#[tokio::test]
async fn both_databases_have_every_column_of_every_noun() {
    for backend in Backend::ALL {
        let world = World::empty(backend).await;
        for noun in catalog().nouns() {
            let mut select = SelectStatement::new();
            select.from(Alias::new(noun.table));
            for column in noun.columns(catalog()) {
                select.column(Alias::new(column.stored));
            }
            let found = world.db.query_all(&select).await;
            assert!(found.is_ok_and(|rows| rows.is_empty()), "{backend:?}: {}", noun.name);
        }
    }
}

#[tokio::test]
async fn every_foreign_key_has_an_index() {
    let world = World::empty(Backend::Postgres).await;
    let sql = "SELECT conrelid::regclass || '.' || a.attname FROM pg_constraint c
               JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
               WHERE c.contype = 'f' AND NOT EXISTS
                 (SELECT FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])";
    let statement = Statement::from_string(DatabaseBackend::Postgres, sql);
    let rows = world.db.query_all_raw(statement).await.unwrap();
    let bare: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
    assert_eq!(bare, Vec::<String>::new());
}
