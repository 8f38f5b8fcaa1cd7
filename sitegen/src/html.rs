//! Our own HTML, taken apart: it is whole and well-formed, and no attribute holds a `>`.

use std::sync::LazyLock;

use memchr::memmem::Finder;
use memchr::{memchr, memchr2, memmem, memrchr_iter};

/// A piece of HTML as it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'h> {
    /// Text between two tags, with its entities.
    Text(&'h str),
    /// A tag.
    Tag(Tag<'h>),
}

/// A tag, a comment or a declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'h> {
    /// What stands between `<` and `>`.
    pub inside: &'h str,
    /// Name of the element.
    pub name: &'h str,
    /// Its attributes as they are written.
    pub attributes: &'h str,
    /// Whether it ends its element.
    pub is_end: bool,
}

/// Elements that have no end tag.
const VOID: [&str; 6] = ["br", "hr", "img", "input", "link", "meta"];

impl<'h> Tag<'h> {
    fn of(inside: &'h str) -> Self {
        let is_end = inside.starts_with('/');
        let named = inside.strip_prefix('/').unwrap_or(inside);
        let (name, attributes) = match memchr2(b' ', b'\n', named.as_bytes()) {
            Some(at) => (&named[..at], &named[at + 1..]),
            None => (named, ""),
        };
        Self { inside, name: name.strip_suffix('/').unwrap_or(name), attributes, is_end }
    }

    /// Whether what follows stands inside the element, up to its end tag.
    #[must_use]
    pub fn is_begin(&self) -> bool {
        !self.is_end
            && !self.inside.ends_with('/')
            && !self.inside.starts_with('!')
            && !VOID.contains(&self.name)
    }

    /// The value of an attribute as it is written, empty where there is none.
    #[must_use]
    pub fn value(&self, attribute: &str) -> &'h str {
        let mut rest = self.attributes;
        while let Some((names, quoted)) = cut(rest, b'"') {
            let (value, after) = cut(quoted, b'"').unwrap_or((quoted, ""));
            // Attributes without a value stand before the name.
            let name = names.strip_suffix('=').and_then(|names| names.rsplit([' ', '\n']).next());
            if name == Some(attribute) {
                return value;
            }
            rest = after;
        }
        ""
    }

    /// Its classes.
    pub fn classes(&self) -> impl Iterator<Item = &'h str> {
        self.value("class").split(' ')
    }

    /// Whether it has a class.
    #[must_use]
    pub fn has_class(&self, name: &str) -> bool {
        self.classes().any(|class| class == name)
    }
}

/// The pieces of a page or of a part of it, in order.
#[must_use]
pub fn pieces(html: &str) -> Pieces<'_> {
    Pieces { rest: html }
}

/// What [`pieces`] gives.
#[derive(Clone, Debug)]
pub struct Pieces<'h> {
    rest: &'h str,
}

impl<'h> Iterator for Pieces<'h> {
    type Item = Piece<'h>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = self.rest.as_bytes();
        if bytes.first()? == &b'<'
            && let Some(end) = memchr(b'>', bytes)
        {
            let inside = &self.rest[1..end];
            self.rest = &self.rest[end + 1..];
            return Some(Piece::Tag(Tag::of(inside)));
        }
        let end = memchr(b'<', &bytes[1..]).map_or(bytes.len(), |at| at + 1);
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some(Piece::Text(text))
    }
}

impl<'h> Pieces<'h> {
    /// What is not taken apart yet.
    #[must_use]
    pub fn rest(&self) -> &'h str {
        self.rest
    }

    /// Goes past the element that `tag`, the piece before, begins, and gives what was left behind, with its end tag. All that
    /// is left where it has no end; nothing where it is no beginning.
    pub fn past(&mut self, tag: &Tag<'h>) -> &'h str {
        let (mut open, mut at) = (usize::from(tag.is_begin()), 0);
        // Most have a few words in them and no other element.
        if open > 0
            && let Some(words) = memchr(b'<', self.rest.as_bytes())
            && let Some(end) = self.rest[words..].strip_prefix("</")
            && end.strip_prefix(tag.name).is_some_and(|end| end.starts_with('>'))
        {
            let (left, rest) = self.rest.split_at(words + "</>".len() + tag.name.len());
            self.rest = rest;
            return left;
        }
        let (begin, end) = (["<", tag.name].concat(), ["</", tag.name, ">"].concat());
        while open > 0 {
            let inside = &self.rest[at..];
            let Some(length) = memmem::find(inside.as_bytes(), end.as_bytes()) else {
                at = self.rest.len();
                break;
            };
            let nested = memmem::find_iter(&inside.as_bytes()[..length], begin.as_bytes())
                .filter(|start| matches!(inside.as_bytes()[start + begin.len()], b' ' | b'\n' | b'>'));
            open = open + nested.count() - 1;
            at += length + end.len();
        }
        let (left, rest) = self.rest.split_at(at);
        self.rest = rest;
        left
    }
}

