//! The canonical form of a document: fragments put in where they are spread, conditions that are constant decided,
//! and fields that answer under the same key merged into one.
//!
//! It is made once per document. [`Operation::select`] then puts the variables of one request in.

use std::collections::HashMap;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, FragmentDefinition, OperationDefinition, OperationType,
    Selection as Item, SelectionSet, VariableDefinition,
};
use async_graphql::{Name, Pos, Positioned, Value};
use async_graphql_value::Value as Literal;

use crate::graph::refusal::Refusal;
use crate::graph::selection::Selected;

/// The name of the one interface: every noun implements it.
const NODE: &str = "Node";

/// The root fields that answer with the interface; everywhere else the concrete type is known.
const INTERFACES: [&str; 2] = ["node", "nodes"];

/// Variables of one request, coerced; one that was not given and has no default is absent.
pub type Variables = IndexMap<Name, Value>;

/// One operation of a document.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name, if it has one.
    pub name: Option<Name>,
    /// Query, mutation or subscription.
    pub kind: OperationType,
    /// The variables that it declares.
    pub variables: Vec<VariableDefinition>,
    fields: Vec<Node>,
}

/// A field with everything below it.
#[derive(Clone, Debug)]
struct Node {
    key: Name,
    name: Name,
    pos: Pos,
    /// The concrete type that it is asked of, behind the interface.
    on: Option<Name>,
    conditions: Vec<Condition>,
    arguments: Vec<(Name, Literal)>,
    below: Vec<Node>,
}

/// `@include(if: $variable)` where `wanted`, else `@skip`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Condition {
    variable: Name,
    wanted: bool,
}

impl Operation {
    /// The operations of a validated document.
    ///
    /// # Errors
    /// Where two fields answer under one key and do not ask for the same.
    pub fn all(document: &ExecutableDocument) -> Result<Vec<Self>, Refusal> {
        let gatherer = Gatherer { fragments: &document.fragments };
        document
            .operations
            .iter()
            .map(|(name, operation)| gatherer.operation(name, &operation.node))
            .collect()
    }

    /// How many fields it holds, at every depth.
    #[must_use]
    pub fn fields(&self) -> usize {
        fn count(nodes: &[Node]) -> usize {
            nodes.iter().map(|node| 1 + count(&node.below)).sum()
        }
        count(&self.fields)
    }

    /// Whether it only names what it wants: no filter and no order, which may look at any noun.
    #[must_use]
    pub fn only_names(&self) -> bool {
        fn all(nodes: &[Node]) -> bool {
            nodes.iter().all(|node| {
                let searches = |(name, _): &(Name, Literal)| matches!(name.as_str(), "filter" | "orderBy");
                !node.arguments.iter().any(searches) && all(&node.below)
            })
        }
        all(&self.fields)
    }

    /// Whether a root field asks about the schema rather than the data.
    #[must_use]
    pub fn is_introspective(&self) -> bool {
        self.fields.iter().any(|field| field.name.starts_with("__") && field.name != "__typename")
    }

    /// The root fields as one request asks for them, with its variables put in.
    ///
    /// # Errors
    /// Where conditions let two fields meet under one key that do not ask for the same.
    pub fn select(&self, variables: &Variables) -> Result<Vec<Selected>, Refusal> {
        select(&self.fields, variables)
    }
}

fn select(nodes: &[Node], variables: &Variables) -> Result<Vec<Selected>, Refusal> {
    let mut selected: Vec<Selected> = Vec::with_capacity(nodes.len());
    let holds = |condition: &Condition| matches!(variables.get(&condition.variable), Some(Value::Boolean(yes)) if *yes == condition.wanted);
    for node in nodes.iter().filter(|node| node.conditions.iter().all(holds)) {
        let mut arguments = IndexMap::with_capacity(node.arguments.len());
        for (name, literal) in &node.arguments {
            if let Some(value) = value(literal, variables) {
                arguments.insert(name.clone(), value);
            }
        }
        let field = Selected {
            key: node.key.clone(),
            name: node.name.clone(),
            pos: node.pos,
            on: node.on.clone(),
            arguments,
            below: select(&node.below, variables)?,
        };
        field.merge_into(&mut selected)?;
    }
    Ok(selected)
}

