//! The only writer of the site's files.
//!
//! A site is replaced as a whole: the new one is made ready beside the old one, and the two change places in one
//! step of the file system. Who reads the folder sees the old site or the new one, never a mixture, and whatever
//! goes wrong on the way (a full disk, a killed process, a lost power supply) leaves the old one as it was.

mod place;
pub mod publication;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};
use std::fs::{self, Metadata};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use anyhow::{Context as _, bail, ensure};
use place::{Place, Staging};
use rayon::prelude::*;

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
    draft.link_ahead();
    files.iter().try_for_each(|file| draft.put(file))?;
    draft.publish(inputs, "")
}

/// How a file was left: its length, and when it was last written, in nanoseconds since 1970. None for what is no regular file,
/// such as a link.
type Left = Option<(u64, i128)>;

fn left(found: &Metadata) -> Left {
    let written = i128::from(found.mtime()) * 1_000_000_000 + i128::from(found.mtime_nsec());
    found.is_file().then_some((found.len(), written))
}

/// How each file was left, by its path from the root.
type Tree = BTreeMap<PathBuf, Left>;

/// What the marker of a site says of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Marker {
    /// A short form of what it was made from.
    made_from: String,
    /// A short form of how it was left.
    left_as: String,
    /// What its build noted for the next one.
    notes: String,
}

impl Marker {
    fn new(inputs: &str, tree: &Tree, notes: &str) -> Self {
        Self { made_from: short(inputs), left_as: left_as(tree), notes: notes.to_owned() }
    }

    /// Of a marker that this program wrote.
    fn read(text: &str) -> Option<Self> {
        let mut lines = text.strip_prefix(MARKER_TEXT)?.splitn(3, '\n').map(str::to_owned);
        Some(Self { made_from: lines.next()?, left_as: lines.next()?, notes: lines.next()? })
    }

    fn text(&self) -> String {
        let Self { made_from, left_as, notes } = self;
        format!("{MARKER_TEXT}{made_from}\n{left_as}\n{notes}")
    }
}

fn short(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_string()
}

fn left_as(tree: &Tree) -> String {
    let mut hasher = blake3::Hasher::new();
    for (path, left) in tree {
        hasher.update(format!("{} {left:?}\n", path.display()).as_bytes());
    }
    hasher.finalize().to_string()
}

/// The folder of a site as it stands, held against other builds; empty when there is none.
pub struct Site {
    place: Place,
    marked: bool,
    /// What its marker says, where it is as it was left.
    marker: Option<Marker>,
    tree: Tree,
}

impl Site {
    /// Takes the folder, clears away what killed builds left beside it, and reads names and lengths.
    ///
    /// # Errors
    /// When it is something other than a site, an empty folder or nothing, when another build publishes to it, and when the
    /// file system refuses.
    pub fn open(out: &Path) -> anyhow::Result<Self> {
        let mut site = Self { place: Place::take(out)?, marked: false, marker: None, tree: Tree::new() };
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
        let marker = fs::read_to_string(root.join(MARKER)).ok();
        let marker = marker.and_then(|text| Marker::read(&text));
        site.marker = marker.filter(|marker| marker.left_as == left_as(&site.tree));
        Ok(site)
    }

    /// How many files and how many pages it has, if it was made from `inputs` and is as it was left. Names, lengths and times
    /// of the files are looked at, not what is in them.
    #[must_use]
    pub fn stands(&self, inputs: &str) -> Option<(usize, usize)> {
        let marker = self.marker.as_ref()?;
        let pages = self.tree.keys().filter(|path| path.extension().is_some_and(|end| end == "html")).count();
        (marker.made_from == short(inputs)).then_some((self.tree.len(), pages))
    }

    /// What its build noted for the next one, if it is as it was left.
    fn notes(&self) -> Option<&str> {
        self.marker.as_ref().map(|marker| marker.notes.as_str())
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
            tree: Mutex::default(),
            folders: Mutex::default(),
            kept: AtomicUsize::new(0),
            ahead: OnceLock::new(),
        })
    }

    fn root(&self) -> &Path {
        self.place.out()
    }

    /// Notes that the site as it is was made from `inputs` too.
    fn remember(&self, inputs: &str, notes: &str) -> anyhow::Result<()> {
        let (path, next) = (self.root().join(MARKER), self.root().join(NEXT_MARKER));
        let marker = Marker::new(inputs, &self.tree, notes);
        if self.marker.as_ref() == Some(&marker) {
            return Ok(());
        }
        let written = fs::write(&next, marker.text()).and_then(|()| fs::rename(&next, &path));
        written.with_context(|| format!("cannot write {}", path.display()))
    }

    /// Whether it has this very file. The length, already known, spares reading most of those that differ.
    fn holds(&self, file: &File) -> bool {
        self.left(&file.path).is_some_and(|(length, _)| length == file.bytes.len() as u64)
            // One that cannot be read is written anew rather than stand in the way of the next site.
            && fs::read(self.root().join(&file.path)).is_ok_and(|bytes| bytes == file.bytes)
    }

    fn left(&self, path: &str) -> Left {
        self.tree.get(Path::new(path)).copied().flatten()
    }

    /// How many of its files are not in another tree.
    fn count_without(&self, tree: &Tree) -> usize {
        self.tree.keys().filter(|path| !tree.contains_key(*path)).count()
    }
}

