//! The mechanism behind every noun: from its description to GraphQL types, SQL and answers.
//!
//! A request is planned before it runs: the selection is read once, relations to one ride along as joins, and
//! each relation to many is one more statement for all parents together. Resolvers do not exist.

mod answer;
pub mod catalog;
mod condition;
mod cost;
mod group;
pub(crate) mod json;
mod measure;
pub mod noun;
mod page;
mod plan;
pub mod query;
pub mod refusal;
mod ride;
pub(crate) mod run;
pub(crate) mod selection;
pub mod spent;
mod statement;
pub mod subscription;
mod table;
mod truncate;
pub(crate) mod types;
pub mod value;

pub(crate) use statement::column;

/// The vocabulary of an enumeration of the crate `entity`, under the enum's own name.
macro_rules! vocabulary {
    ($module:ident :: $name:ident) => {
        $crate::graph::noun::Vocabulary { name: stringify!($name), values: entity::$module::$name::VALUES }
    };
}
pub(crate) use vocabulary;
