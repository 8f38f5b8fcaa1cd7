//! A variable over time, and how it is traced: shared by line charts, small multiples, sparklines.

use super::axis::{self, Scale};
use super::ink::{Ink, Role, Tone};
use super::sheet::{Place, Sheet};

/// One value in time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// When, in years; `2024.5` is the middle of 2024.
    pub x: f64,
    /// How much; `None` breaks the line.
    pub y: Option<f64>,
    /// Lower and upper end of the uncertainty interval, in the unit of `y`.
    pub interval: Option<(f64, f64)>,
}

impl Point {
    /// A value without a stated uncertainty.
    #[must_use]
    pub const fn new(x: f64, y: Option<f64>) -> Self {
        Self { x, y, interval: None }
    }

    fn y(&self) -> Option<f64> {
        axis::usable(self.x).and(self.y).and_then(axis::usable)
    }

    fn interval(&self) -> Option<(f64, f64)> {
        self.y()?;
        let (low, high) = self.interval?;
        Some((axis::usable(low)?, axis::usable(high)?))
    }
}

/// One variable.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// Written at the end of the line.
    pub name: String,
    /// The last value, written out, after the name; may be empty.
    pub latest: String,
    /// Which of the series colours, dashes and markers.
    pub tone: Tone,
    /// In order of time.
    pub points: Vec<Point>,
}

impl Series {
    /// The last point that has a value.
    pub(super) fn last(&self) -> Option<(f64, f64)> {
        self.points.iter().rev().find_map(|point| Some((point.x, point.y()?)))
    }

    /// What is written at the end of the line.
    pub(super) fn end_label(&self) -> String {
        format!("{} {}", self.name, self.latest)
    }

    /// Whether a stretch of time without a value parts its line.
    #[must_use]
    pub fn has_gap(&self) -> bool {
        self.stretches().count() > 1
    }

    /// The points with a value, in stretches of which no time is missing: more than twice the usual step is a gap, which
    /// no line may bridge.
    fn stretches(&self) -> impl Iterator<Item = &[Point]> {
        let step = |one: &Point, next: &Point| next.x - one.x;
        let mut steps: Vec<f64> = self.points.windows(2).map(|pair| step(&pair[0], &pair[1])).collect();
        steps.sort_by(f64::total_cmp);
        let usual = steps.get(steps.len() / 2).copied().unwrap_or_default();
        let told = self.points.split(|point| point.y().is_none()).filter(|run| !run.is_empty());
        told.flat_map(move |run| run.chunk_by(move |one, next| step(one, next) <= 2.0 * usual))
    }

    /// Where the points stand, in stretches without a gap.
    fn places(&self, x: Scale, y: Scale) -> Vec<Vec<Place>> {
        let place = |point: &Point| Some((x.at(point.x), y.at(point.y()?)));
        self.stretches().map(|run| run.iter().filter_map(place).collect()).collect()
    }
}

/// Extents of time and of values over some series; `None` if nothing can be drawn. Points without a
/// value still count for time, so that a gap at the end stays visible.
pub fn extents<'a>(
    series: &(impl IntoIterator<Item = &'a Series> + Clone),
) -> Option<((f64, f64), (f64, f64))> {
    let points = || series.clone().into_iter().flat_map(|series| &series.points);
    let values = points().flat_map(|point| {
        let (low, high) = point.interval().unzip();
        [point.y(), low, high].into_iter().flatten()
    });
    let y = axis::extent(values)?;
    let x = axis::extent(points().map(|point| point.x))?;
    Some((x, y))
}

/// Draws the band, the line, and markers: at every value if they have room, otherwise at the last.
pub fn trace(sheet: &Sheet<'_>, series: &Series, x: Scale, y: Scale) {
    trace_plain(sheet, series, x, y);
    let places: Vec<Place> = series.places(x, y).into_iter().flatten().collect();
    let airy = places.windows(2).all(|pair| pair[1].0 - pair[0].0 >= 16.0);
    for place in places.iter().skip(if airy { 0 } else { places.len().saturating_sub(1) }) {
        sheet.marker(*place, series.tone);
    }
}

/// Draws the band and the line.
pub fn trace_plain(sheet: &Sheet<'_>, series: &Series, x: Scale, y: Scale) {
    let ink = |role| Ink::new(role, series.tone);
    let bands = series.stretches().flat_map(|run| run.split(|point| point.interval().is_none()));
    for band in bands.filter(|run| run.len() > 1) {
        let edges = || band.iter().filter_map(|point| Some((x.at(point.x), point.interval()?)));
        let upper = edges().map(|(x, (_, high))| (x, y.at(high)));
        let lower = edges().map(|(x, (low, _))| (x, y.at(low)));
        let mut outline: Vec<Place> = upper.collect();
        outline.extend(lower.collect::<Vec<_>>().into_iter().rev());
        sheet.polygon(&outline, ink(Role::Band));
    }
    for run in series.places(x, y) {
        match run.as_slice() {
            // A value between two gaps has no line: without a dot it would not be seen.
            [alone] => sheet.circle(*alone, 2.5, ink(Role::Mark)),
            run => sheet.path(run, ink(Role::Line)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(values: &[(f64, Option<f64>)]) -> Series {
        Series { points: values.iter().map(|(x, y)| Point::new(*x, *y)).collect(), ..Series::default() }
    }

    #[test]
    fn no_line_bridges_years_without_a_value() {
        let years = |first: u32, rest: &[f64]| {
            let all: Vec<(f64, Option<f64>)> = std::iter::once(f64::from(first))
                .chain(rest.iter().copied())
                .map(|x| (x, Some(1.0)))
                .collect();
            series(&all).stretches().map(<[Point]>::len).collect::<Vec<_>>()
        };
        assert_eq!(years(2006, &[2017.0, 2018.0, 2019.0]), [1, 3]);
        assert_eq!(years(2017, &[2018.0, 2019.0, 2021.0]), [4]);
        // Two values far apart are all that is known, and half a year is a step too.
        assert_eq!(years(2019, &[2025.0]), [2]);
        assert_eq!(years(2019, &[2019.5, 2020.0, 2021.5]), [3, 1]);
        let told = [(2017.0, Some(1.0)), (2018.0, None), (2019.0, Some(1.0))];
        assert!(series(&told).has_gap() && !series(&told[..1]).has_gap());
    }
}
