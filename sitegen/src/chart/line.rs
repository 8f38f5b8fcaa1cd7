//! Lines over years.

use super::axis::{self, Scale, Ticks};
use super::ink::{Ink, Role, Tone};
use super::measure::{self, LEADING, SMALL, SMALL_LEADING, TEXT};
use super::series::{self, Series};
use super::sheet::{self, Lettering, Sheet};
use super::spots::Spots;
use super::spread::{Wish, spread};
use super::{Figure, Frame, Unit};
use crate::locale::Locale;

/// One to four series over years, each named at the end of its line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineChart {
    /// Words around the figure, and its width.
    pub frame: Frame,
    /// At most four that matter; any number in [`Tone::Rest`] behind them.
    pub series: Vec<Series>,
    /// What the numbers on the vertical axis carry.
    pub unit: Unit,
    /// Whether the vertical axis must begin at zero.
    pub from_zero: bool,
    /// Where the data before and after cannot be compared.
    pub breaks: Vec<Break>,
}

/// A break in the series: a dashed line with its reason on top.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Break {
    /// When, in years.
    pub x: f64,
    /// Why, in a few words.
    pub label: String,
}

/// Where everything stands, in units.
struct Layout<'a> {
    x: Scale,
    y: Scale,
    ticks: Ticks,
    tick_labels: Vec<String>,
    years: Vec<(f64, String)>,
    /// Ends of the gridlines; the lines themselves begin right of the tick labels.
    right: f64,
    top: f64,
    bottom: f64,
    height: f64,
    ends: Vec<End<'a>>,
    breaks: Vec<(f64, f64, &'a Break)>,
}

/// A label at the end of a line.
struct End<'a> {
    series: &'a Series,
    /// Last value in the coordinates of the data.
    last: (f64, f64),
    lines: Vec<String>,
    middle: f64,
}

impl Figure for LineChart {
    fn draw(&self, id: &str, locale: Locale) -> String {
        let Some(layout) = self.layout(locale) else {
            return sheet::draw_empty(&self.frame, id, "line-chart");
        };
        let svg = sheet::draw(&self.frame, id, "line-chart", layout.height, |sheet| {
            layout.draw_axes(sheet);
            layout.draw_breaks(sheet);
            // What matters is drawn last, over what is only there to compare.
            let (behind, front): (Vec<_>, Vec<_>) =
                self.series.iter().partition(|series| series.tone == Tone::Rest);
            for series in behind.into_iter().chain(front) {
                sheet.group("series", |sheet| series::trace(sheet, series, layout.x, layout.y));
            }
            layout.draw_ends(sheet);
        });
        let mut times: Vec<f64> =
            self.series.iter().flat_map(|series| &series.points).map(|point| point.x).collect();
        times.sort_by(f64::total_cmp);
        times.dedup();
        Spots::Across(times.into_iter().map(|time| layout.x.at(time)).collect()).on(&svg)
    }
}

impl LineChart {
    fn layout(&self, locale: Locale) -> Option<Layout<'_>> {
        let (years, mut values) = series::extents(&&self.series)?;
        if self.from_zero {
            values = (values.0.min(0.0), values.1.max(0.0));
        }
        let narrow = self.frame.is_narrow();
        let width = self.frame.width.units();
        let ticks = Ticks::around(values.0, values.1, if narrow { 4 } else { 5 });
        let tick_labels = ticks.labels(&self.unit, locale);

        let mut ends = self.ends(if narrow { 100.0 } else { 170.0 });
        let end_width = ends.iter().map(|end| measure::widest(end.lines.iter().map(String::as_str), TEXT));
        let right = width - end_width.fold(0.0, f64::max) - 12.0;
        let left = measure::widest(tick_labels.iter().map(String::as_str), TEXT) + 12.0;
        let x = Scale::new(years, (left.min(right - 40.0), right - 6.0));

        let (breaks, lanes) = self.breaks(years, x, width);
        let top = 24.0 + lanes * SMALL_LEADING;
        let needed: f64 = ends.iter().map(End::height).sum();
        let height = (if narrow { width * 0.75 } else { width * 0.5625 }).max(top + needed + 26.0);
        let bottom = height - 26.0;
        let y = Scale::new(ticks.range(), (bottom, top));

