//! Workbooks that screen readers and programs can follow, by the guidance of the Government Statistical Service on
//! spreadsheets: a cover, one table a sheet, its title in A1, notes above it and nothing below, no merged cells, no blank
//! rows, and a name for each table.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read as _, Write as _};

use anyhow::Context as _;
use chrono::{Datelike as _, NaiveDate};
use rust_xlsxwriter::{
    DocProperties, Format, IgnoreError, Table, TableColumn, TableStyle, Url, Workbook, Worksheet, cell_range,
};
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipArchive, ZipWriter};

use crate::view::NOT_AVAILABLE;

use super::cell::Cell;

/// The widest that a column is made, in characters.
const WIDEST: usize = 48;

/// Rows that are looked at for the width of a column.
const LOOKED_AT: usize = 100;

/// The largest whole number that a spreadsheet keeps to the last digit.
const LARGEST: i64 = 999_999_999_999_999;

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

impl Grid<'_> {
    /// Counted from 0.
    fn last_column(&self) -> anyhow::Result<u16> {
        Ok(u16::try_from(self.header.len().saturating_sub(1))?)
    }

    /// The cells of its header, in a row counted from 0, and of so many rows below, as a spreadsheet writes them.
    fn range(&self, top: u32, rows: usize) -> anyhow::Result<String> {
        Ok(cell_range(top, 0, top + u32::try_from(rows.max(1))?, self.last_column()?))
    }
}

/// How the rows of a sheet come into its workbook.
#[derive(Clone, Copy, Debug)]
pub enum Body<'g> {
    /// They are kept until the workbook is whole, and their texts are shared with the other sheets.
    Small,
    /// Each is written at once, with its texts in it: the sheet is the same in whatever workbook it is.
    Large,
    /// They are in the last sheet of this workbook, which is [`Body::Large`] and has the same lines and the same table.
    Bound(&'g [u8]),
}

impl Body<'_> {
    /// How many rows of a table the library is told of. It notes each cell of a table, which takes as long as to write them;
    /// so it hears of one row of a large one, and the others are told in the part of the table.
    fn declared(self, grid: &Grid<'_>) -> usize {
        match self {
            Self::Small => grid.rows,
            Self::Large | Self::Bound(_) => grid.rows.min(1),
        }
    }
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

/// What a column is shown as, where its cells agree. Said once for the column: looking up the format of each cell takes
/// as long as all else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Text,
    Rupiah,
    Day,
    Plain,
}

impl Shown {
    fn cell(cell: Cell<'_>) -> Self {
        match cell {
            Cell::Text(_) => Self::Text,
            Cell::Rupiah(_) => Self::Rupiah,
            Cell::Day(_) => Self::Day,
            Cell::Whole(_) | Cell::Exact(_) | Cell::Number(_) | Cell::Flag(_) => Self::Plain,
        }
    }

    fn column(grid: &Grid<'_>, column: usize) -> Self {
        let mut shown = (0..grid.rows).filter_map(|row| (grid.cell)(row, column)).map(Self::cell);
        let Some(first) = shown.next() else { return Self::Plain };
        if shown.all(|it| it == first) { first } else { Self::Plain }
    }
}

struct Formats {
    title: Format,
    text: Format,
    rupiah: Format,
    day: Format,
}

impl Formats {
    fn of(&self, shown: Shown) -> Option<&Format> {
        match shown {
            Shown::Text => Some(&self.text),
            Shown::Rupiah => Some(&self.rupiah),
            Shown::Day => Some(&self.day),
            Shown::Plain => None,
        }
    }
}

impl Default for Formats {
    fn default() -> Self {
        Self {
            title: Format::new().set_bold().set_font_size(14),
            text: Format::new().set_num_format("@"),
            rupiah: Format::new().set_num_format("#,##0"),
            day: Format::new().set_num_format("yyyy-mm-dd"),
        }
    }
}

