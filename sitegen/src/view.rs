//! What templates are given: texts that are already worded, rounded and linked.

pub mod rows;

use std::fmt::Display;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::locale::Locale;
use crate::shorthand::{self, CORRECTED, LOW, NOT_AVAILABLE, Shorthand, WITHHELD};
use rows::Rows;

/// What is not further from 0 comes from reckoning with fractions, and is 0.
const LEAST: f64 = 1e-9;

/// A text that may lead somewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    /// What is read.
    pub text: String,
    /// Address relative to the page, or absolute; empty for plain text.
    pub href: String,
}

impl Link {
    /// A text without an address.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), href: String::new() }
    }

    /// A text with an address.
    pub fn to(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self { text: text.into(), href: href.into() }
    }
}

/// A cell of a table, or a value alone. Templates are given its HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it; never empty.
    pub text: String,
    /// Where it leads; empty for nowhere.
    pub href: String,
    /// The value for machines, where the text is rounded or has words.
    pub value: String,
    /// Whether it carries the mark of a simulated figure.
    pub simulated: bool,
    /// Whether it is Indonesian on an English page.
    pub indonesian: bool,
    /// A drawing of a line of text's height; empty for none.
    pub spark: String,
    /// Whether the edition before gave another value.
    pub corrected: bool,
}

impl Cell {
    /// Plain text; what is empty is written as `[x]`, not available.
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        let text = if text.is_empty() { NOT_AVAILABLE.to_owned() } else { text };
        Self { text, ..Self::default() }
    }

    /// What is not available.
    #[must_use]
    pub fn absent() -> Self {
        Self::text(NOT_AVAILABLE)
    }

    /// What is confidential: too few people, or it would give away another count that is too small.
    #[must_use]
    pub fn withheld() -> Self {
        Self::text(WITHHELD)
    }

    /// A text that leads somewhere.
    #[must_use]
    pub fn link(link: Link) -> Self {
        Self { href: link.href, ..Self::text(link.text) }
    }

    /// A written number with its value for machines.
    pub fn number(text: impl Into<String>, value: impl Display) -> Self {
        Self { value: value.to_string(), ..Self::text(text) }
    }

    /// A number with so many decimals. Where it rounds to 0 and is none, that is said behind it.
    #[must_use]
    pub fn rounded(locale: Locale, number: f64, decimals: usize) -> Self {
        let (told, value) = (locale.rounded(number, decimals), format!("{number:.decimals$}"));
        let is_low =
            number.abs() > LEAST && !value.contains(|sign: char| sign.is_ascii_digit() && sign != '0');
        Self::number(if is_low { format!("{told} {LOW}") } else { told }, value)
    }

    /// Marks the cell as simulated. What the mark says is not said twice.
    #[must_use]
    pub fn marked(mut self, simulated: bool) -> Self {
        if simulated {
            for said in [" (simulasi)", " (simulated)"] {
                self.text = self.text.strip_suffix(said).map(str::to_owned).unwrap_or(self.text);
            }
        }
        Self { simulated, ..self }
    }

    /// Marks the cell as corrected since the edition before.
    #[must_use]
    pub fn corrected(self, corrected: bool) -> Self {
        Self { corrected, ..self }
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&rows::cell(self))
    }
}

/// A column of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Column {
    /// Header, with the unit.
    pub label: String,
    /// Whether it holds numbers, which stand at the right.
    pub numeric: bool,
}

/// A table. The first cell of each row is its header. Templates are given its rows as `body`, in HTML, and their number as
/// `length`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Says what it holds.
    pub caption: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each as long as `columns`.
    pub rows: Rows,
    /// The shorthand that stands in it, which must be explained.
    pub shorthand: Vec<&'static Shorthand>,
}

impl Table {
    /// A table; a label that begins with `#` is one of numbers.
    pub fn new(caption: impl Into<String>, labels: &[&str], rows: Vec<Vec<Cell>>) -> Self {
        let column = |label: &&str| match label.strip_prefix('#') {
            Some(label) => Column { label: label.to_owned(), numeric: true },
            None => Column { label: (*label).to_owned(), numeric: false },
        };
        let columns = labels.iter().map(column).collect();
        Self { caption: caption.into(), columns, ..Self::default() }.with_rows(rows)
    }

    /// The same table with these rows.
    fn with_rows(self, rows: Vec<Vec<Cell>>) -> Self {
        let texts = rows.iter().flatten().map(|cell| &*cell.text);
        let corrected = rows.iter().flatten().filter(|cell| cell.corrected).map(|_| CORRECTED).take(1);
        let shorthand = shorthand::found_in(texts.chain(corrected));
        Self { rows: rows.into(), shorthand, ..self }
    }

