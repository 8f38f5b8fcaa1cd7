//! Editions: what one is called, what it says of itself, and the list of all.

mod change;
pub mod measure;
mod value;

pub use change::{Changes, Correction, Since};
pub use value::Values;

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use anyhow::{Context as _, ensure};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::data::vocabulary::RegionKind;

/// The folder of all editions, from the root of a publication.
pub const FOLDER: &str = "edisi/";

/// The list of editions, in the folder of all.
pub const LIST: &str = "edisi/edisi.json";

/// Name of what an edition says of itself, in its folder.
pub const MANIFEST: &str = "manifest.json";

/// Name of the published values, in the folder of an edition.
pub const VALUES: &str = "nilai.json";

/// Name of the file that tells our server that an edition is taken down, in its folder.
pub const TAKEN_DOWN: &str = ".ditarik";

/// What an edition is called: its day, and a number from the second of a day on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    /// The day that it takes as today.
    pub day: NaiveDate,
    /// Which of this day, from 1.
    pub nth: u32,
}

impl Id {
    /// The one that follows those of its day in `taken`.
    pub fn next(day: NaiveDate, taken: impl Iterator<Item = Self>) -> Self {
        let latest = taken.filter(|id| id.day == day).map(|id| id.nth).max().unwrap_or_default();
        Self { day, nth: latest + 1 }
    }

    /// Its folder, from the root of a publication: `edisi/2026-11-25/`.
    #[must_use]
    pub fn folder(self) -> String {
        format!("{FOLDER}{self}/")
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.nth {
            1 => write!(f, "{}", self.day),
            nth => write!(f, "{}-{nth}", self.day),
        }
    }
}

impl FromStr for Id {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let wrong = || format!("{text:?} is no edition; write its day, such as 2026-11-25 or 2026-11-25-2");
        let (day, nth) = match text.match_indices('-').nth(2) {
            Some((at, _)) => (&text[..at], text[at + 1..].parse().with_context(wrong)?),
            None => (text, 1),
        };
        let id = Self { day: day.parse().with_context(wrong)?, nth };
        // One spelling each, since it is an address.
        ensure!(id.to_string() == text, "{}", wrong());
        Ok(id)
    }
}

impl Serialize for Id {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// What an edition was made from, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Manifest {
    /// The edition.
    pub edition: Id,
    /// The edition that it is compared with, if it is not the first.
    pub previous: Option<Id>,
    /// Version of the site generator.
    pub sitegen: String,
    /// Data version of the gateway.
    pub data_version: i64,
    /// The day that it takes as today.
    pub today: NaiveDate,
    /// The day of the next edition, where it was set.
    pub next_edition: Option<NaiveDate>,
    /// Code of the regency.
    pub regency: String,
    /// Address of the current edition, where it was given.
    pub address: Option<String>,
    /// Address of the API that readers are told.
    pub api: Option<String>,
    /// Whether everything simulated was left out.
    pub without_simulated: bool,
    /// The SHA-256 of each file by its path in the edition, this file left out.
    pub files: BTreeMap<String, String>,
}

/// What readers and the next command must know of all editions, those taken down too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct List {
    /// The one at the root.
    pub current: Id,
    /// Address of the current edition, where it was given.
    pub address: Option<String>,
    /// The regency that all are about.
    pub regency: Regency,
    /// Each, the oldest first.
    pub editions: Vec<Entry>,
}

/// The regency of a publication, as its list must name it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Regency {
    /// Kemendagri code.
    pub code: String,
    /// Legal kind.
    pub kind: RegionKind,
    /// Name without its kind.
    pub name: String,
}

/// An edition in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The edition.
    pub id: Id,
    /// Data version of the gateway.
    pub data_version: i64,
    /// Pages in both languages.
    pub pages: usize,
    /// Files, with those that other editions hold too.
    pub files: usize,
    /// Bytes in them.
    pub bytes: u64,
    /// Values that were corrected since the edition before.
    pub corrected: usize,
    /// What the security policy calls the style that its drawings carry; empty for editions of versions that did not note it.
    #[serde(default)]
    pub style: String,
    /// Why it was taken down, if it was.
    pub taken_down: Option<Reason>,
}

/// Why an edition was taken down, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// In Indonesian.
    pub id: String,
    /// In English.
    pub en: String,
}

/// Where an edition stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// At the root.
    Current,
    /// Before the current one.
    Earlier,
    /// Made after the current one, which was brought back since.
    RolledBack,
    /// Taken down.
    TakenDown,
}

impl List {
    /// An edition by its name.
    #[must_use]
    pub fn find(&self, id: Id) -> Option<&Entry> {
        self.editions.iter().find(|entry| entry.id == id)
    }

    /// Where an edition stands.
    #[must_use]
    pub fn standing(&self, entry: &Entry) -> Standing {
        match entry {
            Entry { taken_down: Some(_), .. } => Standing::TakenDown,
            entry if entry.id == self.current => Standing::Current,
            entry if entry.id < self.current => Standing::Earlier,
            _ => Standing::RolledBack,
        }
    }

    /// The latest before the current one that can be read.
    #[must_use]
    pub fn before_current(&self) -> Option<Id> {
        let earlier = self.editions.iter().rev().filter(|entry| self.standing(entry) == Standing::Earlier);
        earlier.map(|entry| entry.id).next()
    }
}

/// The edition that is being made, as its pages must know it.
#[derive(Debug)]
pub struct Issue {
    /// Its name.
    pub id: Id,
    /// Address of the current edition, without a slash at its end, if it is known.
    pub address: Option<String>,
    /// What is different from the one before.
    pub changes: Changes,
}

/// The path at which a site is read on its server, without a slash at its end: empty, or `/laporan`.
#[must_use]
pub fn base(address: Option<&str>) -> &str {
    let behind_scheme = address.and_then(|address| address.split_once("://")).map_or("", |(_, rest)| rest);
    behind_scheme.find('/').map_or("", |at| &behind_scheme[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_edition_has_one_spelling() {
        for text in ["2026-11-25", "2026-11-25-2", "2026-11-25-14"] {
            assert_eq!(text.parse::<Id>().unwrap().to_string(), text);
        }
        for text in
            ["", "2026-11", "2026-11-25-", "2026-11-25-1", "2026-11-25-02", "2026-11-25-x", "../2026-11-25"]
        {
            let error = format!("{:#}", text.parse::<Id>().unwrap_err());
            assert!(error.contains("is no edition; write its day"), "{error}");
        }
    }

    #[test]
    fn a_second_edition_of_a_day_has_the_next_number_whatever_became_of_the_first() {
        let today = day("2026-11-25");
        let first = Id::next(today, [].into_iter());
        let second = Id::next(today, [first].into_iter());
        assert_eq!(second.to_string(), "2026-11-25-2");
        assert_eq!(Id::next(day("2026-11-26"), [first, second].into_iter()).nth, 1);
        assert!(first < second && second < Id { day: day("2026-11-26"), nth: 1 });
        assert_eq!(second.folder(), "edisi/2026-11-25-2/");
    }

    #[test]
    fn the_path_on_the_server_is_that_of_the_address() {
        assert_eq!(base(None), "");
        assert_eq!(base(Some("https://pati.example")), "");
        assert_eq!(base(Some("https://pati.example/laporan")), "/laporan");
    }
}