        let wishes: Vec<Wish> =
            ends.iter().map(|end| Wish { center: y.at(end.last.1), height: end.height() }).collect();
        for (end, middle) in ends.iter_mut().zip(spread(&wishes, top - 10.0, bottom + 10.0)) {
            end.middle = middle;
        }
        let shown_years = axis::years(years.0, years.1, x.at(years.1) - x.at(years.0));
        Some(Layout {
            x,
            y,
            ticks,
            tick_labels,
            years: shown_years,
            right,
            top,
            bottom,
            height,
            ends,
            breaks,
        })
    }

    fn ends(&self, room: f64) -> Vec<End<'_>> {
        let end = |series| {
            let last = Series::last(series)?;
            let lines = measure::wrap(&series.end_label(), TEXT, room, 4);
            (!lines.is_empty()).then_some(End { series, last, lines, middle: 0.0 })
        };
        self.series.iter().filter_map(end).collect()
    }

    /// Each break with the middle of its label and its lane, the lowest lane first; and how many
    /// lanes it takes so that no two labels touch.
    fn breaks(&self, years: (f64, f64), x: Scale, width: f64) -> (Vec<(f64, f64, &Break)>, f64) {
        let mut ends_of_lanes: Vec<f64> = Vec::new();
        let mut placed = Vec::new();
        let mut breaks: Vec<&Break> =
            self.breaks.iter().filter(|cut| cut.x >= years.0 && cut.x <= years.1).collect();
        breaks.sort_by(|a, b| a.x.total_cmp(&b.x));
        for cut in breaks {
            let half = measure::width(&cut.label, SMALL) / 2.0;
            let middle = x.at(cut.x).min(width - half).max(half);
            let free = ends_of_lanes.iter().position(|end| end + 10.0 <= middle - half);
            let lane = free.unwrap_or(ends_of_lanes.len());
            if free.is_none() {
                ends_of_lanes.push(0.0);
            }
            ends_of_lanes[lane] = middle + half;
            placed.push((middle, lane as f64, cut));
        }
        (placed, ends_of_lanes.len() as f64)
    }
}

impl End<'_> {
    fn height(&self) -> f64 {
        self.lines.len() as f64 * LEADING + 2.0
    }
}

impl Layout<'_> {
    fn draw_axes(&self, sheet: &Sheet<'_>) {
        draw_grid(sheet, &self.ticks, self.y, (0.0, self.right));
        for (value, label) in self.ticks.values.iter().zip(&self.tick_labels) {
            sheet.text((0.0, self.y.at(*value) - 10.0), label, Lettering::of(Role::Muted));
        }
        draw_years(sheet, &self.years, self.x, self.bottom, (0.0, self.right + 6.0));
    }

    fn draw_breaks(&self, sheet: &Sheet<'_>) {
        for (middle, lane, cut) in &self.breaks {
            let label = self.top - 24.0 - lane * SMALL_LEADING;
            let x = self.x.at(cut.x);
            sheet.line((x, label + 8.0), (x, self.bottom), Role::Break);
            sheet.text((*middle, label), &cut.label, Lettering::small(Role::Muted).centered());
        }
    }

    fn draw_ends(&self, sheet: &Sheet<'_>) {
        let label_x = self.right + 12.0 - 6.0;
        for end in &self.ends {
            let (x, y) = (self.x.at(end.last.0), self.y.at(end.last.1));
            if (end.middle - y).abs() > 4.0 || label_x - x > 20.0 {
                let leader = Ink::new(Role::Leader, end.series.tone);
                sheet.line((x + 6.0, y), (label_x - 2.0, end.middle), leader);
            }
            sheet.lines((label_x + 2.0, end.middle), &end.lines, LEADING, Lettering::of(Role::Text));
        }
    }
}

/// Gridlines, the one at zero stronger.
pub(super) fn draw_grid(sheet: &Sheet<'_>, ticks: &Ticks, y: Scale, (left, right): (f64, f64)) {
    let zero = ticks.values.iter().position(|value| value.abs() < f64::EPSILON);
    for (index, value) in ticks.values.iter().enumerate() {
        if Some(index) != zero {
            sheet.line((left, y.at(*value)), (right, y.at(*value)), Role::Grid);
        }
    }
    if zero.is_some() {
        sheet.line((left, y.at(0.0)), (right, y.at(0.0)), Role::Zero);
    }
}

