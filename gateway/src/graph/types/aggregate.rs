//! Types of `aggregate` and `groupBy`: numbers over rows, what rows are grouped by, and how groups are chosen and
//! sorted.

use async_graphql::registry::{MetaField, MetaInputValue, Registry};

use super::{argument, described, insert_input, insert_object};
use crate::graph::measure::Function;
use crate::graph::noun::{Kind, Noun};

/// Registers them for one noun.
pub fn register(registry: &mut Registry, noun: &Noun) {
    let name = noun.name;
    results(registry, noun);
    let functions = functions(noun);
    insert_object(
        registry,
        &format!("{name}Aggregate"),
        format!("Numbers over {name} rows; each may have a filter of its own."),
        functions.clone(),
    );
    let mut group =
        vec![described("key", format!("{name}Key!"), "What the rows of the group have in common.")];
    group.extend(functions);
    insert_object(registry, &format!("{name}Group"), format!("{name} rows that share a key."), group);
    key(registry, noun);
    dimension(registry, noun);
    having(registry, noun);
    orders(registry, noun);
}

/// The field `groupBy` of a connection.
pub fn group_by(noun: &Noun) -> MetaField {
    let name = noun.name;
    let mut field = described(
        "groupBy",
        format!("[{name}Group!]!"),
        "The rows that match, over all pages, grouped by one to six dimensions.",
    );
    field.args = [
        argument("dimensions", format!("[{name}Dimension!]!"), "What to group by."),
        argument("having", format!("{name}Having"), "Only groups whose numbers match."),
        argument(
            "orderBy",
            format!("[{name}GroupOrder!]"),
            "Sort keys, the most important first; ties are settled by the dimensions.",
        ),
        argument("first", "Int", "How many groups, 100 when not given and at most 1,000."),
    ]
    .into_iter()
    .map(|argument| (argument.name.clone(), argument))
    .collect();
    field
}

/// The objects that a function over fields answers with, and the suffix of their names.
const RESULTS: [(Function, &str, &str); 4] = [
    (Function::CountDistinct, "Distinct", "How many different values a field has."),
    (Function::Sum, "Sum", "Sums; absent where no row has a value."),
    (Function::Average, "Average", "Arithmetic means to six decimals; absent where no row has a value."),
    (Function::Min, "Extreme", "Smallest or largest values; absent where no row has one."),
];

fn suffix(function: Function) -> &'static str {
    let of = if function == Function::Max { Function::Min } else { function };
    RESULTS.iter().find(|(known, ..)| *known == of).map_or("", |(_, suffix, _)| suffix)
}

fn has(noun: &Noun, function: Function) -> bool {
    noun.shown().any(|field| function.takes(&field.kind))
}

fn results(registry: &mut Registry, noun: &Noun) {
    for (function, suffix, doc) in RESULTS.into_iter().filter(|(function, ..)| has(noun, *function)) {
        let bang = if function == Function::CountDistinct { "Int!" } else { "" };
        let taken = noun.shown().filter(|field| function.takes(&field.kind));
        let mut fields: Vec<_> = taken
            .map(|field| {
                let ty = if bang.is_empty() { function.result(field.kind).type_name() } else { bang };
                described(field.name, ty, field.doc)
            })
            .collect();
        if function == Function::CountDistinct {
            fields.extend(noun.to_one.iter().map(|it| described(it.name, "Int!", it.doc)));
        }
        insert_object(registry, &format!("{}{suffix}", noun.name), doc, fields);
    }
}

fn functions(noun: &Noun) -> Vec<MetaField> {
    let filter = || argument("filter", format!("{}Filter", noun.name), "Only over rows that match.");
    let with_filter = |mut field: MetaField| {
        field.args.insert("filter".to_owned(), filter());
        field
    };
    let mut fields = vec![with_filter(described("count", "Int!", "How many rows."))];
    for (name, function) in Function::PER_FIELD.into_iter().filter(|(_, function)| has(noun, *function)) {
        let ty = format!("{}{}!", noun.name, suffix(function));
        fields.push(with_filter(described(name, ty, doc(function))));
    }
    fields
}

fn doc(function: Function) -> &'static str {
    match function {
        Function::Count => "How many rows.",
        Function::CountDistinct => "How many different values; absent ones do not count.",
        Function::Sum => "Sum of the values. One that does not fit into 64 bits is refused.",
        Function::Average => "Arithmetic mean of the values.",
        Function::Min => "Smallest value.",
        Function::Max => "Largest value.",
    }
}

