//! Runs a plan: one statement per level, all rows of a level at once.

use std::collections::HashMap;
use std::fmt::Write as _;

use futures_util::future::{BoxFuture, FutureExt as _, try_join_all};
use sea_orm::sea_query::{
    Alias, Expr, ExprTrait, NullOrdering, Order, OrderedStatement, OverStatement, SelectStatement,
    WindowStatement,
};
use sea_orm::{DatabaseBackend, DbErr, QueryResult, Statement};
use tracing::{Instrument as _, debug_span};

use super::group::Grouping;
use super::plan::{Connection, Level};
use super::spent::{Role, Spent};
use super::statement::{Writer, column};
use super::table::Table;
use super::value::Storage;
use crate::db::{self, Readers};
use crate::telemetry::TRACE;

/// The database of a request, and what its statements took.
#[derive(Debug)]
pub struct Session<'a> {
    pub db: &'a Readers,
    pub spent: &'a Spent,
    /// Whether the database is asked how it goes about each statement.
    pub explain: bool,
}

/// The rows of a level with what was loaded below them.
#[derive(Debug)]
pub struct Loaded {
    pub rows: Table,
    pub children: Vec<Lists>,
}

/// Pages of a relation to many, by the parent's id; at the root the only page is that of parent 0.
#[derive(Debug)]
pub struct Lists {
    pub loaded: Loaded,
    pages: HashMap<i64, Page>,
    totals: HashMap<i64, i64>,
    pub groups: Vec<Groups>,
}

/// The rows of one page.
#[derive(Clone, Copy, Debug, Default)]
pub struct Page {
    start: usize,
    len: usize,
    /// Whether the list goes on.
    pub more: bool,
}

impl Page {
    /// The places of its rows in the table, in the order in which they are read.
    pub fn rows(self, backward: bool) -> impl Iterator<Item = usize> {
        let len = self.len;
        (0..len).map(move |at| self.start + if backward { len - 1 - at } else { at })
    }
}

/// The groups of every parent.
#[derive(Debug)]
pub struct Groups {
    pub rows: Table,
    by_parent: HashMap<i64, (usize, usize)>,
}

impl Groups {
    /// The groups of one parent.
    pub fn of(&self, parent: i64) -> std::ops::Range<usize> {
        let (start, len) = self.by_parent.get(&parent).copied().unwrap_or_default();
        start..start + len
    }
}

impl Lists {
    /// The page of one parent.
    #[must_use]
    pub fn page(&self, parent: i64) -> Page {
        self.pages.get(&parent).copied().unwrap_or_default()
    }

    /// How many rows one parent has.
    #[must_use]
    pub fn total(&self, parent: i64) -> i64 {
        self.totals.get(&parent).copied().unwrap_or_default()
    }
}

/// Rows with the parent of each, in runs of one parent.
struct Runs {
    rows: Table,
    parents: Vec<i64>,
    /// How many there are over all pages, where that was counted along.
    total: Option<i64>,
}

impl Runs {
    /// Rows of one parent.
    fn of_one(parent: i64, rows: Table) -> Self {
        Self { parents: vec![parent; rows.len()], rows, total: None }
    }
}

