//! Cells and the rows of tables as HTML. A page has hundreds of cells; written here, and not by a template, all of them take as long
//! as the words around them.

use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use super::{Cell, Column};

/// Stands where the mark of what is simulated goes, until the template says it in the language of its page.
pub const MARK: char = '\u{1}';

/// The rows of a table. Copies of it share them, and their HTML once a page has asked for it.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    cells: Arc<Vec<Vec<Cell>>>,
    html: Arc<OnceLock<String>>,
}

impl From<Vec<Vec<Cell>>> for Rows {
    fn from(cells: Vec<Vec<Cell>>) -> Self {
        Self { cells: Arc::new(cells), html: Arc::default() }
    }
}

impl Deref for Rows {
    type Target = [Vec<Cell>];

    fn deref(&self) -> &[Vec<Cell>] {
        &self.cells
    }
}

impl PartialEq for Rows {
    fn eq(&self, other: &Self) -> bool {
        self.cells == other.cells
    }
}

impl Eq for Rows {}

impl Rows {
    /// The cells to be changed, in this table alone.
    pub fn cells_mut(&mut self) -> &mut [Vec<Cell>] {
        self.html = Arc::default();
        Arc::<Vec<Vec<Cell>>>::make_mut(&mut self.cells).as_mut_slice()
    }

    /// The rows under the columns of their table, each on a line of its own.
    pub(super) fn html(&self, columns: &[Column]) -> &str {
        self.html.get_or_init(|| html(&self.cells, columns))
    }
}

fn html(rows: &[Vec<Cell>], columns: &[Column]) -> String {
    let mut html = String::with_capacity(64 * rows.len() * columns.len());
    for row in rows {
        html.push_str("<tr>");
        for (at, cell) in row.iter().enumerate() {
            let is_numeric = columns.get(at).is_some_and(|column| column.numeric);
            let (begin, end) = match (at, is_numeric) {
                (0, _) => ("<th scope=\"row\">", "</th>"),
                (_, true) => ("<td class=\"num\">", "</td>"),
                (_, false) => ("<td>", "</td>"),
            };
            html.push_str(begin);
            push(&mut html, cell, is_numeric && at > 0);
            html.push_str(end);
        }
        html.push_str("</tr>\n");
    }
    html
}

/// A cell alone.
#[must_use]
pub fn cell(cell: &Cell) -> String {
    let mut html = String::new();
    push(&mut html, cell, false);
    html
}

/// Writes a cell. Where numbers stand below one another the mark comes first, so that their digits do.
fn push(html: &mut String, cell: &Cell, is_number: bool) {
    if cell.simulated && is_number {
        html.push(MARK);
        html.push(' ');
    }
    if !cell.spark.is_empty() {
        html.push_str(&cell.spark);
        html.push(' ');
    }
    let lang = if cell.indonesian { " lang=\"id\"" } else { "" };
    if !cell.href.is_empty() {
        html.push_str("<a href=\"");
        escape(html, &cell.href);
        html.push('"');
        html.push_str(lang);
        html.push('>');
        escape(html, &cell.text);
        html.push_str("</a>");
    } else if !cell.value.is_empty() {
        html.push_str("<data value=\"");
        escape(html, &cell.value);
        html.push_str("\">");
        escape(html, &cell.text);
        html.push_str("</data>");
    } else if cell.indonesian {
        html.push_str("<span lang=\"id\">");
        escape(html, &cell.text);
        html.push_str("</span>");
    } else {
        escape(html, &cell.text);
    }
    html.push_str(if cell.corrected { " [r]" } else { "" });
    if cell.simulated && !is_number {
        html.push(' ');
        html.push(MARK);
    }
}

/// As templates escape what they are given.
fn escape(html: &mut String, text: &str) {
    if !text.contains(['&', '<', '>', '"', '\'', '/']) {
        html.push_str(text);
        return;
    }
    let mut escaped = Vec::with_capacity(text.len() + 16);
    // Writing to memory cannot fail, and what is escaped is text.
    let _ = tera::escape_html(text, &mut escaped);
    html.push_str(&String::from_utf8_lossy(&escaped));
}
