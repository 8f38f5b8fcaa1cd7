//! The table of contents of the API: one line per noun, in the order of the schema.
//!
//! The order is also that of imports: a noun stands behind every noun that its rows refer to.

use async_graphql::{EmptyMutation, EmptySubscription, SDLExportOptions, Schema};
use sea_orm::DatabaseConnection;

use crate::graph::noun::Noun;
use crate::graph::query::Query;

mod accompaniment;
mod action_item;
mod activity;
mod agency;
mod agency_name;
mod assessment;
mod attendance;
mod claim_conflict;
mod code_assignment;
mod decision;
mod district;
mod funding_source;
mod indicator;
mod meeting;
mod need;
mod observation;
mod potential;
mod programme;
mod province;
mod regency;
mod region;
mod registry_change;
mod registry_cycle;
mod revision;
mod scheme;
mod source;
mod stakeholder;
mod sync_count;
mod transaction;
mod village;

/// The schema of the gateway.
pub type GatewaySchema = Schema<Query, EmptyMutation, EmptySubscription>;

/// Every noun.
#[must_use]
pub fn nouns() -> Vec<Noun> {
    vec![
        source::noun(),
        region::noun(),
        province::noun(),
        regency::noun(),
        district::noun(),
        village::noun(),
        code_assignment::noun(),
        agency::noun(),
        agency_name::noun(),
        stakeholder::noun(),
        scheme::noun(),
        accompaniment::noun(),
        assessment::noun(),
        programme::noun(),
        activity::noun(),
        need::noun(),
        potential::noun(),
        funding_source::noun(),
        transaction::noun(),
        indicator::noun(),
        observation::noun(),
        claim_conflict::noun(),
        registry_cycle::noun(),
        registry_change::noun(),
        sync_count::noun(),
        meeting::noun(),
        attendance::noun(),
        decision::noun(),
        action_item::noun(),
        revision::noun(),
    ]
}

/// The schema over a database.
#[must_use]
pub fn schema(db: DatabaseConnection) -> GatewaySchema {
    Schema::build(Query::new(db), EmptyMutation, EmptySubscription).finish()
}

/// The contract as text, sorted: what `gateway/schema.graphql` holds.
#[must_use]
pub fn sdl() -> String {
    let options =
        SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items().include_specified_by();
    schema(DatabaseConnection::default()).sdl_with_options(options)
}
