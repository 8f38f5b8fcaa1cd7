//! Runs a plan: one statement per level, then the answer is put together from the rows.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_graphql::indexmap::IndexMap;
use async_graphql::{Name, Value};
use futures_util::future::{BoxFuture, FutureExt as _, try_join_all};
use sea_orm::sea_query::{
    Alias, Expr, ExprTrait, NullOrdering, Order, OrderedStatement, OverStatement, SelectStatement,
    WindowStatement,
};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbErr, QueryResult};

use super::page::global_id;
use super::plan::{Connection, ConnectionOutput, EdgeOutput, Level, Output, Shape};
use super::statement::{Writer, column};
use super::value::{Raw, Storage};

/// The database of a request, and how many statements it has run.
#[derive(Debug)]
pub struct Session<'a> {
    pub db: &'a DatabaseConnection,
    pub statements: &'a AtomicUsize,
}

type Row = Vec<Raw>;

/// The rows of a level with what was loaded below them.
#[derive(Debug)]
pub struct Loaded {
    pub rows: Vec<Row>,
    children: Vec<LoadedChild>,
}

/// Pages of a relation to many, by the parent's id; at the root the only page is that of parent 0.
#[derive(Debug)]
struct LoadedChild {
    loaded: Loaded,
    pages: HashMap<i64, Rows>,
    totals: HashMap<i64, i64>,
}

#[derive(Clone, Debug, Default)]
struct Rows {
    at: Vec<usize>,
    more: bool,
}

impl Session<'_> {
    async fn query(&self, select: &SelectStatement) -> Result<Vec<QueryResult>, DbErr> {
        self.statements.fetch_add(1, Ordering::Relaxed);
        self.db.query_all(select).await
    }

    /// Runs a connection at the root.
    pub async fn connection(&self, plan: &Connection<'_>) -> Result<Value, DbErr> {
        let loaded = self.pages(plan, None).await?;
        Ok(page(plan, &loaded, 0))
    }

    /// Loads the rows of a level that meet `condition`, with everything below.
    pub async fn rows(&self, level: &Level<'_>, condition: Expr) -> Result<Loaded, DbErr> {
        let found = self.query(level.select().and_where(condition)).await?;
        let rows = found.iter().map(|row| read(level, row)).collect::<Result<_, _>>()?;
        self.below(level, rows).await
    }

    fn below<'s>(&'s self, level: &'s Level<'_>, rows: Vec<Row>) -> BoxFuture<'s, Result<Loaded, DbErr>> {
        async move {
            let loads = level.children.iter().map(|child| {
                let mut parents: Vec<i64> = rows.iter().filter_map(|row| id(&row[child.parent])).collect();
                parents.sort_unstable();
                parents.dedup();
                self.pages(&child.connection, Some(parents))
            });
            let children = try_join_all(loads).await?;
            Ok(Loaded { rows, children })
        }
        .boxed()
    }

    async fn pages(&self, plan: &Connection<'_>, parents: Option<Vec<i64>>) -> Result<LoadedChild, DbErr> {
        if parents.as_ref().is_some_and(Vec::is_empty) {
            let loaded = Loaded { rows: Vec::new(), children: Vec::new() };
            return Ok(LoadedChild { loaded, pages: HashMap::new(), totals: HashMap::new() });
        }
        let (rows, totals) = futures_util::try_join!(
            self.page_rows(plan, parents.as_deref()),
            self.totals(plan, parents.as_deref())
        )?;
        let mut pages: HashMap<i64, Rows> = HashMap::new();
        let mut kept = Vec::with_capacity(rows.len());
        for (parent, row) in rows {
            let page = pages.entry(parent).or_default();
            if page.at.len() == plan.page.size {
                page.more = true;
            } else {
                page.at.push(kept.len());
                kept.push(row);
            }
        }
        if plan.page.backward {
            for page in pages.values_mut() {
                page.at.reverse();
            }
        }
        Ok(LoadedChild { loaded: self.below(&plan.level, kept).await?, pages, totals })
    }

    /// One row more than the page per parent, to know whether more follow.
    async fn page_rows(
        &self,
        plan: &Connection<'_>,
        parents: Option<&[i64]>,
    ) -> Result<Vec<(i64, Row)>, DbErr> {
        if !plan.needs_rows() {
            return Ok(Vec::new());
        }
        let limit = plan.page.size as u64 + 1;
        let level = &plan.level;
        let mut select = level.select();
        for condition in plan.filter.iter().chain(&plan.beyond) {
            select.and_where(condition.clone());
        }
        let Some((parents, fk)) = parents.zip(plan.parent_column) else {
            sort(plan, &mut select);
            let found = self.query(select.limit(limit)).await?;
            return found.iter().map(|row| Ok((0, read(level, row)?))).collect();
        };
        let parent = column(&level.alias, fk);
        let ids: Vec<sea_orm::Value> = parents.iter().map(|&id| id.into()).collect();
        let writer = Writer::new(self.db.get_database_backend());
        select.and_where(writer.any(parent.clone(), &ids));
        let mut window = WindowStatement::new();
        window.add_partition_by(parent.clone());
        sort(plan, &mut window);
        select.expr_as(parent, Alias::new("parent"));
        select.expr_window_as(Expr::cust("ROW_NUMBER()"), window, Alias::new("place"));
        let mut outer = SelectStatement::new();
        for at in 0..level.slots.len() {
            outer.column(Alias::new(format!("c{at}")));
        }
        outer.column(Alias::new("parent")).from_subquery(select, Alias::new("ranked"));
        outer.and_where(Expr::col(Alias::new("place")).lte(Expr::val(limit.cast_signed())));
        outer.order_by(Alias::new("parent"), Order::Asc).order_by(Alias::new("place"), Order::Asc);
        let found = self.query(&outer).await?;
        let parent_at = level.slots.len();
        found.iter().map(|row| Ok((row.try_get_by_index::<i64>(parent_at)?, read(level, row)?))).collect()
    }

    async fn totals(
        &self,
        plan: &Connection<'_>,
        parents: Option<&[i64]>,
    ) -> Result<HashMap<i64, i64>, DbErr> {
        if !plan.needs_total() {
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
                let ids: Vec<sea_orm::Value> = parents.iter().map(|&id| id.into()).collect();
                let parent = column(alias, fk);
                select.and_where(Writer::new(self.db.get_database_backend()).any(parent.clone(), &ids));
                select.expr(parent.clone()).add_group_by([parent])
            }
        };
        select.expr(Expr::cust("COUNT(*)"));
        let found = self.query(&select).await?;
        found.iter().map(|row| Ok((row.try_get_by_index(0)?, row.try_get_by_index(1)?))).collect()
    }
}

