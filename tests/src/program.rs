//! The programs of the workspace, as they are run.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The path of a program of the workspace, built in the profile of the tests when it is first asked for.
///
/// Cargo tells a test only of the programs of its own package, and the tests are a package of their own.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(build).join(name)
}

/// Builds all programs and returns their folder: with all targets, so that the dependencies have the features that
/// they have for the tests, and are compiled once.
fn build() -> PathBuf {
    // Tests run from target/<profile>/deps.
    let own = std::env::current_exe().expect("the path of the tests");
    let folder = own.ancestors().nth(2).expect("the folder of the profile").to_owned();
    let target = folder.parent().expect("the target folder");
    let profile = match folder.file_name().and_then(|name| name.to_str()) {
        Some("debug") | None => "dev",
        Some(profile) => profile,
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    // What cargo tells this test about its package would tell build scripts that their world has changed, and half
    // of the dependencies would be compiled again.
    let told = ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_", "CARGO_PRIMARY_", "NEXTEST"];
    for (name, _) in std::env::vars_os() {
        if told.iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    let built = command
        .args(["build", "--quiet", "--locked", "--workspace", "--all-targets", "--profile", profile])
        .arg("--target-dir")
        .arg(target)
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .status()
        .expect("cargo");
    assert!(built.success(), "the programs do not build; see the messages above");
    folder
}

/// What a command says; it must succeed.
pub fn said(command: &mut Command) -> String {
    let output = command.output().expect("a run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// What a command says when it fails, which it must.
pub fn refused(command: &mut Command) -> String {
    let output = command.output().expect("a run");
    assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stderr).expect("text")
}
