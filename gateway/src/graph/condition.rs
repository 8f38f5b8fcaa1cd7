//! Filters: from the input of a request to a condition in SQL.
//!
//! `null` in a comparison never matches, `not` turns "unknown" into "no match" first, so that a filter and its
//! negation together always give the whole list, on both databases.

use async_graphql::Value;
use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr};

use super::catalog::Catalog;
use super::noun::{Field, Noun};
use super::refusal::Refusal;
use super::statement::{Writer, column, comparable, from, stored};

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
        return operators(writer, field, alias, part);
    }
    if let Some(relation) = noun.to_one.iter().find(|it| it.name == name) {
        let target = catalog.target_of_one(relation);
        let inner = writer.alias();
        let mut select = from(target, &inner);
        select.expr(Expr::val(1)).and_where(column(&inner, "id").eq(column(alias, relation.column)));
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
        select.expr(Expr::val(1)).and_where(column(&inner, relation.column).eq(column(alias, "id")));
        let condition = matches(catalog, writer, target, &inner, filter)?;
        all.push(match quantifier.as_str() {
            "none" => Expr::not_exists(select.and_where(condition).take()),
            "every" => Expr::not_exists(select.and_where(no(condition)).take()),
            _ => Expr::exists(select.and_where(condition).take()),
        });
    }
    Ok(conjunction(all))
}

fn operators(writer: &Writer, field: &Field, alias: &str, part: &Value) -> Result<Expr, Refusal> {
    let Value::Object(operators) = part else {
        return Ok(Expr::cust("TRUE"));
    };
    let mut all = Vec::new();
    for (operator, value) in operators {
        let subject = comparable(field, alias);
        let bind = |value: &Value| match value {
            Value::Null => Ok(None),
            given => field.kind.bind(given).map(Some),
        };
        all.push(match operator.as_str() {
            "isNull" => match value {
                Value::Boolean(true) => subject.is_null(),
                Value::Boolean(false) => subject.is_not_null(),
                _ => continue,
            },
            "in" => {
                let items = match value {
                    Value::List(items) => items.as_slice(),
                    single => std::slice::from_ref(single),
                };
                let values: Vec<_> =
                    items.iter().map(|item| field.kind.bind(item)).collect::<Result<_, _>>()?;
                writer.any(subject, &values)
            }
            "startsWith" | "contains" => text_match(field, alias, operator, value),
            comparison => match bind(value)? {
                None => continue,
                Some(bound) => match comparison {
                    "eq" => subject.eq(bound),
                    "ne" => no(subject.eq(bound)),
                    "gt" => subject.gt(bound),
                    "gte" => subject.gte(bound),
                    "lt" => subject.lt(bound),
                    _ => subject.lte(bound),
                },
            },
        });
    }
    Ok(conjunction(all))
}

/// LIKE differs between the databases in case: both sides go through `lower`, which maps a to z only in both
/// (PostgreSQL columns have the C collation). `startsWith` compares exactly and can use an index.
fn text_match(field: &Field, alias: &str, operator: &str, value: &Value) -> Expr {
    let Value::String(text) = value else {
        return Expr::cust("TRUE");
    };
    let subject = stored(field, alias);
    if operator == "startsWith" {
        let above: String = text.chars().chain(std::iter::once(char::MAX)).collect();
        return subject.clone().gte(text.as_str()).and(subject.lt(above));
    }
    let escaped = text.to_ascii_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    Expr::expr(Func::lower(subject)).like(LikeExpr::new(format!("%{escaped}%")).escape('\\'))
}

/// "Does not hold": unknown counts as not holding.
fn no(condition: Expr) -> Expr {
    Expr::expr(Func::coalesce([condition, Expr::cust("FALSE")])).not()
}

fn conjunction(conditions: Vec<Expr>) -> Expr {
    conditions.into_iter().reduce(Expr::and).unwrap_or_else(|| Expr::cust("TRUE"))
}

fn disjunction(conditions: Vec<Expr>) -> Expr {
    conditions.into_iter().reduce(Expr::or).unwrap_or_else(|| Expr::cust("FALSE"))
}
