//! The demo as somebody runs it: one command from nothing to a report.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use dampingan_tests::{Site, program, project_folder};
use serde_json::Value;
use tempfile::TempDir;

/// The demo into a folder, on a day that never moves, run from the root of the repository.
fn demo(dir: &Path) -> Command {
    let mut command = Command::new(program("sitegen"));
    command
        .current_dir(project_folder())
        .args(["demo", "--without-pictures", "--today", "2026-07-01", "--dir"])
        .arg(dir);
    for name in ["SITEGEN_LISTEN", "SITEGEN_GATEWAY", "SITEGEN_DATABASE"] {
        command.env_remove(name);
    }
    command
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

/// The words of a refusal.
fn refusal(command: &mut Command) -> String {
    let output = command.output().unwrap();
    let (out, error) = said(&output);
    assert_eq!(output.status.code(), Some(1), "{out}{error}");
    assert!(error.starts_with("error: "), "{error}");
    error
}

#[test]
fn it_makes_database_and_report_and_a_second_run_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let dir = folder.path().join("new/demo");
    let first = demo(&dir).arg("--no-serve").output().unwrap();
    let (out, error) = said(&first);
    assert!(first.status.success(), "{error}");
    assert!(out.contains("the data version is now 2") && out.contains(" pages; "), "{out}");
    assert!(dir.join("dampingan.db").is_file());
    let site = Site::read(&dir.join("site"));
    assert!(site.pages().count() > 1000);

    let second = demo(&dir).arg("--no-serve").output().unwrap();
    let (out, error) = said(&second);
    assert!(second.status.success(), "{error}");
    assert_eq!(out.matches("Nothing changed: every row stood there already.").count(), 2, "{out}");
    assert!(out.contains("; 0 files written, ") && out.contains(" 0 removed"), "{out}");
    assert_eq!(Site::read(&dir.join("site")).differing(&site), [""; 0]);
}

#[test]
fn a_taken_port_is_told_before_anything_is_made() {
    let folder = TempDir::new().unwrap();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let dir = folder.path().join("demo");
    let error = refusal(demo(&dir).args(["--listen", &address]));
    assert!(error.contains(&address) && error.contains("--listen"), "{error}");
    assert!(!dir.exists());
}

#[test]
fn a_folder_that_is_a_file_and_facts_that_are_not_there_are_named() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "mine").unwrap();
    let error = refusal(demo(&file).arg("--no-serve"));
    assert!(error.contains(file.to_str().unwrap()) && error.contains("cannot make the folder"), "{error}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "mine");

    let nowhere = folder.path().join("facts");
    let dir = folder.path().join("demo");
    let error = refusal(demo(&dir).arg("--no-serve").arg("--facts").arg(&nowhere));
    assert!(error.contains(nowhere.to_str().unwrap()) && error.contains("--facts"), "{error}");
    assert!(!dir.join("dampingan.db").exists());
}

/// A demo that is served; it ends with the test, however that ends.
struct Served {
    child: Child,
    report: String,
    api: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts the demo on a free port, and reads the addresses that it prints.
fn serve(dir: &Path) -> Served {
    let mut command = demo(dir);
    let mut child = command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut served = Served { child, report: String::new(), api: String::new() };
    for line in lines {
        match line.split_once(' ') {
            Some(("Report", address)) => address.trim().clone_into(&mut served.report),
            Some(("API", address)) => address.trim().clone_into(&mut served.api),
            _ if line == "Ctrl+C ends it." => return served,
            _ => {}
        }
    }
    panic!("the demo does not start");
}

#[test]
fn it_serves_report_and_api_until_it_is_asked_to_end() {
    let folder = TempDir::new().unwrap();
    let mut served = serve(folder.path());
    let page = ureq::get(&served.report).call().unwrap().body_mut().read_to_string().unwrap();
    assert_eq!(page, Site::read(&folder.path().join("site"))["index.html"]);
    let village = ureq::get(format!("{}desa/33.18.16.2002/", served.report)).call().unwrap();
    assert_eq!(village.status(), 200);

    let request = r#"{"query":"{ village(code: \"33.18.16.2002\") { name } }"}"#;
    let mut answer =
        ureq::post(&served.api).header("content-type", "application/json").send(request).unwrap();
    let answer: Value = serde_json::from_str(&answer.body_mut().read_to_string().unwrap()).unwrap();
    assert_eq!(answer["data"]["village"]["name"], "Soneyan");
    let data =
        ureq::get(format!("{}data/", served.report)).call().unwrap().body_mut().read_to_string().unwrap();
    assert!(data.contains(&served.api), "the data page does not name {}", served.api);

    let asked = Command::new("kill").args(["-TERM", &served.child.id().to_string()]).status().unwrap();
    assert!(asked.success());
    let ended = served.child.wait().unwrap();
    assert_eq!(ended.code(), Some(0), "{ended}");
}