/// Orders by the sort keys and then the id, absent values last (first when read backward).
fn sort(plan: &Connection<'_>, statement: &mut impl OrderedStatement) {
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

fn read(level: &Level<'_>, row: &QueryResult) -> Result<Row, DbErr> {
    level.slots.iter().enumerate().map(|(at, slot)| Storage::read(slot.storage, row, at)).collect()
}

fn id(raw: &Raw) -> Option<i64> {
    match raw {
        Raw::Int(id) => Some(*id),
        _ => None,
    }
}

/// The object of one row.
#[must_use]
pub fn object(level: &Level<'_>, loaded: &Loaded, shape: &Shape, row: &[Raw]) -> Value {
    let mut fields = IndexMap::with_capacity(shape.fields.len());
    for (key, output) in &shape.fields {
        let value = match output {
            Output::Typename => Value::String(shape.noun.to_owned()),
            Output::Id { slot } => {
                id(&row[*slot]).map_or(Value::Null, |id| Value::String(global_id(shape.noun, id)))
            }
            Output::Scalar { kind, slot, decimals } => {
                kind.dress(&row[*slot], decimals.map(|decimals| &row[decimals]))
            }
            Output::One { id: slot, shape } => match row[*slot] {
                Raw::Null => Value::Null,
                _ => object(level, loaded, shape, row),
            },
            Output::Many { child } => {
                let plan = &level.children[*child];
                let parent = id(&row[plan.parent]).unwrap_or_default();
                page(&plan.connection, &loaded.children[*child], parent)
            }
        };
        fields.insert(Name::new(key), value);
    }
    Value::Object(fields)
}

fn page(plan: &Connection<'_>, child: &LoadedChild, parent: i64) -> Value {
    let empty = Rows::default();
    let page = child.pages.get(&parent).unwrap_or(&empty);
    let rows = || page.at.iter().map(|&at| &child.loaded.rows[at]);
    let mut fields = IndexMap::with_capacity(plan.outputs.len());
    for (key, output) in &plan.outputs {
        let value = match output {
            ConnectionOutput::Typename => Value::String(format!("{}Connection", plan.level.noun.name)),
            ConnectionOutput::TotalCount => {
                Value::Number(child.totals.get(&parent).copied().unwrap_or_default().into())
            }
            ConnectionOutput::Nodes(shape) => {
                Value::List(rows().map(|row| object(&plan.level, &child.loaded, shape, row)).collect())
            }
            ConnectionOutput::Edges(outputs) => {
                Value::List(rows().map(|row| edge(plan, child, outputs, row)).collect())
            }
            ConnectionOutput::PageInfo(wanted) => page_info(plan, page, &child.loaded, wanted),
        };
        fields.insert(Name::new(key), value);
    }
    Value::Object(fields)
}

fn edge(plan: &Connection<'_>, child: &LoadedChild, outputs: &[(String, EdgeOutput)], row: &[Raw]) -> Value {
    let fields = outputs.iter().map(|(key, output)| {
        let value = match output {
            EdgeOutput::Typename => Value::String(format!("{}Edge", plan.level.noun.name)),
            EdgeOutput::Cursor => Value::String(cursor(plan, row)),
            EdgeOutput::Node(shape) => object(&plan.level, &child.loaded, shape, row),
        };
        (Name::new(key), value)
    });
    Value::Object(fields.collect())
}

fn cursor(plan: &Connection<'_>, row: &[Raw]) -> String {
    let keys: Vec<Raw> = plan.keys.iter().map(|&slot| row[slot].clone()).collect();
    plan.page.cursor(&keys, id(&row[plan.id]).unwrap_or_default())
}

fn page_info(plan: &Connection<'_>, page: &Rows, loaded: &Loaded, wanted: &[(String, String)]) -> Value {
    let bounded = plan.page.from.is_some();
    let (next, previous) = if plan.page.backward { (bounded, page.more) } else { (page.more, bounded) };
    let at = |place: Option<&usize>| {
        place.map_or(Value::Null, |&at| Value::String(cursor(plan, &loaded.rows[at])))
    };
    let fields = wanted.iter().map(|(key, name)| {
        let value = match name.as_str() {
            "hasNextPage" => Value::Boolean(next),
            "hasPreviousPage" => Value::Boolean(previous),
            "startCursor" => at(page.at.first()),
            "endCursor" => at(page.at.last()),
            _ => Value::String("PageInfo".to_owned()),
        };
        (Name::new(key), value)
    });
    Value::Object(fields.collect())
}
