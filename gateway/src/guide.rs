//! What developers read: examples of questions, and the reference of the API, made from its contract.

pub mod examples;
mod reference;

use pulldown_cmark::{Options, html};

pub use reference::reference;

/// The guide, written by hand but for the answers of the examples.
const GUIDE: &str = include_str!("../README.md");

/// Guide and reference as the body of a page.
#[must_use]
pub fn page() -> String {
    // pulldown-cmark: the Markdown reader of rustdoc.
    let text = format!("{GUIDE}\n{}", reference());
    let mut page = String::with_capacity(text.len() * 2);
    html::push_html(
        &mut page,
        pulldown_cmark::Parser::new_ext(&text, Options::ENABLE_TABLES | Options::ENABLE_HEADING_ATTRIBUTES),
    );
    page
}
