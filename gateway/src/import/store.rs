//! Writing rows: one statement for a whole batch, whatever its size.
//!
//! A batch that breaks a rule of the database is tried again row by row, to name
//! the rows that do.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, SelectStatement};
use sea_orm::{
    ConnectionTrait, DatabaseBackend, DatabaseTransaction, DbErr, QueryResult, RuntimeErr, Statement,
    TransactionTrait, sqlx,
};

use crate::db::rows;
use crate::graph::value::{Raw, Storage};

use super::table::Column;

/// A row ready to be written.
#[derive(Clone, Debug)]
pub struct Ready {
    /// Line of the file, to name it when the database refuses it.
    pub line: u64,
    /// Its id.
    pub id: i64,
    /// Its values in the order of the columns.
    pub values: Vec<Raw>,
}

/// Where rows of one table go.
#[derive(Debug)]
pub struct Destination<'a> {
    /// Table of the database.
    pub table: &'static str,
    /// Its columns.
    pub columns: &'a [Column<'a>],
}

/// A row that breaks a rule of the database.
#[derive(Debug)]
pub struct Broken {
    /// Line of the file.
    pub line: u64,
    /// The rule, in words.
    pub reason: String,
}

impl Destination<'_> {
    /// Adds rows; returns those that the database refused, with nothing of the batch kept in that case.
    ///
    /// # Errors
    /// When the database fails for another reason than a rule on a row.
    pub async fn insert(&self, db: &DatabaseTransaction, rows: &[Ready]) -> Result<Vec<Broken>, DbErr> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        if self.attempt(db, rows).await?.is_none() {
            return Ok(Vec::new());
        }
        let mut broken = Vec::new();
        for row in rows {
            if let Some(reason) = self.attempt(db, std::slice::from_ref(row)).await? {
                broken.push(Broken { line: row.line, reason });
            }
        }
        Ok(broken)
    }

    /// Adds rows within a savepoint; `Some` is the rule that they break.
    async fn attempt(&self, db: &DatabaseTransaction, rows: &[Ready]) -> Result<Option<String>, DbErr> {
        let statement = self.insert_statement(db.get_database_backend(), rows);
        within_savepoint(db, statement).await
    }

    /// Replaces the values of one row; `Some` is the rule that they break.
    ///
    /// # Errors
    /// As [`Destination::insert`].
    pub async fn update(&self, db: &DatabaseTransaction, row: &Ready) -> Result<Option<String>, DbErr> {
        let backend = db.get_database_backend();
        let names: Vec<_> = self.columns.iter().map(|column| column.stored).collect();
        let names = names.join(", ");
        let sql = format!(
            "UPDATE {} SET ({names}) = (SELECT {names} FROM ({}) AS given) WHERE id = {}",
            self.table,
            self.select(backend),
            row.id
        );
        let statement =
            Statement::from_sql_and_values(backend, sql, [json(std::slice::from_ref(row)).into()]);
        within_savepoint(db, statement).await
    }

    /// The values that stand in the database under an id.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn stored(&self, db: &DatabaseTransaction, id: i64) -> Result<Vec<Raw>, DbErr> {
        let mut select = SelectStatement::new();
        for column in self.columns {
            select.column(Alias::new(column.stored));
        }
        select.from(Alias::new(self.table)).and_where(Expr::col(Alias::new("id")).eq(id));
        let row = db.query_one(&select).await?;
        let row: QueryResult = row.ok_or_else(|| DbErr::RecordNotFound(format!("{} {id}", self.table)))?;
        self.columns.iter().enumerate().map(|(at, column)| column.storage().read(&row, at)).collect()
    }

    /// Lets the database's own numbering go on behind the ids that were given here.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn move_numbering(&self, db: &DatabaseTransaction) -> Result<(), DbErr> {
        if db.get_database_backend() == DatabaseBackend::Postgres {
            let table = self.table;
            let sql = format!("SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}");
            db.execute_unprepared(&sql).await?;
        }
        Ok(())
    }

    fn insert_statement(&self, backend: DatabaseBackend, rows: &[Ready]) -> Statement {
        let names: Vec<_> = self.columns.iter().map(|column| column.stored).collect();
        let sql = format!("INSERT INTO {} (id, {}) {}", self.table, names.join(", "), self.select(backend));
        Statement::from_sql_and_values(backend, sql, [json(rows).into()])
    }

    /// The rows of the bound JSON text as a table.
    fn select(&self, backend: DatabaseBackend) -> String {
        let columns = self.columns.iter().map(|column| (column.stored, column.storage()));
        rows::select(backend, &std::iter::once(("id", Storage::BigInt)).chain(columns).collect::<Vec<_>>())
    }
}

fn json(rows: &[Ready]) -> String {
    let rows = rows.iter().map(|row| {
        let values = std::iter::once(row.id.into()).chain(row.values.iter().map(serde_json::Value::from));
        serde_json::Value::Array(values.collect())
    });
    serde_json::Value::Array(rows.collect()).to_string()
}

/// Runs a statement; when it breaks a rule, takes it back alone and says which.
async fn within_savepoint(db: &DatabaseTransaction, statement: Statement) -> Result<Option<String>, DbErr> {
    let savepoint = db.begin().await?;
    let Err(error) = savepoint.execute_raw(statement).await else {
        return savepoint.commit().await.map(|()| None);
    };
    let taken_back = savepoint.rollback().await;
    match broken_rule(&error) {
        Some(rule) => taken_back.map(|()| Some(rule)),
        // A full disk takes the whole transaction back at once, and the savepoint with it: that the savepoint
        // is gone then is not what went wrong.
        None => Err(error),
    }
}

/// The rule that an error of the database speaks of, in words; `None` when it is not about a rule on a row.
fn broken_rule(error: &DbErr) -> Option<String> {
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return None;
    };
    let sqlx::Error::Database(error) = &**error else { return None };
    if let Some(postgres) = error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>() {
        return match postgres.code() {
            "23514" | "23503" => Some(words(postgres.constraint()?)),
            "23505" => {
                let columns = postgres.detail()?.split_once('(')?.1.split_once(')')?.0;
                Some(format!("another row already has the same {columns}"))
            }
            _ => None,
        };
    }
    let message = error.message();
    if let Some(rule) = message.strip_prefix("CHECK constraint failed: ") {
        return Some(words(rule));
    }
    if let Some(columns) = message.strip_prefix("UNIQUE constraint failed: ") {
        let columns: Vec<_> = columns.split(", ").filter_map(|column| column.split('.').nth(1)).collect();
        return Some(format!("another row already has the same {}", columns.join(", ")));
    }
    message
        .contains("FOREIGN KEY")
        .then(|| "it names a row that does not stand under the same village".to_owned())
}

/// A constraint is named by the sentence that it holds.
fn words(rule: &str) -> String {
    format!("it breaks the rule: {}", rule.replace('_', " "))
}
