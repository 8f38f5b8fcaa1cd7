//! The parts of a workbook that say something: its sheets, where they lead, their tables, and what it says of itself. They are
//! those that the library for workbooks writes, to the byte. The library keeps each cell until its row is done, and starts a
//! thread for each sheet: several times the work, for a large table as for a small one.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write;

use anyhow::ensure;
use chrono::NaiveDate;

use crate::download::cell::Cell;
use crate::shorthand::NOT_AVAILABLE;

use super::frame::Style;
use super::{Document, Grid, Sheet, distinct};

/// The widest that a column is made, in characters.
const WIDEST: usize = 48;

/// Rows that are looked at for the width of a column.
const LOOKED_AT: usize = 100;

/// The largest whole number that a spreadsheet keeps to the last digit.
const LARGEST: i64 = 999_999_999_999_999;

/// The longest text of a cell, in units of UTF-16.
const LONGEST: usize = 32_767;

/// The first day that all spreadsheets count alike, and its number: one of them takes 1900 for a leap year.
const FIRST_DAY: (NaiveDate, i64) = match NaiveDate::from_ymd_opt(1900, 3, 1) {
    Some(day) => (day, 61),
    None => (NaiveDate::MAX, 0),
};

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OF_DOCUMENT: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const OF_PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";

/// What begins the address of a place in the workbook itself.
const INTERNAL: &str = "internal:";

/// A column of a table.
struct Column {
    letters: String,
    width: usize,
    /// How its cells are shown where they do not say otherwise.
    style: Style,
}

impl Column {
    fn of(grid: &Grid<'_>, at: usize, name: &str) -> Self {
        let cells = |rows: usize| (0..rows).filter_map(move |row| (grid.cell)(row, at));
        let mut styles = cells(grid.rows).map(style_of);
        let first = styles.next().filter(|first| styles.all(|it| it == *first));
        let widest = cells(grid.rows.min(LOOKED_AT)).map(|cell| cell.to_string().chars().count() + 1).max();
        Self {
            letters: letters(at),
            width: widest.unwrap_or_default().max(name.chars().count() + 3).min(WIDEST),
            style: first.unwrap_or(Style::Plain),
        }
    }
}

fn style_of(cell: Cell<'_>) -> Style {
    match cell {
        Cell::Text(_) => Style::Text,
        Cell::Rupiah(_) => Style::Rupiah,
        Cell::Day(_) => Style::Day,
        Cell::Whole(_) | Cell::Exact(_) | Cell::Number(_) | Cell::Flag(_) => Style::Plain,
    }
}

/// `A` to `Z`, `AA` and so on; columns are counted from 0.
fn letters(column: usize) -> String {
    let mut before = if column < 26 { String::new() } else { letters(column / 26 - 1) };
    before.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"[column % 26]));
    before
}

/// The last cell of a sheet, with so many lines above its table.
fn last(grid: &Grid<'_>, top: usize) -> String {
    format!("{}{}", letters(grid.header.len().saturating_sub(1)), top + 1 + grid.rows.max(1))
}

/// Where a sheet leads from a cell: its row counted from 1, the text there, and the address.
fn links<'s>(sheet: &'s Sheet<'_>) -> impl Iterator<Item = (usize, Cow<'s, str>, &'s str)> {
    let of_lines =
        (1..).zip(&sheet.lines).map(|(row, line)| (row, Cow::from(&line.text), line.href.as_str()));
    let of_rows = sheet.grid.iter().flat_map(|grid| {
        let text = |row| (grid.cell)(row, 0).map(|cell| cell.to_string()).unwrap_or_default();
        grid.links.iter().enumerate().map(move |(row, href)| (row, text(row).into(), href.as_str()))
    });
    let of_rows = of_rows.map(|(row, text, href)| (sheet.lines.len() + 2 + row, text, href));
    of_lines.chain(of_rows).filter(|(_, _, href)| !href.is_empty())
}

/// The addresses outside of the workbook that a sheet leads to.
fn outside<'s>(sheet: &'s Sheet<'_>) -> impl Iterator<Item = &'s str> {
    links(sheet).map(|(_, _, href)| href).filter(|href| !href.starts_with(INTERNAL))
}

