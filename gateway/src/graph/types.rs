//! The GraphQL types of a catalogue, written into the registry of the schema.
//!
//! A noun becomes an object, a connection, an edge, a filter, an order and the types of its numbers; scalars,
//! enumerations and operator inputs are shared.

use async_graphql::Value;
use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{
    EnumBuilder, InputObjectBuilder, MetaEnumValue, MetaField, MetaInputValue, MetaType, ObjectBuilder,
    Registry,
};

use super::catalog::Catalog;
use super::noun::{Kind, Noun, Vocabulary};
use super::truncate::Unit;

mod aggregate;
mod input;
mod list;
mod query;

pub use query::Query;

/// Name of the query type.
pub const QUERY: &str = "Query";

impl Kind {
    /// Name of the GraphQL type that carries it.
    #[must_use]
    pub fn type_name(&self) -> &'static str {
        match self {
            Self::Text => "String",
            Self::Int => "Int",
            Self::Boolean => "Boolean",
            Self::Date => "Date",
            Self::DateTime => "DateTime",
            Self::Rupiah => "Rupiah",
            Self::BigInt => "BigInt",
            Self::RegionCode => "RegionCode",
            Self::Degrees => "Float",
            Self::Geometry => "Geometry",
            Self::Decimal { .. } => "Decimal",
            Self::Choice(vocabulary) => vocabulary.name,
        }
    }

    /// Name of the operator input that filters it.
    #[must_use]
    pub fn filter_name(&self) -> String {
        format!("{}Filter", self.type_name())
    }

    /// Whether sums make sense.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(self, Self::Int | Self::Rupiah | Self::BigInt | Self::Decimal { .. })
    }

    /// Whether two values can be told apart by looking, so that rows are sorted and grouped by them.
    #[must_use]
    pub fn is_comparable(&self) -> bool {
        !matches!(self, Self::Geometry)
    }

    /// Whether greater and less make sense.
    #[must_use]
    pub fn ordered(&self) -> bool {
        !matches!(self, Self::Boolean | Self::Geometry | Self::Choice(_))
    }
}

/// The library's word for what must not be kept; 0 has no say.
const NOT_KEPT: i32 = -1;

fn described(name: &str, ty: impl Into<String>, doc: impl Into<String>) -> MetaField {
    let mut field = MetaField::new(name, ty);
    field.description = Some(doc.into());
    field
}

fn argument(name: &str, ty: impl Into<String>, doc: impl Into<String>) -> MetaInputValue {
    let mut argument = MetaInputValue::new(name, ty);
    argument.description = Some(doc.into());
    argument
}

fn insert_object(registry: &mut Registry, name: &str, doc: impl Into<String>, fields: Vec<MetaField>) {
    let fields: IndexMap<_, _> = fields.into_iter().map(|field| (field.name.clone(), field)).collect();
    let object =
        ObjectBuilder::new(name, fields).description(Some(doc.into())).rust_typename("graph").build();
    registry.types.insert(name.to_owned(), object);
}

fn insert_input(
    registry: &mut Registry,
    name: &str,
    doc: impl Into<String>,
    fields: Vec<MetaInputValue>,
    oneof: bool,
) {
    let fields: IndexMap<_, _> = fields.into_iter().map(|field| (field.name.clone(), field)).collect();
    let input = InputObjectBuilder::new(name, fields)
        .description(Some(doc.into()))
        .oneof(oneof)
        .rust_typename("graph")
        .build();
    registry.types.insert(name.to_owned(), input);
}

fn insert_scalar(registry: &mut Registry, name: &str, doc: &str, url: &str, is_valid: fn(&Value) -> bool) {
    let scalar = MetaType::Scalar {
        name: name.to_owned(),
        description: Some(doc.to_owned()),
        is_valid: Some(std::sync::Arc::new(is_valid)),
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        specified_by_url: Some(url.to_owned()),
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    };
    registry.types.insert(name.to_owned(), scalar);
}

fn insert_enum(registry: &mut Registry, name: &str, doc: &str, values: &[(&'static str, &'static str)]) {
    let values: IndexMap<_, _> = values
        .iter()
        .map(|(value, doc)| {
            let mut meta = MetaEnumValue::new(*value);
            meta.description = Some((*doc).to_owned());
            ((*value).to_owned(), meta)
        })
        .collect();
    let meta =
        EnumBuilder::new(name, values).description(Some(doc.to_owned())).rust_typename("graph").build();
    registry.types.insert(name.to_owned(), meta);
}

