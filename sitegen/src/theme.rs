//! How a report looks and what it calls itself: the templates, style sheets and files of this program, and what the folder of
//! an operator puts in their place.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, bail, ensure};
use include_dir::{Dir, include_dir};
use serde::Deserialize;

use crate::locale::Locale;
use crate::output;

static OWN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../templates");

/// What the names of templates end in.
pub const SUFFIX: &str = ".html.tera";
/// The file of a theme with its words.
const WORDS: &str = "theme.toml";
/// Where files that are published as they are stand.
const STATIC: &str = "static/";

const TOKENS: &str = "static/tokens.css";
const CHART: &str = "static/chart.css";
/// The style sheets that pages are published with, as one file, which costs one request. The last is a theme's own.
const SHEETS: [&str; 6] =
    [TOKENS, "static/page.css", "static/print.css", "static/found.css", CHART, "static/theme.css"];
/// The logo, which a theme may have.
const LOGO: &str = "static/logo.svg";

/// A look of the report.
#[derive(Clone, PartialEq, Eq)]
pub struct Theme {
    /// What the report calls itself.
    pub name: String,
    /// The languages that it is published in.
    pub languages: Vec<Locale>,
    /// What a drawing needs where it stands alone: the colours, and how marks look.
    pub style_of_drawings: String,
    own: BTreeMap<String, Vec<u8>>,
    placed: BTreeMap<String, Vec<u8>>,
}

/// `theme.toml`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    name: Option<String>,
    languages: Option<Vec<String>>,
}

impl Default for Theme {
    /// That of the program.
    fn default() -> Self {
        let mut own = BTreeMap::new();
        gather(&OWN, &mut own);
        Self::of(own, BTreeMap::new(), Words::default(), Locale::ALL.to_vec())
    }
}

/// All that tells it from another.
impl fmt::Debug for Theme {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut hash = blake3::Hasher::new();
        for (path, bytes) in &self.placed {
            // The length says where one ends.
            hash.update(format!("{path}\n{}\n", bytes.len()).as_bytes()).update(bytes);
        }
        write!(formatter, "{} {:?} {}", self.name, self.languages, hash.finalize())
    }
}

fn gather(folder: &Dir<'static>, files: &mut BTreeMap<String, Vec<u8>>) {
    for file in folder.files() {
        files.insert(file.path().to_string_lossy().into_owned(), file.contents().to_vec());
    }
    for folder in folder.dirs() {
        gather(folder, files);
    }
}

impl Theme {
    /// Reads the folder of a theme. It holds `theme.toml` (`name`, `languages`), templates that take the place of those of the
    /// same name (each may begin with `{% extends "own/NAME" %}` and change single blocks), and `static/` with style sheets,
    /// icon, logo and other files.
    ///
    /// # Errors
    /// When the folder cannot be read, and when it holds what would have no effect; the error names the file.
    pub fn read(folder: &Path) -> anyhow::Result<Self> {
        let wrong = |path: &str| format!("theme {}: {path}", folder.display());
        let mut placed = BTreeMap::new();
        read_below(folder, "", &mut placed)?;
        let mut own = BTreeMap::new();
        gather(&OWN, &mut own);
        let words = match placed.get(WORDS) {
            Some(bytes) => {
                let text = std::str::from_utf8(bytes).with_context(|| wrong(WORDS))?;
                toml::from_str::<Words>(text).with_context(|| wrong(WORDS))?
            }
            None => Words::default(),
        };
        let languages = languages(words.languages.as_deref()).with_context(|| wrong(WORDS))?;
        for (path, bytes) in &placed {
            if path.starts_with(STATIC) || path == WORDS {
                continue;
            }
            ensure!(
                path.ends_with(SUFFIX) && own.contains_key(path),
                "{} takes the place of nothing. A theme holds {WORDS}, {STATIC}… and any of: {}",
                wrong(path),
                own.keys().filter(|path| path.ends_with(SUFFIX)).cloned().collect::<Vec<_>>().join(", ")
            );
            ensure!(std::str::from_utf8(bytes).is_ok(), "{} is not UTF-8", wrong(path));
        }
        placed.retain(|path, _| path != WORDS);
        let theme = Self::of(own, placed, words, languages);
        theme.check_tokens().with_context(|| wrong(TOKENS))?;
        Ok(theme)
    }

    /// Refuses a token that gets a value and that nothing asks for, such as a misspelt one.
    fn check_tokens(&self) -> anyhow::Result<()> {
        let text = |files: &BTreeMap<String, Vec<u8>>| {
            files.get(TOKENS).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
        };
        let (own, given) = (text(&self.own), text(&self.placed));
        let sheets = SHEETS.map(|path| self.sheet(path)).concat();
        let is_asked = |name: &str| [")", ","].iter().any(|end| sheets.contains(&format!("var({name}{end}")));
        let known: BTreeSet<&str> = tokens(&own).collect();
        if let Some(name) = tokens(&given).find(|name| !known.contains(name) && !is_asked(name)) {
            bail!("no style sheet asks for {name}; the report has {}", Vec::from_iter(known).join(", "));
        }
        Ok(())
    }

