//! Filters: from the input of a request to a condition in SQL.
//!
//! `null` in a comparison never matches, `not` turns "unknown" into "no match" first, so that a filter and its
//! negation together always give the whole list, on both databases.

use async_graphql::Value;
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr};

use super::catalog::Catalog;
use super::noun::{Kind, Noun};
use super::refusal::Refusal;
use super::statement::{Writer, column, comparable, from};

/// The condition that `filter` sets on the row of `noun` under `alias`.
pub fn matches(
    catalog: &Catalog,
    writer: &mut Writer,
    noun: &Noun,
    alias: &str,
    filter: &Value,
) -> Result<Expr, Refusal> {
    let Value::Object(parts) = filter else {
        return Ok(Expr::cust("TRUE"));
    };
    let mut all = Vec::new();
    for (name, part) in parts {
        if part == &Value::Null {
            continue;
        }
        let condition = match name.as_str() {
            "and" => conjunction(each(catalog, writer, noun, alias, part)?),
            "or" => disjunction(each(catalog, writer, noun, alias, part)?),
            "not" => no(matches(catalog, writer, noun, alias, part)?),
            name => member(catalog, writer, noun, alias, name, part)?,
        };
        all.push(condition);
    }
    Ok(conjunction(all))
}

fn each(
    catalog: &Catalog,
    writer: &mut Writer,
    noun: &Noun,
    alias: &str,
    list: &Value,
) -> Result<Vec<Expr>, Refusal> {
    match list {
        Value::List(items) => items.iter().map(|item| matches(catalog, writer, noun, alias, item)).collect(),
        single => Ok(vec![matches(catalog, writer, noun, alias, single)?]),
    }
}

fn member(
    catalog: &Catalog,
    writer: &mut Writer,
    noun: &Noun,
    alias: &str,
    name: &str,
    part: &Value,
) -> Result<Expr, Refusal> {
    if let Some(field) = noun.find_field(name) {
        return compare(writer, field.kind, &comparable(field, alias), part);
    }
    if let Some(relation) = noun.to_one.iter().find(|it| it.name == name) {
        let target = catalog.target_of_one(relation);
        let inner = writer.alias();
        let mut select = from(target, &inner);
        select
            .expr(Expr::cust("1"))
            .and_where(column(&inner, "id").eq(column(alias, relation.shown_column())));
        select.and_where(matches(catalog, writer, target, &inner, part)?);
        return Ok(Expr::exists(select));
    }
    let Some(relation) = noun.to_many.iter().find(|it| it.name == name) else {
        return Err(Refusal::new(format!("{} has no field {name} to filter by.", noun.name)));
    };
    let target = catalog.target_of_many(relation);
    let Value::Object(quantifiers) = part else {
        return Ok(Expr::cust("TRUE"));
    };
    let mut all = Vec::new();
    for (quantifier, filter) in quantifiers {
        let inner = writer.alias();
        let mut select = from(target, &inner);
        select.expr(Expr::cust("1")).and_where(column(&inner, relation.column).eq(column(alias, "id")));
        let condition = matches(catalog, writer, target, &inner, filter)?;
        all.push(match quantifier.as_str() {
            "none" => Expr::not_exists(select.and_where(condition).take()),
            "every" => Expr::not_exists(select.and_where(no(condition)).take()),
            _ => Expr::exists(select.and_where(condition).take()),
        });
    }
    Ok(conjunction(all))
}

/// The condition that a dated row holds on a day: begun, and not yet ended.
pub fn as_of(noun: &Noun, alias: &str, day: Option<&Value>) -> Result<Option<Expr>, Refusal> {
    let Some((day, dated)) = day.filter(|day| **day != Value::Null).zip(noun.dated) else {
        return Ok(None);
    };
    let day = Expr::val(Kind::Date.bind(day)?);
    let (from, to) = (column(alias, dated.from), column(alias, dated.to));
    let begun = from.clone().is_null().or(from.lte(day.clone()));
    let holds = if dated.to_is_included { to.clone().gte(day) } else { to.clone().gt(day) };
    Ok(Some(begun.and(to.is_null().or(holds))))
}

