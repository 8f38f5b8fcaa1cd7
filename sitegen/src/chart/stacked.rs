//! Parts of a whole, stacked.

use super::axis::{self, Scale, Ticks};
use super::ink::{Ink, Role, Tone};
use super::legend::Legend;
use super::measure::{self, LEADING, TEXT};
use super::rows::Rows;
use super::sheet::{self, Lettering, Sheet};
use super::spots::Spots;
use super::spread::{Wish, spread};
use super::{Figure, Frame, Unit, line};
use crate::locale::Locale;

/// Whether stacks stand or lie.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Direction {
    /// Columns over periods.
    #[default]
    Columns,
    /// Rows, for stacks with long names.
    Rows,
}

/// At most four parts of some wholes, from zero. Parts below zero are stacked the other way.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StackedChart {
    /// Words around the figure, and its width.
    pub frame: Frame,
    /// Whether stacks stand or lie.
    pub direction: Direction,
    /// In order of time, or sorted by the caller.
    pub stacks: Vec<Stack>,
    /// From zero outwards, the same in every stack.
    pub parts: Vec<Part>,
    /// What the numbers on the axis carry.
    pub unit: Unit,
}

/// A whole.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stack {
    /// The period or the name.
    pub label: String,
    /// A line below the name of a stack that lies, for values that have no total; may be empty.
    pub note: String,
    /// The total, written out, at the end of the stack; may be empty.
    pub text: String,
}

/// A part through all stacks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Written beside the last column, or in the key above.
    pub name: String,
    /// Its colour.
    pub tone: Tone,
    /// One value per stack; a missing one takes no room.
    pub values: Vec<Option<f64>>,
}

/// A part of one stack: from where to where, in the unit of the data.
type Piece = (f64, f64);

impl Figure for StackedChart {
    fn draw(&self, id: &str, locale: Locale) -> String {
        let has_values = self.parts.iter().flat_map(|part| &part.values).any(Option::is_some);
        if self.stacks.is_empty() || !has_values {
            return sheet::draw_empty(&self.frame, id, "stacked-chart");
        }
        match self.direction {
            Direction::Columns => self.draw_columns(id, locale),
            Direction::Rows => self.draw_rows(id),
        }
    }
}

impl StackedChart {
    /// For each stack the piece of each part.
    fn pieces(&self) -> Vec<Vec<Piece>> {
        let stack = |index: usize| {
            let (mut below, mut above) = (0.0, 0.0);
            let piece = |part: &Part| {
                let value = part.values.get(index).copied().flatten().and_then(axis::usable).unwrap_or(0.0);
                let edge = if value < 0.0 { &mut below } else { &mut above };
                let from = *edge;
                *edge += value;
                (from, *edge)
            };
            self.parts.iter().map(piece).collect()
        };
        (0..self.stacks.len()).map(stack).collect()
    }

    fn legend(&self) -> Legend {
        let entries = self.parts.iter().map(|part| (Ink::new(Role::Bar, part.tone), part.name.as_str()));
        Legend::new(entries, self.frame.width.units())
    }

    fn draw_columns(&self, id: &str, locale: Locale) -> String {
        let pieces = self.pieces();
        let (low, high) = reach(&pieces);
        let narrow = self.frame.is_narrow();
        let width = self.frame.width.units();
        let ticks = Ticks::around(low, high, if narrow { 4 } else { 5 });
        let labels = ticks.labels(&self.unit, locale);

        // On a phone there is no room beside the columns: the names stand above them.
        let legend = if narrow { self.legend() } else { Legend::new([], width) };
        let names = self.names(&pieces, if narrow { 0.0 } else { 150.0 });
        let beside = names.iter().map(|name| measure::widest(name.lines.iter().map(String::as_str), TEXT));
        let right = width - beside.map(|width| width + 26.0).fold(0.0, f64::max);
        let left = measure::widest(labels.iter().map(String::as_str), TEXT) + 8.0;
        let top = legend.height() + 26.0;
        let needed: f64 = names.iter().map(Name::height).sum();
        let height =
            legend.height() + (if narrow { width * 0.75 } else { width * 0.5625 }).max(needed + 52.0);
        let bottom = height - 26.0;
        let y = Scale::new(ticks.range(), (bottom, top));

        let columns = Columns { left, pitch: (right - left).max(10.0) / self.stacks.len() as f64 };
        let svg = sheet::draw(&self.frame, id, "stacked-chart", height, |sheet| {
            legend.draw(sheet);
            line::draw_grid(sheet, &ticks, y, (0.0, right));
            for (value, label) in ticks.values.iter().zip(&labels) {
                sheet.text((0.0, y.at(*value) - 10.0), label, Lettering::of(Role::Muted));
            }
            for (index, stack) in pieces.iter().enumerate() {
                let (from, to) = columns.edges(index);
                for (part, piece) in
                    self.parts.iter().zip(stack).filter(|(_, piece)| piece.1 > piece.0 || piece.0 > piece.1)
                {
                    let ink = Ink::new(Role::Bar, part.tone);
                    sheet.rect((from, y.at(piece.0)), (to, y.at(piece.1)), ink);
                }
            }
            self.draw_column_texts(sheet, &columns, &pieces, y, bottom);
            draw_names(sheet, &names, y, right, (top - 10.0, bottom + 10.0));
        });
        Spots::Across((0..self.stacks.len()).map(|index| columns.middle(index)).collect()).on(&svg)
    }

