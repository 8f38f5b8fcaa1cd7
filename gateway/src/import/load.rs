//! The load itself: reads rows, checks them, writes them in batches, all in one transaction.

use std::collections::HashMap;
use std::fmt;

use indicatif::ProgressBar;
use sea_orm::sea_query::Alias;
use sea_orm::{ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr};

use crate::db;
use crate::disclosure;
use crate::freshness::seen_by_all;
use crate::graph::catalog::Catalog;
use crate::graph::noun::{Kind, Noun};
use crate::graph::value::Raw;
use crate::schema::catalog;

use super::cell::{self, Notation};
use super::journal::{Changes, Journal};
use super::known::{Identity, Known, KnownRows, fingerprint, identity, identity_of_key};
use super::problem::{ImportError, Problem, Problems};
use super::store::{Destination, Ready};
use super::table::{Column, Content, Row, Table};

/// The table whose rows say how many decimals the values of observations keep.
const INDICATOR: &str = "indicator";

/// Decimals that are not cut while the indicator is not known, since it was refused itself.
const MOST_DECIMALS: u32 = 6;

/// Rows written by one statement.
const BATCH: usize = 1_000;

/// Who loads and why, for the journal.
#[derive(Clone, Debug)]
pub struct Entry {
    /// `IMPORT` or `SIMULATE`.
    pub action: &'static str,
    /// Person's office or program that answers for it.
    pub author: String,
    /// Why, where it was said.
    pub reason: Option<String>,
}

/// What became of the rows of one table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    /// Rows added.
    pub added: u64,
    /// Rows whose values changed.
    pub changed: u64,
    /// Rows that stood there already, the same.
    pub unchanged: u64,
}

/// What became of a load.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Per table, in the order of loading.
    pub tables: Vec<(String, Loaded)>,
    /// The data version that it made; `None` when nothing changed.
    pub data_version: Option<i64>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.tables.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
        for (name, Loaded { added, changed, unchanged }) in &self.tables {
            writeln!(f, "{name:width$}  {added:>9} added {changed:>7} changed {unchanged:>9} unchanged")?;
        }
        match self.data_version {
            Some(version) => write!(f, "Loaded; the data version is now {version}."),
            None => write!(f, "Nothing changed: every row stood there already."),
        }
    }
}

/// Loads tables into the database: all of them, or nothing.
///
/// # Errors
/// [`ImportError::Refused`] names every bad row (the first hundred are shown, all are counted); in that case,
/// as in every other, nothing was changed.
pub async fn load(
    database: &DatabaseConnection,
    tables: Vec<Table>,
    entry: &Entry,
    bar: &ProgressBar,
) -> Result<Report, ImportError> {
    let transaction = db::begin_write(database).await?;
    let mut load = Load {
        catalog: catalog(),
        transaction: &transaction,
        journal: Journal {
            transaction: &transaction,
            entry,
            version: db::data_version(&transaction).await? + 1,
        },
        known: HashMap::new(),
        decimals: HashMap::new(),
        problems: Problems::default(),
    };
    load.read_decimals().await?;
    let mut report = Report::default();
    for table in tables {
        bar.set_message(table.name.clone());
        let name = table.name.clone();
        let loaded = load.table(table, bar).await?;
        report.tables.push((name, loaded));
    }
    bar.finish_and_clear();
    let problems = load.problems;
    if problems.count() > 0 {
        transaction.rollback().await?;
        return Err(ImportError::Refused(problems));
    }
    if report.tables.iter().any(|(_, loaded)| loaded.added + loaded.changed > 0) {
        crate::search::refresh(&transaction).await?;
        disclosure::tell_what_is_open(&transaction).await?;
        report.data_version = Some(db::raise_data_version(&transaction).await?);
    }
    transaction.commit().await?;
    if let Some(version) = report.data_version {
        seen_by_all(database, version).await?;
    }
    Ok(report)
}

struct Load<'l> {
    catalog: &'static Catalog,
    transaction: &'l DatabaseTransaction,
    journal: Journal<'l>,
    known: HashMap<&'static str, KnownRows>,
    /// Decimals that each indicator keeps, by its id: observations are scaled by them.
    decimals: HashMap<i64, u32>,
    problems: Problems,
}

/// The table that is being loaded.
struct Current<'t> {
    noun: &'static Noun,
    place: &'t str,
    columns: &'t [Column<'static>],
    /// For each column of the noun, its place in the file.
    places: &'t [usize],
    notation: Notation,
}

/// A row that names a row of the same table which has not been read yet.
struct Waiting {
    row: Row,
}

