//! A publication is copied to where it is read: only what changed, the first pages last, and nothing that was not sent.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use dampingan_tests::{Backend, ObjectStore, Site, World, program, refused, said};
use tempfile::TempDir;

/// What the store notes of what was sent.
const SENT: &str = "dampingan-sent.json";

/// A publication beside the folder that it is copied to, and an object store that keeps its objects there.
struct Desk {
    world: World,
    folder: TempDir,
    store: Option<ObjectStore>,
}

impl Desk {
    async fn new() -> Self {
        Self { world: World::with_facts(Backend::Sqlite).await, folder: TempDir::new().unwrap(), store: None }
    }

    /// The same with an object store in between.
    async fn with_object_store() -> Self {
        let desk = Self::new().await;
        let buckets = desk.path("buckets");
        fs::create_dir_all(buckets.join("laporan")).unwrap();
        let store = ObjectStore::start(&buckets).await;
        Self { store: Some(store), ..desk }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn to(&self) -> String {
        match self.store {
            Some(_) => "s3://laporan/pati".to_owned(),
            None => format!("file://{}", self.path("copy").display()),
        }
    }

    /// Where the copy stands, whoever keeps it there.
    fn copy(&self) -> PathBuf {
        self.path(if self.store.is_some() { "buckets/laporan/pati" } else { "copy" })
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(program("sitegen"));
        command.args(arguments).arg("--dir").arg(self.path("editions")).args(["--to", &self.to()]);
        if let Some(store) = &self.store {
            command.envs(store.environment());
        }
        command
    }

    fn publish(&self, day: &str) -> Command {
        let mut command = self.command(&["publish"]);
        command.args(["--database", &self.world.url, "--today", day, "--without-pictures"]);
        command
    }

    /// The copy has the files of the publication and the note, byte for byte.
    fn check(&self) {
        let (copy, editions) = (Site::read(&self.copy()), Site::read(&self.path("editions")));
        let differing = editions.differing(&copy);
        assert_eq!(differing, [".dampingan-publication", SENT]);
    }
}

/// `3 files sent (12 kB), 4 unchanged, 5 removed`, as numbers.
fn counts(said: &str) -> [usize; 3] {
    let line = said.lines().last().unwrap().rsplit_once(": ").unwrap().1;
    let number = |text: &str| text.trim().split(' ').next().unwrap().parse().unwrap();
    let parts: Vec<&str> = line.split(", ").collect();
    [number(parts[0]), number(parts[1]), number(parts[2])]
}

#[tokio::test]
async fn only_what_changed_is_sent_to_a_folder_and_what_is_gone_is_removed() {
    let desk = Desk::new().await;
    fs::create_dir(desk.copy()).unwrap();
    only_what_changed_is_sent(&desk);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_changed_is_sent_to_an_object_store_and_what_is_gone_is_removed() {
    let desk = Desk::with_object_store().await;
    let told = tokio::task::block_in_place(|| {
        only_what_changed_is_sent(&desk);
        // Who has no right to write there is told so.
        let mut send = desk.command(&["send"]);
        refused(send.env("AWS_SECRET_ACCESS_KEY", "guessed"))
    });
    assert!(told.contains("s3://laporan/pati"), "{told}");
    assert!(!told.contains("guessed"), "a secret is never said: {told}");
}

fn only_what_changed_is_sent(desk: &Desk) {
    let [all, unchanged, removed] = counts(&said(&mut desk.publish("2026-07-01")));
    assert!(all > 1_000 && unchanged == 0 && removed == 0);
    desk.check();
    assert_eq!(counts(&said(&mut desk.command(&["send"]))), [0, all, 0], "nothing changed");

    // The next edition comes beside the first, whose files stay as they are.
    let [sent, unchanged, removed] = counts(&said(&mut desk.publish("2026-07-02")));
    assert!(sent > 0 && unchanged > 1_000 && removed == 0);
    desk.check();
    let [_, _, removed] = counts(&said(&mut desk.command(&[
        "take-down",
        "2026-07-01",
        "--reason-id",
        "Bocor.",
        "--reason-en",
        "A leak.",
    ])));
    assert!(removed > 0, "what is taken down is gone from the copy");
    desk.check();

    // What somebody removed there comes back.
    fs::remove_file(desk.copy().join("data/regions.csv")).unwrap();
    assert_eq!(counts(&said(&mut desk.command(&["send"])))[0], 1);
    desk.check();
}

#[tokio::test]
async fn a_copy_that_stopped_half_way_goes_on_and_what_is_no_copy_is_left_alone() {
    let desk = Desk::new().await;
    let copy = desk.copy();
    fs::create_dir(&copy).unwrap();
    fs::write(copy.join("surat.txt"), "milik orang lain").unwrap();
    let error = refused(&mut desk.publish("2026-07-01"));
    assert!(error.contains("surat.txt") && error.contains("name a folder that is empty"), "{error}");
    assert!(error.contains("`sitegen send` copies them from there"), "{error}");
    assert!(desk.path("editions/index.html").is_file(), "the edition stands in its folder");
    assert_eq!(Site::read(&copy).paths().collect::<Vec<_>>(), ["surat.txt"]);
    fs::remove_file(copy.join("surat.txt")).unwrap();

    let [all, ..] = counts(&said(&mut desk.command(&["send"])));
    // As one that was killed leaves it: noted is what was there before, and some of the new files stand.
    let note = fs::read_to_string(copy.join(SENT)).unwrap();
    let noted: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&note).unwrap();
    let half: serde_json::Map<_, _> = noted.into_iter().skip(all / 2).collect();
    fs::write(copy.join(SENT), serde_json::to_string(&half).unwrap()).unwrap();
    fs::write(copy.join("data/regions.csv"), "half").unwrap();
    fs::remove_file(copy.join("index.html")).unwrap();
    let [sent, unchanged, removed] = counts(&said(&mut desk.command(&["send"])));
    assert!(sent > all / 2 - 2 && unchanged > 0 && removed == 0, "{sent} {unchanged} {removed}");
    desk.check();
}

#[tokio::test]
async fn what_cannot_be_reached_is_said_and_the_editions_stand() {
    let desk = Desk::new().await;
    let mut publish = Command::new(program("sitegen"));
    publish.arg("publish").arg("--dir").arg(desk.path("editions"));
    publish.args(["--database", &desk.world.url, "--today", "2026-07-01", "--to", "s3://laporan/pati"]);
    // A port that nobody listens on.
    publish.envs([
        ("AWS_ENDPOINT", "http://127.0.0.1:9"),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "local"),
    ]);
    publish.envs([("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b")]);
    let error = refused(&mut publish);
    assert!(error.contains("cannot send the publication to s3://laporan/pati"), "{error}");
    assert!(desk.path("editions/index.html").is_file());
}
