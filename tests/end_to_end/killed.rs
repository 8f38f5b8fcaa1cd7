//! Programs that are killed half way: what stood before stands after, and the next run completes.
//!
//! Each moment is one that the file system or the database shows, so the tests wait for it and not for a time.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use dampingan_tests::{Backend, Site, World, facts, package, program};
use sea_orm::{ConnectionTrait, DatabaseBackend, IsolationLevel, Statement, TransactionTrait as _};
use tempfile::TempDir;

/// Runs a command, and kills it when the moment has come. Whether it was still running then.
pub fn killed_at(command: &mut Command, mut has_come: impl FnMut(u32) -> bool) -> bool {
    let mut child = command.stdout(Stdio::null()).spawn().unwrap();
    while child.try_wait().unwrap().is_none() {
        if has_come(child.id()) {
            child.kill().unwrap();
            break;
        }
        std::thread::yield_now();
    }
    child.wait().unwrap().signal() == Some(9)
}

pub fn complete(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Every row of every table, as text.
type Rows = BTreeMap<String, BTreeSet<String>>;

async fn texts(db: &impl ConnectionTrait, sql: String) -> Vec<String> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// What a database holds; the journal and the data version, which name the time of the writing, only by their number.
///
/// All tables are read at one moment: a server may still end the COMMIT of a client that is dead.
async fn rows(world: &World) -> Rows {
    let is_sqlite = world.db.get_database_backend() == DatabaseBackend::Sqlite;
    let isolation = (!is_sqlite).then_some(IsolationLevel::RepeatableRead);
    let moment = &world.db.begin_with_config(isolation, None).await.unwrap();
    let tables = if is_sqlite {
        "SELECT name FROM sqlite_master WHERE type = 'table'"
    } else {
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'"
    };
    let mut all = Rows::new();
    for table in texts(moment, tables.to_owned()).await {
        let sql = match table.as_str() {
            "dataset_state" => "SELECT CAST(data_version AS TEXT) FROM dataset_state".to_owned(),
            "revision" => "SELECT CAST(count(*) AS TEXT) FROM revision".to_owned(),
            _ if is_sqlite => {
                let columns = format!("SELECT name FROM pragma_table_info('{table}')");
                let columns = texts(moment, columns).await;
                let columns: Vec<String> = columns.iter().map(|it| format!("quote({it})")).collect();
                format!("SELECT {} FROM {table}", columns.join(" || ',' || "))
            }
            _ => format!("SELECT t::text FROM {table} t"),
        };
        let found = texts(moment, sql).await.into_iter().collect();
        all.insert(table, found);
    }
    assert!(all.len() > 20);
    all
}

/// A package of many rows.
fn large_package() -> TempDir {
    let header = facts("observation.csv").lines().next().unwrap().to_owned();
    let regions = facts("region.csv");
    let villages = regions.lines().filter_map(|row| row.split_once(",VILLAGE,")).map(|(code, _)| code);
    let mut text = header + "\n";
    for (at, village) in villages.enumerate() {
        for year in 1970..2015 {
            let value = 1_000 + at;
            writeln!(
                text,
                "{year},{year}-01-01,{year}-12-31,{value},,,Uji,NORMAL,PUBLISHED,,,penduduk,{village},kepmendagri-2025"
            )
            .unwrap();
        }
    }
    assert!(text.lines().count() > 18_000);
    package(&[("observation.csv", text)])
}

fn import(package: &Path, url: &str) -> Command {
    let mut command = Command::new(program("gateway"));
    command.arg("import").arg(package).args(["--database", url, "--author", "test", "--log", "error"]);
    command
}

fn length(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |found| found.len())
}

#[tokio::test]
async fn an_import_that_is_killed_leaves_sqlite_as_it_was() {
    let source = World::with_facts(Backend::Sqlite).await;
    let before = rows(&source).await;
    source.db.close_by_ref().await.unwrap();
    let base = PathBuf::from(source.url.strip_prefix("sqlite://").unwrap());
    let package = large_package();
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("test.db");
    let log = folder.path().join("test.db-wal");
    let url = format!("sqlite://{}", path.display());
    let begin = || {
        for ending in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(folder.path().join(format!("test.db{ending}")));
        }
        fs::copy(&base, &path).unwrap();
    };

    // How long the log becomes when nobody disturbs, and what the database then holds.
    begin();
    let mut longest = 0;
    let was_killed = killed_at(&mut import(package.path(), &url), |_| {
        longest = longest.max(length(&log));
        false
    });
    assert!(!was_killed && longest > 0);
    let world = World::at(url.clone()).await;
    let after = rows(&world).await;
    world.db.close().await.unwrap();
    assert_eq!(after["observation"].len() - before["observation"].len(), package_rows(package.path()));

    let mut halfway = 0;
    for eighth in 0..=8 {
        begin();
        let least = (longest * eighth / 8).max(1);
        let was_killed = killed_at(&mut import(package.path(), &url), |_| length(&log) >= least);
        let had_written = length(&log) > 0;
        let world = World::at(url.clone()).await;
        assert_eq!(texts(&world.db, "PRAGMA integrity_check".to_owned()).await, ["ok"]);
        let found = rows(&world).await;
        if found == before {
            halfway += usize::from(was_killed && had_written);
        } else {
            assert!(found == after, "{eighth}/8: neither the old rows nor the new ones");
        }
        world.db.close().await.unwrap();
        complete(&mut import(package.path(), &url));
        let world = World::at(url.clone()).await;
        assert!(rows(&world).await == after, "{eighth}/8: the next run does not complete");
        world.db.close().await.unwrap();
    }
    assert!(halfway >= 3, "only {halfway} of the imports were killed half way");
}

fn package_rows(package: &Path) -> usize {
    fs::read_to_string(package.join("observation.csv")).unwrap().lines().count() - 1
}

