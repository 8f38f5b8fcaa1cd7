//! Publications: editions that stand for good, the current one at the root, and what is done to them.
//!
//! Each command makes the whole folder anew beside the old one, with the files that stay linked from there, and puts it in
//! its place in one step.

mod check;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail, ensure};
use chrono::NaiveDate;
use rayon::prelude::*;
use serde::de::DeserializeOwned;

use crate::client::Client;
use crate::data::record::{Region, SourceKey};
use crate::data::vocabulary::RegionLevel;
use crate::data::{self, Dataset};
use crate::download::sha256;
use crate::edition::{
    self, Changes, Entry, Id, Issue, LIST, List, MANIFEST, Manifest, Reason, Regency, Since, Standing,
    TAKEN_DOWN, VALUES, Values,
};
use crate::headers;
use crate::linked::Linked;
use crate::locale::Locale;
use crate::output::File;
use crate::output::publication::{Origin, Pieces, Publication, Replaced};
use crate::page::{self, Edition};
use crate::site::{self, Beside, Plan};
use crate::sitemap;
use crate::template::Templates;
use crate::theme::Theme;

pub use check::check;

/// What a publication became.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Published {
    /// The edition that was made.
    New {
        /// Its entry in the list.
        entry: Entry,
        /// What became of the files.
        files: Replaced,
        /// Its files that the edition before has too.
        shared: usize,
    },
    /// The current edition was made from the same, so that there is nothing to publish.
    Already(Id),
}

/// Makes an edition of what a gateway knows, and makes it the current one.
///
/// # Errors
/// When another command is at work in the folder, when the day is before that of an edition that is there, when the regency is
/// another one, as [`site::fetch`] and [`site::write`], and when the folder cannot be written. The publication stands then as
/// it was.
pub fn publish(client: &Client, plan: &Plan, folder: &Path) -> anyhow::Result<Published> {
    let publication = Publication::take(folder)?;
    let old = if publication.is_new() { None } else { Some(list(publication.root())?) };
    let inputs = blake3::hash(site::inputs(client, plan)?.as_bytes()).to_string();
    if let Some(old) = &old {
        if publication.note().as_deref() == Some(&inputs) {
            return Ok(Published::Already(old.current));
        }
        check_succession(old, &plan.regency, plan.today)?;
    }
    let since = old.as_ref().map(|old| since(publication.root(), old.current)).transpose()?;
    let data = site::fetch(client, plan)?;
    let editions = old.as_ref().map(|old| old.editions.clone()).unwrap_or_default();
    let id = Id::next(plan.today, editions.iter().map(|entry| entry.id));
    let changes = match &since {
        Some(since) => Changes::between(since, &data, &data::revisions(client, since.data_version)?),
        None => Changes::default(),
    };
    let issue = Issue { id, address: plan.address.clone(), changes };
    let beside = Beside { issue: Some(&issue), old: Some(folder.to_owned()), ..Beside::nothing(plan)? };
    let mut files = site::gather(|put| site::write(Linked::new(&data), plan, &beside, put).map(drop))?;
    files.push(json(VALUES, &Values::of(&data))?);
    let manifest = Manifest {
        edition: id,
        previous: since.as_ref().map(|since| since.id),
        sitegen: env!("CARGO_PKG_VERSION").to_owned(),
        data_version: data.version,
        today: plan.today,
        next_edition: plan.next_edition,
        regency: plan.regency.clone(),
        address: plan.address.clone(),
        api: plan.api.clone(),
        without_simulated: plan.without_simulated,
        files: files.par_iter().map(|file| (file.path.clone(), sha256(&file.bytes))).collect(),
    };
    let entry = Entry {
        id,
        data_version: data.version,
        pages: files.iter().filter(|file| site::is_page(&file.path)).count(),
        files: files.len() + 1,
        bytes: files.iter().map(|file| file.bytes.len() as u64).sum(),
        corrected: issue.changes.corrected.len(),
        style: headers::style(&plan.theme),
        taken_down: None,
    };
    let new = List {
        current: id,
        address: plan.address.clone(),
        regency: regency(&data)?,
        editions: editions.into_iter().chain([entry.clone()]).collect(),
    };
    let earlier = new.editions.iter().map(|entry| entry.id).filter(|earlier| *earlier != id);
    let mut pieces = kept(&publication, earlier)?;
    let before = since.as_ref().map(|since| manifest_of(publication.root(), since.id)).transpose()?;
    let whole = root_of(&manifest);
    let fresh = fresh(&publication, id, before.as_ref(), files);
    let shared = fresh.values().filter(|origin| matches!(origin, Origin::Kept(_))).count();
    pieces.extend(fresh);
    pieces.extend(written(&id.folder(), [json(MANIFEST, &manifest)?]));
    pieces.extend(around(&new, &whole, &plan.theme)?);
    pieces.extend(root(id, whole));
    let files = publication.replace(&pieces, &inputs)?;
    Ok(Published::New { entry, files, shared })
}