/// A site that is being made, beside the one that is there. Files are put into it from any thread, as they are made.
pub struct Draft {
    old: Site,
    staging: Staging,
    tree: Mutex<Tree>,
    folders: Mutex<HashSet<PathBuf>>,
    kept: AtomicUsize,
    /// Files of the old site that were linked ahead of time.
    ahead: OnceLock<HashSet<PathBuf>>,
}

impl Draft {
    /// Puts a file into the site; one that is equal to that of the old site is kept.
    ///
    /// # Errors
    /// When its path leads out of the site or comes twice, and when the file system refuses.
    pub fn put(&self, file: &File) -> anyhow::Result<()> {
        self.note(&file.path)?;
        let failed = || format!("nothing was published, {} is as it was", self.old.root().display());
        // Where the file system has no links, or not for this file, a copy serves as well.
        if self.old.holds(file) && self.link(&file.path).with_context(failed)? {
            return Ok(());
        }
        let path = self.staging.path().join(&file.path);
        self.make_room(&file.path).with_context(failed)?;
        let left = write(&path, &file.bytes).with_context(failed)?;
        self.leaves(&file.path, left);
        Ok(())
    }

    /// Keeps a file of the old site, whatever is in it.
    ///
    /// # Errors
    /// When the old site has no such file, and as [`Draft::put`].
    pub fn keep(&self, path: &str) -> anyhow::Result<()> {
        self.note(path)?;
        let failed = || format!("nothing was published, {} is as it was", self.old.root().display());
        if self.link(path).with_context(failed)? {
            return Ok(());
        }
        let (old, new) = (self.old.root().join(path), self.staging.path().join(path));
        let copied = fs::copy(&old, &new).and_then(|_| fs::metadata(&new));
        let copied = copied.with_context(|| format!("cannot keep {}", old.display())).with_context(failed)?;
        self.keeps(path, left(&copied));
        Ok(())
    }

    /// Links all files of the old site into this one, which can be done before anything is known of it. Those that it does
    /// not keep or put are removed when it is published.
    pub fn link_ahead(&self) {
        let files = self.old.tree.iter().filter(|(_, left)| left.is_some()).map(|(path, _)| path);
        let linked = files.par_bridge().filter(|path| {
            let new = self.staging.path().join(path);
            // What cannot be linked now is seen to when it is kept.
            self.make_folder_of(&new).is_ok() && fs::hard_link(self.old.root().join(path), new).is_ok()
        });
        let linked = linked.cloned().collect();
        // It is done once.
        let _ = self.ahead.set(linked);
    }

    fn is_ahead(&self, path: &str) -> bool {
        self.ahead.get().is_some_and(|ahead| ahead.contains(Path::new(path)))
    }

    /// Links a file of the old site; tells whether the file system has links, and for this file.
    fn link(&self, path: &str) -> anyhow::Result<bool> {
        if !self.is_ahead(path) {
            let new = self.staging.path().join(path);
            self.make_room(path)?;
            if fs::hard_link(self.old.root().join(path), new).is_err() {
                return Ok(false);
            }
        }
        self.keeps(path, self.old.left(path));
        Ok(true)
    }

    /// Makes the folder of a file, free of what was linked ahead in its place. Nothing of that belongs to the site: a path is
    /// either a file or a folder there.
    fn make_room(&self, path: &str) -> anyhow::Result<()> {
        let new = self.staging.path().join(path);
        if self.ahead.get().is_some() {
            for above in Path::new(path).ancestors().skip(1) {
                if self.is_ahead(&above.to_string_lossy()) {
                    // Another thread may have been here.
                    let _ = fs::remove_file(self.staging.path().join(above));
                }
            }
            let removed = if new.is_dir() { fs::remove_dir_all(&new) } else { fs::remove_file(&new) };
            if let Err(error) = removed
                && error.kind() != ErrorKind::NotFound
            {
                return Err(error).with_context(|| format!("cannot remove {}", new.display()));
            }
        }
        self.make_folder_of(&new)
    }

