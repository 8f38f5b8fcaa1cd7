//! What the end-to-end tests stand on: databases with and without data, on SQLite and on PostgreSQL.

#![expect(clippy::expect_used, reason = "a test that cannot set its stage has to stop, and to say where")]
#![expect(clippy::missing_panics_doc, reason = "the same")]

pub mod attack;
mod cluster;
mod object_store;
mod package;
mod program;
mod python;
mod questions;
mod running;
mod site;
mod world;

pub use cluster::Cluster;
pub use object_store::ObjectStore;
pub use package::{facts, package};
pub use program::{program, refused, said};
pub use python::python;
pub use questions::Questions;
pub use running::{Answer, Running, ask, ask_in_chunks, get, post};
pub use site::{Site, in_folder, plan, report, report_in_folder, words};
pub use world::{Backend, World, project_folder};