impl Load<'_> {
    async fn table(&mut self, table: Table, bar: &ProgressBar) -> Result<Loaded, ImportError> {
        let Some(noun) = self.catalog.nouns().find(|noun| noun.table == table.name && noun.is_loaded())
        else {
            let reason = "there is no such table; take it out of the package".to_owned();
            self.problems.add(Problem { place: table.place, line: None, column: None, value: None, reason });
            return Ok(Loaded::default());
        };
        let columns = noun.columns(self.catalog);
        let places = match places(&columns, &table.columns) {
            Ok(places) => places,
            Err(reason) => {
                let problem =
                    Problem { place: table.place, line: Some(1), column: None, value: None, reason };
                self.problems.add(problem);
                return Ok(Loaded::default());
            }
        };
        self.know(noun).await?;
        for column in &columns {
            if let Content::Reference(target) = column.content {
                self.know(target).await?;
            }
        }
        let current = Current {
            noun,
            place: &table.place,
            columns: &columns,
            places: &places,
            notation: table.notation,
        };
        let destination = Destination { table: noun.table, columns: &columns };
        let mut loaded = Loaded::default();
        let mut batch = Vec::with_capacity(BATCH);
        let mut waiting = Vec::new();
        for row in table.rows {
            bar.inc(1);
            match row {
                Ok(row) => match self.take(&current, row, false).await? {
                    Taken::Added(ready) => batch.push(ready),
                    Taken::Changed => loaded.changed += 1,
                    Taken::Unchanged => loaded.unchanged += 1,
                    Taken::Waits(row) => waiting.push(Waiting { row }),
                    Taken::Refused => {}
                },
                Err(problem) => self.problems.add(problem),
            }
            if batch.len() == BATCH {
                self.write(&current, &destination, &mut batch, &mut loaded).await?;
            }
        }
        self.write(&current, &destination, &mut batch, &mut loaded).await?;
        // Rows that waited may wait for each other: each round settles at least one, or none ever will.
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut still = Vec::new();
            for Waiting { row } in waiting {
                match self.take(&current, row, false).await? {
                    Taken::Added(ready) => batch.push(ready),
                    Taken::Changed => loaded.changed += 1,
                    Taken::Unchanged => loaded.unchanged += 1,
                    Taken::Waits(row) => still.push(Waiting { row }),
                    Taken::Refused => {}
                }
            }
            self.write(&current, &destination, &mut batch, &mut loaded).await?;
            if still.len() == before {
                for Waiting { row } in still {
                    self.take(&current, row, true).await?;
                }
                break;
            }
            waiting = still;
        }
        if loaded.added > 0 {
            destination.move_numbering(self.transaction).await?;
            self.journal.added(noun, loaded.added).await?;
        }
        Ok(loaded)
    }

    /// Reads what stands in the table of a noun, once.
    async fn know(&mut self, noun: &'static Noun) -> Result<(), DbErr> {
        // Villages, districts and so on are rows of the regions.
        let noun = self.owner(noun);
        if !self.known.contains_key(noun.table) {
            let columns = noun.columns(self.catalog);
            let rows = KnownRows::read(self.transaction, noun, &columns).await?;
            self.known.insert(noun.table, rows);
        }
        Ok(())
    }

    fn owner(&self, noun: &'static Noun) -> &'static Noun {
        self.catalog.nouns().find(|owner| owner.table == noun.table && owner.is_loaded()).unwrap_or(noun)
    }

    async fn read_decimals(&mut self) -> Result<(), ImportError> {
        let mut select = sea_orm::sea_query::SelectStatement::new();
        select.column(Alias::new("id")).column(Alias::new("decimals")).from(Alias::new(INDICATOR));
        for row in self.transaction.query_all(&select).await? {
            let decimals = u32::try_from(row.try_get_by_index::<i32>(1)?).unwrap_or_default();
            self.decimals.insert(row.try_get_by_index(0)?, decimals);
        }
        Ok(())
    }

    /// Decides what is to become of a row. `last` refuses it where it would wait.
    async fn take(&mut self, current: &Current<'_>, row: Row, last: bool) -> Result<Taken, ImportError> {
        let values = match self.values(current, &row, last) {
            Values::Read(values) => values,
            Values::Waits => return Ok(Taken::Waits(row)),
            Values::Refused(partial) => {
                // Its key is kept, so that rows which name it are not called wrong as well.
                let identity = identity(current.noun, current.columns, &partial);
                let refused = Known { id: None, values: [0; 16], line: row.line };
                self.rows(current.noun).insert(identity, refused);
                return Ok(Taken::Refused);
            }
        };
        let identity = identity(current.noun, current.columns, &values);
        let print = fingerprint(values.iter());
        self.place(current, &row, identity, print, values).await
    }

    /// Decides between adding, changing and leaving a row whose cells are all right.
    async fn place(
        &mut self,
        current: &Current<'_>,
        row: &Row,
        identity: Identity,
        print: [u8; 16],
        values: Vec<Raw>,
    ) -> Result<Taken, ImportError> {
        let line = row.line;
        let Some(known) = self.rows(current.noun).find(&identity).copied() else {
            let id = self.rows(current.noun).next_id();
            self.rows(current.noun).insert(identity, Known { id: Some(id), values: print, line });
            self.note_decimals(current, id, &values);
            return Ok(Taken::Added(Ready { line, id, values }));
        };
        if known.line > 0 {
            let named = current.noun.identity.join(", ");
            let reason = format!("the same {named} stands in row {} already", known.line);
            self.refuse(current, line, None, None, reason);
            return Ok(Taken::Refused);
        }
        self.rows(current.noun).insert(identity, Known { line, ..known });
        let (Some(id), true) = (known.id, known.values != print) else { return Ok(Taken::Unchanged) };
        self.note_decimals(current, id, &values);
        self.change(current, Ready { line, id, values }, &natural_key(current, row)).await
    }

    fn note_decimals(&mut self, current: &Current<'_>, id: i64, values: &[Raw]) {
        if current.noun.table == INDICATOR
            && let Some(at) = current.columns.iter().position(|column| column.stored == "decimals")
            && let Raw::Int(decimals) = values[at]
        {
            self.decimals.insert(id, u32::try_from(decimals).unwrap_or_default());
        }
    }

    /// Changes the row of a natural key, and notes it in the journal.
    async fn change(
        &mut self,
        current: &Current<'_>,
        row: Ready,
        record: &str,
    ) -> Result<Taken, ImportError> {
        if current.noun.append_only {
            let reason = "it differs from the row that stands in the ledger, and ledger rows never change; \
                          add a REVERSAL with its reason and a new row"
                .to_owned();
            self.refuse(current, row.line, None, None, reason);
            return Ok(Taken::Refused);
        }
        let destination = Destination { table: current.noun.table, columns: current.columns };
        let before = destination.stored(self.transaction, row.id).await?;
        if let Some(reason) = destination.update(self.transaction, &row).await? {
            self.refuse(current, row.line, None, None, reason);
            return Ok(Taken::Refused);
        }
        let changes = Changes::between(current.columns, &before, &row.values);
        self.journal.changed(current.noun, record, changes).await?;
        Ok(Taken::Changed)
    }

    fn rows(&mut self, noun: &'static Noun) -> &mut KnownRows {
        self.known.entry(noun.table).or_default()
    }

    fn refuse(
        &mut self,
        current: &Current<'_>,
        line: u64,
        column: Option<&str>,
        value: Option<&str>,
        reason: String,
    ) {
        self.problems.add(Problem {
            place: current.place.to_owned(),
            line: Some(line),
            column: column.map(str::to_owned),
            value: value.map(str::to_owned),
            reason,
        });
    }

    /// Reads every cell of a row, and finds the rows that it names.
    fn values(&mut self, current: &Current<'_>, row: &Row, last: bool) -> Values {
        if row.cells.len() != current.columns.len() {
            let reason =
                format!("it has {} cells, the header has {}", row.cells.len(), current.columns.len());
            self.refuse(current, row.line, None, None, reason);
            return Values::Refused(Vec::new());
        }
        let mut values = vec![Raw::Null; current.columns.len()];
        let (mut refused, mut waits) = (false, false);
        // References first: the decimals of an observation are those of the indicator that it names.
        let (references, fields): (Vec<usize>, Vec<usize>) = (0..current.columns.len())
            .partition(|&at| matches!(current.columns[at].content, Content::Reference(_)));
        for at in references.into_iter().chain(fields) {
            let column = &current.columns[at];
            let Some(text) = row.cells[current.places[at]].as_deref() else {
                if !column.optional {
                    self.refuse(current, row.line, Some(&column.name), None, "it is blank".to_owned());
                    refused = true;
                }
                continue;
            };
            let read = match column.content {
                Content::Reference(target) => match self.find(target, text) {
                    Found::Row(id) => Ok(Raw::Int(id)),
                    Found::Refused => {
                        refused = true;
                        continue;
                    }
                    Found::Nothing if target.table == current.noun.table && !last => {
                        waits = true;
                        continue;
                    }
                    Found::Nothing => Err(format!("there is no {} of that name", target.name)),
                    Found::NotAKey(reason) => Err(reason),
                },
                // Coordinates have many digits, and nothing else is kept of a geometry.
                Content::Field { kind: Kind::Geometry, .. } => {
                    cell::read(Kind::Geometry, text, current.notation, 0)
                }
                Content::Field { hidden: false, .. } if cell::holds_identity_number(text) => {
                    Err("it holds 16 digits like a NIK or KK number; take it out of the file".to_owned())
                }
                Content::Field { kind, .. } => {
                    let decimals = self.decimals_of(current, &values);
                    cell::read(kind, text, current.notation, decimals)
                }
            };
            match read {
                Ok(value) => values[at] = value,
                Err(reason) => {
                    // An identity number is not repeated, not even to name the place.
                    let shown = (!cell::holds_identity_number(text)).then_some(text);
                    self.refuse(current, row.line, Some(&column.name), shown, reason);
                    refused = true;
                }
            }
        }
        match (refused, waits) {
            (true, _) => Values::Refused(values),
            (false, true) => Values::Waits,
            (false, false) => Values::Read(values),
        }
    }

    fn decimals_of(&self, current: &Current<'_>, values: &[Raw]) -> u32 {
        let at = current.columns.iter().position(|column| column.stored == "indicator_id");
        match at.map(|at| &values[at]) {
            Some(Raw::Int(id)) => self.decimals.get(id).copied().unwrap_or(MOST_DECIMALS),
            _ => MOST_DECIMALS,
        }
    }

    fn find(&self, target: &'static Noun, text: &str) -> Found {
        let key = match target.key().map(|field| field.kind) {
            Some(Kind::RegionCode) => match cell::region_code(text) {
                Ok(code) => code,
                Err(reason) => return Found::NotAKey(reason),
            },
            _ => text.to_owned(),
        };
        if let Some((_, level)) = target.within
            && level_of(&key) != level
        {
            return Found::NotAKey(format!("it is not the code of a {}", target.name));
        }
        match self.known.get(target.table).and_then(|rows| rows.find(&identity_of_key(&key))) {
            Some(Known { id: Some(id), .. }) => Found::Row(*id),
            Some(Known { id: None, .. }) => Found::Refused,
            None => Found::Nothing,
        }
    }

    /// Writes a batch and empties it. Once a problem is known nothing more is written: it would not stay.
    async fn write(
        &mut self,
        current: &Current<'_>,
        destination: &Destination<'_>,
        batch: &mut Vec<Ready>,
        loaded: &mut Loaded,
    ) -> Result<(), ImportError> {
        if self.problems.count() == 0 {
            let broken = destination.insert(self.transaction, batch).await?;
            loaded.added += batch.len() as u64;
            for row in broken {
                self.refuse(current, row.line, None, None, row.reason);
            }
        }
        batch.clear();
        Ok(())
    }
}

