//! The templates: one set per language, read into the program when it is built.

use anyhow::Context as _;
use include_dir::{Dir, include_dir};
use tera::{Kwargs, State, Tera};

use crate::locale::Locale;
use crate::output::File;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../templates");

/// What the names of templates end in.
const SUFFIX: &str = ".html.tera";

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
    pub fn new() -> anyhow::Result<Self> {
        Ok(Self { id: load(Locale::Id)?, en: load(Locale::En)? })
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

fn load(locale: Locale) -> anyhow::Result<Tera> {
    let mut tera = Tera::new();
    tera.autoescape_on([SUFFIX]);
    tera.register_function("say", move |arguments: Kwargs, _: &State| -> tera::TeraResult<String> {
        arguments.must_get::<String>(locale.tag())
    });
    let mut sources = Vec::new();
    for file in TEMPLATES.files() {
        let name = file.path().to_string_lossy().into_owned();
        let text = file.contents_utf8().with_context(|| format!("templates/{name} is not UTF-8"))?;
        sources.push((name, text));
    }
    tera.add_raw_templates(sources).context("the templates are not valid")?;
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

/// Style sheets and other files that are published as they are.
#[must_use]
pub fn static_files() -> Vec<File> {
    let folder = TEMPLATES.get_dir("static").into_iter().flat_map(Dir::files);
    folder
        .map(|file| File {
            path: file.path().to_string_lossy().into_owned(),
            bytes: file.contents().to_vec(),
        })
        .collect()
}
