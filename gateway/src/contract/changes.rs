//! What a client of an older contract loses: the breaking changes between two schema files.

use std::collections::BTreeMap;

use async_graphql::Positioned;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
};

/// A contract by the names of its types.
type Types = BTreeMap<String, TypeDefinition>;

/// The breaking changes from `old` to `new`, both in the schema definition language; none where every document that
/// was valid stays valid and means the same.
///
/// # Errors
/// Where one of them is no schema; the message says which.
pub fn breaking(old: &str, new: &str) -> anyhow::Result<Vec<String>> {
    let old = types(old).map_err(|error| error.context("the old schema cannot be read"))?;
    let new = types(new).map_err(|error| error.context("the new schema cannot be read"))?;
    let mut found = Vec::new();
    for (name, was) in &old {
        match new.get(name) {
            None => found.push(format!("type {name} is gone")),
            Some(is) => compare(name, &was.kind, &is.kind, &mut found),
        }
    }
    Ok(found)
}

fn types(text: &str) -> anyhow::Result<Types> {
    let document = parse_schema(text)?;
    let types = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(it) => Some((it.node.name.node.to_string(), it.node)),
        TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
    });
    Ok(types.collect())
}

fn compare(name: &str, was: &TypeKind, is: &TypeKind, found: &mut Vec<String>) {
    match (was, is) {
        (TypeKind::Scalar, TypeKind::Scalar) => {}
        (TypeKind::Object(was), TypeKind::Object(is)) => {
            fields(name, &was.fields, &is.fields, found);
            let (was, is) = (was.implements.iter(), &is.implements);
            gone(
                was.map(|it| &it.node),
                |it| is.iter().any(|is| is.node == *it),
                found,
                |it| format!("{name} is no {it} any more"),
            );
        }
        (TypeKind::Interface(was), TypeKind::Interface(is)) => {
            fields(name, &was.fields, &is.fields, found);
        }
        (TypeKind::Union(was), TypeKind::Union(is)) => {
            let known = |it: &_| is.members.iter().any(|is| is.node == *it);
            gone(was.members.iter().map(|it| &it.node), known, found, |it| {
                format!("{it} is no member of {name} any more")
            });
        }
        (TypeKind::Enum(was), TypeKind::Enum(is)) => {
            let known = |it: &_| is.values.iter().any(|is| is.node.value.node == *it);
            gone(was.values.iter().map(|it| &it.node.value.node), known, found, |it| {
                format!("value {name}.{it} is gone")
            });
        }
        (TypeKind::InputObject(was), TypeKind::InputObject(is)) => {
            inputs(&was.fields, &is.fields, found, |field| format!("input field {name}.{field}"));
        }
        _ => found.push(format!("{name} is another kind of type")),
    }
}

fn gone<'n, N: 'n>(
    were: impl Iterator<Item = &'n N>,
    is_there: impl Fn(&N) -> bool,
    found: &mut Vec<String>,
    say: impl Fn(&N) -> String,
) {
    found.extend(were.filter(|it| !is_there(it)).map(say));
}

fn fields(
    owner: &str,
    was: &[Positioned<FieldDefinition>],
    is: &[Positioned<FieldDefinition>],
    found: &mut Vec<String>,
) {
    for was in was.iter().map(|it| &it.node) {
        let name = &was.name.node;
        let Some(is) = is.iter().map(|it| &it.node).find(|is| is.name.node == *name) else {
            found.push(format!("field {owner}.{name} is gone"));
            continue;
        };
        let (before, after) = (&was.ty.node, &is.ty.node);
        if !gives(after, before) {
            found.push(format!("field {owner}.{name} was {before} and is {after}"));
        }
        inputs(&was.arguments, &is.arguments, found, |argument| {
            format!("argument {argument} of {owner}.{name}")
        });
    }
}

