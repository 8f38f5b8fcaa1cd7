//! Inputs that choose and sort rows.

use async_graphql::registry::Registry;

use super::{argument, insert_input};
use crate::graph::noun::{Kind, Noun};

/// The operators that compare a kind of value.
pub fn operators(registry: &mut Registry, kind: &Kind) {
    let ty = kind.type_name();
    let mut fields = Vec::new();
    if kind.is_comparable() {
        fields.push(argument("eq", ty, "Equal to."));
        fields.push(argument("ne", ty, "Not equal to; an absent value counts as different."));
    }
    if !matches!(kind, Kind::Boolean | Kind::Geometry) {
        fields.push(argument("in", format!("[{ty}!]"), "Equal to one of these."));
    }
    if kind.ordered() {
        for (name, doc) in
            [("gt", "After."), ("gte", "After or equal."), ("lt", "Before."), ("lte", "Before or equal.")]
        {
            fields.push(argument(name, ty, doc));
        }
    }
    if matches!(kind, Kind::Text | Kind::RegionCode) {
        fields.push(argument("startsWith", "String", "Begins with this text; case matters."));
    }
    if matches!(kind, Kind::Text) {
        fields.push(argument(
            "contains",
            "String",
            "Contains this text; the case of a to z does not matter.",
        ));
    }
    fields.push(argument("isNull", "Boolean", "Whether the value is absent."));
    insert_input(
        registry,
        &kind.filter_name(),
        format!("Conditions on a {ty}; all given ones must hold."),
        fields,
        false,
    );
}

/// The filter of a noun, and that of a list of it.
pub fn filter(registry: &mut Registry, noun: &Noun) {
    let name = format!("{}Filter", noun.name);
    let mut fields = vec![
        argument("and", format!("[{name}!]"), "All of these hold."),
        argument("or", format!("[{name}!]"), "At least one of these holds."),
        argument("not", name.as_str(), "This does not hold."),
    ];
    fields.extend(noun.shown().map(|field| argument(field.name, field.kind.filter_name(), field.doc)));
    fields.extend(noun.to_one.iter().map(|it| {
        argument(it.name, format!("{}Filter", it.target), format!("Exists and matches. {}", it.doc))
    }));
    fields
        .extend(noun.to_many.iter().map(|it| argument(it.name, format!("{}ListFilter", it.target), it.doc)));
    insert_input(
        registry,
        &name,
        format!("Conditions on a {}; all given ones must hold.", noun.name),
        fields,
        false,
    );
    insert_input(
        registry,
        &format!("{}ListFilter", noun.name),
        format!("Conditions on the related {} rows.", noun.name),
        vec![
            argument("some", name.as_str(), "At least one related row matches."),
            argument("none", name.as_str(), "No related row matches."),
            argument("every", name.as_str(), "All related rows match; true where there are none."),
        ],
        false,
    );
}

/// The sort keys of a noun.
pub fn order(registry: &mut Registry, noun: &Noun) {
    let compared = noun.shown().filter(|field| field.kind.is_comparable());
    let mut fields: Vec<_> = compared.map(|field| argument(field.name, "Direction", field.doc)).collect();
    fields.extend(
        noun.to_one
            .iter()
            .map(|it| argument(it.name, format!("{}Order", it.target), format!("By a field of: {}", it.doc))),
    );
    fields.extend(noun.to_many.iter().map(|it| {
        argument(it.name, format!("{}ListOrder", it.target), format!("By a number over: {}", it.doc))
    }));
    insert_input(
        registry,
        &format!("{}Order", noun.name),
        format!("One sort key of {} rows.", noun.name),
        fields,
        true,
    );
}
