//! Pages of a list: arguments, sort keys, cursors and the condition that a cursor sets (keyset paging).
//!
//! Absent values sort last in both directions; the row's id settles ties, so that a place in a list is unique.

use async_graphql::indexmap::IndexMap;
use async_graphql::{Name, Value};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::sea_query::{Expr, ExprTrait};

use super::catalog::Catalog;
use super::measure::{self, Measure};
use super::noun::{Field, Kind, Noun, ToMany, ToOne};
use super::refusal::Refusal;
use super::table::Cell;
use super::value::Storage;
use crate::search::Question;

/// Rows of a page when the request names no number.
pub const DEFAULT_PAGE: usize = 25;

/// What a list is sorted by.
#[derive(Clone, Debug)]
pub enum Subject<'c> {
    /// A field.
    Field(&'c Field),
    /// A number over the rows of a relation to many.
    Aggregate(&'c ToMany, Measure<'c>),
    /// How far a row is from a question of a search.
    Distance(Question),
}

/// One sort key, of the noun itself or of a noun that relations to one lead to.
#[derive(Clone, Debug)]
pub struct SortKey<'c> {
    /// Relations from the noun to the subject.
    pub path: Vec<&'c ToOne>,
    /// What is compared.
    pub subject: Subject<'c>,
    /// Largest first.
    pub descending: bool,
}

impl SortKey<'_> {
    /// Whether a row may lack it.
    #[must_use]
    pub fn optional(&self) -> bool {
        let itself = match &self.subject {
            Subject::Field(field) => field.may_be_absent(),
            Subject::Aggregate(_, measure) => measure.optional(),
            Subject::Distance(_) => false,
        };
        itself || self.path.iter().any(|relation| relation.optional)
    }

    /// How it is read from a row.
    #[must_use]
    pub fn storage(&self) -> Storage {
        self.kind().storage()
    }

    fn kind(&self) -> Kind {
        match &self.subject {
            Subject::Field(field) => field.kind,
            Subject::Aggregate(_, measure) => measure.kind(),
            Subject::Distance(_) => Kind::Int,
        }
    }

    fn text(&self) -> String {
        let subject = match &self.subject {
            Subject::Field(field) => field.name.to_owned(),
            Subject::Aggregate(relation, measure) => format!("{}({})", relation.name, measure.text()),
            Subject::Distance(question) => format!("?{}", question.text()),
        };
        let path = self.path.iter().map(|relation| relation.name.to_owned()).chain([subject]);
        let path: Vec<_> = path.collect();
        format!("{}{}", if self.descending { "-" } else { "+" }, path.join("."))
    }
}

/// Which rows of a list are asked for.
#[derive(Clone, Debug)]
pub struct Page<'c> {
    /// How many rows.
    pub size: usize,
    /// Counted from the end.
    pub backward: bool,
    /// Place to start behind, when counted from the start; ahead, when from the end.
    pub from: Option<Place>,
    /// What the list is sorted by, before the id.
    pub keys: Vec<SortKey<'c>>,
    fingerprint: String,
}

/// A place in a sorted list: the values of the sort keys and the id of a row.
#[derive(Clone, Debug)]
pub struct Place {
    values: Vec<serde_json::Value>,
    id: i64,
}

impl<'c> Page<'c> {
    /// Reads the arguments of a connection.
    ///
    /// A `question` sorts the rows by how far they are from it, then by title.
    pub fn read(
        catalog: &'c Catalog,
        noun: &'c Noun,
        arguments: &IndexMap<Name, Value>,
        question: Option<&Question>,
    ) -> Result<Self, Refusal> {
        let number = |name: &str| count(arguments.get(name), name, noun);
        let text = |name: &str| match arguments.get(name) {
            Some(Value::String(text)) => Some(text.as_str()),
            _ => None,
        };
        let (first, last) = (number("first")?, number("last")?);
        let (after, before) = (text("after"), text("before"));
        if first.is_some() && last.is_some() {
            return Err(Refusal::new("Give either `first` or `last`, not both."));
        }
        if after.is_some() && before.is_some() {
            return Err(Refusal::new("Give either `after` or `before`, not both."));
        }
        if (last.is_some() && after.is_some()) || (first.is_some() && before.is_some()) {
            return Err(Refusal::new("`after` goes with `first`, and `before` with `last`."));
        }
        let keys = match arguments.get("orderBy") {
            _ if question.is_some() => by_distance(noun, question),
            Some(Value::List(items)) => {
                items.iter().map(|item| sort_key(catalog, noun, item)).collect::<Result<_, _>>()?
            }
            Some(item @ Value::Object(_)) => vec![sort_key(catalog, noun, item)?],
            _ => Vec::new(),
        };
        let spelled: Vec<_> = keys.iter().map(SortKey::text).collect();
        let hash = blake3::hash(format!("{} {}", noun.name, spelled.join(",")).as_bytes());
        let fingerprint = hash.to_hex()[..8].to_owned();
        let backward = last.is_some() || before.is_some();
        let place = after.or(before).map(|cursor| place(cursor, &fingerprint, keys.len())).transpose()?;
        Ok(Self { size: first.or(last).unwrap_or(DEFAULT_PAGE), backward, from: place, keys, fingerprint })
    }

