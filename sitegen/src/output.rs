//! The only writer of the site's files.
//!
//! A site is replaced as a whole: the new one is made ready beside the old one, and the two change places in one
//! step of the file system. Who reads the folder sees the old site or the new one, never a mixture, and whatever
//! goes wrong on the way (a full disk, a killed process, a lost power supply) leaves the old one as it was.

mod place;
pub mod publication;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use rayon::prelude::*;

use place::Place;

/// Name of the file at the root of a site that says who made it, so that no other folder is ever replaced.
pub const MARKER: &str = ".dampingan-site";

/// What the marker says to whoever opens it.
const MARKER_TEXT: &str =
    "Everything in this folder was made by the site generator, and is replaced when it publishes again.\n";

/// The marker while it is written anew.
const NEXT_MARKER: &str = ".dampingan-site.next";

/// One file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// From the root of the site, with `/` between the parts: `desa/index.html`.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// What a publication did, in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// New, or not as they were.
    pub written: usize,
    /// Kept from the old site, with their inode and time.
    pub unchanged: usize,
    /// In the old site and not in the new one.
    pub removed: usize,
}

/// How many files and how many pages a site has that was made from `inputs` and is as it was left; none where it was made
/// from other inputs, was touched since, or is not there. Names, lengths and times of the files are looked at, not what is
/// in them.
///
/// # Errors
/// When another build publishes to it, and when what a killed build left beside it cannot be cleared away.
pub fn stands(out: &Path, inputs: &str) -> anyhow::Result<Option<(usize, usize)>> {
    let place = Place::take(out)?;
    let Ok(text) = fs::read_to_string(place.out().join(MARKER)) else { return Ok(None) };
    let mut tree = Tree::new();
    look(place.out(), Path::new(""), &mut tree)?;
    tree.remove(Path::new(MARKER));
    let pages = tree.keys().filter(|path| path.extension().is_some_and(|end| end == "html")).count();
    Ok((text == marker(inputs, &tree)).then_some((tree.len(), pages)))
}

/// Makes `files` the whole content of the folder `out`, at once or not at all. `inputs` says what they were made from, for
/// [`stands`].
///
/// Files that are equal to those of the site that is there are kept; when all are, nothing is touched. Anything
/// that somebody else put into the folder of a site is removed with the old site.
///
/// # Errors
/// When a path leads out of the site or comes twice, when `out` is something other than a site, an empty folder or
/// nothing, when another build publishes to it, and when the file system refuses. The old site is then as it was;
/// the one exception is an old site that cannot be removed after it was replaced, and the message says so.
pub fn publish(out: &Path, files: &[File], inputs: &str) -> anyhow::Result<Outcome> {
    check_paths(files)?;
    let place = Place::take(out)?;
    let old = OldSite::read(&place)?;

    let equal: Vec<bool> = files.par_iter().map(|file| old.holds(file)).collect();
    let removed = old.count_without(files);
    if old.marked && removed == 0 && equal.iter().all(|equal| *equal) {
        old.remember(inputs)?;
        return Ok(Outcome { written: 0, unchanged: files.len(), removed: 0 });
    }

    let staging = place.stage()?;
    let kept = fill(staging.path(), &old, files, &equal, inputs)
        .with_context(|| format!("nothing was published, {} is as it was", place.out().display()))?;
    place.replace(staging)?;
    Ok(Outcome { written: files.len() - kept, unchanged: kept, removed })
}

/// Refuses paths that lead out of the site, have two spellings, or come twice.
fn check_paths(files: &[File]) -> anyhow::Result<()> {
    let mut seen = HashSet::with_capacity(files.len());
    for File { path, .. } in files {
        ensure!(!path.is_empty(), "a file of the site has no path");
        ensure!(
            path.split('/').all(|part| !matches!(part, "" | "." | "..")),
            "the path {path:?} of a file of the site is not a plain path from the root of the site"
        );
        ensure!(path != MARKER, "the path {path:?} is kept for the marker of the site");
        ensure!(seen.insert(path), "two files of the site have the path {path:?}");
    }
    Ok(())
}

/// The length of each file by its path from the root, and when it was last written, in nanoseconds since 1970; none for
/// what is no regular file, such as a link.
type Tree = BTreeMap<PathBuf, Option<(u64, i128)>>;

/// What the marker of a site says: whose it is, and a seal over what it was made from and how it was left.
fn marker(inputs: &str, tree: &Tree) -> String {
    format!("{MARKER_TEXT}{}", seal(inputs, tree))
}

fn seal(inputs: &str, tree: &Tree) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(inputs.as_bytes());
    for (path, left) in tree {
        hasher.update(format!("\n{} {left:?}", path.display()).as_bytes());
    }
    format!("{}\n", hasher.finalize())
}

