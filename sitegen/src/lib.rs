//! The site generator: asks the gateway, and publishes what it says as a static public report.

pub mod chart;
pub mod client;
pub mod concentration;
pub mod data;
pub mod download;
pub mod edition;
pub mod feed;
pub mod figure;
pub mod finding;
pub mod headers;
pub mod ledger;
pub mod linked;
pub mod links;
pub mod locale;
pub mod meaning;
pub mod output;
pub mod page;
pub mod publication;
pub mod scribe;
pub mod search;
pub mod server;
pub mod settings;
pub mod site;
pub mod sitemap;
pub mod template;
pub mod view;
