//! From a selection to statements: which columns, which joins, which further levels.
//!
//! A [`Level`] is one statement. Relations to one become joins of it, each selected relation to many becomes a
//! [`Child`] level that is loaded for all rows of its parent level at once.

use async_graphql::indexmap::IndexMap;
use async_graphql::{Name, Value};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait, JoinType, SelectStatement};

use super::catalog::Catalog;
use super::condition;
use super::group::Grouping;
use super::measure::{Measure, Of, only_where};
use super::noun::{Field, Kind, Noun, ToMany, ToOne};
use super::page::{Page, SortKey, Subject};
use super::refusal::Refusal;
use super::selection::Selected;
use super::statement::{self, Writer, column, comparable, stored};
use super::value::Storage;
use crate::search::Question;

/// A column of a level's answer.
#[derive(Clone, Debug)]
pub struct Slot {
    pub sql: Expr,
    pub storage: Storage,
}

/// An object of the answer: its fields in the order of the selection.
#[derive(Clone, Debug)]
pub struct Shape {
    pub noun: &'static str,
    pub fields: Vec<(Name, Output)>,
}

/// What a field of an object is made from.
#[derive(Clone, Debug)]
pub enum Output {
    Typename,
    Id { slot: usize },
    Scalar { kind: Kind, slot: usize, decimals: Option<usize> },
    One { id: usize, shape: Shape },
    Many { child: usize },
}

/// A relation to many below a level.
#[derive(Debug)]
pub struct Child<'c> {
    /// Slot of the parent's id.
    pub parent: usize,
    pub connection: Connection<'c>,
}

/// One statement with everything that hangs below it.
#[derive(Debug)]
pub struct Level<'c> {
    pub noun: &'c Noun,
    pub alias: String,
    joins: Vec<Join<'c>>,
    pub slots: Vec<Slot>,
    pub children: Vec<Child<'c>>,
}

#[derive(Debug)]
struct Join<'c> {
    from: String,
    relation: &'c ToOne,
    target: &'c Noun,
    alias: String,
}

/// What a connection's object is made from.
#[derive(Clone, Debug)]
pub enum ConnectionOutput {
    Typename,
    Nodes(Shape),
    Edges(Vec<(Name, EdgeOutput)>),
    PageInfo(Vec<(Name, Name)>),
    TotalCount,
    /// The one row of a grouping without dimensions.
    Aggregate(usize),
    /// The rows of a grouping.
    Groups(usize),
}

/// What an edge is made from.
#[derive(Clone, Debug)]
pub enum EdgeOutput {
    Typename,
    Cursor,
    Node(Shape),
}

/// A page of a list: at the root, or for every parent of a level.
#[derive(Debug)]
pub struct Connection<'c> {
    pub level: Level<'c>,
    pub page: Page<'c>,
    pub outputs: Vec<(Name, ConnectionOutput)>,
    /// Numbers over all rows of the list.
    pub groupings: Vec<Grouping<'c>>,
    /// Slots of the sort keys, for cursors.
    pub keys: Vec<usize>,
    pub id: usize,
    /// Condition of the filter, without the cursor's. It speaks of the alias of the level, which groupings share.
    pub filter: Option<Expr>,
    /// Condition of the cursor.
    pub beyond: Option<Expr>,
    /// Foreign key to the parent; none at the root.
    pub parent_column: Option<&'static str>,
    key_sql: Vec<Expr>,
}

/// Plans one request's root fields.
#[derive(Debug)]
pub struct Planner<'c> {
    pub catalog: &'c Catalog,
    pub writer: Writer,
}

impl<'c> Planner<'c> {
    /// Plans what a question finds, nearest first.
    pub fn search(&mut self, hits: &'c Noun, field: &Selected) -> Result<Connection<'c>, Refusal> {
        let question = match field.arguments.get("text") {
            Some(Value::String(text)) => Question::read(text),
            _ => None,
        };
        let question = question
            .ok_or_else(|| Refusal::new("`text` holds no word to look for; give a name or a part of one."))?;
        let page = Page::read(self.catalog, hits, &field.arguments, Some(&question))?;
        let mut plan = self.list(hits, field, page, None)?;
        let groupings = plan.groupings.iter_mut().map(|it| (it.level.alias.clone(), &mut it.filter));
        for (alias, filter) in std::iter::once((plan.level.alias.clone(), &mut plan.filter)).chain(groupings)
        {
            let mut found = question.finds(self.writer.backend, &alias);
            if let Some(nouns) = field.arguments.get("nouns")
                && let Some(noun) = hits.find_field("noun")
            {
                let wanted = Value::Object(IndexMap::from([(Name::new("in"), nouns.clone())]));
                let is_wanted =
                    condition::compare(&self.writer, noun.kind, &comparable(noun, &alias), &wanted)?;
                found = found.and(is_wanted);
            }
            *filter = Some(found);
        }
        Ok(plan)
    }

    /// Plans a connection of `noun`.
    pub fn connection(
        &mut self,
        noun: &'c Noun,
        field: &Selected,
        parent_column: Option<&'static str>,
    ) -> Result<Connection<'c>, Refusal> {
        let page = Page::read(self.catalog, noun, &field.arguments, None)?;
        self.list(noun, field, page, parent_column)
    }

