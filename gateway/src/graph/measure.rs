//! Numbers over many rows: counts, sums, averages and extremes, the same on both databases.
//!
//! Money and exact decimals stay whole numbers on the way: an average is a sum and a count, divided at the end.

use async_graphql::Value;
use sea_orm::sea_query::{Alias, CaseStatement, Expr, ExprTrait, Func};

use super::noun::{Field, Kind, Noun, ToOne};
use super::page::descends;
use super::refusal::Refusal;

/// What is computed over the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// How many rows.
    Count,
    /// How many different values.
    CountDistinct,
    /// Sum.
    Sum,
    /// Arithmetic mean.
    Average,
    /// Smallest.
    Min,
    /// Largest.
    Max,
}

impl Function {
    /// The functions that are asked for per field, by their names in the schema.
    pub const PER_FIELD: [(&'static str, Self); 5] = [
        ("countDistinct", Self::CountDistinct),
        ("sum", Self::Sum),
        ("avg", Self::Average),
        ("min", Self::Min),
        ("max", Self::Max),
    ];

    /// The function of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        if name == "count" {
            return Some(Self::Count);
        }
        Self::PER_FIELD.into_iter().find(|(known, _)| *known == name).map(|(_, function)| function)
    }

    /// Whether it makes sense of a kind of field.
    #[must_use]
    pub fn takes(self, kind: &Kind) -> bool {
        match self {
            Self::Count => false,
            Self::CountDistinct => true,
            Self::Sum | Self::Average => kind.is_number(),
            Self::Min | Self::Max => kind.ordered(),
        }
    }

    /// The kind of its result over a field.
    #[must_use]
    pub fn result(self, kind: Kind) -> Kind {
        match (self, kind) {
            (Self::Count | Self::CountDistinct, _) | (Self::Sum, Kind::Int) => Kind::BigInt,
            (Self::Average, _) => Kind::Decimal { decimals: "6" },
            (_, kind) => kind,
        }
    }

    /// The SQL over `subject`, the value of one row; rows without one are passed over.
    #[must_use]
    pub fn sql(self, subject: Expr) -> Expr {
        match self {
            Self::Count => subject.count(),
            Self::CountDistinct => subject.count_distinct(),
            // The sum of 64-bit integers is a decimal in PostgreSQL; what does not fit is refused, not rounded.
            Self::Sum => Expr::expr(Func::sum(subject)).cast_as("bigint"),
            Self::Average => {
                let sum = Self::Sum.sql(subject.clone()).cast_as("double precision");
                sum.div(Func::cust("nullif").args([subject.count(), Expr::val(0)]))
            }
            Self::Min => subject.min(),
            Self::Max => subject.max(),
        }
    }
}

/// What the function is applied to.
#[derive(Clone, Copy, Debug)]
pub enum Of<'c> {
    /// Rows.
    Rows,
    /// A field of the row.
    Field(&'c Field),
    /// The row that a relation leads to; only counted.
    Relation(&'c ToOne),
}

/// A number over the rows of a relation, to sort by.
#[derive(Clone, Debug)]
pub struct Measure<'c> {
    /// What is computed.
    pub function: Function,
    /// Of what.
    pub of: Of<'c>,
    /// Only over the rows that match.
    pub filter: Option<Value>,
}

impl Measure<'_> {
    /// The kind of the result.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match self.of {
            Of::Field(field) => self.function.result(field.kind),
            Of::Rows | Of::Relation(_) => Kind::BigInt,
        }
    }

    /// Whether it is absent where there are no rows.
    #[must_use]
    pub fn optional(&self) -> bool {
        !matches!(self.function, Function::Count | Function::CountDistinct)
    }

    /// A spelling that tells it from others.
    #[must_use]
    pub fn text(&self) -> String {
        let of = match self.of {
            Of::Rows => "",
            Of::Field(field) => field.name,
            Of::Relation(relation) => relation.name,
        };
        let filter = self.filter.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{:?} {of} {filter}", self.function)
    }
}

/// What `name` means under the function: a field, or a relation to count.
pub fn subject<'c>(noun: &'c Noun, function: Function, name: &str) -> Result<Of<'c>, Refusal> {
    if let Some(field) = noun.shown().find(|it| it.name == name && function.takes(&it.kind)) {
        return Ok(Of::Field(field));
    }
    let relation = noun.to_one.iter().find(|it| it.name == name && function == Function::CountDistinct);
    relation
        .map(Of::Relation)
        .ok_or_else(|| Refusal::new(format!("{} has no field {name} for this function.", noun.name)))
}

/// Reads `{ filter: …, sum: { amount: DESC } }`: one function, and whether the largest come first.
pub fn sort_key<'c>(noun: &'c Noun, item: &Value) -> Result<(Measure<'c>, bool), Refusal> {
    let refuse = || {
        Refusal::new(format!(
            "A sort by related {} rows names exactly one of count, countDistinct, sum, min and max.",
            noun.name
        ))
    };
    let Value::Object(parts) = item else { return Err(refuse()) };
    let given = |(_, value): &(&async_graphql::Name, &Value)| **value != Value::Null;
    let mut functions = parts.iter().filter(given).filter(|(name, _)| name.as_str() != "filter");
    let (Some((name, value)), None) = (functions.next(), functions.next()) else { return Err(refuse()) };
    let function = Function::named(name).ok_or_else(refuse)?;
    let filter = parts.get("filter").filter(|filter| **filter != Value::Null).cloned();
    if function == Function::Count {
        return Ok((Measure { function, of: Of::Rows, filter }, descends(value)));
    }
    let (of, descending) = one_field(noun, function, value)?;
    Ok((Measure { function, of, filter }, descending))
}

/// Reads `{ amount: DESC }`.
pub fn one_field<'c>(noun: &'c Noun, function: Function, item: &Value) -> Result<(Of<'c>, bool), Refusal> {
    let Value::Object(fields) = item else {
        return Err(Refusal::new("A sort by a function names exactly one field."));
    };
    let mut given = fields.iter().filter(|(_, value)| **value != Value::Null);
    let (Some((name, direction)), None) = (given.next(), given.next()) else {
        return Err(Refusal::new("A sort by a function names exactly one field; add an item per sort key."));
    };
    Ok((subject(noun, function, name)?, descends(direction)))
}

/// `value` where `condition` holds, nothing elsewhere.
#[must_use]
pub fn only_where(condition: Option<&Expr>, value: Expr) -> Expr {
    match condition {
        None => value,
        Some(condition) => CaseStatement::new().case(condition.clone(), value).into(),
    }
}

/// A column of the rows that are aggregated.
#[must_use]
pub fn input(at: usize) -> Expr {
    Expr::col((Alias::new(ROWS), Alias::new(format!("c{at}"))))
}

/// Alias of the rows that are aggregated.
pub const ROWS: &str = "g";
