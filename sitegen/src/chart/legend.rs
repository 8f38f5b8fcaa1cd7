//! A key above the plot, for charts whose marks cannot be named where they stand.

use super::ink::Ink;
use super::ink::Role;
use super::measure::{self, TEXT};
use super::sheet::{Lettering, Sheet};

const SWATCH: f64 = 12.0;
const LINE: f64 = 22.0;
const BETWEEN: f64 = 18.0;

/// Swatches with names, in the order of the marks, in as many lines as they need.
pub struct Legend {
    entries: Vec<Entry>,
    lines: usize,
}

struct Entry {
    ink: Ink,
    name: String,
    left: f64,
    line: usize,
}

impl Legend {
    /// Lays the named ones of `entries` out within `width` units.
    pub fn new<'a>(entries: impl IntoIterator<Item = (Ink, &'a str)>, width: f64) -> Self {
        let (mut left, mut line) = (0.0, 0);
        let mut placed = Vec::new();
        for (ink, name) in entries.into_iter().filter(|(_, name)| !name.is_empty()) {
            let name = measure::cut(name, TEXT, width - SWATCH - 6.0);
            let needed = SWATCH + 6.0 + measure::width(&name, TEXT);
            if left > 0.0 && left + needed > width {
                (left, line) = (0.0, line + 1);
            }
            placed.push(Entry { ink, name, left, line });
            left += needed + BETWEEN;
        }
        Self { lines: if placed.is_empty() { 0 } else { line + 1 }, entries: placed }
    }

    /// Units from the top of the sheet that belong to the key, with air below it.
    pub fn height(&self) -> f64 {
        if self.lines == 0 { 0.0 } else { self.lines as f64 * LINE + 8.0 }
    }

    /// Draws the key at the top of the sheet.
    pub fn draw(&self, sheet: &Sheet<'_>) {
        for Entry { ink, name, left, line } in &self.entries {
            let middle = 9.0 + *line as f64 * LINE;
            let corner = (left + SWATCH, middle + SWATCH / 2.0);
            sheet.rect((left + 0.5, middle - SWATCH / 2.0), corner, *ink);
            sheet.text((left + SWATCH + 6.0, middle), name, Lettering::of(Role::Text));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_takes_another_line_before_it_leaves_the_sheet() {
        let ink = Ink::from(Role::Bar);
        let legend = Legend::new([(ink, "Tersalurkan"), (ink, "Dijanjikan"), (ink, "Terealisasi")], 240.0);
        assert_eq!(legend.lines, 2);
        assert!(Legend::new([(ink, "")], 240.0).height().abs() < f64::EPSILON);
    }
}
