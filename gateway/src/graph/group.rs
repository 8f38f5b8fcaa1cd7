//! Plans `aggregate` and `groupBy`: the rows become an inner statement with one column per thing that is needed,
//! and an outer one groups them.

use async_graphql::{Name, Value};
use sea_orm::sea_query::{Alias, Expr, Func, SelectStatement};

use super::condition::{self, conjunction, disjunction, no};
use super::measure::{Function, Of, ROWS, input, one_field, only_where, subject};
use super::noun::{Field, Kind, Noun, ToOne};
use super::page::descends;
use super::plan::{Level, Planner};
use super::refusal::Refusal;
use super::selection::Selected;
use super::statement::{Writer, column, comparable};
use super::truncate::Unit;
use super::value::Storage;

/// Groups when the request names no number.
const DEFAULT_GROUPS: usize = 100;

/// Most groups of one answer.
pub const MAX_GROUPS: usize = 1_000;

/// Most dimensions of one grouping.
const MAX_DIMENSIONS: usize = 6;

/// A column of the grouped rows.
#[derive(Clone, Debug)]
pub struct Column {
    pub sql: Expr,
    pub storage: Storage,
}

/// How a column is written on the wire.
#[derive(Clone, Copy, Debug)]
pub enum Dress {
    /// As a field of that kind.
    As(Kind),
    /// A count, which fits a GraphQL Int.
    Count,
    /// An exact decimal in millionths, without trailing zeros.
    Millionths,
}

/// What a field of the answer is made from.
#[derive(Clone, Debug)]
pub enum Entry {
    Typename(String),
    /// A field of a key that is not a dimension.
    Absent,
    Value {
        at: usize,
        dress: Dress,
    },
    /// Sum by count; the sum is in units of 10 to the power of minus `decimals`.
    Average {
        sum: usize,
        count: usize,
        decimals: u32,
    },
    Object(Vec<(Name, Entry)>),
}

/// A value that rows are grouped by.
#[derive(Clone, Debug)]
struct Dimension {
    /// Names from the noun to the field.
    path: Vec<&'static str>,
    /// Column of the inner statement.
    at: usize,
    dress: Dress,
}

/// One grouping of the rows of a connection.
#[derive(Debug)]
pub struct Grouping<'c> {
    /// The rows.
    pub level: Level<'c>,
    /// Condition of the connection's filter.
    pub filter: Option<Expr>,
    /// Columns of the answer.
    pub columns: Vec<Column>,
    /// Most groups; one row without dimensions where absent.
    pub size: Option<usize>,
    /// What is written for each group.
    pub shape: Vec<(Name, Entry)>,
    /// Sort of the groups, with whether the largest come first.
    pub order: Vec<(Expr, bool)>,
    dimensions: Vec<Dimension>,
    having: Option<Expr>,
}

impl<'c> Planner<'c> {
    /// Plans `aggregate`.
    pub fn aggregate(&mut self, noun: &'c Noun, field: &Selected) -> Result<Grouping<'c>, Refusal> {
        let mut grouping = self.grouping(noun, None);
        grouping.shape = grouping.entries(self, field, "Aggregate")?;
        Ok(grouping)
    }

    /// Plans `groupBy`.
    pub fn group_by(&mut self, noun: &'c Noun, field: &Selected) -> Result<Grouping<'c>, Refusal> {
        let mut grouping = self.grouping(noun, Some(size(field)?));
        let dimensions = items(field.arguments.get("dimensions"));
        if dimensions.is_empty() || dimensions.len() > MAX_DIMENSIONS {
            let message = format!("`dimensions` takes 1 to {MAX_DIMENSIONS} items.");
            return Err(Refusal::new(message));
        }
        for item in dimensions {
            grouping.add_dimension(self, item)?;
        }
        grouping.shape = grouping.entries(self, field, "Group")?;
        if let Some(having) = field.arguments.get("having") {
            grouping.having = Some(grouping.having(self, having)?);
        }
        for item in items(field.arguments.get("orderBy")) {
            let key = grouping.sort_key(self, item)?;
            grouping.order.push(key);
        }
        // The dimensions settle ties, so that the groups of a page are the same on every database.
        let dimensions = grouping.dimensions.iter().map(|dimension| (input(dimension.at), false));
        grouping.order.extend(dimensions.collect::<Vec<_>>());
        Ok(grouping)
    }

    fn grouping(&mut self, noun: &'c Noun, size: Option<usize>) -> Grouping<'c> {
        Grouping {
            level: self.level(noun),
            filter: None,
            columns: Vec::new(),
            size,
            shape: Vec::new(),
            order: Vec::new(),
            dimensions: Vec::new(),
            having: None,
        }
    }
}

fn size(field: &Selected) -> Result<usize, Refusal> {
    let Some(Value::Number(number)) = field.arguments.get("first") else { return Ok(DEFAULT_GROUPS) };
    let asked = number.as_i64().and_then(|whole| usize::try_from(whole).ok());
    asked.filter(|&size| size <= MAX_GROUPS).ok_or_else(|| {
        Refusal::new(format!("`first: {number}` is outside 0 to {MAX_GROUPS} groups; narrow the filter."))
    })
}

fn items(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::List(items)) => items,
        Some(single) => std::slice::from_ref(single),
    }
}

impl<'c> Grouping<'c> {
    fn noun(&self) -> &'c Noun {
        self.level.noun
    }

