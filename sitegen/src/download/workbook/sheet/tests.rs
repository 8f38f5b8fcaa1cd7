use std::io::{Cursor, Read as _};

use rust_xlsxwriter::{
    DocProperties, IgnoreError, Table, TableColumn, TableStyle, Url, Workbook, Worksheet, XlsxError,
};
use zip::ZipArchive;

use super::super::{Body, Line, frame};
use super::*;

const TITLE: &str = "Dana <desa> & \"mitra\"";
const LICENCE: &str = "https://creativecommons.org/licenses/by/4.0/";
const HEADER: [&str; 7] = ["Nama", "Rupiah", "Hari", "Nilai \"a\"", "Campur", "Ya", "nama"];

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn lines() -> Vec<Line> {
    let link = |text: &str, href: &str| Line { text: text.to_owned(), href: href.to_owned() };
    vec![
        link(TITLE, ""),
        link(" tepi ", ""),
        link("Lisensi", LICENCE),
        link("Ke \"sampul\"", "internal:'Sampul'!A1"),
    ]
}

/// Rows of every kind of cell.
fn rows() -> Vec<[Option<Cell<'static>>; 7]> {
    let texts = ["Klakah & <Tayu>", "_x0041_ _x00", "a\u{b}b\tc\nd\u{FFFF}", "33.10", "", "Désa"];
    let numbers = ["1503.68", "-0.1400", "0", "12290200000", "1250.5", "7"];
    let row = |(at, (text, number)): (i64, (&'static str, &'static str))| {
        let mixed = [Cell::Text("x"), Cell::Rupiah(5), Cell::Day(day(2026, 7, 1)), Cell::Whole(3)];
        [
            Some(Cell::Text(text)),
            Some(Cell::Rupiah(at * 2_400_000_000)),
            Some(Cell::Day(day(1900, 3, 1 + u32::try_from(at).unwrap()))),
            Some(if at % 2 == 0 { Cell::Exact(number) } else { Cell::Number(number) }),
            mixed.into_iter().nth(usize::try_from(at).unwrap()),
            Some(Cell::Flag(at % 2 == 0)),
            None,
        ]
    };
    (0..).zip(texts.into_iter().zip(numbers)).map(row).collect()
}

/// The same by the library.
fn fill(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let [title, text, rupiah, day, _] = frame::formats();
    let of = |cell: Cell<'_>| match style_of(cell) {
        Style::Text => Some(&text),
        Style::Rupiah => Some(&rupiah),
        Style::Day => Some(&day),
        _ => None,
    };
    let names = distinct(&HEADER);
    let styles = [Some(&text), Some(&rupiah), Some(&day), None, None, None, None];
    for (at, (width, style)) in
        (0_u16..).zip([16.0, 12.0, 11.0, 12.0, 11.0, 6.0, 11.0].into_iter().zip(styles))
    {
        sheet.set_column_width(at, width)?;
        if let Some(style) = style {
            sheet.set_column_format(at, style)?;
        }
    }
    for (row, line) in (0..).zip(lines()) {
        match line.href.as_str() {
            _ if row == 0 => sheet.write_string_with_format(row, 0, &line.text, &title)?,
            "" => sheet.write_string(row, 0, &line.text)?,
            href => sheet.write_url_with_text(row, 0, Url::new(href), &line.text)?,
        };
    }
    let header: Vec<_> = names.iter().map(|name| TableColumn::new().set_header(name)).collect();
    let table = Table::new().set_name("dana").set_columns(&header).set_style(TableStyle::Light1);
    sheet.add_table(4, 0, 10, 6, &table)?;
    sheet.ignore_error_range(4, 0, 10, 6, IgnoreError::NumberStoredAsText)?;
    for (row, cells) in (5..).zip(rows()) {
        for (column, cell) in (0..).zip(cells) {
            match cell {
                None => sheet.write_string(row, column, NOT_AVAILABLE)?,
                Some(Cell::Text(text)) => sheet.write_string(row, column, text)?,
                Some(Cell::Whole(number) | Cell::Rupiah(number)) => {
                    sheet.write_number(row, column, number as f64)?
                }
                Some(Cell::Exact(text) | Cell::Number(text)) => {
                    sheet.write_number(row, column, text.parse::<f64>().unwrap())?
                }
                Some(Cell::Day(day)) => sheet.write_datetime(row, column, day)?,
                Some(Cell::Flag(flag)) => sheet.write_boolean(row, column, flag)?,
            };
            if let (4, Some(format)) = (column, cell.and_then(of)) {
                sheet.set_cell_format(row, column, format)?;
            }
        }
    }
    sheet.write_url_with_text(10, 0, Url::new("internal:'Sampul'!A1"), "Désa")?;
    Ok(())
}