/// The condition that the operators of `part` set on `subject`, a value of the kind as it is compared.
pub fn compare(writer: &Writer, kind: Kind, subject: &Expr, part: &Value) -> Result<Expr, Refusal> {
    compare_times(writer, kind, subject, part, None)
}

/// As [`compare`], with every given value multiplied by `times`: an average is compared as a sum.
pub fn compare_times(
    writer: &Writer,
    kind: Kind,
    subject: &Expr,
    part: &Value,
    times: Option<&Expr>,
) -> Result<Expr, Refusal> {
    let Value::Object(operators) = part else {
        return Ok(Expr::cust("TRUE"));
    };
    let bound = |value: &Value| -> Result<Expr, Refusal> {
        let value = Expr::val(kind.bind(value)?);
        Ok(times.map_or(value.clone(), |times| value.mul(times.clone())))
    };
    let mut all = Vec::new();
    for (operator, value) in operators {
        if value == &Value::Null {
            continue;
        }
        let subject = subject.clone();
        all.push(match operator.as_str() {
            "isNull" => match value {
                Value::Boolean(false) => subject.is_not_null(),
                _ => subject.is_null(),
            },
            "in" => one_of(writer, kind, subject, value, times)?,
            "startsWith" | "contains" => text_match(subject, operator, value),
            "eq" => subject.eq(bound(value)?),
            "ne" => no(subject.eq(bound(value)?)),
            "gt" => subject.gt(bound(value)?),
            "gte" => subject.gte(bound(value)?),
            "lt" => subject.lt(bound(value)?),
            _ => subject.lte(bound(value)?),
        });
    }
    Ok(conjunction(all))
}

fn one_of(
    writer: &Writer,
    kind: Kind,
    subject: Expr,
    value: &Value,
    times: Option<&Expr>,
) -> Result<Expr, Refusal> {
    let items = match value {
        Value::List(items) => items.as_slice(),
        single => std::slice::from_ref(single),
    };
    let values: Vec<_> = items.iter().map(|item| kind.bind(item)).collect::<Result<_, _>>()?;
    Ok(match times {
        None => writer.any(subject, &values),
        Some(times) => disjunction(
            values.into_iter().map(|it| subject.clone().eq(Expr::val(it).mul(times.clone()))).collect(),
        ),
    })
}

/// LIKE differs between the databases in case: both sides go through `lower`, which maps a to z only in both
/// (PostgreSQL columns have the C collation). `startsWith` compares exactly and can use an index.
fn text_match(subject: Expr, operator: &str, value: &Value) -> Expr {
    let Value::String(text) = value else {
        return Expr::cust("TRUE");
    };
    if operator == "startsWith" {
        let above: String = text.chars().chain(std::iter::once(char::MAX)).collect();
        return subject.clone().gte(text.as_str()).and(subject.lt(above));
    }
    let escaped = text.to_ascii_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Expr::expr(Func::lower(subject)).like(LikeExpr::new(format!("%{escaped}%")).escape('\\'))
}

/// "Does not hold": unknown counts as not holding.
pub fn no(condition: Expr) -> Expr {
    Expr::expr(Func::coalesce([condition, Expr::cust("FALSE")])).not()
}

/// All of these hold.
pub fn conjunction(conditions: Vec<Expr>) -> Expr {
    conditions.into_iter().reduce(Expr::and).unwrap_or_else(|| Expr::cust("TRUE"))
}

/// At least one of these holds.
pub fn disjunction(conditions: Vec<Expr>) -> Expr {
    conditions.into_iter().reduce(Expr::or).unwrap_or_else(|| Expr::cust("FALSE"))
}