/// The value with variables put in; `None` for a variable that was not given.
fn value(literal: &Literal, variables: &Variables) -> Option<Value> {
    Some(match literal {
        Literal::Variable(name) => return variables.get(name).cloned(),
        Literal::List(items) => {
            Value::List(items.iter().map(|item| value(item, variables).unwrap_or(Value::Null)).collect())
        }
        Literal::Object(fields) => {
            let given =
                fields.iter().filter_map(|(name, field)| Some((name.clone(), value(field, variables)?)));
            Value::Object(given.collect())
        }
        constant => constant.clone().into_const().unwrap_or(Value::Null),
    })
}

struct Gatherer<'d> {
    fragments: &'d HashMap<Name, Positioned<FragmentDefinition>>,
}

/// Where a selection stands.
#[derive(Clone, Default)]
struct Place {
    is_root: bool,
    behind_interface: bool,
    /// The concrete type that fragments behind the interface name.
    on: Option<Name>,
    conditions: Vec<Condition>,
}

impl Gatherer<'_> {
    fn operation(&self, name: Option<&Name>, operation: &OperationDefinition) -> Result<Operation, Refusal> {
        let mut fields = Vec::new();
        let root = Place { is_root: true, ..Place::default() };
        self.gather(&operation.selection_set.node, &root, &mut fields)?;
        let variables = operation.variable_definitions.iter().map(|it| it.node.clone()).collect();
        Ok(Operation { name: name.cloned(), kind: operation.ty, variables, fields })
    }

    fn gather(&self, set: &SelectionSet, place: &Place, into: &mut Vec<Node>) -> Result<(), Refusal> {
        for item in &set.items {
            let Some(mut place) = within(place, item.node.directives()) else { continue };
            match &item.node {
                Item::Field(field) => merge(into, self.field(field, place)?)?,
                Item::FragmentSpread(spread) => {
                    let Some(fragment) = self.fragments.get(&spread.node.fragment_name.node) else {
                        continue;
                    };
                    let Some(mut place) = within(&place, &fragment.node.directives) else { continue };
                    place.narrow(&fragment.node.type_condition.node.on.node);
                    self.gather(&fragment.node.selection_set.node, &place, into)?;
                }
                Item::InlineFragment(fragment) => {
                    if let Some(condition) = &fragment.node.type_condition {
                        place.narrow(&condition.node.on.node);
                    }
                    self.gather(&fragment.node.selection_set.node, &place, into)?;
                }
            }
        }
        Ok(())
    }

    fn field(&self, field: &Positioned<Field>, place: Place) -> Result<Node, Refusal> {
        let mut below = Vec::new();
        let behind_interface = place.is_root && INTERFACES.contains(&field.node.name.node.as_str());
        let inside = Place { behind_interface, ..Place::default() };
        self.gather(&field.node.selection_set.node, &inside, &mut below)?;
        let arguments = field
            .node
            .arguments
            .iter()
            .map(|(name, value)| (name.node.clone(), value.node.clone()))
            .collect();
        Ok(Node {
            key: field.node.response_key().node.clone(),
            name: field.node.name.node.clone(),
            pos: field.pos,
            on: place.on,
            conditions: place.conditions,
            arguments,
            below,
        })
    }
}

impl Place {
    fn narrow(&mut self, condition: &Name) {
        if self.behind_interface && condition != NODE {
            self.on = Some(condition.clone());
        }
    }
}

/// The place behind `@skip` and `@include`; `None` where they leave nothing.
fn within(place: &Place, directives: &[Positioned<Directive>]) -> Option<Place> {
    let mut place = place.clone();
    for directive in directives {
        let wanted = match directive.node.name.node.as_str() {
            "skip" => false,
            "include" => true,
            _ => continue,
        };
        match directive.node.get_argument("if").map(|value| &value.node) {
            Some(Literal::Boolean(value)) if *value == wanted => {}
            Some(Literal::Variable(variable)) => {
                let condition = Condition { variable: variable.clone(), wanted };
                if !place.conditions.contains(&condition) {
                    place.conditions.push(condition);
                }
            }
            _ => return None,
        }
    }
    Some(place)
}

