//! The folder of a publication: editions that stand for good, and the current one at its root.
//!
//! It is replaced as a whole, as a site is. What stays is linked from the old folder into the new one, so that a file costs
//! its space once, however many editions hold it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use rayon::prelude::*;

use super::place::{self, Place};
use super::{MARKER, Tree, look, tree_of, write};

/// Name of the file at the root of a publication that says whose it is.
pub const MARKER_OF_PUBLICATION: &str = ".dampingan-publication";

/// What the marker says to whoever opens it.
const MARKER_TEXT: &str = "Everything in this folder was made by `sitegen publish`. Editions stand for good: files of several \
                           editions are one file, so change none of them by hand.\n";

/// Where a file of the new folder comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// It is written.
    New(Vec<u8>),
    /// The file at this path of the folder as it stands.
    Kept(String),
    /// The file at this path of the new folder, which is new or kept itself.
    Same(String),
}

/// A file of the new folder: its path, and where it comes from.
pub type Pieces = BTreeMap<String, Origin>;

/// What became of the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Replaced {
    /// Files that were written.
    pub written: usize,
    /// Bytes in them.
    pub bytes: u64,
    /// Names that lead to a file which was there, or to one of those written.
    pub linked: usize,
}

/// The folder of a publication, held against other commands until this is dropped.
pub struct Publication {
    place: Place,
    is_new: bool,
}

impl Publication {
    /// Takes a folder, and clears away what killed commands left beside it.
    ///
    /// # Errors
    /// When another command holds it, when it is something other than a publication, an empty folder or nothing, and when
    /// the file system refuses.
    pub fn take(folder: &Path) -> anyhow::Result<Self> {
        let place = Place::take(folder)?;
        let root = place.out();
        let is_new = match fs::read_dir(root) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => true,
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read the folder {}", root.display()));
            }
            Ok(mut entries) => entries.next().is_none(),
        };
        if root.join(MARKER).is_file() {
            bail!(
                "{} holds a report that `sitegen build` made, which keeps no editions; name another folder with --dir",
                root.display()
            );
        }
        ensure!(
            is_new || root.join(MARKER_OF_PUBLICATION).is_file(),
            "{} has files in it and is no publication made here (it has no {MARKER_OF_PUBLICATION}); nothing in it was \
             touched; name another folder, or empty this one",
            root.display()
        );
        Ok(Self { place, is_new })
    }

    /// Whether nothing was published in it yet.
    #[must_use]
    pub fn is_new(&self) -> bool {
        self.is_new
    }

    /// The folder, free of links.
    #[must_use]
    pub fn root(&self) -> &Path {
        self.place.out()
    }

    /// What the last command noted for the next one.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        let text = fs::read_to_string(self.root().join(MARKER_OF_PUBLICATION)).ok()?;
        text.strip_prefix(MARKER_TEXT).map(str::to_owned)
    }

    /// The paths of all files below a folder of it, each from the root.
    ///
    /// # Errors
    /// When the file system refuses, and when a name is not UTF-8.
    pub fn paths(&self, below: &str) -> anyhow::Result<Vec<String>> {
        let is_there = self.root().join(below).is_dir();
        let tree = if is_there { tree_of(look(self.root(), Path::new(below))?) } else { Tree::new() };
        let text = |path: &PathBuf| {
            let text = path.to_str().map(str::to_owned);
            text.with_context(|| format!("{} has a name that nobody here gave", path.display()))
        };
        tree.keys().map(text).collect()
    }

    /// Makes `pieces` the whole content of the folder, at once or not at all, and leaves a note for the next command.
    ///
    /// # Errors
    /// When a path leads out of the folder, when a piece is the same as one that is not there, and when the file system
    /// refuses. The folder is then as it was; the one exception is an old folder that cannot be removed after it was
    /// replaced, and the message says so.
    pub fn replace(self, pieces: &Pieces, note: &str) -> anyhow::Result<Replaced> {
        check(pieces)?;
        let staging = self.place.stage()?;
        let replaced = self
            .fill(staging.path(), pieces, note)
            .with_context(|| format!("nothing was published, {} is as it was", self.root().display()))?;
        self.place.replace(staging, None)?;
        Ok(replaced)
    }

    fn fill(&self, staging: &Path, pieces: &Pieces, note: &str) -> anyhow::Result<Replaced> {
        let folders: BTreeSet<&Path> =
            pieces.keys().flat_map(|path| Path::new(path).ancestors().skip(1)).collect();
        for folder in folders {
            let folder = staging.join(folder);
            fs::create_dir_all(&folder)
                .with_context(|| format!("cannot create the folder {}", folder.display()))?;
        }
        let (links, files): (Vec<_>, Vec<_>) =
            pieces.iter().partition(|(_, origin)| matches!(origin, Origin::Same(_)));
        // What others are linked to comes first.
        let mut replaced = Replaced::default();
        for part in [files, links] {
            let made = part.par_iter().map(|(path, origin)| self.make(staging, path, origin));
            let made = made.try_reduce(Replaced::default, |one, other| {
                Ok(Replaced {
                    written: one.written + other.written,
                    bytes: one.bytes + other.bytes,
                    linked: one.linked + other.linked,
                })
            })?;
            replaced.written += made.written;
            replaced.bytes += made.bytes;
            replaced.linked += made.linked;
        }
        write(&staging.join(MARKER_OF_PUBLICATION), format!("{MARKER_TEXT}{note}").as_bytes())?;
        place::sync_file_system(staging)?;
        Ok(replaced)
    }

    fn make(&self, staging: &Path, path: &str, origin: &Origin) -> anyhow::Result<Replaced> {
        let new = staging.join(path);
        let written = |bytes: &[u8]| {
            write(&new, bytes)?;
            Ok(Replaced { written: 1, bytes: bytes.len() as u64, linked: 0 })
        };
        let old = match origin {
            Origin::New(bytes) => return written(bytes),
            Origin::Kept(path) => self.root().join(path),
            Origin::Same(path) => staging.join(path),
        };
        // Where the file system has no links, or no more for this file, a copy serves as well.
        if fs::hard_link(&old, &new).is_ok() {
            return Ok(Replaced { linked: 1, ..Replaced::default() });
        }
        written(&fs::read(&old).with_context(|| format!("cannot read {}", old.display()))?)
    }
}

