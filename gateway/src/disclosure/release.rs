//! A release: reads the counts, decides what is told, and writes both.

use std::collections::HashMap;
use std::fmt;

use chrono::{DateTime, Utc};
use entity::released_cell::{self, Measure, ReleasedState};
use entity::value::CellState;
use sea_orm::sea_query::{Alias, Expr, InsertStatement};
use sea_orm::{
    ConnectionTrait as _, DatabaseConnection, DatabaseTransaction, DbErr, EntityTrait as _, QueryOrder as _,
    Statement,
};
use serde_json::{Value, json};

use super::counts::{Counts, counts_of};
use super::key::Key;
use super::suppress::suppress;
use super::table::Table;
use crate::db;
use crate::freshness::seen_by_all;
use crate::graph::value::Storage;

/// Rows written by one statement.
const BATCH: usize = 1_000;

/// What became of a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its number; that of the newest one where nothing has changed since, 0 where there is nothing to release.
    pub number: i32,
    /// Cells that are told.
    pub told: usize,
    /// Cells that are kept back.
    pub suppressed: usize,
    /// Cells that are kept back, but that what is public already gives away.
    pub exposed: Vec<String>,
    /// The data version that it made; `None` when nothing changed.
    pub data_version: Option<i64>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for cell in &self.exposed {
            writeln!(f, "warning: what is public already gives away {cell}")?;
        }
        let Self { number, told, suppressed, .. } = self;
        match (self.data_version, number) {
            (Some(version), _) => write!(
                f,
                "Release {number}: {told} counts are told, {suppressed} are suppressed; the data version is now {version}."
            ),
            (None, 0) => write!(f, "Nothing to release: the database holds no counts of people."),
            (None, _) => write!(f, "Nothing changed since release {number}."),
        }
    }
}

/// Releases the counts that stand in the database, all of them or none, as of the moment `at`. The same counts again
/// change nothing.
///
/// # Errors
/// When the database refuses; everything then stays as it was.
pub async fn release(db: &DatabaseConnection, author: &str, at: DateTime<Utc>) -> Result<Report, DbErr> {
    let transaction = db::begin_write(db).await?;
    let counts = Counts::read(&transaction).await?;
    let earlier = earlier(&transaction).await?;
    let table = Table::new(&counts, &earlier);
    let suppression = suppress(&table.cells, &table.equations);
    let is_hidden = |key: &Key| table.current.get(key).is_some_and(|&at| suppression.hidden[at]);
    let hidden = counts.cells.keys().map(|key| match key.follows() {
        Some(from) => (key, from.iter().any(is_hidden)),
        None => (key, is_hidden(key)),
    });
    let hidden: HashMap<&Key, bool> = hidden.collect();
    let exposed = table.current.iter().filter(|(_, at)| suppression.exposed.contains(at));
    let exposed = exposed.map(|(key, _)| described(key));
    let suppressed = hidden.values().filter(|hidden| **hidden).count();
    let mut report = Report {
        number: number_of(&transaction).await?,
        told: counts.cells.len() - suppressed,
        suppressed,
        exposed: exposed.collect(),
        data_version: None,
    };
    let rows = Rows::changed(&counts, &hidden);
    if is_as_before(&counts, &hidden, earlier.last()) && rows.is_empty() {
        transaction.rollback().await?;
        return Ok(report);
    }
    report.number += 1;
    let version = db::data_version(&transaction).await? + 1;
    let id = add(&transaction, &report, (author, at), version).await?;
    add_cells(&transaction, id, &counts, &hidden).await?;
    rows.write(&transaction).await?;
    super::tell_what_is_open(&transaction).await?;
    report.data_version = Some(db::raise_data_version(&transaction).await?);
    transaction.commit().await?;
    seen_by_all(db, version).await?;
    Ok(report)
}

/// The cells of the earlier releases, oldest first.
async fn earlier(db: &DatabaseTransaction) -> Result<Vec<Vec<released_cell::Model>>, DbErr> {
    let cells = released_cell::Entity::find()
        .order_by_asc(released_cell::Column::ReleaseId)
        .order_by_asc(released_cell::Column::Id)
        .all(db)
        .await?;
    let releases = cells.chunk_by(|a, b| a.release_id == b.release_id);
    Ok(releases.map(<[_]>::to_vec).collect())
}

