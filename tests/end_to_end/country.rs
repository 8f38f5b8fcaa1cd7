//! Many regencies behind one gateway: what belongs to the report of each.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use dampingan_tests::{Backend, Site, World, facts, package, plan};
use sitegen::client::Client;
use sitegen::country;
use sitegen::output::Outcome;
use sitegen::site::{Plan, Report, is_page};
use tempfile::TempDir;

/// A second regency with one village and something of everything that hangs on it. The regency is real; what is told of it
/// here is made up for this test.
fn jepara() -> TempDir {
    let table = |file: &str, rows: &[&str]| {
        let head = facts(file).lines().next().unwrap().to_owned();
        let rows: Vec<String> = rows.iter().map(|row| format!("{row},diskominfo-stimulan-listrik")).collect();
        format!("{head}\n{}\n", rows.join("\n"))
    };
    let rows = [
        (
            "region.csv",
            &[
                "33.20.01,DISTRICT,KECAMATAN,Uji,,,,,,,33.20,33,33.20,",
                "33.20.01.2001,VILLAGE,DESA,Uji Satu,,,,,,,33.20.01,33,33.20,33.20.01",
            ][..],
        ),
        ("agency.csv", &["uji-dinsos,Dinsos Uji,Dinas Sosial Uji,,DINAS,,,33.20,"]),
        ("agency_name.csv", &["uji-dinsos-lama,Dinsos Lama,Dinas Sosial Lama,,2020-01-01,uji-dinsos"]),
        ("stakeholder.csv", &["uji-mitra,Mitra Uji,,ASSOCIATION,Mitra,,33.20"]),
        (
            "accompaniment.csv",
            &["uji-satu,LEAD,ACTIVE,2022-01-01,,YEAR,,,,,33.20.01.2001,uji-dinsos,satu-opd-satu-desa,"],
        ),
        ("funding_source.csv", &["uji-dana,Dana Uji,,CSR,,uji-mitra,"]),
        (
            "ledger_transaction.csv",
            &[
                "uji-bantuan,EXPENDITURE,2023-01-01,DAY,1000000,KNOWN,CASH,,,Warga,,HOUSING,Bantuan uji,,uji-dana,33.20.01.2001,,,,,,",
                // From a stakeholder of the other regency.
                "uji-zakat,EXPENDITURE,2023-02-01,DAY,2000000,KNOWN,CASH,,,Warga,,HOUSING,Bantuan uji,,baznas-pati-zis,33.20.01.2001,,,,,,",
            ],
        ),
        ("observation.csv", &["2023,2023-01-01,2023-12-31,7,,,Uji,NORMAL,PUBLISHED,,,p0,33.20.01.2001"]),
        (
            "meeting.csv",
            &[
                "uji-rapat,Rapat uji,Test meeting,COORDINATION,PUBLISHED,2023-01-01,DAY,,,Rapat.,Meeting.,,33.20",
            ],
        ),
        ("attendance.csv", &["uji-rapat-mitra,Mitra Uji,uji-rapat,uji-mitra,"]),
        ("decision.csv", &["uji-rapat-1,1,Keputusan uji,Test decision,uji-rapat"]),
        (
            "action_item.csv",
            &["uji-tugas,Tugas uji,Test task,2023-02-01,,OPEN,,,,,uji-rapat-1,uji-dinsos,33.20.01.2001"],
        ),
    ];
    let files: Vec<(&str, String)> = rows.into_iter().map(|(file, rows)| (file, table(file, rows))).collect();
    package(&files)
}

async fn rendered(world: &World, regency: &str) -> Site {
    let (url, plan) = (world.url.clone(), Plan { regency: regency.to_owned(), ..plan() });
    let render = move || Site::rendered(&Client::local(&url).unwrap(), &plan);
    tokio::task::spawn_blocking(render).await.unwrap()
}

#[tokio::test]
async fn a_report_tells_of_its_regency_alone() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let world = World::with_facts(backend).await;
        let alone = rendered(&world, "33.18").await;
        world.import(jepara().path()).await.unwrap();
        let beside = rendered(&world, "33.18").await;
        // These two name the data version, which can be searched for too.
        let mut differing = beside.differing(&alone);
        differing.retain(|path| !path.starts_with("cari/") && !path.starts_with("en/search/"));
        assert_eq!(differing, ["data/index.html", "en/data/index.html"]);

        let other = rendered(&world, "33.20").await;
        for path in [
            "desa/33.20.01.2001/index.html",
            "kecamatan/33.20.01/index.html",
            "opd/uji-dinsos/index.html",
            "mitra/uji-mitra/index.html",
            // Whose money came here.
            "mitra/baznas-pati/index.html",
        ] {
            assert!(other.paths().any(|it| it == path), "{path}");
        }
        let village = &other["desa/33.20.01.2001/index.html"];
        for word in ["Dinsos Uji", "Bantuan uji", "Tugas uji"] {
            assert!(village.contains(word), "{word}");
        }
        assert!(other["tindak-lanjut/index.html"].contains("Keputusan uji"));
        for (path, html) in other.pages() {
            for word in ["33.18.16", "diskominfo-kajen", "Fatayat"] {
                assert!(!html.contains(word), "{word} in {path}");
            }
        }
    }
}

/// The reports of all regencies of a province, or of the country.
async fn built(world: &World, of: &'static str, out: PathBuf, plan: Plan) -> anyhow::Result<Report> {
    let url = world.url.clone();
    let build = move || country::build(&Client::local(&url).unwrap(), &plan, of, &out);
    tokio::task::spawn_blocking(build).await.unwrap()
}

