//! Connections that read, lent to one statement after the other.
//!
//! The pool of the database library asks the database after every statement whether the connection still lives, which
//! takes as long as a small statement itself. Here only a connection that has rested is asked.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use deadpool::Runtime;
use deadpool::managed::{Manager, Metrics, Pool, PoolError, QueueMode, RecycleError, RecycleResult};
use sea_orm::sea_query::Values;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use sea_orm::sqlx::{
    AssertSqlSafe, ConnectOptions as _, Connection as _, Error, PgConnection, SqliteConnection, query_with,
};
use sea_orm::{
    ConnAcquireErr, DatabaseBackend, DatabaseConnection, DbErr, QueryResult, RuntimeErr, Statement,
};
use sea_query_sqlx::SqlxValues;

use super::give_up_after;

/// How long a statement waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection that has rested longer may have been closed by something between here and the database.
const REST: Duration = Duration::from_secs(30);

/// Connections that read.
#[derive(Clone, Debug)]
pub struct Readers {
    backend: DatabaseBackend,
    // deadpool: the pool that is made for connections of any kind; it leaves to them what is asked between two loans.
    pool: Pool<Opener>,
}

impl Readers {
    /// At most `most` connections to the database of `db`, opened as they are needed. The database itself gives up a
    /// statement that takes longer than `longest`, so that nobody's question goes on when nobody waits for it any more.
    #[must_use]
    #[expect(
        clippy::expect_used,
        clippy::missing_panics_doc,
        reason = "only a bound on time without a runtime makes no pool"
    )]
    pub fn new(db: &DatabaseConnection, most: usize, longest: Option<Duration>) -> Self {
        let backend = db.get_database_backend();
        let way = if backend == DatabaseBackend::Postgres {
            let options = PgConnectOptions::clone(&db.get_postgres_connection_pool().connect_options());
            let longest = longest.map(|longest| ("statement_timeout", longest.as_millis().to_string()));
            // Every statement of the API has one text for all its values, so one plan serves them all; planning anew
            // for each takes longer than most of them run.
            let options = options.options([("plan_cache_mode", "force_generic_plan")]).options(longest);
            Way::Postgres(Arc::new(options))
        } else {
            Way::Sqlite { options: db.get_sqlite_connection_pool().connect_options(), longest }
        };
        let pool = Pool::builder(Opener { way })
            .max_size(most)
            // A connection that has just worked still has what it needs at hand, so it is the next to work.
            .queue_mode(QueueMode::Lifo)
            .wait_timeout(Some(PATIENCE))
            .create_timeout(Some(PATIENCE))
            .runtime(Runtime::Tokio1)
            .build();
        Self { backend, pool: pool.expect("a pool that has a runtime") }
    }

    /// Which database.
    #[must_use]
    pub fn backend(&self) -> DatabaseBackend {
        self.backend
    }

    /// The rows that a statement finds.
    ///
    /// # Errors
    /// When the database cannot be reached in time or refuses.
    pub async fn query_all(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut reader = self.pool.get().await.map_err(|error| match error {
            PoolError::Backend(error) => failed(error),
            PoolError::Closed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
            _ => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        })?;
        // Who stops waiting in the middle leaves a connection with half an answer in it.
        reader.is_sound = false;
        let found = reader.connection.query_all(statement).await;
        reader.is_sound = matches!(found, Ok(_) | Err(Error::Database(_)));
        found.map_err(failed)
    }

    /// Connections in use, and those that wait for use.
    #[must_use]
    pub fn connections(&self) -> (usize, usize) {
        let status = self.pool.status();
        (status.size.saturating_sub(status.available), status.available)
    }

    /// Closes what nobody uses, and lends no more.
    pub fn close(&self) {
        self.pool.close();
    }
}

fn failed(error: Error) -> DbErr {
    DbErr::Query(RuntimeErr::SqlxError(error.into()))
}

/// Opens connections, and looks at those that come back.
#[derive(Debug)]
struct Opener {
    way: Way,
}

/// How a database is reached.
#[derive(Debug)]
enum Way {
    Postgres(Arc<PgConnectOptions>),
    /// SQLite has no setting for the longest time, so every loan begins one.
    Sqlite {
        options: Arc<SqliteConnectOptions>,
        longest: Option<Duration>,
    },
}

struct Reader {
    connection: Connection,
    /// Whether its last statement came to its end.
    is_sound: bool,
}

enum Connection {
    Postgres(PgConnection),
    Sqlite { connection: SqliteConnection, longest: Option<Duration> },
}

impl Connection {
    async fn query_all(&mut self, statement: Statement) -> Result<Vec<QueryResult>, Error> {
        let values = SqlxValues(statement.values.unwrap_or(Values(Vec::new())));
        let query = AssertSqlSafe(statement.sql);
        Ok(match self {
            Self::Postgres(connection) => {
                let rows = query_with(query, values).fetch_all(connection).await?;
                rows.into_iter().map(QueryResult::from).collect()
            }
            Self::Sqlite { connection, longest } => {
                if let Some(longest) = longest {
                    give_up_after(connection, *longest).await?;
                }
                let rows = query_with(query, values).fetch_all(connection).await?;
                rows.into_iter().map(QueryResult::from).collect()
            }
        })
    }

    async fn ping(&mut self) -> Result<(), Error> {
        match self {
            Self::Postgres(connection) => connection.ping().await,
            Self::Sqlite { connection, .. } => connection.ping().await,
        }
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("is_sound", &self.is_sound).finish_non_exhaustive()
    }
}

impl Manager for Opener {
    type Type = Reader;
    type Error = Error;

    async fn create(&self) -> Result<Reader, Error> {
        // Opened rarely; what lends should not carry the size of it.
        let connection = match &self.way {
            Way::Postgres(options) => Connection::Postgres(Box::pin(options.connect()).await?),
            Way::Sqlite { options, longest } => {
                Connection::Sqlite { connection: Box::pin(options.connect()).await?, longest: *longest }
            }
        };
        Ok(Reader { connection, is_sound: true })
    }

    async fn recycle(&self, reader: &mut Reader, metrics: &Metrics) -> RecycleResult<Error> {
        if !reader.is_sound {
            return Err(RecycleError::message("its last statement did not come to its end"));
        }
        if metrics.last_used() > REST {
            reader.connection.ping().await?;
        }
        Ok(())
    }
}
