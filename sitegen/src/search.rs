//! Search without a server: the names of all pages, which stand on the search page, and an index of what the pages say, in
//! small files of which a browser fetches those that a question needs.
//!
//! What a page says is cut into lines: a paragraph, a cell. Lines that stand on many pages are kept once, and count for
//! less. A file of words has the stems that begin with one letter, each with its lines and their pages; a file of lines
//! has the texts of 64 of them. Nothing enters that the pages do not show.

mod text;
pub mod word;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use foldhash::HashMap;
use serde::{Deserialize, Serialize};

use crate::data::vocabulary::RegionKind;
use crate::linked::Linked;
use crate::links::Target;
use crate::locale::Locale;
use crate::output::File;
use crate::page::Page;
use word::Stems;

/// Lines of one file of texts.
const LINES: usize = 64;
/// Letters that a prefix of Indonesian takes from the root behind it, without the stemmer giving them back.
const TAKEN: [char; 4] = ['k', 'r', 's', 't'];

/// What a root begins with whose first letter was taken.
const VOWELS: [char; 5] = ['a', 'e', 'i', 'o', 'u'];

/// What kind of thing a page is about, in the order of the list of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize)]
pub enum Kind {
    /// One of the pages that every page links to.
    Section,
    /// A kecamatan.
    District,
    /// A desa or kelurahan.
    Village,
    /// An agency.
    Agency,
    /// A stakeholder.
    Stakeholder,
    /// A figure of one of the sections.
    Figure,
}

/// A page that can be found.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize, Serialize)]
pub struct Entry {
    /// What it is about.
    pub kind: Kind,
    /// Its name.
    pub title: String,
    /// What tells it from others of this name: kind and kecamatan of a village, abbreviation of an agency.
    pub place: String,
    /// Its folder, from the root of the site.
    pub folder: String,
    /// Whether what it is about is simulated.
    pub simulated: bool,
    /// What it says.
    #[serde(skip)]
    pub lines: Vec<Arc<str>>,
}

/// All pages of one language, in the order of the list of names.
#[derive(Debug)]
pub struct Index<'e> {
    /// The language.
    pub locale: Locale,
    /// The pages.
    pub entries: Vec<&'e Entry>,
}

/// What can be found of a page and of its figures, read from the files that were written of it.
#[must_use]
pub fn read(page: &Page<'_>, linked: &Linked<'_>, files: &[File]) -> Vec<Entry> {
    let Some((kind, title, place)) = named(page, linked) else { return Vec::new() };
    let figures = Target::figures(page.locale);
    let mut entries: Vec<Entry> = Vec::new();
    for file in files {
        let Some(folder) = file.path.strip_suffix("index.html") else { continue };
        let is_figure = folder.starts_with(figures);
        // A figure of one village or agency is found with it, one to embed by its own page.
        if is_figure && (kind != Kind::Section || folder.ends_with(Target::embedded(page.locale))) {
            continue;
        }
        let mut lines = text::lines(str::from_utf8(&file.bytes).unwrap_or_default());
        let heading = lines.first().map(|line| &**line).unwrap_or_default();
        let simulated = heading.ends_with(text::MARK);
        let heading = heading.trim_end_matches(text::MARK).to_owned();
        let entry = if is_figure {
            // The rest stands on the page that shows it.
            lines.truncate(2);
            let host = entries.first().map(|it| it.title.clone()).unwrap_or_default();
            let place = format!("{} · {host}", page.locale.say("Gambar", "Figure"));
            Entry { kind: Kind::Figure, title: heading, place, folder: folder.to_owned(), simulated, lines }
        } else {
            let title = title.clone().unwrap_or(heading);
            Entry { kind, title, place: place.clone(), folder: folder.to_owned(), simulated, lines }
        };
        entries.push(entry);
    }
    entries
}

