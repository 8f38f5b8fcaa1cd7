//! Variables of a request, brought to the types that the operation declares.

use async_graphql::parser::types::{BaseType, Type, VariableDefinition};
use async_graphql::registry::{MetaType, Registry};
use async_graphql::{Name, Number, Value};
use serde_json::Value as Json;

use super::canonical::Variables;
use crate::graph::refusal::Refusal;

/// The variables that `definitions` declare, from what a request gives; others are passed over.
///
/// # Errors
/// Where a value is not of its type, or a needed one is missing; the message names the place inside the value.
pub fn coerce(
    registry: &Registry,
    definitions: &[VariableDefinition],
    given: Option<&serde_json::Map<String, Json>>,
) -> Result<Variables, Refusal> {
    let mut variables = Variables::with_capacity(definitions.len());
    for definition in definitions {
        let (name, ty) = (&definition.name.node, &definition.var_type.node);
        let place = format!("${name}");
        let value = match (given.and_then(|given| given.get(name.as_str())), &definition.default_value) {
            (Some(value), _) => value_of(registry, ty, value, &place)?,
            (None, Some(default)) => default.node.clone(),
            (None, None) if ty.nullable => continue,
            (None, None) => {
                return Err(Refusal::new(format!(
                    "Variable `{place}` of type {ty} is needed and not given."
                )));
            }
        };
        variables.insert(name.clone(), value);
    }
    Ok(variables)
}

fn value_of(registry: &Registry, ty: &Type, json: &Json, place: &str) -> Result<Value, Refusal> {
    if json.is_null() {
        return if ty.nullable { Ok(Value::Null) } else { Err(wrong(place, ty, json)) };
    }
    match &ty.base {
        BaseType::List(item) => match json {
            Json::Array(items) => {
                let items = items.iter().enumerate();
                let items = items.map(|(at, it)| value_of(registry, item, it, &format!("{place}[{at}]")));
                Ok(Value::List(items.collect::<Result<_, _>>()?))
            }
            // One value stands for a list of one, as the specification says.
            single => Ok(Value::List(vec![value_of(registry, item, single, place)?])),
        },
        BaseType::Named(name) => {
            let meta = registry.types.get(name.as_str()).ok_or_else(|| wrong(place, ty, json))?;
            named(registry, meta, ty, json, place)
        }
    }
}

fn named(
    registry: &Registry,
    meta: &MetaType,
    ty: &Type,
    json: &Json,
    place: &str,
) -> Result<Value, Refusal> {
    match (meta, json) {
        (MetaType::InputObject { input_fields, oneof, .. }, Json::Object(given)) => {
            if let Some(unknown) = given.keys().find(|name| !input_fields.contains_key(name.as_str())) {
                let message = format!("`{place}`: {} has no field `{unknown}`.", meta.name());
                return Err(Refusal::new(message));
            }
            if *oneof && (given.len() != 1 || given.values().any(Json::is_null)) {
                let message = format!("`{place}`: a {} names exactly one field.", meta.name());
                return Err(Refusal::new(message));
            }
            let mut fields = async_graphql::indexmap::IndexMap::with_capacity(given.len());
            for (name, value) in given {
                let place = format!("{place}.{name}");
                let ty = Type::new(&input_fields[name.as_str()].ty);
                let ty = ty.ok_or_else(|| Refusal::new(format!("`{place}` cannot be given.")))?;
                fields.insert(Name::new(name), value_of(registry, &ty, value, &place)?);
            }
            let missing = input_fields.values().find(|field| {
                field.ty.ends_with('!') && field.default_value.is_none() && !given.contains_key(&field.name)
            });
            match missing {
                Some(field) => {
                    Err(Refusal::new(format!("`{place}.{}` is needed and not given.", field.name)))
                }
                None => Ok(Value::Object(fields)),
            }
        }
        (MetaType::Enum { enum_values, .. }, Json::String(text))
            if enum_values.contains_key(text.as_str()) =>
        {
            Ok(Value::Enum(Name::new(text)))
        }
        (MetaType::Enum { enum_values, .. }, _) => {
            let known: Vec<_> = enum_values.keys().map(String::as_str).collect();
            Err(Refusal::new(format!("`{place}`: {json} is not one of {}.", known.join(", "))))
        }
        (MetaType::Scalar { name, is_valid, .. }, _) => {
            let value = scalar(name, json).ok_or_else(|| wrong(place, ty, json))?;
            match is_valid {
                Some(is_valid) if !is_valid(&value) => Err(wrong(place, ty, json)),
                _ => Ok(value),
            }
        }
        _ => Err(wrong(place, ty, json)),
    }
}

/// A scalar as the specification reads it: no text for a number, no number for text, whole numbers where asked.
fn scalar(name: &str, json: &Json) -> Option<Value> {
    match (name, json) {
        ("Boolean", Json::Bool(_)) | ("String" | "ID", Json::String(_)) => {}
        ("Int", Json::Number(number)) => {
            let whole =
                number.as_i64().or_else(|| number.as_f64().filter(|it| it.fract() == 0.0).map(as_i64))?;
            return Some(Value::Number(i32::try_from(whole).ok()?.into()));
        }
        ("Float", Json::Number(number)) => {
            return number.as_f64().and_then(Number::from_f64).map(Value::Number);
        }
        ("ID", Json::Number(number)) => return Some(Value::String(number.as_i64()?.to_string())),
        ("Boolean" | "String" | "ID" | "Int" | "Float", _) | (_, Json::Array(_) | Json::Object(_)) => {
            return None;
        }
        _ => {}
    }
    Value::from_json(json.clone()).ok()
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a float out of range saturates, and is then out of Int's"
)]
fn as_i64(float: f64) -> i64 {
    float as i64
}

fn wrong(place: &str, ty: &Type, json: &Json) -> Refusal {
    let shown: String = json.to_string().chars().take(60).collect();
    Refusal::new(format!("`{place}`: {shown} is not a {ty}."))
}