/// Bytes of the table of observations, which grow under a write that nobody else sees yet, and the rows that
/// are seen at that moment.
async fn size_and_rows(world: &World) -> (u64, u64) {
    let sql = "SELECT pg_relation_size('observation') || ' ' || (SELECT count(*) FROM observation)";
    let found = texts(&world.db, sql.to_owned()).await;
    let (size, rows) = found[0].split_once(' ').unwrap();
    (size.parse().unwrap(), rows.parse().unwrap())
}

#[tokio::test]
async fn an_import_that_is_killed_leaves_postgresql_as_it_was() {
    let world = World::with_facts(Backend::Postgres).await;
    let before = rows(&world).await;
    let package = large_package();
    let few = before["observation"].len() as u64;
    let many = few + package_rows(package.path()) as u64;
    let mut halfway = 0;
    for pages in [1, 20, 100] {
        let least = size_and_rows(&world).await.0 + pages * 8192;
        let mut child = import(package.path(), &world.url).stdout(Stdio::null()).spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            let (size, seen) = size_and_rows(&world).await;
            assert!(seen == few || seen == many, "a reader sees {seen} rows, neither {few} nor {many}");
            if size >= least {
                child.kill().unwrap();
                break;
            }
        }
        let was_killed = child.wait().unwrap().signal() == Some(9);
        let found = rows(&world).await;
        if found != before {
            // It was done before anybody could kill it; then all of it is there.
            assert_eq!(found["observation"].len() as u64, many);
            break;
        }
        halfway += usize::from(was_killed);
    }
    assert!(halfway >= 1, "no import was killed half way");
    complete(&mut import(package.path(), &world.url));
    let after = rows(&world).await;
    assert_eq!(after["observation"].len() as u64, many);
    assert_eq!(after["dataset_state"], BTreeSet::from(["2".to_owned()]));
}

/// A moment in a publication, seen from beside.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// So many files of the new site are ready.
    Ready(usize),
    /// The new site has the place of the old one.
    Swapped,
    /// Fewer than so many files of the old site are left.
    Left(usize),
}

/// Where a site is published, with nothing else beside it.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn build(&self, database: &str) -> Command {
        let mut command = Command::new(program("sitegen"));
        command
            .args(["build", "--without-pictures", "--today", "2026-07-01", "--database", database, "--out"])
            .arg(self.site());
        command
    }

    /// Kills a build at a moment. Whether it was still running then.
    fn kill(&self, database: &str, moment: Moment) -> bool {
        let own = |path: &Path| fs::metadata(path).map_or(0, |found| found.ino());
        let old = own(&self.site());
        killed_at(&mut self.build(database), |build| {
            let staging = self.folder.path().join(format!(".site.staging-{build}"));
            let is_swapped = own(&self.site()) != old;
            match moment {
                Moment::Ready(least) => staging.exists() && files_below(&staging) >= least,
                Moment::Swapped => is_swapped,
                Moment::Left(most) => is_swapped && files_below(&staging) < most,
            }
        })
    }

    fn beside(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

/// How many files a folder holds that may be changing.
pub fn files_below(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .map(|entry| match entry.file_type() {
            Ok(kind) if kind.is_dir() => files_below(&entry.path()),
            Ok(_) => 1,
            Err(_) => 0,
        })
        .sum()
}

#[tokio::test]
async fn a_publication_that_is_killed_leaves_the_old_site_or_the_new_one() {
    let regions =
        facts("region.csv").replace("33.18,REGENCY,KABUPATEN,Pati,", "33.18,REGENCY,KABUPATEN,Pati Baru,");
    let world = World::with_facts(Backend::Sqlite).await;
    // Its name is on every page.
    let renamed = World::with_facts(Backend::Sqlite).await;
    renamed.import(package(&[("region.csv", regions)]).path()).await.unwrap();
    let worlds = [&world.url, &renamed.url];
    let place = Place::new();
    let expected = worlds.map(|url| {
        complete(&mut place.build(url));
        Site::read(&place.site())
    });
    let differing = expected[0].differing(&expected[1]).len();
    assert!(differing > 1000, "{differing}");
    let files = expected[0].paths().count();

    let (mut stood, mut halfway) = (1, BTreeSet::new());
    for moment in [
        Moment::Ready(0),
        Moment::Ready(files / 10),
        Moment::Ready(files / 2),
        Moment::Ready(files),
        Moment::Swapped,
        Moment::Left(files / 2),
    ] {
        let next = 1 - stood;
        let was_killed = place.kill(worlds[next], moment);
        let found = Site::read(&place.site());
        let is_new = found == expected[next];
        assert!(is_new || found == expected[stood], "{moment:?}: neither the old site nor the new one");
        if was_killed {
            halfway.insert(is_new);
        }
        complete(&mut place.build(worlds[next]));
        assert_eq!(Site::read(&place.site()).differing(&expected[next]), [""; 0], "{moment:?}");
        assert_eq!(place.beside(), ["site"], "{moment:?}");
        stood = next;
    }
    assert!(halfway.contains(&false), "no build was killed before its site had the place of the old one");
}

#[tokio::test]
async fn a_first_publication_that_is_killed_leaves_nothing_that_looks_like_a_site() {
    let world = World::with_facts(Backend::Sqlite).await;
    for least in [1, 500] {
        let place = Place::new();
        let was_killed = place.kill(&world.url, Moment::Ready(least));
        if was_killed && place.site().exists() {
            assert!(place.site().join("index.html").exists() && files_below(&place.site()) > 1000);
        }
        complete(&mut place.build(&world.url));
        assert!(Site::read(&place.site()).pages().count() > 1000);
        assert_eq!(place.beside(), ["site"]);
    }
}
