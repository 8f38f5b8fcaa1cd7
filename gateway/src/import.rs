//! Loading of data: all or nothing, idempotent, with every bad row named.
//!
//! What is loaded comes as tables of texts, from a data package or from the simulator; both pass the same
//! checks. The columns are those of the nouns in [`crate::schema`]: a field of a noun is a column of its file.

pub mod cell;
mod journal;
mod known;
mod load;
pub mod package;
mod problem;
mod store;
pub mod table;

pub use load::{Entry, Loaded, Report, load};
pub use problem::{ImportError, Problem, Problems};

/// A bar that counts rows; shown on a terminal only.
#[must_use]
pub fn progress() -> indicatif::ProgressBar {
    let style = indicatif::ProgressStyle::with_template("{spinner} {msg}: {human_pos} rows, {elapsed}");
    let bar = indicatif::ProgressBar::new_spinner();
    match style {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
