//! Whether a publication is as it was published.

use std::fs;
use std::path::Path;

use rayon::prelude::*;

use crate::edition::{MANIFEST, Standing};
use crate::output::publication::MARKER_OF_PUBLICATION;

use super::{list, manifest_of, root_of, sha256};

/// What is not as it was published: a line for each file of an edition that is missing, changed or added, and for each at
/// the root that is not that of the current edition.
///
/// # Errors
/// When the folder holds no publication.
pub fn check(folder: &Path) -> anyhow::Result<Vec<String>> {
    let list = list(folder)?;
    let mut found = Vec::new();
    if !folder.join(MARKER_OF_PUBLICATION).is_file() {
        found.push(format!("{MARKER_OF_PUBLICATION} is missing"));
    }
    for entry in list.editions.iter().filter(|entry| list.standing(entry) != Standing::TakenDown) {
        let within = entry.id.folder();
        let manifest = match manifest_of(folder, entry.id) {
            Ok(manifest) => manifest,
            Err(error) => {
                found.push(format!("{within}{MANIFEST}: {error:#}"));
                continue;
            }
        };
        let wrong = |path: &String, hash: &str| match fs::read(folder.join(path)) {
            Ok(bytes) if sha256(&bytes) == hash => None,
            Ok(_) => Some(format!("{path} is not as it was published")),
            Err(error) => Some(format!("{path} cannot be read: {error}")),
        };
        let files = manifest.files.par_iter();
        found.par_extend(files.filter_map(|(path, hash)| wrong(&format!("{within}{path}"), hash)));
        let added = count(&folder.join(&within)).saturating_sub(manifest.files.len() + 1);
        if added > 0 {
            found.push(format!("{within} holds {added} files that were not published"));
        }
        if entry.id == list.current {
            let root = root_of(&manifest);
            found.par_extend(root.par_iter().filter_map(|path| wrong(path, manifest.files.get(path)?)));
        }
    }
    found.sort();
    Ok(found)
}

/// How many files a folder holds.
fn count(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => count(&entry.path()),
            _ => 1,
        })
        .sum()
}
