//! Downloads, the dictionary, and how to ask the API.

use serde::Serialize;
use serde_json::json;

use crate::data::record::Indicator;
use crate::download::{Download, LICENCE, Release, Stored};
use crate::scribe::{Scribe, say};
use crate::view::{Cell, Heading, Link, Table};

use super::table::as_count;

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct DataPage {
    heading: Heading,
    /// The whole release: workbook, data package, checksums.
    whole: Vec<Link>,
    downloads: Table,
    licence: Link,
    /// The release as a schema.org `DataCatalog`, in JSON.
    catalog: String,
    dictionary: Table,
    api: String,
    examples: Vec<Example>,
    version: Option<i64>,
    edition: String,
}

/// A question with the query that answers it.
#[derive(Debug, Serialize)]
struct Example {
    question: String,
    query: &'static str,
}

/// Questions that the API answers in one request: Indonesian, English, document.
/// The tests run each of them.
pub const EXAMPLES: [(&str, &str, &str); 3] = [
    (
        "Bagaimana angka kemiskinan Pati sejak 2006, menurut siapa?",
        "How did the poverty rate of Pati go since 2006, and who says so?",
        include_str!("data/poverty.graphql"),
    ),
    (
        "Siapa mendampingi setiap desa di Kecamatan Gembong, apa kebutuhannya, dan berapa dananya?",
        "Who accompanies each village of Kecamatan Gembong, what does it need, and with what money?",
        include_str!("data/district.graphql"),
    ),
    (
        "Apa yang diputuskan pada 22 Juni 2022, dan bagaimana kelanjutannya?",
        "What was decided on 22 June 2022, and what became of it?",
        include_str!("data/decisions.graphql"),
    ),
];

/// Writes the page.
pub fn context(scribe: &Scribe<'_, '_>, release: &Release, api: Option<&str>) -> DataPage {
    let title = scribe.say("Data dan API", "Data and API");
    DataPage {
        heading: Heading {
            title: title.to_owned(),
            lead: scribe
                .say(
                    "Semua data laporan ini dapat diunduh sebagai CSV, XLSX, JSON, atau Parquet, atau diminta \
                     dari API.",
                    "All data of this report can be downloaded as CSV, XLSX, JSON or Parquet, or asked of the API.",
                )
                .to_owned(),
            ..Heading::default()
        },
        whole: release.whole.iter().map(|stored| saved(scribe, stored)).collect(),
        downloads: scribe.cite_simulated(table(scribe, &release.downloads)),
        licence: Link::to(LICENCE.0, LICENCE.1),
        catalog: catalog(scribe, release, title),
        dictionary: scribe.cite_simulated(dictionary(scribe, &scribe.linked.data.indicators)),
        api: api.unwrap_or_default().to_owned(),
        examples: EXAMPLES
            .iter()
            .map(|(id, en, query)| Example { question: scribe.say(id, en).to_owned(), query })
            .collect(),
        version: Some(scribe.linked.data.version).filter(|version| *version > 0),
        edition: scribe.locale.date(scribe.today),
    }
}

fn table(scribe: &Scribe<'_, '_>, downloads: &[Download]) -> Table {
    let rows = downloads.iter().map(|it| {
        let mut row = vec![Cell::text(scribe.say(it.title.0, it.title.1)).marked(it.simulated > 0)];
        row.extend(it.files().map(|stored| Cell::link(saved(scribe, stored))));
        row.extend([it.rows, it.simulated].map(|it| Cell::number(scribe.locale.whole(as_count(it)), it)));
        row
    });
    Table::new(
        scribe.say("Unduhan menurut isi", "Downloads by content"),
        &[
            scribe.say("Isi", "Content"),
            "CSV",
            "XLSX",
            "JSON",
            "Parquet",
            scribe.say("#Baris", "#Rows"),
            scribe.say("#Di antaranya simulasi", "#Simulated among them"),
        ],
        rows.collect(),
    )
}

/// `needs.csv, 5 kB`.
fn saved(scribe: &Scribe<'_, '_>, stored: &Stored) -> Link {
    let (root, size) = (scribe.target.root(scribe.locale), scribe.locale.kilobytes(stored.length));
    Link::to(format!("{}, {size}", stored.name()), format!("{root}{}", stored.path))
}

/// What search engines for data read: <https://schema.org/DataCatalog>.
fn catalog(scribe: &Scribe<'_, '_>, release: &Release, title: &str) -> String {
    let root = scribe.target.root(scribe.locale);
    let place = scribe.region_name(&scribe.linked.data.regency);
    let publisher = json!({ "@type": "Organization", "name": format!("{}, {place}", scribe.theme.name) });
    let region = json!({ "@type": "Place", "name": place, "identifier": scribe.linked.data.regency });
    let file = |stored: &Stored| {
        json!({
            "@type": "DataDownload",
            "encodingFormat": stored.media,
            "contentUrl": format!("{root}{}", stored.path),
        })
    };
    let dataset = |it: &Download| {
        let (rows, simulated) =
            (scribe.locale.whole(as_count(it.rows)), scribe.locale.whole(as_count(it.simulated)));
        let title = scribe.say(it.title.0, it.title.1);
        json!({
            "@type": "Dataset",
            "name": format!("{title}, {place}"),
            "description": say!(
                scribe.locale,
                "{title}: {rows} baris, {simulated} di antaranya simulasi karena yang sebenarnya tidak diumumkan.",
                "{title}: {rows} rows, {simulated} of them simulated, because the real ones are not public."
            ),
            "license": LICENCE.1,
            "creator": publisher,
            "dateModified": scribe.today,
            "spatialCoverage": region,
            "isAccessibleForFree": true,
            "distribution": it.files().map(file).collect::<Vec<_>>(),
        })
    };
    let catalog = json!({
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "name": format!("{}, {place}: {title}", scribe.theme.name),
        "inLanguage": scribe.locale.tag(),
        "license": LICENCE.1,
        "publisher": publisher,
        "dateModified": scribe.today,
        "spatialCoverage": region,
        "dataset": release.downloads.iter().map(dataset).collect::<Vec<_>>(),
    });
    // What ends the element could stand in a text.
    catalog.to_string().replace('<', "\\u003c")
}

fn dictionary(scribe: &Scribe<'_, '_>, indicators: &[Indicator]) -> Table {
    let rows = indicators.iter().map(|it| {
        vec![
            Cell::text(scribe.say(&it.name, &it.name_en))
                .marked(scribe.linked.data.is_simulated(&it.source.key)),
            Cell::text(&*it.key),
            Cell::text(it.kind.label(scribe.locale)),
            Cell::text(scribe.say(&it.unit, &it.unit_en)),
            scribe.original(&it.concept),
            scribe.original(&it.definition),
            Cell::text(&*it.producer),
        ]
    });
    Table::new(
        scribe.say("Kamus indikator", "Dictionary of indicators"),
        &[
            scribe.say("Indikator", "Indicator"),
            scribe.say("Kunci", "Key"),
            scribe.say("Jenis", "Kind"),
            scribe.say("Satuan", "Unit"),
            scribe.say("Konsep", "Concept"),
            scribe.say("Definisi", "Definition"),
            scribe.say("Penghasil", "Producer"),
        ],
        rows.collect(),
    )
}