/// Adds a field, or what is below it to the field that answers under the same key in the same place.
fn merge(into: &mut Vec<Node>, field: Node) -> Result<(), Refusal> {
    let same_place =
        |it: &&mut Node| it.key == field.key && it.on == field.on && it.conditions == field.conditions;
    let Some(there) = into.iter_mut().find(same_place) else {
        into.push(field);
        return Ok(());
    };
    if there.name != field.name || !same_arguments(&there.arguments, &field.arguments) {
        return Err(Refusal::conflict(&field.key, &there.name, &field.name));
    }
    for below in field.below {
        merge(&mut there.below, below)?;
    }
    Ok(())
}

fn same_arguments(one: &[(Name, Literal)], other: &[(Name, Literal)]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .all(|(name, value)| other.iter().any(|(name2, value2)| name == name2 && value == value2))
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn only(document: &str) -> Operation {
        Operation::all(&parse_query(document).unwrap()).unwrap().remove(0)
    }

    fn spelled(fields: &[Selected]) -> String {
        let spelled = fields.iter().map(|field| {
            let on = field.on.as_ref().map(|on| format!("{on}.")).unwrap_or_default();
            let below =
                if field.below.is_empty() { String::new() } else { format!("{{{}}}", spelled(&field.below)) };
            format!("{on}{}{below}", field.key)
        });
        spelled.collect::<Vec<_>>().join(" ")
    }

    fn canonical(document: &str, variables: &[(&str, Value)]) -> String {
        let variables = variables.iter().map(|(name, value)| (Name::new(name), value.clone())).collect();
        spelled(&only(document).select(&variables).unwrap())
    }

    #[test]
    fn fragments_and_fields_of_one_key_become_one_field_in_the_order_of_the_first() {
        let document = "query { village(code: \"1\") { name ...A district { name } } ...B }
            fragment A on Village { district { id ... on District { code } } }
            fragment B on Query { village(code: \"1\") { id } }";
        assert_eq!(canonical(document, &[]), "village{name district{id code name} id}");
    }

    #[test]
    fn conditions_are_decided_where_they_are_constant_and_else_by_the_request() {
        let document = "query($x: Boolean!) { a @skip(if: true) b @include(if: true) c @include(if: $x)
            ... @skip(if: $x) { d e { f } } e { g } }";
        assert_eq!(canonical(document, &[("x", Value::Boolean(true))]), "b c e{g}");
        assert_eq!(canonical(document, &[("x", Value::Boolean(false))]), "b d e{f g}");
    }

    #[test]
    fn fields_of_one_key_that_ask_for_different_things_are_refused() {
        for document in [
            "{ a { x: b x: c } }",
            "{ a { b(first: 1) b(first: 2) } }",
            "{ a { b(first: 1) b } }",
            "{ a { b { x: c } } a { b { x: d } } }",
        ] {
            let refused = Operation::all(&parse_query(document).unwrap()).unwrap_err();
            assert!(refused.to_string().contains("alias"), "{document}: {refused}");
        }
        let document = "query($x: Boolean!) { a: b a: c @include(if: $x) }";
        let given = |yes| IndexMap::from_iter([(Name::new("x"), Value::Boolean(yes))]);
        assert!(only(document).select(&given(false)).is_ok());
        assert!(only(document).select(&given(true)).is_err());
    }

    #[test]
    fn behind_the_interface_fields_know_their_type() {
        let document = "{ node(id: 1) { id ... on Village { x: name } ... on Agency { x: key } ...N } }
            fragment N on Node { __typename ... on Village { code } }";
        assert_eq!(canonical(document, &[]), "node{id Village.x Agency.x __typename Village.code}");
    }
}
