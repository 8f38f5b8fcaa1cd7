//! The selection of a request as the planner wants it: fragments inlined, `@skip` and `@include` applied,
//! variables put in, and fields with the same response key merged into one.

use async_graphql::context::QueryEnv;
use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Directive, Field as FieldNode, Selection as Item, SelectionSet};
use async_graphql::{Pos, Positioned, ServerError, ServerResult, Value};
use async_graphql_value::Value as Literal;

/// One field of a selection, ready to plan.
#[derive(Clone, Debug)]
pub struct Selected {
    /// Key under which the answer carries it: the alias, or the name.
    pub key: String,
    /// Name in the schema.
    pub name: String,
    /// Arguments with variables put in; omitted variables leave no trace.
    pub arguments: IndexMap<String, Value>,
    /// Fields below, merged.
    pub below: Vec<Selected>,
}

/// Reads fields with everything below them, over one request's fragments and variables.
pub struct Reader<'a> {
    env: &'a QueryEnv,
}

impl<'a> Reader<'a> {
    /// A reader over the request's fragments and variables.
    #[must_use]
    pub fn new(env: &'a QueryEnv) -> Self {
        Self { env }
    }

    /// Reads one field. Behind an interface the caller names the `concrete` type, and only its fragments
    /// apply; behind an object type every fragment does, since validation has refused the impossible ones.
    pub fn field(&self, node: &Positioned<FieldNode>, concrete: Option<&str>) -> ServerResult<Selected> {
        let mut below = Vec::new();
        self.gather(&node.node.selection_set.node, concrete, &mut below)?;
        let mut arguments = IndexMap::new();
        for (name, value) in &node.node.arguments {
            if let Some(value) = self.value(&value.node, value.pos)? {
                arguments.insert(name.node.to_string(), value);
            }
        }
        Ok(Selected {
            key: node.node.response_key().node.to_string(),
            name: node.node.name.node.to_string(),
            arguments,
            below,
        })
    }

    fn gather(
        &self,
        set: &SelectionSet,
        concrete: Option<&str>,
        into: &mut Vec<Selected>,
    ) -> ServerResult<()> {
        for item in &set.items {
            if self.skipped(item.node.directives())? {
                continue;
            }
            match &item.node {
                Item::Field(field) => merge(into, self.field(field, None)?),
                Item::FragmentSpread(spread) => {
                    if let Some(fragment) = self.env.fragments.get(&spread.node.fragment_name.node) {
                        let condition = fragment.node.type_condition.node.on.node.as_str();
                        if applies(condition, concrete) {
                            self.gather(&fragment.node.selection_set.node, concrete, into)?;
                        }
                    }
                }
                Item::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref().map(|it| it.node.on.node.as_str());
                    if condition.is_none_or(|condition| applies(condition, concrete)) {
                        self.gather(&fragment.node.selection_set.node, concrete, into)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn skipped(&self, directives: &[Positioned<Directive>]) -> ServerResult<bool> {
        for directive in directives {
            let wanted = match directive.node.name.node.as_str() {
                "skip" => false,
                "include" => true,
                _ => continue,
            };
            let condition = directive.node.get_argument("if");
            let value = match condition {
                Some(value) => self.value(&value.node, value.pos)?,
                None => None,
            };
            if matches!(value, Some(Value::Boolean(value)) if value != wanted) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The value with variables put in; `None` for a variable that was not given.
    fn value(&self, value: &Literal, pos: Pos) -> ServerResult<Option<Value>> {
        Ok(Some(match value {
            Literal::Variable(name) => return self.variable(name, pos),
            Literal::List(items) => Value::List(
                items
                    .iter()
                    .map(|item| Ok(self.value(item, pos)?.unwrap_or(Value::Null)))
                    .collect::<ServerResult<_>>()?,
            ),
            Literal::Object(fields) => {
                let mut object = IndexMap::new();
                for (name, field) in fields {
                    if let Some(value) = self.value(field, pos)? {
                        object.insert(name.clone(), value);
                    }
                }
                Value::Object(object)
            }
            constant => constant.clone().into_const().unwrap_or(Value::Null),
        }))
    }

    fn variable(&self, name: &str, pos: Pos) -> ServerResult<Option<Value>> {
        let definitions = &self.env.operation.node.variable_definitions;
        let definition = definitions
            .iter()
            .find(|it| it.node.name.node == name)
            .ok_or_else(|| ServerError::new(format!("Variable ${name} is not defined."), Some(pos)))?;
        let given = self.env.variables.iter().find(|(key, _)| key.as_str() == name);
        let default = definition.node.default_value.as_ref().map(|value| value.node.clone());
        Ok(given.map(|(_, value)| value.clone()).or(default))
    }
}

/// `Node` is the only interface, and every noun implements it.
fn applies(condition: &str, concrete: Option<&str>) -> bool {
    concrete.is_none_or(|concrete| condition == concrete || condition == "Node")
}

fn merge(into: &mut Vec<Selected>, field: Selected) {
    match into.iter_mut().find(|it| it.key == field.key) {
        Some(there) => field.below.into_iter().for_each(|below| merge(&mut there.below, below)),
        None => into.push(field),
    }
}