    /// The statement: `rows` is the inner one, complete with its conditions; with a parent, it has that too.
    #[must_use]
    pub fn select(&self, rows: SelectStatement, parent: Option<&str>) -> SelectStatement {
        let mut select = SelectStatement::new();
        for (at, column) in self.columns.iter().enumerate() {
            select.expr_as(column.sql.clone(), Alias::new(format!("c{at}")));
        }
        select.from_subquery(rows, Alias::new(ROWS));
        if let Some(parent) = parent {
            let parent = column(ROWS, parent);
            select.expr_as(parent.clone(), Alias::new("parent")).add_group_by([parent]);
        }
        select.add_group_by(self.dimensions.iter().map(|dimension| input(dimension.at)));
        if let Some(having) = &self.having {
            select.and_having(having.clone());
        }
        select
    }

    fn column(&mut self, sql: Expr, storage: Storage) -> usize {
        self.columns.push(Column { sql, storage });
        self.columns.len() - 1
    }

    /// Column of the inner statement that holds a field as it is compared.
    fn field(&mut self, field: &Field) -> usize {
        let alias = self.level.alias.clone();
        self.level.slot(comparable(field, &alias), field.kind.storage())
    }

    fn subject(&mut self, planner: &mut Planner<'c>, of: Of<'c>) -> Expr {
        input(match of {
            Of::Rows => return Expr::cust("1"),
            Of::Field(field) => self.field(field),
            Of::Relation(relation) => {
                // A narrower view of a key is absent where the row is of another level.
                let alias =
                    if relation.imported { None } else { Some(self.level.join(planner, &[relation])) };
                let sql = match alias {
                    Some(alias) => column(&alias, "id"),
                    None => column(&self.level.alias, relation.shown_column()),
                };
                self.level.slot(sql, Storage::BigInt)
            }
        })
    }

    /// Column of the inner statement that says whether a row counts.
    fn filter(&mut self, planner: &mut Planner<'c>, filter: Option<&Value>) -> Result<Option<Expr>, Refusal> {
        let Some(filter) = filter.filter(|filter| **filter != Value::Null) else { return Ok(None) };
        let alias = self.level.alias.clone();
        let sql = condition::matches(planner.catalog, &mut planner.writer, self.noun(), &alias, filter)?;
        Ok(Some(input(self.level.slot(sql, Storage::Bool))))
    }

    fn entries(
        &mut self,
        planner: &mut Planner<'c>,
        field: &Selected,
        suffix: &str,
    ) -> Result<Vec<(Name, Entry)>, Refusal> {
        let mut entries = Vec::with_capacity(field.below.len());
        for selected in &field.below {
            let entry = match selected.name.as_str() {
                "__typename" => Entry::Typename(format!("{}{suffix}", self.noun().name)),
                "key" => self.key(planner, self.noun(), &mut Vec::new(), selected),
                name => {
                    let function = Function::named(name);
                    let function = function.ok_or_else(|| Refusal::new(format!("{name} is no function.")))?;
                    let filter = self.filter(planner, selected.arguments.get("filter"))?;
                    self.function(planner, function, filter.as_ref(), selected)?
                }
            };
            entries.push((selected.key.clone(), entry));
        }
        Ok(entries)
    }

    fn key(
        &self,
        planner: &Planner<'c>,
        noun: &'c Noun,
        path: &mut Vec<&'static str>,
        field: &Selected,
    ) -> Entry {
        let entries = field.below.iter().map(|selected| {
            let name = selected.name.as_str();
            let entry = if let Some(field) = noun.find_field(name) {
                path.push(field.name);
                let dimension = self.dimensions.iter().position(|it| it.path == *path);
                path.pop();
                dimension.map_or(Entry::Absent, |at| self.dimension_entry(at))
            } else if let Some(relation) = noun.to_one.iter().find(|it| it.name == name) {
                path.push(relation.name);
                let below = self.key(planner, planner.catalog.target_of_one(relation), path, selected);
                path.pop();
                below
            } else {
                Entry::Typename(format!("{}Key", noun.name))
            };
            (selected.key.clone(), entry)
        });
        Entry::Object(entries.collect())
    }