/// Makes an earlier edition the current one: the one named, or the latest before the current one.
///
/// # Errors
/// When there is none, when it is taken down, and when the folder cannot be written.
pub fn roll_back(folder: &Path, to: Option<Id>, theme: &Arc<Theme>) -> anyhow::Result<Id> {
    let publication = taken(folder)?;
    let mut list = list(publication.root())?;
    let to = match to {
        Some(to) => to,
        None => list.before_current().with_context(|| {
            format!("there is no edition before {} that can be read; see `sitegen editions`", list.current)
        })?,
    };
    let entry = find(&list, to)?;
    match list.standing(entry) {
        Standing::TakenDown => bail!("{to} is taken down and cannot be brought back; see `sitegen editions`"),
        Standing::Current => bail!("{to} is the current edition already"),
        Standing::Earlier | Standing::RolledBack => {}
    }
    list.current = to;
    let pieces = rearranged(&publication, &list, theme)?;
    // The next publication makes an edition, even from what the one that was rolled back was made from.
    publication.replace(&pieces, "")?;
    Ok(to)
}

/// What a take-down did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TakenDown {
    /// Notices that stand in its place.
    pub notices: usize,
    /// The edition that is current now.
    pub current: Id,
}

/// Removes what an edition holds, and leaves a notice at the address of each of its pages. The current one is taken down
/// only where `or_roll_back` allows to bring back the one before it in the same step.
///
/// # Errors
/// When there is no such edition, when it is taken down already, when it is the current one, and when the folder cannot be
/// written.
pub fn take_down(
    folder: &Path,
    id: Id,
    reason: &Reason,
    or_roll_back: bool,
    theme: &Arc<Theme>,
) -> anyhow::Result<TakenDown> {
    let publication = taken(folder)?;
    let mut list = list(publication.root())?;
    match list.standing(find(&list, id)?) {
        Standing::TakenDown => bail!("{id} is taken down already"),
        Standing::Current if !or_roll_back => bail!(
            "{id} is the current edition; run `sitegen rollback` first, or add --roll-back to do both in one step"
        ),
        Standing::Current => {
            list.current = list.before_current().with_context(|| {
                let later = list.editions.iter().rev().find(|it| list.standing(it) == Standing::RolledBack);
                if let Some(later) = later {
                    return format!(
                        "no edition before {id} can be read; run `sitegen rollback {}` first, or publish a corrected one",
                        later.id
                    );
                }
                format!(
                    "{id} is the only edition that can be read, so that nothing would stand at the address of the report; \
                     publish a corrected one first, then take this one down"
                )
            })?;
        }
        Standing::Earlier | Standing::RolledBack => {}
    }
    let pages: Vec<String> = manifest_of(publication.root(), id)?
        .files
        .into_keys()
        .filter(|path| path.ends_with("index.html"))
        .collect();
    if let Some(entry) = list.editions.iter_mut().find(|entry| entry.id == id) {
        entry.taken_down = Some(reason.clone());
    }
    let folder = id.folder();
    let mut pieces = rearranged(&publication, &list, theme)?;
    pieces.retain(|path, _| !path.starts_with(&folder));
    pieces.extend(notices(&list, (id, reason), &pages, theme)?);
    let note = publication.note().unwrap_or_default();
    publication.replace(&pieces, &note)?;
    Ok(TakenDown { notices: pages.len(), current: list.current })
}

