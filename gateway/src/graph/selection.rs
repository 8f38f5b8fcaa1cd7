//! The selection of a request as the planner wants it: fragments inlined, conditions decided, variables put in,
//! and fields with the same response key merged into one.

use async_graphql::indexmap::IndexMap;
use async_graphql::{Name, Pos, Value};

use super::refusal::Refusal;

/// One field of a selection, ready to plan.
#[derive(Clone, Debug)]
pub struct Selected {
    /// Key under which the answer carries it: the alias, or the name.
    pub key: Name,
    /// Name in the schema.
    pub name: Name,
    /// Where the document asks for it.
    pub pos: Pos,
    /// Behind an interface: the concrete type that it is asked of; every type where it is absent.
    pub on: Option<Name>,
    /// Arguments with variables put in; omitted variables leave no trace.
    pub arguments: IndexMap<Name, Value>,
    /// Fields below, merged.
    pub below: Vec<Selected>,
}

impl Selected {
    /// Adds this field to `fields`, or what is below it to the field that answers under the same key.
    ///
    /// # Errors
    /// Where the two do not ask for the same.
    pub fn merge_into(self, fields: &mut Vec<Self>) -> Result<(), Refusal> {
        let Some(there) = fields.iter_mut().find(|it| it.key == self.key && it.on == self.on) else {
            fields.push(self);
            return Ok(());
        };
        if there.name != self.name || there.arguments != self.arguments {
            return Err(Refusal::conflict(&self.key, &there.name, &self.name));
        }
        self.below.into_iter().try_for_each(|below| below.merge_into(&mut there.below))
    }

    /// The field as it is asked of one concrete type behind an interface.
    ///
    /// # Errors
    /// As [`Selected::merge_into`].
    pub fn asked_of(&self, concrete: &str) -> Result<Self, Refusal> {
        let mut below = Vec::with_capacity(self.below.len());
        for field in self.below.iter().filter(|it| it.on.as_ref().is_none_or(|on| on == concrete)) {
            Self { on: None, ..field.clone() }.merge_into(&mut below)?;
        }
        Ok(Self { below, ..self.clone() })
    }
}
