//! Loading data packages: all or nothing, idempotent, and precise about what is wrong.

use std::fs;
use std::path::Path;

use dampingan_tests::{Backend, World, project_folder};
use gateway::import::{ImportError, Loaded, package};
use tempfile::TempDir;

/// A copy of the bundled facts that a test may damage.
fn copy_of_facts() -> TempDir {
    let copy = TempDir::new().unwrap();
    for entry in fs::read_dir(project_folder().join("data/pati")).unwrap() {
        let entry = entry.unwrap();
        fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
    }
    copy
}

fn rewrite(folder: &Path, file: &str, change: impl FnOnce(String) -> String) {
    let path = folder.join(file);
    let text = change(fs::read_to_string(&path).unwrap());
    fs::write(path, text).unwrap();
}

/// The words of the refusal, after seeing that nothing was changed.
async fn refusal(folder: &Path, backend: Backend) -> String {
    let world = World::empty(backend).await;
    let error = world.import(folder).await.unwrap_err();
    assert_eq!(world.data("{ dataVersion regions { totalCount } }").await["regions"]["totalCount"], 0);
    error.to_string()
}

#[test]
fn the_descriptor_is_current() {
    let folder = project_folder().join("data/pati");
    let file = fs::read_to_string(folder.join(package::DESCRIPTOR)).unwrap();
    assert!(file == package::describe(&folder).unwrap(), "run `gateway describe data/pati`");
}

#[tokio::test]
async fn the_facts_load_and_load_again_without_a_change() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        assert_eq!(world.data("{ dataVersion }").await["dataVersion"], "1");
        let again = world.import(&project_folder().join("data/pati")).await.unwrap();
        assert_eq!(again.data_version, None);
        for (table, Loaded { added, changed, unchanged }) in again.tables {
            assert_eq!((added, changed), (0, 0), "{table}");
            assert!(unchanged > 0, "{table}");
        }
        assert_eq!(world.data("{ dataVersion }").await["dataVersion"], "1");
    }
}

#[tokio::test]
async fn a_changed_row_is_journalled_with_what_it_was() {
    for backend in Backend::ALL {
        let world = World::with_facts(backend).await;
        let folder = copy_of_facts();
        rewrite(folder.path(), "agency.csv", |text| {
            text.replacen("Sekretariat TKPK.", "Sekretariat tim.", 1)
        });
        let report = world.import(folder.path()).await.unwrap();
        assert_eq!(report.data_version, Some(2));
        let query = r"{ revisions(filter: { action: { eq: UPDATE } }) {
            nodes { noun record before after dataVersion } } }";
        let found = world.data(query).await;
        let revision = &found["revisions"]["nodes"][0];
        assert_eq!(revision["noun"], "Agency");
        assert_eq!(revision["record"], "bapperida");
        assert_eq!(revision["before"], r#"{"note":"Sekretariat TKPK."}"#);
        assert_eq!(revision["after"], r#"{"note":"Sekretariat tim."}"#);
        assert_eq!(revision["dataVersion"], "2");
    }
}

#[tokio::test]
async fn ledger_rows_never_change() {
    let world = World::with_facts(Backend::Sqlite).await;
    let folder = copy_of_facts();
    rewrite(folder.path(), "ledger_transaction.csv", |text| text.replacen("30000000", "31000000", 1));
    let error = world.import(folder.path()).await.unwrap_err().to_string();
    assert!(error.contains("REVERSAL"), "{error}");
    assert_eq!(world.data("{ dataVersion }").await["dataVersion"], "1");
}