/// Years below the plot with short strokes, the labels kept between `left` and `right`.
pub(super) fn draw_years(
    sheet: &Sheet<'_>,
    years: &[(f64, String)],
    x: Scale,
    bottom: f64,
    (left, right): (f64, f64),
) {
    for (year, _) in years {
        sheet.line((x.at(*year), bottom), (x.at(*year), bottom + 5.0), Role::Axis);
    }
    for (year, label) in years {
        let half = measure::width(label, TEXT) / 2.0;
        let middle = x.at(*year).min(right - half).max(left + half);
        sheet.text((middle, bottom + 15.0), label, Lettering::of(Role::Muted).centered());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::reading::{Drawing, frame};
    use crate::chart::{Point, Width};

    fn series(name: &str, tone: Tone, values: &[Option<f64>]) -> Series {
        let points = (2015..).map(f64::from).zip(values).map(|(x, y)| Point::new(x, *y)).collect();
        Series { name: name.into(), latest: String::new(), tone, points }
    }

    fn chart(series: Vec<Series>) -> LineChart {
        LineChart { frame: frame(), series, ..LineChart::default() }
    }

    fn crowded() -> LineChart {
        let values = [9.0, 9.05, 9.1, 9.12].map(Some);
        let named = [Tone::S1, Tone::S2, Tone::S3, Tone::S4].into_iter().zip(0..);
        chart(
            named
                .map(|(tone, index)| {
                    let mut values = values;
                    values.rotate_left(index);
                    series("Kabupaten dengan nama yang panjang", tone, &values)
                })
                .collect(),
        )
    }

    #[test]
    fn a_gap_breaks_the_line() {
        let whole = chart(vec![series("a", Tone::S1, &[Some(1.0), Some(2.0), Some(3.0), Some(4.0)])]);
        let broken = chart(vec![series("a", Tone::S1, &[Some(1.0), Some(2.0), None, Some(4.0), Some(5.0)])]);
        assert_eq!(Drawing::read(&whole.draw("x", Locale::Id)).paths("line s1").len(), 1);
        assert_eq!(Drawing::read(&broken.draw("x", Locale::Id)).paths("line s1").len(), 2);
    }

    #[test]
    fn a_value_between_two_gaps_is_marked() {
        let lonely = chart(vec![series("a", Tone::S1, &[None, Some(2.0), None])]);
        let drawing = Drawing::read(&lonely.draw("x", Locale::Id));
        assert!(drawing.paths("line s1").is_empty());
        assert!(!drawing.circles("mark s1").is_empty());
    }

    #[test]
    fn every_mark_stands_where_its_value_says() {
        let values = [3.0, 7.0, 4.0, 9.0];
        let chart = chart(vec![series("a", Tone::S1, &values.map(Some))]);
        let drawing = Drawing::read(&chart.draw("x", Locale::Id));
        let line = &drawing.paths("line s1")[0];
        let grid: Vec<f64> = drawing.paths("grid").iter().map(|path| path[0].1).collect();
        let ticks = Ticks::around(3.0, 9.0, 5);
        let y = Scale::new(ticks.range(), (grid[0], grid[grid.len() - 1]));
        for (value, place) in values.iter().zip(line) {
            assert!((y.at(*value) - place.1).abs() <= 0.11, "{value} {place:?}");
        }
        let steps: Vec<f64> = line.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
        assert!(steps.iter().all(|step| (step - steps[0]).abs() <= 0.11), "{steps:?}");
    }

    #[test]
    fn end_labels_never_overlap() {
        for width in [Width::Wide, Width::Narrow] {
            let mut chart = crowded();
            chart.frame.width = width;
            let drawing = Drawing::read(&chart.draw("x", Locale::Id));
            drawing.assert_texts_apart();
            drawing.assert_texts_inside();
        }
    }

    #[test]
    fn breaks_close_together_have_labels_apart() {
        let mut chart = crowded();
        let label = || "Metode baru".to_owned();
        chart.breaks = vec![Break { x: 2016.0, label: label() }, Break { x: 2016.2, label: label() }];
        let drawing = Drawing::read(&chart.draw("x", Locale::Id));
        assert_eq!(drawing.paths("break").len(), 2);
        drawing.assert_texts_apart();
    }

    #[test]
    fn a_line_from_zero_shows_zero() {
        let mut chart = chart(vec![series("a", Tone::S1, &[Some(90.0), Some(95.0)])]);
        assert!(Drawing::read(&chart.draw("x", Locale::Id)).paths("zero").is_empty());
        chart.from_zero = true;
        assert_eq!(Drawing::read(&chart.draw("x", Locale::Id)).paths("zero").len(), 1);
    }

    #[test]
    fn a_line_chart_of_three_series_stays_small() {
        let values: Vec<Option<f64>> =
            (0..10).map(|index| Some(9.0 + f64::from(index * index % 7))).collect();
        let tones = [Tone::S1, Tone::S2, Tone::S3];
        let chart = chart(tones.map(|tone| series("Pati", tone, &values)).into());
        let svg = chart.draw("x", Locale::Id);
        assert!(svg.len() < 4096, "{} bytes", svg.len());
    }
}