fn key(registry: &mut Registry, noun: &Noun) {
    let compared = noun.shown().filter(|field| field.kind.is_comparable());
    let mut fields: Vec<_> =
        compared.map(|field| described(field.name, field.kind.type_name(), field.doc)).collect();
    fields.extend(noun.to_one.iter().map(|it| described(it.name, format!("{}Key!", it.target), it.doc)));
    let doc = format!(
        "What {} rows are grouped by; null where a field is not a dimension or the rows have no value. A date \
         stands for its period, by the first day.",
        noun.name
    );
    insert_object(registry, &format!("{}Key", noun.name), doc, fields);
}

fn dimension(registry: &mut Registry, noun: &Noun) {
    let by_field = noun.shown().filter(|field| field.kind.is_comparable()).map(|field| {
        let ty = if matches!(field.kind, Kind::Date | Kind::DateTime) { "DateUnit" } else { "Boolean" };
        argument(field.name, ty, field.doc)
    });
    let by_relation =
        noun.to_one.iter().map(|it| argument(it.name, format!("{}Dimension", it.target), it.doc));
    insert_input(
        registry,
        &format!("{}Dimension", noun.name),
        format!("One thing to group {} rows by: `true` names a field, a unit a date.", noun.name),
        by_field.chain(by_relation).collect(),
        true,
    );
}

fn having(registry: &mut Registry, noun: &Noun) {
    let name = format!("{}Having", noun.name);
    let mut fields = vec![
        argument("and", format!("[{name}!]"), "All of these hold."),
        argument("or", format!("[{name}!]"), "At least one of these holds."),
        argument("not", name.as_str(), "This does not hold."),
        argument("filter", format!("{}Filter", noun.name), "The numbers beside count only rows that match."),
        argument("count", "IntFilter", "How many rows."),
    ];
    for (function_name, function) in Function::PER_FIELD.into_iter().filter(|(_, it)| has(noun, *it)) {
        let ty = format!("{}{}Having", noun.name, suffix(compared_as(function)));
        fields.push(argument(function_name, ty, doc(function)));
    }
    let text = format!("Conditions on groups of {} rows; all given ones must hold.", noun.name);
    insert_input(registry, &name, text, fields, false);
    per_function(registry, noun, "Having", |function, kind| match function {
        Function::CountDistinct => "IntFilter".to_owned(),
        function => function.result(*kind).filter_name(),
    });
}

/// Averages are compared in the unit of the field, as sums are.
fn compared_as(function: Function) -> Function {
    if function == Function::Average { Function::Sum } else { function }
}

fn orders(registry: &mut Registry, noun: &Noun) {
    let mut fields = vec![
        argument("filter", format!("{}Filter", noun.name), "The number counts only rows that match."),
        argument("count", "Direction", "By how many rows."),
    ];
    for (name, function) in Function::PER_FIELD.into_iter().filter(|(_, function)| has(noun, *function)) {
        let ty = format!("{}{}Order", noun.name, suffix(compared_as(function)));
        fields.push(argument(name, ty, doc(function)));
    }
    let without_average = fields.iter().filter(|field| field.name != "avg").cloned().collect();
    insert_input(
        registry,
        &format!("{}ListOrder", noun.name),
        format!(
            "A number over related {} rows to sort by: exactly one, with a filter or without.",
            noun.name
        ),
        without_average,
        false,
    );
    let key = argument("key", format!("{}Order", noun.name), "By a dimension.");
    insert_input(
        registry,
        &format!("{}GroupOrder", noun.name),
        format!(
            "One sort key of groups of {} rows: exactly one, a number with a filter or without.",
            noun.name
        ),
        std::iter::once(key).chain(fields).collect(),
        false,
    );
    per_function(registry, noun, "Order", |_, _| "Direction".to_owned());
}

/// Inputs with a member per field that a function takes.
fn per_function(registry: &mut Registry, noun: &Noun, purpose: &str, ty: impl Fn(Function, &Kind) -> String) {
    for function in [Function::CountDistinct, Function::Sum, Function::Min] {
        if !has(noun, function) {
            continue;
        }
        let taken = noun.shown().filter(|field| function.takes(&field.kind));
        let mut fields: Vec<MetaInputValue> =
            taken.map(|field| argument(field.name, ty(function, &field.kind), field.doc)).collect();
        if function == Function::CountDistinct {
            let relations = noun.to_one.iter();
            fields.extend(relations.map(|it| argument(it.name, ty(function, &Kind::BigInt), it.doc)));
        }
        let name = format!("{}{}{purpose}", noun.name, suffix(function));
        let text = match purpose {
            "Order" => "Exactly one field to sort by.",
            _ => "Conditions on fields; all given ones must hold.",
        };
        insert_input(registry, &name, text, fields, false);
    }
}
