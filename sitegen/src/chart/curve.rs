//! Shares against shares: how something is spread over places in the order of another thing.

use super::axis::{self, Scale};
use super::ink::{Ink, Role, Tone};
use super::legend::Legend;
use super::measure::{self, TEXT};
use super::sheet::{self, Lettering};
use super::{Figure, Frame};
use crate::locale::Locale;

/// Length of a side of the square in units.
const SIDE: (f64, f64) = (380.0, 264.0);

/// A concentration curve in a square, with the diagonal on which everybody has the same.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ShareCurve {
    /// Words around the figure, and its width.
    pub frame: Frame,
    /// Cumulative shares from 0 to 1 of both, from `(0, 0)` to `(1, 1)`.
    pub points: Vec<(f64, f64)>,
    /// What the curve is called.
    pub name: String,
    /// What the diagonal is called.
    pub equal: String,
    /// What is measured to the right, written below.
    pub across: String,
    /// What is measured upwards, written above.
    pub upwards: String,
}

impl Figure for ShareCurve {
    fn draw(&self, id: &str, locale: Locale) -> String {
        let usable = |point: &&(f64, f64)| axis::usable(point.0).and(axis::usable(point.1)).is_some();
        let points: Vec<(f64, f64)> = self.points.iter().filter(usable).copied().collect();
        if points.len() < 2 {
            return sheet::draw_empty(&self.frame, id, "share-curve");
        }
        let width = self.frame.width.units();
        let marks = [0.0, 0.25, 0.5, 0.75, 1.0];
        let labels = marks.map(|mark| format!("{} %", locale.rounded(mark * 100.0, 0)));
        let curve = Ink::new(Role::Bar, Tone::S1);
        let diagonal = Ink::new(Role::Bar, Tone::Rest);
        let legend = Legend::new([(curve, self.name.as_str()), (diagonal, self.equal.as_str())], width);
        let side = if self.frame.is_narrow() { SIDE.1 } else { SIDE.0 };
        let left = measure::widest(labels.iter().map(String::as_str), TEXT) + 8.0;
        let upwards = measure::wrap(&self.upwards, TEXT, width, 2);
        let across = measure::wrap(&self.across, TEXT, width - left, 3);
        let top = legend.height() + upwards.len() as f64 * measure::LEADING + 12.0;
        let (x, y) = (Scale::new((0.0, 1.0), (left, left + side)), Scale::new((0.0, 1.0), (top + side, top)));
        let below = top + side + 24.0;
        let height = below + across.len() as f64 * measure::LEADING;
        sheet::draw(&self.frame, id, "share-curve", height, |sheet| {
            legend.draw(sheet);
            let middle = |lines: &[String], top: f64| top + lines.len() as f64 * measure::LEADING / 2.0;
            let muted = Lettering::of(Role::Muted);
            sheet.lines((0.0, middle(&upwards, legend.height())), &upwards, measure::LEADING, muted);
            for (mark, label) in marks.iter().zip(&labels) {
                let role = if *mark == 0.0 { Role::Zero } else { Role::Grid };
                sheet.line((left, y.at(*mark)), (left + side, y.at(*mark)), role);
                sheet.text((left - 8.0, y.at(*mark)), label, muted.ending());
                if *mark > 0.0 {
                    sheet.text((x.at(*mark), top + side + 14.0), label, muted.centered());
                }
            }
            sheet.lines((left, middle(&across, below)), &across, measure::LEADING, muted);
            let place = |(share, of): (f64, f64)| (x.at(share), y.at(of));
            sheet.line(place((0.0, 0.0)), place((1.0, 1.0)), Ink::new(Role::Line, Tone::Rest));
            let places: Vec<(f64, f64)> = points.into_iter().map(place).collect();
            sheet.path(&places, Ink::new(Role::Line, Tone::S1));
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Width;
    use crate::chart::reading::{Drawing, frame};

    fn chart(width: Width) -> ShareCurve {
        ShareCurve {
            frame: Frame { width, ..frame() },
            points: vec![(0.0, 0.0), (0.2, 0.5), (0.6, 0.9), (1.0, 1.0)],
            name: "dana".into(),
            equal: "sama banyak per keluarga".into(),
            across: "bagian keluarga terdata, mulai dari desa yang paling banyak keluarga terdatanya".into(),
            upwards: "bagian dana".into(),
        }
    }

    #[test]
    fn every_point_stands_where_its_shares_say() {
        for width in [Width::Wide, Width::Narrow] {
            let drawing = Drawing::read(&chart(width).draw("x", Locale::Id));
            let (diagonal, curve) = (&drawing.paths("line rest")[0], &drawing.paths("line s1")[0]);
            let (from, to) = (diagonal[0], diagonal[1]);
            for (place, (across, up)) in curve.iter().zip(chart(width).points) {
                assert!((place.0 - from.0 - across * (to.0 - from.0)).abs() <= 0.21, "{place:?}");
                assert!((place.1 - from.1 - up * (to.1 - from.1)).abs() <= 0.21, "{place:?}");
            }
            assert!((to.0 - from.0 - (from.1 - to.1)).abs() <= 0.21, "it is a square");
            drawing.assert_texts_apart();
            drawing.assert_texts_inside();
        }
    }
}