/// Kind, name and place of a page; the name is that of its heading where none is given.
fn named(page: &Page<'_>, linked: &Linked<'_>) -> Option<(Kind, Option<String>, String)> {
    let locale = page.locale;
    Some(match page.target {
        Target::Village(code) => {
            let village = linked.village(code)?;
            let kind = if village.kind == RegionKind::Kelurahan { "Kelurahan" } else { "Desa" };
            let district = linked.district(&village.district.code)?;
            (Kind::Village, Some(village.name.clone()), format!("{kind} · Kecamatan {}", district.name))
        }
        Target::District(code) => {
            (Kind::District, Some(linked.district(code)?.name.clone()), "Kecamatan".to_owned())
        }
        Target::Agency(key) => {
            let agency = linked.agency(key)?;
            (Kind::Agency, None, format!("OPD · {}", agency.abbreviation))
        }
        Target::Stakeholder(_) => (Kind::Stakeholder, None, locale.say("Mitra", "Stakeholder").to_owned()),
        Target::NotFound | Target::Search | Target::Figure(..) | Target::Embed(..) => return None,
        _ => (Kind::Section, None, locale.say("Halaman", "Page").to_owned()),
    })
}

impl<'e> Index<'e> {
    /// Puts pages in order.
    #[must_use]
    pub fn new(locale: Locale, mut entries: Vec<&'e Entry>) -> Self {
        entries
            .sort_by_cached_key(|it| (it.kind, it.title.to_lowercase(), it.place.clone(), it.folder.clone()));
        Self { locale, entries }
    }

    /// The files that the search page fetches, beside it; and the letters that have a file of words.
    #[must_use]
    pub fn files(&self) -> (Vec<File>, String) {
        let folder = Target::Search.folder(self.locale);
        let json = |name: String, value: &serde_json::Value| File {
            path: format!("{folder}{name}.json"),
            bytes: value.to_string().into_bytes(),
        };
        let (texts, pages) = self.lines();
        let mut files: Vec<File> = texts
            .chunks(LINES)
            .enumerate()
            .map(|(at, texts)| json(format!("lines/{at}"), &serde_json::json!(texts)))
            .collect();
        let mut shards: BTreeMap<char, serde_json::Map<String, serde_json::Value>> = BTreeMap::new();
        for (stem, lines) in self.stems(&texts) {
            let shard = shards.entry(shard_of(&stem)).or_default();
            shard.insert(stem, written(&lines, &pages).into());
        }
        let letters = shards.keys().collect();
        files.extend(
            shards
                .into_iter()
                .map(|(letter, stems)| json(format!("words/{letter}"), &serde_json::json!(stems))),
        );
        (files, letters)
    }

    /// Each line once, in the order in which pages first say them, and for each the pages that say it.
    fn lines(&self) -> (Vec<&str>, Vec<Vec<usize>>) {
        let mut known: HashMap<&str, usize> = HashMap::default();
        let (mut texts, mut pages): (Vec<&str>, Vec<Vec<usize>>) = (Vec::new(), Vec::new());
        for (page, entry) in self.entries.iter().enumerate() {
            for line in &entry.lines {
                let at = *known.entry(line).or_insert_with(|| {
                    texts.push(line);
                    pages.push(Vec::new());
                    texts.len() - 1
                });
                if pages[at].last() != Some(&page) {
                    pages[at].push(page);
                }
            }
        }
        (texts, pages)
    }

    /// The lines in which each stem stands, in their order.
    fn stems(&self, texts: &[&str]) -> BTreeMap<String, Vec<usize>> {
        let mut stems = Stems::new(self.locale);
        let mut found: HashMap<String, Vec<usize>> = HashMap::default();
        let mut shortened: BTreeSet<String> = BTreeSet::new();
        for (line, text) in texts.iter().enumerate() {
            for word in word::words(text) {
                let Some(stem) = stems.of(&word) else { continue };
                if word.starts_with(['m', 'p']) && stem.starts_with(VOWELS) {
                    shortened.insert(stem.clone());
                }
                let lines = found.entry(stem).or_default();
                if lines.last() != Some(&line) {
                    lines.push(line);
                }
            }
        }
        let mut found = found.into_iter().collect();
        if self.locale == Locale::Id {
            join_taken(&mut found, &shortened);
        }
        found
    }
}

/// Joins what the stemmer leaves apart, which is known from words with such a prefix: `perumahan` becomes `umah` where `rumah` is meant, `menerima` `erima`.
fn join_taken(found: &mut BTreeMap<String, Vec<usize>>, shortened: &BTreeSet<String>) {
    let pairs: Vec<(String, String)> = shortened
        .iter()
        .flat_map(|stem| TAKEN.map(|letter| (stem.clone(), format!("{letter}{stem}"))))
        .filter(|(_, whole)| found.contains_key(whole))
        .collect();
    for (stem, whole) in pairs {
        let both: BTreeSet<usize> =
            [&stem, &whole].into_iter().filter_map(|it| found.get(it)).flatten().copied().collect();
        let both: Vec<usize> = both.into_iter().collect();
        found.insert(stem, both.clone());
        found.insert(whole, both);
    }
}

