//! The values of a figure's table for machines: as CSV, as JSON and as a workbook.

use crate::download::LICENCE;
use crate::download::cell::{Cell, is_number};
use crate::download::text;
use crate::download::workbook::{self, Body, Document, Grid, Line, Sheet};
use crate::scribe::{Scribe, say};
use crate::shorthand;
use crate::view::{self, Column, Figure, Table};

/// The files.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// As CSV.
    pub csv: Vec<u8>,
    /// As JSON.
    pub json: Vec<u8>,
    /// As a workbook of a cover and the table.
    pub xlsx: Vec<u8>,
}

impl Files {
    /// Writes them.
    ///
    /// # Errors
    /// When a text is too long for a spreadsheet.
    pub fn of(scribe: &Scribe<'_, '_>, figure: &Figure, period: &str) -> anyhow::Result<Self> {
        let header = header(&figure.table);
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let rows: Vec<Vec<Option<Cell<'_>>>> = rows(&figure.table).collect();
        Ok(Self {
            csv: text::csv(&header, rows.iter().map(|row| row.iter().copied()))?,
            json: text::json(&header, rows.iter().map(|row| row.iter().copied()))?,
            xlsx: xlsx(scribe, figure, period, header, &rows)?,
        })
    }
}

/// Names of the columns, each once, since objects and spreadsheets tell columns by their names.
fn header(table: &Table) -> Vec<String> {
    let labels = table.columns.iter().map(|column| column.label.as_str());
    workbook::distinct(&labels.chain(["simulated"]).collect::<Vec<_>>())
}

/// Numbers with a decimal point, absent values absent, and whether a row is simulated.
fn rows(table: &Table) -> impl Iterator<Item = Vec<Option<Cell<'_>>>> {
    table.rows.iter().map(|row| {
        let cells = table.columns.iter().zip(row).map(|(column, cell)| value(column, cell));
        let simulated = row.iter().any(|cell| cell.simulated);
        cells.chain([Some(Cell::Flag(simulated))]).collect()
    })
}

fn value<'t>(column: &Column, cell: &'t view::Cell) -> Option<Cell<'t>> {
    if *cell == view::Cell::absent() {
        return None;
    }
    if cell.value.is_empty() {
        return Some(Cell::Text(&cell.text));
    }
    if column.numeric && is_number(&cell.value) {
        return Some(Cell::Number(&cell.value));
    }
    Some(cell.value.parse().map_or(Cell::Text(&cell.value), Cell::Day))
}

fn xlsx(
    scribe: &Scribe<'_, '_>,
    figure: &Figure,
    period: &str,
    header: Vec<&str>,
    rows: &[Vec<Option<Cell<'_>>>],
) -> anyhow::Result<Vec<u8>> {
    let (locale, linked) = (scribe.locale, scribe.linked);
    let sheet_of_table = scribe.say("Tabel", "Table");
    let site = scribe.theme.name.as_str();
    let (day, regency) = (locale.date(scribe.today), linked.region_name(&linked.data.regency, locale));
    let sources: Vec<&str> = figure.sources.iter().map(|source| source.text.as_str()).collect();
    let sources = sources.join("; ");
    let mut cover: Vec<Line> = vec![
        figure.title.clone().into(),
        figure.subtitle.clone().into(),
        say!(locale, "Periode: {period}.", "Period: {period}.").into(),
        say!(locale, "{site}, {regency}. Keadaan data per {day}.", "{site}, {regency}. Data as of {day}.")
            .into(),
        say!(locale, "Sumber: {sources}", "Source: {sources}").into(),
        Line {
            text: format!("{}: {}", scribe.say("Lisensi", "Licence"), LICENCE.0),
            href: LICENCE.1.to_owned(),
        },
        scribe
            .say(
                "[x] berarti tidak tersedia atau tidak tercatat; nol sungguhan ditulis 0.",
                "[x] means not available or not recorded; a true zero is written 0.",
            )
            .to_owned()
            .into(),
        scribe
            .say(
                "Kolom terakhir, simulated, TRUE: baris simulasi, bukan data sebenarnya.",
                "Last column, simulated, TRUE: a simulated row, not real data.",
            )
            .to_owned()
            .into(),
    ];
    let simulated = scribe.say(
        "Sebagian angka ini simulasi, karena yang sebenarnya tidak diumumkan.",
        "Some of these figures are simulated, because the real ones are not public.",
    );
    if figure.simulated {
        cover.insert(1, simulated.to_owned().into());
    }
    cover.extend(figure.notes.iter().cloned().map(Line::from));
    cover.push(Line { text: figure.table.caption.clone(), href: format!("internal:'{sheet_of_table}'!A1") });
    let cell = |row: usize, column: usize| rows.get(row).and_then(|row| row.get(column).copied().flatten());
    let grid = Grid {
        name: format!("{}_{}", scribe.say("gambar", "figure"), figure.number),
        header,
        rows: rows.len(),
        cell: &cell,
        links: vec![],
    };
    let mut notes: Vec<Line> = vec![
        figure.table.caption.clone().into(),
        say!(locale, "Sumber: {sources}", "Source: {sources}").into(),
    ];
    if figure.simulated {
        notes.push(simulated.to_owned().into());
    }
    notes.extend(shorthand::explained(&figure.table.shorthand, locale).map(Line::from));
    let sheets = [
        Sheet {
            name: scribe.say("Sampul", "Cover").to_owned(),
            lines: cover,
            grid: None,
            body: Body::Written,
        },
        Sheet { name: sheet_of_table.to_owned(), lines: notes, grid: Some(grid), body: Body::Written },
    ];
    let publisher = format!("{site}, {regency}");
    workbook::write(Document { title: &figure.title, publisher: &publisher, day: scribe.today }, &sheets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_a_table_are_written_for_machines() {
        let table = Table::new(
            "Dana",
            &["Tempat", "#Jumlah", "Tanggal"],
            vec![
                vec![
                    view::Cell::text("Klakah, Kasian"),
                    view::Cell::number("1.250,5", "1250.5").marked(true),
                    view::Cell::number("1 Juli 2026", "2026-07-01"),
                ],
                vec![view::Cell::text("Tayu"), view::Cell::absent(), view::Cell::text("2026")],
            ],
        );
        let header = header(&table);
        let header: Vec<&str> = header.iter().map(String::as_str).collect();
        let written = |bytes: anyhow::Result<Vec<u8>>| String::from_utf8(bytes.unwrap()).unwrap();
        assert_eq!(
            written(text::csv(&header, rows(&table))),
            "Tempat,Jumlah,Tanggal,simulated\n\"Klakah, Kasian\",1250.5,2026-07-01,true\nTayu,,2026,false\n"
        );
        assert_eq!(
            written(text::json(&header, rows(&table))),
            "[\n{\"Tempat\":\"Klakah, Kasian\",\"Jumlah\":1250.5,\"Tanggal\":\"2026-07-01\",\"simulated\":true},\n\
             {\"Tempat\":\"Tayu\",\"Jumlah\":null,\"Tanggal\":\"2026\",\"simulated\":false}\n]\n"
        );
    }
}