    /// The columns of the dimensions come first, in their order.
    fn dimension_entry(&self, at: usize) -> Entry {
        Entry::Value { at, dress: self.dimensions[at].dress }
    }

    fn function(
        &mut self,
        planner: &mut Planner<'c>,
        function: Function,
        filter: Option<&Expr>,
        selected: &Selected,
    ) -> Result<Entry, Refusal> {
        if function == Function::Count {
            let sql = Function::Count.sql(only_where(filter, Expr::cust("1")));
            return Ok(Entry::Value { at: self.column(sql, Storage::BigInt), dress: Dress::Count });
        }
        let mut entries = Vec::with_capacity(selected.below.len());
        for field in &selected.below {
            let entry = if field.name == "__typename" {
                let suffix = match function {
                    Function::CountDistinct => "Distinct",
                    Function::Sum => "Sum",
                    Function::Average => "Average",
                    _ => "Extreme",
                };
                Entry::Typename(format!("{}{suffix}", self.noun().name))
            } else {
                self.over(planner, function, subject(self.noun(), function, &field.name)?, filter)
            };
            entries.push((field.key.clone(), entry));
        }
        Ok(Entry::Object(entries))
    }

    fn over(
        &mut self,
        planner: &mut Planner<'c>,
        function: Function,
        of: Of<'c>,
        filter: Option<&Expr>,
    ) -> Entry {
        let value = only_where(filter, self.subject(planner, of));
        let kind = match of {
            Of::Field(field) => field.kind,
            Of::Rows | Of::Relation(_) => Kind::BigInt,
        };
        match function {
            Function::Average => {
                let sum = self.column(Function::Sum.sql(value.clone()), Storage::BigInt);
                let count = self.column(Function::Count.sql(value), Storage::BigInt);
                let decimals = if matches!(kind, Kind::Decimal { .. }) { 6 } else { 0 };
                Entry::Average { sum, count, decimals }
            }
            Function::Count | Function::CountDistinct => {
                let at = self.column(function.sql(value), Storage::BigInt);
                Entry::Value { at, dress: Dress::Count }
            }
            Function::Sum | Function::Min | Function::Max => {
                let result = function.result(kind);
                let at = self.column(function.sql(value), result.storage());
                let dress = match result {
                    Kind::Decimal { .. } => Dress::Millionths,
                    result => Dress::As(result),
                };
                Entry::Value { at, dress }
            }
        }
    }

    fn add_dimension(&mut self, planner: &mut Planner<'c>, item: &Value) -> Result<(), Refusal> {
        let (relations, field, how) = self.dimension_path(planner, item)?;
        let alias = self.level.join(planner, &relations);
        let value = comparable(field, &alias);
        let is_dated = matches!(field.kind, Kind::Date | Kind::DateTime);
        let (sql, storage, dress) = match (how, field.kind) {
            (how, kind) if is_dated => {
                let unit = Unit::read(how)?;
                (unit.sql(planner.writer.backend, kind, value), Storage::Date, Dress::As(Kind::Date))
            }
            (Value::Boolean(true), kind @ Kind::Decimal { .. }) => (value, kind.storage(), Dress::Millionths),
            (Value::Boolean(true), kind) => (value, kind.storage(), Dress::As(kind)),
            _ => {
                let message = format!("A dimension is named with `true`: `{{ {}: true }}`.", field.name);
                return Err(Refusal::new(message));
            }
        };
        let path: Vec<_> = relations.iter().map(|it| it.name).chain([field.name]).collect();
        if self.dimensions.iter().any(|dimension| dimension.path == path) {
            return Err(Refusal::new(format!("{} is a dimension twice.", path.join("."))));
        }
        let at = self.level.slot(sql, storage);
        self.column(input(at), storage);
        self.dimensions.push(Dimension { path, at, dress });
        Ok(())
    }

