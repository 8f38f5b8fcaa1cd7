//! Workbooks that screen readers and programs can follow, by the guidance of the Government Statistical Service on
//! spreadsheets: a cover, one table a sheet, its title in A1, notes above it and nothing below, no merged cells, no blank
//! rows, and a name for each table.
//!
//! A site has thousands of workbooks, and some of many thousand rows. What they have in common is made once, by the library
//! for workbooks, and what tells them apart is written by [`sheet`] as that library would.

mod frame;
mod sheet;

use std::collections::HashSet;
use std::io::{BufWriter, Cursor, Write as _};

use anyhow::{Context as _, ensure};
use chrono::NaiveDate;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use super::cell::Cell;
use frame::Shape;

/// What is put into a workbook, and how it is packed: the fastest way, since hosts compress nothing twice.
type Packed = ZipWriter<Cursor<Vec<u8>>>;

/// A line above a table.
#[derive(Clone, Debug, Default)]
pub struct Line {
    /// What it says.
    pub text: String,
    /// Where it leads, as a spreadsheet writes it; empty for nowhere.
    pub href: String,
}

impl From<String> for Line {
    fn from(text: String) -> Self {
        Self { text, href: String::new() }
    }
}

/// A table on a sheet.
pub struct Grid<'g> {
    /// What the spreadsheet calls it.
    pub name: String,
    /// Names of its columns.
    pub header: Vec<&'g str>,
    /// How many rows it has.
    pub rows: usize,
    /// The value in a row and a column.
    pub cell: &'g dyn Fn(usize, usize) -> Option<Cell<'g>>,
    /// Where the first cell of each row leads, as a spreadsheet writes it; empty where it leads nowhere.
    pub links: Vec<String>,
}

/// How the rows of a sheet come into its workbook.
#[derive(Clone, Copy, Debug)]
pub enum Body<'g> {
    /// They are written.
    Written,
    /// They are in the last sheet of this workbook, which has the same lines and the same table.
    Bound(&'g [u8]),
}

/// A sheet.
pub struct Sheet<'g> {
    /// Its name, 31 characters at most.
    pub name: String,
    /// Its title and its notes.
    pub lines: Vec<Line>,
    /// Its table.
    pub grid: Option<Grid<'g>>,
    /// How its rows come into the workbook.
    pub body: Body<'g>,
}

/// What a workbook says of itself.
#[derive(Clone, Copy, Debug)]
pub struct Document<'w> {
    /// Its title.
    pub title: &'w str,
    /// Who publishes it.
    pub publisher: &'w str,
    /// The day of the edition, which stands for the time of its making, so that the same data make the same bytes.
    pub day: NaiveDate,
}

/// Makes a workbook of sheets, the cover first.
///
/// # Errors
/// When a sheet holds what a spreadsheet cannot: a text of more than 32,767 characters, more than 1,048,576 rows, a name that
/// it does not take; and when the folder for temporary files takes none.
pub fn write(document: Document<'_>, sheets: &[Sheet<'_>]) -> anyhow::Result<Vec<u8>> {
    let shape: Shape = sheets.iter().map(|sheet| (sheet.name.clone(), sheet.grid.is_some())).collect();
    let frame = frame::of(shape)?;
    let mut frame = ZipArchive::new(Cursor::new(&*frame))?;
    let mut packed = ZipWriter::new(Cursor::new(Vec::with_capacity(16 * 1024)));
    for at in 0..frame.len() {
        packed.raw_copy_file(frame.by_index_raw(at)?)?;
    }
    put(&mut packed, frame::PROPERTIES, &sheet::properties(document))?;
    let mut tables = 0;
    for (number, sheet) in (1..).zip(sheets) {
        let table = sheet.grid.as_ref().map(|grid| {
            tables += 1;
            (tables, grid)
        });
        put_sheet(&mut packed, number, sheet).with_context(|| format!("sheet {}", sheet.name))?;
        if let Some(relations) = sheet::relations(sheet, table.map(|(table, _)| table)) {
            put(&mut packed, &format!("xl/worksheets/_rels/sheet{number}.xml.rels"), &relations)?;
        }
        if let Some((table, grid)) = table {
            let xml = sheet::table(grid, table, sheet.lines.len());
            put(&mut packed, &format!("xl/tables/table{table}.xml"), &xml)?;
        }
    }
    Ok(packed.finish()?.into_inner())
}

/// Puts a part that is too small to be packed: to begin that takes longer than all else, and saves little.
fn put(packed: &mut Packed, name: &str, xml: &str) -> anyhow::Result<()> {
    packed
        .start_file(name, options().compression_method(CompressionMethod::Stored).compression_level(None))?;
    Ok(packed.write_all(xml.as_bytes())?)
}

fn options() -> SimpleFileOptions {
    SimpleFileOptions::DEFAULT.last_modified_time(DateTime::DEFAULT).compression_level(Some(1))
}

fn put_sheet(packed: &mut Packed, number: usize, sheet: &Sheet<'_>) -> anyhow::Result<()> {
    if let Body::Bound(other) = sheet.body {
        let mut other = ZipArchive::new(Cursor::new(other))?;
        let last = (1..).map_while(|number| other.index_for_name(&sheet_path(number))).last();
        let bound = other.by_index_raw(last.context("the other workbook has no sheet")?)?;
        return Ok(packed.raw_copy_file_rename(bound, sheet_path(number))?);
    }
    let rows = sheet.lines.len() + sheet.grid.as_ref().map_or(0, |grid| grid.rows.max(1) + 1);
    ensure!(rows <= ROWS, "{rows} rows are more than a spreadsheet has, {ROWS}");
    packed.start_file(sheet_path(number), options())?;
    let mut out = BufWriter::with_capacity(16 * 1024, packed);
    sheet::write(&mut out, sheet, number == 1)?;
    Ok(out.flush()?)
}

/// The most rows that a sheet has.
const ROWS: usize = 1_048_576;

/// Where a workbook keeps a sheet, counted from 1.
fn sheet_path(number: usize) -> String {
    format!("xl/worksheets/sheet{number}.xml")
}

/// Names of columns that a spreadsheet takes for different ones: it does not tell `A` from `a`.
#[must_use]
pub fn distinct(names: &[&str]) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut next = |name: &str| {
        let numbered = |number: usize| format!("{name} ({number})");
        let mut found = name.to_owned();
        for number in 2.. {
            if seen.insert(found.to_lowercase()) {
                break;
            }
            found = numbered(number);
        }
        found
    };
    names.iter().map(|name| next(name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_one_name_are_told_apart() {
        assert_eq!(
            distinct(&["Menurut", "klaim", "Menurut", "menurut"]),
            ["Menurut", "klaim", "Menurut (2)", "menurut (3)"]
        );
    }

    #[test]
    fn the_same_sheets_make_the_same_bytes_and_an_empty_table_is_one() {
        let made = || {
            let grid = Grid {
                name: "kosong".to_owned(),
                header: vec!["a"],
                rows: 0,
                cell: &|_, _| None,
                links: vec![],
            };
            let lines = vec![Line::from("Kosong".to_owned())];
            let sheet = Sheet { name: "kosong".to_owned(), lines, grid: Some(grid), body: Body::Written };
            let day = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
            write(Document { title: "Kosong", publisher: "Dampingan", day }, &[sheet]).unwrap()
        };
        assert!(made() == made());
    }
}
