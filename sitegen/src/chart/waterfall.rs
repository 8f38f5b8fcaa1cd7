//! From a whole, step by step, to what is left of it. What falls away is an outline, what is there a fill.

use super::axis::{self, Scale};
use super::ink::{Ink, Role, Tone};
use super::measure::{self, TEXT};
use super::rows::Rows;
use super::sheet::{self, Lettering, Sheet};
use super::{Figure, Frame};
use crate::locale::Locale;

/// Steps from zero, and between them what falls away, floating where it was. Rows lie, so that what falls away can be
/// named in words.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Waterfall {
    /// Words around the figure, and its width.
    pub frame: Frame,
    /// From top to bottom.
    pub steps: Vec<Step>,
}

/// What there is at a step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Step {
    /// Its name.
    pub label: String,
    /// What else must be known, such as records without an amount, or more than at the step before; may be empty.
    pub note: String,
    /// How much, in the unit of the data; below zero is drawn as none.
    pub value: f64,
    /// The value as written.
    pub text: String,
    /// Whether a value in it is simulated.
    pub simulated: bool,
    /// What falls away before the next step.
    pub fall: Option<Fall>,
}

/// What falls away between two steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fall {
    /// What it is called, such as "belum disalurkan".
    pub label: String,
    /// How much of the step above it, at most all of it.
    pub value: f64,
    /// The value as written.
    pub text: String,
}

/// A bar between two values.
struct Row<'s> {
    label: &'s str,
    note: &'s str,
    from: f64,
    to: f64,
    text: &'s str,
    ink: Ink,
}

impl Step {
    fn value(&self) -> f64 {
        axis::usable(self.value).unwrap_or(0.0).max(0.0)
    }

    /// The fall, where there is one, from where to where.
    fn fall(&self) -> Option<(&Fall, f64)> {
        let fall = self.fall.as_ref()?;
        let value = axis::usable(fall.value)?.min(self.value());
        (value > 0.0).then(|| (fall, self.value() - value))
    }
}

impl Figure for Waterfall {
    fn draw(&self, id: &str, _: Locale) -> String {
        let highest = self.steps.iter().map(Step::value).fold(0.0, f64::max);
        if highest <= 0.0 {
            return sheet::draw_empty(&self.frame, id, "waterfall");
        }
        let list = self.rows();
        let rows = Rows::with_notes(list.iter().map(|row| (row.label, row.note)), &self.frame, 0.0);
        let texts = measure::widest(list.iter().map(|row| row.text), TEXT);
        let right = (self.frame.width.units() - texts - 8.0).max(rows.left + 20.0);
        let x = Scale::new((0.0, highest), (rows.left + 1.0, right));
        sheet::draw(&self.frame, id, "waterfall", rows.bottom, |sheet| {
            let half = rows.thickness / 2.0;
            for (index, row) in list.iter().enumerate() {
                let middle = rows.middle(index);
                sheet.rect((x.at(row.from), middle - half), (x.at(row.to), middle + half), row.ink);
            }
            self.connect(sheet, &rows, x);
            sheet.line((x.at(0.0), 0.0), (x.at(0.0), rows.bottom), Role::Zero);
            // On a phone lines run behind the words.
            for (index, row) in list.iter().enumerate() {
                rows.draw_label(sheet, index, Role::Text, Role::Muted);
                let at = x.at(row.from.max(row.to)) + 6.0;
                sheet.text((at, rows.middle(index)), row.text, Lettering::of(Role::Text));
            }
        })
    }
}

