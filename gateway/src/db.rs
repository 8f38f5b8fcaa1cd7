//! Connections and transactions, and what SQLite and PostgreSQL do differently.

mod readers;
pub mod rows;

use std::num::NonZeroUsize;
use std::time::{Duration, Instant};

use chrono::Utc;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, SelectStatement, UpdateStatement};
use sea_orm::sqlx::{self, SqliteConnection};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseBackend, DatabaseConnection, DatabaseTransaction,
    DbErr, QueryResult, SqliteTransactionMode, TransactionOptions, TransactionTrait,
};

pub use readers::Readers;

/// The channel on which PostgreSQL tells gateways of a new data version.
pub const CHANNEL: &str = "dampingan_data_version";

/// How many steps of SQLite's machine lie between two looks at the clock: some tens of microseconds.
const STEPS: i32 = 10_000;

/// Connections of a program that does one thing at a time, and several only by the way.
const CONNECTIONS: u32 = 16;

/// Connections that read for a server: two for each processor, and some where there are few. More of them would only
/// take turns at the processors that the database has, which costs time; a database with processors of its own may want
/// more.
#[must_use]
pub fn connections_of_a_server() -> usize {
    let processors = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
    processors.saturating_mul(2).clamp(4, 100)
}

/// Opens a pool of connections to `url`: `sqlite://FILE` (made when missing) or `postgres://…`.
///
/// # Errors
/// When the database cannot be reached or the file cannot be opened.
pub async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    open(url, true).await
}

/// As [`connect`], to read what is there: no file is made, and none that belongs to another program is changed.
///
/// # Errors
/// As [`connect`], and when there is no such file.
pub async fn connect_to_read(url: &str) -> Result<DatabaseConnection, DbErr> {
    open(url, false).await
}

async fn open(url: &str, is_to_write: bool) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url.to_owned());
    options
        .max_connections(CONNECTIONS)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite.create_if_missing(is_to_write);
        let sqlite = if is_to_write {
            sqlite.journal_mode(sea_orm::sqlx::sqlite::SqliteJournalMode::Wal)
        } else {
            sqlite
        };
        sqlite
            .foreign_keys(true)
            .synchronous(sea_orm::sqlx::sqlite::SqliteSynchronous::Normal)
            .busy_timeout(Duration::from_secs(10))
            .statement_cache_capacity(500)
    });
    Database::connect(options).await
}

/// Ends what a connection of SQLite does from now on after `longest`: it has no such setting, and asks in between.
async fn give_up_after(connection: &mut SqliteConnection, longest: Duration) -> Result<(), sqlx::Error> {
    let until = Instant::now() + longest;
    connection.lock_handle().await?.set_progress_handler(STEPS, move || Instant::now() < until);
    Ok(())
}

/// Begins a write. On SQLite the one writer is taken at once, so that a write never fails half way because
/// another one came between its reading and its writing.
///
/// # Errors
/// When the database refuses.
pub async fn begin_write(db: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    let immediate = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = db.begin_with_options(immediate).await?;
    if transaction.get_database_backend() == DatabaseBackend::Postgres {
        // Writers take turns, so that data versions and journal entries are in one order.
        transaction.execute_unprepared("SELECT data_version FROM dataset_state FOR UPDATE").await?;
    }
    Ok(transaction)
}

/// Asks for the current data version.
#[must_use]
pub fn select_data_version() -> SelectStatement {
    let mut select = SelectStatement::new();
    select.column(Alias::new("data_version")).from(Alias::new("dataset_state"));
    select
}

/// The data version among the rows of [`select_data_version`].
///
/// # Errors
/// When the database has not been migrated.
pub fn data_version_of(row: Option<&QueryResult>) -> Result<i64, DbErr> {
    row.ok_or_else(|| DbErr::RecordNotFound("dataset_state".to_owned()))?.try_get_by_index(0)
}

/// The current data version.
///
/// # Errors
/// When the database cannot be read or has not been migrated.
pub async fn data_version(db: &impl ConnectionTrait) -> Result<i64, DbErr> {
    data_version_of(db.query_one(&select_data_version()).await?.as_ref())
}

/// Raises the data version within a write and returns the new one.
///
/// # Errors
/// When the database refuses.
pub async fn raise_data_version(transaction: &DatabaseTransaction) -> Result<i64, DbErr> {
    let version = data_version(transaction).await? + 1;
    let mut update = UpdateStatement::new();
    update
        .table(Alias::new("dataset_state"))
        .value(Alias::new("data_version"), version)
        .value(Alias::new("changed_at"), Utc::now())
        .and_where(Expr::col(Alias::new("id")).eq(1));
    transaction.execute(&update).await?;
    if transaction.get_database_backend() == DatabaseBackend::Postgres {
        // Delivered when the transaction commits.
        transaction.execute_unprepared(&format!("NOTIFY {CHANNEL}")).await?;
    }
    Ok(version)
}

/// A database URL as it may be shown: without the password.
#[must_use]
pub fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    match rest.rsplit_once('@') {
        Some((user, host)) => format!("{scheme}://{}@{host}", user.split(':').next().unwrap_or_default()),
        None => url.to_owned(),
    }
}
