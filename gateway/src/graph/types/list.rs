//! Lists: Relay connections and their arguments.

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{MetaInputValue, Registry};

use super::{aggregate, argument, described, insert_object};
use crate::graph::noun::Noun;

/// The arguments of a list of that noun.
pub fn arguments(noun: &Noun) -> IndexMap<String, MetaInputValue> {
    let target = noun.name;
    let mut arguments = vec![
        argument(
            "first",
            "Int",
            "How many rows from the start, 25 when neither `first` nor `last` is given.",
        ),
        argument("after", "String", "Only rows behind this cursor."),
        argument("last", "Int", "How many rows from the end."),
        argument("before", "String", "Only rows ahead of this cursor."),
        argument("filter", format!("{target}Filter"), "Only rows that match."),
        argument(
            "orderBy",
            format!("[{target}Order!]"),
            "Sort keys, the most important first; ties are settled by id.",
        ),
    ];
    if noun.dated.is_some() {
        let doc = "Only rows that hold on this day.";
        arguments.push(argument("asOf", "Date", doc));
    }
    arguments.into_iter().map(|argument| (argument.name.clone(), argument)).collect()
}

/// The connection of a noun, its edge and its numbers.
pub fn register(registry: &mut Registry, noun: &Noun) {
    let name = noun.name;
    insert_object(
        registry,
        &format!("{name}Edge"),
        format!("One {name} in a list, with its cursor."),
        vec![
            described("cursor", "String!", "Place in the list; valid for the same `orderBy` only."),
            described("node", format!("{name}!"), "The row."),
        ],
    );
    insert_object(
        registry,
        &format!("{name}Connection"),
        format!("A page of {name} rows (at most {}).", noun.max_page),
        vec![
            described("nodes", format!("[{name}!]!"), "The rows."),
            described("edges", format!("[{name}Edge!]!"), "The rows with their cursors."),
            described("pageInfo", "PageInfo!", "Where the page lies in the list."),
            described(
                "totalCount",
                "Int!",
                "How many rows match, over all pages; counted only when asked for.",
            ),
            described(
                "aggregate",
                format!("{name}Aggregate!"),
                "Numbers over all rows that match, over all pages.",
            ),
            aggregate::group_by(noun),
        ],
    );
}
