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
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, bail, ensure};
use place::{Place, Staging};

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

/// Makes `files` the whole content of the folder `out`, as a build does it file by file.
#[cfg(test)]
pub(crate) fn publish(out: &Path, files: &[File], inputs: &str) -> anyhow::Result<Outcome> {
    let draft = Site::open(out)?.draft()?;
    files.iter().try_for_each(|file| draft.put(file))?;
    draft.publish(inputs)
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

/// The folder of a site as it stands, held against other builds; empty when there is none.
pub struct Site {
    place: Place,
    marked: bool,
    tree: Tree,
}

impl Site {
    /// Takes the folder, clears away what killed builds left beside it, and reads names and lengths.
    ///
    /// # Errors
    /// When it is something other than a site, an empty folder or nothing, when another build publishes to it, and when the
    /// file system refuses.
    pub fn open(out: &Path) -> anyhow::Result<Self> {
        let mut site = Self { place: Place::take(out)?, marked: false, tree: Tree::new() };
        let root = site.place.out();
        match fs::symlink_metadata(root) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(site),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot look at {}", root.display()));
            }
            Ok(found) => ensure!(
                found.is_dir(),
                "{} is a file; name a folder for the site, which may be new",
                root.display()
            ),
        }
        site.marked = fs::symlink_metadata(root.join(MARKER)).is_ok_and(|marker| marker.is_file());
        if !site.marked {
            let mut entries =
                fs::read_dir(root).with_context(|| format!("cannot read the folder {}", root.display()))?;
            if entries.next().is_some() {
                bail!(
                    "{} has files in it and is no site made here (it has no {MARKER}); nothing in it was touched; \
                     name another folder, or empty this one",
                    root.display()
                );
            }
        }
        look(root, Path::new(""), &mut site.tree)?;
        site.tree.remove(Path::new(MARKER));
        Ok(site)
    }

    /// How many files and how many pages it has, if it was made from `inputs` and is as it was left. Names, lengths and times
    /// of the files are looked at, not what is in them.
    #[must_use]
    pub fn stands(&self, inputs: &str) -> Option<(usize, usize)> {
        let text = fs::read_to_string(self.root().join(MARKER)).ok()?;
        let pages = self.tree.keys().filter(|path| path.extension().is_some_and(|end| end == "html")).count();
        (text == marker(inputs, &self.tree)).then_some((self.tree.len(), pages))
    }

    /// Begins the next site, which takes the place of this one as a whole when it is published, and leaves nothing when it is
    /// dropped before. Anything that somebody else put into the folder of a site is removed with the old site.
    ///
    /// # Errors
    /// When the folder that holds the site cannot be written.
    pub fn draft(self) -> anyhow::Result<Draft> {
        let staging = self.place.stage()?;
        Ok(Draft {
            old: self,
            staging,
            paths: Mutex::default(),
            folders: Mutex::default(),
            kept: AtomicUsize::new(0),
        })
    }

    fn root(&self) -> &Path {
        self.place.out()
    }

    /// Notes that the site as it is was made from `inputs` too.
    fn remember(&self, inputs: &str) -> anyhow::Result<()> {
        let (path, next) = (self.root().join(MARKER), self.root().join(NEXT_MARKER));
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
            && fs::read(self.root().join(&file.path)).is_ok_and(|bytes| bytes == file.bytes)
    }

    /// How many of its files are not among `paths`.
    fn count_without(&self, paths: &BTreeSet<String>) -> usize {
        self.tree.keys().filter(|path| !path.to_str().is_some_and(|path| paths.contains(path))).count()
    }
}

/// A site that is being made, beside the one that is there. Files are put into it from any thread, as they are made.
pub struct Draft {
    old: Site,
    staging: Staging,
    paths: Mutex<BTreeSet<String>>,
    folders: Mutex<HashSet<PathBuf>>,
    kept: AtomicUsize,
}

impl Draft {
    /// Puts a file into the site; one that is equal to that of the old site is kept.
    ///
    /// # Errors
    /// When its path leads out of the site or comes twice, and when the file system refuses.
    pub fn put(&self, file: &File) -> anyhow::Result<()> {
        self.note(&file.path)?;
        let failed = || format!("nothing was published, {} is as it was", self.old.root().display());
        let path = self.staging.path().join(&file.path);
        self.make_folder_of(&path).with_context(failed)?;
        // Where the file system has no links, or not for this file, a copy serves as well.
        if self.old.holds(file) && fs::hard_link(self.old.root().join(&file.path), &path).is_ok() {
            self.kept.fetch_add(1, Ordering::Relaxed);
            return Ok(());
        }
        write(&path, &file.bytes).with_context(failed)
    }

    /// The paths of all files so far, in order.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        lock(&self.paths).iter().cloned().collect()
    }

    /// Puts the site in the place of the old one, at once or not at all. When all files are as they were, nothing is touched.
    /// `inputs` says what they were made from, for [`Site::stands`].
    ///
    /// # Errors
    /// When the file system refuses. The old site is then as it was; the one exception is an old site that cannot be removed
    /// after it was replaced, and the message says so.
    pub fn publish(self, inputs: &str) -> anyhow::Result<Outcome> {
        let Self { old, staging, paths, kept, .. } = self;
        let (paths, kept) = (paths.into_inner().unwrap_or_else(PoisonError::into_inner), kept.into_inner());
        let removed = old.count_without(&paths);
        if old.marked && removed == 0 && kept == paths.len() {
            old.remember(inputs)?;
            return Ok(Outcome { written: 0, unchanged: kept, removed: 0 });
        }
        seal_site(staging.path(), inputs)
            .with_context(|| format!("nothing was published, {} is as it was", old.root().display()))?;
        old.place.replace(staging)?;
        Ok(Outcome { written: paths.len() - kept, unchanged: kept, removed })
    }

    /// Refuses paths that lead out of the site, have two spellings, or come twice.
    fn note(&self, path: &str) -> anyhow::Result<()> {
        ensure!(!path.is_empty(), "a file of the site has no path");
        ensure!(
            path.split('/').all(|part| !matches!(part, "" | "." | "..")),
            "the path {path:?} of a file of the site is not a plain path from the root of the site"
        );
        ensure!(path != MARKER, "the path {path:?} is kept for the marker of the site");
        ensure!(lock(&self.paths).insert(path.to_owned()), "two files of the site have the path {path:?}");
        Ok(())
    }

    fn make_folder_of(&self, path: &Path) -> anyhow::Result<()> {
        let Some(folder) = path.parent() else { return Ok(()) };
        if lock(&self.folders).contains(folder) {
            return Ok(());
        }
        fs::create_dir_all(folder)
            .with_context(|| format!("cannot create the folder {}", folder.display()))?;
        lock(&self.folders).insert(folder.to_owned());
        Ok(())
    }
}

/// What a thread that panicked has left is as whole as what others leave.
fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
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

/// Notes on a whole new site what it was made from, and waits until the disk has it.
fn seal_site(staging: &Path, inputs: &str) -> anyhow::Result<()> {
    let mut tree = Tree::new();
    look(staging, Path::new(""), &mut tree)?;
    write(&staging.join(MARKER), marker(inputs, &tree).as_bytes())?;
    place::sync_file_system(staging)
}

/// Writes one new file.
fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    // Never over a file that is there: on a file system that takes `A` and `a` for one, that would lose a page.
    fs::File::create_new(path)
        .and_then(|mut file| file.write_all(bytes))
        .with_context(|| format!("cannot write {}", path.display()))
}
