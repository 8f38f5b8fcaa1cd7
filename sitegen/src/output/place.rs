//! Where a site is published: the folder, the lock beside it, and the exchange of the old site for the new.

use std::ffi::{OsStr, OsString};
use std::fs::{self, TryLockError};
use std::io::ErrorKind;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail, ensure};
use rayon::prelude::*;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

/// What follows the name of the site in the name of a folder in which a new site is made ready.
const STAGING: &str = "staging-";
/// The same for an old site that was moved aside, where two folders cannot change places in one step.
const ASIDE: &str = "aside-";

/// The same for a second folder with the files of the site, in which the next one is made ready: to link some thousand files
/// there, and to remove the links again, takes longer than all else that a small change needs. It holds nothing that the site
/// does not.
const SPARE: &str = "spare";

/// A folder to publish to, held against other builds until this is dropped.
pub(super) struct Place {
    out: PathBuf,
    parent: PathBuf,
    name: OsString,
    _lock: Lock,
}

impl Place {
    /// Takes the place, and clears away what killed builds left beside it.
    ///
    /// # Errors
    /// When another build holds it, when it cannot be replaced as a whole, or when the file system refuses.
    pub(super) fn take(out: &Path) -> anyhow::Result<Self> {
        let out = resolve(out)?;
        let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
            bail!("{} cannot be replaced by a site; name a folder inside it", out.display());
        };
        let (parent, name) = (parent.to_owned(), name.to_owned());
        refuse_mount(&out, &parent)?;
        let lock = Lock::take(parent.join(beside(&name, "lock")), &out)?;
        let place = Self { out, parent, name, _lock: lock };
        place.clear_leftovers()?;
        Ok(place)
    }

    /// The folder of the site, free of links; it need not exist yet.
    pub(super) fn out(&self) -> &Path {
        &self.out
    }

    /// Creates the folder in which the next site is made ready, on the same file system as the site.
    pub(super) fn stage(&self) -> anyhow::Result<Staging> {
        let path = self.own(STAGING);
        fs::create_dir(&path).with_context(|| {
            format!(
                "cannot create the folder {}; the folder that holds the site must be writable",
                path.display()
            )
        })?;
        Ok(Staging { path })
    }

    /// Puts the spare in the place of a staging folder that is empty, and tells whether there was one.
    pub(super) fn bring_spare(&self, staging: &Staging) -> bool {
        fs::rename(self.spare(), &staging.path).is_ok()
    }

    /// Puts the staged site in the place of the old one, and removes the old one. Where it is said which of its files the new
    /// one does not share, only these are removed, and the rest is kept as the spare.
    pub(super) fn replace(&self, staging: Staging, stale: Option<Vec<PathBuf>>) -> anyhow::Result<()> {
        let old = self.swap(staging.path())?;
        sync_folder(&self.parent)?;
        if let Some(old) = old {
            let left = || {
                let (out, old) = (self.out.display(), old.display());
                format!("{out} is the new site, but the old one, now {old}, cannot be removed")
            };
            match stale {
                Some(stale) => self.keep_spare(&old, &stale).or_else(|_| remove(&old)).with_context(left)?,
                None => remove(&old).and_then(|()| self.remove_spare()).with_context(left)?,
            }
        }
        // By now nothing has its name, whichever way the new site went.
        drop(staging);
        Ok(())
    }

    /// Keeps a staging folder as the spare; there must be nothing in it but links to files of the site.
    pub(super) fn spare_staged(&self, staging: &Staging) {
        // One that cannot be kept goes with its staging folder, and the next build makes another.
        let _ = self.remove_spare().and_then(|()| fs::rename(&staging.path, self.spare()));
    }

    fn keep_spare(&self, old: &Path, stale: &[PathBuf]) -> std::io::Result<()> {
        stale.par_iter().try_for_each(|path| remove_file(old, path))?;
        self.remove_spare()?;
        fs::rename(old, self.spare())
    }

    fn remove_spare(&self) -> std::io::Result<()> {
        match remove(&self.spare()) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn spare(&self) -> PathBuf {
        self.parent.join(beside(&self.name, SPARE))
    }

    /// Brings the new site to the name of the site, and returns where the old one is now, if there was one.
    fn swap(&self, new: &Path) -> anyhow::Result<Option<PathBuf>> {
        let failed = || format!("cannot put the new site in the place of {}", self.out.display());
        match fs::metadata(&self.out) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::rename(new, &self.out).with_context(failed)?;
                return Ok(None);
            }
            Err(error) => return Err(error).with_context(failed),
            // Whoever opened the folder to a web server, or closed it to others, meant the site.
            Ok(old) => fs::set_permissions(new, old.permissions()).with_context(failed)?,
        }
        match renameat_with(CWD, new, CWD, &self.out, RenameFlags::EXCHANGE) {
            Ok(()) => Ok(Some(new.to_owned())),
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => self.swap_in_two(new).map(Some),
            Err(Errno::BUSY) => bail!("{}: it is a mount point; name a folder inside it", failed()),
            Err(error) => Err(error).with_context(failed),
        }
    }

    /// The exchange for file systems that only rename: for an instant there is no site, and if the second step
    /// fails the old one comes back. A build killed between the steps is put right by the next.
    pub(super) fn swap_in_two(&self, new: &Path) -> anyhow::Result<PathBuf> {
        let aside = self.own(ASIDE);
        fs::rename(&self.out, &aside)
            .with_context(|| format!("cannot move {} aside to {}", self.out.display(), aside.display()))?;
        if let Err(error) = fs::rename(new, &self.out) {
            fs::rename(&aside, &self.out).with_context(|| {
                format!("{error}; and cannot bring the old site back from {}", aside.display())
            })?;
            return Err(error)
                .with_context(|| format!("cannot rename {} to {}", new.display(), self.out.display()));
        }
        Ok(aside)
    }

    /// Removes the folders of builds that were killed; nobody uses them, for the lock is ours. Where the site itself
    /// is missing and the old one was moved aside, brings that back first.
    fn clear_leftovers(&self) -> anyhow::Result<()> {
        let failed = || format!("cannot read the folder {}", self.parent.display());
        for entry in fs::read_dir(&self.parent).with_context(failed)? {
            let entry = entry.with_context(failed)?;
            let name = entry.file_name();
            let (staging, aside) = (self.is_leftover(&name, STAGING), self.is_leftover(&name, ASIDE));
            if !(staging || aside) || !entry.file_type().with_context(failed)?.is_dir() {
                continue;
            }
            let leftover = entry.path();
            if aside && fs::symlink_metadata(&self.out).is_err() {
                fs::rename(&leftover, &self.out).with_context(|| {
                    format!(
                        "cannot bring the old site back from {} to {}",
                        leftover.display(),
                        self.out.display()
                    )
                })?;
            } else {
                fs::remove_dir_all(&leftover).with_context(|| {
                    format!("cannot remove what a killed build left, {}", leftover.display())
                })?;
            }
        }
        Ok(())
    }

    /// Whether a name beside the site is that of a folder of this kind of this site: the kind and a process number.
    fn is_leftover(&self, name: &OsStr, kind: &str) -> bool {
        let prefix = beside(&self.name, kind);
        let number = name.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes());
        number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
    }

    /// The folder of this kind of this process.
    fn own(&self, kind: &str) -> PathBuf {
        self.parent.join(beside(&self.name, &format!("{kind}{}", std::process::id())))
    }
}