    /// Removes what was linked ahead and is not kept, with the folders that had nothing else.
    fn remove_leftovers(&self) -> anyhow::Result<()> {
        let Some(ahead) = self.ahead.get() else { return Ok(()) };
        let tree = lock(&self.tree);
        for path in ahead.iter().filter(|path| !tree.contains_key(*path)) {
            let file = self.staging.path().join(path);
            // A folder of the site may stand in its place by now.
            if fs::symlink_metadata(&file).is_ok_and(|found| found.is_file()) {
                fs::remove_file(&file).with_context(|| format!("cannot remove {}", file.display()))?;
            }
            for folder in path.ancestors().skip(1).take_while(|it| !it.as_os_str().is_empty()) {
                if fs::remove_dir(self.staging.path().join(folder)).is_err() {
                    break;
                }
            }
        }
        Ok(())
    }

    fn keeps(&self, path: &str, left: Left) {
        self.leaves(path, left);
        self.kept.fetch_add(1, Ordering::Relaxed);
    }

    fn leaves(&self, path: &str, left: Left) {
        lock(&self.tree).insert(path.into(), left);
    }

    /// The folder of the old site, where there is one.
    #[must_use]
    pub fn old_folder(&self) -> &Path {
        self.old.root()
    }

    /// What is in a file of the old site.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn old(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let path = self.old.root().join(path);
        fs::read(&path).with_context(|| format!("cannot read {}", path.display()))
    }

    /// Bytes in a file of the old site, if it has it.
    #[must_use]
    pub fn old_length(&self, path: &str) -> Option<usize> {
        self.old.left(path).and_then(|(length, _)| usize::try_from(length).ok())
    }

    /// What the build of the old site noted for this one, if nobody touched it since.
    #[must_use]
    pub fn notes(&self) -> Option<&str> {
        self.old.notes()
    }

    /// The paths of all files so far, in order.
    #[must_use]
    pub fn paths(&self) -> Vec<String> {
        // They came as text.
        lock(&self.tree).keys().filter_map(|path| path.to_str().map(str::to_owned)).collect()
    }

    /// Puts the site in the place of the old one, at once or not at all. When all files are as they were, nothing is touched.
    /// `inputs` says what they were made from, for [`Site::stands`]; `notes` are for the next build.
    ///
    /// # Errors
    /// When the file system refuses. The old site is then as it was; the one exception is an old site that cannot be removed
    /// after it was replaced, and the message says so.
    pub fn publish(self, inputs: &str, notes: &str) -> anyhow::Result<Outcome> {
        let failed = || format!("nothing was published, {} is as it was", self.old.root().display());
        self.remove_leftovers().with_context(failed)?;
        let Self { old, staging, tree, kept, .. } = self;
        let (tree, kept) = (tree.into_inner().unwrap_or_else(PoisonError::into_inner), kept.into_inner());
        let removed = old.count_without(&tree);
        if old.marked && removed == 0 && kept == tree.len() {
            old.remember(inputs, notes)?;
            return Ok(Outcome { written: 0, unchanged: kept, removed: 0 });
        }
        let marker = Marker::new(inputs, &tree, notes);
        write(&staging.path().join(MARKER), marker.text().as_bytes())
            .and_then(|_| place::sync_file_system(staging.path()))
            .with_context(|| format!("nothing was published, {} is as it was", old.root().display()))?;
        old.place.replace(staging)?;
        Ok(Outcome { written: tree.len() - kept, unchanged: kept, removed })
    }

    /// Refuses paths that lead out of the site, have two spellings, or come twice.
    fn note(&self, path: &str) -> anyhow::Result<()> {
        ensure!(!path.is_empty(), "a file of the site has no path");
        ensure!(
            path.split('/').all(|part| !matches!(part, "" | "." | "..")),
            "the path {path:?} of a file of the site is not a plain path from the root of the site"
        );
        ensure!(path != MARKER, "the path {path:?} is kept for the marker of the site");
        let twin = lock(&self.tree).insert(path.into(), None);
        ensure!(twin.is_none(), "two files of the site have the path {path:?}");
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
            tree.insert(path, left(&found));
        }
    }
    Ok(())
}

/// Writes one new file.
fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<Left> {
    // Never over a file that is there: on a file system that takes `A` and `a` for one, that would lose a page.
    let written = fs::File::create_new(path).and_then(|mut file| {
        file.write_all(bytes)?;
        file.metadata()
    });
    Ok(left(&written.with_context(|| format!("cannot write {}", path.display()))?))
}
