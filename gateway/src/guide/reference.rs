//! The reference of the API as Markdown: what each noun holds, and what all of them share.

use std::fmt::Write as _;

use async_graphql::registry::{MetaInputValue, MetaType, Registry};

use crate::contract::Contract;
use crate::graph::noun::{Kind, Noun};
use crate::graph::types::QUERY;
use crate::schema::catalog;

/// Inputs that compare values, one per scalar; those of enumerations are like them.
const OPERATORS: [&str; 9] = [
    "StringFilter",
    "IntFilter",
    "BooleanFilter",
    "DateFilter",
    "DateTimeFilter",
    "RupiahFilter",
    "BigIntFilter",
    "DecimalFilter",
    "RegionCodeFilter",
];

/// The reference, without the title of a page.
#[must_use]
pub fn reference() -> String {
    let contract = Contract::default();
    let registry = contract.registry();
    let mut out = String::from(
        "# Reference\n\nMade from the contract by `gateway reference`. Every noun can be asked by its key and as a list, \
         takes filters and sorts by each of its fields and relations, and leads to the nouns that it names.\n",
    );
    roots(&mut out, registry);
    lists(&mut out, registry);
    nouns(&mut out);
    shared(&mut out, registry);
    out
}

fn roots(out: &mut String, registry: &Registry) {
    heading(out, 2, "Questions");
    let Some(MetaType::Object { fields, .. }) = registry.types.get(QUERY) else { return };
    let mut rows: Vec<_> = fields.values().collect();
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    table(
        out,
        ["Field", "Gives", "Meaning"],
        rows.into_iter().map(|field| {
            // The arguments of lists are the same for all and stand below.
            let is_list = field.ty.ends_with("Connection!") && field.name != "search";
            let arguments = if is_list { "(…)".to_owned() } else { arguments(field.args.values()) };
            [code(&format!("{}{arguments}", field.name)), code(&field.ty), text(field.description.as_deref())]
        }),
    );
}

fn arguments<'a>(arguments: impl Iterator<Item = &'a MetaInputValue>) -> String {
    let arguments: Vec<_> = arguments.map(|it| format!("{}: {}", it.name, it.ty)).collect();
    if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) }
}

fn lists(out: &mut String, registry: &Registry) {
    heading(out, 2, "Lists");
    let _ = writeln!(
        out,
        "Every list, at the root and below a noun, is a connection and takes the same arguments.\n"
    );
    if let Some(MetaType::Object { fields, .. }) = registry.types.get(QUERY)
        && let Some(list) = fields.get("accompaniments")
    {
        table(
            out,
            ["Argument", "Type", "Meaning"],
            list.args.values().map(|it| {
                [
                    code(&it.name),
                    code(&it.ty.replace("Accompaniment", "<Noun>")),
                    text(it.description.as_deref()),
                ]
            }),
        );
        let _ = writeln!(out, "`asOf` is taken by lists of dated nouns.\n");
    }
    for (title, name) in
        [("What a list gives", "VillageConnection"), ("Numbers over rows", "VillageAggregate")]
    {
        heading(out, 3, title);
        members(out, registry, name, "Village");
    }
    heading(out, 3, "Filters on a relation to many");
    members(out, registry, "VillageListFilter", "Village");
    heading(out, 3, "Operators");
    let _ = writeln!(
        out,
        "Conditions beside each other must all hold; each filter also takes `and`, `or` and `not`.\n"
    );
    table(
        out,
        ["Filter", "Operators", "Meaning"],
        OPERATORS.iter().filter_map(|name| {
            let MetaType::InputObject { input_fields, .. } = registry.types.get(*name)? else { return None };
            let operators: Vec<_> = input_fields.keys().map(|name| code(name)).collect();
            Some([code(name), operators.join(" "), String::new()])
        }),
    );
}

/// The members of a type that every noun has one of.
fn members(out: &mut String, registry: &Registry, name: &str, noun: &str) {
    let general = |ty: &str| code(&ty.replace(noun, "<Noun>"));
    match registry.types.get(name) {
        Some(MetaType::Object { fields, .. }) => table(
            out,
            ["Field", "Type", "Meaning"],
            fields.values().map(|it| {
                let arguments: Vec<_> = it.args.keys().map(String::as_str).collect();
                let arguments =
                    if arguments.is_empty() { String::new() } else { format!("({})", arguments.join(", ")) };
                [code(&format!("{}{arguments}", it.name)), general(&it.ty), text(it.description.as_deref())]
            }),
        ),
        Some(MetaType::InputObject { input_fields, .. }) => {
            table(
                out,
                ["Field", "Type", "Meaning"],
                input_fields
                    .values()
                    .map(|it| [code(&it.name), general(&it.ty), text(it.description.as_deref())]),
            );
        }
        _ => {}
    }
}

