//! Checks in Python, by the tools that readers of the downloads have.

use std::path::Path;
use std::process::Command;

use crate::project_folder;

/// Runs a script of `tests/downloads` with the packages that `tests/run install` puts into `target/tools`, and returns
/// what it says when it is content.
#[must_use]
pub fn python(script: &str, arguments: &[&Path]) -> String {
    let interpreter = project_folder().join("target/tools/bin/python");
    let way_out = "this test reads downloads with Python packages; install them with `tests/run install`";
    assert!(interpreter.exists(), "{} is missing: {way_out}", interpreter.display());
    let script = project_folder().join("tests/downloads").join(script);
    let run = Command::new(interpreter).arg(&script).args(arguments).output().expect("a run of Python");
    let complaint = String::from_utf8_lossy(&run.stderr);
    assert!(!complaint.contains("ModuleNotFoundError"), "{complaint}{way_out}");
    assert!(run.status.success(), "{}: {complaint}", script.display());
    String::from_utf8_lossy(&run.stdout).trim().to_owned()
}
