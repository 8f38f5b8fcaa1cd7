//! The journal: who changed what, when and why, in the transaction that changes it.

use chrono::Utc;
use entity::revision::Audience;
use sea_orm::sea_query::{Alias, Expr, InsertStatement};
use sea_orm::{ActiveEnum as _, ConnectionTrait as _, DatabaseTransaction, DbErr};

use crate::graph::noun::Noun;
use crate::graph::value::Raw;

use super::load::Entry;
use super::table::Column;

/// Where the entries of one load go.
#[derive(Debug)]
pub struct Journal<'j> {
    /// The transaction that changes the rows.
    pub transaction: &'j DatabaseTransaction,
    /// Who loads and why.
    pub entry: &'j Entry,
    /// The data version that the load makes.
    pub version: i64,
}

impl Journal<'_> {
    /// Notes that rows were added.
    pub async fn added(&self, noun: &Noun, rows: u64) -> Result<(), DbErr> {
        self.write(self.entry.action, noun, &format!("{rows} rows"), Audience::Public, None).await
    }

    /// Notes how a row was changed: for everybody without what only releases tell, and for the office with it. Rows that
    /// stand for people are noted for the office alone.
    pub async fn changed(&self, noun: &Noun, record: &str, changes: Changes<'_>) -> Result<(), DbErr> {
        let open = changes.without_withheld();
        if noun.internal || open.0.len() < changes.0.len() {
            self.write("UPDATE", noun, record, Audience::Office, Some(changes)).await?;
        }
        if !noun.internal {
            self.write("UPDATE", noun, record, Audience::Public, Some(open)).await?;
        }
        Ok(())
    }

    async fn write(
        &self,
        action: &str,
        noun: &Noun,
        record: &str,
        audience: Audience,
        changes: Option<Changes<'_>>,
    ) -> Result<(), DbErr> {
        let (before, after) = changes.map(|it| (it.before(), it.after())).unzip();
        let values = [
            ("at", Expr::val(Utc::now())),
            ("author", Expr::val(self.entry.author.clone())),
            ("action", Expr::val(action)),
            ("noun", Expr::val(noun.name)),
            ("record", Expr::val(record)),
            ("audience", Expr::val(audience.to_value())),
            ("before", Expr::val(before)),
            ("after", Expr::val(after)),
            ("data_version", Expr::val(self.version)),
            ("reason", Expr::val(self.entry.reason.clone())),
        ];
        let (names, values): (Vec<_>, Vec<_>) =
            values.into_iter().map(|(name, value)| (Alias::new(name), value)).unzip();
        let mut insert = InsertStatement::new();
        insert.into_table(Alias::new("revision")).columns(names).values_panic(values);
        self.transaction.execute(&insert).await.map(|_| ())
    }
}

/// The columns of a row that differ.
#[derive(Clone, Debug)]
pub struct Changes<'c>(Vec<(&'c Column<'static>, Raw, Raw)>);

impl<'c> Changes<'c> {
    /// The difference between two states of a row.
    #[must_use]
    pub fn between(columns: &'c [Column<'static>], before: &[Raw], after: &[Raw]) -> Self {
        let pairs = columns.iter().zip(before.iter().zip(after));
        let changed = pairs.filter(|(_, (before, after))| before != after);
        Self(changed.map(|(column, (before, after))| (column, before.clone(), after.clone())).collect())
    }

    /// Those that everybody may read at once.
    fn without_withheld(&self) -> Self {
        Self(self.0.iter().filter(|(column, ..)| !column.withheld).cloned().collect())
    }

    fn before(&self) -> String {
        object(self.0.iter().map(|(column, before, _)| (*column, before)))
    }

    fn after(&self) -> String {
        object(self.0.iter().map(|(column, _, after)| (*column, after)))
    }
}

/// Values under the names of their columns, as JSON.
fn object<'v>(values: impl Iterator<Item = (&'v Column<'static>, &'v Raw)>) -> String {
    let object: serde_json::Map<_, _> =
        values.map(|(column, value)| (column.name.clone(), value.into())).collect();
    serde_json::Value::Object(object).to_string()
}
