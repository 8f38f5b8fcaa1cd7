//! The workbook of tables: a cover in both languages, a dictionary of the columns, and a sheet for each table.

use crate::locale::Locale;

use super::cell::Cell;
use super::table::{Column, Table, Values};
use super::workbook::{self, Body, Document, Grid, Line, Sheet};
use super::{LICENCE, Publication};

const COVER: &str = "Sampul";
const DICTIONARY: &str = "Kamus kolom";

/// Makes the workbook of a table.
///
/// # Errors
/// As [`workbook::write`].
pub fn of_table(publication: &Publication, table: &Table<'_>) -> anyhow::Result<Vec<u8>> {
    let title = format!("{} / {}. {}", table.title.0, table.title.1, publication.title.0);
    workbook(publication, &title, &[(table, Body::Written)])
}

/// Makes the workbook of all tables from the workbooks that [`of_table`] made of each: most of the work is in their rows.
///
/// # Errors
/// As [`workbook::write`].
pub fn of_all<'t>(publication: &Publication, tables: &[(&Table<'t>, &'t [u8])]) -> anyhow::Result<Vec<u8>> {
    let title = format!("{} / {}", publication.title.0, publication.title.1);
    let tables: Vec<_> = tables.iter().map(|(table, workbook)| (*table, Body::Bound(workbook))).collect();
    workbook(publication, &title, &tables)
}

fn workbook(
    publication: &Publication,
    title: &str,
    bodies: &[(&Table<'_>, Body<'_>)],
) -> anyhow::Result<Vec<u8>> {
    let tables: Vec<&Table<'_>> = bodies.iter().map(|(table, _)| *table).collect();
    let tables = tables.as_slice();
    let contents = contents(tables);
    let content = |row: usize, column: usize| contents[row].get(column).map(Value::cell);
    let words = dictionary(tables);
    let word = |row: usize, column: usize| {
        words[row].get(column).and_then(|text| (!text.is_empty()).then_some(Cell::Text(text)))
    };
    let cells: Vec<_> = tables
        .iter()
        .map(|table| move |row: usize, column: usize| table.columns[column].values.get(row))
        .collect();
    let mut sheets = vec![
        Sheet {
            name: COVER.to_owned(),
            lines: cover(publication, title.to_owned()),
            grid: Some(Grid {
                name: "isi".to_owned(),
                header: vec!["Lembar / Sheet", "Isi", "Content", "Baris / Rows", "Simulasi / Simulated"],
                rows: contents.len(),
                cell: &content,
                links: tables.iter().map(|table| to_sheet(table.name)).collect(),
            }),
            body: Body::Written,
        },
        Sheet {
            name: DICTIONARY.to_owned(),
            lines: vec![
                "Kamus kolom / Dictionary of columns".to_owned().into(),
                "Nama kolom sama dengan namanya di API. / Columns are named as the API names its fields."
                    .to_owned()
                    .into(),
                back(),
            ],
            grid: Some(Grid {
                name: "kamus".to_owned(),
                header: vec![
                    "Lembar / Sheet",
                    "Kolom / Column",
                    "Arti",
                    "Meaning",
                    "Jenis / Type",
                    "Merujuk / Refers to",
                    "Keterangan",
                    "Note",
                ],
                rows: words.len(),
                cell: &word,
                links: vec![],
            }),
            body: Body::Written,
        },
    ];
    for ((table, body), cell) in bodies.iter().zip(&cells) {
        sheets.push(Sheet {
            name: table.name.to_owned(),
            lines: lines(table),
            grid: Some(Grid {
                name: table.name.replace('-', "_"),
                header: table.columns.iter().map(|column| column.name).collect(),
                rows: table.rows,
                cell,
                links: vec![],
            }),
            body: *body,
        });
    }
    let document = Document { title, publisher: &publication.publisher, day: publication.day };
    workbook::write(document, &sheets)
}

/// A value of the contents.
enum Value<'t> {
    Text(&'t str),
    Count(usize),
}

impl Value<'_> {
    fn cell(&self) -> Cell<'_> {
        match self {
            Self::Text(text) => Cell::Text(text),
            Self::Count(count) => Cell::Whole(i64::try_from(*count).unwrap_or(i64::MAX)),
        }
    }
}