/// What is to become of a row.
enum Taken {
    Added(Ready),
    Changed,
    Unchanged,
    /// It names a row of its own table that has not been read yet.
    Waits(Row),
    Refused,
}

enum Values {
    Read(Vec<Raw>),
    Waits,
    /// What could be read of it.
    Refused(Vec<Raw>),
}

enum Found {
    Row(i64),
    /// It stands in the files, but was refused itself.
    Refused,
    Nothing,
    NotAKey(String),
}

/// The natural key of a row for the journal: what identifies it, with the keys of the rows that it names, joined by `/`.
fn natural_key(current: &Current<'_>, row: &Row) -> String {
    let parts = current.noun.identity.iter().filter_map(|name| {
        let at = current.columns.iter().position(|column| column.shown == *name)?;
        let text = row.cells[current.places[at]].as_deref()?;
        let kind = match current.columns[at].content {
            Content::Reference(target) => target.key().map(|field| field.kind),
            Content::Field { kind, .. } => Some(kind),
        };
        Some(match kind {
            Some(Kind::RegionCode) => cell::region_code(text).unwrap_or_else(|_| text.to_owned()),
            _ => text.to_owned(),
        })
    });
    parts.collect::<Vec<_>>().join("/")
}

/// The level of a region, which its code tells by its parts.
fn level_of(code: &str) -> &'static str {
    match (code, code.split('.').count()) {
        ("00", _) => "COUNTRY",
        (_, 1) => "PROVINCE",
        (_, 2) => "REGENCY",
        (_, 3) => "DISTRICT",
        _ => "VILLAGE",
    }
}

/// For each column of the noun, its place in the header; or what is wrong with the header.
fn places(columns: &[Column<'_>], header: &[String]) -> Result<Vec<usize>, String> {
    let names = || columns.iter().map(|column| column.name.as_str());
    let missing: Vec<_> = names().filter(|name| !header.iter().any(|given| given == name)).collect();
    let unknown: Vec<_> =
        header.iter().map(String::as_str).filter(|given| !names().any(|name| name == *given)).collect();
    let twice: Vec<_> =
        names().filter(|name| header.iter().filter(|given| given == name).count() > 1).collect();
    let wrong = [("missing", missing), ("unknown", unknown), ("there twice", twice)];
    let wrong: Vec<_> = wrong
        .iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(what, names)| format!("{what}: {}", names.join(", ")))
        .collect();
    if !wrong.is_empty() {
        let expected: Vec<_> = names().collect();
        return Err(format!("wrong header ({}); expected {}", wrong.join("; "), expected.join(", ")));
    }
    Ok(names().filter_map(|name| header.iter().position(|given| given == name)).collect())
}