fn nouns(out: &mut String) {
    heading(out, 2, "Nouns");
    for noun in catalog().shown() {
        let _ = writeln!(out, "### {}\n\n{}\n", noun.name, text(Some(noun.doc)));
        let _ = writeln!(out, "{}\n", reached(noun));
        let fields = noun.shown().map(|field| {
            let bang = if field.may_be_absent() { "" } else { "!" };
            let ty = match field.kind {
                Kind::Choice(vocabulary) => {
                    format!("[{0}{bang}](#{1})", vocabulary.name, vocabulary.name.to_lowercase())
                }
                kind => code(&format!("{}{bang}", kind.type_name())),
            };
            [code(field.name), ty, text(Some(field.doc))]
        });
        let one = noun.to_one.iter().map(|it| {
            let bang = if it.optional { "" } else { "!" };
            [
                code(it.name),
                format!("[{0}{bang}](#{1})", it.target, it.target.to_lowercase()),
                text(Some(it.doc)),
            ]
        });
        let many = noun.to_many.iter().map(|it| {
            [
                code(it.name),
                format!("list of [{0}](#{1})", it.target, it.target.to_lowercase()),
                text(Some(it.doc)),
            ]
        });
        table(out, ["Field", "Type", "Meaning"], fields.chain(one).chain(many));
    }
}

/// How a noun is asked for.
fn reached(noun: &Noun) -> String {
    if !noun.has_root {
        return "Reached through other nouns, and by `node`.".to_owned();
    }
    let key = noun.key().map_or("id", |field| field.name);
    let dated = if noun.dated.is_some() { "; `asOf` takes a day" } else { "" };
    format!("`{}({key}:)`, `{}`: at most {} rows a page{dated}.", noun.singular(), noun.plural, noun.max_page)
}

fn shared(out: &mut String, registry: &Registry) {
    let named = |wanted: fn(&MetaType) -> bool| {
        let mut found: Vec<_> = registry.types.values().filter(|ty| wanted(ty)).collect();
        found.sort_by(|one, other| one.name().cmp(other.name()));
        found
    };
    heading(out, 2, "Scalars");
    table(
        out,
        ["Scalar", "Form", "Meaning"],
        named(|ty| matches!(ty, MetaType::Scalar { .. })).into_iter().map(|ty| {
            let MetaType::Scalar { name, description, specified_by_url, .. } = ty else {
                return Default::default();
            };
            let form =
                specified_by_url.as_ref().map_or_else(String::new, |url| format!("[specification]({url})"));
            // The scalars of the language itself need no more than their first sentence.
            let said = description.as_deref().and_then(|it| it.split(". ").next());
            [code(name), text(said), form]
        }),
    );
    heading(out, 2, "Enumerations");
    for ty in named(|ty| matches!(ty, MetaType::Enum { .. })) {
        let MetaType::Enum { name, enum_values, .. } = ty else { continue };
        if name.starts_with("__") {
            continue;
        }
        heading(out, 3, name);
        table(
            out,
            ["Value", "Meaning", ""],
            enum_values
                .values()
                .map(|value| [code(&value.name), text(value.description.as_deref()), String::new()]),
        );
    }
}

fn heading(out: &mut String, level: usize, title: &str) {
    let _ = writeln!(out, "\n{} {title}\n", "#".repeat(level));
}

/// A table; its last column is left out where it is empty throughout.
fn table<const N: usize>(out: &mut String, head: [&str; N], rows: impl Iterator<Item = [String; N]>) {
    let rows: Vec<_> = rows.collect();
    let width = if rows.iter().all(|row| row[N - 1].is_empty()) { N - 1 } else { N };
    let mut line = |cells: &[String]| {
        let _ = writeln!(out, "| {} |", cells.join(" | "));
    };
    line(&head[..width].iter().map(ToString::to_string).collect::<Vec<_>>());
    line(&vec!["---".to_owned(); width]);
    for row in &rows {
        line(&row[..width]);
    }
    out.push('\n');
}

fn code(text: &str) -> String {
    format!("`{text}`")
}

/// A description on one line of a table.
fn text(description: Option<&str>) -> String {
    let words: Vec<_> = description.unwrap_or_default().split_whitespace().collect();
    words.join(" ").replace('|', "\\|")
}