/// A text that is looked for in every page, made ready once.
pub type Sought = LazyLock<Finder<'static>>;

static MAIN: Sought = LazyLock::new(|| Finder::new("<main"));
static MAIN_END: Sought = LazyLock::new(|| Finder::new("</main>"));

/// Begins a drawing.
pub static DRAWING: Sought = LazyLock::new(|| Finder::new("<svg"));
/// Ends it.
pub static DRAWING_END: Sought = LazyLock::new(|| Finder::new("</svg>"));
/// Begins what stands verbatim.
pub static VERBATIM: Sought = LazyLock::new(|| Finder::new("<pre"));
/// Ends it.
pub static VERBATIM_END: Sought = LazyLock::new(|| Finder::new("</pre>"));

/// What stands inside the `<main>` of a page.
#[must_use]
pub fn main(page: &str) -> &str {
    let inside = || {
        let tagged = &page[MAIN.find(page.as_bytes())?..];
        let (_, inside) = cut(tagged, b'>')?;
        Some(&inside[..MAIN_END.find(inside.as_bytes())?])
    };
    inside().unwrap_or_default()
}

/// Where the last of the tags that are written so begins.
#[must_use]
pub fn last(html: &str, tag: &str) -> Option<usize> {
    memrchr_iter(b'<', html.as_bytes()).find(|at| html[*at..].starts_with(tag))
}

/// What stands before and behind the first sign of a kind.
fn cut(text: &str, sign: u8) -> Option<(&str, &str)> {
    let at = memchr(sign, text.as_bytes())?;
    Some((&text[..at], &text[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_put_together_are_the_page() {
        let page = "<p class=\"note sim\" id=x>A &amp; B<br>c</p>\n<!-- d -->e < f<img alt=\"\"/>";
        let again: String = pieces(page)
            .map(|piece| match piece {
                Piece::Text(text) => text.to_owned(),
                Piece::Tag(tag) => format!("<{}>", tag.inside),
            })
            .collect();
        assert_eq!(again, page);
    }

    #[test]
    fn a_tag_says_what_it_is() {
        let tags: Vec<Tag<'_>> = pieces("<p data-id=\"1\" id=\"2\" class=\"a b\"></p><br><path d=\"M0\"/>")
            .filter_map(|piece| match piece {
                Piece::Tag(tag) => Some(tag),
                Piece::Text(_) => None,
            })
            .collect();
        assert_eq!(tags.iter().map(|tag| tag.name).collect::<Vec<_>>(), ["p", "p", "br", "path"]);
        assert_eq!(tags.iter().map(Tag::is_begin).collect::<Vec<_>>(), [true, false, false, false]);
        assert_eq!((tags[0].value("id"), tags[0].value("lang")), ("2", ""));
        assert!(tags[0].has_class("b") && !tags[0].has_class("ab"));
    }

    #[test]
    fn elements_are_gone_past_with_what_is_in_them() {
        let mut pieces = pieces("<nav><nav>a</nav><navy>b</navy><p>c</p></nav><p>d");
        let Some(Piece::Tag(tag)) = pieces.next() else { panic!("no tag") };
        assert_eq!(pieces.past(&tag), "<nav>a</nav><navy>b</navy><p>c</p></nav>");
        let Some(Piece::Tag(tag)) = pieces.next() else { panic!("no tag") };
        assert_eq!((pieces.past(&tag), pieces.next()), ("d", None));
    }

    #[test]
    fn elements_with_words_alone_are_gone_past_as_those_with_more() {
        for (html, left) in [("<b>a</b>c", "a</b>"), ("<b></b>c", "</b>"), ("<b>a</bb>d</b>", "a</bb>d</b>")]
        {
            let mut pieces = pieces(html);
            let Some(Piece::Tag(tag)) = pieces.next() else { panic!("no tag") };
            assert_eq!(pieces.past(&tag), left);
        }
    }

    #[test]
    fn the_last_of_some_tags_is_found() {
        let html = "<p class=\"a\">1</p><p class=\"a\">2</p><p class=\"b\">3</p>";
        assert_eq!(last(html, "<p class=\"a\""), html.find("<p class=\"a\">2"));
        assert_eq!(last(html, "<section"), None);
    }

    #[test]
    fn the_main_part_is_found() {
        assert_eq!(main("<body><main id=\"main\"><h1>A</h1></main></body>"), "<h1>A</h1>");
        assert_eq!(main("<p>"), "");
    }
}
