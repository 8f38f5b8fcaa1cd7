//! The templates: one set per language, read into the program when it is built.

use std::sync::LazyLock;

use anyhow::Context as _;
use include_dir::{Dir, File, include_dir};
use tera::{Kwargs, State, Tera};

use crate::locale::Locale;
use crate::output;

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

/// The style sheets that pages are published with, as one file, which costs one request.
const SHEETS: [&str; 4] = [TOKENS, "static/page.css", "static/found.css", CHART];

const TOKENS: &str = "static/tokens.css";
const CHART: &str = "static/chart.css";

fn sheet(path: &str) -> &'static str {
    TEMPLATES.get_file(path).and_then(File::contents_utf8).unwrap_or_default()
}

/// What a drawing needs where it stands alone: the colours, and how marks look.
pub static STYLE_OF_DRAWINGS: LazyLock<String> = LazyLock::new(|| {
    let lines = [TOKENS, CHART].into_iter().flat_map(|path| sheet(path).lines());
    lines.map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("/*")).collect()
});

/// A script as it is sent: without its comments, which stand on lines of their own, and without indentation.
fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    let is_code =
        |line: &&str| !line.is_empty() && !["//", "/*", "*"].iter().any(|sign| line.starts_with(sign));
    lines.filter(is_code).flat_map(|line| [line, "\n"]).collect()
}

/// The style sheet, and the files that are published as they are.
#[must_use]
pub fn static_files() -> Vec<output::File> {
    let sheets = SHEETS.map(sheet).join("\n").into_bytes();
    let folder = TEMPLATES.get_dir("static").into_iter().flat_map(Dir::files);
    let others = folder.filter(|file| file.path().extension().is_none_or(|end| end != "css"));
    let others = others.map(|file| output::File {
        path: file.path().to_string_lossy().into_owned(),
        bytes: match file.contents_utf8() {
            Some(script) if file.path().extension().is_some_and(|end| end == "js") => {
                without_comments(script).into_bytes()
            }
            _ => file.contents().to_vec(),
        },
    });
    std::iter::once(output::File { path: "static/site.css".to_owned(), bytes: sheets })
        .chain(others)
        .collect()
}