/// What a workbook says of itself.
pub(super) fn properties(document: Document<'_>) -> String {
    let Document { title, publisher, day } = document;
    let (title, publisher) = (escaped(title), escaped(publisher));
    format!(
        "{DECLARATION}<cp:coreProperties xmlns:cp=\"{OF_PACKAGE}/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:dcmitype=\"http://purl.org/dc/dcmitype/\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\
         <dc:title>{title}</dc:title><dc:creator>{publisher}</dc:creator>\
         <cp:lastModifiedBy>{publisher}</cp:lastModifiedBy>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{day}T00:00:00Z</dcterms:modified></cp:coreProperties>"
    )
}

/// What a sheet refers to outside of itself: other addresses, then its table, by its number in the workbook. None where it
/// refers to nothing.
pub(super) fn relations(sheet: &Sheet<'_>, table: Option<usize>) -> Option<String> {
    let mut relations = String::new();
    let mut number = 0;
    for href in outside(sheet) {
        number += 1;
        let href = attribute(href);
        let _ = write!(
            relations,
            "<Relationship Id=\"rId{number}\" Type=\"{OF_DOCUMENT}/hyperlink\" Target=\"{href}\" TargetMode=\"External\"/>"
        );
    }
    if let Some(table) = table {
        number += 1;
        let _ = write!(
            relations,
            "<Relationship Id=\"rId{number}\" Type=\"{OF_DOCUMENT}/table\" Target=\"../tables/table{table}.xml\"/>"
        );
    }
    (number > 0).then(|| {
        format!(
            "{DECLARATION}<Relationships xmlns=\"{OF_PACKAGE}/relationships\">{relations}</Relationships>"
        )
    })
}

/// A table by its number in the workbook, below so many lines.
pub(super) fn table(grid: &Grid<'_>, number: usize, top: usize) -> String {
    let (name, range, count) = (&grid.name, range(grid, top), grid.header.len());
    let mut xml = format!(
        "{DECLARATION}<table xmlns=\"{MAIN}\" id=\"{number}\" name=\"{name}\" displayName=\"{name}\" ref=\"{range}\" \
         totalsRowShown=\"0\"><autoFilter ref=\"{range}\"/><tableColumns count=\"{count}\">"
    );
    for (id, name) in (1..).zip(distinct(&grid.header)) {
        let _ = write!(xml, "<tableColumn id=\"{id}\" name=\"{}\"/>", attribute(&name));
    }
    xml.push_str(
        "</tableColumns><tableStyleInfo name=\"TableStyleLight1\" showFirstColumn=\"0\" showLastColumn=\"0\" \
         showRowStripes=\"1\" showColumnStripes=\"0\"/></table>",
    );
    xml
}

fn range(grid: &Grid<'_>, top: usize) -> String {
    format!("A{}:{}", top + 1, last(grid, top))
}

/// Writes a sheet.
///
/// # Errors
/// When a text is too long for a cell, and those of `out`.
pub(super) fn write(out: &mut impl Write, sheet: &Sheet<'_>, is_first: bool) -> anyhow::Result<()> {
    let top = sheet.lines.len();
    let header = sheet.grid.as_ref().map(|grid| distinct(&grid.header)).unwrap_or_default();
    let columns: Vec<Column> = sheet
        .grid
        .iter()
        .flat_map(|grid| header.iter().enumerate().map(|(at, name)| Column::of(grid, at, name)))
        .collect();
    let end = sheet.grid.as_ref().map_or_else(|| format!("A{top}"), |grid| last(grid, top));
    let selected = if is_first { "tabSelected=\"1\" " } else { "" };
    write!(
        out,
        "{DECLARATION}<worksheet xmlns=\"{MAIN}\" xmlns:r=\"{OF_DOCUMENT}\"><dimension ref=\"A1:{end}\"/>\
         <sheetViews><sheetView {selected}workbookViewId=\"0\"/></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/>"
    )?;
    write_columns(out, &columns)?;
    out.write_all(b"<sheetData>")?;
    write_lines(out, sheet, columns.first())?;
    if let Some(grid) = &sheet.grid {
        write_table(out, grid, top, &header, &columns)?;
    }
    out.write_all(b"</sheetData>")?;
    write_links(out, sheet)?;
    out.write_all(
        b"<pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/>",
    )?;
    if let Some(grid) = &sheet.grid {
        // Codes are texts on purpose.
        write!(
            out,
            "<ignoredErrors><ignoredError sqref=\"{}\" numberStoredAsText=\"1\"/></ignoredErrors>\
             <tableParts count=\"1\"><tablePart r:id=\"rId{}\"/></tableParts>",
            range(grid, top),
            outside(sheet).count() + 1
        )?;
    }
    Ok(out.write_all(b"</worksheet>")?)
}

