//! A line among words.

use super::axis::Scale;
use super::ink::{Ink, Role, Tone};
use super::series::{self, Series};
use super::sheet::{self, Content, Lettering};
use super::{Figure, Frame};
use crate::locale::Locale;

const SIZE: (f64, f64) = (120.0, 32.0);
const MARGIN: f64 = 5.0;

/// One variable without axes, 120 by 32 units, its last value marked by a dot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sparkline {
    /// Words around the figure; the width plays no part.
    pub frame: Frame,
    /// Its names are not written.
    pub series: Series,
}

impl Figure for Sparkline {
    fn draw(&self, id: &str, _: Locale) -> String {
        let extents = series::extents(&[&self.series]);
        sheet::draw_sized(&self.frame, id, "spark", SIZE, Content::Image, |sheet| {
            let Some((years, values)) = extents else {
                let lettering = Lettering::small(Role::Muted);
                sheet.text((0.0, SIZE.1 / 2.0), &self.frame.empty, lettering);
                return;
            };
            let x = Scale::new(years, (MARGIN, SIZE.0 - MARGIN));
            let y = Scale::new(values, (SIZE.1 - MARGIN, MARGIN));
            series::trace_plain(sheet, &self.series, x, y);
            if let Some((last_x, last_y)) = self.series.last() {
                let tone = if self.series.tone == Tone::Plain { Tone::S1 } else { self.series.tone };
                sheet.circle((x.at(last_x), y.at(last_y)), 3.5, Ink::new(Role::Mark, tone));
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Point;
    use crate::chart::reading::{Drawing, frame};

    #[test]
    fn the_dot_stands_at_the_end_of_the_line() {
        let points = [4.0, 2.0, 3.0].map(Some);
        let points = (2020..).map(f64::from).zip(points).map(|(x, y)| Point::new(x, y)).collect();
        let spark =
            Sparkline { frame: frame(), series: Series { points, tone: Tone::S1, ..Series::default() } };
        let drawing = Drawing::read(&spark.draw("x", Locale::Id));
        let line = &drawing.paths("line s1")[0];
        assert_eq!(drawing.circles("mark s1"), [line[2]]);
        assert!((line[0].1 - MARGIN).abs() < 0.01);
        assert!((line[1].1 - (SIZE.1 - MARGIN)).abs() < 0.01);
    }
}