impl Session<'_> {
    /// Runs a statement; at most `limit` rows. The limit is written into the statement, since a plan for all limits is
    /// a poor one.
    pub(super) async fn query(
        &self,
        noun: &'static str,
        role: Role,
        select: &SelectStatement,
        limit: Option<u64>,
    ) -> Result<Vec<QueryResult>, DbErr> {
        let mut statement = self.db.backend().build(select);
        if let Some(limit) = limit {
            let _ = write!(statement.sql, " LIMIT {limit}");
        }
        let span =
            debug_span!(target: TRACE, "statement", noun, ?role, db.query.text = statement.sql.as_str());
        let running = self.spent.begin(noun, role, &statement.sql);
        let again = self.explain.then(|| statement.clone());
        let found = self.db.query_all(statement).instrument(span).await;
        running.end(found.as_ref().map(Vec::len).ok());
        if let Some(statement) = again {
            running.plan(self.explained(statement).await?);
        }
        found
    }

    /// How the database goes about a statement.
    async fn explained(&self, mut statement: Statement) -> Result<Vec<String>, DbErr> {
        let (word, column) = match self.db.backend() {
            DatabaseBackend::Postgres => ("EXPLAIN", "QUERY PLAN"),
            _ => ("EXPLAIN QUERY PLAN", "detail"),
        };
        statement.sql = format!("{word} {}", statement.sql);
        let lines = self.db.query_all(statement).await?;
        lines.iter().map(|line| line.try_get("", column)).collect()
    }

    /// The version of the data.
    pub async fn data_version(&self) -> Result<i64, DbErr> {
        let found = self.query("DatasetState", Role::Version, &db::select_data_version(), None).await?;
        db::data_version_of(found.first())
    }

    /// Runs a connection at the root.
    pub async fn connection(&self, plan: &Connection<'_>) -> Result<Lists, DbErr> {
        self.lists(plan, None, None).await
    }

    /// Loads the rows of a level that meet `condition`, with everything below.
    pub async fn rows(&self, level: &Level<'_>, condition: Expr) -> Result<Loaded, DbErr> {
        let found =
            self.query(level.noun.name, Role::Rows, level.select().and_where(condition), None).await?;
        let rows = Table::read(&storages(level), &found)?;
        let all = (0..rows.len()).collect();
        self.below(level, rows, all, Vec::new()).await
    }

    /// Loads what is below the rows at the places `shown`; rows of a child that are there already are its riders.
    pub(super) fn below<'s>(
        &'s self,
        level: &'s Level<'_>,
        rows: Table,
        shown: Vec<usize>,
        riders: Vec<Option<Table>>,
    ) -> BoxFuture<'s, Result<Loaded, DbErr>> {
        async move {
            let riders = riders.into_iter().chain(std::iter::repeat_with(|| None));
            let loads = level.children.iter().zip(riders).map(|(child, riders)| {
                let parents = shown.iter().filter_map(|&at| rows.row(at).get(child.parent).int());
                let mut parents: Vec<i64> = parents.collect();
                parents.sort_unstable();
                parents.dedup();
                self.lists(&child.connection, Some(parents), riders)
            });
            let children = try_join_all(loads).await?;
            Ok(Loaded { rows, children })
        }
        .boxed()
    }

    async fn lists(
        &self,
        plan: &Connection<'_>,
        parents: Option<Vec<i64>>,
        riders: Option<Table>,
    ) -> Result<Lists, DbErr> {
        let span = debug_span!(target: TRACE, "level", noun = plan.level.noun.name);
        self.level(plan, parents.as_deref(), riders).instrument(span).await
    }

    async fn level(
        &self,
        plan: &Connection<'_>,
        parents: Option<&[i64]>,
        riders: Option<Table>,
    ) -> Result<Lists, DbErr> {
        let (runs, mut totals, groups) = futures_util::try_join!(
            self.page_rows(plan, parents, riders),
            self.totals(plan, parents),
            try_join_all(plan.groupings.iter().map(|it| self.groups(it, plan.parent_column, parents)))
        )?;
        totals.extend(runs.total.map(|total| (0, total)));
        let mut pages: HashMap<i64, Page> = HashMap::new();
        let mut shown = Vec::with_capacity(runs.parents.len());
        for (at, parent) in runs.parents.into_iter().enumerate() {
            let page = pages.entry(parent).or_insert(Page { start: at, ..Page::default() });
            // One row more than the page was asked for, to know whether the list goes on.
            if page.len == plan.page.size {
                page.more = true;
            } else {
                page.len += 1;
                shown.push(at);
            }
        }
        Ok(Lists {
            loaded: self.below(&plan.level, runs.rows, shown, Vec::new()).await?,
            pages,
            totals,
            groups,
        })
    }

    async fn page_rows(
        &self,
        plan: &Connection<'_>,
        parents: Option<&[i64]>,
        riders: Option<Table>,
    ) -> Result<Runs, DbErr> {
        if let Some((rows, parents)) = riders.zip(parents) {
            let parent = parents.first().copied().unwrap_or_default();
            return Ok(Runs::of_one(parent, rows));
        }
        if !plan.needs_rows() || parents.is_some_and(<[i64]>::is_empty) {
            return Ok(Runs::of_one(0, Table::default()));
        }
        let limit = plan.page.size as u64 + 1;
        let level = &plan.level;
        let mut select = level.select();
        for condition in plan.filter.iter().chain(&plan.beyond) {
            select.and_where(condition.clone());
        }
        let counts_along = counts_along(plan, parents);
        if counts_along {
            select.expr_as(Expr::cust("COUNT(*) OVER ()"), Alias::new("total"));
        }
        let Some((parents, fk)) = parents.zip(plan.parent_column) else {
            sort(plan, &mut select);
            let found = self.query(level.noun.name, Role::Rows, &select, Some(limit)).await?;
            let total = match found.first().filter(|_| counts_along) {
                Some(row) => Some(row.try_get_by_index(level.slots.len().max(1))?),
                None => counts_along.then_some(0),
            };
            return Ok(Runs { total, ..Runs::of_one(0, Table::read(&storages(level), &found)?) });
        };
        let parent = column(&level.alias, fk);
        if let [only] = parents {
            // The list of one parent needs no numbering, and an index may have its order.
            sort(plan, select.and_where(parent.eq(*only)));
            let found = self.query(level.noun.name, Role::Rows, &select, Some(limit)).await?;
            let rows = Table::read(&storages(level), &found)?;
            return Ok(Runs::of_one(*only, rows));
        }
        select.and_where(self.is_one_of(parent.clone(), parents));
        let mut window = WindowStatement::new();
        window.add_partition_by(parent.clone());
        sort(plan, &mut window);
        select.expr_as(parent, Alias::new("parent"));
        let ranked = ranked(select, window, level.slots.len(), limit);
        let found = self.query(level.noun.name, Role::Rows, &ranked, None).await?;
        let at = level.slots.len();
        let parents = found.iter().map(|row| row.try_get_by_index(at)).collect::<Result<_, _>>()?;
        Ok(Runs { rows: Table::read(&storages(level), &found)?, parents, total: None })
    }

    async fn totals(
        &self,
        plan: &Connection<'_>,
        parents: Option<&[i64]>,
    ) -> Result<HashMap<i64, i64>, DbErr> {
        if !plan.needs_total() || counts_along(plan, parents) || parents.is_some_and(<[i64]>::is_empty) {
            return Ok(HashMap::new());
        }
        let alias = &plan.level.alias;
        let mut select = super::statement::from(plan.level.noun, alias);
        if let Some(filter) = &plan.filter {
            select.and_where(filter.clone());
        }
        match parents.zip(plan.parent_column) {
            None => select.expr(Expr::val(0i64)),
            Some((parents, fk)) => {
                let parent = column(alias, fk);
                select.and_where(self.is_one_of(parent.clone(), parents));
                select.expr(parent.clone()).add_group_by([parent])
            }
        };
        select.expr(Expr::cust("COUNT(*)"));
        let found = self.query(plan.level.noun.name, Role::Count, &select, None).await?;
        found.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
    }

    async fn groups(
        &self,
        plan: &Grouping<'_>,
        parent_column: Option<&str>,
        parents: Option<&[i64]>,
    ) -> Result<Groups, DbErr> {
        let mut rows = plan.level.select();
        if let Some(filter) = &plan.filter {
            rows.and_where(filter.clone());
        }
        let limit = plan.size.unwrap_or(usize::MAX) as u64;
        let storages: Vec<_> = plan.storages().collect();
        let Some((parents, fk)) = parents.zip(parent_column) else {
            let mut select = plan.select(rows, None);
            order(&plan.order, &mut select);
            let most = plan.size.map(|_| limit);
            let found = self.query(plan.level.noun.name, Role::Numbers, &select, most).await?;
            let rows = Table::read(&storages, &found)?;
            let by_parent = HashMap::from([(0, (0, rows.len()))]);
            return Ok(Groups { rows, by_parent });
        };
        if parents.is_empty() {
            return Ok(Groups { rows: Table::default(), by_parent: HashMap::new() });
        }
        let parent = column(&plan.level.alias, fk);
        rows.and_where(self.is_one_of(parent.clone(), parents));
        rows.expr_as(parent, Alias::new("parent"));
        let select = plan.select(rows, Some("parent"));
        let select = if plan.size.is_some() {
            let mut window = WindowStatement::new();
            window.add_partition_by(column(super::measure::ROWS, "parent"));
            order(&plan.order, &mut window);
            ranked(select, window, storages.len(), limit)
        } else {
            select
        };
        let found = self.query(plan.level.noun.name, Role::Numbers, &select, None).await?;
        let mut by_parent: HashMap<i64, (usize, usize)> = HashMap::new();
        for (at, row) in found.iter().enumerate() {
            by_parent.entry(row.try_get_by_index(storages.len())?).or_insert((at, 0)).1 += 1;
        }
        Ok(Groups { rows: Table::read(&storages, &found)?, by_parent })
    }

    fn is_one_of(&self, parent: Expr, parents: &[i64]) -> Expr {
        let ids: Vec<sea_orm::Value> = parents.iter().map(|&id| id.into()).collect();
        Writer::new(self.db.backend()).any(parent, &ids)
    }
}

