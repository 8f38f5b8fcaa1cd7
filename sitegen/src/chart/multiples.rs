//! Small multiples: the same line chart again and again.

use super::axis::{Scale, Ticks};
use super::ink::{Ink, Role, Tone};
use super::legend::Legend;
use super::measure::{self, LEADING, SMALL, TEXT};
use super::series::{self, Series};
use super::sheet::{self, Lettering, Sheet};
use super::spots::Spots;
use super::{Figure, Frame, Unit, line};
use crate::locale::Locale;

const BETWEEN: f64 = 18.0;
const PLOT_HEIGHT: f64 = 84.0;

/// Panels that share both axes, so that they can be compared at a glance.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SmallMultiples {
    /// Words around the figure, and its width.
    pub frame: Frame,
    /// In reading order, sorted by the caller.
    pub panels: Vec<Panel>,
    /// What the numbers on the vertical axis carry.
    pub unit: Unit,
    /// Whether the vertical axis must begin at zero.
    pub from_zero: bool,
    /// What each tone stands for, above the panels; may be empty.
    pub key: Vec<(Tone, String)>,
}

/// One panel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    /// Its title.
    pub title: String,
    /// The last value, written out, below the title; may be empty.
    pub text: String,
    /// What is drawn; names are not written.
    pub series: Vec<Series>,
}

/// What all panels share.
struct Shared {
    years: (f64, f64),
    ticks: Ticks,
    tick_labels: Vec<String>,
    left: f64,
    panel_width: f64,
    columns: usize,
}

impl Figure for SmallMultiples {
    fn draw(&self, id: &str, locale: Locale) -> String {
        let Some(shared) = self.shared(locale) else {
            return sheet::draw_empty(&self.frame, id, "multiples");
        };
        let key = self.key.iter().map(|(tone, name)| (Ink::new(Role::Bar, *tone), name.as_str()));
        let legend = Legend::new(key, self.frame.width.units());
        let bands: Vec<Band<'_>> = self.panels.chunks(shared.columns).map(|row| shared.band(row)).collect();
        let height = legend.height() + bands.iter().map(|band| band.height).sum::<f64>();
        let svg = sheet::draw(&self.frame, id, "multiples", height, |sheet| {
            legend.draw(sheet);
            let mut top = legend.height();
            for band in &bands {
                shared.draw_band(sheet, band, top);
                top += band.height;
            }
        });
        let tops =
            bands.iter().scan(legend.height(), |top, band| Some(std::mem::replace(top, *top + band.height)));
        let boxes = bands
            .iter()
            .zip(tops)
            .flat_map(|(band, top)| (0..band.panels.len()).map(move |index| (index, top, band.height)));
        let of = |(index, top, height)| [shared.panel_left(index), top, shared.panel_width, height];
        Spots::Boxes(boxes.map(of).collect()).on(&svg)
    }
}

impl SmallMultiples {
    fn shared(&self, locale: Locale) -> Option<Shared> {
        let all: Vec<&Series> = self.panels.iter().flat_map(|panel| &panel.series).collect();
        let (years, (low, high)) = series::extents(&all.iter().copied())?;
        let (low, high) = if self.from_zero { (low.min(0.0), high.max(0.0)) } else { (low, high) };
        let ticks = Ticks::around(low, high, 3);
        let tick_labels = ticks.labels(&self.unit, locale);
        let left = measure::widest(tick_labels.iter().map(String::as_str), SMALL) + 8.0;
        let most = if self.frame.is_narrow() { 2 } else { 4 };
        let columns = self.panels.len().clamp(1, most);
        // Two panels on a wide sheet keep the width of four: a panel is a panel everywhere.
        let slots = if self.frame.is_narrow() { 2 } else { columns.max(3) };
        let gaps = (slots - 1) as f64 * BETWEEN;
        let panel_width = (self.frame.width.units() - left - gaps) / slots as f64;
        Some(Shared { years, ticks, tick_labels, left, panel_width, columns })
    }
}

/// One line of panels.
struct Band<'a> {
    panels: Vec<(Vec<String>, &'a Panel)>,
    title_height: f64,
    height: f64,
}