    fn codes(&self) -> Vec<&'static str> {
        self.shorthand.iter().map(|it| it.code).collect()
    }

    /// Whether a figure in it is simulated.
    #[must_use]
    pub fn is_simulated(&self) -> bool {
        self.rows.iter().flatten().any(|cell| cell.simulated)
    }
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut given = serializer.serialize_struct("Table", 5)?;
        given.serialize_field("caption", &self.caption)?;
        given.serialize_field("columns", &self.columns)?;
        given.serialize_field("body", self.rows.html(&self.columns))?;
        given.serialize_field("length", &self.rows.len())?;
        given.serialize_field("shorthand", &self.codes())?;
        given.end()
    }
}

/// One of the two to four numbers at the top of a page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct KeyFigure {
    /// What it counts.
    pub label: String,
    /// The number.
    pub value: String,
    /// Its unit.
    pub unit: String,
    /// Its change with the certainty of it, its period, or what it leaves out.
    pub detail: String,
    /// Whether it is simulated.
    pub simulated: bool,
    /// Who said it.
    pub source: Link,
}

/// A chart with everything that belongs to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Unique on its page, and its address there.
    pub id: String,
    /// Its place among the figures of its page, from 1.
    pub number: usize,
    /// The finding.
    pub title: String,
    /// Measure, unit, place and period.
    pub subtitle: String,
    /// The drawing for columns of text and wider.
    pub wide: String,
    /// The drawing for phones; empty where one serves both.
    pub narrow: String,
    /// The same values.
    pub table: Table,
    /// What a reader must know.
    pub notes: Vec<String>,
    /// Who said it.
    pub sources: Vec<Link>,
    /// Whether its drawing leads to other pages, so that the keyboard wants a way past it.
    pub is_linked: bool,
    /// Whether a value in it is simulated.
    pub simulated: bool,
    /// Whether its table, the regions by rank, stands open beside it.
    pub is_ranked: bool,
    /// Address of the page that it has for itself, where its meaning, citation and query stand.
    pub page: String,
    /// Files of it.
    pub downloads: Vec<Saved>,
}

impl Figure {
    /// The same figure on a page elsewhere: addresses that begin at the root of the site as `from` writes it begin as `to`
    /// writes it.
    #[must_use]
    pub fn moved(mut self, from: &str, to: &str) -> Self {
        let moved = |href: &str| match href.strip_prefix(from) {
            Some(rest) => format!("{to}{rest}"),
            None => href.to_owned(),
        };
        let cells = self.table.rows.cells_mut().iter_mut().flatten().map(|cell| &mut cell.href);
        let links = self.sources.iter_mut().map(|link| &mut link.href);
        let files = self.downloads.iter_mut().map(|file| &mut file.href);
        for href in cells.chain(links).chain(files).chain([&mut self.page]) {
            *href = moved(href);
        }
        for drawing in [&mut self.wide, &mut self.narrow] {
            *drawing = self::moved(drawing, from, to);
        }
        self
    }
}

/// A drawing whose links begin at the root of the site as `to` writes it, rather than as `from` does.
#[must_use]
pub fn moved(drawing: &str, from: &str, to: &str) -> String {
    drawing.replace(&format!("href=\"{from}"), &format!("href=\"{to}"))
}

/// A file to take away.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Saved {
    /// What it holds: data or drawing.
    pub what: String,
    /// Its format.
    pub format: &'static str,
    /// Its size with the unit.
    pub size: String,
    /// Its address.
    pub href: String,
}

/// A term of a figure's description.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Term {
    /// The term.
    pub term: String,
    /// What it stands for here.
    pub detail: Cell,
}

impl Term {
    /// Whether anything is said about it.
    #[must_use]
    pub fn is_said(&self) -> bool {
        !self.detail.text.is_empty() && self.detail.text != NOT_AVAILABLE
    }
}

/// A term and what is said about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The term.
    pub term: String,
    /// What is said.
    pub details: Vec<Link>,
    /// Whether it is simulated.
    pub simulated: bool,
}

/// A list of terms.
pub type Facts = Vec<Fact>;

/// What every page says about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Title of the page.
    pub title: String,
    /// The one-sentence answer.
    pub lead: String,
    /// Whether that sentence rests on something simulated.
    pub lead_simulated: bool,
    /// The way from the first page to this one, this one left out.
    pub crumbs: Vec<Link>,
    /// Two to four numbers.
    pub key_figures: Vec<KeyFigure>,
    /// Whether anything on the page is simulated.
    pub simulated: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rounds_to_nothing_and_is_something_says_so() {
        let written = |number, decimals| {
            let cell = Cell::rounded(Locale::Id, number, decimals);
            (cell.text, cell.value)
        };
        let expected = |text: &str, value: &str| (text.to_owned(), value.to_owned());
        assert_eq!(written(0.04, 1), expected("0,0 [low]", "0.0"));
        assert_eq!(written(0.06, 1), expected("0,1", "0.1"));
        assert_eq!(written(0.0, 1), expected("0,0", "0.0"));
        assert_eq!(written(0.3 - 0.1 - 0.2, 1).0, "0,0");
        assert_eq!(written(-0.004, 2).0, "0,00 [low]");
        assert_eq!(written(0.4, 0), expected("0 [low]", "0"));
    }
}
