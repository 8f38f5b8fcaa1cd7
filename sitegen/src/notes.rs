//! What a build notes for the next one: what each page read, which files it has, and what is found on it. A page that read
//! nothing that changed since is kept with its files.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::output::Draft;
use crate::reads::{Contents, Id, Reads};
use crate::search::Entry;

/// What a page read, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// What it read of the data.
    pub reads: Reads,
    /// Paths of its files, its own first.
    pub files: Vec<String>,
    /// What is found on it.
    pub entries: Vec<Entry>,
    /// A short form of what it was made from besides the data and the premises.
    pub parts: u64,
}

/// What a build notes. What pages have in common is written once.
#[derive(Debug, Default, Deserialize, Serialize)]
pub struct Notes {
    /// All that the report was made from besides the data.
    pub premises: String,
    /// What its release says of itself.
    pub publication: String,
    /// What was in each table of its release, as the release says it.
    pub tables: BTreeMap<String, u64>,
    /// What was read of the data, and what was in it.
    reads: Vec<(Id, Option<u64>)>,
    lines: Vec<Arc<str>>,
    pages: BTreeMap<String, Noted>,
}

/// A page, with the places of its reads and lines among those of all pages.
#[derive(Debug, Deserialize, Serialize)]
struct Noted {
    reads: Vec<usize>,
    files: Vec<String>,
    entries: Vec<(Entry, Vec<usize>)>,
    parts: u64,
}

/// Things that stand once, each at its place.
struct Places<T> {
    places: foldhash::HashMap<T, usize>,
    things: Vec<T>,
}

impl<T: Clone + Eq + std::hash::Hash> Places<T> {
    fn new() -> Self {
        Self { places: foldhash::HashMap::default(), things: Vec::new() }
    }

    fn of(&mut self, thing: T) -> usize {
        *self.places.entry(thing).or_insert_with_key(|thing| {
            self.things.push(thing.clone());
            self.things.len() - 1
        })
    }
}

impl Notes {
    /// What the build of an old report noted; none where it is not as it was left, or another program made it.
    #[must_use]
    pub fn read(draft: &Draft) -> Option<Self> {
        serde_json::from_str(draft.notes()?).ok()
    }

    /// As they are kept with a report.
    ///
    /// # Errors
    /// None that is known.
    pub fn text(&self) -> anyhow::Result<String> {
        serde_json::to_string(self).context("cannot note what pages read")
    }

    /// Notes of a release and of pages, by the paths of their files.
    #[must_use]
    pub fn new(
        premises: String,
        (publication, tables): (String, BTreeMap<String, u64>),
        contents: &Contents,
        pages: BTreeMap<String, Page>,
    ) -> Self {
        let (mut reads, mut lines) = (Places::new(), Places::new());
        let mut noted = |page: Page| {
            let mut entry = |mut entry: Entry| {
                let of_entry =
                    std::mem::take(&mut entry.lines).into_iter().map(|line| lines.of(line)).collect();
                (entry, of_entry)
            };
            let entries = page.entries.into_iter().map(&mut entry).collect();
            let mut of_page: Vec<Id> = page.reads.into_iter().collect();
            of_page.sort_unstable();
            Noted {
                reads: of_page.into_iter().map(|id| reads.of(id)).collect(),
                files: page.files,
                entries,
                parts: page.parts,
            }
        };
        let pages = pages.into_iter().map(|(path, page)| (path, noted(page))).collect();
        let reads = reads.things.into_iter().map(|id| (id, contents.get(id))).collect();
        Self { premises, publication, tables, reads, lines: lines.things, pages }
    }

    /// The pages that read nothing that has other contents now, by the paths of their files.
    #[must_use]
    pub fn unchanged(&self, contents: &Contents) -> HashMap<&str, Page> {
        let is_same: Vec<bool> = self.reads.iter().map(|(id, then)| contents.get(*id) == *then).collect();
        let page = |page: &Noted| {
            let is_unchanged = page.reads.iter().all(|at| is_same.get(*at) == Some(&true));
            is_unchanged.then(|| self.page(page)).flatten()
        };
        self.pages.iter().filter_map(|(path, noted)| Some((path.as_str(), page(noted)?))).collect()
    }

    fn page(&self, noted: &Noted) -> Option<Page> {
        let line = |at: &usize| self.lines.get(*at).cloned();
        let entry = |(entry, lines): &(Entry, Vec<usize>)| {
            let lines = lines.iter().map(line).collect::<Option<Vec<Arc<str>>>>()?;
            Some(Entry { lines, ..entry.clone() })
        };
        Some(Page {
            reads: noted
                .reads
                .iter()
                .map(|at| self.reads.get(*at).map(|(id, _)| *id))
                .collect::<Option<Reads>>()?,
            files: noted.files.clone(),
            entries: noted.entries.iter().map(entry).collect::<Option<Vec<Entry>>>()?,
            parts: noted.parts,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::reads::{self, One, Records};
    use crate::search::Kind;

    use super::*;

    #[derive(Hash)]
    struct Village {
        code: &'static str,
        name: &'static str,
    }

    fn village(code: &'static str, name: &'static str) -> Village {
        Village { code, name }
    }

    fn entry(line: &str) -> Entry {
        Entry {
            kind: Kind::Village,
            title: "Tayu".to_owned(),
            place: String::new(),
            folder: "desa/1/".to_owned(),
            simulated: false,
            lines: vec![line.into(), "Sumber".into()],
        }
    }

    /// Notes of a page for each village, and the contents of the villages.
    fn noted(villages: &Records<Village>) -> (Notes, Contents) {
        let mut contents = Contents::default();
        contents.take(villages);
        let one = One::new(&mut contents, villages, |it| it.code);
        let page = |code: &str| {
            let (_, reads) = reads::of(|| one.get(code).map(|it| it.name.len()));
            (
                code.to_owned(),
                Page { reads, files: vec![format!("desa/{code}/")], entries: vec![entry(code)], parts: 0 },
            )
        };
        let pages = ["1", "2", "3"].map(page).into();
        (Notes::new("premises".to_owned(), Default::default(), &contents, pages), contents)
    }

    #[test]
    fn pages_come_back_as_they_were_where_nothing_that_they_read_changed() {
        let before = vec![village("1", "A"), village("2", "B")].into();
        let (notes, contents) = noted(&before);
        let notes: Notes = serde_json::from_str(&serde_json::to_string(&notes).unwrap()).unwrap();
        assert_eq!(notes.premises, "premises");
        let unchanged = notes.unchanged(&contents);
        assert_eq!(unchanged.len(), 3);
        let page = &unchanged["2"];
        assert_eq!(
            (page.files.as_slice(), page.entries.as_slice()),
            (["desa/2/".to_owned()].as_slice(), [entry("2")].as_slice())
        );
        for (after, expected) in [
            (vec![village("1", "A"), village("2", "X")], ["1", "3"].as_slice()),
            (vec![village("1", "A")], &["1", "3"]),
            (vec![village("1", "A"), village("2", "B"), village("3", "C")], &["1", "2"]),
        ] {
            let after = after.into();
            let (_, contents) = noted(&after);
            let mut unchanged: Vec<&str> = notes.unchanged(&contents).into_keys().collect();
            unchanged.sort_unstable();
            assert_eq!(unchanged, expected);
        }
    }
}