/// A folder in which a site is made ready. What is in it is removed when this is dropped.
pub(super) struct Staging {
    path: PathBuf,
}

impl Staging {
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // The error that brought us here says more than a second one; the next build clears what is left.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Removes a file below a folder, where there is one of this path, with the folders that had nothing else.
///
/// # Errors
/// When the file system refuses.
pub(super) fn remove_file(root: &Path, path: &Path) -> std::io::Result<()> {
    let is_none = [ErrorKind::NotFound, ErrorKind::NotADirectory, ErrorKind::IsADirectory];
    match fs::remove_file(root.join(path)) {
        Err(error) if !is_none.contains(&error.kind()) => return Err(error),
        _ => {}
    }
    for folder in path.ancestors().skip(1).take_while(|it| !it.as_os_str().is_empty()) {
        if fs::remove_dir(root.join(folder)).is_err() {
            break;
        }
    }
    Ok(())
}

/// Removes a folder; what is in its folders by several threads, since a file system takes long over many files.
fn remove(folder: &Path) -> std::io::Result<()> {
    let folders = |folder: &Path| -> std::io::Result<Vec<PathBuf>> {
        let mut folders = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            }
        }
        Ok(folders)
    };
    let above = folders(folder)?;
    let below = above.iter().map(|it| folders(it)).collect::<std::io::Result<Vec<_>>>()?;
    below.concat().par_iter().try_for_each(fs::remove_dir_all)?;
    fs::remove_dir_all(folder)
}