impl Shared {
    fn band<'a>(&self, row: &'a [Panel]) -> Band<'a> {
        let titled = |panel: &'a Panel| {
            (measure::wrap(&panel.title, TEXT, self.panel_width / measure::BOLD, 2), panel)
        };
        let panels: Vec<_> = row.iter().map(titled).collect();
        let lines =
            panels.iter().map(|(title, panel)| title.len() + usize::from(!panel.text.is_empty())).max();
        let title_height = lines.unwrap_or(0) as f64 * LEADING + 10.0;
        Band { panels, title_height, height: title_height + PLOT_HEIGHT + 40.0 }
    }

    fn panel_left(&self, index: usize) -> f64 {
        self.left + index as f64 * (self.panel_width + BETWEEN)
    }

    fn draw_band(&self, sheet: &Sheet<'_>, band: &Band<'_>, top: f64) {
        let y =
            Scale::new(self.ticks.range(), (top + band.title_height + PLOT_HEIGHT, top + band.title_height));
        for (value, label) in self.ticks.values.iter().zip(&self.tick_labels) {
            let place = (self.left - 8.0, y.at(*value));
            sheet.text(place, label, Lettering::small(Role::Muted).ending());
        }
        for (index, (title, panel)) in band.panels.iter().enumerate() {
            let left = self.panel_left(index);
            sheet.group("panel", |sheet| {
                let mut line = top + LEADING / 2.0;
                for text in title {
                    sheet.text((left, line), text, Lettering::of(Role::Strong));
                    line += LEADING;
                }
                sheet.text((left, line), &panel.text, Lettering::of(Role::Text));
                self.draw_panel(sheet, panel, y, left);
            });
        }
    }

    fn draw_panel(&self, sheet: &Sheet<'_>, panel: &Panel, y: Scale, left: f64) {
        let right = left + self.panel_width;
        line::draw_grid(sheet, &self.ticks, y, (left, right));
        let x = Scale::new(self.years, (left + 5.0, right - 5.0));
        let bottom = y.at(self.ticks.range().0);
        let (first, last) = (self.years.0.ceil(), self.years.1.floor());
        sheet.text((left, bottom + 13.0), &format!("{first:.0}"), Lettering::small(Role::Muted));
        if last > first {
            let lettering = Lettering::small(Role::Muted).ending();
            sheet.text((right, bottom + 13.0), &format!("{last:.0}"), lettering);
        }
        for series in &panel.series {
            series::trace_plain(sheet, series, x, y);
            if let Some((last_x, last_y)) = series.last() {
                sheet.marker((x.at(last_x), y.at(last_y)), series.tone);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::reading::{Drawing, frame};
    use crate::chart::{Point, Width};

    fn chart() -> SmallMultiples {
        let panel = |title: &str, level: f64| {
            let points =
                (0..6).map(f64::from).map(|year| Point::new(2018.0 + year, Some(level + year))).collect();
            Panel {
                title: title.into(),
                text: "12,5%".into(),
                series: vec![Series { tone: Tone::S1, points, ..Series::default() }],
            }
        };
        let titles = ["Pucakwangi", "Gunungwungkal", "Kayen", "Tambakromo", "Margorejo"];
        SmallMultiples {
            frame: frame(),
            panels: titles
                .into_iter()
                .zip([9.0, 7.0, 6.0, 4.0, 1.0])
                .map(|(title, level)| panel(title, level))
                .collect(),
            ..SmallMultiples::default()
        }
    }

    #[test]
    fn equal_values_stand_equally_high_in_every_panel() {
        let drawing = Drawing::read(&chart().draw("x", Locale::Id));
        let lines = drawing.paths("line s1");
        assert_eq!(lines.len(), 5);
        // The first panel begins at 9, the second reaches 9 two years later, both in one band.
        assert!((lines[0][0].1 - lines[1][2].1).abs() <= 0.11);
        // The fifth stands alone below the first: the same years, the same place across.
        assert!((lines[0][3].0 - lines[4][3].0).abs() <= 0.11);
    }

    #[test]
    fn panels_keep_apart_and_inside() {
        for width in [Width::Wide, Width::Narrow] {
            let mut chart = chart();
            chart.frame.width = width;
            let drawing = Drawing::read(&chart.draw("x", Locale::Id));
            drawing.assert_texts_apart();
            drawing.assert_texts_inside();
        }
    }
}
