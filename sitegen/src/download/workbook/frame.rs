//! What workbooks with sheets of the same names have in common: styles, theme, the list of the sheets.

use std::collections::HashMap;
use std::io::Cursor;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use rust_xlsxwriter::{Format, Table, Workbook, Worksheet, XlsxError};
use zip::{ZipArchive, ZipWriter};

/// What a workbook says of itself.
pub(super) const PROPERTIES: &str = "docProps/core.xml";

/// The names of the sheets, and whether each has a table.
pub(super) type Shape = Vec<(String, bool)>;

/// How cells are shown, by their places in the list of styles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Title,
    Text,
    Rupiah,
    Day,
    Link,
}

impl Style {
    /// What a cell says of it.
    pub(super) fn attribute(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Title => " s=\"1\"",
            Self::Text => " s=\"2\"",
            Self::Rupiah => " s=\"3\"",
            Self::Day => " s=\"4\"",
            Self::Link => " s=\"5\"",
        }
    }
}

/// The formats of all styles but the first, which has none.
pub(super) fn formats() -> [Format; 5] {
    [
        Format::new().set_bold().set_font_size(14),
        Format::new().set_num_format("@"),
        Format::new().set_num_format("#,##0"),
        Format::new().set_num_format("yyyy-mm-dd"),
        Format::new().set_hyperlink(),
    ]
}

/// The packed parts of a workbook that do not depend on what its sheets hold. They are made once for each shape.
///
/// # Errors
/// When a spreadsheet takes no sheet of such a name.
pub(super) fn of(shape: Shape) -> anyhow::Result<Arc<Vec<u8>>> {
    static FRAMES: LazyLock<Mutex<HashMap<Shape, Arc<Vec<u8>>>>> = LazyLock::new(Mutex::default);
    let mut frames = FRAMES.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(frame) = frames.get(&shape) {
        return Ok(Arc::clone(frame));
    }
    // What names a sheet and its table in the workbook is made for any table.
    let with_table = |sheet: &mut Worksheet| sheet.add_table(0, 0, 1, 0, &Table::new()).map(drop);
    let frame = Arc::new(without_contents(&workbook(&shape, with_table)?)?);
    frames.insert(shape, Arc::clone(&frame));
    Ok(frame)
}

/// A workbook of the library; `add_table` is called for each sheet that is to have one.
pub(super) fn workbook(
    shape: &Shape,
    add_table: impl Fn(&mut Worksheet) -> Result<(), XlsxError>,
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    for format in &formats() {
        workbook.register_format(format);
    }
    for (name, has_table) in shape {
        // Its texts stand in the sheet itself, so that a sheet is the same in whatever workbook it is.
        let sheet = workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        if *has_table {
            add_table(sheet)?;
        }
    }
    workbook.save_to_buffer()
}

fn without_contents(workbook: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut whole = ZipArchive::new(Cursor::new(workbook))?;
    let mut frame = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..whole.len() {
        let part = whole.by_index_raw(at)?;
        let name = part.name()?;
        let is_content = ["xl/worksheets/", "xl/tables/"].iter().any(|folder| name.starts_with(folder));
        if !is_content && name != PROPERTIES {
            frame.raw_copy_file(part)?;
        }
    }
    Ok(frame.finish()?.into_inner())
}
