//! The only writer of the site's files.
//!
//! A site is replaced as a whole: the new one is made ready beside the old one, and the two change places in one
//! step of the file system. Who reads the folder sees the old site or the new one, never a mixture, and whatever
//! goes wrong on the way (a full disk, a killed process, a lost power supply) leaves the old one as it was.

mod draft;
mod place;
pub mod publication;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
pub use draft::Draft;
use place::Place;
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

/// Takes a file as soon as it is made, from any thread.
pub type Put<'p> = dyn Fn(File) -> anyhow::Result<()> + Sync + 'p;

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

/// The folder of a site, held against other builds, before its files are looked at.
pub struct Held {
    place: Place,
    marked: bool,
    /// What its marker says, true or not.
    marker: Option<Marker>,
}

impl Held {
    /// Takes the folder, and clears away what killed builds left beside it.
    ///
    /// # Errors
    /// When it is something other than a site, an empty folder or nothing, when another build publishes to it, and when the
    /// file system refuses.
    pub fn take(out: &Path) -> anyhow::Result<Self> {
        let mut held = Self { place: Place::take(out)?, marked: false, marker: None };
        let root = held.place.out();
        match fs::symlink_metadata(root) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(held),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot look at {}", root.display()));
            }
            Ok(found) => ensure!(
                found.is_dir(),
                "{} is a file; name a folder for the site, which may be new",
                root.display()
            ),
        }
        held.marked = fs::symlink_metadata(root.join(MARKER)).is_ok_and(|marker| marker.is_file());
        if !held.marked {
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
        let marker = fs::read_to_string(root.join(MARKER)).ok();
        held.marker = marker.and_then(|text| Marker::read(&text));
        Ok(held)
    }

    /// Whether it says that it was made from `inputs`. If so, [`Held::look`] tells whether it is as it was left.
    #[must_use]
    pub fn is_of(&self, inputs: &str) -> bool {
        self.marker.as_ref().is_some_and(|marker| marker.made_from == short(inputs))
    }

    /// Reads names, lengths and times of its files.
    ///
    /// # Errors
    /// When the file system refuses.
    pub fn look(self) -> anyhow::Result<Site> {
        let Self { place, marked, marker } = self;
        let mut tree = if marked { tree_of(look(place.out(), Path::new(""))?) } else { Tree::new() };
        tree.remove(Path::new(MARKER));
        let marker = marker.filter(|marker| marker.left_as == left_as(&tree));
        Ok(Site { place, marked, marker, tree })
    }
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
    /// Takes the folder and looks at its files.
    ///
    /// # Errors
    /// As [`Held::take`].
    pub fn open(out: &Path) -> anyhow::Result<Self> {
        Held::take(out)?.look()
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
        Ok(Draft::new(self, staging))
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
}

/// How files were left that were looked at.
fn tree_of(found: Vec<(PathBuf, Metadata)>) -> Tree {
    found.into_iter().map(|(path, found)| (path, left(&found))).collect()
}

/// Every file below a folder of the site, by its path from the root, in no order and without following links.
fn look(root: &Path, folder: &Path) -> anyhow::Result<Vec<(PathBuf, Metadata)>> {
    let here = root.join(folder);
    let failed = || format!("cannot read the folder {}", here.display());
    let (mut files, mut folders) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(&here).with_context(failed)? {
        let entry = entry.with_context(failed)?;
        let path = folder.join(entry.file_name());
        let found = entry.metadata().with_context(|| format!("cannot look at {}", entry.path().display()))?;
        if found.is_dir() {
            folders.push(path);
        } else {
            files.push((path, found));
        }
    }
    let below = folders.par_iter().map(|folder| look(root, folder));
    files.extend(below.collect::<anyhow::Result<Vec<_>>>()?.into_iter().flatten());
    Ok(files)
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
