//! Editions of the report: they stand for good, the next one says what changed and why, and whatever is done to them happens
//! at one moment or not at all.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dampingan_tests::{Backend, Site, World, facts, package, program, refused, said, words};
use serde_json::Value;
use sitegen::output::publication::Publication;
use tempfile::TempDir;

use crate::killed::{complete, files_below, killed_at};

const ADDRESS: &str = "https://pati.example/laporan";

/// The rows of a file of the facts that are wanted, with its header.
fn rows(file: &str, is_wanted: impl Fn(&str) -> bool) -> String {
    let text = facts(file);
    let (header, rest) = text.split_once('\n').unwrap();
    rest.lines().filter(|row| is_wanted(row)).fold(format!("{header}\n"), |text, row| text + row + "\n")
}

/// The facts with one kecamatan, so that an edition is made in a moment.
async fn small_world() -> World {
    let world = World::empty(Backend::Sqlite).await;
    let whole = ["source", "indicator", "scheme", "stakeholder", "meeting", "decision", "action_item"]
        .into_iter()
        .chain(["funding_source"]);
    let mut files: Vec<(String, String)> =
        whole.map(|name| format!("{name}.csv")).map(|name| (name.clone(), facts(&name))).collect();
    let is_near = |row: &str| !row.contains(",33.18.") || row.contains(",33.18.16,");
    files.push(("observation.csv".to_owned(), rows("observation.csv", is_near)));
    // Who accompanies whom, and the money: moved into the kecamatan, since pages must tell of both.
    for name in ["accompaniment.csv", "ledger_transaction.csv"] {
        let moved = |text: String, of: u32| text.replace(&format!(",33.18.{of:02},"), ",33.18.16,");
        files.push((name.to_owned(), (1..=21).fold(facts(name), moved)));
    }
    let regions = rows("region.csv", |row| {
        let code = row.split(',').next().unwrap();
        code.len() <= "33.18".len() || code == "33.18.16" || code.starts_with("33.18.16.20")
    });
    let agencies = rows("agency.csv", is_near);
    files.extend([("region.csv".to_owned(), regions), ("agency.csv".to_owned(), agencies)]);
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    world.import(package(&files).path()).await.unwrap();
    world
}

/// Corrects the poverty rate of 2023 and adds one of 2026, through the gateway's own command.
fn correct(world: &World, value: &str, reason: &str) {
    let published = rows("observation.csv", |row| {
        row.starts_with("2023,") && row.contains(",PUBLISHED,") && row.contains(",p0,33.18,")
    });
    let row = published.lines().nth(1).unwrap();
    assert_eq!(published.lines().count(), 2);
    let mut cells: Vec<&str> = row.split(',').collect();
    cells[3] = value;
    let corrected = cells.join(",");
    let new = corrected.replacen("2023,2023-03-01,2023-03-31", "2026,2026-03-01,2026-03-31", 1);
    let header = published.lines().next().unwrap();
    let package = package(&[("observation.csv", format!("{header}\n{corrected}\n{new}\n"))]);
    let mut import = Command::new(program("gateway"));
    import.arg("import").arg(package.path()).args(["--database", &world.url, "--author", "Bappeda"]);
    complete(import.args(["--reason", reason, "--log", "error"]).stdout(Stdio::null()));
}