impl Waterfall {
    fn rows(&self) -> Vec<Row<'_>> {
        let rows = self.steps.iter().flat_map(|step| {
            let whole = Row {
                label: &step.label,
                note: &step.note,
                from: 0.0,
                to: step.value(),
                text: &step.text,
                ink: Ink::new(Role::Bar, Tone::S1).simulated(step.simulated),
            };
            let fall = step.fall().map(|(fall, left)| Row {
                label: &fall.label,
                note: "",
                from: left,
                to: step.value(),
                text: &fall.text,
                ink: Ink::from(Role::Plan).simulated(step.simulated),
            });
            std::iter::once(whole).chain(fall)
        });
        rows.collect()
    }

    /// Lines from the end of each bar to the bar below that goes on from there.
    fn connect(&self, sheet: &Sheet<'_>, rows: &Rows, x: Scale) {
        let half = rows.thickness / 2.0;
        let mut index = 0;
        let line = |from: usize, value: f64| {
            let ends = (rows.middle(from) + half, rows.middle(from + 1) - half);
            sheet.line((x.at(value), ends.0), (x.at(value), ends.1), Role::Leader);
        };
        for (at, step) in self.steps.iter().enumerate() {
            let is_last = at + 1 == self.steps.len();
            if let Some((_, left)) = step.fall() {
                line(index, step.value());
                index += 1;
                if !is_last {
                    line(index, left);
                }
            } else if !is_last {
                line(index, step.value());
            }
            index += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::expect_file;

    use super::*;
    use crate::chart::Width;
    use crate::chart::reading::{Drawing, frame};

    fn step(label: &str, value: f64, fall: Option<(&str, f64)>) -> Step {
        Step {
            label: label.into(),
            value,
            text: format!("Rp{value} miliar"),
            fall: fall.map(|(label, value)| Fall {
                label: label.into(),
                value,
                text: format!("Rp{value} miliar"),
            }),
            ..Step::default()
        }
    }

    fn chart(width: Width) -> Waterfall {
        let mut steps = vec![
            step("Kebutuhan", 33.0, Some(("belum dijanjikan", 13.0))),
            step("Dijanjikan", 20.0, Some(("belum dianggarkan", 2.5))),
            step("Dianggarkan", 18.5, None),
            step("Disalurkan", 18.5, Some(("belum dipakai", 6.5))),
            step("Dipakai", 12.0, None),
        ];
        steps[2].note = "Rp1 miliar lebih dari yang dijanjikan".into();
        steps[3].note = "2 catatan tanpa jumlah".into();
        Waterfall { frame: Frame { width, ..frame() }, steps }
    }

    fn drawing(chart: &Waterfall) -> Drawing {
        Drawing::read(&chart.draw("x", Locale::Id))
    }

    #[test]
    fn every_bar_is_as_long_as_its_row_and_stands_where_it_was() {
        for width in [Width::Wide, Width::Narrow] {
            let drawing = drawing(&chart(width));
            let zero = drawing.paths("zero")[0][0].0;
            let steps = drawing.rects("bar s1");
            let unit = steps[0].width() / 33.0;
            for (bar, value) in steps.iter().zip([33.0, 20.0, 18.5, 18.5, 12.0]) {
                assert!((bar.left - zero).abs() <= 0.11);
                assert!((bar.width() - value * unit).abs() <= 0.21, "{bar:?} {value}");
            }
            let falls = drawing.rects("plan");
            for (bar, (from, to)) in falls.iter().zip([(20.0, 33.0), (17.5, 20.0), (12.0, 18.5)]) {
                assert!((bar.left - zero - from * unit).abs() <= 0.21, "{bar:?} {from}");
                assert!((bar.right - zero - to * unit).abs() <= 0.21, "{bar:?} {to}");
            }
            assert_eq!((steps.len(), falls.len()), (5, 3));
        }
    }

    #[test]
    fn lines_lead_from_bar_to_bar() {
        let drawing = drawing(&chart(Width::Wide));
        let steps = drawing.rects("bar s1");
        let lines = drawing.paths("leader");
        assert_eq!(lines.len(), 7);
        assert!((lines[0][0].0 - steps[0].right).abs() <= 0.11);
        assert!((lines[0][0].1 - steps[0].bottom).abs() <= 0.11);
        // Where more is there than before, the line ends inside the bar that is longer than it.
        let longer = lines.iter().find(|line| (line[1].1 - steps[2].top).abs() <= 0.11).unwrap();
        assert!(longer[1].0 < steps[2].right - 1.0);
    }

    #[test]
    fn what_grows_is_never_drawn_below_zero() {
        let mut chart = chart(Width::Wide);
        chart.steps = vec![step("Dijanjikan", 5.0, Some(("belum", -4.0))), step("Disalurkan", 9.0, None)];
        let drawing = drawing(&chart);
        assert!(drawing.rects("plan").is_empty());
        assert_eq!(drawing.rects("bar s1").len(), 2);
        let zero = drawing.paths("zero")[0][0].0;
        assert!(drawing.rects("bar s1").iter().all(|bar| bar.left >= zero - 0.11));
    }

    #[test]
    fn names_notes_and_values_keep_apart() {
        for width in [Width::Wide, Width::Narrow] {
            let drawing = drawing(&chart(width));
            drawing.assert_texts_apart();
            drawing.assert_texts_inside();
        }
    }

    #[test]
    fn it_is_the_golden_drawing_that_was_looked_at() {
        expect_file!["golden/waterfall.svg"].assert_eq(&chart(Width::Wide).draw("x", Locale::Id));
        expect_file!["golden/waterfall-narrow.svg"].assert_eq(&chart(Width::Narrow).draw("x", Locale::Id));
    }
}