fn write_columns(out: &mut impl Write, columns: &[Column]) -> std::io::Result<()> {
    if columns.is_empty() {
        return Ok(());
    }
    out.write_all(b"<cols>")?;
    let mut first = 0;
    for alike in columns.chunk_by(|one, other| (one.width, one.style) == (other.width, other.style)) {
        let end = first + alike.len();
        let Some(Column { width, style, .. }) = alike.first() else { continue };
        let style = style.attribute().replace(" s=", " style=");
        // What a spreadsheet adds for the room around the characters.
        write!(
            out,
            "<col min=\"{}\" max=\"{end}\" width=\"{width}.7109375\"{style} customWidth=\"1\"/>",
            first + 1
        )?;
        first = end;
    }
    out.write_all(b"</cols>")
}

/// Writes the lines above the table, the title first.
fn write_lines(out: &mut impl Write, sheet: &Sheet<'_>, first: Option<&Column>) -> anyhow::Result<()> {
    for (at, line) in sheet.lines.iter().enumerate() {
        let style = match at {
            0 => Style::Title,
            _ if !line.href.is_empty() => Style::Link,
            _ => first.map_or(Style::Plain, |column| column.style),
        };
        let row = (at + 1).to_string();
        write!(out, "<row r=\"{row}\">")?;
        write_cell(out, ("A", &row), style, Some(Cell::Text(&line.text)))?;
        out.write_all(b"</row>")?;
    }
    Ok(())
}

fn write_table(
    out: &mut impl Write,
    grid: &Grid<'_>,
    top: usize,
    header: &[String],
    columns: &[Column],
) -> anyhow::Result<()> {
    let mut row = (top + 1).to_string();
    write!(out, "<row r=\"{row}\">")?;
    for (name, column) in header.iter().zip(columns) {
        write_cell(out, (&column.letters, &row), column.style, Some(Cell::Text(name)))?;
    }
    out.write_all(b"</row>")?;
    for at in 0..grid.rows {
        row.clear();
        let _ = write!(row, "{}", top + 2 + at);
        write!(out, "<row r=\"{row}\">")?;
        let is_link = grid.links.get(at).is_some_and(|href| !href.is_empty());
        for (number, column) in columns.iter().enumerate() {
            let cell = (grid.cell)(at, number);
            let style = match cell.map(style_of) {
                _ if is_link && number == 0 => Style::Link,
                Some(own) if own != Style::Plain => own,
                _ => column.style,
            };
            write_cell(out, (&column.letters, &row), style, cell)?;
        }
        out.write_all(b"</row>")?;
    }
    Ok(())
}

fn write_cell(
    out: &mut impl Write,
    (column, row): (&str, &str),
    style: Style,
    cell: Option<Cell<'_>>,
) -> anyhow::Result<()> {
    let value = cell.map_or(Value::Text(NOT_AVAILABLE.into()), Value::of);
    let kind = match &value {
        // A column of texts has no cell for an empty one.
        Value::Text(text) if text.is_empty() => return Ok(()),
        Value::Text(_) => " t=\"inlineStr\"><is><t",
        Value::Number(_) | Value::Whole(_) => "><v>",
        Value::Flag(_) => " t=\"b\"><v>",
    };
    out.write_all(b"<c r=\"")?;
    out.write_all(column.as_bytes())?;
    out.write_all(row.as_bytes())?;
    out.write_all(b"\"")?;
    out.write_all(style.attribute().as_bytes())?;
    out.write_all(kind.as_bytes())?;
    match value {
        Value::Text(text) => {
            ensure!(
                text.len() <= LONGEST || text.encode_utf16().count() <= LONGEST,
                "the text in cell {column}{row} is longer than a spreadsheet takes, {LONGEST} characters"
            );
            let blank = [' ', '\t', '\n'];
            let is_kept = text.starts_with(blank) || text.ends_with(blank);
            out.write_all(if is_kept { b" xml:space=\"preserve\">" } else { b">" })?;
            write_escaped(out, &text)?;
            out.write_all(b"</t></is></c>")?;
        }
        Value::Number(number) => write!(out, "{number}</v></c>")?,
        Value::Whole(number) => write!(out, "{number}</v></c>")?,
        Value::Flag(flag) => write!(out, "{}</v></c>", u8::from(flag))?,
    }
    Ok(())
}