async fn number_of(db: &DatabaseTransaction) -> Result<i32, DbErr> {
    use entity::release::{Column, Entity};
    let newest = Entity::find().order_by_desc(Column::Number).one(db).await?;
    Ok(newest.map_or(0, |release| release.number))
}

fn is_as_before(
    counts: &Counts,
    hidden: &HashMap<&Key, bool>,
    before: Option<&Vec<released_cell::Model>>,
) -> bool {
    let before = before.map(Vec::as_slice).unwrap_or_default();
    before.len() == counts.cells.len()
        && before.iter().all(|cell| {
            let key = Key::from(cell);
            counts.cells.get(&key).is_some_and(|count| count.counted == cell.counted)
                && hidden.get(&key) == Some(&(cell.state == ReleasedState::Suppressed))
        })
}

/// A cell in words, for the operator: no count stands in them.
fn described(key: &Key) -> String {
    let Key { measure, category, period, region, record, .. } = key;
    format!("{measure:?} {category} {period} of region {region} {record}").trim_end().to_owned()
}

async fn add(
    db: &DatabaseTransaction,
    report: &Report,
    (author, at): (&str, DateTime<Utc>),
    version: i64,
) -> Result<i64, DbErr> {
    use entity::release::ActiveModel;
    use sea_orm::ActiveModelTrait as _;
    use sea_orm::ActiveValue::{NotSet, Set};
    let (published, suppressed) = (count(report.told), count(report.suppressed));
    let release = ActiveModel {
        id: NotSet,
        number: Set(report.number),
        released_at: Set(at),
        author: Set(author.to_owned()),
        data_version: Set(version),
        published: Set(published),
        suppressed: Set(suppressed),
    };
    let release = release.insert(db).await?;
    let mut journal = InsertStatement::new();
    let after = json!({ "published": published, "suppressed": suppressed }).to_string();
    let columns = ["at", "author", "action", "noun", "record", "after", "data_version"];
    journal.into_table(Alias::new("revision")).columns(columns.map(Alias::new)).values_panic([
        Expr::val(release.released_at),
        Expr::val(author),
        Expr::val("INSERT"),
        Expr::val("Release"),
        Expr::val(report.number.to_string()),
        Expr::val(after),
        Expr::val(version),
    ]);
    db.execute(&journal).await?;
    Ok(release.id)
}

fn count(cells: usize) -> i32 {
    i32::try_from(cells).unwrap_or(i32::MAX)
}

async fn add_cells(
    db: &DatabaseTransaction,
    release: i64,
    counts: &Counts,
    hidden: &HashMap<&Key, bool>,
) -> Result<(), DbErr> {
    use sea_orm::ActiveEnum as _;
    const COLUMNS: [(&str, Storage); 11] = [
        ("release_id", Storage::BigInt),
        ("measure", Storage::Text),
        ("category", Storage::Text),
        ("period", Storage::Text),
        ("series", Storage::Text),
        ("region_id", Storage::BigInt),
        ("record", Storage::Text),
        ("counted", Storage::BigInt),
        ("value", Storage::BigInt),
        ("state", Storage::Text),
        ("source_id", Storage::BigInt),
    ];
    let backend = db.get_database_backend();
    let names = COLUMNS.map(|(name, _)| name).join(", ");
    let sql = format!("INSERT INTO released_cell ({names}) {}", db::rows::select(backend, &COLUMNS));
    let rows: Vec<Value> = counts
        .cells
        .iter()
        .map(|(key, cell)| {
            let value = (!hidden[key]).then_some(cell.counted);
            let state = if hidden[key] { ReleasedState::Suppressed } else { ReleasedState::Released };
            json!([
                release,
                key.measure.to_value(),
                key.category,
                key.period,
                key.series,
                key.region,
                key.record,
                cell.counted,
                value,
                state.to_value(),
                cell.source,
            ])
        })
        .collect();
    write(db, &sql, &rows).await
}

async fn write(db: &DatabaseTransaction, sql: &str, rows: &[Value]) -> Result<(), DbErr> {
    for batch in rows.chunks(BATCH) {
        let rows = Value::from(batch).to_string();
        db.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [rows.into()])).await?;
    }
    Ok(())
}

/// What rows are to tell from now on, where it is not what they tell already.
#[derive(Debug, Default)]
struct Rows {
    needs: Vec<Value>,
    observations: Vec<Value>,
    sync_counts: Vec<Value>,
}