    fn dimension_path<'v>(
        &self,
        planner: &Planner<'c>,
        item: &'v Value,
    ) -> Result<(Vec<&'c ToOne>, &'c Field, &'v Value), Refusal> {
        let (mut noun, mut item) = (self.noun(), item);
        let mut relations = Vec::new();
        loop {
            let refuse = || Refusal::new("A dimension names exactly one field; add an item per dimension.");
            let Value::Object(parts) = item else { return Err(refuse()) };
            let mut given = parts.iter().filter(|(_, value)| **value != Value::Null);
            let (Some((name, value)), None) = (given.next(), given.next()) else { return Err(refuse()) };
            if let Some(field) = noun.shown().find(|field| field.name == name.as_str()) {
                return Ok((relations, field, value));
            }
            let relation = noun.to_one.iter().find(|it| it.name == name.as_str());
            let relation = relation
                .ok_or_else(|| Refusal::new(format!("{} has no field {name} to group by.", noun.name)))?;
            relations.push(relation);
            noun = planner.catalog.target_of_one(relation);
            item = value;
        }
    }

    fn having(&mut self, planner: &mut Planner<'c>, having: &Value) -> Result<Expr, Refusal> {
        let Value::Object(parts) = having else { return Ok(Expr::cust("TRUE")) };
        let filter = self.filter(planner, parts.get("filter"))?;
        let mut all = Vec::new();
        for (name, part) in parts.iter().filter(|(_, part)| **part != Value::Null) {
            all.push(match name.as_str() {
                "filter" => continue,
                "and" | "or" => {
                    let each = items(Some(part)).iter().map(|item| self.having(planner, item));
                    let each: Vec<_> = each.collect::<Result<_, _>>()?;
                    if name == "and" { conjunction(each) } else { disjunction(each) }
                }
                "not" => no(self.having(planner, part)?),
                "count" => {
                    let count = Function::Count.sql(only_where(filter.as_ref(), Expr::cust("1")));
                    condition::compare(&planner.writer, Kind::BigInt, &count, part)?
                }
                name => {
                    let function = Function::named(name);
                    let function = function.ok_or_else(|| Refusal::new(format!("{name} is no function.")))?;
                    self.having_fields(planner, function, filter.as_ref(), part)?
                }
            });
        }
        Ok(conjunction(all))
    }

    fn having_fields(
        &mut self,
        planner: &mut Planner<'c>,
        function: Function,
        filter: Option<&Expr>,
        part: &Value,
    ) -> Result<Expr, Refusal> {
        let Value::Object(fields) = part else { return Ok(Expr::cust("TRUE")) };
        let mut all = Vec::new();
        for (name, operators) in fields.iter().filter(|(_, it)| **it != Value::Null) {
            let of = subject(self.noun(), function, name)?;
            let value = only_where(filter, self.subject(planner, of));
            let writer: &Writer = &planner.writer;
            all.push(match (function, of) {
                (Function::CountDistinct, _) => {
                    condition::compare(writer, Kind::BigInt, &function.sql(value), operators)?
                }
                (Function::Average, Of::Field(field)) => {
                    // Compared as a sum, exactly; an average of no rows is absent.
                    let count = Function::Count.sql(value.clone());
                    let count = Expr::expr(Func::cust("nullif").args([count, Expr::val(0)]));
                    let sum = Function::Sum.sql(value);
                    condition::compare_times(writer, field.kind, &sum, operators, Some(&count))?
                }
                (_, Of::Field(field)) => {
                    condition::compare(writer, field.kind, &function.sql(value), operators)?
                }
                _ => Expr::cust("TRUE"),
            });
        }
        Ok(conjunction(all))
    }

    fn sort_key(&mut self, planner: &mut Planner<'c>, item: &Value) -> Result<(Expr, bool), Refusal> {
        let refuse = || {
            Refusal::new(
                "An item of `orderBy` names exactly one of key, count and the functions; add an item per sort key.",
            )
        };
        let Value::Object(parts) = item else { return Err(refuse()) };
        let given = |(_, value): &(&Name, &Value)| **value != Value::Null;
        let mut named = parts.iter().filter(given).filter(|(name, _)| name.as_str() != "filter");
        let (Some((name, value)), None) = (named.next(), named.next()) else { return Err(refuse()) };
        if name == "key" {
            return self.key_order(value);
        }
        let filter = self.filter(planner, parts.get("filter"))?;
        let function = Function::named(name).ok_or_else(refuse)?;
        if function == Function::Count {
            return Ok((Function::Count.sql(only_where(filter.as_ref(), Expr::cust("1"))), descends(value)));
        }
        let (of, descending) = one_field(self.noun(), function, value)?;
        let value = self.subject(planner, of);
        Ok((function.sql(only_where(filter.as_ref(), value)), descending))
    }

    fn key_order(&self, item: &Value) -> Result<(Expr, bool), Refusal> {
        let mut path = Vec::new();
        let mut item = item;
        while let Value::Object(parts) = item {
            let mut given = parts.iter().filter(|(_, value)| **value != Value::Null);
            let (Some((name, value)), None) = (given.next(), given.next()) else { break };
            path.push(name.as_str());
            item = value;
        }
        let dimension = self.dimensions.iter().find(|dimension| dimension.path == path);
        let dimension = dimension
            .ok_or_else(|| Refusal::new(format!("`{}` is not among the dimensions.", path.join("."))))?;
        Ok((input(dimension.at), descends(item)))
    }

    /// Storages of the columns, in their order.
    pub fn storages(&self) -> impl Iterator<Item = Storage> {
        self.columns.iter().map(|column| column.storage)
    }
}
