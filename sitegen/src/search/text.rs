//! The text of a page as it stands in its HTML, line by line.

use std::sync::Arc;

use crate::html::{self, Piece, Tag};

/// The figure with the villages around a village, each of which has a page of its own.
const FIGURE_LEFT_OUT: &str = "id=\"tetangga\"";

/// Stands in a line for the mark of what is simulated.
pub const MARK: char = '\t';

/// The lines of what a page has in its `<main>`, those without a letter left out.
#[must_use]
pub fn lines(page: &str) -> Vec<Arc<str>> {
    let (mut lines, mut line) = (Lines::default(), String::new());
    let mut pieces = html::pieces(html::main(page));
    while let Some(piece) = pieces.next() {
        match piece {
            Piece::Text(text) => push(&mut line, text),
            Piece::Tag(tag) => {
                if !is_inline(tag.name) {
                    lines.end(&mut line);
                }
                if !tag.is_end && is_left_out(&tag) {
                    if tag.has_class("sim") {
                        line.push(MARK);
                    }
                    pieces.past(&tag);
                }
            }
        }
    }
    lines.end(&mut line);
    lines.whole
}

/// Elements that stand inside a line.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "span" | "strong" | "em" | "cite" | "mark" | "code" | "abbr" | "time" | "small" | "b" | "i"
    )
}

/// Elements whose text is not searched: drawings, ways to other pages, what is said on every page, headers of tables,
/// files, and numbers, which nobody looks for by themselves.
fn is_left_out(tag: &Tag<'_>) -> bool {
    let by_class = |class: &str| {
        matches!(class, "banner" | "edition" | "source" | "sources" | "terms" | "files" | "names" | "sim")
    };
    matches!(tag.name, "svg" | "script" | "nav" | "pre" | "thead" | "summary" | "caption" | "data" | "form")
        || (!tag.attributes.is_empty() && (tag.attributes == FIGURE_LEFT_OUT || tag.classes().any(by_class)))
}

fn push(line: &mut String, text: &str) {
    let mut rest = text;
    while let Some((before, entity)) = rest.split_once('&') {
        line.push_str(before);
        let (name, after) = entity.split_once(';').unwrap_or((entity, ""));
        line.push_str(match name {
            "amp" => "&",
            "lt" => "<",
            "gt" => ">",
            "quot" => "\"",
            "#x27" | "#39" => "'",
            "#x2F" => "/",
            _ => " ",
        });
        rest = after;
    }
    line.push_str(rest);
}

#[derive(Default)]
struct Lines {
    whole: Vec<Arc<str>>,
    /// Room for the words of a line.
    words: String,
}

impl Lines {
    fn end(&mut self, line: &mut String) {
        if line.contains(char::is_alphabetic) {
            self.words.clear();
            for word in line.split_whitespace() {
                if !self.words.is_empty() {
                    self.words.push(' ');
                }
                self.words.push_str(word);
            }
            self.words.extend(line.contains(MARK).then_some(MARK));
            self.whole.push(Arc::from(self.words.as_str()));
        }
        line.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_what_a_reader_reads() {
        let html = "<nav>Bagian</nav><main id=\"main\"><nav><ol><li>Beranda</li></ol></nav><h1>Desa Kajen</h1>\
            <p class=\"lead\">Didampingi <a href=\"x\">Dinas A &amp; B</a>.</p>\
            <p class=\"banner\">Sebagian <span class=\"sim\">simulasi</span></p>\
            <svg><text>Tayu</text></svg><table><thead><tr><th>Kebutuhan</th></tr></thead>\
            <tr><td>Jamban sehat <span class=\"sim\">simulasi</span></td><td><data value=\"3\">3 unit</data></td>\
            <td>12</td></tr></table><figure id=\"tetangga\"><td>Desa Tayu</td></figure><section class=\"sources\"><section>A</section>BPS</section><p>Akhir</p></main>";
        assert_eq!(
            lines(html).iter().map(|it| &**it).collect::<Vec<_>>(),
            ["Desa Kajen", "Didampingi Dinas A & B.", "Jamban sehat\t", "Akhir"]
        );
    }

    #[test]
    fn a_page_without_a_main_part_has_no_lines() {
        assert!(lines("<p>x</p>").is_empty() && lines("").is_empty());
    }
}
