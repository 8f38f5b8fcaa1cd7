//! Our own HTML, taken apart: it is whole and well-formed, and no attribute holds a `>`.

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
        let (name, attributes) =
            inside.trim_start_matches('/').split_once([' ', '\n']).unwrap_or((inside, ""));
        Self { inside, name: name.trim_start_matches('/').trim_end_matches('/'), attributes, is_end }
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
        for (at, _) in self.attributes.match_indices(attribute) {
            let is_whole = at == 0 || self.attributes.as_bytes()[at - 1] == b' ';
            let value = self.attributes[at + attribute.len()..].strip_prefix("=\"");
            if let (true, Some(value)) = (is_whole, value) {
                return value.split_once('"').map_or("", |(value, _)| value);
            }
        }
        ""
    }

    /// Whether it has a class.
    #[must_use]
    pub fn has_class(&self, name: &str) -> bool {
        self.value("class").split(' ').any(|class| class == name)
    }
}

/// The pieces of a page or of a part of it, in order.
pub fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if let Some((inside, after)) = rest.strip_prefix('<').and_then(|tagged| tagged.split_once('>')) {
            rest = after;
            return Some(Piece::Tag(Tag::of(inside)));
        }
        let end = rest.bytes().skip(1).position(|sign| sign == b'<').map_or(rest.len(), |at| at + 1);
        let (text, after) = rest.split_at(end);
        rest = after;
        (!text.is_empty()).then_some(Piece::Text(text))
    })
}

/// Whether a place is outside of elements that are left alone.
#[derive(Debug, Default)]
pub struct Outside<'h> {
    within: Option<(&'h str, usize)>,
}

impl<'h> Outside<'h> {
    /// Goes past a tag; those that `is_left` chooses begin what is left alone.
    pub fn pass(&mut self, tag: &Tag<'h>, is_left: impl Fn(&Tag<'h>) -> bool) {
        match &mut self.within {
            None if tag.is_begin() && is_left(tag) => self.within = Some((tag.name, 1)),
            Some((name, depth)) if *name == tag.name => {
                if tag.is_end {
                    *depth -= 1;
                } else if tag.is_begin() {
                    *depth += 1;
                }
                if *depth == 0 {
                    self.within = None;
                }
            }
            _ => {}
        }
    }

    /// Whether what comes next is outside.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.within.is_none()
    }
}

/// What stands inside the `<main>` of a page.
#[must_use]
pub fn main(page: &str) -> &str {
    let inside = page.split_once("<main").and_then(|(_, rest)| rest.split_once('>'));
    inside.and_then(|(_, rest)| rest.split_once("</main>")).map_or("", |(inside, _)| inside)
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
    fn the_main_part_is_found() {
        assert_eq!(main("<body><main id=\"main\"><h1>A</h1></main></body>"), "<h1>A</h1>");
        assert_eq!(main("<p>"), "");
    }
}
