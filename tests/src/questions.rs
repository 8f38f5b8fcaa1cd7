//! Random documents that the contract allows, about values that the data hold.

use std::collections::BTreeMap;

use async_graphql::indexmap::IndexMap;
use async_graphql::registry::{MetaField, MetaInputValue, MetaType, Registry};
use gateway::contract::Contract;
use gateway::schema::catalog;
use rand::seq::IndexedRandom as _;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::Value;

use crate::World;

/// How many objects a selection goes down.
const DEPTH: usize = 7;

/// How many objects a filter goes down.
const FILTER_DEPTH: usize = 2;

/// Makes documents, the same for the same seed and data.
pub struct Questions {
    contract: Contract,
    /// Values of each scalar type, as a document writes them.
    values: BTreeMap<String, Vec<String>>,
    random: ChaCha8Rng,
    fields: usize,
}

impl Questions {
    /// Questions about what `world` holds.
    pub async fn about(world: &World, seed: u64) -> Self {
        let contract = Contract::default();
        let values = values(world, contract.registry()).await;
        Self { contract, values, random: ChaCha8Rng::seed_from_u64(seed), fields: 0 }
    }

    /// A document.
    pub fn ask(&mut self) -> String {
        self.fields = 0;
        self.selection("Query", DEPTH)
    }

    /// A selection of some fields of an object type.
    fn selection(&mut self, of: &str, depth: usize) -> String {
        let contract = self.contract.clone();
        let fields = object(contract.registry(), of).map(|fields| fields.values());
        let fields: Vec<_> = fields.into_iter().flatten().collect();
        let count = if of == "Query" { 1 } else { self.random.random_range(1..=4) };
        let mut selected = Vec::new();
        for _ in 0..count {
            if let Some(field) = fields.choose(&mut self.random) {
                selected.extend(self.field(contract.registry(), field, depth));
            }
        }
        if selected.is_empty() {
            selected.push("__typename".to_owned());
        }
        format!("{{ {} }}", selected.join(" "))
    }

    fn field(&mut self, registry: &Registry, field: &MetaField, depth: usize) -> Option<String> {
        let target = named(&field.ty);
        let below = match registry.types.get(target)? {
            MetaType::Object { .. } if depth > 0 => format!(" {}", self.selection(target, depth - 1)),
            MetaType::Object { .. } | MetaType::Interface { .. } => return None,
            _ => String::new(),
        };
        let arguments = self.arguments(registry, field.args.values())?;
        // The same field may be asked for twice, with other arguments.
        self.fields += 1;
        let alias = if arguments.is_empty() { String::new() } else { format!("x{}: ", self.fields) };
        Some(format!("{alias}{}{arguments}{below}", field.name))
    }

    /// Arguments in brackets; nothing where one cannot be given that must be.
    fn arguments<'r>(
        &mut self,
        registry: &Registry,
        arguments: impl Iterator<Item = &'r MetaInputValue>,
    ) -> Option<String> {
        let count = *["first", "last"].choose(&mut self.random)?;
        let mut given = Vec::new();
        for argument in arguments {
            let value = match argument.name.as_str() {
                "first" | "last" if argument.name != count => continue,
                "first" | "last" => Some(self.random.random_range(1..=3).to_string()),
                "after" | "before" => continue,
                _ if argument.ty.ends_with('!') => Some(self.input(registry, &argument.ty, FILTER_DEPTH)?),
                _ if self.random.random_bool(0.25) => self.input(registry, &argument.ty, FILTER_DEPTH),
                _ => None,
            };
            given.extend(value.map(|value| format!("{}: {value}", argument.name)));
        }
        Some(if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) })
    }

    /// A value of an input type; nothing where none is found within so many objects.
    fn input(&mut self, registry: &Registry, ty: &str, depth: usize) -> Option<String> {
        let ty = ty.trim_end_matches('!');
        if let Some(items) = ty.strip_prefix('[').and_then(|it| it.strip_suffix(']')) {
            let count = self.random.random_range(1..=2);
            let items: Vec<_> = (0..count).filter_map(|_| self.input(registry, items, depth)).collect();
            return (!items.is_empty()).then(|| format!("[{}]", items.join(", ")));
        }
        match registry.types.get(ty)? {
            MetaType::Enum { enum_values, .. } => {
                enum_values.keys().collect::<Vec<_>>().choose(&mut self.random).map(ToString::to_string)
            }
            MetaType::InputObject { input_fields, oneof, .. } => {
                let fields: Vec<_> = input_fields
                    .values()
                    .filter(|field| depth > 0 || is_operator(registry, named(&field.ty)))
                    .collect();
                let count = if *oneof { 1 } else { self.random.random_range(1..=2) };
                let chosen: Vec<_> = fields.sample(&mut self.random, count).copied().collect();
                let given: Vec<_> = chosen
                    .into_iter()
                    .filter_map(|field| {
                        let depth = depth.saturating_sub(1);
                        Some(format!("{}: {}", field.name, self.input(registry, &field.ty, depth)?))
                    })
                    .collect();
                (!given.is_empty()).then(|| format!("{{ {} }}", given.join(", ")))
            }
            _ => self.values.get(ty)?.choose(&mut self.random).cloned(),
        }
    }
}

/// The name of a type without its wrappers.
fn named(ty: &str) -> &str {
    ty.trim_matches(['[', ']', '!'])
}

fn object<'r>(registry: &'r Registry, name: &str) -> Option<&'r IndexMap<String, MetaField>> {
    match registry.types.get(name)? {
        MetaType::Object { fields, .. } => Some(fields),
        _ => None,
    }
}

/// Whether an input type holds only scalars and enumerations, or is one.
fn is_operator(registry: &Registry, name: &str) -> bool {
    match registry.types.get(name) {
        Some(MetaType::InputObject { input_fields, .. }) => input_fields
            .values()
            .all(|field| !matches!(registry.types.get(named(&field.ty)), Some(MetaType::InputObject { .. }))),
        _ => true,
    }
}

/// Values of each scalar type: some of every field of every noun.
async fn values(world: &World, registry: &Registry) -> BTreeMap<String, Vec<String>> {
    let mut values = BTreeMap::from([("Boolean".to_owned(), vec!["true".to_owned(), "false".to_owned()])]);
    for noun in catalog().shown().filter(|noun| noun.has_root) {
        let fields = object(registry, noun.name).into_iter().flat_map(IndexMap::values);
        let scalars: Vec<_> = fields
            .filter(|field| matches!(registry.types.get(named(&field.ty)), Some(MetaType::Scalar { .. })))
            .collect();
        let names: Vec<_> = scalars.iter().map(|field| field.name.as_str()).collect();
        let answer = world
            .data(&format!("{{ {}(first: 50) {{ nodes {{ {} }} }} }}", noun.plural, names.join(" ")))
            .await;
        for row in answer[noun.plural]["nodes"].as_array().into_iter().flatten() {
            for field in &scalars {
                let value = &row[field.name.as_str()];
                let known = values.entry(named(&field.ty).to_owned()).or_default();
                if *value != Value::Null && !known.contains(&value.to_string()) {
                    known.push(value.to_string());
                }
            }
        }
    }
    values
}
