//! The templates of a theme: one set per language.

use anyhow::Context as _;
use memchr::memchr;
use tera::{Kwargs, State, Tera};

use crate::html;
use crate::locale::Locale;
use crate::shorthand;
use crate::theme::{SUFFIX, Theme};
use crate::view::rows;

/// Renders pages.
#[derive(Debug)]
pub struct Templates {
    id: Tera,
    en: Tera,
}

impl Templates {
    /// Reads and checks every template.
    ///
    /// # Errors
    /// When one is not valid; the error names it and the line.
    pub fn new(theme: &Theme) -> anyhow::Result<Self> {
        Ok(Self { id: load(theme, Locale::Id)?, en: load(theme, Locale::En)? })
    }

    /// Fills a template, which is named without its suffix.
    ///
    /// # Errors
    /// When it asks for what the context does not hold.
    pub fn render(&self, locale: Locale, name: &str, context: &tera::Context) -> anyhow::Result<String> {
        let templates = match locale {
            Locale::Id => &self.id,
            Locale::En => &self.en,
        };
        let html = templates.render(&format!("{name}{SUFFIX}"), context)?;
        Ok(without_blank_lines(&html))
    }
}

fn load(theme: &Theme, locale: Locale) -> anyhow::Result<Tera> {
    let mut tera = Tera::new();
    tera.autoescape_on([SUFFIX]);
    tera.register_function("say", move |arguments: Kwargs, _: &State| -> tera::TeraResult<String> {
        arguments.must_get::<String>(locale.tag())
    });
    tera.register_function("shorthand", move |arguments: Kwargs, _: &State| -> tera::TeraResult<String> {
        Ok(shorthand::explained_by_code(&arguments.must_get::<Vec<String>>("codes")?, locale))
    });
    tera.register_filter("marked", |html: &str, arguments: Kwargs, _: &State| -> tera::TeraResult<String> {
        Ok(html.replace(rows::MARK, arguments.must_get::<&str>("with")?))
    });
    let templates = theme.templates().into_iter().map(|(name, text)| (name, spoken(&text, locale)));
    tera.add_raw_templates(templates.collect::<Vec<_>>()).context("the templates are not valid")?;
    Ok(tera)
}

/// A template with the words of one language in the place of `{{ say(…) }}`, so that no page asks for them again. What is not
/// plainly two texts, or has signs that a page escapes, is left for the function.
fn spoken(template: &str, locale: Locale) -> String {
    let mut written = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, call)) = rest.split_once(BEGIN) {
        written.push_str(before);
        let said = texts(call).filter(|(id, en, _)| ![id, en].iter().any(|text| text.contains(ESCAPED)));
        if let Some((id, en, after)) = said {
            written.push_str(locale.say(id, en));
            rest = after;
        } else {
            written.push_str(BEGIN);
            rest = call;
        }
    }
    written.push_str(rest);
    written
}

const BEGIN: &str = "{{ say(id=\"";
const ESCAPED: [char; 6] = ['&', '<', '>', '\'', '/', '\\'];

/// The texts of a call, and what follows it.
fn texts(call: &str) -> Option<(&str, &str, &str)> {
    let (id, rest) = call.split_once('"')?;
    let (en, rest) = rest.strip_prefix(", en=\"")?.split_once('"')?;
    Some((id, en, rest.strip_prefix(") }}")?))
}

/// Tags of the template language leave empty lines behind; a page of tables would be half of them.
fn without_blank_lines(page: &str) -> String {
    let mut written = String::with_capacity(page.len());
    let mut rest = page;
    // What stands verbatim is left as it is.
    while let Some(start) = html::VERBATIM.find(rest.as_bytes()) {
        let end = html::VERBATIM_END.find(&rest.as_bytes()[start..]).map_or(rest.len(), |end| start + end);
        let end = memchr(b'\n', &rest.as_bytes()[end..]).map_or(rest.len(), |line| end + line + 1);
        let start = rest[..start].rfind('\n').map_or(0, |line| line + 1);
        push_lines(&mut written, &rest[..start]);
        written.push_str(rest[start..end].trim_start());
        rest = &rest[end..];
    }
    push_lines(&mut written, rest);
    written
}

fn push_lines(written: &mut String, html: &str) {
    let mut rest = html;
    while !rest.is_empty() {
        let end = memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |line| line + 1);
        let line = rest[..end].trim_ascii();
        if !line.is_empty() {
            written.push_str(line);
            written.push('\n');
        }
        rest = &rest[end..];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_put_in_where_they_are_plain() {
        let template = "<p>{{ say(id=\"Desa\", en=\"Village\") }}, {{ say(id=\"Ma'arif\", en=\"it\") }}, \
                        {{ say(id=name, en=name) }}, {{ say(id=\"a\", en=b) }}";
        let left =
            ", {{ say(id=\"Ma'arif\", en=\"it\") }}, {{ say(id=name, en=name) }}, {{ say(id=\"a\", en=b) }}";
        assert_eq!(spoken(template, Locale::Id), format!("<p>Desa{left}"));
        assert_eq!(spoken(template, Locale::En), format!("<p>Village{left}"));
    }

    #[test]
    fn empty_lines_go_but_for_those_that_stand_verbatim() {
        let html = "<p>\n\n  a \n</p>\n  <pre>{\n\n  b\n}</pre>\n\n<p>c</p>\n <pre>d</pre>\n\ne";
        assert_eq!(
            without_blank_lines(html),
            "<p>\na\n</p>\n<pre>{\n\n  b\n}</pre>\n<p>c</p>\n<pre>d</pre>\ne\n"
        );
    }
}
