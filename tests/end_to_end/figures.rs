//! A figure for itself: its page, its files and its query say what the page that shows it says.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use dampingan_tests::{Backend, Site, World, report, words};
use serde_json::Value;

async fn published() -> (World, Arc<Site>) {
    (World::with_simulation(Backend::Sqlite).await, report().await)
}

/// The own pages of figures in both languages, without those to embed.
fn own_pages(site: &Site) -> impl Iterator<Item = (&str, &str)> {
    site.pages().filter(|(path, _)| {
        (path.starts_with("gambar/") || path.starts_with("en/figures/"))
            && !path.ends_with("/sematan/index.html")
            && !path.ends_with("/embed/index.html")
    })
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    text.split_once(start).and_then(|(_, rest)| rest.split_once(end)).map_or("", |(found, _)| found)
}

fn unescaped(html: &str) -> String {
    html.replace("&quot;", "\"")
        .replace("&#x27;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

#[tokio::test]
async fn every_figure_says_what_satu_data_asks_when_it_comes_again_and_how_to_cite_it() {
    let (_, site) = published().await;
    let [id, en] = [
        [
            "Periode",
            "Konsep",
            "Definisi",
            "Klasifikasi",
            "Ukuran",
            "Satuan",
            "Kode referensi",
            "Penghasil",
            "Metode",
            "Keadaan data per",
            "Pembaruan berikutnya",
            "Lisensi",
            "Cara mengutip",
        ],
        [
            "Period",
            "Concept",
            "Definition",
            "Classification",
            "Measure",
            "Unit",
            "Reference code",
            "Producer",
            "Method",
            "Data as of",
            "Next update",
            "Licence",
            "How to cite",
        ],
    ];
    let mut seen = BTreeSet::new();
    for (path, html) in own_pages(&site) {
        let said = words(html);
        let terms = if path.starts_with("en/") { en } else { id };
        for term in terms {
            assert!(said.contains(term), "{path} lacks {term}");
        }
        seen.insert(path.rsplit('/').nth(1).unwrap());
    }
    let kinds = [
        "aliran",
        "desa-per-opd",
        "garis-kemiskinan",
        "jadwal",
        "jadwal-program",
        "jadwal-tindak-lanjut",
        "jeda-pendataan",
        "kemiskinan",
        "keselarasan-kecamatan",
        "keselarasan-pendataan",
        "kesenjangan",
        "ketepatan-pilihan",
        "pemusatan",
        "perbandingan",
        "perjalanan-desa",
        "perkembangan",
        "peta-desa",
        "peta",
        "peta-pendampingan",
        "peta-semua-desa",
        "saluran",
        "sektor",
        "tahap",
        "tahun",
        "taksiran-pengaruh",
        "tempat",
    ];
    assert_eq!(seen, BTreeSet::from(kinds));
}

#[tokio::test]
async fn every_query_that_is_printed_below_a_figure_runs_and_finds_something() {
    let (world, site) = published().await;
    let mut queries: BTreeMap<String, &str> = BTreeMap::new();
    for (path, html) in own_pages(&site) {
        queries.entry(unescaped(between(html, "<code id=\"query\">", "</code>"))).or_insert(path);
    }
    assert!(queries.len() > 100, "{}", queries.len());
    let mut empty = 0;
    for (query, path) in &queries {
        let (answer, _) = world.ask(query).await;
        assert_eq!(answer.get("errors"), None, "{path}: {query}");
        let found = answer["data"].as_object().unwrap().values().next().unwrap();
        let rows = found.get("nodes").or(found.get("groupBy")).and_then(Value::as_array).unwrap();
        empty += usize::from(rows.is_empty());
        // Kecamatan without an accompaniment have a map too.
        assert!(!rows.is_empty() || path.contains("peta-desa"), "{path}: {query}");
    }
    assert!(empty < queries.len() / 5, "{empty} of {}", queries.len());
}

/// The mark of what is simulated, in each language.
const MARKS: [&str; 2] = ["<span class=\"sim\">simulasi</span>", "<span class=\"sim\">simulated</span>"];

#[tokio::test]
async fn the_file_of_a_figure_has_the_values_of_its_table() {
    let (_, site) = published().await;
    for (path, html) in own_pages(&site) {
        let csv = &site[path.replace("index.html", "data.csv").as_str()];
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let table = between(html, "<table>", "</table>");
        let body = between(table, "<tbody>", "</tbody>");
        let rows: Vec<&str> = body.split("<tr>").skip(1).collect();
        let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert!(!rows.is_empty(), "{path}");
        assert_eq!(records.len(), rows.len(), "{path}");
        for (record, row) in records.iter().zip(rows) {
            let cells = row.split("</th>").flat_map(|part| part.split("</td>"));
            let cells: Vec<&str> =
                cells.filter(|cell| cell.contains("<th") || cell.contains("<td")).collect();
            assert_eq!(record.len(), cells.len() + 1, "{path}: {row}");
            for (value, cell) in record.iter().zip(cells) {
                let machine = unescaped(between(cell, "<data value=\"", "\""));
                let shown = words(&MARKS.iter().fold(cell.to_owned(), |cell, mark| cell.replace(mark, "")));
                let is_same = if machine.is_empty() {
                    value == shown || (value.is_empty() && shown == "[x]")
                } else {
                    value == machine
                };
                assert!(is_same, "{path}: {value} is not {cell}");
            }
            assert_eq!(
                &record[record.len() - 1],
                if row.contains("class=\"sim\"") { "true" } else { "false" },
                "{path}: {row}"
            );
        }
    }
}