fn contents<'t>(tables: &[&'t Table<'_>]) -> Vec<[Value<'t>; 5]> {
    let row = |table: &&'t Table<'_>| {
        [
            Value::Text(table.name),
            Value::Text(table.title.0),
            Value::Text(table.title.1),
            Value::Count(table.rows),
            Value::Count(table.simulated()),
        ]
    };
    tables.iter().map(row).collect()
}

fn cover(publication: &Publication, title: String) -> Vec<Line> {
    let (id, en) = (Locale::Id.date(publication.day), Locale::En.date(publication.day));
    let text = |text: String| Line::from(text);
    vec![
        text(title),
        text(publication.description.0.clone()),
        text(publication.description.1.clone()),
        text(format!("Keadaan data per {id}. / Data as of {en}.")),
        text(format!("Penerbit / Publisher: {}", publication.publisher)),
        Line {
            text: format!("Lisensi tabel / Licence of the tables: {}", LICENCE.0),
            href: LICENCE.1.to_owned(),
        },
        text("[x] berarti tidak tersedia atau tidak tercatat; nol sungguhan ditulis 0.".to_owned()),
        text("[x] means not available or not recorded; a true zero is written 0.".to_owned()),
        text(
            "cellState SUPPRESSED: dirahasiakan; terlalu sedikit orang, atau akan membuka hitungan lain yang terlalu kecil."
                .to_owned(),
        ),
        text(
            "cellState SUPPRESSED: confidential; too few people, or it would give away another count that is too small."
                .to_owned(),
        ),
        text("Kolom terakhir, simulated, TRUE: baris simulasi, bukan data sebenarnya.".to_owned()),
        text("Last column, simulated, TRUE: a simulated row, not real data.".to_owned()),
        text("Kode ditulis sebagai teks: 33.10 bukan 33.1. / Codes are text: 33.10 is not 33.1.".to_owned()),
        Line { text: "Arti setiap kolom / Meaning of each column".to_owned(), href: to_sheet(DICTIONARY) },
    ]
}

fn lines(table: &Table<'_>) -> Vec<Line> {
    let (rows, simulated) = (table.rows, table.simulated());
    vec![
        format!("{} / {}", table.title.0, table.title.1).into(),
        format!(
            "{rows} baris, {simulated} di antaranya simulasi. / {rows} rows, {simulated} of them simulated."
        )
        .into(),
        "[x]: tidak tersedia atau tidak tercatat / not available or not recorded.".to_owned().into(),
        back(),
    ]
}

fn back() -> Line {
    Line { text: "Kembali ke sampul / Back to the cover".to_owned(), href: to_sheet(COVER) }
}

fn to_sheet(name: &str) -> String {
    format!("internal:'{name}'!A1")
}

fn dictionary(tables: &[&Table<'_>]) -> Vec<[String; 8]> {
    let row = |table: &Table<'_>, column: &Column<'_>| {
        let (id, en) = column.about.unwrap_or_default();
        let (labels_id, labels_en) = labels(column);
        [
            table.name.to_owned(),
            column.name.to_owned(),
            column.title.0.to_owned(),
            column.title.1.to_owned(),
            kind(column).to_owned(),
            column.refers_to.map(|(table, column)| format!("{table}.{column}")).unwrap_or_default(),
            joined(id, &labels_id),
            joined(en, &labels_en),
        ]
    };
    tables.iter().flat_map(|table| table.columns.iter().map(move |column| row(table, column))).collect()
}

fn joined(about: &str, labels: &str) -> String {
    [about, labels].iter().filter(|text| !text.is_empty()).copied().collect::<Vec<_>>().join(" ")
}

/// The words of a vocabulary with what they mean.
fn labels(column: &Column<'_>) -> (String, String) {
    let Values::Word(words, _) = &column.values else { return Default::default() };
    let said = |label: fn(&super::table::Said) -> &'static str| {
        let all: Vec<String> =
            words.iter().map(|word| format!("{}: {}", word.name, label(&word.label))).collect();
        all.join("; ")
    };
    (said(|label| label.0), said(|label| label.1))
}

fn kind(column: &Column<'_>) -> &'static str {
    match column.values {
        Values::Text(_) => "teks / text",
        Values::Word(..) => "pilihan / choice",
        Values::Whole(_) => "bilangan bulat / integer",
        Values::Rupiah(_) => "rupiah utuh / whole rupiah",
        Values::Exact(_) => "desimal / decimal",
        Values::Day(_) => "tanggal / date",
        Values::Flag(_) => "benar atau salah / true or false",
    }
}
