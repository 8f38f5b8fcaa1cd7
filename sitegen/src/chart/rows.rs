//! Horizontal rows with their labels: what bars, dots and schedules have in common.

use super::Frame;
use super::ink::Role;
use super::measure::{self, LEADING, SMALL, SMALL_LEADING, TEXT};
use super::sheet::{Lettering, Sheet};
use super::spots::Spots;

/// Widest column of labels beside the marks; longer labels wrap, on phones they move above.
const WIDEST: (f64, f64) = (210.0, 104.0);
/// Height of a row of one line.
const PITCH: f64 = 30.0;
/// Bars are 1.5 times as thick as the gap between them.
const THICKNESS: f64 = 0.6;

/// Rows from the top of a sheet down.
pub struct Rows {
    list: Vec<Row>,
    /// Where the marks may begin, from the left, in units.
    pub left: f64,
    /// Thickness of a bar in units.
    pub thickness: f64,
    /// Lower edge of the last row in units.
    pub bottom: f64,
    above: bool,
}

struct Row {
    label: Vec<String>,
    note: Vec<String>,
    text_middle: f64,
    middle: f64,
    top: f64,
}

impl Rows {
    /// Rows of equal height below `top`.
    pub fn new<'a>(labels: impl IntoIterator<Item = &'a str>, frame: &Frame, top: f64) -> Self {
        Self::with_notes(labels.into_iter().map(|label| (label, "")), frame, top)
    }

    /// Rows with a small note below each label, which may be bold.
    pub fn with_notes<'a>(
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
        frame: &Frame,
        top: f64,
    ) -> Self {
        let texts: Vec<(&str, &str)> = texts.into_iter().collect();
        let widest = measure::widest(texts.iter().map(|(label, _)| *label), TEXT)
            .max(measure::widest(texts.iter().map(|(_, note)| *note), SMALL) * measure::BOLD);
        let above = frame.is_narrow() && widest > WIDEST.1;
        let room = if above { frame.width.units() } else { WIDEST.0.min(widest) };
        let wrap = |text, size| measure::wrap(text, size, room + 0.1, 3);
        let wrapped: Vec<_> = texts
            .iter()
            .map(|(label, note)| (wrap(label, TEXT), wrap(note, SMALL * measure::BOLD)))
            .collect();

        let text_height = |label: &[String], note: &[String]| {
            label.len() as f64 * LEADING + note.len() as f64 * SMALL_LEADING
        };
        let tallest = wrapped.iter().map(|(label, note)| text_height(label, note)).fold(0.0, f64::max);
        let noted = wrapped.iter().any(|(_, note)| !note.is_empty());
        let pitch = if noted { PITCH } else { PITCH.max(tallest + 6.0) };
        let thickness = if above || noted { PITCH * THICKNESS } else { pitch.min(44.0) * THICKNESS };

        let mut y = top;
        let mut rows = Vec::new();
        for (label, note) in wrapped {
            let text = text_height(&label, &note);
            let (text_middle, middle, height) = if above {
                (y + text / 2.0, y + text + 3.0 + thickness / 2.0, text + 3.0 + thickness + 14.0)
            } else {
                let height = if noted { pitch.max(text + 12.0) } else { pitch };
                (y + height / 2.0, y + height / 2.0, height)
            };
            rows.push(Row { label, note, text_middle, middle, top: y });
            y += height;
        }
        let left = if above || widest == 0.0 { 0.0 } else { room + 12.0 };
        Self { list: rows, left, thickness, bottom: y, above }
    }

    /// Middle of the mark of a row, from the top, in units.
    pub fn middle(&self, row: usize) -> f64 {
        self.list.get(row).map_or(0.0, |row| row.middle)
    }

    /// Where the rows stand.
    pub fn spots(&self) -> Spots {
        Spots::Down(self.list.iter().map(|row| row.middle).collect())
    }

    /// Upper edges of all rows but the first.
    pub fn boundaries(&self) -> impl Iterator<Item = f64> {
        self.list.iter().skip(1).map(|row| row.top - if self.above { 6.0 } else { 0.0 })
    }

    /// Writes the label of a row and its note.
    pub fn draw_label(&self, sheet: &Sheet<'_>, row: usize, label_role: Role, note_role: Role) {
        let Some(row) = self.list.get(row) else { return };
        let label = row.label.len() as f64 * LEADING;
        let note = row.note.len() as f64 * SMALL_LEADING;
        let top = row.text_middle - f64::midpoint(label, note);
        sheet.lines((0.0, top + label / 2.0), &row.label, LEADING, Lettering::of(label_role));
        let middle = top + label + note / 2.0;
        sheet.lines((0.0, middle), &row.note, SMALL_LEADING, Lettering::small(note_role));
    }
}
