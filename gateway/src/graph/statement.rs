//! The SQL of a noun: tables under aliases, expressions, and lists bound as one value so that the text of a
//! statement stays the same whatever the length of a list.

use sea_orm::DatabaseBackend;
use sea_orm::sea_query::extension::postgres::PgFunc;
use sea_orm::sea_query::{Alias, ArrayType, Expr, ExprTrait, SelectStatement};

use super::noun::{Field, Kind, Noun, Stored};

/// Hands out table aliases and knows the database that the statement is for.
#[derive(Debug)]
pub struct Writer {
    /// Which database.
    pub backend: DatabaseBackend,
    next: usize,
}

impl Writer {
    /// A writer of statements for `backend`.
    #[must_use]
    pub fn new(backend: DatabaseBackend) -> Self {
        Self { backend, next: 0 }
    }

    /// An alias that this statement does not use yet.
    pub fn alias(&mut self) -> String {
        self.next += 1;
        format!("t{}", self.next)
    }

    /// `expr` is one of `values`.
    #[must_use]
    pub fn any(&self, expr: Expr, values: &[sea_orm::Value]) -> Expr {
        if self.backend == DatabaseBackend::Postgres {
            let ty = values.first().map_or(ArrayType::String, array_type);
            let array = sea_orm::Value::Array(ty, Some(Box::new(values.to_vec())));
            return expr.eq(Expr::expr(PgFunc::any(Expr::val(array))));
        }
        let list: Vec<serde_json::Value> = values.iter().map(json).collect();
        let list = serde_json::Value::from(list).to_string();
        Expr::cust_with_exprs("? IN (SELECT value FROM json_each(?))", [expr, Expr::val(list)])
    }
}

fn array_type(value: &sea_orm::Value) -> ArrayType {
    match value {
        sea_orm::Value::Int(_) => ArrayType::Int,
        sea_orm::Value::BigInt(_) => ArrayType::BigInt,
        sea_orm::Value::ChronoDate(_) => ArrayType::ChronoDate,
        sea_orm::Value::ChronoDateTimeUtc(_) => ArrayType::ChronoDateTimeUtc,
        _ => ArrayType::String,
    }
}

fn json(value: &sea_orm::Value) -> serde_json::Value {
    match value {
        sea_orm::Value::Int(Some(whole)) => (*whole).into(),
        sea_orm::Value::BigInt(Some(whole)) => (*whole).into(),
        sea_orm::Value::String(Some(text)) => text.as_str().into(),
        sea_orm::Value::ChronoDate(Some(date)) => date.to_string().into(),
        sea_orm::Value::ChronoDateTimeUtc(Some(moment)) => moment.to_rfc3339().into(),
        _ => serde_json::Value::Null,
    }
}

/// A column of the table under `alias`.
#[must_use]
pub fn column(alias: &str, name: &str) -> Expr {
    Expr::col((Alias::new(alias), Alias::new(name)))
}

/// The value of a field as the API tells it: that of a release where the field is told by releases only.
#[must_use]
pub fn stored(field: &Field, alias: &str) -> Expr {
    match (field.released, field.stored) {
        (Some(name), _) | (None, Stored::Column(name)) => column(alias, name),
        (None, Stored::Sql(sql)) => sql_over(sql, alias),
    }
}

/// The number of decimals of a field that has them.
#[must_use]
pub fn decimals(field: &Field, alias: &str) -> Option<Expr> {
    match field.kind {
        Kind::Decimal { decimals } => Some(sql_over(decimals, alias)),
        _ => None,
    }
}

/// The value of a field as it is compared and sorted: exact decimals of one unit, everything else as stored.
#[must_use]
pub fn comparable(field: &Field, alias: &str) -> Expr {
    match (field.kind, field.stored) {
        (Kind::Decimal { decimals }, Stored::Column(name)) => Expr::cust(format!(
            "(\"{alias}\".\"{}\" * CASE ({}) WHEN 0 THEN 1000000 WHEN 1 THEN 100000 WHEN 2 THEN 10000 \
             WHEN 3 THEN 1000 WHEN 4 THEN 100 WHEN 5 THEN 10 ELSE 1 END)",
            field.released.unwrap_or(name),
            decimals.replace("{t}", &format!("\"{alias}\""))
        )),
        _ => stored(field, alias),
    }
}

fn sql_over(sql: &str, alias: &str) -> Expr {
    Expr::cust(sql.replace("{t}", &format!("\"{alias}\"")))
}

/// The condition that makes a row of the table this noun.
#[must_use]
pub fn scope(noun: &Noun, alias: &str) -> Option<Expr> {
    // The value is written into the statement: a plan for all values would know nothing of how many rows have it.
    noun.within.map(|(name, value)| column(alias, name).eq(Expr::cust(format!("'{value}'"))))
}

/// `SELECT … FROM` the noun's table, scope included.
#[must_use]
pub fn from(noun: &Noun, alias: &str) -> SelectStatement {
    let mut select = SelectStatement::new();
    select.from_as(Alias::new(noun.table), Alias::new(alias));
    if let Some(scope) = scope(noun, alias) {
        select.and_where(scope);
    }
    select
}
