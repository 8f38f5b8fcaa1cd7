//! What is stored: one file per table, and the value types that tables share.
//!
//! This crate knows no GraphQL.

pub mod accompaniment;
pub mod action_item;
pub mod activity;
pub mod agency;
pub mod agency_name;
pub mod assessment;
pub mod attendance;
pub mod boundary;
pub mod claim_conflict;
pub mod code_assignment;
pub mod dataset_state;
pub mod decision;
pub mod funding_source;
pub mod indicator;
pub mod ledger_transaction;
pub mod meeting;
pub mod need;
pub mod observation;
pub mod potential;
pub mod programme;
pub mod public_cell;
pub mod region;
pub mod region_code;
pub mod registry_change;
pub mod registry_cycle;
pub mod release;
pub mod released_cell;
pub mod revision;
pub mod scheme;
pub mod search_entry;
pub mod source;
pub mod stakeholder;
pub mod sync_count;
pub mod value;
