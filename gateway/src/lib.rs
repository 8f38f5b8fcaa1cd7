//! The gateway: a GraphQL API over the linked data on villages, agencies, stakeholders, money and indicators.

pub mod api;
pub mod boundaries;
pub mod contract;
pub mod db;
pub mod disclosure;
pub mod document;
pub mod freshness;
pub mod graph;
pub mod guide;
pub mod import;
pub mod metrics;
pub mod rate;
pub mod response_cache;
pub mod schema;
pub mod search;
pub mod server;
pub mod settings;
pub mod shutdown;
pub mod simulate;
pub mod telemetry;