/// Makes a workbook of sheets, the cover first.
///
/// # Errors
/// When a sheet holds what a spreadsheet cannot: a text of more than 32,767 characters, a name that it does not take; and
/// when the folder for temporary files takes none.
pub fn write(document: Document<'_>, sheets: &[Sheet<'_>]) -> anyhow::Result<Vec<u8>> {
    let mut workbook = Workbook::new();
    // The fastest: a site has thousands of workbooks, and hosts compress nothing twice.
    workbook.set_zip_compression_level(1);
    let made = document.day.and_hms_opt(0, 0, 0).context("the edition has no day")?;
    let properties = DocProperties::new()
        .set_title(document.title)
        .set_author(document.publisher)
        .set_creation_datetime(&made);
    workbook.set_properties(&properties);
    let formats = Formats::default();
    // In one order, whatever a workbook holds: a sheet names them by their numbers, and may come into another workbook.
    for format in [&formats.title, &formats.text, &formats.rupiah, &formats.day] {
        workbook.register_format(format);
    }
    for sheet in sheets {
        let worksheet = match sheet.body {
            Body::Small | Body::Bound(_) => workbook.add_worksheet(),
            Body::Large => workbook.add_worksheet_with_constant_memory()?,
        };
        write_sheet(worksheet, sheet, &formats).with_context(|| format!("sheet {}", sheet.name))?;
    }
    let workbook = workbook.save_to_buffer()?;
    let parts = parts(sheets)?;
    if parts.is_empty() { Ok(workbook) } else { bind(&workbook, &parts) }
}

/// What is put into a part of a workbook that was left open.
enum Part<'w> {
    /// The last sheet of another workbook, packed as it is.
    Sheet(&'w [u8]),
    /// A table with all of its rows, where one was declared.
    Table { declared: String, whole: String },
}

/// The parts that are left open in a workbook, by their names.
fn parts<'w>(sheets: &[Sheet<'w>]) -> anyhow::Result<HashMap<String, Part<'w>>> {
    let (mut parts, mut tables) = (HashMap::new(), 0);
    for (number, sheet) in (1..).zip(sheets) {
        if let Body::Bound(other) = sheet.body {
            parts.insert(sheet_path(number), Part::Sheet(other));
        }
        let Some(grid) = &sheet.grid else { continue };
        tables += 1;
        let top = u32::try_from(sheet.lines.len())?;
        let (declared, whole) = (grid.range(top, sheet.body.declared(grid))?, grid.range(top, grid.rows)?);
        if declared != whole {
            parts.insert(format!("xl/tables/table{tables}.xml"), Part::Table { declared, whole });
        }
    }
    Ok(parts)
}

/// Fills the parts of a workbook that were left open.
fn bind(workbook: &[u8], parts: &HashMap<String, Part<'_>>) -> anyhow::Result<Vec<u8>> {
    let mut frame = ZipArchive::new(Cursor::new(workbook))?;
    let mut bound = ZipWriter::new(Cursor::new(Vec::with_capacity(workbook.len())));
    for at in 0..frame.len() {
        let part = frame.by_index_raw(at)?;
        let name = part.name()?.into_owned();
        match parts.get(&name) {
            None => bound.raw_copy_file(part)?,
            Some(Part::Sheet(other)) => {
                let mut other = ZipArchive::new(Cursor::new(*other))?;
                let last = (1..).map_while(|number| other.index_for_name(&sheet_path(number))).last();
                let sheet = other.by_index_raw(last.context("the other workbook has no sheet")?)?;
                bound.raw_copy_file_rename(sheet, name)?;
            }
            Some(Part::Table { declared, whole }) => {
                drop(part);
                let mut xml = String::new();
                frame.by_index(at)?.read_to_string(&mut xml)?;
                bound.start_file(name, SimpleFileOptions::DEFAULT.last_modified_time(DateTime::DEFAULT))?;
                let range = |range: &str| format!("ref=\"{range}\"");
                bound.write_all(xml.replace(&range(declared), &range(whole)).as_bytes())?;
            }
        }
    }
    Ok(bound.finish()?.into_inner())
}

/// Where a workbook keeps a sheet, counted from 1.
fn sheet_path(number: usize) -> String {
    format!("xl/worksheets/sheet{number}.xml")
}

fn write_sheet(worksheet: &mut Worksheet, sheet: &Sheet<'_>, formats: &Formats) -> anyhow::Result<()> {
    worksheet.set_name(&sheet.name)?;
    let top = u32::try_from(sheet.lines.len())?;
    if matches!(sheet.body, Body::Bound(_)) {
        return sheet
            .grid
            .as_ref()
            .map_or(Ok(()), |grid| add_table(worksheet, top, grid, sheet.body.declared(grid)));
    }
    // First of all, since rows of a large sheet are written as they come.
    let shown = sheet.grid.as_ref().map(|grid| write_columns(worksheet, grid, formats)).transpose()?;
    for (row, line) in (0..).zip(&sheet.lines) {
        if row == 0 {
            worksheet.write_string_with_format(row, 0, &line.text, &formats.title)?;
        } else if line.href.is_empty() {
            worksheet.write_string(row, 0, &line.text)?;
        } else {
            worksheet.write_url_with_text(row, 0, Url::new(&line.href), &line.text)?;
        }
    }
    let (Some(grid), Some(shown)) = (&sheet.grid, shown) else { return Ok(()) };
    add_table(worksheet, top, grid, sheet.body.declared(grid))?;
    write_rows(worksheet, top, grid, &shown, formats)
}

