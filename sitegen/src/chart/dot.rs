//! Dots with their uncertainty.

use super::axis::{self, Scale, Ticks};
use super::ink::{Ink, Role, Tone};
use super::measure::{self, SMALL, TEXT};
use super::rows::Rows;
use super::sheet::{self, Lettering, Sheet};
use super::{Figure, Frame, Unit};
use crate::locale::Locale;

/// One dot per row with whiskers from end to end of its interval.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DotChart {
    /// Words around the figure, and its width.
    pub frame: Frame,
    /// From top to bottom, sorted by the caller.
    pub dots: Vec<Dot>,
    /// The variable's colour; [`Tone::Plain`] is the first series'.
    pub tone: Tone,
    /// What the numbers on the axis carry.
    pub unit: Unit,
    /// Whether the axis must begin at zero.
    pub from_zero: bool,
    /// A value all rows are held against.
    pub reference: Option<Reference>,
}

/// One row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dot {
    /// What it stands for.
    pub label: String,
    /// Where the dot stands; `None` leaves only `text`.
    pub value: Option<f64>,
    /// Lower and upper end of the uncertainty interval.
    pub interval: Option<(f64, f64)>,
    /// The value as written, or the sign for why there is none.
    pub text: String,
    /// Makes all dots grey that are not highlighted.
    pub highlight: bool,
    /// Whether the value is simulated.
    pub simulated: bool,
}

/// A vertical line with its name on top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reference {
    /// Where it stands.
    pub value: f64,
    /// What it is, such as "Jawa Tengah 10,5%".
    pub label: String,
}

impl Figure for DotChart {
    fn draw(&self, id: &str, locale: Locale) -> String {
        if self.dots.is_empty() {
            return sheet::draw_empty(&self.frame, id, "dot-chart");
        }
        let top = if self.reference().is_some() { 22.0 } else { 0.0 };
        let rows = Rows::new(self.dots.iter().map(|dot| dot.label.as_str()), &self.frame, top);
        let ticks = self.ticks();
        let texts = measure::widest(self.dots.iter().map(|dot| dot.text.as_str()), TEXT) * measure::BOLD;
        let right = self.frame.width.units() - if texts > 0.0 { texts + 12.0 } else { 8.0 };
        let x = Scale::new(ticks.range(), (rows.left + 6.0, (right - 6.0).max(rows.left + 26.0)));
        let svg = sheet::draw(&self.frame, id, "dot-chart", rows.bottom + 26.0, |sheet| {
            for (index, _) in self.dots.iter().enumerate() {
                let y = rows.middle(index);
                sheet.line((rows.left, y), (right, y), Role::Grid);
            }
            draw_axis(sheet, &ticks, &ticks.labels(&self.unit, locale), x, rows.bottom);
            self.draw_reference(sheet, x, rows.bottom);
            for (index, dot) in self.dots.iter().enumerate() {
                let role = if dot.highlight { Role::Strong } else { Role::Text };
                rows.draw_label(sheet, index, role, Role::Muted);
                let role = if dot.value().is_some() { role } else { Role::Muted };
                let place = (self.frame.width.units(), rows.middle(index));
                sheet.text(place, &dot.text, Lettering::of(role).ending());
                self.draw_dot(sheet, dot, x, rows.middle(index));
            }
        });
        rows.spots().on(&svg)
    }
}