/// A folder of editions, with nothing else beside it.
struct Desk {
    parent: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { parent: TempDir::new().unwrap() }
    }

    fn folder(&self) -> PathBuf {
        self.parent.path().join("public")
    }

    fn beside(&self) -> Vec<String> {
        let entries = fs::read_dir(self.parent.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(program("sitegen"));
        command.args(args).arg("--dir").arg(self.folder());
        command
    }

    fn publish(&self, world: &World, today: &str) -> Command {
        let about = ["--today", today, "--address", ADDRESS, "--without-pictures"];
        let mut command = self.command(&["publish", "--database", &world.url]);
        command.args(about);
        command
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder().join(path)
    }

    fn text(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn inode(&self, path: &str) -> u64 {
        fs::metadata(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}")).ino()
    }

    fn site(&self, edition: &str) -> Site {
        Site::read(&self.path(edition))
    }
}

/// The checksums of a manifest, judged by another program.
fn check_sums(folder: &Path) {
    let manifest: Value = serde_json::from_slice(&fs::read(folder.join("manifest.json")).unwrap()).unwrap();
    let files = manifest["files"].as_object().unwrap();
    assert!(files.len() > 100, "{}", files.len());
    let mut sums = Command::new("sha256sum");
    sums.args(["--check", "--quiet", "--strict"]).current_dir(folder).stdin(Stdio::piped());
    let mut child = sums.spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    for (path, sum) in files {
        writeln!(input, "{}  {path}", sum.as_str().unwrap()).unwrap();
    }
    drop(input);
    assert!(child.wait().unwrap().success());
    // What is there and what is listed are the same, the manifest itself left out.
    assert_eq!(files_below(folder), files.len() + 1);
}

#[tokio::test]
async fn an_edition_stands_for_good_and_the_next_says_what_changed_and_why() {
    let (world, desk) = (small_world().await, Desk::new());
    let first = said(&mut desk.publish(&world, "2026-07-01"));
    assert!(first.contains("edition 2026-07-01") && first.contains("0 values corrected"), "{first}");
    assert!(words(&desk.text("apa-yang-berubah/index.html")).contains("Ini edisi pertama"));
    let stands = "edisi/2026-07-01";
    let before = desk.site(stands);
    let inode = desk.inode("edisi/2026-07-01/metode/index.html");

    correct(&world, "9.21", "BPS meralat angka 2023.");
    let second = said(&mut desk.publish(&world, "2026-07-01"));
    assert!(second.contains("edition 2026-07-01-2") && second.contains("; 1 values corrected"), "{second}");
    assert_eq!(desk.site(stands).differing(&before), [""; 0]);
    assert_eq!(desk.inode("edisi/2026-07-01/metode/index.html"), inode, "it was not even written again");

    // One file at the root and at the permanent address; one for both editions where it did not change.
    let current = desk.site("edisi/2026-07-01-2");
    for path in current.paths().filter(|path| !["manifest.json", "nilai.json"].contains(path)) {
        assert_eq!(desk.inode(path), desk.inode(&format!("edisi/2026-07-01-2/{path}")), "{path}");
        if !current.differing(&before).contains(&path) {
            assert_eq!(desk.inode(path), desk.inode(&format!("{stands}/{path}")), "{path}");
        }
    }
    assert!(!current.differing(&before).contains(&"static/site.css"));

    for (edition, previous) in [("2026-07-01", Value::Null), ("2026-07-01-2", "2026-07-01".into())] {
        check_sums(&desk.path(&format!("edisi/{edition}")));
        let manifest: Value =
            serde_json::from_str(&desk.text(&format!("edisi/{edition}/manifest.json"))).unwrap();
        assert_eq!((&manifest["edition"], &manifest["previous"]), (&edition.into(), &previous));
    }
    let values = |edition: &str| -> Value {
        serde_json::from_str(&desk.text(&format!("edisi/{edition}/nilai.json"))).unwrap()
    };
    let (old, new) = (values("2026-07-01"), values("2026-07-01-2"));
    assert_eq!((&old["p0"]["33.18"]["2023"], &new["p0"]["33.18"]["2023"]), (&"9.31".into(), &"9.21".into()));
    assert_eq!((&old["p0"]["33.18"]["2026"], &new["p0"]["33.18"]["2026"]), (&Value::Null, &"9.21".into()));

    // The page says it in both languages, and leads to nothing that is not there.
    let page = words(&desk.text("apa-yang-berubah/index.html"));
    assert!(
        page.contains("Dibandingkan dengan edisi 1 Juli 2026: 1 nilai dikoreksi, 1 nilai baru."),
        "{page}"
    );
    assert!(page.contains("Kabupaten Pati 2023 9,31 9,21 BPS meralat angka 2023."), "{page}");
    let page = words(&desk.text("en/changes/index.html"));
    assert!(page.contains("Pati Regency 2023 9.31 9.21 BPS meralat angka 2023."), "{page}");
    let csv = desk.text("apa-yang-berubah/perubahan.csv");
    assert!(
        csv.lines().nth(1).unwrap().starts_with("p0,33.18,2023,9.31,9.21,BPS meralat angka 2023.,"),
        "{csv}"
    );
    assert_eq!(csv.lines().count(), 2);

    // Only the corrected value is marked, and the mark is explained above its table.
    let html = desk.text("gambar/kemiskinan/index.html");
    assert!(html.contains("<data value=\"9.21\">9,21 [e]</data> [r]</td>"));
    assert_eq!(html.matches("</data> [r]").count(), 1, "the new value of 2026 is not a correction");
    let (note, table) = (html.find("[r] dikoreksi").unwrap(), html.find("<table").unwrap());
    assert!(note < table);
    assert!(!desk.text(&format!("{stands}/gambar/kemiskinan/index.html")).contains("[r]"));

    // What it is made from is known: there is nothing to publish.
    let again = said(&mut desk.publish(&world, "2026-07-01"));
    assert!(again.contains("the current edition 2026-07-01-2 was made from the same"), "{again}");
    let list = said(&mut desk.command(&["editions", "--check"]));
    assert!(list.contains("2026-07-01     earlier") && list.contains("2026-07-01-2   current"), "{list}");
    assert!(list.contains("Every file is as it was published."), "{list}");
}

#[tokio::test]
async fn every_page_says_which_edition_it_is_and_where_the_current_one_stands() {
    let (world, desk) = (small_world().await, Desk::new());
    complete(desk.publish(&world, "2026-07-01").args(["--next-edition", "2026-10-01"]).stdout(Stdio::null()));
    let mut pages = 0;
    let site = desk.site("edisi/2026-07-01");
    for (path, html) in site.pages() {
        let Some(folder) = path.strip_suffix("index.html") else { continue };
        if html.contains("noindex") {
            continue;
        }
        pages += 1;
        // True for ever, and the same at the root and at the permanent address.
        let permanent = format!("href=\"/laporan/edisi/2026-07-01/{folder}\"");
        assert!(html.contains(&permanent) && html.contains(&format!("href=\"/laporan/{folder}\"")), "{path}");
        assert!(html.contains(&format!("<link rel=\"canonical\" href=\"{ADDRESS}/{folder}\">")), "{path}");
        let (edition, next) = if path.starts_with("en/") {
            ("Edition of 1 July 2026", "1 October 2026")
        } else {
            ("Edisi 1 Juli 2026", "1 Oktober 2026")
        };
        let said = words(html);
        assert!(said.contains(edition) && said.contains(next), "{path}");
    }
    assert!(pages > 20, "{pages}");
    let figure = words(&desk.text("gambar/kemiskinan/index.html"));
    assert!(
        figure.contains(&format!("Edisi 1 Juli 2026. {ADDRESS}/edisi/2026-07-01/gambar/kemiskinan/")),
        "{figure}"
    );
    assert!(desk.text("sitemap-1.xml").contains(&format!("<loc>{ADDRESS}/edisi/</loc>")));
    assert!(!desk.text("sitemap-1.xml").contains("2026-07-01"));
    for host in ["robots.txt", "_headers", ".htaccess", "sitemap.xml", "edisi/edisi.json"] {
        assert!(desk.path(host).is_file(), "{host}");
    }
}

#[tokio::test]
async fn the_same_data_give_the_same_editions_in_two_folders() {
    let world = small_world().await;
    let desks = [Desk::new(), Desk::new()];
    for desk in &desks {
        complete(desk.publish(&world, "2026-07-01").stdout(Stdio::null()));
    }
    correct(&world, "9.25", "Ralat.");
    for desk in &desks {
        complete(desk.publish(&world, "2026-07-02").stdout(Stdio::null()));
    }
    let [one, other] = desks.each_ref().map(|desk| Site::read(&desk.folder()));
    assert_eq!(one.differing(&other), [""; 0]);
    assert!(one.paths().count() > 300);
}

#[tokio::test]
async fn an_earlier_edition_comes_back_and_one_that_is_taken_down_leaves_notices() {
    let (world, desk) = (small_world().await, Desk::new());
    complete(desk.publish(&world, "2026-07-01").stdout(Stdio::null()));
    let first = desk.text("index.html");
    correct(&world, "87.65", "Salah masuk.");
    complete(desk.publish(&world, "2026-07-02").stdout(Stdio::null()));
    assert!(
        refused(
            desk.command(&["take-down", "2026-07-02", "--reason-id", " ", "--reason-en", "x"]).env_clear()
        )
        .contains("readers must be told why")
    );
    let reasons = ["--reason-id", "Memuat angka rahasia.", "--reason-en", "It held a secret."];
    let current = refused(desk.command(&["take-down", "2026-07-02"]).args(reasons));
    assert!(current.contains("run `sitegen rollback` first"), "{current}");

    let back = said(&mut desk.command(&["rollback"]));
    assert!(back.contains("2026-07-01 is the current edition"), "{back}");
    assert_eq!(desk.text("index.html"), first);
    let gone = said(desk.command(&["take-down", "2026-07-02"]).args(reasons));
    assert!(gone.contains("2026-07-02 is taken down"), "{gone}");

    // Nothing that it alone said is left anywhere.
    let all = Site::read(&desk.folder());
    for path in all.paths() {
        let bytes = fs::read(desk.path(path)).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("87.65") && !text.contains("87,65"), "{path}");
        if path.starts_with("edisi/2026-07-02/") && path.ends_with("/index.html") {
            let reason = if path.contains("/en/") { reasons[3] } else { reasons[1] };
            assert!(text.contains(reason) && text.contains("noindex"), "{path}");
        }
    }
    assert!(words(&desk.text("en/editions/index.html")).contains("taken down"));

    // The next edition is compared with what readers saw last.
    let third = said(&mut desk.publish(&world, "2026-07-03"));
    assert!(third.contains("edition 2026-07-03") && third.contains("1 values corrected"), "{third}");
    assert!(desk.text("edisi/2026-07-02/index.html").contains("Memuat angka rahasia."));
    complete(desk.command(&["editions", "--check"]).stdout(Stdio::null()));
    assert_eq!(desk.beside(), ["public"]);
}