#[tokio::test]
async fn a_bad_cell_is_named_by_file_row_column_and_value() {
    for (file, from, to, expected) in [
        ("region.csv", "33.18.01,DISTRICT", "33.1,DISTRICT", "row 8, column code, value `33.1`"),
        ("region.csv", "33.18.01,DISTRICT", "3.3E+05,DISTRICT", "they cannot be guessed"),
        ("observation.csv", ",22.14,", ",22.145,", "column value, value `22.145`: more than 2 decimals"),
        ("observation.csv", ",22.14,", ",dua,", "column value, value `dua`"),
        ("observation.csv", "2006-03-31", "2006-13-31", "column ends_on, value `2006-13-31`"),
        ("observation.csv", "2006-03-31", "2006-02-01", "it breaks the rule: ends on follows starts on"),
        ("agency.csv", "SEKRETARIAT", "KANTOR", "expected one of SEKRETARIAT"),
        (
            "accompaniment.csv",
            ",diskominfo,",
            ",dinas-x,",
            "value `dinas-x`: there is no Agency of that name",
        ),
        ("decision.csv", "Jadwal tindak", "3318011203780001 tindak", "16 digits like a NIK or KK number"),
        ("stakeholder.csv", "PD 'Aisyiyah Pati,", ",", "column name: it is blank"),
        ("action_item.csv", ",OPEN,", ",DONE,", "it breaks the rule: done has a date of completion"),
        ("meeting.csv", "silap-2019,", "edaran-gubernur-2021,", "the same key stands in row"),
    ] {
        for backend in Backend::ALL {
            let folder = copy_of_facts();
            rewrite(folder.path(), file, |text| {
                assert!(text.contains(from), "{file}: {from}");
                text.replacen(from, to, 1)
            });
            let words = refusal(folder.path(), backend).await;
            assert!(words.contains(expected), "{backend:?} {file} {to}: {words}");
            assert!(words.contains(file), "{words}");
            assert!(!words.contains("3318011203780001"), "an identity number is not repeated: {words}");
        }
    }
}

#[tokio::test]
async fn a_hundred_problems_are_shown_and_all_are_counted() {
    let folder = copy_of_facts();
    rewrite(folder.path(), "region.csv", |text| text.replace(",DESA,", ",DUSUN,"));
    let words = refusal(folder.path(), Backend::Sqlite).await;
    assert!(words.starts_with("401 problem(s), nothing was changed"), "{words}");
    assert_eq!(words.lines().filter(|line| line.contains("DUSUN")).count(), 100);
    assert!(words.contains("and 301 more"));
}

#[tokio::test]
async fn a_village_cannot_stand_where_a_kecamatan_belongs() {
    let folder = copy_of_facts();
    rewrite(folder.path(), "agency.csv", |text| text.replacen(",33.18.01,", ",33.18.01.2001,", 1));
    let words = refusal(folder.path(), Backend::Sqlite).await;
    assert!(words.contains("it is not the code of a District"), "{words}");
}

#[tokio::test]
async fn files_and_headers_that_do_not_fit_are_refused() {
    let missing = copy_of_facts();
    fs::remove_file(missing.path().join("meeting.csv")).unwrap();
    let words = refusal(missing.path(), Backend::Sqlite).await;
    assert!(words.contains("meeting.csv"), "{words}");

    let unlisted = copy_of_facts();
    fs::write(unlisted.path().join("other.csv"), "a,b\n").unwrap();
    let words = refusal(unlisted.path(), Backend::Sqlite).await;
    assert!(words.contains("other.csv") && words.contains("gateway describe"), "{words}");

    let header = copy_of_facts();
    rewrite(header.path(), "scheme.csv", |text| text.replacen("name_en", "nama", 1));
    let words = refusal(header.path(), Backend::Sqlite).await;
    assert!(words.contains("row 1") && words.contains("missing: name_en; unknown: nama"), "{words}");

    let nothing = TempDir::new().unwrap();
    let world = World::empty(Backend::Sqlite).await;
    let error = world.import(nothing.path()).await.unwrap_err();
    assert!(matches!(error, ImportError::File { .. }));
}

#[tokio::test]
async fn files_of_indonesian_spreadsheets_are_understood() {
    let folder = copy_of_facts();
    rewrite(folder.path(), "observation.csv", |text| {
        let mut reader = text.lines();
        let header = reader.next().unwrap().replace(',', ";");
        let row = "2006;01/03/2006;31/03/2006;22,14;-;;Susenas Maret;NORMAL;PUBLISHED;;;p0;33.18;databoks-kemiskinan-pati";
        format!("\u{feff}{header}\r\n{row}\r\n")
    });
    let world = World::empty(Backend::Sqlite).await;
    world.import(folder.path()).await.unwrap();
    let found = world.data("{ observations { nodes { value startsOn margin } } }").await;
    let expected = serde_json::json!({ "value": "22.14", "startsOn": "2006-03-01", "margin": null });
    assert_eq!(found["observations"]["nodes"], serde_json::json!([expected]));
}