fn properties_by_the_library(document: Document<'_>) -> (String, String) {
    let made = document.day.and_hms_opt(0, 0, 0).unwrap();
    let properties = DocProperties::new()
        .set_title(document.title)
        .set_author(document.publisher)
        .set_creation_datetime(&made);
    let mut workbook = Workbook::new();
    let workbook = workbook.set_properties(&properties).save_to_buffer().unwrap();
    parts(&workbook).into_iter().find(|(name, _)| name == frame::PROPERTIES).unwrap()
}

fn parts(workbook: &[u8]) -> Vec<(String, String)> {
    let mut parts = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut read: Vec<_> = (0..parts.len())
        .map(|at| {
            let mut part = parts.by_index(at).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            (part.name().unwrap().into_owned(), text)
        })
        .collect();
    read.sort();
    read
}

#[test]
fn every_part_is_what_the_library_writes() {
    let rows = rows();
    let cell = |row: usize, column: usize| rows[row][column];
    let mut links = vec![String::new(); 6];
    links[5] = "internal:'Sampul'!A1".to_owned();
    let grid = Grid { name: "dana".to_owned(), header: HEADER.to_vec(), rows: 6, cell: &cell, links };
    let sheet = Sheet { name: "Dana".to_owned(), lines: lines(), grid: Some(grid), body: Body::Written };
    let document = Document { title: TITLE, publisher: "A & B", day: day(2026, 11, 25) };
    let ours = parts(&super::super::write(document, &[sheet]).unwrap());
    let theirs = frame::workbook(&vec![("Dana".to_owned(), true)], fill);
    let theirs = parts(&theirs.unwrap());
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(&theirs) {
        if ours.0 == frame::PROPERTIES {
            assert_eq!(*ours, properties_by_the_library(document));
        } else {
            assert_eq!(ours, theirs);
        }
    }
}

#[test]
fn what_a_spreadsheet_would_round_or_count_otherwise_is_a_text() {
    let written = |cell| {
        let mut out = Vec::new();
        write_cell(&mut out, ("A", "1"), Style::Plain, Some(cell)).unwrap();
        String::from_utf8(out).unwrap()
    };
    let text = |text: &str| format!("<c r=\"A1\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    assert_eq!(written(Cell::Rupiah(LARGEST)), "<c r=\"A1\"><v>999999999999999</v></c>");
    assert_eq!(written(Cell::Rupiah(LARGEST + 1)), text("1000000000000000"));
    assert_eq!(written(Cell::Day(day(1900, 2, 28))), text("1900-02-28"));
    assert_eq!(written(Cell::Number("n/a")), text("n/a"));
    assert_eq!(written(Cell::Exact("inf")), text("inf"));
    assert_eq!(written(Cell::Whole(i64::MIN)), text("-9223372036854775808"));
}

#[test]
fn a_text_that_no_cell_takes_is_named_by_its_place() {
    let long = "é".repeat(LONGEST + 1);
    let error = write_cell(&mut Vec::new(), ("B", "7"), Style::Text, Some(Cell::Text(&long))).unwrap_err();
    assert!(error.to_string().contains("cell B7"), "{error}");
    assert!(write_cell(&mut Vec::new(), ("B", "7"), Style::Text, Some(Cell::Text(&long[2..]))).is_ok());
}

#[test]
fn columns_are_counted_in_letters() {
    assert_eq!([0, 25, 26, 51, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "ZZ", "AAA"]);
}