#[tokio::test]
async fn what_cannot_be_published_names_the_reason_and_leaves_everything_as_it_was() {
    let (world, desk) = (small_world().await, Desk::new());
    let none = refused(&mut desk.command(&["editions"]));
    assert!(none.contains("holds no editions") && none.contains("sitegen publish"), "{none}");
    complete(desk.publish(&world, "2026-07-01").stdout(Stdio::null()));
    let before = Site::read(&desk.folder());
    let earlier = refused(&mut desk.publish(&world, "2026-06-30"));
    assert!(earlier.contains("there is an edition of 2026-07-01 already"), "{earlier}");
    let other = refused(desk.publish(&world, "2026-07-02").args(["--regency", "33.19"]));
    assert!(other.contains("about regency 33.18, not 33.19"), "{other}");
    let silent =
        refused(&mut desk.command(&["publish", "--gateway", "http://127.0.0.1:1", "--today", "2026-07-02"]));
    assert!(silent.contains("127.0.0.1:1"), "{silent}");
    let held = Publication::take(&desk.folder()).unwrap();
    for mut command in [
        desk.publish(&world, "2026-07-02"),
        desk.command(&["rollback", "2026-07-01"]),
        desk.command(&["take-down", "2026-07-01", "--reason-id", "a", "--reason-en", "a"]),
    ] {
        let busy = refused(&mut command);
        assert!(busy.contains("try again when it is done"), "{busy}");
    }
    drop(held);
    assert_eq!(Site::read(&desk.folder()).differing(&before), [""; 0]);
    assert_eq!(desk.beside(), ["public"]);
}