impl Rows {
    fn changed(counts: &Counts, hidden: &HashMap<&Key, bool>) -> Self {
        let mut rows = Self::default();
        let state = |key: &Key| match hidden.get(key) {
            Some(true) => CellState::Suppressed,
            Some(false) if counts.cells[key].least == 0 || counts.cells[key].is_known => CellState::Open,
            _ => CellState::Released,
        };
        for (key, need) in &counts.needs {
            let state = state(key);
            let is_told = state != CellState::Suppressed;
            let told = (
                is_told.then_some(need.quantity),
                need.unit_cost.filter(|_| is_told),
                need.cost.filter(|_| is_told),
                need.programme_id.filter(|_| is_told),
                state,
            );
            let now = (
                need.released_quantity,
                need.released_unit_cost,
                need.released_cost,
                need.released_programme_id,
                need.cell_state,
            );
            if told != now {
                rows.needs.push(json!([need.id, told.0, told.1, told.2, told.3, stored(state)]));
            }
        }
        let of_rates = counts.rates.iter().map(|rate| (&rate.numerator, &rate.observation));
        for (key, observation) in counts.observations.iter().map(|(key, it)| (key, it)).chain(of_rates) {
            let state = state(key);
            let told = (state != CellState::Suppressed).then_some(observation.value);
            if (told, state) != (observation.released_value, observation.cell_state) {
                rows.observations.push(json!([observation.id, told, stored(state)]));
            }
        }
        for (key, row) in &counts.registry {
            let is_hidden = |category: &str| {
                hidden[&Key { measure: Measure::RegistryRows, category: category.to_owned(), ..key.clone() }]
            };
            let told = counts_of(row).map(|(category, counted)| (!is_hidden(category)).then_some(counted));
            let all = told.iter().all(Option::is_some);
            let state = if all { CellState::Released } else { CellState::Suppressed };
            let now = [
                row.released_village_rows,
                row.released_district_rows,
                row.released_regency_rows,
                row.released_ministry_rows,
                row.released_unmatched_rows,
                row.released_only_village,
                row.released_only_regency,
                row.released_differing,
            ];
            if (told, state) != (now, row.cell_state) {
                let mut cells = vec![Value::from(row.id)];
                cells.extend(told.map(Value::from));
                cells.push(stored(state));
                rows.sync_counts.push(Value::Array(cells));
            }
        }
        rows
    }

    fn is_empty(&self) -> bool {
        self.needs.is_empty() && self.observations.is_empty() && self.sync_counts.is_empty()
    }

    async fn write(&self, db: &DatabaseTransaction) -> Result<(), DbErr> {
        const NEED: &[(&str, Storage)] = &[
            ("released_quantity", Storage::Int),
            ("released_unit_cost", Storage::BigInt),
            ("released_cost", Storage::BigInt),
            ("released_programme_id", Storage::BigInt),
            ("cell_state", Storage::Text),
        ];
        const OBSERVATION: &[(&str, Storage)] =
            &[("released_value", Storage::BigInt), ("cell_state", Storage::Text)];
        const SYNC_COUNT: &[(&str, Storage)] = &[
            ("released_village_rows", Storage::Int),
            ("released_district_rows", Storage::Int),
            ("released_regency_rows", Storage::Int),
            ("released_ministry_rows", Storage::Int),
            ("released_unmatched_rows", Storage::Int),
            ("released_only_village", Storage::Int),
            ("released_only_regency", Storage::Int),
            ("released_differing", Storage::Int),
            ("cell_state", Storage::Text),
        ];
        for (table, columns, rows) in [
            ("need", NEED, &self.needs),
            ("observation", OBSERVATION, &self.observations),
            ("sync_count", SYNC_COUNT, &self.sync_counts),
        ] {
            let given: Vec<_> =
                std::iter::once(("id", Storage::BigInt)).chain(columns.iter().copied()).collect();
            let set: Vec<_> = columns.iter().map(|(name, _)| format!("{name} = given.{name}")).collect();
            let sql = format!(
                "UPDATE {table} SET {} FROM ({}) AS given WHERE {table}.id = given.id",
                set.join(", "),
                db::rows::select(db.get_database_backend(), &given)
            );
            write(db, &sql, rows).await?;
        }
        Ok(())
    }
}

fn stored(state: CellState) -> Value {
    use sea_orm::ActiveEnum as _;
    Value::from(state.to_value())
}
