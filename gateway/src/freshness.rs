//! The data version, known in memory, and never older than a write that was acknowledged.
//!
//! A gateway holds a lease in the database: until it ends, a writer waits for this gateway to have seen its version
//! before it acknowledges. The argument that no answer is stale:
//!
//! - A lease is renewed first, then the version is read, and only then is memory trusted, until a moment before the
//!   lease ends, counted from before the renewal. So whenever memory is trusted, a lease that began before the version
//!   was read is still running.
//! - A writer commits, and then waits until no running lease has seen less than its version. A gateway notes in its
//!   lease only what it already has in memory. So when the writer acknowledges, every gateway that trusts its memory
//!   has the new version in it, and one that does not will read before it trusts again.
//! - A gateway that cannot renew (the database is away, locked by a long write, or read-only) reads the version for
//!   each request. Requests at one time share a read, and each waits for one that began after it came.
//!
//! A gateway that dies delays a writer by what is left of its lease.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::sqlx::postgres::PgListener;
use sea_orm::{ConnectionTrait, DatabaseBackend, DatabaseConnection, DbErr, Statement};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

use crate::db::{CHANNEL, data_version};

/// How long a gateway that dies may delay a writer.
pub const LEASE: Duration = Duration::from_secs(3);

/// How often SQLite, which tells nobody of a change, is asked for its version.
const POLL: Duration = Duration::from_millis(20);

/// How often a writer looks whether all have seen its version.
const ACKNOWLEDGE_POLL: Duration = Duration::from_millis(2);

/// Part of a lease that is not trusted, for clocks that do not run alike.
const MARGIN: u32 = 10;

/// The data version as this gateway knows it. Clones share it.
#[derive(Clone, Debug)]
pub struct Freshness {
    known: Arc<Known>,
}

#[derive(Debug)]
struct Known {
    db: DatabaseConnection,
    began: Instant,
    version: AtomicI64,
    /// Microseconds after `began` until which `version` is trusted.
    trusted_until: AtomicU64,
    changes: watch::Sender<i64>,
    readers: Mutex<Readers>,
}

/// Those who wait for the version to be read.
#[derive(Debug, Default)]
struct Readers {
    waiting: Vec<oneshot::Sender<Result<i64, DbErr>>>,
    is_reading: bool,
}

/// Keeps the lease of a gateway; ends it when stopped.
#[derive(Debug)]
pub struct Keeper {
    id: String,
    freshness: Freshness,
    task: JoinHandle<()>,
}

impl Freshness {
    /// A version that is read whenever it is asked for.
    #[must_use]
    pub fn without_lease(db: DatabaseConnection) -> Self {
        let known = Known {
            db,
            began: Instant::now(),
            version: AtomicI64::new(0),
            trusted_until: AtomicU64::new(0),
            changes: watch::Sender::new(0),
            readers: Mutex::default(),
        };
        Self { known: Arc::new(known) }
    }

    /// Takes a lease of that length and keeps it.
    #[must_use]
    pub fn with_lease(db: DatabaseConnection, length: Duration) -> (Self, Keeper) {
        let freshness = Self::without_lease(db);
        let id = format!("{:032x}", rand::random::<u128>());
        let task = tokio::spawn(freshness.clone().keep(id.clone(), length));
        let keeper = Keeper { id, freshness: freshness.clone(), task };
        (freshness, keeper)
    }

    /// The data version. Whoever asks after a write was acknowledged gets that of the write or a later one.
    ///
    /// # Errors
    /// When it has to be read and the database cannot be.
    pub async fn version(&self) -> Result<i64, DbErr> {
        match self.trusted() {
            Some(version) => Ok(version),
            None => self.read().await,
        }
    }

    /// The version in memory, while it is trusted.
    #[must_use]
    pub fn trusted(&self) -> Option<i64> {
        let now = u64::try_from(self.known.began.elapsed().as_micros()).unwrap_or(u64::MAX);
        let is_trusted = now < self.known.trusted_until.load(Ordering::Acquire);
        is_trusted.then(|| self.known.version.load(Ordering::Acquire))
    }