/// How often each command is killed; `KILLS=34` for a hundred in all.
fn kills() -> usize {
    std::env::var("KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(7)
}

/// Makes a command on a folder.
type Make<'m> = &'m dyn Fn(&Desk) -> Command;

#[tokio::test]
async fn whatever_is_killed_leaves_the_old_editions_or_the_new_ones() {
    let (world, base) = (small_world().await, Desk::new());
    complete(base.publish(&world, "2026-07-01").stdout(Stdio::null()));
    correct(&world, "9.21", "Ralat.");
    complete(base.publish(&world, "2026-07-02").stdout(Stdio::null()));
    correct(&world, "9.22", "Ralat lagi.");
    let old = Site::read(&base.folder());
    let take_down = ["take-down", "2026-07-01", "--reason-id", "Bocor.", "--reason-en", "A leak."];
    let commands: [(&str, Make<'_>); 3] = [
        ("publish", &|desk| desk.publish(&world, "2026-07-03")),
        ("rollback", &|desk| desk.command(&["rollback", "2026-07-01"])),
        ("take-down", &|desk| desk.command(&take_down)),
    ];
    let copy = || {
        let desk = Desk::new();
        complete(Command::new("cp").arg("-al").arg(base.folder()).arg(desk.folder()));
        desk
    };
    let mut halfway = BTreeSet::new();
    for (name, command) in commands {
        let whole = copy();
        complete(command(&whole).stdout(Stdio::null()));
        let new = Site::read(&whole.folder());
        assert!(!new.differing(&old).is_empty());
        let files = files_below(&whole.folder());
        for at in 0..kills() {
            let desk = copy();
            let least = files * at / kills();
            let was_killed = killed_at(&mut command(&desk), |process| {
                let staging = desk.parent.path().join(format!(".public.staging-{process}"));
                staging.exists() && files_below(&staging) >= least
            });
            let found = Site::read(&desk.folder());
            let is_new = found == new;
            assert!(is_new || found == old, "{name} {at}: neither the old editions nor the new ones");
            if was_killed && !is_new {
                halfway.insert((name, at));
            }
            if at > 0 && at + 1 < kills() {
                continue;
            }
            // The same command, or the next one where it had been done, clears away what was left.
            let next = command(&desk).output().unwrap();
            assert_eq!(next.status.success(), name == "publish" || !is_new, "{name} {at}: {next:?}");
            assert_eq!(Site::read(&desk.folder()).differing(&new), [""; 0], "{name} {at}");
            assert_eq!(desk.beside(), ["public"], "{name} {at}");
        }
    }
    for (name, _) in commands {
        assert!(halfway.iter().any(|(of, _)| *of == name), "no {name} was killed half way");
    }
    assert_eq!(Site::read(&base.folder()).differing(&old), [""; 0]);
}