/// Says what columns are shown as and how wide they are, once for all rows.
fn write_columns(
    worksheet: &mut Worksheet,
    grid: &Grid<'_>,
    formats: &Formats,
) -> anyhow::Result<Vec<Shown>> {
    let mut all = Vec::with_capacity(grid.header.len());
    for (at, name) in (0_u16..).zip(distinct(&grid.header)) {
        let shown = Shown::column(grid, usize::from(at));
        if let Some(format) = formats.of(shown) {
            worksheet.set_column_format(at, format)?;
        }
        let cells = (0..grid.rows.min(LOOKED_AT)).filter_map(|row| (grid.cell)(row, usize::from(at)));
        let widest = cells.map(|cell| cell.to_string().chars().count() + 1).max().unwrap_or_default();
        worksheet.set_column_width(at, widest.max(name.chars().count() + 3).min(WIDEST) as f64)?;
        all.push(shown);
    }
    Ok(all)
}

/// Declares a table of so many rows. A table has a row at least, if only a blank one.
fn add_table(worksheet: &mut Worksheet, top: u32, grid: &Grid<'_>, rows: usize) -> anyhow::Result<()> {
    let (last_column, last_row) = (grid.last_column()?, top + u32::try_from(rows.max(1))?);
    let header: Vec<TableColumn> =
        distinct(&grid.header).into_iter().map(|name| TableColumn::new().set_header(name)).collect();
    let table = Table::new().set_name(&grid.name).set_columns(&header).set_style(TableStyle::Light1);
    worksheet.add_table(top, 0, last_row, last_column, &table)?;
    // Codes are text on purpose.
    let last_row = top + u32::try_from(grid.rows.max(1))?;
    worksheet.ignore_error_range(top, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
    Ok(())
}

fn write_rows(
    worksheet: &mut Worksheet,
    top: u32,
    grid: &Grid<'_>,
    shown: &[Shown],
    formats: &Formats,
) -> anyhow::Result<()> {
    for (at, row) in (0..grid.rows).zip(top + 1..) {
        for (column, shown) in (0_u16..).zip(shown) {
            let cell = (grid.cell)(at, usize::from(column));
            write_cell(worksheet, row, column, cell)?;
            if let Some(cell) = cell.filter(|cell| Shown::cell(*cell) != *shown)
                && let Some(format) = formats.of(Shown::cell(cell))
            {
                worksheet.set_cell_format(row, column, format)?;
            }
        }
        if let Some(href) = grid.links.get(at).filter(|href| !href.is_empty()) {
            let text = (grid.cell)(at, 0).map(|cell| cell.to_string()).unwrap_or_default();
            worksheet.write_url_with_text(row, 0, Url::new(href), text)?;
        }
    }
    Ok(())
}

fn write_cell(
    worksheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: Option<Cell<'_>>,
) -> anyhow::Result<()> {
    match cell {
        None => worksheet.write_string(row, column, NOT_AVAILABLE)?,
        Some(Cell::Text(text)) => worksheet.write_string(row, column, text)?,
        Some(Cell::Whole(number) | Cell::Rupiah(number)) if number.abs() > LARGEST => {
            worksheet.write_string(row, column, number.to_string())?
        }
        Some(Cell::Whole(number) | Cell::Rupiah(number)) => {
            worksheet.write_number(row, column, number as f64)?
        }
        Some(Cell::Exact(text) | Cell::Number(text)) => match text.parse::<f64>() {
            Ok(number) => worksheet.write_number(row, column, number)?,
            Err(_) => worksheet.write_string(row, column, text)?,
        },
        // Spreadsheets know no day before 1900.
        Some(Cell::Day(day)) if day.year() < 1900 => worksheet.write_string(row, column, day.to_string())?,
        Some(Cell::Day(day)) => worksheet.write_datetime(row, column, day)?,
        Some(Cell::Flag(flag)) => worksheet.write_boolean(row, column, flag)?,
    };
    Ok(())
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
            let sheet = Sheet { name: "kosong".to_owned(), lines, grid: Some(grid), body: Body::Small };
            let day = NaiveDate::from_ymd_opt(2026, 7, 1).unwrap();
            write(Document { title: "Kosong", publisher: "Dampingan", day }, &[sheet]).unwrap()
        };
        assert!(made() == made());
    }
}