/// The file that a stem stands in: its first letter, or one for all that begin with a digit.
fn shard_of(stem: &str) -> char {
    match stem.chars().next() {
        Some(letter) if letter.is_ascii_lowercase() => letter,
        _ => '0',
    }
}

/// Lines with their pages: `line:pages;line:pages`, pages being `first`, or `first+more` for a run, between commas. Numbers
/// are written to the base 36, each as its distance from the one before.
fn written(lines: &[usize], pages: &[Vec<usize>]) -> String {
    let mut out = String::new();
    let mut before = 0;
    for line in lines {
        if !out.is_empty() {
            out.push(';');
        }
        let _ = write!(out, "{}:", base36(line - before));
        before = *line;
        let (mut at, mut last) = (0, 0);
        let of = pages.get(*line).map(Vec::as_slice).unwrap_or_default();
        while let Some(first) = of.get(at) {
            let run = of[at..].iter().zip(*first..).take_while(|(page, wanted)| *page == wanted).count();
            if at > 0 {
                out.push(',');
            }
            out.push_str(&base36(first - last));
            if run > 1 {
                let _ = write!(out, "+{}", base36(run - 1));
            }
            at += run;
            last = first + run - 1;
        }
    }
    out
}

fn base36(mut number: usize) -> String {
    let mut digits = Vec::new();
    loop {
        // A remainder of 36 is a digit to the base 36.
        let digit = u32::try_from(number % 36).ok().and_then(|digit| char::from_digit(digit, 36));
        digits.push(digit.unwrap_or('0'));
        number /= 36;
        if number == 0 {
            return digits.iter().rev().collect();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(title: &str, lines: &[&str]) -> Entry {
        Entry {
            kind: Kind::Village,
            title: title.to_owned(),
            place: "Kecamatan Tayu".to_owned(),
            folder: format!("desa/{title}/"),
            simulated: false,
            lines: lines.iter().map(|line| Arc::from(*line)).collect(),
        }
    }

    fn index(entries: &[Entry]) -> BTreeMap<String, String> {
        let (files, _) = Index::new(Locale::Id, entries.iter().collect()).files();
        files.into_iter().map(|it| (it.path, String::from_utf8(it.bytes).unwrap())).collect()
    }

    #[test]
    fn a_line_that_several_pages_say_is_kept_once() {
        let files = index(&[
            entry("C", &["Jamban sehat\t"]),
            entry("A", &["Jamban sehat\t", "Didampingi Bapperida"]),
            entry("B", &["Jamban sehat\t"]),
        ]);
        assert_eq!(files["cari/lines/0.json"], r#"["Jamban sehat\t","Didampingi Bapperida"]"#);
        assert_eq!(files["cari/words/j.json"], r#"{"jamban":"0:0+2"}"#);
        assert_eq!(files["cari/words/d.json"], r#"{"damping":"1:0"}"#);
    }

    #[test]
    fn the_order_in_which_pages_come_changes_no_byte() {
        let pages = || vec![entry("A", &["Rumah layak"]), entry("B", &["Rumah", "Air bersih"])];
        let reversed: Vec<Entry> = pages().into_iter().rev().collect();
        assert_eq!(index(&pages()), index(&reversed));
    }

    #[test]
    fn words_whose_root_lost_its_first_letter_find_the_root() {
        let files = index(&[entry("A", &["Perumahan"]), entry("B", &["Rumah"])]);
        assert_eq!(files["cari/words/u.json"], r#"{"uma":"0:0;1:1"}"#);
        assert_eq!(files["cari/words/r.json"], r#"{"ruma":"0:0;1:1"}"#);
    }

    #[test]
    fn runs_and_distances_are_written_to_the_base_36() {
        let mut pages = vec![Vec::new(); 41];
        pages[1] = vec![0, 1, 2, 40];
        pages[40] = vec![71];
        assert_eq!(written(&[1, 40], &pages), "1:0+2,12;13:1z");
    }
}
