//! Many regencies behind one gateway: what belongs to the report of each.

use dampingan_tests::{Backend, Site, World, facts, package, plan};
use sitegen::client::Client;
use sitegen::site::Plan;
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
