//! What is taken away from a report, read with the tools that its readers have.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use dampingan_tests::{Site, in_folder, plan, python, report_in_folder};
use serde_json::Value;
use sitegen::site::Plan;

/// The paths below a folder that end in `ending`, from the root of the site, in order.
fn ending(site: &Path, folder: &str, ending: &str) -> Vec<String> {
    let all = Site::read(&site.join(folder));
    all.paths().filter(|path| path.ends_with(ending)).map(|path| format!("{folder}/{path}")).collect()
}

#[tokio::test]
async fn the_release_is_a_valid_data_package_with_and_without_the_simulation() {
    for without_simulated in [false, true] {
        let site = in_folder(Plan { without_simulated, ..plan() }).await;
        let said = python("package.py", &[&site.path().join("data")]);
        assert!(said.starts_with("27 tables, ") && said.ends_with(" 75 references"), "{said}");
    }
}

#[test]
fn the_facts_are_a_valid_data_package_for_other_programs_too() {
    let said = python("package.py", &[Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../data/pati"))]);
    assert!(said.starts_with("17 tables, "), "{said}");
}

#[tokio::test]
async fn the_package_says_what_it_is_whose_it_is_and_where_it_comes_from() {
    let report = report_in_folder().await;
    let site = report.path();
    let text = fs::read_to_string(site.join("data/datapackage.json")).unwrap();
    let package: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(package["profile"], "data-package");
    assert_eq!(package["created"], "2026-07-01T00:00:00Z");
    assert_eq!(package["spatial"]["code"], "33.18");
    assert_eq!(package["licenses"][0]["name"], "CC-BY-4.0");
    assert_eq!(package["contributors"][0]["role"], "publisher");
    let sources = package["sources"].as_array().unwrap();
    assert!(sources.len() > 20 && sources.iter().all(|it| it["path"].as_str().unwrap().starts_with("http")));
    for resource in package["resources"].as_array().unwrap() {
        assert_eq!(resource["profile"], "tabular-data-resource", "{resource}");
        let fields = resource["schema"]["fields"].as_array().unwrap();
        assert!(fields.iter().all(|it| it["title"].is_string() && it["titleEn"].is_string()), "{resource}");
        assert_eq!(fields.last().unwrap()["name"], "simulated");
        assert!(!resource["schema"]["primaryKey"].as_array().unwrap().is_empty());
    }
}

#[tokio::test]
async fn the_checksums_are_those_of_all_files_of_the_release() {
    let report = report_in_folder().await;
    let site = report.path();
    let data = site.join("data");
    let checked =
        Command::new("sha256sum").args(["-c", "--strict", "SHA256SUMS"]).current_dir(&data).output();
    let checked = checked.unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stdout));
    let listed = fs::read_to_string(data.join("SHA256SUMS")).unwrap();
    let listed: BTreeSet<&str> = listed.lines().map(|line| line.split_once("  ").unwrap().1).collect();
    let there: BTreeSet<String> =
        fs::read_dir(&data).unwrap().map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
    let mut there: BTreeSet<&str> = there.iter().map(String::as_str).collect();
    assert!(there.remove("SHA256SUMS") && there.remove("index.html"));
    assert_eq!(listed, there);
}

#[tokio::test]
async fn workbooks_are_accessible_and_hold_what_the_csv_files_hold() {
    let report = report_in_folder().await;
    let site = report.path();
    let of_figures: Vec<String> =
        ["gambar", "en/figures"].iter().flat_map(|folder| ending(site, folder, "data.xlsx")).collect();
    assert!(of_figures.len() > 300, "{}", of_figures.len());
    let paths = ending(site, "data", ".xlsx").into_iter().chain(of_figures.into_iter().step_by(25));
    // The whole release has these two again, and they are large.
    let paths = paths.filter(|path| path != "data/observations.xlsx" && path != "data/sync-counts.xlsx");
    let paths: Vec<PathBuf> = paths.map(PathBuf::from).collect();
    let mut arguments = vec![site, Path::new("2026-07-01")];
    arguments.extend(paths.iter().map(PathBuf::as_path));
    let said = python("workbooks.py", &arguments);
    assert!(said.starts_with(&format!("{} workbooks", paths.len())), "{said}");
}

#[tokio::test]
async fn parquet_files_have_the_types_of_the_package_and_the_values_of_the_csv_files() {
    let report = report_in_folder().await;
    let site = report.path();
    let said = python("parquet.py", &[&site.join("data")]);
    assert!(said.starts_with("27 tables, "), "{said}");
}

#[tokio::test]
async fn json_holds_what_csv_holds_in_the_release_and_beside_figures() {
    let report = report_in_folder().await;
    let site = report.path();
    let tables = ["data", "gambar", "en/figures"].iter().flat_map(|folder| ending(site, folder, ".csv"));
    let (mut files, mut values) = (0, 0);
    for path in tables {
        let text = fs::read_to_string(site.join(path.replace(".csv", ".json"))).unwrap();
        let objects: Vec<serde_json::Map<String, Value>> = serde_json::from_str(&text).unwrap();
        let mut reader = csv::Reader::from_path(site.join(&path)).unwrap();
        let header = reader.headers().unwrap().clone();
        let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert_eq!(objects.len(), records.len(), "{path}");
        for (object, record) in objects.iter().zip(&records) {
            assert!(object.keys().map(String::as_str).eq(header.iter()), "{path}: {object:?}");
            for (value, text) in object.values().zip(record) {
                let is_same = match value {
                    Value::Null => text.is_empty(),
                    Value::Bool(flag) => text == flag.to_string(),
                    Value::Number(number) => text.parse().ok() == number.as_f64(),
                    Value::String(said) => said == text,
                    _ => false,
                };
                assert!(is_same, "{path}: {value} is not {text}");
                values += 1;
            }
        }
        files += 1;
    }
    assert!(files > 300 && values > 400_000, "{values} values in {files} files");
}

#[tokio::test]
async fn the_page_of_the_data_lists_every_file_with_its_size_and_tells_search_engines() {
    let report = report_in_folder().await;
    let site = report.path();
    let files = Site::read(site);
    for (page, root, mark) in [("data/index.html", "../", "."), ("en/data/index.html", "../../", ",")] {
        let html = &files[page];
        let catalog = html.split_once("<script type=\"application/ld+json\">").unwrap().1;
        let catalog: Value = serde_json::from_str(catalog.split_once("</script>").unwrap().0).unwrap();
        assert_eq!(catalog["@type"], "DataCatalog");
        assert_eq!(catalog["dataset"].as_array().unwrap().len(), 27);
        let told = catalog.to_string();
        let mut listed = 0;
        for path in files.paths().filter(|path| path.starts_with("data/") && *path != "data/index.html") {
            let (name, length) = (&path["data/".len()..], fs::metadata(site.join(path)).unwrap().len());
            let written = length.div_ceil(1_000).to_string();
            let written = match written.len() {
                0..=3 => written,
                digits => format!("{}{mark}{}", &written[..digits - 3], &written[digits - 3..]),
            };
            let link = format!("href=\"{root}{path}\">{name}, {written}\u{a0}kB</a>");
            assert!(html.contains(&link), "{page}: {link}");
            let is_table = name.contains('.') && !["dampingan.xlsx", "datapackage.json"].contains(&name);
            assert_eq!(told.contains(&format!("\"{root}{path}\"")), is_table, "{page}: {path}");
            listed += 1;
        }
        assert_eq!(listed, 27 * 4 + 3);
    }
}
