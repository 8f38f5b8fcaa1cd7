//! The table of contents of the API: one line per noun, in the order of the schema.
//!
//! The order is also that of imports: a noun stands behind every noun that its rows refer to.

use std::sync::LazyLock;

use crate::graph::catalog::Catalog;
use crate::graph::noun::Noun;

mod accompaniment;
mod action_item;
mod activity;
mod agency;
mod agency_name;
mod assessment;
mod attendance;
mod boundary;
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
mod release;
mod released_cell;
mod revision;
mod scheme;
mod search_hit;
mod source;
mod stakeholder;
mod sync_count;
mod transaction;
mod village;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| Catalog::new(nouns()));

/// The nouns with their look-ups.
#[must_use]
pub fn catalog() -> &'static Catalog {
    &CATALOG
}

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
        boundary::noun(),
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
        release::noun(),
        released_cell::noun(),
        meeting::noun(),
        attendance::noun(),
        decision::noun(),
        action_item::noun(),
        revision::noun(),
        search_hit::noun(),
    ]
}