    /// Periods below and totals above the columns, as many as have room.
    fn draw_column_texts(
        &self,
        sheet: &Sheet<'_>,
        columns: &Columns,
        pieces: &[Vec<Piece>],
        y: Scale,
        bottom: f64,
    ) {
        let labels = measure::widest(self.stacks.iter().map(|stack| stack.label.as_str()), TEXT);
        let totals = measure::widest(self.stacks.iter().map(|stack| stack.text.as_str()), TEXT);
        let every = (1..self.stacks.len())
            .find(|every| columns.pitch * *every as f64 >= labels + 8.0)
            .unwrap_or(self.stacks.len());
        let last = self.stacks.len() - 1;
        for (index, stack) in self.stacks.iter().enumerate() {
            let middle = columns.middle(index);
            // Counted from the last period, which matters most.
            if (last - index).is_multiple_of(every) {
                let label = measure::cut(&stack.label, TEXT, columns.pitch * every as f64);
                sheet.text((middle, bottom + 15.0), &label, Lettering::of(Role::Muted).centered());
            }
            if totals + 6.0 <= columns.pitch {
                let top = pieces[index].iter().fold(0.0, |top: f64, piece| top.max(piece.1));
                let place = (middle, y.at(top) - 10.0);
                sheet.text(place, &stack.text, Lettering::of(Role::Text).centered());
            }
        }
    }

    /// Names of the parts, wished beside their piece of the last column.
    fn names(&self, pieces: &[Vec<Piece>], room: f64) -> Vec<Name> {
        let Some(last) = pieces.last().filter(|_| room > 0.0) else { return Vec::new() };
        let name = |(part, piece): (&Part, &Piece)| Name {
            tone: part.tone,
            lines: measure::wrap(&part.name, TEXT, room, 3),
            beside: f64::midpoint(piece.0, piece.1),
        };
        self.parts.iter().zip(last).map(name).filter(|name| !name.lines.is_empty()).collect()
    }

    fn draw_rows(&self, id: &str) -> String {
        let pieces = self.pieces();
        let (low, high) = reach(&pieces);
        let legend = self.legend();
        let texts = self.stacks.iter().map(|stack| (stack.label.as_str(), stack.note.as_str()));
        let rows = Rows::with_notes(texts, &self.frame, legend.height());
        let texts = measure::widest(self.stacks.iter().map(|stack| stack.text.as_str()), TEXT);
        let right = self.frame.width.units() - texts - 8.0;
        let x = Scale::new((low, high), (rows.left + 1.0, right.max(rows.left + 20.0)));
        let svg = sheet::draw(&self.frame, id, "stacked-chart", rows.bottom, |sheet| {
            legend.draw(sheet);
            for (index, stack) in pieces.iter().enumerate() {
                let (middle, half) = (rows.middle(index), rows.thickness / 2.0);
                for (part, piece) in
                    self.parts.iter().zip(stack).filter(|(_, piece)| piece.1 > piece.0 || piece.0 > piece.1)
                {
                    let ink = Ink::new(Role::Bar, part.tone);
                    sheet.rect((x.at(piece.0), middle - half), (x.at(piece.1), middle + half), ink);
                }
                let end = stack.iter().fold(0.0, |end: f64, piece| end.max(piece.1));
                sheet.text((x.at(end) + 6.0, middle), &self.stacks[index].text, Lettering::of(Role::Text));
            }
            sheet.line((x.at(0.0), legend.height()), (x.at(0.0), rows.bottom), Role::Zero);
            for index in 0..pieces.len() {
                rows.draw_label(sheet, index, Role::Text, Role::Muted);
            }
        });
        rows.spots().on(&svg)
    }
}

struct Columns {
    left: f64,
    pitch: f64,
}

impl Columns {
    fn middle(&self, index: usize) -> f64 {
        self.left + (index as f64 + 0.5) * self.pitch
    }

    /// Columns are 1.5 times as wide as the gap between them.
    fn edges(&self, index: usize) -> (f64, f64) {
        let half = (self.pitch * 0.6).min(72.0) / 2.0;
        (self.middle(index) - half, self.middle(index) + half)
    }
}

struct Name {
    tone: Tone,
    lines: Vec<String>,
    /// The value its text would like to stand beside.
    beside: f64,
}

impl Name {
    fn height(&self) -> f64 {
        self.lines.len() as f64 * LEADING + 4.0
    }
}

