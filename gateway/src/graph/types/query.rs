//! The root of every query: its fields, and the type as the library sees it, without resolvers.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaField, MetaType, Registry};
use async_graphql::{
    ContainerType, Context, ContextSelectionSet, ObjectType, OutputType, Positioned, ServerResult, Value,
};

use super::{NOT_KEPT, QUERY, argument, described, list, register};
use crate::graph::catalog::Catalog;

/// The interface of everything with an id.
pub fn interface(catalog: &Catalog, registry: &mut Registry) {
    let id = described("id", "ID!", "Opaque id.");
    let node = MetaType::Interface {
        name: "Node".to_owned(),
        description: Some("Anything with an id.".to_owned()),
        fields: std::iter::once((id.name.clone(), id)).collect(),
        possible_types: catalog.shown().map(|noun| noun.name.to_owned()).collect(),
        extends: false,
        keys: None,
        visible: None,
        inaccessible: false,
        tags: Vec::new(),
        rust_typename: Some("graph"),
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    };
    registry.types.insert("Node".to_owned(), node);
}

/// Search by words, a list without a sort of its own.
fn search() -> MetaField {
    let mut field = described(
        "search",
        "SearchHitConnection!",
        "Villages, agencies, stakeholders, programmes, needs and decisions by words, nearest first. Spellings of one \
         name count as the same: a space, an apostrophe, `oe` for `u` or a missing `h` do not matter; the last word \
         may be only begun.",
    );
    field.args = [
        argument("text", "String!", "What to look for."),
        argument("nouns", "[SearchedNoun!]", "Only these kinds; all when not given."),
        argument("first", "Int", "How many from the start, 25 when neither `first` nor `last` is given."),
        argument("after", "String", "Only hits behind this cursor."),
        argument("last", "Int", "How many from the end."),
        argument("before", "String", "Only hits ahead of this cursor."),
    ]
    .into_iter()
    .map(|argument| (argument.name.clone(), argument))
    .collect();
    field
}

/// The fields of the query type.
pub fn root_fields(catalog: &Catalog) -> Vec<MetaField> {
    let mut version = described(
        "dataVersion",
        "BigInt!",
        "Version of the data: every write raises it, so two equal versions mean equal answers.",
    );
    version.cache_control.max_age = NOT_KEPT;
    let mut fields = vec![version];
    let mut node = described("node", "Node", "Any row by its id.");
    node.args.insert("id".to_owned(), argument("id", "ID!", "An id that this API gave."));
    fields.push(node);
    let mut nodes = described(
        "nodes",
        "[Node]!",
        "Rows by their ids (at most 100), in the same order; null for an unknown one.",
    );
    nodes.args.insert("ids".to_owned(), argument("ids", "[ID!]!", "Ids that this API gave."));
    fields.push(nodes);
    fields.push(search());
    for noun in catalog.shown().filter(|noun| noun.has_root) {
        let key = noun.key();
        let (name, ty) = key.map_or(("id", "ID"), |field| (field.name, field.kind.type_name()));
        let mut one = described(
            &noun.singular(),
            noun.name,
            format!("One {} by its {name}; null when there is none.", noun.name),
        );
        one.args.insert(name.to_owned(), argument(name, format!("{ty}!"), format!("The {name}.")));
        fields.push(one);
        let mut many = described(noun.plural, format!("{}Connection!", noun.name), noun.doc);
        many.args = list::arguments(noun);
        fields.push(many);
    }
    fields
}

/// The root of every query. Its data fields answer null here: the planner answers them.
#[derive(Clone, Copy, Debug)]
pub struct Query;

impl OutputType for Query {
    fn type_name() -> Cow<'static, str> {
        QUERY.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        register(crate::schema::catalog(), registry);
        Self::qualified_type_name()
    }

    async fn resolve(&self, ctx: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        async_graphql::resolver_utils::resolve_container(ctx, self).await
    }
}

impl ContainerType for Query {
    async fn resolve_field(&self, _: &Context<'_>) -> ServerResult<Option<Value>> {
        Ok(Some(Value::Null))
    }
}

impl ObjectType for Query {}
