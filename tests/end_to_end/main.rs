//! End-to-end tests: the whole product against real databases, servers and files.

#![expect(clippy::unwrap_used, reason = "a failed expectation is a failed test")]

mod api;
mod contract;
mod import;
mod migration;
mod server;
mod simulation;