/// The list of the editions in the folder of a publication.
///
/// # Errors
/// When there is none, or when it cannot be read.
pub fn list(folder: &Path) -> anyhow::Result<List> {
    read(folder, LIST).with_context(|| {
        format!("{} holds no editions; `sitegen publish --dir {0}` makes one", folder.display())
    })
}

/// The publication in a folder that must hold one.
pub(crate) fn taken(folder: &Path) -> anyhow::Result<Publication> {
    list(folder)?;
    Publication::take(folder)
}

fn find(list: &List, id: Id) -> anyhow::Result<&Entry> {
    list.find(id)
        .with_context(|| format!("there is no edition {id}; `sitegen editions` lists those that there are"))
}

/// Editions follow each other by their days, and are about one regency.
fn check_succession(old: &List, regency: &str, today: NaiveDate) -> anyhow::Result<()> {
    // One that was taken down says nothing any more, such as one with a mistyped day.
    let standing = old.editions.iter().filter(|entry| entry.taken_down.is_none());
    let latest = standing.map(|entry| entry.id.day).max();
    if let Some(latest) = latest.filter(|latest| *latest > today) {
        bail!(
            "there is an edition of {latest} already, and the day of this one, {today}, is before it; give a later --today"
        );
    }
    ensure!(
        old.regency.code == regency,
        "the editions in this folder are about regency {}, not {regency}; name another folder with --dir",
        old.regency.code
    );
    Ok(())
}

/// What an edition says, for the next one to be compared with.
fn since(folder: &Path, id: Id) -> anyhow::Result<Since> {
    let values = read(folder, &format!("{}{VALUES}", id.folder()))?;
    Ok(Since { id, data_version: manifest_of(folder, id)?.data_version, values })
}

fn manifest_of(folder: &Path, id: Id) -> anyhow::Result<Manifest> {
    read(folder, &format!("{}{MANIFEST}", id.folder()))
}

fn read<T: DeserializeOwned>(folder: &Path, path: &str) -> anyhow::Result<T> {
    let path = folder.join(path);
    let text = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} is not as it was published", path.display()))
}

fn json<T: serde::Serialize>(path: &str, of: &T) -> anyhow::Result<File> {
    let mut bytes = serde_json::to_vec_pretty(of).with_context(|| format!("cannot write {path}"))?;
    bytes.push(b'\n');
    Ok(File { path: path.to_owned(), bytes })
}

/// The regency that the data are about.
fn regency(data: &Dataset) -> anyhow::Result<Regency> {
    let region = data.regions.iter().find(|region| region.code == data.regency);
    let region = region.with_context(|| format!("the gateway does not know the region {}", data.regency))?;
    Ok(Regency { code: region.code.clone(), kind: region.kind, name: region.name.clone() })
}

/// The files of editions that stay as they are.
fn kept(publication: &Publication, ids: impl Iterator<Item = Id>) -> anyhow::Result<Pieces> {
    let mut pieces = Pieces::new();
    for id in ids {
        for path in publication.paths(id.folder().trim_end_matches('/'))? {
            pieces.insert(path.clone(), Origin::Kept(path));
        }
    }
    Ok(pieces)
}

/// The files of a new edition; those that the edition before has too are linked from there.
fn fresh(publication: &Publication, id: Id, before: Option<&Manifest>, files: Vec<File>) -> Pieces {
    let folder = id.folder();
    let piece = |file: File| {
        let earlier = before
            .filter(|before| before.files.contains_key(&file.path))
            .map(|before| format!("{}{}", before.edition.folder(), file.path));
        // The bytes are looked at, not what the manifest says of them.
        let is_there = |path: &String| {
            let path = publication.root().join(path);
            fs::metadata(&path).is_ok_and(|found| found.len() == file.bytes.len() as u64)
                && fs::read(&path).is_ok_and(|bytes| bytes == file.bytes)
        };
        let path = format!("{folder}{}", file.path);
        match earlier.filter(is_there) {
            Some(earlier) => (path, Origin::Kept(earlier)),
            None => (path, Origin::New(file.bytes)),
        }
    };
    files.into_par_iter().map(piece).collect()
}

fn written(folder: &str, files: impl IntoIterator<Item = File>) -> Pieces {
    files.into_iter().map(|file| (format!("{folder}{}", file.path), Origin::New(file.bytes))).collect()
}