/// Whether rows and their number come in one statement: where a filter has to look at all rows for the count, it need
/// not look at them again for the page.
fn counts_along(plan: &Connection<'_>, parents: Option<&[i64]>) -> bool {
    let is_first_of_root = parents.is_none() && plan.beyond.is_none();
    is_first_of_root && plan.filter.is_some() && plan.needs_total() && plan.needs_rows()
}

/// The first rows per parent: the columns of `select`, its `parent`, in runs of one parent.
fn ranked(
    mut select: SelectStatement,
    window: WindowStatement,
    columns: usize,
    limit: u64,
) -> SelectStatement {
    select.expr_window_as(Expr::cust("ROW_NUMBER()"), window, Alias::new("place"));
    let mut outer = SelectStatement::new();
    for at in 0..columns {
        outer.column(Alias::new(format!("c{at}")));
    }
    outer.column(Alias::new("parent")).from_subquery(select, Alias::new("ranked"));
    outer.and_where(Expr::col(Alias::new("place")).lte(Expr::cust(limit.to_string())));
    outer.order_by(Alias::new("parent"), Order::Asc).order_by(Alias::new("place"), Order::Asc);
    outer
}

/// Orders by the sort keys and then the id, absent values last (first when read backward).
pub(super) fn sort(plan: &Connection<'_>, statement: &mut impl OrderedStatement) {
    let backward = plan.page.backward;
    for (sql, optional, descending) in plan.sort() {
        let order = if descending { Order::Desc } else { Order::Asc };
        if optional {
            let nulls = if backward { NullOrdering::First } else { NullOrdering::Last };
            statement.order_by_expr_with_nulls(sql, order, nulls);
        } else {
            statement.order_by_expr(sql, order);
        }
    }
    let order = if backward { Order::Desc } else { Order::Asc };
    statement.order_by_expr(column(&plan.level.alias, "id"), order);
}

fn order(keys: &[(Expr, bool)], statement: &mut impl OrderedStatement) {
    for (sql, descending) in keys {
        let order = if *descending { Order::Desc } else { Order::Asc };
        statement.order_by_expr_with_nulls(sql.clone(), order, NullOrdering::Last);
    }
}

pub(super) fn storages(level: &Level<'_>) -> Vec<Storage> {
    level.slots.iter().map(|slot| slot.storage).collect()
}