fn inputs(
    was: &[Positioned<InputValueDefinition>],
    is: &[Positioned<InputValueDefinition>],
    found: &mut Vec<String>,
    named: impl Fn(&str) -> String,
) {
    for was in was.iter().map(|it| &it.node) {
        let name = &was.name.node;
        match is.iter().map(|it| &it.node).find(|is| is.name.node == *name) {
            None => found.push(format!("{} is gone", named(name))),
            Some(is) if !gives(&was.ty.node, &is.ty.node) => {
                found.push(format!("{} was {} and is {}", named(name), was.ty.node, is.ty.node));
            }
            Some(is)
                if was.default_value.as_ref().map(|it| &it.node)
                    != is.default_value.as_ref().map(|it| &it.node) =>
            {
                found.push(format!("{} has another default", named(name)));
            }
            Some(_) => {}
        }
    }
    for is in is.iter().map(|it| &it.node) {
        let is_new = !was.iter().any(|was| was.node.name.node == is.name.node);
        if is_new && !is.ty.node.nullable && is.default_value.is_none() {
            found.push(format!("{} is new and must be given", named(&is.name.node)));
        }
    }
}

/// Whether a value of the type `given` is always one of the type `taken`.
fn gives(given: &Type, taken: &Type) -> bool {
    let may_be_null = taken.nullable || !given.nullable;
    may_be_null
        && match (&given.base, &taken.base) {
            (BaseType::Named(given), BaseType::Named(taken)) => given == taken,
            (BaseType::List(given), BaseType::List(taken)) => gives(given, taken),
            _ => false,
        }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "
        interface Node { id: ID! }
        type Query { village(code: String!, asOf: String): Village villages(first: Int = 25): [Village!]! }
        type Village implements Node { id: ID! name: String! kind: Kind }
        enum Kind { DESA KELURAHAN }
        input Filter { name: String code: String! }
        union Found = Village
        scalar Date";

    fn changed(from: &str, to: &str) -> Vec<String> {
        assert!(OLD.contains(from), "{from}");
        breaking(OLD, &OLD.replace(from, to)).unwrap()
    }

    #[test]
    fn what_breaks_a_client_is_named() {
        for (from, to, said) in [
            ("scalar Date", "", "type Date is gone"),
            ("scalar Date", "enum Date { A }", "Date is another kind of type"),
            (" kind: Kind }", " }", "field Village.kind is gone"),
            ("name: String!", "name: String", "field Village.name was String! and is String"),
            ("[Village!]!", "[Village]!", "field Query.villages was [Village!]! and is [Village]!"),
            (", asOf: String", "", "argument asOf of Query.village is gone"),
            ("asOf: String", "asOf: String!", "argument asOf of Query.village was String and is String!"),
            (
                "asOf: String",
                "asOf: String, on: ID!",
                "argument on of Query.village is new and must be given",
            ),
            ("= 25", "= 10", "argument first of Query.villages has another default"),
            (" KELURAHAN", "", "value Kind.KELURAHAN is gone"),
            ("name: String code", "code", "input field Filter.name is gone"),
            ("name: String code", "name: Int code", "input field Filter.name was String and is Int"),
            ("implements Node ", "", "Village is no Node any more"),
            ("union Found = Village", "union Found = Query", "Village is no member of Found any more"),
        ] {
            assert_eq!(changed(from, to), [said], "{from} to {to}");
        }
    }

    #[test]
    fn what_only_adds_or_gives_more_breaks_nothing() {
        for (from, to) in [
            ("kind: Kind }", "kind: Kind! area: Int }"),
            ("DESA", "DESA ADAT"),
            ("code: String! }", "code: String bps: String }"),
            ("asOf: String", "asOf: String, on: ID, at: ID! = 1"),
            ("scalar Date", "scalar Date scalar Rupiah"),
            ("union Found = Village", "union Found = Village | Query"),
        ] {
            assert_eq!(changed(from, to), [""; 0], "{from} to {to}");
        }
    }

    #[test]
    fn what_is_no_schema_is_named() {
        let error = breaking("type {", OLD).unwrap_err();
        assert!(format!("{error:#}").contains("the old schema"), "{error:#}");
    }
}
