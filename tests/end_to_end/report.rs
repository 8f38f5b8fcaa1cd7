//! Building a report: the same from everywhere, nothing written in vain, nothing lost when it fails.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dampingan_tests::{
    Backend, Running, Site, World, ask, facts, get, package, plan, post, program, project_folder, report,
};
use gateway::document::trusted::Manifest;
use gateway::server::Edge;
use gateway::settings::{DocumentSettings, HttpSettings, Trust};
use poem::{Endpoint as _, EndpointExt as _, Request, Response};
use sitegen::client::Client;
use sitegen::output::Outcome;
use sitegen::site::{self, Plan, Report};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// Builds are not asynchronous; they get a thread where waiting is allowed.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> T {
    tokio::task::spawn_blocking(work).await.unwrap()
}

async fn rendered(from: From, plan: Plan) -> Site {
    blocking(move || Site::rendered(&from.client(), &plan)).await
}

/// Where a report gets its data.
enum From {
    Gateway(String),
    Database(String),
}

impl From {
    fn client(&self) -> Client {
        match self {
            Self::Gateway(address) => Client::remote(address),
            Self::Database(url) => Client::local(url).unwrap(),
        }
    }
}

/// A gateway that counts its requests and breaks after so many; it ends when it is dropped.
struct Gateway {
    address: String,
    asked: Arc<AtomicUsize>,
    _end: oneshot::Sender<()>,
}

impl Gateway {
    async fn over(world: &World, lasting: usize) -> Self {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let routes = world.edge(HttpSettings::DEFAULT).routes().map_to_response();
        let routes = routes.around(move |routes, request: Request| {
            let nth = count.fetch_add(1, Ordering::Relaxed);
            async move {
                if nth >= lasting {
                    return Ok(Response::builder()
                        .status(poem::http::StatusCode::BAD_GATEWAY)
                        .body("broken"));
                }
                routes.call(request).await
            }
        });
        let bound = sitegen::server::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", bound.address());
        let (end, ended) = oneshot::channel::<()>();
        tokio::spawn(bound.serve(routes, async move {
            let _ = ended.await;
        }));
        Self { address, asked, _end: end }
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }
}

/// A folder for a report, and builds into it.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: TempDir::new().unwrap() }
    }

    async fn build(&self, from: From, plan: Plan) -> anyhow::Result<Report> {
        let out = self.folder.path().join("site");
        blocking(move || site::build(&from.client(), &plan, &out)).await
    }

    fn site(&self) -> Site {
        Site::read(&self.folder.path().join("site"))
    }
}

#[tokio::test]
async fn it_is_the_same_from_a_gateway_and_from_its_database_whichever_that_is() {
    let mut expected: Option<Site> = None;
    for backend in Backend::ALL {
        let world = World::with_simulation(backend).await;
        let gateway = Gateway::over(&world, usize::MAX).await;
        for from in [From::Database(world.url.clone()), From::Gateway(gateway.address.clone())] {
            let site = rendered(from, plan()).await;
            assert!(site.pages().count() > 1000);
            match &expected {
                None => expected = Some(site),
                Some(expected) => assert_eq!(expected.differing(&site), [""; 0], "{backend:?}"),
            }
        }
    }
}

