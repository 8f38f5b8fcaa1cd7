//! A gateway of the demo's own: its database, its facts, its simulation, its API beside the report.

use std::fs;
use std::future::Future;
use std::path::PathBuf;

use anyhow::Context as _;
use chrono::{NaiveDate, NaiveTime};
use gateway::api::Api;
use gateway::db::{self, Readers};
use gateway::disclosure;
use gateway::freshness::{Freshness, LEASE};
use gateway::import::{self, Entry, package};
use gateway::server::Edge;
use gateway::settings::HttpSettings;
use gateway::simulate::{self, Scale};
use poem::{EndpointExt as _, Route};

use crate::server::{self, Bound};

/// Bytes of answers that the demo keeps in memory.
const KEPT_ANSWERS: u64 = 16 << 20;

/// Where the demo reads and writes.
#[derive(Clone, Debug)]
pub struct Places {
    /// Folder of the database and the report.
    pub dir: PathBuf,
    /// Data package with the facts.
    pub facts: PathBuf,
}

impl Places {
    /// Address of the database.
    #[must_use]
    pub fn database(&self) -> String {
        format!("sqlite://{}", self.dir.join("dampingan.db").display())
    }

    /// Folder of the report.
    #[must_use]
    pub fn site(&self) -> PathBuf {
        self.dir.join("site")
    }
}

/// Makes the database, imports the facts, simulates the rest and releases the counts as of `day`; says what was done.
///
/// # Errors
/// When the folder cannot be written, or a row is refused.
pub async fn prepare(places: &Places, seed: u64, day: NaiveDate) -> anyhow::Result<String> {
    let dir = &places.dir;
    fs::create_dir_all(dir).with_context(|| format!("cannot make the folder {}", dir.display()))?;
    let tables = package::open(&places.facts).with_context(|| {
        format!(
            "cannot read the facts in {}; run from the root of the repository, or say where they are with --facts",
            places.facts.display()
        )
    })?;
    let database = places.database();
    let db = db::connect(&database).await.with_context(|| format!("cannot open {database}"))?;
    migrations::migrate(&db).await.with_context(|| format!("cannot make the tables of {database}"))?;
    let entry = Entry { action: "IMPORT", author: "demo".to_owned(), reason: None };
    let facts =
        import::load(&db, tables, &entry, &import::progress()).await.context("cannot import the facts")?;
    let rest = simulate::simulate(&db, seed, Scale::Regency, &import::progress())
        .await
        .context("cannot simulate what is not public")?;
    let released = disclosure::release(&db, "demo", day.and_time(NaiveTime::MIN).and_utc())
        .await
        .context("cannot release the counts of people")?;
    db.close().await.with_context(|| format!("cannot close {database}"))?;
    Ok(format!("Facts\n{facts}\n\nSimulation\n{rest}\n\n{released}\n"))
}

/// Serves the report with the API beside it until `end` is over.
///
/// # Errors
/// When the network fails.
pub async fn serve(places: &Places, bound: Bound, end: impl Future<Output = ()>) -> anyhow::Result<()> {
    let limits = HttpSettings::DEFAULT;
    let db = db::connect(&places.database()).await.context("cannot open the database")?;
    let readers = Readers::new(&db, db::connections_of_a_server(), Some(limits.deadline.0));
    let (freshness, keeper) = Freshness::with_lease(db.clone(), LEASE);
    let api = Edge::new(Api::new(db).with_readers(readers).with_cache(freshness, KEPT_ANSWERS), limits);
    let api = std::sync::Arc::new(api.routes().map_to_response());
    let mut routes = Route::new().nest("/", server::site(&places.site()));
    for path in Edge::ADDRESSES {
        routes = routes.at(path, api.clone());
    }
    let ended = bound.serve(routes, end).await;
    keeper.stop().await;
    ended
}