fn draw_names(sheet: &Sheet<'_>, names: &[Name], y: Scale, right: f64, (top, bottom): (f64, f64)) {
    let wishes: Vec<Wish> =
        names.iter().map(|name| Wish { center: y.at(name.beside), height: name.height() }).collect();
    for (name, middle) in names.iter().zip(spread(&wishes, top, bottom)) {
        let first = middle - (name.lines.len() - 1) as f64 * LEADING / 2.0;
        let corner = (right + 8.0, first - 5.5);
        sheet.rect(corner, (corner.0 + 11.0, corner.1 + 11.0), Ink::new(Role::Bar, name.tone));
        sheet.lines((right + 26.0, middle), &name.lines, LEADING, Lettering::of(Role::Text));
    }
}

/// From the lowest to the highest end of any stack, zero included.
fn reach(pieces: &[Vec<Piece>]) -> (f64, f64) {
    let ends = pieces.iter().flatten().map(|piece| piece.1);
    let (low, high) = axis::extent(ends).unwrap_or((0.0, 0.0));
    let (low, high) = (low.min(0.0), high.max(0.0));
    if high > low { (low, high) } else { (0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Width;
    use crate::chart::reading::{Drawing, assert_apart, frame};

    fn chart(direction: Direction) -> StackedChart {
        let part = |name: &str, tone, values: [f64; 3]| Part {
            name: name.into(),
            tone,
            values: values.map(Some).into(),
        };
        let stack = |label: &str| Stack { label: label.into(), text: "Rp10 juta".into(), ..Stack::default() };
        StackedChart {
            frame: frame(),
            direction,
            stacks: vec![stack("2022"), stack("2023"), stack("2024")],
            parts: vec![
                part("Baznas", Tone::S1, [4.0, 6.0, 9.0]),
                part("Tanggung jawab sosial perusahaan", Tone::S2, [2.0, 0.5, 0.25]),
                part("Lainnya", Tone::S3, [1.0, 0.5, 0.25]),
            ],
            unit: Unit::default(),
        }
    }

    #[test]
    fn parts_add_up_without_a_gap() {
        let drawing = Drawing::read(&chart(Direction::Columns).draw("x", Locale::Id));
        let (first, second) = (drawing.rects("bar s1"), drawing.rects("bar s2"));
        let columns: Vec<_> = first.iter().filter(|area| area.width() > 20.0).collect();
        let unit = (columns[0].bottom - columns[0].top) / 4.0;
        for (column, value) in columns.iter().zip([4.0, 6.0, 9.0]) {
            assert!((column.bottom - column.top - value * unit).abs() <= 0.3);
        }
        let above: Vec<_> = second.iter().filter(|area| area.width() > 20.0).collect();
        assert!((columns[0].top - above[0].bottom).abs() <= 0.11);
    }

    #[test]
    fn lying_parts_add_up_too() {
        let drawing = Drawing::read(&chart(Direction::Rows).draw("x", Locale::Id));
        let zero = drawing.paths("zero")[0][0].0;
        let of =
            |class| drawing.rects(class).into_iter().filter(|area| area.height() > 15.0).collect::<Vec<_>>();
        let (first, second) = (of("bar s1"), of("bar s2"));
        assert!((first[0].left - zero).abs() <= 0.11);
        assert!((second[0].left - first[0].right).abs() <= 0.11);
        assert!((first[0].width() / second[0].width() - 2.0).abs() < 0.02);
        assert_apart(&[first, second].concat());
    }

    #[test]
    fn names_never_overlap() {
        for direction in [Direction::Columns, Direction::Rows] {
            for width in [Width::Wide, Width::Narrow] {
                let mut chart = chart(direction);
                chart.frame.width = width;
                let drawing = Drawing::read(&chart.draw("x", Locale::Id));
                drawing.assert_texts_apart();
                drawing.assert_texts_inside();
            }
        }
    }

    #[test]
    fn the_key_stands_above_all_marks_in_the_order_of_the_parts() {
        let mut narrow = chart(Direction::Columns);
        narrow.frame.width = Width::Narrow;
        for chart in [chart(Direction::Rows), narrow] {
            let drawing = Drawing::read(&chart.draw("x", Locale::Id));
            let of = |tone: &str| drawing.rects(&format!("bar {tone}"));
            let keys = ["s1", "s2", "s3"].map(|tone| of(tone)[0]);
            let order = keys.map(|key| (key.top, key.left));
            assert!(order.is_sorted(), "{order:?}");
            for mark in ["s1", "s2", "s3"].iter().flat_map(|tone| of(tone).into_iter().skip(1)) {
                assert!(keys.iter().all(|key| key.bottom < mark.top), "{mark:?} {keys:?}");
            }
        }
    }

    #[test]
    fn parts_below_zero_are_stacked_downwards() {
        let mut chart = chart(Direction::Columns);
        chart.parts[0].values[0] = Some(-4.0);
        let drawing = Drawing::read(&chart.draw("x", Locale::Id));
        let zero = drawing.paths("zero")[0][0].1;
        assert!((drawing.rects("bar s1")[0].top - zero).abs() <= 0.11);
        assert!((drawing.rects("bar s2")[0].bottom - zero).abs() <= 0.11);
    }
}
