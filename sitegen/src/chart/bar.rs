//! Horizontal bars.

use super::axis::{self, Scale};
use super::ink::{Ink, Role, Tone};
use super::measure::{self, TEXT};
use super::rows::Rows;
use super::sheet::{self, Lettering, Sheet};
use super::{Figure, Frame};
use crate::locale::Locale;

/// Bars from zero, in the order given, each with its value at its end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarChart {
    /// Words around the figure, and its width.
    pub frame: Frame,
    /// From top to bottom, sorted by the caller.
    pub bars: Vec<Bar>,
    /// The variable's colour; [`Tone::Plain`] is the first series'.
    pub tone: Tone,
}

/// One bar.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// Its length; `None` leaves only `text`.
    pub value: Option<f64>,
    /// The value as written, or the sign for why there is none.
    pub text: String,
    /// Makes all bars grey that are not highlighted.
    pub highlight: bool,
    /// Whether the value is simulated.
    pub simulated: bool,
}

impl Figure for BarChart {
    fn draw(&self, id: &str, _: Locale) -> String {
        if self.bars.is_empty() {
            return sheet::draw_empty(&self.frame, id, "bar-chart");
        }
        let rows = Rows::new(self.bars.iter().map(|bar| bar.label.as_str()), &self.frame, 0.0);
        let x = self.scale(rows.left);
        let svg = sheet::draw(&self.frame, id, "bar-chart", rows.bottom, |sheet| {
            for (index, bar) in self.bars.iter().enumerate() {
                self.draw_bar(sheet, bar, x, (rows.middle(index), rows.thickness / 2.0));
            }
            sheet.line((x.at(0.0), 0.0), (x.at(0.0), rows.bottom), Role::Zero);
            for (index, bar) in self.bars.iter().enumerate() {
                let role = if bar.highlight { Role::Strong } else { Role::Text };
                rows.draw_label(sheet, index, role, Role::Muted);
            }
        });
        rows.spots().on(&svg)
    }
}

impl BarChart {
    /// From zero to the longest bars, with room for what is written at their ends.
    fn scale(&self, left: f64) -> Scale {
        let values = self.bars.iter().filter_map(|bar| bar.value);
        let (low, high) = axis::extent(values).unwrap_or((0.0, 0.0));
        let (low, high) = (low.min(0.0), high.max(0.0));
        let room = |of: fn(&Bar) -> bool| {
            let texts = self.bars.iter().filter(|bar| of(bar)).map(|bar| bar.text.as_str());
            let widest = measure::widest(texts, TEXT);
            if widest > 0.0 { widest * measure::BOLD + 8.0 } else { 0.0 }
        };
        let (before, after) = (room(Bar::is_negative), room(|bar| !bar.is_negative()));
        let from = left + before + 1.0;
        let to = (self.frame.width.units() - after - 1.0).max(from + 20.0);
        // Without a value the zero line stands at the left, where bars would begin.
        if high > low { Scale::new((low, high), (from, to)) } else { Scale::new((0.0, 1.0), (from, to)) }
    }

    fn draw_bar(&self, sheet: &Sheet<'_>, bar: &Bar, x: Scale, (middle, half): (f64, f64)) {
        let Some(value) = bar.value.and_then(axis::usable) else {
            sheet.text((x.at(0.0) + 6.0, middle), &bar.text, Lettering::of(Role::Muted));
            return;
        };
        let focused = self.bars.iter().any(|bar| bar.highlight);
        let tone = match self.tone {
            _ if focused && !bar.highlight => Tone::Rest,
            Tone::Plain => Tone::S1,
            tone => tone,
        };
        let end = x.at(value);
        let ink = Ink::new(Role::Bar, tone).simulated(bar.simulated);
        sheet.rect((x.at(0.0), middle - half), (end, middle + half), ink);
        let lettering = Lettering::of(if bar.highlight { Role::Strong } else { Role::Text });
        if bar.is_negative() {
            sheet.text((end - 6.0, middle), &bar.text, lettering.ending());
        } else {
            sheet.text((end + 6.0, middle), &bar.text, lettering);
        }
    }
}

impl Bar {
    fn is_negative(&self) -> bool {
        self.value.and_then(axis::usable).is_some_and(|value| value < 0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Width;
    use crate::chart::reading::{Drawing, assert_apart, frame};

    fn chart(values: &[f64]) -> BarChart {
        let bar = |value: &f64| Bar {
            label: "Dinas Perumahan dan Kawasan Permukiman".into(),
            value: Some(*value),
            text: format!("{value}"),
            ..Bar::default()
        };
        BarChart { frame: frame(), bars: values.iter().map(bar).collect(), tone: Tone::Plain }
    }

    fn drawing(chart: &BarChart) -> Drawing {
        Drawing::read(&chart.draw("x", Locale::Id))
    }

    #[test]
    fn bars_start_at_zero() {
        let drawing = drawing(&chart(&[90.0, 95.0, 100.0]));
        let zero = drawing.paths("zero")[0][0].0;
        assert!(drawing.rects("bar s1").iter().all(|bar| (bar.left - zero).abs() < 0.01));
    }

    #[test]
    fn every_bar_is_as_long_as_its_value() {
        let values = [100.0, 40.0, -30.0, 0.0];
        let drawing = drawing(&chart(&values));
        let zero = drawing.paths("zero")[0][0].0;
        let bars = drawing.rects("bar s1");
        let unit = bars[0].width() / 100.0;
        for (value, bar) in values.iter().zip(&bars) {
            assert!((bar.width() - value.abs() * unit).abs() <= 0.21, "{value} {bar:?}");
            let end = if *value < 0.0 { bar.right } else { bar.left };
            assert!((end - zero).abs() <= 0.11);
        }
        assert_apart(&bars);
    }

    #[test]
    fn bars_are_half_as_thick_again_as_their_gap() {
        let bars = drawing(&chart(&[3.0, 2.0])).rects("bar s1");
        let (thickness, gap) = (bars[0].bottom - bars[0].top, bars[1].top - bars[0].bottom);
        assert!((thickness / gap - 1.5).abs() < 0.02, "{thickness} {gap}");
    }

    #[test]
    fn names_and_values_keep_apart_on_a_phone_too() {
        for width in [Width::Wide, Width::Narrow] {
            let mut chart = chart(&[100.0, 3.0, -50.0]);
            chart.frame.width = width;
            drawing(&chart).assert_texts_apart();
            drawing(&chart).assert_texts_inside();
        }
    }

    #[test]
    fn a_highlight_greys_the_others() {
        let mut chart = chart(&[3.0, 2.0, 1.0]);
        chart.bars[1].highlight = true;
        assert_eq!(drawing(&chart).rects("bar s1").len(), 1);
        assert_eq!(drawing(&chart).rects("bar rest").len(), 2);
    }

    #[test]
    fn a_simulated_bar_says_so() {
        let mut chart = chart(&[3.0]);
        chart.bars[0].simulated = true;
        assert_eq!(drawing(&chart).rects("bar s1 sim").len(), 1);
    }
}
