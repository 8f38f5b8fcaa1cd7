//! Downloads, the dictionary, and how to ask the API.

use serde::Serialize;

use crate::data::record::Indicator;
use crate::download::Download;
use crate::scribe::Scribe;
use crate::view::{Cell, Heading, Link, Table};

use super::table::as_count;

/// What the template is given.
#[derive(Debug, Serialize)]
pub struct DataPage {
    heading: Heading,
    downloads: Table,
    dictionary: Table,
    api: String,
    examples: Vec<Example>,
    version: String,
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
pub fn context(scribe: &Scribe<'_, '_>, downloads: &[Download], api: Option<&str>) -> DataPage {
    DataPage {
        heading: Heading {
            title: scribe.say("Data dan API", "Data and API").to_owned(),
            lead: scribe
                .say(
                    "Semua angka di laporan ini dapat diunduh sebagai CSV, atau ditanyakan kepada API.",
                    "Every figure of this report can be downloaded as CSV, or asked of the API.",
                )
                .to_owned(),
            ..Heading::default()
        },
        downloads: scribe.cite_simulated(table(scribe, downloads)),
        dictionary: scribe.cite_simulated(dictionary(scribe, &scribe.linked.data.indicators)),
        api: api.unwrap_or_default().to_owned(),
        examples: EXAMPLES
            .iter()
            .map(|(id, en, query)| Example { question: scribe.say(id, en).to_owned(), query })
            .collect(),
        version: scribe.locale.whole(scribe.linked.data.version),
        edition: scribe.locale.date(scribe.today),
    }
}

fn table(scribe: &Scribe<'_, '_>, downloads: &[Download]) -> Table {
    let root = scribe.target.root(scribe.locale);
    let rows = downloads.iter().map(|it| {
        let size = as_count(it.file.bytes.len().div_ceil(1024));
        vec![
            Cell::link(Link::to(it.name(), format!("{root}{}", it.file.path))),
            Cell::text(scribe.say(it.title, it.title_en)).marked(it.simulated > 0),
            Cell::number(scribe.locale.whole(as_count(it.rows)), it.rows),
            Cell::number(scribe.locale.whole(as_count(it.simulated)), it.simulated),
            Cell::text(format!("CSV, {} KiB", scribe.locale.whole(size))),
        ]
    });
    Table::new(
        scribe.say("Unduhan", "Downloads"),
        &[
            scribe.say("Berkas", "File"),
            scribe.say("Isi", "Content"),
            scribe.say("#Baris", "#Rows"),
            scribe.say("#Di antaranya simulasi", "#Simulated among them"),
            scribe.say("Jenis dan ukuran", "Type and size"),
        ],
        rows.collect(),
    )
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