    /// The cursor of a row, by the values of its sort keys and its id.
    #[must_use]
    pub fn cursor<'v>(&self, values: impl Iterator<Item = Cell<'v>>, id: i64) -> String {
        let mut parts = vec![serde_json::Value::from(self.fingerprint.as_str())];
        parts.extend(values.map(serde_json::Value::from));
        parts.push(id.into());
        URL_SAFE_NO_PAD.encode(serde_json::Value::from(parts).to_string())
    }

    /// The condition that a row lies beyond the page's cursor, given the SQL of each sort key and of the id.
    pub fn beyond(&self, keys: &[Expr], id: &Expr) -> Result<Option<Expr>, Refusal> {
        let Some(place) = &self.from else { return Ok(None) };
        let mut beyond = if self.backward { id.clone().lt(place.id) } else { id.clone().gt(place.id) };
        for (at, ((key, sql), value)) in self.keys.iter().zip(keys).zip(&place.values).enumerate().rev() {
            let sql = sql.clone();
            beyond = if value.is_null() {
                // Absent values are the last ones: behind them come only other absent values.
                let tied = sql.clone().is_null().and(beyond);
                if self.backward { sql.is_not_null().or(tied) } else { tied }
            } else {
                let bound = key.kind().bind_raw(value).ok_or_else(foreign_cursor)?;
                let tied = sql.clone().eq(bound.clone()).and(beyond);
                let greater = key.descending == self.backward;
                let past =
                    if greater { sql.clone().gt(bound.clone()) } else { sql.clone().lt(bound.clone()) };
                let past = past.or(tied);
                if key.optional() && !self.backward {
                    past.or(sql.is_null())
                } else if at == 0 {
                    // Says nothing new, but lets the database begin at its place in an index.
                    let reached = if greater { sql.gte(bound) } else { sql.lte(bound) };
                    reached.and(past)
                } else {
                    past
                }
            };
        }
        Ok(Some(beyond))
    }
}

fn count(value: Option<&Value>, name: &str, noun: &Noun) -> Result<Option<usize>, Refusal> {
    let Some(Value::Number(number)) = value else { return Ok(None) };
    let asked = number.as_i64().and_then(|whole| usize::try_from(whole).ok());
    asked.filter(|&size| size <= noun.max_page).map(Some).ok_or_else(|| {
        Refusal::new(format!(
            "`{name}: {number}` is outside 0 to {} for {}; ask for smaller pages and follow `pageInfo`.",
            noun.max_page, noun.plural
        ))
    })
}

fn sort_key<'c>(catalog: &'c Catalog, noun: &'c Noun, item: &Value) -> Result<SortKey<'c>, Refusal> {
    let mut path = Vec::new();
    let (mut noun, mut item) = (noun, item);
    loop {
        let Value::Object(parts) = item else {
            return Err(Refusal::new("An item of `orderBy` is an object with one field."));
        };
        let mut given = parts.iter().filter(|(_, value)| **value != Value::Null);
        let (Some((name, value)), None) = (given.next(), given.next()) else {
            return Err(Refusal::new(
                "An item of `orderBy` names exactly one field; add an item per sort key.",
            ));
        };
        if let Some(field) = noun.find_field(name) {
            return Ok(SortKey { path, subject: Subject::Field(field), descending: descends(value) });
        }
        if let Some(relation) = noun.to_many.iter().find(|relation| relation.name == name.as_str()) {
            let (measure, descending) = measure::sort_key(catalog.target_of_many(relation), value)?;
            return Ok(SortKey { path, subject: Subject::Aggregate(relation, measure), descending });
        }
        let relation = noun.to_one.iter().find(|relation| relation.name == name.as_str());
        let relation = relation
            .ok_or_else(|| Refusal::new(format!("{} has no field {name} to order by.", noun.name)))?;
        path.push(relation);
        noun = catalog.target_of_one(relation);
        item = value;
    }
}

fn by_distance<'c>(noun: &'c Noun, question: Option<&Question>) -> Vec<SortKey<'c>> {
    let distance = question.cloned().map(Subject::Distance);
    let title = noun.find_field("title").map(Subject::Field);
    let subjects = distance.into_iter().chain(title);
    subjects.map(|subject| SortKey { path: Vec::new(), subject, descending: false }).collect()
}

/// Whether a direction is "largest first".
#[must_use]
pub fn descends(direction: &Value) -> bool {
    matches!(direction, Value::Enum(name) if name == "DESC")
}

fn foreign_cursor() -> Refusal {
    Refusal::new("This cursor does not belong to this list in this order; start again without it.")
}

fn place(cursor: &str, fingerprint: &str, keys: usize) -> Result<Place, Refusal> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| foreign_cursor())?;
    let mut parts: Vec<serde_json::Value> = serde_json::from_slice(&bytes).map_err(|_| foreign_cursor())?;
    let id = parts.pop().and_then(|id| id.as_i64()).ok_or_else(foreign_cursor)?;
    if parts.len() != keys + 1 || parts[0] != fingerprint {
        return Err(foreign_cursor());
    }
    parts.remove(0);
    Ok(Place { values: parts, id })
}

/// Opaque id of a row: the noun's name and the id of its row.
#[must_use]
pub fn global_id(noun: &str, id: i64) -> String {
    URL_SAFE_NO_PAD.encode(format!("{noun}:{id}"))
}

/// The noun's name and the row's id behind an opaque id.
#[must_use]
pub fn parse_global_id(id: &str) -> Option<(String, i64)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(id).ok()?).ok()?;
    let (noun, id) = text.split_once(':')?;
    Some((noun.to_owned(), id.parse().ok()?))
}
