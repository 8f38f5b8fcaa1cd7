//! Data packages that tests import: the bundled facts with changes, and small ones of a few rows.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::project_folder;

/// A data package of the files given by name and text, with the descriptor that belongs to it.
#[must_use]
pub fn package(files: &[(&str, String)]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder");
    for (name, text) in files {
        fs::write(folder.path().join(name), text).expect("a written file");
    }
    describe(folder.path());
    folder
}

fn describe(folder: &Path) {
    let descriptor = gateway::import::package::describe(folder).expect("a descriptor");
    fs::write(folder.join(gateway::import::package::DESCRIPTOR), descriptor).expect("a written descriptor");
}

/// The text of a file of the bundled facts.
#[must_use]
pub fn facts(file: &str) -> String {
    fs::read_to_string(project_folder().join("data/pati").join(file)).expect("a file of the bundled facts")
}