/// What a cell is in a sheet.
enum Value<'c> {
    Text(Cow<'c, str>),
    Number(f64),
    Whole(i64),
    Flag(bool),
}

impl<'c> Value<'c> {
    fn of(cell: Cell<'c>) -> Self {
        match cell {
            Cell::Text(text) => Self::Text(text.into()),
            Cell::Whole(number) | Cell::Rupiah(number) if number.unsigned_abs() > LARGEST.unsigned_abs() => {
                Self::Text(number.to_string().into())
            }
            Cell::Whole(number) | Cell::Rupiah(number) => Self::Whole(number),
            Cell::Exact(text) | Cell::Number(text) => {
                let number = text.parse().ok().filter(|number: &f64| number.is_finite());
                number.map_or_else(|| Self::Text(text.into()), Self::Number)
            }
            Cell::Day(day) if day < FIRST_DAY.0 => Self::Text(day.to_string().into()),
            Cell::Day(day) => Self::Whole(FIRST_DAY.1 + (day - FIRST_DAY.0).num_days()),
            Cell::Flag(flag) => Self::Flag(flag),
        }
    }
}

fn write_links(out: &mut impl Write, sheet: &Sheet<'_>) -> std::io::Result<()> {
    let mut links = links(sheet).peekable();
    if links.peek().is_none() {
        return Ok(());
    }
    out.write_all(b"<hyperlinks>")?;
    let mut outside = 0;
    for (row, text, href) in links {
        if let Some(place) = href.strip_prefix(INTERNAL) {
            let (place, text) = (attribute(place), attribute(&text));
            write!(out, "<hyperlink ref=\"A{row}\" location=\"{place}\" display=\"{text}\"/>")?;
        } else {
            outside += 1;
            write!(out, "<hyperlink ref=\"A{row}\" r:id=\"rId{outside}\"/>")?;
        }
    }
    out.write_all(b"</hyperlinks>")
}

fn attribute(text: &str) -> String {
    escaped(text).replace('"', "&quot;").replace('\n', "&#xA;")
}

fn escaped(text: &str) -> String {
    let mut escaped = Vec::with_capacity(text.len());
    // Nothing stops a write to memory, and what is written is text.
    let _ = write_escaped(&mut escaped, text);
    String::from_utf8(escaped).unwrap_or_default()
}

/// Writes a text, with what XML has no signs for as spreadsheets write it: `_x000B_`.
fn write_escaped(out: &mut impl Write, text: &str) -> std::io::Result<()> {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let (escaped, length) = match byte {
            b'&' => ("&amp;", 1),
            b'<' => ("&lt;", 1),
            b'>' => ("&gt;", 1),
            b'_' if text.as_bytes().get(at..at + 7).is_some_and(is_code) => ("_x005F_", 1),
            0xEF if text[at..].starts_with('\u{FFFE}') => ("_xFFFE_", 3),
            0xEF if text[at..].starts_with('\u{FFFF}') => ("_xFFFF_", 3),
            b'\t' | b'\n' => continue,
            0..b' ' => ("", 1),
            _ => continue,
        };
        out.write_all(&text.as_bytes()[done..at])?;
        if escaped.is_empty() {
            write!(out, "_x{byte:04X}_")?;
        } else {
            out.write_all(escaped.as_bytes())?;
        }
        done = at + length;
    }
    out.write_all(&text.as_bytes()[done..])
}

/// Whether seven signs are what stands for a sign that XML has not.
fn is_code(text: &[u8]) -> bool {
    matches!(text, [b'_', b'x', digits @ .., b'_'] if digits.iter().all(u8::is_ascii_hexdigit))
}