/// The paths of an edition that stand at the root while it is the current one.
fn root_of(manifest: &Manifest) -> Vec<String> {
    manifest.files.keys().filter(|path| *path != VALUES).cloned().collect()
}

/// An edition at the root: the same files, by links.
fn root(id: Id, paths: Vec<String>) -> Pieces {
    let folder = id.folder();
    paths.into_iter().map(|path| (path.clone(), Origin::Same(format!("{folder}{path}")))).collect()
}

/// The whole folder with the editions as they are and another list.
fn rearranged(publication: &Publication, list: &List, theme: &Arc<Theme>) -> anyhow::Result<Pieces> {
    let mut pieces = kept(publication, list.editions.iter().map(|entry| entry.id))?;
    let whole = root_of(&manifest_of(publication.root(), list.current)?);
    pieces.extend(around(list, &whole, theme)?);
    pieces.extend(root(list.current, whole));
    Ok(pieces)
}

/// What stands around the editions: the list of all, and what hosts and search engines are told. `paths` are those of the
/// current edition.
fn around(list: &List, paths: &[String], theme: &Arc<Theme>) -> anyhow::Result<Pieces> {
    let data = stub(list);
    let edition = frame(&data, list, theme)?;
    let mut files = page::editions(&edition, list)?;
    files.push(json(LIST, list)?);
    let base = edition::base(list.address.as_deref());
    let gone = list.editions.iter().filter(|entry| entry.taken_down.is_some());
    let gone: Vec<String> = gone.map(|entry| format!("{base}/{}", entry.id.folder())).collect();
    // Drawings of an earlier look keep their style when they are opened alone.
    let styles = list.editions.iter().map(|entry| entry.style.clone()).filter(|style| !style.is_empty());
    files.extend(headers::files_of(&styles.chain([headers::style(theme)]).collect(), &gone));
    let listed: Vec<&str> =
        paths.iter().chain(files.iter().map(|file| &file.path)).map(String::as_str).collect();
    let listed = sitemap::files(list.address.as_deref(), &listed);
    files.extend(listed);
    Ok(written("", files))
}

/// Notices at the addresses of the pages of an edition, and the file that tells our server to say that they are gone.
fn notices(
    list: &List,
    (id, reason): (Id, &Reason),
    pages: &[String],
    theme: &Arc<Theme>,
) -> anyhow::Result<Pieces> {
    let data = stub(list);
    let edition = frame(&data, list, theme)?;
    let folder = id.folder();
    // One file for each language and depth: the way to the root is the same.
    let mut first: BTreeMap<(bool, usize), String> = BTreeMap::new();
    let mut pieces = Pieces::from([(format!("{folder}{TAKEN_DOWN}"), Origin::New(Vec::new()))]);
    for page in pages {
        let path = format!("{folder}{page}");
        let (is_english, depth) = (page.starts_with("en/"), path.matches('/').count());
        let origin = if let Some(first) = first.get(&(is_english, depth)) {
            Origin::Same(first.clone())
        } else {
            first.insert((is_english, depth), path.clone());
            let locale = if is_english { Locale::En } else { Locale::Id };
            Origin::New(page::taken_down(&edition, locale, &"../".repeat(depth), (id, reason))?)
        };
        pieces.insert(path, origin);
    }
    Ok(pieces)
}

/// The data that pages around editions need: the name of the regency.
fn stub(list: &List) -> Dataset {
    let Regency { code, kind, name } = list.regency.clone();
    let region = Region {
        code: code.clone(),
        level: RegionLevel::Regency,
        kind,
        name,
        parent: None,
        valid_from: None,
        valid_to: None,
        simulated: false,
        source: SourceKey { key: String::new() },
    };
    Dataset { regency: code, regions: vec![region].into(), ..Dataset::default() }
}

fn frame<'d>(data: &'d Dataset, list: &List, theme: &Arc<Theme>) -> anyhow::Result<Edition<'d>> {
    let templates = Arc::new(Templates::new(theme)?);
    let edition = Edition::new(Linked::new(data), theme, &templates, list.current.day);
    Ok(Edition { address: list.address.clone(), ..edition })
}
