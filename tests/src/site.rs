//! Reports: made, read back from the disk, and read as people read them.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Index;
use std::path::Path;
use std::sync::{Arc, Weak};

use chrono::NaiveDate;
use sitegen::client::Client;
use sitegen::output::MARKER;
use sitegen::site::Plan;
use tempfile::TempDir;
use tokio::sync::Mutex;

use crate::{Backend, World};

/// The plan of a report on Pati on a day that never moves.
#[must_use]
pub fn plan() -> Plan {
    Plan {
        regency: "33.18".to_owned(),
        today: NaiveDate::from_ymd_opt(2026, 7, 1).expect("a day"),
        next_edition: None,
        address: None,
        api: None,
        without_simulated: false,
        // The tests of pictures ask for them; all others do not wait.
        with_pictures: false,
        is_draft: false,
        theme: Arc::default(),
    }
}

/// The report on facts and simulation, made once for all tests that look at it at the same time.
pub async fn report() -> Arc<Site> {
    static HELD: Held<Site> = Held::const_new(Weak::new());
    let make = async {
        let url = World::with_simulation(Backend::Sqlite).await;
        blocking(move || Site::rendered(&Client::local(&url.url).expect("a client"), &plan())).await
    };
    shared(&HELD, Box::pin(make)).await
}

/// The same in a folder of its own, which is not to be changed.
pub async fn report_in_folder() -> Arc<TempDir> {
    static HELD: Held<TempDir> = Held::const_new(Weak::new());
    shared(&HELD, Box::pin(in_folder(plan()))).await
}

/// A report on facts and simulation in a folder of its own.
pub async fn in_folder(plan: Plan) -> TempDir {
    let (world, folder) = (World::with_simulation(Backend::Sqlite).await, TempDir::new().expect("a folder"));
    blocking(move || {
        let client = Client::local(&world.url).expect("a client");
        sitegen::site::build(&client, &plan, folder.path()).expect("a report");
        folder
    })
    .await
}

type Held<T> = Mutex<Weak<T>>;

/// What others hold already, or what is made now. It goes when the last one lets go of it.
async fn shared<T>(held: &Held<T>, make: impl Future<Output = T>) -> Arc<T> {
    let mut held = held.lock().await;
    if let Some(found) = held.upgrade() {
        return found;
    }
    let new = Arc::new(make.await);
    *held = Arc::downgrade(&new);
    new
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.expect("an end")
}

/// The files of a report by their paths.
#[derive(Clone, PartialEq, Eq)]
pub struct Site {
    files: BTreeMap<String, Vec<u8>>,
}

impl Site {
    /// What a build would publish; run it where blocking is allowed.
    #[must_use]
    pub fn rendered(client: &Client, plan: &Plan) -> Self {
        let files = sitegen::site::render(client, plan).expect("a report");
        Self { files: files.into_iter().map(|file| (file.path, file.bytes)).collect() }
    }

    /// What stands in a folder; without files when there is no folder.
    #[must_use]
    pub fn read(folder: &Path) -> Self {
        let mut site = Self { files: BTreeMap::new() };
        if folder.exists() {
            site.read_below(folder, "");
        }
        site
    }

    fn read_below(&mut self, folder: &Path, prefix: &str) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            // What a build notes for the next one is not published.
            if name == MARKER {
                continue;
            }
            if entry.file_type().expect("its type").is_dir() {
                self.read_below(&entry.path(), &format!("{name}/"));
            } else {
                self.files.insert(name, fs::read(entry.path()).expect("a file"));
            }
        }
    }

    /// The paths of all files.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    /// What is in a file.
    #[must_use]
    pub fn bytes(&self, path: &str) -> &[u8] {
        self.files.get(path).unwrap_or_else(|| panic!("the report has no {path}"))
    }

    /// The pages, with their HTML.
    pub fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        self.with_ending(".html")
    }

    /// The downloads of all records, with their text; those of single figures are not among them.
    pub fn downloads(&self) -> impl Iterator<Item = (&str, &str)> {
        self.with_ending(".csv").filter(|(path, _)| path.starts_with("data/"))
    }

    fn with_ending(&self, ending: &'static str) -> impl Iterator<Item = (&str, &str)> {
        let files = self.files.keys().filter(move |path| path.ends_with(ending));
        files.map(|path| (path.as_str(), &self[path]))
    }

    /// The paths whose files are not the same in both, in order.
    #[must_use]
    pub fn differing<'s>(&'s self, other: &'s Self) -> Vec<&'s str> {
        let mut paths: Vec<&str> = self.paths().chain(other.paths()).collect();
        paths.retain(|path| self.files.get(*path) != other.files.get(*path));
        paths.sort_unstable();
        paths.dedup();
        paths
    }
}

impl Index<&str> for Site {
    type Output = str;

    /// The text of a file.
    fn index(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("the report has no {path}"));
        std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{path} is no text"))
    }
}

/// What a page says without its drawings and tags, with one space between words.
#[must_use]
pub fn words(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut rest = html;
    let mut is_term = false;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        // The link of a term stands inside a word, as in `OPD-nya`.
        let begins_term = tag.starts_with("a class=\"term\"");
        let ends_term = is_term && tag.starts_with("/a>");
        if !begins_term && !ends_term {
            text.push(' ');
        }
        is_term = begins_term;
        rest = if tag.starts_with("svg") {
            tag.split_once("</svg>").map_or("", |(_, after)| after)
        } else {
            tag.split_once('>').map_or("", |(_, after)| after)
        };
    }
    text.push_str(rest);
    for (entity, sign) in [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#x27;", "'"),
        ("&#39;", "'"),
        ("&#x2F;", "/"),
        ("&amp;", "&"),
    ] {
        text = text.replace(entity, sign);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