/// Registers every type of the catalogue, the query type included.
pub fn register(catalog: &Catalog, registry: &mut Registry) {
    for name in ["Boolean", "Float", "ID", "Int", "String"] {
        insert_builtin(registry, name);
    }
    scalars(registry);
    insert_enum(
        registry,
        "Direction",
        "Direction of a sort. Absent values come last either way.",
        &[("ASC", "Smallest first."), ("DESC", "Largest first.")],
    );
    insert_object(
        registry,
        "PageInfo",
        "Where a page lies in its list (Relay connections).",
        vec![
            described("hasNextPage", "Boolean!", "Whether more rows follow."),
            described("hasPreviousPage", "Boolean!", "Whether rows come before."),
            described("startCursor", "String", "Cursor of the first row of the page."),
            described("endCursor", "String", "Cursor of the last row of the page."),
        ],
    );
    // Counts and sums are compared whether or not a field holds such a number.
    input::operators(registry, &Kind::Int);
    input::operators(registry, &Kind::BigInt);
    insert_enum(
        registry,
        "DateUnit",
        "Period that dates are grouped by; each stands under its first day, and moments are taken in UTC.",
        &Unit::ALL.map(|(name, doc, _)| (name, doc)),
    );
    for noun in catalog.shown() {
        for field in noun.shown() {
            if let Kind::Choice(vocabulary) = field.kind {
                insert_enum(registry, vocabulary.name, &vocabulary_doc(&vocabulary), vocabulary.values);
            }
            input::operators(registry, &field.kind);
        }
        insert_object(registry, noun.name, noun.doc, object_fields(catalog, noun));
        registry.add_implements(noun.name, "Node");
        list::register(registry, noun);
        input::filter(registry, noun);
        input::order(registry, noun);
        aggregate::register(registry, noun);
        hint(registry, noun);
    }
    query::interface(catalog, registry);
    insert_object(
        registry,
        QUERY,
        "Everything that can be asked: each noun by its key and as a list, with filters, orders and relations.",
        query::root_fields(catalog),
    );
}

/// Says how long answers about a noun may be kept: its rows as long as it says, numbers over them not at all.
fn hint(registry: &mut Registry, noun: &Noun) {
    let rows = if noun.max_age > 0 { noun.max_age } else { NOT_KEPT };
    let hints =
        [("", rows), ("Edge", rows), ("Connection", rows), ("Aggregate", NOT_KEPT), ("Group", NOT_KEPT)];
    for (suffix, max_age) in hints {
        if let Some(MetaType::Object { cache_control, .. }) =
            registry.types.get_mut(&format!("{}{suffix}", noun.name))
        {
            cache_control.max_age = max_age;
        }
    }
}

fn vocabulary_doc(vocabulary: &Vocabulary) -> String {
    format!("One of {} values; each says what it means.", vocabulary.values.len())
}

fn insert_builtin(registry: &mut Registry, name: &str) {
    use async_graphql::InputType;
    match name {
        "Boolean" => <bool as InputType>::create_type_info(registry),
        "Float" => <f64 as InputType>::create_type_info(registry),
        "ID" => <async_graphql::ID as InputType>::create_type_info(registry),
        "Int" => <i32 as InputType>::create_type_info(registry),
        _ => <String as InputType>::create_type_info(registry),
    };
}

fn scalars(registry: &mut Registry) {
    fn text(value: &Value) -> bool {
        matches!(value, Value::String(_))
    }
    fn whole(value: &Value) -> bool {
        match value {
            Value::String(text) => text.parse::<i64>().is_ok(),
            Value::Number(number) => number.as_i64().is_some(),
            _ => false,
        }
    }
    fn date(value: &Value) -> bool {
        matches!(value, Value::String(text) if text.parse::<chrono::NaiveDate>().is_ok())
    }
    fn moment(value: &Value) -> bool {
        matches!(value, Value::String(text) if chrono::DateTime::parse_from_rfc3339(text).is_ok())
    }
    let rfc3339 = "https://www.rfc-editor.org/rfc/rfc3339";
    insert_scalar(registry, "Date", "Calendar date, `2022-06-22`.", rfc3339, date);
    insert_scalar(registry, "DateTime", "Moment in UTC, `2022-06-22T02:00:00Z`.", rfc3339, moment);
    let rupiah = "Whole rupiah as a string of digits, `\"15000000\"`; never a float.";
    insert_scalar(registry, "Rupiah", rupiah, "https://www.iso.org/iso-4217-currency-codes.html", whole);
    let big = "Whole number of up to 64 bits as a string.";
    insert_scalar(registry, "BigInt", big, "https://www.rfc-editor.org/rfc/rfc8259#section-6", whole);
    let decimal =
        "Exact decimal number as a string with a point, `\"9.17\"`; its digits are those of the source.";
    insert_scalar(registry, "Decimal", decimal, "https://www.w3.org/TR/xmlschema11-2/#decimal", |value| {
        match value {
            Value::String(text) => super::value::parse_decimal(text).is_some(),
            Value::Number(number) => super::value::parse_decimal(&number.to_string()).is_some(),
            _ => false,
        }
    });
    let code = "Kemendagri region code, dotted: `33`, `33.18`, `33.18.16`, `33.18.16.2012`. Plain digits are understood too.";
    let geometry =
        "An area as a GeoJSON object: `Polygon` or `MultiPolygon` in degrees of WGS 84, longitude first.";
    insert_scalar(registry, "Geometry", geometry, "https://www.rfc-editor.org/rfc/rfc7946", |_| false);
    insert_scalar(registry, "RegionCode", code, "https://peraturan.bpk.go.id/", text);
}

fn object_fields(catalog: &Catalog, noun: &Noun) -> Vec<MetaField> {
    let mut fields = vec![described("id", "ID!", "Opaque id, for `node` and client caches.")];
    for field in noun.shown() {
        let bang = if field.may_be_absent() { "" } else { "!" };
        fields.push(described(field.name, format!("{}{bang}", field.kind.type_name()), field.doc));
    }
    for relation in &noun.to_one {
        let bang = if relation.optional { "" } else { "!" };
        fields.push(described(relation.name, format!("{}{bang}", relation.target), relation.doc));
    }
    for relation in &noun.to_many {
        let mut field = described(relation.name, format!("{}Connection!", relation.target), relation.doc);
        field.args = list::arguments(catalog.target_of_many(relation));
        fields.push(field);
    }
    fields
}