/// The site that is there before a publication; empty when there is none.
struct OldSite {
    root: PathBuf,
    marked: bool,
    tree: Tree,
}

impl OldSite {
    /// Reads the names and lengths, and refuses a folder that is not ours to replace.
    fn read(place: &Place) -> anyhow::Result<Self> {
        let root = place.out().to_owned();
        let mut old = Self { root, marked: false, tree: Tree::new() };
        match fs::symlink_metadata(&old.root) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(old),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot look at {}", old.root.display()));
            }
            Ok(found) => ensure!(
                found.is_dir(),
                "{} is a file; name a folder for the site, which may be new",
                old.root.display()
            ),
        }
        old.marked = fs::symlink_metadata(old.root.join(MARKER)).is_ok_and(|marker| marker.is_file());
        if !old.marked {
            let mut entries = fs::read_dir(&old.root)
                .with_context(|| format!("cannot read the folder {}", old.root.display()))?;
            if entries.next().is_some() {
                bail!(
                    "{} has files in it and is no site made here (it has no {MARKER}); nothing in it was touched; \
                     name another folder, or empty this one",
                    old.root.display()
                );
            }
        }
        look(&old.root, Path::new(""), &mut old.tree)?;
        old.tree.remove(Path::new(MARKER));
        Ok(old)
    }

    /// Notes that the site as it is was made from `inputs` too.
    fn remember(&self, inputs: &str) -> anyhow::Result<()> {
        let (path, next) = (self.root.join(MARKER), self.root.join(NEXT_MARKER));
        let text = marker(inputs, &self.tree);
        if fs::read_to_string(&path).is_ok_and(|old| old == text) {
            return Ok(());
        }
        let written = fs::write(&next, text).and_then(|()| fs::rename(&next, &path));
        written.with_context(|| format!("cannot write {}", path.display()))
    }

    /// Whether it has this very file. The length, already known, spares reading most of those that differ.
    fn holds(&self, file: &File) -> bool {
        let left = self.tree.get(Path::new(&file.path)).copied().flatten();
        left.is_some_and(|(length, _)| length == file.bytes.len() as u64)
            // One that cannot be read is written anew rather than stand in the way of the next site.
            && fs::read(self.root.join(&file.path)).is_ok_and(|bytes| bytes == file.bytes)
    }

    /// How many of its files are not among `files`.
    fn count_without(&self, files: &[File]) -> usize {
        let next: HashSet<&Path> = files.iter().map(|file| Path::new(&file.path)).collect();
        self.tree.keys().filter(|path| !next.contains(path.as_path())).count()
    }
}

/// Notes every file below a folder of the site, without following links.
fn look(root: &Path, folder: &Path, tree: &mut Tree) -> anyhow::Result<()> {
    let here = root.join(folder);
    let failed = || format!("cannot read the folder {}", here.display());
    for entry in fs::read_dir(&here).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let path = folder.join(entry.file_name());
        let found = entry.metadata().with_context(|| format!("cannot look at {}", entry.path().display()))?;
        if found.is_dir() {
            look(root, &path, tree)?;
        } else {
            let written = i128::from(found.mtime()) * 1_000_000_000 + i128::from(found.mtime_nsec());
            tree.insert(path, found.is_file().then_some((found.len(), written)));
        }
    }
    Ok(())
}

/// Puts the whole new site into the staging folder, safe on the disk, and returns how many files it shares with the
/// old one.
fn fill(
    staging: &Path,
    old: &OldSite,
    files: &[File],
    equal: &[bool],
    inputs: &str,
) -> anyhow::Result<usize> {
    let mut folders: BTreeSet<&Path> =
        files.iter().flat_map(|file| Path::new(&file.path).ancestors().skip(1)).collect();
    folders.insert(Path::new(""));
    for folder in &folders {
        let folder = staging.join(folder);
        fs::create_dir_all(&folder)
            .with_context(|| format!("cannot create the folder {}", folder.display()))?;
    }

    let kept = files
        .par_iter()
        .zip(equal)
        .map(|(file, equal)| {
            let path = staging.join(&file.path);
            // Where the file system has no links, or not for this file, a copy serves as well.
            if *equal && fs::hard_link(old.root.join(&file.path), &path).is_ok() {
                return Ok(1);
            }
            write(&path, &file.bytes).map(|()| 0)
        })
        .sum::<anyhow::Result<usize>>()?;

    let mut tree = Tree::new();
    look(staging, Path::new(""), &mut tree)?;
    write(&staging.join(MARKER), marker(inputs, &tree).as_bytes())?;
    place::sync_file_system(staging)?;
    Ok(kept)
}

/// Writes one new file.
fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    // Never over a file that is there: on a file system that takes `A` and `a` for one, that would lose a page.
    fs::File::create_new(path)
        .and_then(|mut file| file.write_all(bytes))
        .with_context(|| format!("cannot write {}", path.display()))
}