impl DotChart {
    fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref().filter(|reference| axis::usable(reference.value).is_some())
    }

    fn ticks(&self) -> Ticks {
        let of_dots = self.dots.iter().flat_map(|dot| {
            let (low, high) = dot.interval().unzip();
            [dot.value(), low, high].into_iter().flatten()
        });
        let of_reference = self.reference().map(|reference| reference.value);
        let (mut low, mut high) = axis::extent(of_dots.chain(of_reference)).unwrap_or((0.0, 1.0));
        if self.from_zero {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        Ticks::around(low, high, if self.frame.is_narrow() { 3 } else { 5 })
    }

    fn draw_reference(&self, sheet: &Sheet<'_>, x: Scale, bottom: f64) {
        let Some(reference) = self.reference() else { return };
        let at = x.at(reference.value);
        sheet.line((at, 18.0), (at, bottom), Role::Reference);
        let width = self.frame.width.units();
        let label = measure::cut(&reference.label, SMALL, width);
        let half = measure::width(&label, SMALL) / 2.0;
        let middle = at.min(width - half).max(half);
        sheet.text((middle, 8.0), &label, Lettering::small(Role::Text).centered());
    }

    fn draw_dot(&self, sheet: &Sheet<'_>, dot: &Dot, x: Scale, y: f64) {
        let focused = self.dots.iter().any(|dot| dot.highlight);
        let tone = match self.tone {
            _ if focused && !dot.highlight => Tone::Rest,
            Tone::Plain => Tone::S1,
            tone => tone,
        };
        if let Some((low, high)) = dot.interval() {
            let ink = Ink::new(Role::Whisker, tone).simulated(dot.simulated);
            sheet.line((x.at(low), y), (x.at(high), y), ink);
            for end in [low, high] {
                sheet.line((x.at(end), y - 5.0), (x.at(end), y + 5.0), ink);
            }
        }
        if let Some(value) = dot.value() {
            sheet.circle((x.at(value), y), 5.0, Ink::new(Role::Mark, tone).simulated(dot.simulated));
        }
    }
}

impl Dot {
    fn value(&self) -> Option<f64> {
        self.value.and_then(axis::usable)
    }

    fn interval(&self) -> Option<(f64, f64)> {
        let (low, high) = self.interval?;
        Some((axis::usable(low)?, axis::usable(high)?))
    }
}

fn draw_axis(sheet: &Sheet<'_>, ticks: &Ticks, labels: &[String], x: Scale, bottom: f64) {
    for value in &ticks.values {
        sheet.line((x.at(*value), bottom), (x.at(*value), bottom + 5.0), Role::Axis);
    }
    let mut free_from = f64::NEG_INFINITY;
    for (value, label) in ticks.values.iter().zip(labels) {
        let half = measure::width(label, TEXT) / 2.0;
        // The first label may not leave the sheet, and none may touch the one before it.
        let middle = x.at(*value).max(half);
        if middle - half > free_from {
            sheet.text((middle, bottom + 15.0), label, Lettering::of(Role::Muted).centered());
            free_from = middle + half + 8.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Width;
    use crate::chart::reading::{Drawing, frame};

    fn chart() -> DotChart {
        let dot = |label: &str, value: f64| Dot {
            label: label.into(),
            value: Some(value),
            interval: Some((value - 1.0, value + 2.0)),
            text: format!("{value}%"),
            ..Dot::default()
        };
        DotChart {
            frame: frame(),
            dots: vec![dot("Pucakwangi", 12.0), dot("Kayen", 9.0), dot("Pati", 4.0)],
            reference: Some(Reference { value: 9.5, label: "Jawa Tengah 9,5%".into() }),
            unit: Unit { suffix: "%".into(), ..Unit::default() },
            ..DotChart::default()
        }
    }

    #[test]
    fn every_mark_stands_where_its_value_says() {
        let drawing = Drawing::read(&chart().draw("x", Locale::Id));
        let dots = drawing.circles("mark s1");
        let unit = (dots[0].0 - dots[2].0) / 8.0;
        assert!((dots[1].0 - dots[2].0 - 5.0 * unit).abs() <= 0.11);
        let whiskers = drawing.paths("whisker s1");
        assert!((dots[0].0 - whiskers[0][0].0 - unit).abs() <= 0.11);
        assert!((whiskers[0][1].0 - dots[0].0 - 2.0 * unit).abs() <= 0.11);
        let reference = drawing.paths("ref")[0][0].0;
        assert!((reference - dots[2].0 - 5.5 * unit).abs() <= 0.11);
    }

    #[test]
    fn labels_keep_apart_and_inside() {
        for width in [Width::Wide, Width::Narrow] {
            let mut chart = chart();
            chart.frame.width = width;
            let drawing = Drawing::read(&chart.draw("x", Locale::Id));
            drawing.assert_texts_apart();
            drawing.assert_texts_inside();
        }
    }
}