#[tokio::test]
async fn a_second_build_writes_nothing_and_a_changed_figure_only_what_shows_it() {
    let world = World::with_simulation(Backend::Sqlite).await;
    let desk = Desk::new();
    let from = || From::Database(world.url.clone());
    let first = desk.build(from(), plan()).await.unwrap();
    assert_eq!(first.files.unchanged, 0);
    let again = desk.build(from(), plan()).await.unwrap();
    let all = first.files.written;
    assert_eq!(again.files, Outcome { written: 0, unchanged: all, removed: 0 });

    let observation = |indicator: &str, value: &str| {
        let row = format!(
            "2025,2025-01-01,2025-12-31,{value},,,Simulasi,ESTIMATED,PUBLISHED,,,{indicator},33.18.16.2012,simulasi"
        );
        ("observation.csv", format!("{}\n{row}\n", facts("observation.csv").lines().next().unwrap()))
    };
    let action = facts("action_item.csv").lines().enumerate().fold(String::new(), |text, (at, line)| {
        // The schedule was to be drawn up; nobody has begun.
        let line = if at > 0 { line.replacen(",OPEN,", ",IN_PROGRESS,", 1) } else { line.to_owned() };
        text + &line + "\n"
    });
    let village = ["desa/33.18.16.2012/index.html", "en/villages/33.18.16.2012/index.html"];
    let district = ["kecamatan/33.18.16/index.html", "en/districts/33.18.16/index.html"];
    let first_pages = ["index.html", "en/index.html"];
    let follow_up = ["tindak-lanjut/index.html", "en/follow-up/index.html"];
    let agency = ["opd/bapperida/index.html", "en/agencies/bapperida/index.html"];
    // What holds every table, and the files of one.
    let whole = ["data/SHA256SUMS", "data/dampingan.xlsx", "data/datapackage.json"];
    let download =
        |name: &str| ["csv", "json", "parquet", "xlsx"].map(|ending| format!("data/{name}.{ending}"));
    // They name the data version and the size of each download.
    let data = ["data/index.html", "en/data/index.html"];
    let figure = |id: &str| {
        let files = |folder: &str, embed: &str, drawing: &str| {
            ["data.csv", "data.json", "data.xlsx", &format!("{embed}/index.html"), drawing, "index.html"]
                .map(|file| format!("{folder}/{id}/{file}"))
        };
        [files("gambar", "sematan", "gambar.svg"), files("en/figures", "embed", "figure.svg")].concat()
    };
    let funding = ["dana/index.html", "en/funding/index.html"];
    // Whoever was at the meeting finds what came of it.
    let present: Vec<String> = ["aisyiyah-pati", "baznas-pati", "fatayat-pati", "tkpk-pati"]
        .into_iter()
        .flat_map(|key| ["mitra", "en/stakeholders"].map(|folder| format!("{folder}/{key}/index.html")))
        .collect();
    // The page that has all of these as its chapters.
    let in_one = ["laporan/index.html", "en/report/index.html"];
    let evaluation = ["evaluasi/index.html", "en/evaluation/index.html"];
    // The curve over all villages ranks them by it, and the estimates compare them by it; the tenths in their tables are
    // not that fine.
    let mut ranked = [figure("dana/pemusatan"), figure("evaluasi/taksiran-pengaruh")].concat();
    ranked.retain(|file| !file.contains("/data."));
    ranked.extend(figure("kecamatan/33.18.16/perkembangan"));
    for (table, (file, text), changed, shown, figures) in [
        (
            "observation",
            observation("sim-tanpa-jamban", "77"),
            download("observations"),
            vec![village],
            vec![],
        ),
        // The page of the kecamatan draws this one for each of its villages, and the money page ranks villages by it.
        (
            "observation",
            observation("sim-keluarga-terdata-persen", "26.05"),
            download("observations"),
            vec![village, district, funding, evaluation, in_one],
            ranked,
        ),
        (
            "action_item",
            ("action_item.csv", action),
            download("action-items"),
            vec![first_pages, follow_up, agency, in_one],
            present,
        ),
    ] {
        let before = desk.site();
        let change = package(&[(file, text)]);
        let report = world.import(change.path()).await.unwrap();
        assert!(
            report.tables.iter().all(|(name, load)| name == table && load.added == 0 && load.changed > 0)
        );
        // A value that stands on a count of people is told by the next release.
        world.release().await;
        let outcome = desk.build(from(), plan()).await.unwrap().files;
        let site = desk.site();
        let mut expected: Vec<&str> = shown.into_iter().chain([data]).flatten().collect();
        expected.extend(whole.into_iter().chain(changed.iter().map(String::as_str)));
        expected.extend(figures.iter().map(String::as_str));
        expected.sort_unstable();
        let (index, differing): (Vec<&str>, Vec<&str>) = site
            .differing(&before)
            .into_iter()
            .partition(|path| path.starts_with("cari/") || path.starts_with("en/search/"));
        assert_eq!(differing, expected);
        // Words are numbered in the index; numbers are not in it.
        assert_eq!(index.is_empty(), table == "observation");
        // A file of the index goes where its last word does.
        let Outcome { written, unchanged, removed } = outcome;
        assert_eq!(written + removed, expected.len() + index.len());
        assert_eq!(written + unchanged, site.paths().count());
    }
}

#[tokio::test]
async fn records_are_asked_for_many_at_a_time_whatever_the_number_of_pages() {
    let world = World::with_simulation(Backend::Sqlite).await;
    let gateway = Gateway::over(&world, usize::MAX).await;
    let site = rendered(From::Gateway(gateway.address.clone()), plan()).await;
    let rows: usize = site.downloads().map(|(_, table)| table.lines().count() - 1).sum();
    let asked = gateway.asked();
    assert!(asked * 150 < rows, "{asked} requests for {rows} rows");

    let facts = World::with_facts(Backend::Sqlite).await;
    let gateway = Gateway::over(&facts, usize::MAX).await;
    let pages = rendered(From::Gateway(gateway.address.clone()), plan()).await.pages().count();
    assert!(gateway.asked() * 7 < pages, "{} requests for {pages} pages", gateway.asked());
}