    /// Every new version from now on, as far as this gateway has noticed.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<i64> {
        self.known.changes.subscribe()
    }

    /// Waits for a read that begins after this call, shared with whoever waits at the same time.
    async fn read(&self) -> Result<i64, DbErr> {
        let (sender, receiver) = oneshot::channel();
        let must_read = {
            let mut readers = self.known.readers.lock().unwrap_or_else(PoisonError::into_inner);
            readers.waiting.push(sender);
            !std::mem::replace(&mut readers.is_reading, true)
        };
        if must_read {
            // A task of its own, so that a caller who goes away does not leave the others waiting.
            tokio::spawn(self.clone().read_for_all());
        }
        receiver.await.map_err(|_| DbErr::Custom("the reader of the data version is gone".to_owned()))?
    }

    async fn read_for_all(self) {
        loop {
            let waiting = {
                let mut readers = self.known.readers.lock().unwrap_or_else(PoisonError::into_inner);
                if readers.waiting.is_empty() {
                    readers.is_reading = false;
                    return;
                }
                std::mem::take(&mut readers.waiting)
            };
            let read = data_version(&self.known.db).await;
            if let Ok(version) = read {
                self.note(version);
            }
            for reader in waiting {
                // Whoever has gone away needs no answer.
                let _ = reader.send(read.clone());
            }
        }
    }

    /// Notes a version that was read; versions only grow.
    fn note(&self, version: i64) {
        if self.known.version.fetch_max(version, Ordering::AcqRel) < version {
            self.known.changes.send_if_modified(|known| {
                let is_newer = *known < version;
                *known = version.max(*known);
                is_newer
            });
        }
    }

    async fn keep(self, id: String, length: Duration) {
        let mut listener = self.listener().await;
        let mut seen = None;
        let mut renewed = Instant::now();
        loop {
            let is_due =
                renewed.elapsed() >= length / 3 || seen != Some(self.known.version.load(Ordering::Acquire));
            let kept = if is_due {
                renewed = Instant::now();
                self.renew(&id, length).await.map(|version| seen = Some(version))
            } else {
                data_version(&self.known.db).await.map(|version| self.note(version))
            };
            if let Err(error) = kept {
                tracing::warn!(%error, "the lease cannot be renewed; the data version is read for each request");
                seen = None;
                tokio::time::sleep(length / 3).await;
                continue;
            }
            if seen == Some(self.known.version.load(Ordering::Acquire)) {
                let rest = (length / 3).saturating_sub(renewed.elapsed());
                self.wait(&mut listener, rest).await;
            }
        }
    }

    /// Renews the lease with what is in memory, reads the version, and trusts it; gives the version that the lease
    /// says was seen.
    async fn renew(&self, id: &str, length: Duration) -> Result<i64, DbErr> {
        let asked = self.known.began.elapsed();
        let seen = self.known.version.load(Ordering::Acquire);
        let backend = self.known.db.get_database_backend();
        let milliseconds = i64::try_from(length.as_millis()).unwrap_or(i64::MAX);
        let sql = format!(
            "INSERT INTO gateway_lease (id, seen_version, expires_at) VALUES ($1, $2, {} + $3) \
             ON CONFLICT (id) DO UPDATE SET seen_version = excluded.seen_version, expires_at = excluded.expires_at",
            now(backend)
        );
        let values = [id.into(), seen.into(), milliseconds.into()];
        self.known.db.execute_raw(Statement::from_sql_and_values(backend, sql, values)).await?;
        self.note(data_version(&self.known.db).await?);
        let until = asked + length.saturating_sub(length / MARGIN);
        self.known
            .trusted_until
            .store(u64::try_from(until.as_micros()).unwrap_or(u64::MAX), Ordering::Release);
        Ok(seen)
    }

    async fn listener(&self) -> Option<PgListener> {
        if self.known.db.get_database_backend() != DatabaseBackend::Postgres {
            return None;
        }
        let mut listener =
            PgListener::connect_with(self.known.db.get_postgres_connection_pool()).await.ok()?;
        listener.listen(CHANNEL).await.ok()?;
        Some(listener)
    }

    /// Waits until something may have changed, at most for `rest`.
    async fn wait(&self, listener: &mut Option<PgListener>, rest: Duration) {
        match listener {
            Some(listener) => {
                // Neither the end of the time nor a lost connection matters: the version is read next.
                let _ = tokio::time::timeout(rest, listener.recv()).await;
            }
            None => tokio::time::sleep(POLL.min(rest)).await,
        }
    }
}

impl Keeper {
    /// Ends the lease, so that no writer waits for it.
    pub async fn stop(self) {
        self.task.abort();
        self.freshness.known.trusted_until.store(0, Ordering::Release);
        let db = &self.freshness.known.db;
        let backend = db.get_database_backend();
        let sql = "DELETE FROM gateway_lease WHERE id = $1";
        if let Err(error) =
            db.execute_raw(Statement::from_sql_and_values(backend, sql, [self.id.into()])).await
        {
            tracing::warn!(%error, "the lease could not be given back; it ends by itself");
        }
    }
}

/// Milliseconds since 1970 by the clock of the database.
fn now(backend: DatabaseBackend) -> &'static str {
    if backend == DatabaseBackend::Postgres {
        "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)"
    } else {
        "CAST(unixepoch('subsec') * 1000 AS integer)"
    }
}

/// Waits until every gateway that answers from memory has seen `version`; a committed write is acknowledged then.
///
/// # Errors
/// When the database cannot be read.
pub async fn seen_by_all(db: &DatabaseConnection, version: i64) -> Result<(), DbErr> {
    let backend = db.get_database_backend();
    db.execute_unprepared(&format!("DELETE FROM gateway_lease WHERE expires_at < {}", now(backend))).await?;
    let sql = format!(
        "SELECT count(*) FROM gateway_lease WHERE seen_version < $1 AND expires_at >= {}",
        now(backend)
    );
    loop {
        let statement = Statement::from_sql_and_values(backend, sql.as_str(), [version.into()]);
        let behind =
            db.query_one_raw(statement).await?.map(|row| row.try_get_by_index::<i64>(0)).transpose()?;
        if behind.unwrap_or_default() == 0 {
            return Ok(());
        }
        tokio::time::sleep(ACKNOWLEDGE_POLL).await;
    }
}
