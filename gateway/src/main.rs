//! The command line of the gateway.

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::thread::available_parallelism;

use anyhow::Context as _;
use chrono::Utc;
use clap::Parser as _;
use entity::code_assignment::CodeSystem;
use gateway::api::Api;
use gateway::boundaries::{self, Options};
use gateway::db::Readers;
use gateway::document::trusted::Manifest;
use gateway::freshness::{Freshness, LEASE};
use gateway::import::{self, Entry, package};
use gateway::server::{Edge, Server};
use gateway::settings::{Codes, Command, DatabaseSettings, ServeSettings, Settings};
use gateway::simulate::{Scale, simulate};
use gateway::telemetry::Telemetry;
use gateway::{contract, db, disclosure, guide, shutdown};
use sea_orm::DatabaseConnection;
use tokio::runtime;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let settings = Settings::parse();
    let threads = match &settings.command {
        Command::Serve(settings) => settings.threads,
        _ => None,
    };
    let runtime = runtime::Builder::new_multi_thread()
        .worker_threads(threads.unwrap_or_else(half_of_the_processors))
        .enable_all()
        .build();
    let ended = runtime.context("cannot start threads").and_then(|runtime| runtime.block_on(run(settings)));
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // The alternate form prints the whole chain on one line.
            let _ = writeln!(std::io::stderr(), "error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// One thread for every two processors, at least one: what a statement costs the gateway, it costs the database once
/// more, and threads that wake each other for a processor that is taken cost more than they bring.
fn half_of_the_processors() -> usize {
    available_parallelism().map_or(1, |processors| processors.get().div_ceil(2))
}

async fn run(settings: Settings) -> anyhow::Result<()> {
    let telemetry = Telemetry::start(&settings)?;
    let ended = command(settings.command).await;
    telemetry.end().await;
    ended
}

async fn command(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(settings) => serve(*settings).await,
        Command::Migrate { database } => {
            let db = open(&database).await?;
            println!("The tables are up to date.");
            Ok(db.close().await?)
        }
        Command::Import { package, database, author, reason } => {
            import(&package, &database, Entry { action: "IMPORT", author, reason }).await
        }
        Command::ImportBoundaries { file, source, property, codes, detail, database, author, reason } => {
            let codes = match codes {
                Codes::Kemendagri => CodeSystem::Kemendagri,
                Codes::Bps => CodeSystem::Bps,
            };
            let entry = Entry { action: "IMPORT", author, reason };
            import_boundaries(&file, &Options { property, codes, source, detail }, &database, entry).await
        }
        Command::Simulate { database, seed, scale } => add_simulation(&database, seed, scale).await,
        Command::Release { database, author } => release(&database, &author).await,
        Command::Describe { package } => describe(&package),
        Command::Reference => {
            print!("{}", guide::reference());
            Ok(())
        }
        Command::Schema { check: None } => {
            print!("{}", contract::sdl());
            Ok(())
        }
        Command::Schema { check: Some(old) } => check_contract(&old),
    }
}

async fn serve(settings: ServeSettings) -> anyhow::Result<()> {
    let ServeSettings { database, connections, threads: _, listen, response_cache, documents, http } =
        settings;
    let db = open(&database).await?;
    let connections = connections.unwrap_or_else(db::connections_of_a_server);
    let readers = Readers::new(&db, connections, Some(http.deadline.0));
    let trusted = documents.trusted_documents.as_deref().map(Manifest::read).transpose()?;
    let (freshness, keeper) = Freshness::with_lease(db.clone(), LEASE);
    let mut api = Api::with_limits(db, documents)
        .with_readers(readers)
        .with_cache(freshness, response_cache << 20)
        .with_slow_log(http.slow.0);
    if let Some(manifest) = trusted {
        api = api.with_trusted(&manifest).await?;
    }
    let server = Server::bind(Edge::new(api, http), listen).await?;
    let asked_to_end = shutdown::requested().context("cannot listen for signals")?;
    println!("GraphQL API and explorer at http://{}/graphql", server.address());
    let ended = server.run(asked_to_end).await;
    keeper.stop().await;
    ended
}

/// Opens the database and brings its tables up to date.
async fn open(settings: &DatabaseSettings) -> anyhow::Result<DatabaseConnection> {
    let shown = db::without_password(&settings.database);
    let db = db::connect(&settings.database).await.with_context(|| format!("cannot open {shown}"))?;
    migrations::migrate(&db).await.with_context(|| format!("cannot bring {shown} up to date"))?;
    Ok(db)
}

async fn import(folder: &Path, database: &DatabaseSettings, entry: Entry) -> anyhow::Result<()> {
    let tables = package::open(folder)?;
    let db = open(database).await?;
    let report = import::load(&db, tables, &entry, &import::progress()).await?;
    println!("{report}");
    // An orderly end folds SQLite's log of what was written into the database file.
    db.close().await?;
    Ok(())
}

async fn import_boundaries(
    file: &Path,
    options: &Options,
    database: &DatabaseSettings,
    entry: Entry,
) -> anyhow::Result<()> {
    let db = open(database).await?;
    let report = boundaries::load(&db, file, options, &entry, &import::progress()).await?;
    println!("{report}");
    db.close().await?;
    Ok(())
}

async fn add_simulation(database: &DatabaseSettings, seed: u64, scale: Scale) -> anyhow::Result<()> {
    let db = open(database).await?;
    let report = simulate(&db, seed, scale, &import::progress()).await?;
    println!("{report}");
    db.close().await?;
    Ok(())
}

async fn release(database: &DatabaseSettings, author: &str) -> anyhow::Result<()> {
    let db = open(database).await?;
    let report = disclosure::release(&db, author, Utc::now()).await.context("nothing was released")?;
    println!("{report}");
    db.close().await?;
    Ok(())
}

/// Fails where the contract breaks clients of an older one.
fn check_contract(old: &Path) -> anyhow::Result<()> {
    let text = std::fs::read_to_string(old).with_context(|| format!("cannot read {}", old.display()))?;
    let breaking = contract::changes::breaking(&text, &contract::sdl())
        .with_context(|| format!("cannot compare with {}", old.display()))?;
    for change in &breaking {
        println!("{change}");
    }
    anyhow::ensure!(breaking.is_empty(), "{} changes break clients of {}", breaking.len(), old.display());
    println!("Nothing breaks clients of {}.", old.display());
    Ok(())
}

fn describe(folder: &Path) -> anyhow::Result<()> {
    let path = folder.join(package::DESCRIPTOR);
    std::fs::write(&path, package::describe(folder)?)
        .with_context(|| format!("cannot write {}", path.display()))?;
    println!("Wrote {}.", path.display());
    Ok(())
}