#[tokio::test]
async fn a_build_that_fails_names_the_reason_and_leaves_the_report_as_it_was() {
    let world = World::with_facts(Backend::Sqlite).await;
    let desk = Desk::new();
    desk.build(From::Database(world.url.clone()), plan()).await.unwrap();
    let before = desk.site();
    let other_day = || Plan { today: plan().today.succ_opt().unwrap(), ..plan() };

    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let broken = Gateway::over(&world, 0).await;
    let breaking = Gateway::over(&world, 8).await;
    let unknown = Plan { regency: "33.99".to_owned(), ..other_day() };
    for (from, plan, expected) in [
        (
            From::Gateway(format!("http://{closed}")),
            other_day(),
            vec!["Version", &*format!("http://{closed}/graphql")],
        ),
        (From::Gateway(broken.address.clone()), other_day(), vec!["Version", "502", &broken.address]),
        (From::Gateway(breaking.address.clone()), other_day(), vec!["Indicators", "502", &breaking.address]),
        (From::Database(world.url.clone()), unknown, vec!["33.99", "gateway import"]),
    ] {
        let error = desk.build(from, plan).await.unwrap_err();
        let message = format!("{error:#}");
        for word in expected {
            assert!(message.contains(word), "{word} in {message}");
        }
        assert_eq!(desk.site().differing(&before), [""; 0], "{message}");
        let beside: Vec<_> = std::fs::read_dir(desk.folder.path()).unwrap().collect();
        assert_eq!(beside.len(), 1, "{beside:?}");
    }
}

#[tokio::test]
async fn without_the_simulation_it_is_the_report_on_the_facts_alone() {
    let facts = World::with_facts(Backend::Sqlite).await;
    let world = World::with_simulation(Backend::Sqlite).await;
    let real = Plan { without_simulated: true, ..plan() };
    let expected = rendered(From::Database(facts.url.clone()), real.clone()).await;
    let site = rendered(From::Database(world.url.clone()), real).await;
    // These two name the data version, which the simulation raised.
    assert_eq!(site.differing(&expected), ["data/index.html", "en/data/index.html"]);
    assert_eq!(site.downloads().count(), 27);
    for (path, html) in site.pages() {
        for mark in
            ["class=\"sim\"", "(simulasi)", "#simulasi\"", "#simulated\"", "public sources and simulated"]
        {
            assert!(!html.contains(mark), "{mark} in {path}");
        }
    }
    for (path, text) in site.downloads() {
        let simulated = text.lines().skip(1).find(|row| row.ends_with(",true") || row.contains("simulasi"));
        assert_eq!(simulated, None, "{path}");
    }
    // The marks that are looked for are those of the whole report.
    let whole = rendered(From::Database(world.url.clone()), plan()).await;
    for mark in ["class=\"sim\"", "(simulasi)", "#simulated\""] {
        assert!(whole["en/funding/index.html"].contains(mark), "{mark}");
    }
    assert!(whole["data/needs.csv"].lines().skip(1).all(|row| row.ends_with(",simulasi,true")));
}