    fn of(
        own: BTreeMap<String, Vec<u8>>,
        placed: BTreeMap<String, Vec<u8>>,
        words: Words,
        languages: Vec<Locale>,
    ) -> Self {
        let name = words.name.unwrap_or_else(|| "Dampingan".to_owned());
        let mut theme = Self { name, languages, style_of_drawings: String::new(), own, placed };
        let drawn = [TOKENS, CHART].map(|path| theme.sheet(path)).concat();
        let lines = drawn.lines().map(str::trim);
        theme.style_of_drawings = lines.filter(|line| !line.is_empty() && !line.starts_with("/*")).collect();
        theme
    }

    /// Whether it has a logo, which then stands at [`Theme::files`] as `static/logo.svg`.
    #[must_use]
    pub fn has_logo(&self) -> bool {
        self.placed.contains_key(LOGO)
    }

    fn get(&self, path: &str) -> Option<&[u8]> {
        self.placed.get(path).or_else(|| self.own.get(path)).map(Vec::as_slice)
    }

    fn text(&self, path: &str) -> String {
        self.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }

    /// A style sheet. The colours of a theme come after those of the program, so that it names those that differ.
    fn sheet(&self, path: &str) -> String {
        match self.own.get(path).filter(|_| path == TOKENS && self.placed.contains_key(path)) {
            Some(own) => format!("{}\n{}", String::from_utf8_lossy(own), self.text(path)),
            None => self.text(path),
        }
    }

    /// The templates by name; one that another took the place of is there as `own/NAME` too.
    #[must_use]
    pub fn templates(&self) -> Vec<(String, String)> {
        let of_program = self.own.keys().filter(|path| path.ends_with(SUFFIX));
        let mut templates: Vec<(String, String)> =
            of_program.map(|path| (path.clone(), self.text(path))).collect();
        for path in self.placed.keys().filter(|path| path.ends_with(SUFFIX) && !is_of_components(path)) {
            let replaced = self.own.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            templates.extend(replaced.map(|text| (format!("own/{path}"), text)));
        }
        templates
    }

    /// The style sheet, and the files that are published as they are.
    #[must_use]
    pub fn files(&self) -> Vec<output::File> {
        let name = self.name.replace(['"', '\\', '\n'], "");
        let mut sheet = SHEETS.map(|path| self.sheet(path)).join("\n");
        sheet.extend(["\n@page {\n  @top-left {\n    content: \"", &name, "\";\n  }\n}\n"]);
        let mut files = vec![output::File { path: "static/site.css".to_owned(), bytes: sheet.into_bytes() }];
        let paths: BTreeSet<&String> = self.own.keys().chain(self.placed.keys()).collect();
        for path in paths {
            if !path.starts_with(STATIC) || SHEETS.contains(&path.as_str()) {
                continue;
            }
            let bytes = if Path::new(path).extension().is_some_and(|end| end == "js") {
                without_comments(&self.text(path)).into_bytes()
            } else {
                self.get(path).unwrap_or_default().to_vec()
            };
            files.push(output::File { path: path.clone(), bytes });
        }
        files
    }
}

/// The tokens that a style sheet gives a value.
fn tokens(sheet: &str) -> impl Iterator<Item = &str> {
    let names = sheet.split(['{', '}', ';']).filter_map(|part| part.trim().split_once(':'));
    names.map(|(name, _)| name.trim_end()).filter(|name| name.starts_with("--"))
}

/// A component may have one declaration only.
fn is_of_components(path: &str) -> bool {
    path == "components.html.tera"
}

/// A script as it is sent: without its comments, which stand on lines of their own, and without indentation.
fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim);
    let is_code =
        |line: &&str| !line.is_empty() && !["//", "/*", "*"].iter().any(|sign| line.starts_with(sign));
    lines.filter(is_code).flat_map(|line| [line, "\n"]).collect()
}

fn languages(named: Option<&[String]>) -> anyhow::Result<Vec<Locale>> {
    let Some(named) = named else { return Ok(Locale::ALL.to_vec()) };
    for name in named {
        ensure!(
            Locale::ALL.iter().any(|locale| locale.tag() == name),
            "languages: there is no “{name}”; the report is written in \"id\" and \"en\""
        );
    }
    let is_named = |locale: &Locale| named.iter().any(|name| name == locale.tag());
    let languages: Vec<Locale> = Locale::ALL.into_iter().filter(is_named).collect();
    ensure!(
        languages.first() == Some(&Locale::Id),
        "languages: \"id\" must be among them, since its pages stand at the root of the report"
    );
    Ok(languages)
}