    fn list(
        &mut self,
        noun: &'c Noun,
        field: &Selected,
        page: Page<'c>,
        parent_column: Option<&'static str>,
    ) -> Result<Connection<'c>, Refusal> {
        let mut level = self.level(noun);
        let alias = level.alias.clone();
        let id = level.id_slot(&alias);
        let mut groupings = Vec::new();
        let mut outputs = Vec::with_capacity(field.below.len());
        for selected in &field.below {
            let output = match selected.name.as_str() {
                "nodes" => ConnectionOutput::Nodes(self.shape(&mut level, &[], selected)?),
                "edges" => ConnectionOutput::Edges(self.edges(&mut level, selected)?),
                "pageInfo" => ConnectionOutput::PageInfo(
                    selected.below.iter().map(|it| (it.key.clone(), it.name.clone())).collect(),
                ),
                "totalCount" => ConnectionOutput::TotalCount,
                "aggregate" => {
                    groupings.push(self.aggregate(noun, selected)?);
                    ConnectionOutput::Aggregate(groupings.len() - 1)
                }
                "groupBy" => {
                    groupings.push(self.group_by(noun, selected)?);
                    ConnectionOutput::Groups(groupings.len() - 1)
                }
                _ => ConnectionOutput::Typename,
            };
            outputs.push((selected.key.clone(), output));
        }
        let mut keys = Vec::with_capacity(page.keys.len());
        let mut key_sql = Vec::with_capacity(page.keys.len());
        for key in &page.keys {
            let alias = level.join(self, &key.path);
            let sql = self.sort_sql(key, &alias)?;
            keys.push(level.slot(sql.clone(), key.storage()));
            key_sql.push(sql);
        }
        let beyond = page.beyond(&key_sql, &column(&alias, "id"))?;
        let filter = self.filter(noun, &alias, field)?;
        for grouping in &mut groupings {
            grouping.filter = self.filter(noun, &grouping.level.alias, field)?;
        }
        Ok(Connection { level, page, outputs, groupings, keys, id, filter, beyond, parent_column, key_sql })
    }

    /// The condition that the arguments `filter` and `asOf` set.
    fn filter(&mut self, noun: &'c Noun, alias: &str, field: &Selected) -> Result<Option<Expr>, Refusal> {
        let filter = match field.arguments.get("filter") {
            Some(filter) => Some(condition::matches(self.catalog, &mut self.writer, noun, alias, filter)?),
            None => None,
        };
        let as_of = condition::as_of(noun, alias, field.arguments.get("asOf"))?;
        Ok(filter.into_iter().chain(as_of).reduce(Expr::and))
    }

    fn sort_sql(&mut self, key: &SortKey<'c>, alias: &str) -> Result<Expr, Refusal> {
        match &key.subject {
            Subject::Field(field) => Ok(comparable(field, alias)),
            Subject::Aggregate(relation, measure) => self.related_number(relation, measure, alias),
            Subject::Distance(question) => Ok(question.distance(alias)),
        }
    }

    /// A number over the rows of a relation to many, for the row under `alias`.
    fn related_number(
        &mut self,
        relation: &'c ToMany,
        measure: &Measure<'c>,
        alias: &str,
    ) -> Result<Expr, Refusal> {
        let target = self.catalog.target_of_many(relation);
        let inner = self.writer.alias();
        let mut select = statement::from(target, &inner);
        select.and_where(column(&inner, relation.column).eq(column(alias, "id")));
        let filter = match &measure.filter {
            Some(filter) => Some(condition::matches(self.catalog, &mut self.writer, target, &inner, filter)?),
            None => None,
        };
        let value = match measure.of {
            Of::Rows => Expr::cust("1"),
            Of::Field(field) => comparable(field, &inner),
            Of::Relation(relation) => column(&inner, relation.shown_column()),
        };
        select.expr(measure.function.sql(only_where(filter.as_ref(), value)));
        Ok(Expr::from(select))
    }

    /// An empty level over `noun`.
    pub fn level(&mut self, noun: &'c Noun) -> Level<'c> {
        let alias = self.writer.alias();
        Level { noun, alias, joins: Vec::new(), slots: Vec::new(), children: Vec::new() }
    }

    /// Plans the object behind `path` (relations to one from the level's noun).
    pub fn shape(
        &mut self,
        level: &mut Level<'c>,
        path: &[&'c ToOne],
        field: &Selected,
    ) -> Result<Shape, Refusal> {
        let alias = level.join(self, path);
        let noun = path.last().map_or(level.noun, |relation| self.catalog.target_of_one(relation));
        let mut fields = Vec::new();
        for selected in &field.below {
            let output = self.output(level, path, noun, &alias, selected)?;
            fields.push((selected.key.clone(), output));
        }
        Ok(Shape { noun: noun.name, fields })
    }

    fn output(
        &mut self,
        level: &mut Level<'c>,
        path: &[&'c ToOne],
        noun: &'c Noun,
        alias: &str,
        selected: &Selected,
    ) -> Result<Output, Refusal> {
        let name = selected.name.as_str();
        if name == "id" {
            return Ok(Output::Id { slot: level.id_slot(alias) });
        }
        if let Some(field) = noun.find_field(name) {
            return Ok(level.scalar(field, alias));
        }
        if let Some(relation) = noun.to_one.iter().find(|it| it.name == name) {
            let path: Vec<_> = path.iter().copied().chain([relation]).collect();
            let target = level.join(self, &path);
            let id = level.id_slot(&target);
            return Ok(Output::One { id, shape: self.shape(level, &path, selected)? });
        }
        if let Some(relation) = noun.to_many.iter().find(|it| it.name == name) {
            let target = self.catalog.target_of_many(relation);
            let connection = self.connection(target, selected, Some(relation.column))?;
            let parent = level.id_slot(alias);
            level.children.push(Child { parent, connection });
            return Ok(Output::Many { child: level.children.len() - 1 });
        }
        Ok(Output::Typename)
    }

    fn edges(&mut self, level: &mut Level<'c>, field: &Selected) -> Result<Vec<(Name, EdgeOutput)>, Refusal> {
        let mut outputs = Vec::new();
        for selected in &field.below {
            let output = match selected.name.as_str() {
                "cursor" => EdgeOutput::Cursor,
                "node" => EdgeOutput::Node(self.shape(level, &[], selected)?),
                _ => EdgeOutput::Typename,
            };
            outputs.push((selected.key.clone(), output));
        }
        Ok(outputs)
    }
}

impl<'c> Level<'c> {
    /// The slot of an expression; the same expression has one slot.
    pub fn slot(&mut self, sql: Expr, storage: Storage) -> usize {
        if let Some(at) = self.slots.iter().position(|slot| slot.sql == sql && slot.storage == storage) {
            return at;
        }
        self.slots.push(Slot { sql, storage });
        self.slots.len() - 1
    }

    /// The slot of the id of the table under `alias`.
    pub fn id_slot(&mut self, alias: &str) -> usize {
        self.slot(column(alias, "id"), Storage::BigInt)
    }

    fn scalar(&mut self, field: &Field, alias: &str) -> Output {
        let slot = self.slot(stored(field, alias), field.kind.storage());
        let decimals = statement::decimals(field, alias).map(|sql| self.slot(sql, Storage::Int));
        Output::Scalar { kind: field.kind, slot, decimals }
    }

    /// The alias of the table at the end of `path`, joined once however often it is asked for.
    pub fn join(&mut self, planner: &mut Planner<'c>, path: &[&'c ToOne]) -> String {
        let mut from = self.alias.clone();
        for relation in path {
            let there =
                self.joins.iter().find(|join| join.from == from && join.relation.name == relation.name);
            from = if let Some(join) = there {
                join.alias.clone()
            } else {
                let alias = planner.writer.alias();
                let target = planner.catalog.target_of_one(relation);
                self.joins.push(Join { from, relation, target, alias: alias.clone() });
                alias
            };
        }
        from
    }

    /// `FROM` the noun with its joins, columns `c0`, `c1`, … in the order of the slots.
    #[must_use]
    pub fn select(&self) -> SelectStatement {
        let mut select = statement::from(self.noun, &self.alias);
        for join in &self.joins {
            let mut on = Condition::all()
                .add(column(&join.alias, "id").eq(column(&join.from, join.relation.shown_column())));
            if let Some(scope) = statement::scope(join.target, &join.alias) {
                on = on.add(scope);
            }
            select.join_as(JoinType::LeftJoin, Alias::new(join.target.table), Alias::new(&join.alias), on);
        }
        if self.slots.is_empty() {
            // SQLite takes no rows without columns, and counting needs only rows.
            select.expr(Expr::cust("1"));
        }
        for (at, slot) in self.slots.iter().enumerate() {
            select.expr_as(slot.sql.clone(), Alias::new(format!("c{at}")));
        }
        select
    }
}

impl Connection<'_> {
    /// The sort keys in SQL, with whether they may be absent and their direction on the way of reading.
    pub fn sort(&self) -> impl Iterator<Item = (Expr, bool, bool)> {
        let backward = self.page.backward;
        self.page
            .keys
            .iter()
            .zip(&self.key_sql)
            .map(move |(key, sql)| (sql.clone(), key.optional(), key.descending != backward))
    }

    /// Whether any row is needed, beside the count.
    #[must_use]
    pub fn needs_rows(&self) -> bool {
        use ConnectionOutput::{Edges, Nodes, PageInfo};
        self.outputs.iter().any(|(_, output)| matches!(output, Nodes(_) | Edges(_) | PageInfo(_)))
    }

    /// Whether the count is asked for.
    #[must_use]
    pub fn needs_total(&self) -> bool {
        self.outputs.iter().any(|(_, output)| matches!(output, ConnectionOutput::TotalCount))
    }
}