/// An advisory lock on a file beside the site. The kernel gives it back when the process ends, however it ends.
struct Lock {
    path: PathBuf,
    _file: fs::File,
}

impl Lock {
    fn take(path: PathBuf, out: &Path) -> anyhow::Result<Self> {
        loop {
            let file =
                fs::OpenOptions::new().create(true).truncate(false).write(true).open(&path).with_context(
                    || {
                        format!(
                            "cannot open the lock {}; the folder that holds the site must be writable",
                            path.display()
                        )
                    },
                )?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    bail!("another build is publishing to {}; try again when it is done", out.display())
                }
                Err(TryLockError::Error(error)) => {
                    return Err(error).with_context(|| format!("cannot lock {}", path.display()));
                }
            }
            // Its last holder may have removed the file between our opening and our locking it; a lock on a file
            // that nobody else can find holds nobody off.
            let ours = file.metadata().with_context(|| format!("cannot look at {}", path.display()))?;
            if fs::metadata(&path).is_ok_and(|found| (found.dev(), found.ino()) == (ours.dev(), ours.ino())) {
                return Ok(Self { path, _file: file });
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Removed while it is still held. A lock file that stays does no harm, as only the lock on it counts.
        let _ = fs::remove_file(&self.path);
    }
}

/// The hidden name beside the site for a purpose: `.site.lock` for the site `site`.
fn beside(name: &OsStr, purpose: &str) -> OsString {
    let mut beside = OsString::from(".");
    beside.push(name);
    beside.push(".");
    beside.push(purpose);
    beside
}

/// The folder behind a path, links followed: it is the folder that is replaced, not the link to it. Creates the
/// folders above it.
fn resolve(out: &Path) -> anyhow::Result<PathBuf> {
    match fs::symlink_metadata(out) {
        Ok(_) => {
            fs::canonicalize(out).with_context(|| format!("cannot find the folder behind {}", out.display()))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let name =
                out.file_name().with_context(|| format!("\"{}\" does not name a folder", out.display()))?;
            let parent =
                out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
            fs::create_dir_all(parent)
                .with_context(|| format!("cannot create the folder {}", parent.display()))?;
            let parent = fs::canonicalize(parent)
                .with_context(|| format!("cannot find the folder behind {}", parent.display()))?;
            Ok(parent.join(name))
        }
        Err(error) => Err(error).with_context(|| format!("cannot look at {}", out.display())),
    }
}

/// A mount point cannot be exchanged for another folder; better said before the work than after it.
fn refuse_mount(out: &Path, parent: &Path) -> anyhow::Result<()> {
    let Ok(site) = fs::metadata(out) else { return Ok(()) };
    let above = fs::metadata(parent).with_context(|| format!("cannot look at {}", parent.display()))?;
    ensure!(
        site.dev() == above.dev(),
        "{} is a mount point and cannot be replaced as a whole; name a folder inside it",
        out.display()
    );
    Ok(())
}

/// Waits until the disk has the names in a folder.
pub(super) fn sync_folder(folder: &Path) -> anyhow::Result<()> {
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .with_context(|| format!("cannot bring the folder {} to the disk", folder.display()))
}

/// Waits until the disk has everything below a folder: it must not take the place of another one while a lost power
/// supply would leave its files empty. One call for all of them; a call for each takes longer than making them.
///
/// # Errors
/// When the file system refuses.
pub(super) fn sync_file_system(folder: &Path) -> anyhow::Result<()> {
    let opened = fs::File::open(folder);
    #[cfg(any(target_os = "linux", target_os = "android"))]
    let synced = opened.and_then(|folder| rustix::fs::syncfs(folder).map_err(std::io::Error::from));
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    let synced = opened.map(|_| rustix::fs::sync());
    synced.with_context(|| format!("cannot bring {} to the disk", folder.display()))
}
