//! The templates of a theme: one set per language.

use anyhow::Context as _;
use tera::{Kwargs, State, Tera};

use crate::locale::Locale;
use crate::theme::{SUFFIX, Theme};

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
    tera.add_raw_templates(theme.templates()).context("the templates are not valid")?;
    Ok(tera)
}

/// Tags of the template language leave empty lines behind; a page of tables would be half of them.
fn without_blank_lines(html: &str) -> String {
    let mut written = String::with_capacity(html.len());
    let mut verbatim = false;
    for line in html.lines() {
        let trimmed = if verbatim { line } else { line.trim() };
        verbatim = (verbatim || line.contains("<pre")) && !line.contains("</pre>");
        if verbatim || !trimmed.is_empty() {
            written.push_str(trimmed);
            written.push('\n');
        }
    }
    written
}