/// Refuses paths that lead out of the folder, and links to what is not there.
fn check(pieces: &Pieces) -> anyhow::Result<()> {
    let whole: HashSet<&str> = pieces
        .iter()
        .filter(|(_, origin)| !matches!(origin, Origin::Same(_)))
        .map(|(path, _)| path.as_str())
        .collect();
    for (path, origin) in pieces {
        ensure!(
            path.split('/').all(|part| !matches!(part, "" | "." | "..")) && path != MARKER_OF_PUBLICATION,
            "the path {path:?} of a file of the publication is not a plain path from its root"
        );
        if let Origin::Same(other) = origin {
            ensure!(
                whole.contains(other.as_str()),
                "{path:?} is to be the same as {other:?}, which is not there"
            );
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::MetadataExt as _;

    use super::*;

    fn pieces(of: &[(&str, Origin)]) -> Pieces {
        of.iter().map(|(path, origin)| ((*path).to_owned(), origin.clone())).collect()
    }

    fn new(text: &str) -> Origin {
        Origin::New(text.into())
    }

    fn file(folder: &Path, path: &str) -> u64 {
        fs::metadata(folder.join(path)).unwrap().ino()
    }

    #[test]
    fn what_is_kept_or_the_same_is_one_file() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("public");
        let first = pieces(&[
            ("edisi/a/index.html", new("a")),
            ("index.html", Origin::Same("edisi/a/index.html".to_owned())),
        ]);
        let publication = Publication::take(&folder).unwrap();
        assert!(publication.is_new() && publication.note().is_none());
        let replaced = publication.replace(&first, "first").unwrap();
        assert_eq!(replaced, Replaced { written: 1, bytes: 1, linked: 1 });
        assert_eq!(file(&folder, "index.html"), file(&folder, "edisi/a/index.html"));

        let before = file(&folder, "edisi/a/index.html");
        let publication = Publication::take(&folder).unwrap();
        assert_eq!(publication.note().as_deref(), Some("first"));
        assert_eq!(publication.paths("edisi").unwrap(), ["edisi/a/index.html"]);
        let second = pieces(&[
            ("edisi/a/index.html", Origin::Kept("edisi/a/index.html".to_owned())),
            ("edisi/b/index.html", new("b")),
            ("index.html", Origin::Same("edisi/b/index.html".to_owned())),
        ]);
        assert_eq!(publication.replace(&second, "").unwrap(), Replaced { written: 1, bytes: 1, linked: 2 });
        assert_eq!(file(&folder, "edisi/a/index.html"), before);
        assert_eq!(fs::read(folder.join("index.html")).unwrap(), b"b");
        let beside: Vec<_> = fs::read_dir(parent.path()).unwrap().collect();
        assert_eq!(beside.len(), 1, "{beside:?}");
    }

    #[test]
    fn what_cannot_be_made_leaves_the_folder_as_it_was() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("public");
        let publish = |of: &[(&str, Origin)]| Publication::take(&folder)?.replace(&pieces(of), "");
        publish(&[("index.html", new("a"))]).unwrap();
        for (wrong, says) in [
            (("x", Origin::Kept("gone".to_owned())), "cannot read"),
            (("x", Origin::Same("gone".to_owned())), "not there"),
            (("../x", new("")), "plain path"),
            ((MARKER_OF_PUBLICATION, new("")), "plain path"),
        ] {
            let error = format!("{:#}", publish(&[("index.html", new("b")), wrong]).unwrap_err());
            assert!(error.contains(says), "{error}");
            assert_eq!(fs::read(folder.join("index.html")).unwrap(), b"a");
        }
    }

    #[test]
    fn a_folder_of_somebody_else_is_left_alone() {
        let parent = tempfile::tempdir().unwrap();
        let refused = |folder: &Path| format!("{:#}", Publication::take(folder).err().unwrap());
        let stranger = parent.path().join("stranger");
        fs::create_dir(&stranger).unwrap();
        fs::write(stranger.join("letter.txt"), "dear").unwrap();
        assert!(refused(&stranger).contains("is no publication made here"));
        let site = parent.path().join("site");
        super::super::publish(&site, &[], "").unwrap();
        assert!(refused(&site).contains("keeps no editions"));
        let publication = Publication::take(&parent.path().join("public")).unwrap();
        assert!(refused(&parent.path().join("public")).contains("try again when it is done"));
        publication.replace(&pieces(&[("index.html", new("a"))]), "").unwrap();
        // Nor does a plain build take it.
        let error = super::super::publish(&parent.path().join("public"), &[], "").unwrap_err();
        assert!(format!("{error:#}").contains("no site made here"));
    }
}
