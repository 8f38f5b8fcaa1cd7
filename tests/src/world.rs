//! Databases for tests, and questions to them.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use gateway::api::{Api, Call};
use gateway::disclosure;
use gateway::import::{self, Entry, ImportError, Report, package};
use gateway::server::Edge;
use gateway::settings::{DocumentSettings, HttpSettings};
use gateway::simulate::{SEED, Scale, SimulateError, simulate};
use sea_orm::{ConnectionTrait as _, DatabaseConnection, Statement};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::OnceCell;

use crate::Cluster;

/// The two databases that must answer the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    /// A file of its own.
    Sqlite,
    /// A database of its own in the tests' cluster.
    Postgres,
}

impl Backend {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];
}

/// What a database is filled with.
#[derive(Clone, Copy, Debug)]
enum Content {
    Facts,
    Simulation,
}

/// A database with the API over it.
pub struct World {
    /// Its URL.
    pub url: String,
    /// The database.
    pub db: DatabaseConnection,
    /// The API.
    pub api: Api,
    _folder: Option<TempDir>,
}

impl World {
    /// A database without tables.
    pub async fn bare(backend: Backend) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let url = match backend {
            Backend::Sqlite => format!("sqlite://{}", folder.path().join("test.db").display()),
            Backend::Postgres => new_database(None).await,
        };
        Self { _folder: Some(folder), ..Self::at(url).await }
    }

    /// A database that stands already, as it is.
    pub async fn at(url: String) -> Self {
        let db = gateway::db::connect(&url).await.expect("a connection");
        Self { url, api: Api::new(db.clone()), db, _folder: None }
    }

    /// A database with tables and no data.
    pub async fn empty(backend: Backend) -> Self {
        let world = Self::bare(backend).await;
        migrations::migrate(&world.db).await.expect("the migrations");
        world
    }

    /// A database with the bundled facts.
    pub async fn with_facts(backend: Backend) -> Self {
        Self::with(Content::Facts, backend).await
    }

    /// A database with the bundled facts and the simulation around them, its counts of people released.
    pub async fn with_simulation(backend: Backend) -> Self {
        Self::with(Content::Simulation, backend).await
    }

    /// A database of its own: a copy of one that is filled once per process.
    async fn with(content: Content, backend: Backend) -> Self {
        static FILES: [OnceCell<Vec<u8>>; 2] = [const { OnceCell::const_new() }; 2];
        static DATABASES: [OnceCell<String>; 2] = [const { OnceCell::const_new() }; 2];
        match backend {
            Backend::Sqlite => {
                let file = FILES[content as usize].get_or_init(|| Self::filled_file(content)).await;
                let folder = TempDir::new().expect("a temporary folder");
                let path = folder.path().join("test.db");
                std::fs::write(&path, file).expect("a copy of the database");
                Self { _folder: Some(folder), ..Self::at(format!("sqlite://{}", path.display())).await }
            }
            Backend::Postgres => {
                let filled = DATABASES[content as usize].get_or_init(|| Self::filled_database(content)).await;
                Self::at(new_database(Some(filled)).await).await
            }
        }
    }

    async fn filled(content: Content, backend: Backend) -> Self {
        match content {
            Content::Facts => {
                let world = Self::empty(backend).await;
                world.import(&project_folder().join("data/pati")).await.expect("the bundled facts");
                world
            }
            Content::Simulation => {
                let world = Box::pin(Self::with_facts(backend)).await;
                world.simulate(SEED).await.expect("the simulation");
                world.release().await;
                world
            }
        }
    }

    async fn filled_file(content: Content) -> Vec<u8> {
        let (world, folder) =
            (Self::filled(content, Backend::Sqlite).await, TempDir::new().expect("a folder"));
        let copy = folder.path().join("copy.db");
        // Whole, without what still stands in the log beside it.
        world.execute(&format!("VACUUM INTO '{}'", copy.display())).await;
        std::fs::read(copy).expect("a copy of the database")
    }

    /// The name of a database that nobody is connected to.
    async fn filled_database(content: Content) -> String {
        let url = Self::filled(content, Backend::Postgres).await.url;
        let name = url.rsplit('/').next().unwrap_or_default().to_owned();
        let others =
            format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        as_admin(&others).await;
        name
    }

    /// Adds the simulation of a seed.
    ///
    /// # Errors
    /// Those of the simulator.
    pub async fn simulate(&self, seed: u64) -> Result<Report, SimulateError> {
        simulate(&self.db, seed, Scale::Regency, &indicatif::ProgressBar::hidden()).await
    }

    /// Releases the counts of people that stand in the database.
    pub async fn release(&self) -> disclosure::Report {
        disclosure::release(&self.db, "test", chrono::DateTime::UNIX_EPOCH).await.expect("a release")
    }

    /// Rows of an SQL question to the database itself, behind the API, as texts.
    pub async fn texts<const N: usize>(&self, sql: &str) -> Vec<[String; N]> {
        let names: Vec<_> = (0..N).map(|at| format!("c{at}")).collect();
        let texts: Vec<_> = names.iter().map(|name| format!("CAST({name} AS TEXT)")).collect();
        let sql = format!("WITH q({}) AS ({sql}) SELECT {} FROM q", names.join(", "), texts.join(", "));
        let statement = Statement::from_string(self.db.get_database_backend(), sql);
        let rows = self.db.query_all_raw(statement).await.expect("rows");
        rows.iter().map(|row| std::array::from_fn(|at| row.try_get_by_index(at).expect("a text"))).collect()
    }

    /// Changes the database itself, behind everybody's back.
    pub async fn execute(&self, sql: &str) {
        self.db.execute_unprepared(sql).await.expect(sql);
    }

    /// Imports a data package.
    ///
    /// # Errors
    /// Those of the import.
    pub async fn import(&self, folder: &std::path::Path) -> Result<Report, ImportError> {
        let entry = Entry { action: "IMPORT", author: "test".to_owned(), reason: None };
        import::load(&self.db, package::open(folder)?, &entry, &indicatif::ProgressBar::hidden()).await
    }

    /// The HTTP edge over it.
    #[must_use]
    pub fn edge(&self, settings: HttpSettings) -> Edge {
        Edge::new(self.api.clone(), settings)
    }

    /// The API over it with other limits.
    #[must_use]
    pub fn limited(&self, limits: DocumentSettings) -> Api {
        Api::with_limits(self.db.clone(), limits)
    }

    /// The answer to a query, and how many SQL statements it took.
    pub async fn ask(&self, query: &str) -> (Value, usize) {
        let answer = self.api.answer(&Call::of(query)).await;
        (serde_json::from_slice(&answer.body).expect("JSON"), answer.statements)
    }

    /// The data of an answer without errors.
    pub async fn data(&self, query: &str) -> Value {
        let (mut answer, _) = self.ask(query).await;
        assert_eq!(answer.get("errors"), None, "{query}");
        answer["data"].take()
    }

    /// The message of the first error of an answer.
    pub async fn refusal(&self, query: &str) -> String {
        let (answer, _) = self.ask(query).await;
        answer["errors"][0]["message"].as_str().expect("an error").to_owned()
    }
}

/// The URL of a new database, empty or a copy of another one.
async fn new_database(like: Option<&str>) -> String {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("test_{}", NEXT.fetch_add(1, Ordering::Relaxed));
    as_admin(&format!("CREATE DATABASE {name} TEMPLATE {}", like.unwrap_or("template1"))).await;
    Cluster::shared().url(&name)
}

async fn as_admin(sql: &str) {
    let admin = gateway::db::connect(&Cluster::shared().url("postgres")).await.expect("the cluster");
    admin.execute_unprepared(sql).await.expect(sql);
    admin.close().await.expect("an end");
}

/// The folder of the project.
#[must_use]
pub fn project_folder() -> PathBuf {
    let mut folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    folder.pop();
    folder
}