#[tokio::test]
async fn a_gateway_that_answers_only_what_it_knows_answers_the_operations_of_a_report() {
    let printed = Command::new(program("sitegen")).arg("operations").output().unwrap();
    assert!(printed.status.success());
    let folder = tempfile::tempdir().unwrap();
    let list = folder.path().join("report.json");
    fs::write(&list, &printed.stdout).unwrap();

    let world = World::with_simulation(Backend::Sqlite).await;
    let strict = DocumentSettings { trust: Trust::Enforce, ..DocumentSettings::DEFAULT };
    let api = world.limited(strict).with_trusted(&Manifest::read(&list).unwrap()).await.unwrap();
    let expected = rendered(From::Database(world.url.clone()), plan()).await;
    let running = Running::start(Edge::new(api, HttpSettings::DEFAULT)).await.over(world);
    assert!(rendered(From::Gateway(running.base.clone()), plan()).await == expected);
    assert_eq!(
        ask(post(&running.base).body(r#"{"query":"{ dataVersion }"}"#.to_owned()).unwrap()).await.code(),
        "DOCUMENT_NOT_TRUSTED"
    );

    // An edition asks for the changes since the one before too.
    let address = running.base.clone();
    let changes = blocking(move || sitegen::data::revisions(&Client::remote(&address), 0)).await;
    assert!(changes.unwrap().is_empty());

    // Nothing is listed in vain.
    let numbers = ask(get(format!("{}/metrics", running.base))).await.body;
    let names: BTreeMap<String, String> = serde_json::from_slice(&printed.stdout).unwrap();
    for name in names.keys() {
        assert!(numbers.contains(&format!("operation=\"{name}\",outcome=\"ran\"")), "{name} in {numbers}");
    }
}

/// The tables of a page, without the drawings in their cells.
fn tables(html: &str) -> Vec<String> {
    let table = |rest: &str| {
        let mut parts = rest.split_once("</table>").unwrap().0.split("<svg");
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |table, part| table + part.split_once("</svg> ").unwrap().1)
    };
    html.split("<table>").skip(1).map(table).collect()
}

#[tokio::test]
async fn a_draft_has_the_tables_of_the_report_and_links_to_nothing_that_it_lacks() {
    let whole = report().await;
    let world = World::with_simulation(Backend::Sqlite).await;
    let draft = Plan { is_draft: true, ..plan() };
    let draft = blocking(move || Site::rendered(&Client::local(&world.url).unwrap(), &draft)).await;
    let mut of_report = 0;
    for (path, html) in draft.pages() {
        assert_eq!(tables(html), tables(&whole[path]), "{path}");
        assert!(!html.contains("<svg"), "{path}");
        of_report += tables(html).len();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        for part in html.split(" href=\"").skip(1) {
            let href = part.split(['"', '#']).next().unwrap_or_default();
            if href.contains("://") {
                continue;
            }
            let from = if href.starts_with('/') { "" } else { folder };
            let mut at: Vec<&str> = from.split('/').filter(|part| !part.is_empty()).collect();
            for part in href.split('/').filter(|part| !matches!(*part, "" | ".")) {
                if part == ".." {
                    at.pop();
                } else {
                    at.push(part);
                }
            }
            let (file, index) = (at.join("/"), [at.as_slice(), &["index.html"]].concat().join("/"));
            assert!(draft.paths().any(|it| it == file || it == index), "{path} leads to {href}");
        }
    }
    assert!(of_report > 2_000, "{of_report}");
}

#[tokio::test]
async fn where_nobody_is_accompanied_yet_there_is_a_report_all_the_same() {
    let world = World::with_facts(Backend::Sqlite).await;
    let early = Plan { today: "2015-01-01".parse().unwrap(), ..plan() };
    let site = rendered(From::Database(world.url.clone()), early).await;
    assert!(site["index.html"].contains("id=\"peta-pendampingan\""));
    assert!(site["en/villages/index.html"].contains("0 of 406 desa and kelurahan are accompanied"));
}

#[tokio::test]
async fn a_report_is_about_a_regency() {
    let world = World::with_facts(Backend::Sqlite).await;
    let url = world.url.clone();
    let refused = |regency: &'static str| {
        let url = url.clone();
        blocking(move || {
            let plan = Plan { regency: regency.to_owned(), ..plan() };
            format!("{:#}", site::render(&Client::local(&url).unwrap(), &plan).unwrap_err())
        })
    };
    assert_eq!(
        refused("33.18.16").await,
        "33.18.16 is Margoyoso, which is no regency; name one with --regency"
    );
    assert!(refused("3318").await.contains("by its Kemendagri code such as 33.18"));
}

#[tokio::test]
async fn a_database_that_is_not_there_is_not_made() {
    let folder = TempDir::new().unwrap();
    let missing = folder.path().join("missing.db");
    let open = |path: &std::path::Path| {
        let url = format!("sqlite://{}", path.display());
        blocking(move || format!("{:#}", Client::local(&url).unwrap_err()))
    };
    let error = open(&missing).await;
    assert!(error.contains("missing.db; `gateway import` makes a database"), "{error}");
    assert!(!missing.exists());
    let other = folder.path().join("other.db");
    fs::write(&other, "").unwrap();
    let error = open(&other).await;
    assert!(error.contains("other.db is no database of Dampingan"), "{error}");
    assert_eq!(fs::read(&other).unwrap(), b"");
}

#[test]
fn what_was_imported_is_in_the_file_of_the_database() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("pati.db");
    let url = format!("sqlite://{}", file.display());
    let mut import = Command::new(program("gateway"));
    let import = import.arg("import").arg(project_folder().join("data/pati")).args([
        "--database",
        &url,
        "--log",
        "error",
    ]);
    assert!(import.output().unwrap().status.success());
    // A copy of the file alone has everything.
    let copy = folder.path().join("copy.db");
    fs::copy(&file, &copy).unwrap();
    let client = Client::local(&format!("sqlite://{}", copy.display())).unwrap();
    assert_eq!(sitegen::data::version(&client).unwrap().data_version, "1");
}

#[tokio::test]
async fn an_accompaniment_that_ended_is_told_as_that() {
    let site = report().await;
    for (path, said) in [
        (
            "desa/33.18.02.2012/index.html",
            "sedang tidak didampingi; pendampingan terakhirnya, oleh Dinas Sosial",
        ),
        (
            "en/villages/33.18.02.2012/index.html",
            "is not accompanied at present; its last accompaniment, by the ",
        ),
        ("opd/inspektorat/index.html", "berlangsung sampai 2025."),
        ("en/agencies/inspektorat/index.html", "its last accompaniment lasted until 2025."),
        ("desa/33.18.16.2001/index.html", "Belum ada pendampingan yang tercatat"),
    ] {
        assert!(site[path].contains(said), "{said} in {path}");
    }
}