fn read_below(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) -> anyhow::Result<()> {
    let unread = || format!("cannot read the theme {}", folder.display());
    for entry in fs::read_dir(folder).with_context(unread)? {
        let entry = entry.with_context(unread)?;
        let Ok(name) = entry.file_name().into_string() else {
            bail!("{}: the name of a file is not UTF-8", folder.display());
        };
        // What editors and version control leave beside it, and what explains it to people.
        if name.starts_with('.') || name.to_lowercase().starts_with("readme") {
            continue;
        }
        let (path, at) = (format!("{prefix}{name}"), entry.path());
        if at.is_dir() {
            read_below(&at, &format!("{path}/"), files)?;
        } else {
            let bytes = fs::read(&at).with_context(|| format!("cannot read {}", at.display()))?;
            files.insert(path, bytes);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn refused(files: &[(&str, &str)]) -> String {
        format!("{:#}", Theme::read(folder(files).path()).unwrap_err())
    }

    #[test]
    fn an_empty_theme_is_that_of_the_program() {
        assert_eq!(Theme::read(folder(&[("README.md", "x")]).path()).unwrap(), Theme::default());
    }

    #[test]
    fn what_would_have_no_effect_is_refused_by_name() {
        let unknown = refused(&[("desa.html.tera", "")]);
        assert!(
            unknown.contains("desa.html.tera takes the place of nothing")
                && unknown.contains("overview.html.tera"),
            "{unknown}"
        );
        assert!(refused(&[("logo.svg", "")]).contains("logo.svg takes the place of nothing"));
        assert!(refused(&[(WORDS, "colour = 1")]).contains("unknown field `colour`"));
        let misspelt = refused(&[(TOKENS, ":root { --ground: #fff; --grund: #fff }")]);
        assert!(misspelt.contains("static/tokens.css: no style sheet asks for --grund"), "{misspelt}");
        assert!(misspelt.contains("--ground, --hairline"), "{misspelt}");
        assert!(refused(&[(WORDS, "languages = [\"jv\"]")]).contains("there is no “jv”"));
        assert!(refused(&[(WORDS, "languages = [\"en\"]")]).contains("\"id\" must be among them"));
        assert!(format!("{:#}", Theme::read(Path::new("/nowhere")).unwrap_err()).contains("/nowhere"));
    }

    #[test]
    fn a_theme_may_have_tokens_of_its_own_where_it_asks_for_them() {
        let files = [
            (TOKENS, ":root { --own: #fff; }\n@media (prefers-color-scheme: dark) { :root { --own: #000 } }"),
            ("static/theme.css", "p { color: var(--own, red) }"),
        ];
        Theme::read(folder(&files).path()).unwrap();
        // One that begins from those of the program.
        let copied = OWN.get_file(TOKENS).unwrap().contents_utf8().unwrap();
        Theme::read(folder(&[(TOKENS, copied)]).path()).unwrap();
    }

    #[test]
    fn another_theme_is_another_input() {
        let said = |files: &[(&str, &str)]| format!("{:?}", Theme::read(folder(files).path()).unwrap());
        let (plain, dark) = (said(&[]), said(&[("static/theme.css", "p{}")]));
        assert_ne!(plain, dark);
        assert_ne!(dark, said(&[("static/theme.css", "p{ }")]));
        assert_ne!(plain, said(&[(WORDS, "name = \"Dampingan Rembang\"")]));
    }

    /// Contrast of two colours as WCAG 2.2 reckons it.
    fn contrast(one: &str, other: &str) -> f64 {
        let luminance = |colour: &str| -> f64 {
            let channel = |at: usize| {
                let level = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
                if level <= 0.04045 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
            };
            0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
        };
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn marks_stand_out_from_their_ground_and_neighbours_by_day_and_by_night() {
        let style = Theme::default().style_of_drawings;
        let (day, night) = style.split_once("@media (prefers-color-scheme: dark)").unwrap();
        for colours in [day, night] {
            let token = |name: &str| {
                let (_, value) = colours.split_once(&format!("--{name}: ")).unwrap();
                &value[..7]
            };
            let series = ["s1", "s2", "s3", "s4"];
            for name in series.into_iter().chain(["muted", "text"]) {
                let found = contrast(token(name), token("ground"));
                assert!(found >= 3.0, "{name} on the ground: {found:.2}");
            }
            for pair in series.windows(2) {
                let found = contrast(token(pair[0]), token(pair[1]));
                assert!(found >= 3.0, "{pair:?}: {found:.2}");
            }
            for step in 1..=5 {
                let words = if step < 4 { "on-light" } else { "on-dark" };
                let found = contrast(token(words), token(&format!("step{step}")));
                assert!(found >= 4.5, "words on step {step}: {found:.2}");
            }
        }
    }

    #[test]
    fn drawings_have_no_comments_in_their_style() {
        let style = Theme::default().style_of_drawings;
        assert!(style.contains("--s1") && !style.contains("/*") && !style.contains("*/"), "{style}");
    }
}
