//! The next site while it is made: what is put into it, what it keeps of the old one, and how it takes its place.

use std::cmp::Ordering;
use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use anyhow::{Context as _, ensure};
use foldhash::HashMap;
use rayon::iter::Either;
use rayon::prelude::*;

use super::place::{self, Staging};
use super::{File, Left, MARKER, Marker, Outcome, Site, Tree, left, look, write};

/// A site that is being made, beside the one that is there. Files are put into it from any thread, as they are made.
pub struct Draft {
    old: Site,
    staging: Staging,
    /// Its files by path. They are put in order once, when all are there.
    files: Mutex<HashMap<String, Left>>,
    folders: Mutex<HashSet<PathBuf>>,
    kept: AtomicUsize,
    /// Files that are not those of the old site.
    apart: Mutex<Vec<PathBuf>>,
    /// Files of the old site that were linked ahead of time.
    ahead: OnceLock<HashSet<PathBuf>>,
}

impl Draft {
    pub(super) fn new(old: Site, staging: Staging) -> Self {
        Self {
            old,
            staging,
            files: Mutex::default(),
            folders: Mutex::default(),
            kept: AtomicUsize::new(0),
            apart: Mutex::default(),
            ahead: OnceLock::new(),
        }
    }

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
        lock(&self.apart).push(file.path.as_str().into());
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
        lock(&self.apart).push(path.into());
        self.keeps(path, left(&copied));
        Ok(())
    }

    /// Keeps all files of a folder of the old site; the path ends in `/`.
    ///
    /// # Errors
    /// As [`Draft::keep`].
    pub fn keep_folder(&self, folder: &str) -> anyhow::Result<()> {
        let files = self.old.tree.range(PathBuf::from(folder)..).map(|(path, _)| path);
        let files = files.take_while(|path| path.starts_with(folder)).filter_map(|path| path.to_str());
        files.into_iter().try_for_each(|path| self.keep(path))
    }

    /// Links all files of the old site into this one, which can be done before anything is known of it. Those that it does
    /// not keep or put are removed when it is published.
    pub fn link_ahead(&self) {
        let there = self.shared_by_spare().unwrap_or_default();
        let files = self.old.tree.iter().filter(|(_, left)| left.is_some()).map(|(path, _)| path);
        let linked = files.par_bridge().filter(|path| {
            let new = self.staging.path().join(path);
            // What cannot be linked now is seen to when it is kept.
            there.contains(*path)
                || (self.make_folder_of(&new).is_ok()
                    && fs::hard_link(self.old.root().join(path), new).is_ok())
        });
        let linked = linked.cloned().collect();
        // It is done once.
        let _ = self.ahead.set(linked);
    }

    /// Brings the spare in, rid of all that is not the old site's. Gives the files that it shares with that; none where there
    /// is no spare, or where it is of no use.
    fn shared_by_spare(&self) -> anyhow::Result<HashSet<PathBuf>> {
        if !self.old.place.bring_spare(&self.staging) {
            return Ok(HashSet::new());
        }
        let spare = self.staging.path();
        let is_shared = |path: &PathBuf, id| {
            self.old.tree.get(path).is_some_and(Option::is_some)
                && fs::symlink_metadata(self.old.root().join(path)).is_ok_and(|old| identity(&old) == id)
        };
        let cleared = look(spare, Path::new("")).and_then(|found| {
            let (shared, others): (HashSet<PathBuf>, Vec<PathBuf>) =
                found.into_par_iter().partition_map(|(path, found)| {
                    if is_shared(&path, identity(&found)) { Either::Left(path) } else { Either::Right(path) }
                });
            others.iter().try_for_each(|path| place::remove_file(spare, path))?;
            Ok(shared)
        });
        if cleared.is_err() {
            fs::remove_dir_all(spare).and_then(|()| fs::create_dir(spare))?;
        }
        cleared
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
        let files = lock(&self.files);
        let is_kept = |path: &Path| path.to_str().is_some_and(|path| files.contains_key(path));
        for path in ahead.iter().filter(|path| !is_kept(path)) {
            let file = self.staging.path().join(path);
            // A folder of the site may stand in its place by now.
            if fs::symlink_metadata(&file).is_ok_and(|found| found.is_file()) {
                place::remove_file(self.staging.path(), path)
                    .with_context(|| format!("cannot remove {}", file.display()))?;
            }
        }
        Ok(())
    }

    fn keeps(&self, path: &str, left: Left) {
        self.leaves(path, left);
        self.kept.fetch_add(1, Relaxed);
    }

    fn leaves(&self, path: &str, left: Left) {
        if let Some(noted) = lock(&self.files).get_mut(path) {
            *noted = left;
        }
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
        let mut paths: Vec<String> = lock(&self.files).keys().cloned().collect();
        paths.par_sort_unstable_by(|one, other| in_order(one, other));
        paths
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
        let Self { old, staging, files, kept, apart, ahead, .. } = self;
        let (files, kept) = (files.into_inner().unwrap_or_else(PoisonError::into_inner), kept.into_inner());
        let is_gone = |path: &&PathBuf| path.to_str().is_none_or(|path| !files.contains_key(path));
        let gone: Vec<PathBuf> = old.tree.keys().filter(is_gone).cloned().collect();
        let mut stale = apart.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (count, removed) = (files.len(), gone.len());
        if old.marked && removed == 0 && kept == count {
            old.remember(inputs, notes)?;
            if ahead.get().is_some() && stale.is_empty() {
                old.place.spare_staged(&staging);
            }
            return Ok(Outcome { written: 0, unchanged: kept, removed: 0 });
        }
        let mut files: Vec<(String, Left)> = files.into_iter().collect();
        files.par_sort_unstable_by(|(one, _), (other, _)| in_order(one, other));
        let tree: Tree = files.into_iter().map(|(path, left)| (path.into(), left)).collect();
        let marker = Marker::new(inputs, &tree, notes);
        write(&staging.path().join(MARKER), marker.text().as_bytes())
            .and_then(|_| place::sync_file_system(staging.path()))
            .with_context(|| format!("nothing was published, {} is as it was", old.root().display()))?;
        // A spare that shares little would only take room.
        let is_spared = stale.len() * 10 <= count;
        stale.extend(gone);
        stale.push(MARKER.into());
        old.place.replace(staging, is_spared.then_some(stale))?;
        Ok(Outcome { written: count - kept, unchanged: kept, removed })
    }

    /// Refuses paths that lead out of the site, have two spellings, or come twice.
    fn note(&self, path: &str) -> anyhow::Result<()> {
        ensure!(!path.is_empty(), "a file of the site has no path");
        ensure!(
            path.split('/').all(|part| !matches!(part, "" | "." | "..")),
            "the path {path:?} of a file of the site is not a plain path from the root of the site"
        );
        ensure!(path != MARKER, "the path {path:?} is kept for the marker of the site");
        let twin = lock(&self.files).insert(path.to_owned(), None);
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

/// What two links to one file have alike.
fn identity(found: &Metadata) -> (u64, u64) {
    (found.dev(), found.ino())
}

/// The order of paths part by part, as the standard library has it, which takes them apart for that.
fn in_order(one: &str, other: &str) -> Ordering {
    // What ends a part comes before all that a part can have.
    let rank = |byte: u8| if byte == b'/' { 0 } else { byte };
    let differing = one.bytes().zip(other.bytes()).find(|(one, other)| one != other);
    differing.map_or(one.len().cmp(&other.len()), |(one, other)| rank(one).cmp(&rank(other)))
}

/// What a thread that panicked has left is as whole as what others leave.
fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}