/// The files that the links of a page lead to, those of other servers left out.
fn led_to(path: &str, html: &str) -> BTreeSet<String> {
    let here = Path::new(path).parent().unwrap();
    let links = html.split(" href=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0);
    let inside =
        links.filter(|link| !link.starts_with("http") && !link.starts_with('#') && !link.starts_with('/'));
    let files = inside.map(|link| {
        let mut file = here.to_owned();
        let way = link.split(['#', '?']).next().unwrap();
        for part in way.split('/') {
            match part {
                ".." => assert!(file.pop(), "{link} in {path}"),
                "" | "." => {}
                part => file.push(part),
            }
        }
        if way.is_empty() || way.ends_with('/') {
            file.push("index.html");
        }
        file.to_str().unwrap().to_owned()
    });
    files.collect()
}

#[tokio::test]
async fn all_reports_of_a_country_stand_below_pages_that_lead_there() {
    let world = World::with_simulation(Backend::Sqlite).await;
    world.import(jepara().path()).await.unwrap();
    let folder = TempDir::new().unwrap();
    let address = Some("https://laporan.example".to_owned());
    let out = folder.path().join("all");
    let plan = Plan { address, ..plan() };
    built(&world, "00", out.clone(), plan.clone()).await.unwrap();
    let site = Site::read(&out);

    for (page, report) in [
        ("index.html", "33/33.18/index.html"),
        ("33/index.html", "33/33.20/index.html"),
        ("en/index.html", "33/33.18/en/index.html"),
        ("en/33/index.html", "33/33.20/en/index.html"),
    ] {
        assert!(led_to(page, &site[page]).contains(report), "{page}: {report}");
    }
    // No link leads nowhere, and from each page of a report one leads to the other reports.
    let all: BTreeSet<&str> = site.paths().collect();
    for (path, html) in site.pages() {
        let links = led_to(path, html);
        let lost: Vec<&String> = links.iter().filter(|link| !all.contains(link.as_str())).collect();
        assert!(lost.is_empty(), "{path}: {lost:?}");
        let is_alone = path.contains("/sematan/") || path.contains("/embed/") || path.ends_with("404.html");
        let above = if path.contains("/en/") || path.starts_with("en/") {
            "en/33/index.html"
        } else {
            "33/index.html"
        };
        assert!(is_alone || links.contains(above) || !path.starts_with("33/33."), "{path}");
    }
    // Simulated figures are told as such, and each report is the one that is made alone, but for the way to the others
    // and the data version.
    assert!(site["index.html"].contains("class=\"banner\"") && site["index.html"].contains("class=\"sim\""));
    let alone = {
        let (url, plan) = (
            world.url.clone(),
            Plan { address: Some("https://laporan.example/33/33.18".to_owned()), ..plan.clone() },
        );
        let render = move || Site::rendered(&Client::local(&url).unwrap(), &plan);
        tokio::task::spawn_blocking(render).await.unwrap()
    };
    let mut of_servers = 0;
    for path in alone.paths() {
        let together = format!("33/33.18/{path}");
        if !all.contains(together.as_str()) {
            of_servers += 1;
        } else if !is_page(path) && !path.starts_with("cari/") && !path.starts_with("en/search/") {
            assert!(alone.bytes(path) == site.bytes(&together), "{path}");
        }
    }
    // 404.html in two languages, the headers for two kinds of hosts, robots.txt, and two sitemaps.
    assert_eq!(of_servers, 7);
    for path in ["404.html", "_headers", "robots.txt", "sitemap.xml", "sitemap-1.xml"] {
        assert!(all.contains(path), "{path}");
    }
    assert!(site["sitemap-1.xml"].contains("https://laporan.example/33/33.18/desa/33.18.16.2012/"));
}

#[tokio::test]
async fn a_second_build_of_a_country_makes_only_the_reports_that_changed() {
    let world = World::with_facts(Backend::Sqlite).await;
    world.import(jepara().path()).await.unwrap();
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("all");
    let first = built(&world, "33", out.clone(), plan()).await.unwrap();
    let before = Site::read(&out);
    let again = built(&world, "33", out.clone(), plan()).await.unwrap();
    assert_eq!(again.files, Outcome { written: 0, unchanged: first.files.written, removed: 0 });

    let ledger = facts("ledger_transaction.csv");
    let row = "uji-baru,EXPENDITURE,2024-01-01,DAY,3000000,KNOWN,CASH,,,Warga,,HOUSING,Bantuan baru,,uji-dana,\
               33.20.01.2001,,,,,,,diskominfo-stimulan-listrik";
    let more = package(&[("ledger_transaction.csv", format!("{}\n{row}\n", ledger.lines().next().unwrap()))]);
    world.import(more.path()).await.unwrap();
    built(&world, "33", out.clone(), plan()).await.unwrap();
    let after = Site::read(&out);
    let changed = after.differing(&before);
    assert!(changed.contains(&"33/33.20/desa/33.20.01.2001/index.html"));
    let around = ["index.html", "en/index.html", "33/index.html", "en/33/index.html"];
    let elsewhere: Vec<_> =
        changed.into_iter().filter(|path| !path.starts_with("33/33.20/") && !around.contains(path)).collect();
    assert_eq!(elsewhere, [""; 0]);

    let new = folder.path().join("new");
    built(&world, "33", new.clone(), plan()).await.unwrap();
    assert_eq!(Site::read(&new).differing(&after), [""; 0]);

    let refused = built(&world, "99", out.clone(), plan()).await.unwrap_err();
    assert!(format!("{refused:#}").contains("no province 99"), "{refused:#}");
    assert!(Site::read(&out) == after);
}
