//! End-to-end tests: the whole product against real databases, servers and files.

#![expect(clippy::unwrap_used, reason = "a failed expectation is a failed test")]

mod answers;
mod api;
mod boundaries;
mod contract;
mod country;
mod demo;
mod disclosure;
mod documents;
mod downloads;
mod editions;
mod feeds;
mod figures;
mod found;
mod freshness;
mod http;
mod import;
mod kept;
mod killed;
mod layout;
mod limits;
mod migration;
mod money;
mod numbers;
mod operation;
mod pages;
mod pictures;
mod random;
mod report;
mod search;
mod server;
mod simulation;
mod stores;
mod themes;
